//! What a test's outcome says, in words for the page: its layers, who can act, and whether a repeat is safe.

use whatsapp_domain::{Actor, DeliveryStatus, Outcome, Problem, QuickTest, Retry, Verdict};

use crate::texts::{Arg, Text, quick_test as say};

/// One layer that answered: the line, the provider, WhatsApp.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// Who speaks.
    pub name: String,
    /// What was said: a status or a code.
    pub code: Text,
}

/// The layers of an outcome, from the line inwards; those that said nothing are left out.
pub fn layers(test: &QuickTest, provider: &str) -> Vec<Layer> {
    let layer = |name: &str, code: Text| Layer { name: name.into(), code };
    let line = match &test.answer {
        Some(answer) => layer("HTTP", Text::words(answer.status.to_string())),
        None => layer("HTTP", say::NO_ANSWER.into()),
    };
    // What a report said came later than the answer, over another line.
    let reported =
        test.following.as_ref().is_some_and(|following| following.status == DeliveryStatus::Failed);
    let line = (!reported).then_some(line);
    let said = test.outcome.provider_code.clone().map(|code| layer(provider, Text::words(code)));
    let inner = whatsapp_code(&test.outcome).map(|code| layer("WhatsApp", Text::words(code)));
    [line, said, inner].into_iter().flatten().collect()
}

/// WhatsApp's own error code where the provider passes it on in its words, as in `(#131030) Recipient …` or
/// `error code 131047`. Its codes have six digits and start with 13 (Cloud API, "Error codes").
fn whatsapp_code(outcome: &Outcome) -> Option<String> {
    let text = outcome.provider_text.as_deref()?;
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut starts = text.match_indices("13").map(|(at, _)| at);
    let start = starts.find(|&at| {
        let whole = (at..at + 6).all(digit) && !digit(at + 6) && (at == 0 || !digit(at - 1));
        // A number alone may be anything, such as an order's.
        let before = text[..at].trim_end_matches([' ', ':', '=', '"']).to_lowercase();
        whole && (at == 0 || before.ends_with('#') || before.ends_with("code") || before.ends_with("error"))
    })?;
    Some(text[start..start + 6].to_owned()).filter(|code| outcome.provider_code.as_deref() != Some(code))
}

/// How it ended, in one sentence.
pub fn title(test: &QuickTest, provider: &str) -> Text {
    let reached = &test.reached;
    let whom = if reached.country.is_empty() {
        Text::words(&reached.international)
    } else {
        say::number_country(&reached.international, Arg::country(reached))
    };
    match test.following.as_ref().map(|following| following.status) {
        Some(DeliveryStatus::Sent) => {
            return say::has_it(whom);
        }
        Some(DeliveryStatus::Delivered) => return say::on_phone(whom),
        Some(DeliveryStatus::Read) => return say::was_read(whom),
        Some(DeliveryStatus::Failed) => return say::did_not_reach(whom),
        Some(DeliveryStatus::Accepted) | None => {}
    }
    match test.outcome.verdict {
        Verdict::Accepted => say::provider_took(provider, whom),
        Verdict::Refused => say::provider_refused(provider, whom),
        Verdict::Unclear => say::provider_unclear(provider, whom),
    }
}

/// Who can do something about it.
pub fn who(actor: Actor) -> Text {
    match actor {
        Actor::You => say::WHO_YOU.into(),
        Actor::Administrator => say::WHO_ADMINISTRATOR.into(),
        Actor::Provider => say::WHO_PROVIDER.into(),
        Actor::Recipient => say::WHO_RECIPIENT.into(),
        Actor::WhatsApp => Text::words("WhatsApp"),
        Actor::Operator => say::WHO_OPERATOR.into(),
    }
}

/// Whether and when sending again is safe; nothing for what was accepted.
pub fn again(outcome: &Outcome) -> Option<Text> {
    Some(match (outcome.verdict, outcome.safe_to_repeat, outcome.retry) {
        (Verdict::Accepted, ..) => return None,
        (_, false, _) => say::AGAIN_TWICE.into(),
        (_, true, Retry::Now) => say::AGAIN_NOW.into(),
        (_, true, Retry::Later) => match outcome.retry_after_s {
            Some(seconds) => say::again_in(seconds),
            None => say::AGAIN_LATER.into(),
        },
        (_, true, Retry::Never) => say::AGAIN_NEVER.into(),
    })
}

/// Where a field of a finding or an outcome is to be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// In the step, under this path.
    Step(String),
    /// In the integration's form.
    Account,
}

/// Where an outcome can be mended: at its field, else in the account when only who connected it can act.
pub fn way_out(outcome: &Outcome) -> Option<Goal> {
    let account = (outcome.who == Some(Actor::Administrator)).then_some(Goal::Account);
    outcome.field.as_deref().and_then(goal).or(account)
}

/// Why the proxy stopped a test on account of the person with the phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// They did not write within the last 24 hours, so only a template arrives.
    WindowClosed,
    /// They want no messages.
    Suppressed,
}

