//! Registering callbacks. Sources: IB-SUB (subscriptions and their profiles), IB-RES (what a number does with messages).
//!
//! Reports and notices come by a subscription. Messages come by what the number itself does with them: without such a
//! configuration they come by the subscription too, so both are registered, and a message that comes twice counts once.
//! A configuration of somebody else is left as it is: taking it over would take their messages away.

use serde_json::{Value, json};
use whatsapp_domain::{CallbackTarget, ManualStep, OutgoingRequest, Problem, Said, Settings, say};

use super::{NAME, answer, settings::SCHEMA, webhook::password::USER};
use crate::{
    common::{
        body::{self, Body},
        callbacks::{self, id_for, is_ours, plain, refused, result, shown, unanswered},
        http_outcome::{is_success, text},
        paths::segment,
    },
    provider::{Callback, CallbackList, CallbackRequest, Probe, ProbeResult},
};

const SUBSCRIPTIONS: &str = "subscriptions";
const PROFILES: &str = "profiles";
const FORWARDS: &str = "forwards";

/// Longest `notifyUrl`.
const URL_MAX: usize = 512;
/// What a subscription asks for.
const EVENTS: [&str; 7] = [
    "INBOUND_MESSAGE",
    "DELIVERY",
    "SEEN",
    "TEMPLATE_UPDATE",
    "IDENTITY_CHANGE",
    "MARKETING_SUBSCRIPTION_UPDATE",
    "ACCOUNT_UPDATE_NOTIFICATION",
];

fn base(settings: &Settings) -> &str {
    SCHEMA.value(settings, "baseUrl")
}

fn subscriptions(settings: &Settings) -> String {
    format!("{}/subscriptions/1/subscription/WHATSAPP", base(settings))
}

fn profiles(settings: &Settings) -> String {
    format!("{}/subscriptions/1/profiles", base(settings))
}

fn forwards(settings: &Settings) -> String {
    format!("{}/resource-management/1/inbound-message-configurations", base(settings))
}

/// What is registered, in three questions: a list of subscriptions does not tell where they go.
pub fn list(settings: &Settings) -> Vec<Probe> {
    let sender = segment(SCHEMA.value(settings, "sender"));
    let get = |id, url| Probe { id, request: OutgoingRequest::get(url) };
    vec![
        get(SUBSCRIPTIONS, format!("{}?size=100", subscriptions(settings))),
        get(PROFILES, format!("{}?size=100", profiles(settings))),
        get(FORWARDS, format!("{}?channel=WHATSAPP&number={sender}", forwards(settings))),
    ]
}

pub fn read_list(settings: &Settings, own: &[&str], results: &[ProbeResult]) -> CallbackList {
    let mut problem = None;
    let mut targets = Vec::new();
    let mut complete = true;
    let mut note = |found: Problem| {
        complete = false;
        problem.get_or_insert(found);
    };
    match (elements(results, SUBSCRIPTIONS), elements(results, PROFILES)) {
        (Ok(subscriptions), Ok(profiles)) => {
            let sender = SCHEMA.value(settings, "sender");
            targets.extend(subscriptions.iter().filter_map(|one| subscription(one, &profiles, sender, own)));
        }
        (Err(found), _) | (_, Err(found)) => note(*found),
    }
    match elements(results, FORWARDS) {
        Ok(all) => targets.extend(all.iter().filter_map(|one| forward(one, own))),
        Err(found) => note(*found),
    }
    CallbackList { state: callbacks::state(&targets, complete), targets, problem }
}

/// The elements of a list that was asked for: the list itself, or its page's `results`.
fn elements(results: &[ProbeResult], id: &str) -> Result<Vec<Value>, Box<Problem>> {
    let answer = result(results, id).and_then(|result| result.answer.as_ref());
    let answer = answer.ok_or_else(|| Box::new(unanswered(NAME)))?;
    if !is_success(answer) {
        return Err(Box::new(refused(answer, answer::read(answer), missing_scope(id))));
    }
    let found = match body::sort(answer) {
        Body::Json(Value::Array(all)) => Some(all),
        Body::Json(mut page) => match page.get_mut("results").map(Value::take) {
            Some(Value::Array(all)) => Some(all),
            _ => None,
        },
        _ => None,
    };
    found.ok_or_else(|| Box::new(callbacks::unreadable(NAME, answer)))
}

