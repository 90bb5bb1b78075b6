//! The connection check: what the app and the template list tell about key, ids, region and sender.
//! Sources: SI-PY (apps), SI-MCP (templates). Neither request sends anything.

use serde_json::Value;
use whatsapp_domain::{Answer, CheckStep, Outcome, OutgoingRequest, Said, Settings, StepVerdict, say};

use super::{NAME, address::Endpoints, answer, settings::SCHEMA, templates};
use crate::{
    common::{
        body::{self, Body},
        http_outcome::{self, text},
        steps,
    },
    provider::{Probe, ProbeResult},
};

const APP: &str = "app";
const TEMPLATES: &str = "templates";

pub fn requests(settings: &Settings) -> Vec<Probe> {
    vec![app_request(settings), Probe { id: TEMPLATES, request: templates::request(settings) }]
}

/// The request for the app, which tells what is bound to it.
pub fn app_request(settings: &Settings) -> Probe {
    let endpoints = Endpoints::new(SCHEMA.value(settings, "baseUrl"));
    let url = endpoints.app(SCHEMA.value(settings, "projectId"), SCHEMA.value(settings, "appId"));
    Probe { id: APP, request: OutgoingRequest::get(url) }
}

/// The number that customers of an app write to, in digits; none when the app has no WhatsApp sender or does not tell its number.
#[cfg(feature = "webhooks")]
pub fn bound_sender(answer: &Answer) -> Option<String> {
    if !http_outcome::is_success(answer) {
        return None;
    }
    let Body::Json(app) = body::sort(answer) else { return None };
    // Where the provider tells something else (an id of its own), nobody can write to it.
    whatsapp_channels(&app)
        .into_iter()
        .filter_map(identity)
        .find(|id| (7..=15).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_digit()))
}

fn whatsapp_channels(app: &Value) -> Vec<&Value> {
    let channels = app.get("channel_credentials").and_then(Value::as_array).into_iter().flatten();
    channels.filter(|channel| text(channel, "channel").as_deref() == Some("WHATSAPP")).collect()
}

/// Who a channel sends as, without a plus.
fn identity(channel: &Value) -> Option<String> {
    let id = channel.pointer("/static_bearer/claimed_identity").and_then(Value::as_str)?;
    Some(id.trim().trim_start_matches('+').to_owned()).filter(|id| !id.is_empty())
}

pub fn read(settings: &Settings, token: Option<&Outcome>, results: &[ProbeResult]) -> Vec<CheckStep> {
    if let Some(outcome) = token {
        return stopped(token_step(outcome));
    }
    let find = |id: &str| results.iter().find(|result| result.id == id);
    // The app's answer holds the token of its sender: it is shown without.
    let app = find(APP)
        .map(|result| ProbeResult { answer: result.answer.as_ref().map(without_tokens), ..result.clone() });
    let (app, list) = (app.as_ref(), find(TEMPLATES));
    let key = key(settings, app, list);
    match key.verdict {
        StepVerdict::Ok => {
            let found = self::app(app);
            let sender = match (&found.verdict, steps::answered(app)) {
                (StepVerdict::Ok, Some((result, answer))) => sender(settings, result, answer),
                _ => steps::skipped("sender", "Sender"),
            };
            vec![key, scope(list), found, sender]
        }
        StepVerdict::Failed => stopped(key),
        _ => {
            let scope = steps::unanswered("scope", "Permissions", NAME, list);
            vec![key, scope, steps::unanswered("app", "App", NAME, app), steps::skipped("sender", "Sender")]
        }
    }
}

fn stopped(key: CheckStep) -> Vec<CheckStep> {
    vec![
        key,
        steps::skipped("scope", "Permissions"),
        steps::skipped("app", "App"),
        steps::skipped("sender", "Sender"),
    ]
}

fn token_step(outcome: &Outcome) -> CheckStep {
    let is_key = outcome.code == "key-refused";
    let title = if is_key { "Key refused" } else { "Key" };
    CheckStep {
        field: outcome.field.clone(),
        ..CheckStep::new("key", title, StepVerdict::Failed, outcome.told())
    }
}

