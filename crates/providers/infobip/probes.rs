//! The connection check: what three requests tell about key, scopes and sender. Source: IB-OAS.
//!
//! None of them sends anything. One goes to the sending endpoint with an empty object: without recipient and content
//! there is no message, so a key that may send is told what is missing (400), and one that may not is refused (403).

use serde_json::{Value, json};
use whatsapp_domain::{Answer, CheckStep, Outcome, OutgoingRequest, Said, Settings, StepVerdict, say, words};

use super::{NAME, answer, settings::SCHEMA, templates};
use crate::{
    common::{
        body::{self, Body},
        http_outcome::text,
        paths::segment,
        steps,
    },
    provider::{Probe, ProbeResult},
};

const TEMPLATES: &str = "templates";
const QUALITY: &str = "quality";
const SEND: &str = "send";

pub fn requests(settings: &Settings) -> Vec<Probe> {
    let (base, sender) = (SCHEMA.value(settings, "baseUrl"), SCHEMA.value(settings, "sender"));
    let quality =
        OutgoingRequest::get(format!("{base}/whatsapp/1/senders/quality?senders={}", segment(sender)));
    let nothing = OutgoingRequest::post_json(format!("{base}/whatsapp/1/message/text"), json!({}));
    vec![
        Probe { id: SEND, request: nothing },
        Probe { id: TEMPLATES, request: templates::request(settings) },
        Probe { id: QUALITY, request: quality },
    ]
}

pub fn read(settings: &Settings, _token: Option<&Outcome>, results: &[ProbeResult]) -> Vec<CheckStep> {
    let find = |id: &str| results.iter().find(|result| result.id == id);
    let (send, list, quality) = (find(SEND), find(TEMPLATES), find(QUALITY));
    let key = key(settings, [send, list, quality]);
    match key.verdict {
        StepVerdict::Ok => {
            vec![key, scope(send, list), sender(SCHEMA.value(settings, "sender"), list, quality)]
        }
        StepVerdict::Failed => {
            vec![key, steps::skipped("scope", "Permissions"), steps::skipped("sender", "Sender")]
        }
        _ => {
            let scope = steps::unanswered("scope", "Permissions", NAME, send.or(list));
            vec![key, scope, steps::unanswered("sender", "Sender", NAME, quality)]
        }
    }
}

/// The status of an answer that is Infobip's own, not some gateway's page.
fn status(result: Option<&ProbeResult>) -> Option<u16> {
    let (_, answer) = steps::answered(result)?;
    matches!(body::sort(answer), Body::Json(_) | Body::Xml).then_some(answer.status)
}

fn key(settings: &Settings, probes: [Option<&ProbeResult>; 3]) -> CheckStep {
    let (field, text) = match SCHEMA.value(settings, "authScheme") {
        "basic" => (
            "secrets.password",
            "Infobip did not accept the user name and password. Check both, and that the base URL is this \
             account's.",
        ),
        "bearer" => (
            "secrets.bearerToken",
            "Infobip did not accept the access token. It may have run out: paste a new one.",
        ),
        _ => (
            "secrets.apiKey",
            "Infobip did not accept the API key. Check that it is whole, not withdrawn, and belongs to the \
             account with this base URL.",
        ),
    };
    let is_401 = |result: &&ProbeResult| result.answer.as_ref().is_some_and(|answer| answer.status == 401);
    if let Some(refused) = probes.into_iter().flatten().find(is_401) {
        let step = CheckStep::new("key", "Key refused", StepVerdict::Failed, text);
        return CheckStep { field: Some(field.into()), ..steps::from(step, refused) };
    }
    // Infobip looks at the key first: any answer of its own but 401 says that the key is good.
    let is_good =
        |result: &&ProbeResult| matches!(status(Some(result)), Some(200..=299 | 400 | 403 | 404 | 429));
    match probes.into_iter().flatten().find(is_good) {
        Some(result) => steps::from(CheckStep::new("key", "Key accepted", StepVerdict::Ok, ""), result),
        None => steps::unanswered("key", "Key", NAME, probes.into_iter().flatten().next()),
    }
}

