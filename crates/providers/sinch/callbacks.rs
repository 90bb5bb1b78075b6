//! Registering callbacks: the webhooks of an app. Sources: SI-PY, SI-NODE, SI-JAVA.
//!
//! Each webhook of an app gets everything, so others take nothing away; they are shown all the same.

use serde_json::{Value, json};
use whatsapp_domain::{CallbackTarget, ManualStep, OutgoingRequest, Problem, Said, Settings, say};

use super::{NAME, address::Endpoints, answer, settings::SCHEMA};
use crate::{
    common::{
        body::{self, Body},
        callbacks::{self, plain, refused, result, shown, unanswered},
        http_outcome::{is_success, text},
    },
    provider::{Callback, CallbackList, CallbackRequest, Probe, ProbeResult},
};

const LIST: &str = "webhooks";
const CREATE: &str = "webhook";
const DELETE: &str = "webhook-gone";

/// Longest target.
const TARGET_MAX: usize = 742;
/// Most webhooks of one app.
const WEBHOOKS_MAX: usize = 5;
/// What a webhook asks for.
const TRIGGERS: [&str; 7] = [
    "MESSAGE_INBOUND",
    "MESSAGE_DELIVERY",
    "EVENT_INBOUND",
    "OPT_IN",
    "OPT_OUT",
    "CHANNEL_EVENT",
    "UNSUPPORTED",
];

const FORBIDDEN: &str = "This access key may not see or change the app's webhooks. Use a key of this project with access to \
                         the Conversation API, or set two-way up by hand.";

fn endpoints(settings: &Settings) -> (Endpoints<'_>, &str, &str) {
    let project = SCHEMA.value(settings, "projectId");
    (Endpoints::new(SCHEMA.value(settings, "baseUrl")), project, SCHEMA.value(settings, "appId"))
}

pub fn list(settings: &Settings) -> Vec<Probe> {
    let (endpoints, project, app) = endpoints(settings);
    vec![Probe {
        id: LIST,
        request: OutgoingRequest::get(format!("{}/webhooks", endpoints.app(project, app))),
    }]
}

pub fn read_list(own: &[&str], results: &[ProbeResult]) -> CallbackList {
    match elements(results) {
        Ok(webhooks) => {
            let targets: Vec<CallbackTarget> = webhooks.iter().filter_map(|one| target(one, own)).collect();
            CallbackList { state: callbacks::state(&targets, true), targets, problem: None }
        }
        Err(problem) => {
            CallbackList { state: callbacks::state(&[], false), targets: Vec::new(), problem: Some(*problem) }
        }
    }
}

fn elements(results: &[ProbeResult]) -> Result<Vec<Value>, Box<Problem>> {
    let answer = result(results, LIST).and_then(|result| result.answer.as_ref());
    let answer = answer.ok_or_else(|| Box::new(unanswered(NAME)))?;
    if !is_success(answer) {
        return Err(Box::new(refused(answer, answer::read(answer), FORBIDDEN)));
    }
    match body::sort(answer) {
        // An app without webhooks may be answered without the list.
        Body::Json(Value::Object(mut page)) => match page.get_mut("webhooks").map(Value::take) {
            Some(Value::Array(all)) => Ok(all),
            None if page.is_empty() => Ok(Vec::new()),
            _ => Err(Box::new(callbacks::unreadable(NAME, answer))),
        },
        _ => Err(Box::new(callbacks::unreadable(NAME, answer))),
    }
}

fn target(one: &Value, own: &[&str]) -> Option<CallbackTarget> {
    let (id, url) = (text(one, "id")?, text(one, "target")?);
    let triggers = one.get("triggers").and_then(Value::as_array).into_iter().flatten();
    let events: Vec<String> = triggers.filter_map(|word| word.as_str().map(str::to_owned)).collect();
    let own = own.contains(&url.as_str());
    let takes_messages = events.iter().any(|event| event == "MESSAGE_INBOUND");
    Some(CallbackTarget { id, url: shown(&url, own), events, own, takes_messages })
}

/// One that is ours already is made anew: its secret may be another, and is never told.
pub fn register(
    settings: &Settings,
    callback: &Callback<'_>,
    list: &CallbackList,
) -> Result<Vec<CallbackRequest>, Box<Problem>> {
    if let Some(problem) = callbacks::too_long(NAME, callback.url, TARGET_MAX) {
        return Err(Box::new(problem));
    }
    let is_same = |target: &&CallbackTarget| target.own && target.url == callback.url;
    if list.targets.iter().filter(|target| !is_same(target)).count() >= WEBHOOKS_MAX {
        let text = "The app has five webhooks already, and Sinch allows no more. Remove one that is not used in the Sinch \
                    dashboard, then register again.";
        return Err(Box::new(Problem::new("callbacks-full", text)));
    }
    let mut requests: Vec<CallbackRequest> =
        list.targets.iter().filter(is_same).flat_map(|target| remove(settings, target)).collect();
    let (endpoints, project, app) = endpoints(settings);
    let body = json!({
        "app_id": app, "target": callback.url, "target_type": "HTTP", "triggers": TRIGGERS, "secret": "***",
    });
    requests.push(CallbackRequest {
        id: CREATE,
        request: OutgoingRequest::post_json(endpoints.webhooks(project), body),
        secret_at: Some("/secret"),
    });
    Ok(requests)
}

pub fn remove(settings: &Settings, target: &CallbackTarget) -> Vec<CallbackRequest> {
    let (endpoints, project, _) = endpoints(settings);
    vec![plain(DELETE, callbacks::request("DELETE", endpoints.webhook(project, &target.id)))]
}

/// What a registration or a removal brought; what is gone already is as good as removed.
pub fn read_changed(results: &[ProbeResult]) -> Result<(), Box<Problem>> {
    for found in results {
        let Some(answer) = &found.answer else { return Err(Box::new(unanswered(NAME))) };
        let is_gone = found.id == DELETE && answer.status == 404;
        if !is_success(answer) && !is_gone {
            return Err(Box::new(refused(answer, answer::read(answer), FORBIDDEN)));
        }
    }
    Ok(())
}

pub fn manual_steps(settings: &Settings, url: &str, secret: Option<&str>) -> Vec<ManualStep> {
    let step = |text: Said, value: Option<&str>| ManualStep::new(text, value);
    let app = SCHEMA.value(settings, "appId");
    vec![
        step(say!("Open the Sinch dashboard → Conversation API → Apps → {app} → Webhooks.", app = app), None),
        step("Press Add webhook, choose HTTP, and paste this as the target URL.".into(), Some(url)),
        step("Paste this as the secret: Sinch signs with it, and nothing unsigned is taken.".into(), secret),
        step(say!("Choose the triggers {triggers}, then save.", triggers = TRIGGERS.join(", ")), None),
        step("Come back and press Check again, or send the round trip's code from a phone.".into(), None),
    ]
}