fn is_own(answer: &Answer) -> bool {
    matches!(body::sort(answer), Body::Json(_)) && matches!(answer.status, 200..=299 | 400 | 403 | 404 | 429)
}

fn key(settings: &Settings, app: Option<&ProbeResult>, list: Option<&ProbeResult>) -> CheckStep {
    let status = |result: Option<&ProbeResult>| steps::answered(result).map(|(_, answer)| answer.status);
    if let Some((result, answer)) = steps::answered(app).filter(|(_, answer)| answer.status == 401) {
        let read = answer::read(answer);
        let is_bearer = SCHEMA.value(settings, "authScheme") == "bearer";
        let field = if is_bearer { "secrets.bearerToken" } else { "secrets.keySecret" };
        let text = match (is_bearer, read.code.as_str()) {
            (true, _) => {
                "Sinch did not accept the token. It lasts one hour: paste a new one, or sign in with an \
                 access key."
            }
            (false, _) => {
                "Sinch did not accept the access key. Check the key ID and key secret, and that they belong \
                 to this project."
            }
        };
        let step = CheckStep::new("key", "Key refused", StepVerdict::Failed, text);
        return CheckStep { field: Some(field.into()), ..steps::from(step, result) };
    }
    match steps::answered(app).filter(|(_, answer)| is_own(answer)).or_else(|| {
        steps::answered(list)
            .filter(|(_, answer)| is_own(answer) && status(app).is_none_or(|status| status != 401))
    }) {
        Some((result, _)) => steps::from(CheckStep::new("key", "Key accepted", StepVerdict::Ok, ""), result),
        None => steps::unanswered("key", "Key", NAME, app),
    }
}

fn app(result: Option<&ProbeResult>) -> CheckStep {
    let Some((result, answer)) = steps::answered(result) else {
        return steps::unanswered("app", "App", NAME, result);
    };
    let failed = |field: &str, text: &str| CheckStep {
        field: Some(field.into()),
        ..CheckStep::new("app", "App", StepVerdict::Failed, text)
    };
    let step = match answer.status {
        200..=299 => match body::sort(answer) {
            Body::Json(Value::Object(app))
                if app.contains_key("id") || app.contains_key("channel_credentials") =>
            {
                let name = text(&Value::Object(app), "display_name");
                let words =
                    name.map(|name| say!("\"{name}\" in this region.", name = name)).unwrap_or_default();
                CheckStep::new("app", "App found", StepVerdict::Ok, words)
            }
            _ => return steps::unanswered("app", "App", NAME, Some(result)),
        },
        404 => failed(
            "settings.appId",
            "Sinch does not find this app in this project and region. Check the app ID and the project ID, \
             and choose the region that the app was made in.",
        ),
        400 => failed(
            "settings.appId",
            "Sinch cannot read the project ID or the app ID. Copy both again from the Sinch dashboard.",
        ),
        403 => failed(
            "settings.projectId",
            "This key has no access to the project: either it was made in another project, or its rights do \
             not cover the Conversation API.",
        ),
        _ => return steps::unexpected("app", "App", NAME, result, answer, answer::read(answer)),
    };
    steps::from(step, result)
}