fn scope(send: Option<&ProbeResult>, list: Option<&ProbeResult>) -> CheckStep {
    let step = |verdict, text: &str, result| {
        steps::from(CheckStep::new("scope", "Permissions", verdict, text), result)
    };
    if let (Some(result), Some(403)) = (send, status(send)) {
        return step(
            StepVerdict::Failed,
            "This key may not send messages: it needs one of message:send, whatsapp:message:send or \
             whatsapp:manage. Ask whoever made the key.",
            result,
        );
    }
    let may_send = status(send) == Some(400);
    match (list, status(list), may_send) {
        (Some(result), Some(200..=299), true) => {
            step(StepVerdict::Ok, "Messages can be sent and templates listed.", result)
        }
        (Some(result), Some(200..=299), false) => step(
            StepVerdict::Ok,
            "Templates can be listed. Whether messages may be sent shows with the first test.",
            result,
        ),
        (Some(result), Some(403), _) => step(
            StepVerdict::Warning,
            "The template list is closed to this key: whatsapp:manage is missing, or the sender belongs to \
             another account. Templates can be sent but not listed. Ask whoever made the key.",
            result,
        ),
        (Some(result), Some(404), true) => step(StepVerdict::Ok, "Messages can be sent.", result),
        (_, _, true) => match send {
            Some(result) => step(
                StepVerdict::Warning,
                "Messages can be sent. Whether templates can be listed could not be checked: check again in \
                 a while.",
                result,
            ),
            None => steps::unanswered("scope", "Permissions", NAME, list),
        },
        _ => steps::unanswered("scope", "Permissions", NAME, list),
    }
}

fn sender(number: &str, list: Option<&ProbeResult>, quality: Option<&ProbeResult>) -> CheckStep {
    let step = |verdict, text: Said| CheckStep {
        field: (verdict == StepVerdict::Failed).then(|| "settings.sender".into()),
        ..CheckStep::new("sender", "Sender", verdict, text)
    };
    let not_owned = || {
        step(
            StepVerdict::Failed,
            say!(
                "This key does not own {number}. Check the number, or the account that the key belongs to.",
                number = number
            ),
        )
    };
    let is_listed = steps::answered(list).is_some_and(|(_, answer)| templates::read(answer).is_ok());
    let Some((result, answer)) = steps::answered(quality) else {
        return match list {
            Some(result) if is_listed => steps::from(
                step(StepVerdict::Ok, say!("{number} belongs to this account.", number = number)),
                result,
            ),
            _ => steps::unanswered("sender", "Sender", NAME, quality),
        };
    };
    let found = match answer.status {
        200..=299 => match quality_of(answer, number) {
            Found::Sender(words) => step(StepVerdict::Ok, words),
            Found::Other if is_listed => step(
                StepVerdict::Ok,
                say!(
                    "{number} belongs to this account. Infobip tells no quality for it yet.",
                    number = number
                ),
            ),
            Found::Other => not_owned(),
            Found::Unreadable => {
                return steps::unexpected("sender", "Sender", NAME, result, answer, answer::read(answer));
            }
        },
        400 | 404 if !is_listed => not_owned(),
        _ if is_listed => step(StepVerdict::Ok, say!("{number} belongs to this account.", number = number)),
        403 if status(list) == Some(404) => not_owned(),
        403 => step(
            StepVerdict::Warning,
            say!(
                "Could not be confirmed: either this key does not own {number}, or it lacks whatsapp:manage. \
                 A test message will tell.",
                number = number
            ),
        ),
        _ => return steps::unexpected("sender", "Sender", NAME, result, answer, answer::read(answer)),
    };
    steps::from(found, result)
}

enum Found {
    Sender(Said),
    Other,
    Unreadable,
}

