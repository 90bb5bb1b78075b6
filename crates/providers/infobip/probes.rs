//! The connection check: what the template list and the sender's quality tell about key, scopes and sender.
//! Sources: IB-OAS. Neither request sends anything.

use serde_json::Value;
use whatsapp_domain::{Answer, CheckStep, Outcome, OutgoingRequest, Settings, StepVerdict};

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

pub fn requests(settings: &Settings) -> Vec<Probe> {
    let (base, sender) = (SCHEMA.value(settings, "baseUrl"), SCHEMA.value(settings, "sender"));
    let quality =
        OutgoingRequest::get(format!("{base}/whatsapp/1/senders/quality?senders={}", segment(sender)));
    vec![
        Probe { id: TEMPLATES, request: templates::request(settings) },
        Probe { id: QUALITY, request: quality },
    ]
}

pub fn read(settings: &Settings, _token: Option<&Outcome>, results: &[ProbeResult]) -> Vec<CheckStep> {
    let find = |id: &str| results.iter().find(|result| result.id == id);
    let (list, quality) = (find(TEMPLATES), find(QUALITY));
    let key = key(settings, list, quality);
    match key.verdict {
        StepVerdict::Ok => vec![key, scope(list), sender(SCHEMA.value(settings, "sender"), list, quality)],
        StepVerdict::Failed => {
            vec![key, steps::skipped("scope", "Permissions"), steps::skipped("sender", "Sender")]
        }
        _ => {
            let scope = steps::unanswered("scope", "Permissions", NAME, list);
            vec![key, scope, steps::unanswered("sender", "Sender", NAME, quality)]
        }
    }
}

fn status(result: Option<&ProbeResult>) -> Option<u16> {
    result.and_then(|result| result.answer.as_ref()).map(|answer| answer.status)
}

fn key(settings: &Settings, list: Option<&ProbeResult>, quality: Option<&ProbeResult>) -> CheckStep {
    let (field, text) = match SCHEMA.value(settings, "authScheme") {
        "basic" => (
            "secrets.password",
            "Infobip did not accept the user name and password. Check both, and that the base URL is this account's.",
        ),
        "bearer" => (
            "secrets.bearerToken",
            "Infobip did not accept the access token. It may have run out: paste a new one.",
        ),
        _ => (
            "secrets.apiKey",
            "Infobip did not accept the API key. Check that it is whole, not withdrawn, and belongs to the account with this base URL.",
        ),
    };
    if let Some(refused) =
        [list, quality].into_iter().flatten().find(|result| status(Some(result)) == Some(401))
    {
        let step = CheckStep::new("key", "Key refused", StepVerdict::Failed, text);
        return CheckStep { field: Some(field.into()), ..steps::from(step, refused) };
    }
    // Infobip looks at the key first: any answer of its own but 401 says that the key is good.
    let judged = [list, quality].into_iter().flatten().find(|result| {
        result.answer.as_ref().is_some_and(|answer| {
            matches!(body::sort(answer), Body::Json(_) | Body::Xml)
                && matches!(answer.status, 200..=299 | 400 | 403 | 404 | 429)
        })
    });
    match judged {
        Some(result) => steps::from(CheckStep::new("key", "Key accepted", StepVerdict::Ok, ""), result),
        None => steps::unanswered("key", "Key", NAME, list.or(quality)),
    }
}

fn scope(list: Option<&ProbeResult>) -> CheckStep {
    let step = |verdict, text: &str| CheckStep::new("scope", "Permissions", verdict, text);
    let Some((result, answer)) = steps::answered(list) else {
        return steps::unanswered("scope", "Permissions", NAME, list);
    };
    let step = match answer.status {
        200..=299 if templates::read(answer).is_ok() => step(
            StepVerdict::Ok,
            "Templates can be listed. Whether messages may be sent shows with the first test.",
        ),
        403 => step(
            StepVerdict::Warning,
            "The template list is closed to this key: whatsapp:manage is missing, or the sender belongs to another account. With message:send alone templates can be sent but not listed. Ask whoever made the key.",
        ),
        404 => step(StepVerdict::Skipped, "Could not be told, because Infobip does not know the sender."),
        _ => return steps::unexpected("scope", "Permissions", NAME, result, answer, answer::read(answer)),
    };
    steps::from(step, result)
}