fn sender(settings: &Settings, result: &ProbeResult, answer: &Answer) -> CheckStep {
    let wanted = SCHEMA.value(settings, "sender");
    let Body::Json(value) = body::sort(answer) else {
        return steps::unanswered("sender", "Sender", NAME, Some(result));
    };
    let whatsapp = whatsapp_channels(&value);
    let step = |verdict, words: Said| steps::from(CheckStep::new("sender", "Sender", verdict, words), result);
    if whatsapp.is_empty() {
        return step(
            StepVerdict::Failed,
            "No WhatsApp sender is bound to this app. Add one in the Sinch \
            dashboard under Conversation API → Apps."
                .into(),
        );
    }
    let bound: Vec<String> = whatsapp.iter().copied().filter_map(identity).collect();
    if !wanted.is_empty() && !bound.is_empty() && !bound.iter().any(|id| id == wanted) {
        let found = step(
            StepVerdict::Failed,
            say!(
                "This app sends from {numbers}, not from {wanted}.",
                numbers = bound.join(", "),
                wanted = wanted
            ),
        );
        return CheckStep { field: Some("settings.sender".into()), ..found };
    }
    let state = whatsapp.iter().find_map(|channel| channel.pointer("/state/status").and_then(Value::as_str));
    let from = if bound.is_empty() {
        Said::from("This app has a WhatsApp sender.")
    } else {
        say!("This app sends from {numbers}.", numbers = bound.join(", "))
    };
    match state {
        None | Some("ACTIVE") => step(StepVerdict::Ok, from),
        Some("PENDING") => step(StepVerdict::Warning, from.then("Sinch is still setting it up.")),
        Some(other) => step(
            StepVerdict::Warning,
            from.then(say!("Sinch says that its state is {state}.", state = other)),
        ),
    }
}

fn scope(list: Option<&ProbeResult>) -> CheckStep {
    let step = |verdict, words: &str| CheckStep::new("scope", "Permissions", verdict, words);
    let Some((result, answer)) = steps::answered(list) else {
        return steps::unanswered("scope", "Permissions", NAME, list);
    };
    let found = match answer.status {
        200..=299 if http_outcome::is_success(answer) && is_own(answer) => step(
            StepVerdict::Ok,
            "Templates can be listed. Whether messages may be sent shows with the first test.",
        ),
        401 | 403 => step(
            StepVerdict::Warning,
            "Templates can be sent but not listed: access to the Provisioning API is granted separately. Ask \
             Sinch for it, or type template names by hand.",
        ),
        404 => step(
            StepVerdict::Warning,
            "Sinch finds no WhatsApp templates for this project. They can be sent by name.",
        ),
        _ => return steps::unanswered("scope", "Permissions", NAME, list),
    };
    steps::from(found, result)
}

/// The answer without the tokens of the app's channels.
fn without_tokens(answer: &Answer) -> Answer {
    let body = match body::sort(answer) {
        Body::Json(mut value) => {
            mask(&mut value);
            value.to_string()
        }
        // Where it ends too early or is no JSON, what is in it cannot be told.
        _ if http_outcome::is_success(answer) && !answer.body.trim().is_empty() => {
            "(not shown: could not be read)".into()
        }
        _ => answer.body.clone(),
    };
    Answer { body, ..answer.clone() }
}