fn quality_of(answer: &Answer, number: &str) -> Found {
    let Body::Json(value) = body::sort(answer) else { return Found::Unreadable };
    let Some(results) = value.get("results").and_then(Value::as_array) else { return Found::Unreadable };
    let Some(one) = results.iter().find(|one| text(one, "sender").as_deref() == Some(number)) else {
        return Found::Other;
    };
    let rating = |word: &str| match word {
        "HIGH" => words!("high").into(),
        "MEDIUM" => words!("medium").into(),
        "LOW" => words!("low").into(),
        "UNKNOWN" => words!("not known yet").into(),
        // A word of tomorrow.
        other => say!("{word}", word = other.to_lowercase()),
    };
    let quality =
        text(one, "qualityRating").map(|word| say!("quality {quality}", quality = rating(word.as_str())));
    let limit = text(one, "currentLimit").and_then(|word| {
        Some(match word.as_str() {
            "LIMIT_250" => words!("up to 250 customers a day"),
            "LIMIT_2K" => words!("up to 2,000 customers a day"),
            "LIMIT_10K" => words!("up to 10,000 customers a day"),
            "LIMIT_100K" => words!("up to 100,000 customers a day"),
            "UNLIMITED" => words!("no daily limit"),
            _ => return None,
        })
    });
    let known: Vec<Said> = quality.into_iter().chain(limit.map(Said::from)).collect();
    Found::Sender(if known.is_empty() {
        say!("{number} belongs to this account.", number = number)
    } else {
        say!("{number} belongs to this account: {facts}.", number = number, facts = known)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBER: &str = "447860099299";

    fn verdicts(
        send: Option<Answer>,
        list: Option<Answer>,
        quality: Option<Answer>,
    ) -> Vec<(String, StepVerdict)> {
        let settings = [("sender".to_owned(), NUMBER.to_owned())].into();
        let results = [(SEND, send), (TEMPLATES, list), (QUALITY, quality)].map(|(id, answer)| ProbeResult {
            id,
            answer,
            duration_ms: 63,
        });
        read(&settings, None, &results).into_iter().map(|step| (step.id, step.verdict)).collect()
    }

    fn expect(found: Vec<(String, StepVerdict)>, key: StepVerdict, scope: StepVerdict, sender: StepVerdict) {
        let expected = [("key", key), ("scope", scope), ("sender", sender)];
        assert_eq!(found, expected.map(|(id, verdict)| (id.to_owned(), verdict)));
    }

    fn error(status: u16, code: &str) -> Option<Answer> {
        Some(Answer::new(
            status,
            format!("{{\"requestError\":{{\"serviceException\":{{\"messageId\":\"{code}\"}}}}}}"),
        ))
    }

    fn quality() -> Option<Answer> {
        let body = format!(
            "{{\"results\":[{{\"sender\":\"{NUMBER}\",\"qualityRating\":\"HIGH\",\"currentLimit\":\"LIMIT_2K\"}}]}}"
        );
        Some(Answer::new(200, body))
    }

    fn list() -> Option<Answer> {
        Some(Answer::new(200, "{\"templates\":[]}"))
    }

    #[test]
    fn each_pair_of_answers_has_its_reading() {
        use StepVerdict::{Failed, Ok, Skipped, Warning};
        let (refused, none) = (|| error(403, "FORBIDDEN"), || Some(Answer::new(200, "{\"results\":[]}")));
        let (unknown, wrong) = (|| error(404, "NOT_FOUND"), || error(401, "UNAUTHORIZED"));
        let may = || error(400, "BAD_REQUEST");
        expect(verdicts(may(), list(), quality()), Ok, Ok, Ok);
        expect(verdicts(None, list(), quality()), Ok, Ok, Ok);
        expect(verdicts(wrong(), wrong(), wrong()), Failed, Skipped, Skipped);
        expect(verdicts(may(), refused(), quality()), Ok, Warning, Ok);
        expect(verdicts(may(), refused(), refused()), Ok, Warning, Warning);
        expect(verdicts(refused(), refused(), refused()), Ok, Failed, Warning);
        expect(verdicts(may(), unknown(), unknown()), Ok, Ok, Failed);
        expect(verdicts(may(), refused(), none()), Ok, Warning, Failed);
        expect(verdicts(may(), error(500, "GENERAL_ERROR"), None), Ok, Warning, Warning);
        expect(
            verdicts(error(500, "GENERAL_ERROR"), error(500, "GENERAL_ERROR"), None),
            Warning,
            Warning,
            Warning,
        );
        expect(verdicts(None, None, None), Warning, Warning, Warning);
        // A web page is somebody else's: it says nothing about the key.
        for status in [200, 400, 403, 404] {
            let page = || Some(Answer::new(status, "<html>hello</html>"));
            expect(verdicts(page(), page(), page()), Warning, Warning, Warning);
        }
    }

    #[test]
    fn the_steps_say_what_was_found() {
        let settings = [("sender".to_owned(), NUMBER.to_owned())].into();
        let results = [(QUALITY, quality()), (SEND, error(400, "BAD_REQUEST"))]
            .map(|(id, answer)| ProbeResult { id, answer, duration_ms: 58 });
        let steps = read(&settings, None, &results);
        assert!(steps[2].text.contains("quality high, up to 2,000 customers a day"), "{}", steps[2].text);
        assert_eq!(steps[2].duration_ms, Some(58));
    }
}