fn sender(number: &str, list: Option<&ProbeResult>, quality: Option<&ProbeResult>) -> CheckStep {
    let step = |verdict, text: String| CheckStep {
        field: (verdict == StepVerdict::Failed).then(|| "settings.sender".into()),
        ..CheckStep::new("sender", "Sender", verdict, text)
    };
    let not_owned = || {
        step(
            StepVerdict::Failed,
            format!(
                "This key does not own {number}. Check the number, or the account that the key belongs to."
            ),
        )
    };
    let is_listed = steps::answered(list).is_some_and(|(_, answer)| templates::read(answer).is_ok());
    let Some((result, answer)) = steps::answered(quality) else {
        return match list {
            Some(result) if is_listed => {
                steps::from(step(StepVerdict::Ok, format!("{number} belongs to this account.")), result)
            }
            _ => steps::unanswered("sender", "Sender", NAME, quality),
        };
    };
    let found = match answer.status {
        200..=299 => match quality_of(answer, number) {
            Found::Sender(words) => step(StepVerdict::Ok, words),
            Found::Other if is_listed => step(
                StepVerdict::Ok,
                format!("{number} belongs to this account. Infobip tells no quality for it yet."),
            ),
            Found::Other => not_owned(),
            Found::Unreadable => {
                return steps::unexpected("sender", "Sender", NAME, result, answer, answer::read(answer));
            }
        },
        400 | 404 if !is_listed => not_owned(),
        _ if is_listed => step(StepVerdict::Ok, format!("{number} belongs to this account.")),
        403 if status(list) == Some(404) => not_owned(),
        403 => step(
            StepVerdict::Warning,
            format!(
                "Could not be confirmed: either this key does not own {number}, or it lacks whatsapp:manage. A test message will tell."
            ),
        ),
        _ => return steps::unexpected("sender", "Sender", NAME, result, answer, answer::read(answer)),
    };
    steps::from(found, result)
}

enum Found {
    Sender(String),
    Other,
    Unreadable,
}

fn quality_of(answer: &Answer, number: &str) -> Found {
    let Body::Json(value) = body::sort(answer) else { return Found::Unreadable };
    let Some(results) = value.get("results").and_then(Value::as_array) else { return Found::Unreadable };
    let Some(one) = results.iter().find(|one| text(one, "sender").as_deref() == Some(number)) else {
        return Found::Other;
    };
    let quality = text(one, "qualityRating").map(|word| format!("quality {}", word.to_lowercase()));
    let limit = text(one, "currentLimit").and_then(|word| {
        Some(match word.as_str() {
            "LIMIT_250" => "up to 250 customers a day",
            "LIMIT_2K" => "up to 2,000 customers a day",
            "LIMIT_10K" => "up to 10,000 customers a day",
            "LIMIT_100K" => "up to 100,000 customers a day",
            "UNLIMITED" => "no daily limit",
            _ => return None,
        })
    });
    let known: Vec<String> = quality.into_iter().chain(limit.map(str::to_owned)).collect();
    let owned = format!("{number} belongs to this account");
    Found::Sender(if known.is_empty() {
        format!("{owned}.")
    } else {
        format!("{owned}: {}.", known.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NUMBER: &str = "447860099299";

    fn verdicts(list: Option<Answer>, quality: Option<Answer>) -> Vec<(String, StepVerdict)> {
        let settings = [("sender".to_owned(), NUMBER.to_owned())].into();
        let results = [
            ProbeResult { id: TEMPLATES, answer: list, duration_ms: 63 },
            ProbeResult { id: QUALITY, answer: quality, duration_ms: 58 },
        ];
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
        expect(verdicts(list(), quality()), Ok, Ok, Ok);
        expect(verdicts(error(401, "UNAUTHORIZED"), error(401, "UNAUTHORIZED")), Failed, Skipped, Skipped);
        expect(verdicts(error(403, "FORBIDDEN"), quality()), Ok, Warning, Ok);
        expect(verdicts(error(403, "FORBIDDEN"), error(403, "FORBIDDEN")), Ok, Warning, Warning);
        expect(verdicts(error(404, "NOT_FOUND"), error(404, "NOT_FOUND")), Ok, Skipped, Failed);
        expect(
            verdicts(error(403, "FORBIDDEN"), Some(Answer::new(200, "{\"results\":[]}"))),
            Ok,
            Warning,
            Failed,
        );
        expect(verdicts(error(500, "GENERAL_ERROR"), None), Warning, Warning, Warning);
        expect(verdicts(None, None), Warning, Warning, Warning);
        // A web page with 404 is somebody else's: it says nothing about the key.
        let page = || Some(Answer::new(404, "<html>nothing here</html>"));
        assert_ne!(verdicts(page(), page())[0].1, Ok);
    }

    #[test]
    fn the_steps_say_what_was_found() {
        let settings = [("sender".to_owned(), NUMBER.to_owned())].into();
        let results = [ProbeResult { id: QUALITY, answer: quality(), duration_ms: 58 }];
        let steps = read(&settings, None, &results);
        assert!(steps[2].text.contains("quality high, up to 2,000 customers a day"), "{}", steps[2].text);
        assert_eq!(steps[2].duration_ms, Some(58));
    }
}