fn mask(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                let key = key.to_ascii_lowercase();
                let is_secret =
                    ["token", "secret", "password", "api_key"].iter().any(|word| key.contains(word));
                match value {
                    Value::String(text) if is_secret && !text.is_empty() => *text = "***".into(),
                    value => mask(value),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(mask),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(wanted: &str, app: Option<Answer>, list: Option<Answer>) -> Vec<CheckStep> {
        let settings = [("sender".to_owned(), wanted.to_owned())].into();
        let results = [
            ProbeResult { id: APP, answer: app, duration_ms: 40 },
            ProbeResult { id: TEMPLATES, answer: list, duration_ms: 30 },
        ];
        read(&settings, None, &results)
    }

    fn verdicts(steps: &[CheckStep]) -> Vec<(&str, StepVerdict)> {
        steps.iter().map(|step| (step.id.as_str(), step.verdict)).collect()
    }

    fn app_body(channel: &str, state: &str) -> Option<Answer> {
        let body = format!(
            "{{\"id\":\"01A\",\"display_name\":\"Shop\",\"channel_credentials\":[{{\"channel\":\"{channel}\",\
             \"static_bearer\":{{\"claimed_identity\":\"+447860099299\",\"token\":\"planted-token\"}},\"state\":{{\"status\":\"{state}\"}}}}]}}"
        );
        Some(Answer::new(200, body))
    }

    fn list() -> Option<Answer> {
        Some(Answer::new(200, "{\"templates\":[]}"))
    }

    fn error(status: u16) -> Option<Answer> {
        Some(Answer::new(
            status,
            format!("{{\"error\":{{\"code\":{status},\"message\":\"no\",\"status\":\"X\"}}}}"),
        ))
    }

    #[test]
    fn each_answer_has_its_reading() {
        use StepVerdict::{Failed, Ok, Skipped, Warning};
        let of =
            |wanted, app, list| found(wanted, app, list).iter().map(|step| step.verdict).collect::<Vec<_>>();
        // key, scope, app, sender
        assert_eq!(of("", app_body("WHATSAPP", "ACTIVE"), list()), [Ok, Ok, Ok, Ok]);
        assert_eq!(of("", app_body("WHATSAPP", "FAILING"), list()), [Ok, Ok, Ok, Warning]);
        assert_eq!(of("", app_body("SMS", "ACTIVE"), list()), [Ok, Ok, Ok, Failed]);
        assert_eq!(of("447860099299", app_body("WHATSAPP", "ACTIVE"), error(403)), [Ok, Warning, Ok, Ok]);
        assert_eq!(of("46732001122", app_body("WHATSAPP", "ACTIVE"), list()), [Ok, Ok, Ok, Failed]);
        assert_eq!(of("", error(404), list()), [Ok, Ok, Failed, Skipped]);
        assert_eq!(of("", error(403), error(403)), [Ok, Warning, Failed, Skipped]);
        assert_eq!(of("", error(401), error(401)), [Failed, Skipped, Skipped, Skipped]);
        assert_eq!(of("", error(500), None), [Warning, Warning, Warning, Skipped]);
        assert_eq!(of("", None, None), [Warning, Warning, Warning, Skipped]);
        let page = Some(Answer::new(404, "<html>not here</html>"));
        assert_eq!(of("", page.clone(), page), [Warning, Warning, Warning, Skipped]);
    }

    #[cfg(feature = "webhooks")]
    #[test]
    fn the_number_that_customers_write_to_is_the_apps() {
        let of = |answer: Option<Answer>| bound_sender(&answer.unwrap());
        assert_eq!(of(app_body("WHATSAPP", "ACTIVE")).as_deref(), Some("447860099299"));
        assert_eq!(of(app_body("SMS", "ACTIVE")), None);
        let mut odd = app_body("WHATSAPP", "ACTIVE").unwrap();
        odd.body = odd.body.replace("+447860099299", "shop-sender");
        assert_eq!(of(Some(odd)), None);
        assert_eq!((of(error(404)), of(Some(Answer::new(200, "<html>"))), of(list())), (None, None, None));
    }

    #[test]
    fn the_senders_token_is_not_shown() {
        let steps = found("", app_body("WHATSAPP", "ACTIVE"), list());
        assert!(format!("{steps:?}").contains("447860099299"));
        assert!(!format!("{steps:?}").contains("planted-token"));
        let mut cut = app_body("WHATSAPP", "ACTIVE").unwrap();
        cut.body.truncate(cut.body.len() - 5);
        assert!(!format!("{:?}", found("", Some(cut), list())).contains("planted-token"));
    }

    #[test]
    fn a_refused_token_exchange_stops_the_check() {
        let outcome = crate::find("sinch")
            .unwrap()
            .read_token(&Answer::new(401, "{\"error\":\"invalid_client\"}"))
            .err()
            .unwrap();
        let steps = read(&Settings::new(), Some(&outcome), &[]);
        use StepVerdict::{Failed, Skipped};
        assert_eq!(
            verdicts(&steps),
            [("key", Failed), ("scope", Skipped), ("app", Skipped), ("sender", Skipped)]
        );
        assert_eq!(steps[0].field.as_deref(), Some("secrets.keySecret"));
    }
}