/// The stop that a refusal of the proxy is.
pub fn stop(problem: &Problem) -> Option<Stop> {
    let known = |code: &str| match code {
        "window-closed" => Some(Stop::WindowClosed),
        "suppressed" => Some(Stop::Suppressed),
        _ => None,
    };
    problem.findings.iter().find_map(|found| known(&found.code)).or_else(|| known(&problem.code))
}

/// Where a field is to be found; nothing for what has no field on the page.
pub fn goal(field: &str) -> Option<Goal> {
    match field.split(['.', '[']).next()? {
        "settings" | "secrets" | "name" | "provider" => Some(Goal::Account),
        "to" | "integration" | "recipient" | "message" => Some(Goal::Step(field.to_owned())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::texts::english;

    fn refused(status: Option<u16>, code: Option<&str>, text: &str) -> QuickTest {
        let mut test: QuickTest = serde_json::from_value(json!({"id":"test_1","integration":"int_1",
            "integrationName":"Shop","provider":"p","createdAt":"2026-01-01T00:00:00Z",
            "reached":{"e164":"+1","international":"+800 1234 5678","region":null,"country":""},
            "message":{"type":"text","text":"Hi","previewUrl":false},
            "request":{"method":"POST","url":"https://x","headers":{},"body":null},
            "outcome":{"verdict":"refused","code":"x","cause":"x","retry":"never","safeToRepeat":true,"known":true},
            "durationMs":12}))
        .unwrap();
        test.answer = status.map(|status| whatsapp_domain::Answer::new(status, ""));
        test.outcome.provider_code = code.map(str::to_owned);
        test.outcome.provider_text = Some(text.into());
        test
    }

    fn codes(test: &QuickTest) -> Vec<(String, String)> {
        layers(test, "Acme").into_iter().map(|layer| (layer.name, english().say(layer.code))).collect()
    }

    #[test]
    fn the_layers_that_spoke_are_told_apart() {
        let all =
            refused(Some(400), Some("BAD_REQUEST"), "(#131030) Recipient phone number not in allowed list");
        let expected = [("HTTP", "400"), ("Acme", "BAD_REQUEST"), ("WhatsApp", "131030")];
        assert_eq!(codes(&all), expected.map(|(name, code)| (name.to_owned(), code.to_owned())));
        assert_eq!(codes(&refused(None, None, "")), [("HTTP".to_owned(), "no answer".to_owned())]);
    }

    #[test]
    fn only_what_is_surely_whatsapp_s_code_is_called_so() {
        let found = |text: &str| whatsapp_code(&refused(None, None, text).outcome);
        for text in [
            "131047: Re-engagement message",
            "Failed with error code 131047",
            "{\"code\": 131047}",
            "Error: 131047",
        ] {
            assert_eq!(found(text).as_deref(), Some("131047"), "{text}");
        }
        for text in [
            "Order 134711 is unknown",
            "code 1310471",
            "code 113104",
            "code 13104",
            "",
            "Straße 13 #",
            "code 12345613",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
        assert_eq!(
            whatsapp_code(&refused(None, Some("131047"), "131047: late").outcome),
            None,
            "it is told already"
        );
    }

    #[test]
    fn a_repeat_is_called_safe_only_when_it_is() {
        let words = |verdict, safe, retry, seconds| {
            let mut outcome = Outcome { retry, safe_to_repeat: safe, ..Outcome::new(verdict, "x", "x") };
            outcome.retry_after_s = seconds;
            again(&outcome).map(|text| english().say(text))
        };
        assert_eq!(words(Verdict::Accepted, false, Retry::Never, None), None);
        for retry in [Retry::Never, Retry::Later, Retry::Now] {
            assert!(words(Verdict::Unclear, false, retry, None).unwrap().starts_with("May send it twice"));
            assert!(words(Verdict::Refused, true, retry, None).unwrap().starts_with("Safe"));
        }
        assert_eq!(words(Verdict::Refused, true, Retry::Later, Some(1)).unwrap(), "Safe, in 1 second.");
    }

    #[test]
    fn what_an_administrator_has_to_mend_leads_to_the_account() {
        let mut outcome = Outcome::new(Verdict::Refused, "key-refused", "x");
        assert_eq!(way_out(&outcome), None);
        outcome.who = Some(Actor::Administrator);
        assert_eq!(way_out(&outcome), Some(Goal::Account));
        outcome.field = Some("message.text".into());
        assert_eq!(way_out(&outcome), Some(Goal::Step("message.text".into())));
    }

    #[test]
    fn fields_lead_to_the_step_or_to_the_account() {
        for field in ["message.body[0]", "recipient.value", "to", "integration", "message"] {
            assert_eq!(goal(field), Some(Goal::Step(field.into())));
        }
        for field in ["settings.sender", "secrets.apiKey"] {
            assert_eq!(goal(field), Some(Goal::Account));
        }
        for field in ["", "context", "expectedRegion"] {
            assert_eq!(goal(field), None);
        }
    }
}