fn missing_scope(id: &str) -> &'static str {
    match id {
        FORWARDS => {
            "This key may not see or change what the number does with messages: it lacks the scope numbers:manage. Give \
             it that scope, or set the number up by hand."
        }
        _ => {
            "This key may not see or change subscriptions: it lacks the scope subscriptions:manage. Give it that scope, or \
             set two-way up by hand."
        }
    }
}

/// A subscription that concerns this sender.
fn subscription(one: &Value, profiles: &[Value], sender: &str, own: &[&str]) -> Option<CallbackTarget> {
    let id = text(one, "subscriptionId")?;
    let words = |key: &str| -> Vec<String> {
        let list = one.get(key).and_then(Value::as_array).into_iter().flatten();
        // An event stands as a word, or as an object that names its format beside it.
        list.filter_map(|word| word.as_str().or_else(|| word.get("event")?.as_str()).map(str::to_owned))
            .collect()
    };
    let (events, resources) = (words("events"), words("resources"));
    if !resources.is_empty() && !resources.iter().any(|resource| resource == sender) {
        return None;
    }
    let profile_id = one.get("profile").and_then(|profile| text(profile, "profileId")).unwrap_or_default();
    let profile = profiles.iter().find(|profile| text(profile, "profileId").as_deref() == Some(&profile_id));
    let url = profile.and_then(|profile| text(profile.get("webhook")?, "notifyUrl")).unwrap_or_default();
    let own = own.contains(&url.as_str());
    Some(CallbackTarget {
        id: format!("subscription/{id}/{profile_id}"),
        url: if url.is_empty() { format!("Infobip profile {profile_id}") } else { shown(&url, own) },
        takes_messages: events.iter().any(|event| event == "INBOUND_MESSAGE"),
        events,
        own,
    })
}

/// What the number does with messages; with a keyword, only with those that begin with it.
fn forward(one: &Value, own: &[&str]) -> Option<CallbackTarget> {
    let key = text(one, "configurationKey")?;
    let keyword = text(one, "keyword");
    let forwarding = one.get("forwarding").unwrap_or(&Value::Null);
    let url = text(forwarding, "url").unwrap_or_default();
    let own = own.contains(&url.as_str());
    let place = match (url.is_empty(), text(forwarding, "type")) {
        (false, _) => shown(&url, own),
        (true, Some(kind)) => format!("Infobip: {kind}"),
        (true, None) if one.get("conversations").is_some_and(|part| !part.is_null()) => {
            "Infobip Conversations".into()
        }
        (true, None) if one.get("answers").is_some_and(|part| !part.is_null()) => "Infobip Answers".into(),
        (true, None) => "Infobip".into(),
    };
    // Handing on to subscriptions takes nothing away from them.
    let hands_on = text(forwarding, "type").as_deref() == Some("FORWARD_TO_SUBSCRIPTION");
    let event = match &keyword {
        Some(keyword) => format!("INBOUND_MESSAGE ({keyword})"),
        None => "INBOUND_MESSAGE".into(),
    };
    Some(CallbackTarget {
        id: format!("forward/{key}"),
        url: place,
        events: vec![event],
        own,
        takes_messages: keyword.is_none() && !hands_on,
    })
}

pub fn register(
    settings: &Settings,
    callback: &Callback<'_>,
    list: &CallbackList,
) -> Result<Vec<CallbackRequest>, Box<Problem>> {
    if let Some(problem) = callbacks::too_long(NAME, callback.url, URL_MAX) {
        return Err(Box::new(problem));
    }
    let sender = SCHEMA.value(settings, "sender");
    let id = id_for(callback.url);
    let mut requests = Vec::new();
    if !has(list, callback.url, "subscription/") {
        let body = json!({
            "subscriptionId": id,
            "name": "Replies and reports for campaigns",
            "events": EVENTS,
            "resources": [sender],
            "profile": {
                "profileId": id,
                "webhook": { "notifyUrl": callback.url, "contentType": "application/json" },
                "security": { "authId": id, "type": "BASIC", "credentials": { "username": USER, "password": "***" } },
            },
        });
        requests.push(CallbackRequest {
            id: SUBSCRIPTIONS,
            request: OutgoingRequest::post_json(subscriptions(settings), body),
            secret_at: Some("/profile/security/credentials/password"),
        });
    }
    let is_taken = list.targets.iter().any(|target| {
        target.id.starts_with("forward/") && target.takes_messages && target.url != callback.url
    });
    if !is_taken && !has(list, callback.url, "forward/") {
        let body = json!({
            "channel": "WHATSAPP",
            "number": sender,
            "forwarding": { "type": "HTTP_FORWARD", "url": callback.url, "format": "MO_OTT_CONTACT" },
        });
        requests.push(plain(FORWARDS, OutgoingRequest::post_json(forwards(settings), body)));
    }
    Ok(requests)
}

/// Is this address registered in this way already?
fn has(list: &CallbackList, url: &str, way: &str) -> bool {
    list.targets.iter().any(|target| target.own && target.url == url && target.id.starts_with(way))
}

/// The first request that was not carried out, in words that say what is missing now.
pub fn read_registered(results: &[ProbeResult]) -> Result<(), Box<Problem>> {
    for found in results {
        let Some(answer) = &found.answer else { return Err(Box::new(unanswered(NAME))) };
        if !is_success(answer) {
            let mut problem = refused(answer, answer::read(answer), missing_scope(found.id));
            let is_half = results.iter().any(|other| other.answer.as_ref().is_some_and(is_success));
            if is_half {
                let half = Said::from(match found.id {
                    FORWARDS => "Reports will come, messages will not.",
                    _ => "Messages will come, reports will not.",
                });
                problem.set_text(half.then(problem.told()));
            }
            return Err(Box::new(problem));
        }
    }
    Ok(())
}

/// The subscription first, then what only it used.
pub fn remove(settings: &Settings, target: &CallbackTarget) -> Vec<CallbackRequest> {
    let delete = |id, url| plain(id, callbacks::request("DELETE", url));
    let mut parts = target.id.split('/');
    match (parts.next(), parts.next(), parts.next()) {
        (Some("subscription"), Some(id), profile) => {
            let mut requests =
                vec![delete(SUBSCRIPTIONS, format!("{}/{}", subscriptions(settings), segment(id)))];
            if let Some(profile) = profile.filter(|profile| is_ours(profile)) {
                requests.push(delete(PROFILES, format!("{}/{}", profiles(settings), segment(profile))));
                let security = format!("{}/subscriptions/1/security/{}", base(settings), segment(profile));
                requests.push(delete(PROFILES, security));
            }
            requests
        }
        (Some("forward"), Some(key), _) => {
            vec![delete(FORWARDS, format!("{}/{}", forwards(settings), segment(key)))]
        }
        _ => Vec::new(),
    }
}

/// What is gone already is as good as removed.
pub fn read_removed(results: &[ProbeResult]) -> Result<(), Box<Problem>> {
    for found in results {
        let Some(answer) = &found.answer else { return Err(Box::new(unanswered(NAME))) };
        if !is_success(answer) && answer.status != 404 {
            return Err(Box::new(refused(answer, answer::read(answer), missing_scope(found.id))));
        }
    }
    Ok(())
}

pub fn manual_steps(settings: &Settings, url: &str) -> Vec<ManualStep> {
    let step = |text: Said, value: Option<&str>| ManualStep::new(text, value);
    let sender = SCHEMA.value(settings, "sender");
    vec![
        step("Sign in to the Infobip portal as somebody who may manage numbers and subscriptions.".into(), None),
        step(
            say!("Open Channels and numbers → Numbers → {sender} → WhatsApp, and add an inbound configuration without a \
                 keyword: forward to HTTP, format MO_OTT_CONTACT, with this URL.", sender = sender),
            Some(url),
        ),
        step(
            "Open Developer tools → Subscriptions management, and create a subscription for the channel WhatsApp with the \
             events Delivery, Seen, Inbound message and Template update, and a profile with the same URL."
                .into(),
            Some(url),
        ),
        step("Come back and press Check again, or send the round trip's code from a phone.".into(), None),
    ]
}
