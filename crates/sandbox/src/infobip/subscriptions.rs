//! Subscriptions for WhatsApp and their profiles, as the Subscriptions API (IB-SUB) has them. A list of subscriptions names
//! profiles by id alone; where they go, only the list of profiles tells. Needs `subscriptions:manage`.

use super::auth::Access;
use super::errors;
use super::send::json_body;
use crate::callbacks::{Profile, Subscription};
use crate::shape::{Object, Violations, length};
use crate::state::State;
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, Request, State as Extracted};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// Events of the channel WHATSAPP.
const EVENTS: [&str; 14] = [
    "ACCOUNT_REGISTRATION",
    "ACCOUNT_UPDATE_NOTIFICATION",
    "BILLING",
    "BUSINESS_APP_CONTACT_SYNC",
    "BUSINESS_APP_MESSAGE_ECHO",
    "BUSINESS_APP_MESSAGE_HISTORY",
    "CLICK",
    "DELIVERY",
    "IDENTITY_CHANGE",
    "INBOUND_MESSAGE",
    "MARKETING_SUBSCRIPTION_UPDATE",
    "PAYMENT_STATUS",
    "SEEN",
    "TEMPLATE_UPDATE",
];

/// Most subscriptions that the sandbox keeps; no limit is documented.
const MAX: usize = 100;

#[derive(Debug, Deserialize)]
#[serde(default)]
pub(super) struct Page {
    page: usize,
    size: usize,
}

impl Default for Page {
    fn default() -> Self {
        Self { page: 0, size: 20 }
    }
}

impl Page {
    fn of(&self, all: Vec<Value>) -> Response {
        let total = all.len();
        let results: Vec<Value> =
            all.into_iter().skip(self.page.saturating_mul(self.size)).take(self.size).collect();
        let paging = json!({"page": self.page, "size": self.size, "totalPages": total.div_ceil(self.size),
            "totalResults": total});
        Json(json!({"results": results, "paging": paging})).into_response()
    }
}

/// The page that is asked for; 400 when it can be none.
fn page(query: Result<Query<Page>, QueryRejection>) -> Result<Page, Box<Response>> {
    match query {
        Ok(Query(page)) if (1..=100).contains(&page.size) => Ok(page),
        _ => Err(Box::new(errors::bad_request(None))),
    }
}

/// `GET /subscriptions/1/subscription/{channel}`
pub(super) async fn list(
    Extracted(state): Extracted<Arc<State>>,
    Extension(access): Extension<Access>,
    path: Result<Path<String>, PathRejection>,
    query: Result<Query<Page>, QueryRejection>,
) -> Response {
    if !access.subscriptions {
        return errors::forbidden();
    }
    let page = match page(query) {
        Ok(page) => page,
        Err(refused) => return *refused,
    };
    let is_whatsapp = path.is_ok_and(|Path(channel)| channel == "WHATSAPP");
    let all = state.callbacks().registry(|registry| match is_whatsapp {
        true => registry.subscriptions.iter().map(describe).collect(),
        false => Vec::new(),
    });
    page.of(all)
}

fn describe(subscription: &Subscription) -> Value {
    let mut value = json!({
        "subscriptionId": subscription.id,
        "profile": {"profileId": subscription.profile},
        "events": subscription.events,
        "criteria": subscription.criteria,
        "resources": subscription.resources,
    });
    if let Some(name) = &subscription.name {
        value["name"] = name.clone().into();
    }
    value
}

/// `GET /subscriptions/1/profiles`
pub(super) async fn profiles(
    Extracted(state): Extracted<Arc<State>>,
    Extension(access): Extension<Access>,
    query: Result<Query<Page>, QueryRejection>,
) -> Response {
    if !access.subscriptions {
        return errors::forbidden();
    }
    let page = match page(query) {
        Ok(page) => page,
        Err(refused) => return *refused,
    };
    let describe = |profile: &Profile| {
        let mut value = json!({"profileId": profile.id, "webhook": {"notifyUrl": profile.notify_url}});
        if let Some(kind) = &profile.content_type {
            value["webhook"]["contentType"] = kind.clone().into();
        }
        if let Some(id) = &profile.security {
            value["security"] = json!({"authId": id});
        }
        value
    };
    page.of(state.callbacks().registry(|registry| registry.profiles.iter().map(describe).collect()))
}

/// `POST /subscriptions/1/subscription/{channel}`: a subscription, with a profile of its own or one that is there.
pub(super) async fn create(
    Extracted(state): Extracted<Arc<State>>,
    path: Result<Path<String>, PathRejection>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    if !parts.extensions.get::<Access>().is_some_and(|access| access.subscriptions) {
        return errors::forbidden();
    }
    if path.is_ok_and(|Path(channel)| channel != "WHATSAPP") {
        return errors::bad_request(None);
    }
    let Some(value) = json_body(&parts.headers, body).await else { return errors::bad_request(None) };
    let violations = Violations::default();
    let read = Object::read(&value, "", &violations).and_then(read);
    let taken = state.callbacks().registry(|registry| {
        let (subscription, profile) = read.as_ref()?;
        if registry.subscriptions.iter().any(|other| other.id == subscription.id) {
            violations.add("subscriptionId", "already exists");
        }
        let exists = registry.profiles.iter().any(|other| other.id == subscription.profile);
        match profile {
            Some(_) if exists => violations.add("profile.profileId", "already exists"),
            None if !exists => violations.add("profile.webhook", "must not be null"),
            _ => {}
        }
        Some(registry.subscriptions.len() >= MAX)
    });
    if let Some(found) = violations.found() {
        return errors::bad_request(Some(found));
    }
    let (Some((subscription, profile)), Some(false)) = (read, taken) else {
        return errors::bad_request(None);
    };
    let mut answer =
        json!({"subscriptionId": subscription.id, "profile": {"profileId": subscription.profile}});
    if let Some(id) = profile.as_ref().and_then(|profile| profile.security.as_ref()) {
        answer["profile"]["security"] = json!({"authId": id});
    }
    state.callbacks().registry(|registry| {
        registry.profiles.extend(profile);
        registry.subscriptions.push(subscription);
    });
    (StatusCode::CREATED, Json(answer)).into_response()
}

fn read(mut top: Object<'_>) -> Option<(Subscription, Option<Profile>)> {
    let id = top.required_text("subscriptionId", length(1, 255)).map(str::to_owned);
    if id.as_deref().is_some_and(|id| !is_path_part(id)) {
        top.fault("subscriptionId", "must not include any characters that require URL encoding");
    }
    let name = top.text("name", length(1, 255)).map(str::to_owned);
    let listed = top.required_list("events");
    let events = listed.unwrap_or_default().iter().enumerate().filter_map(|(n, event)| {
        let known = event.as_str().filter(|event| EVENTS.contains(event));
        if known.is_none() {
            top.fault(&format!("events[{n}]"), "is not an event of this channel");
        }
        known.map(str::to_owned)
    });
    let events: Vec<String> = events.collect();
    let criteria = top.list("criteria").unwrap_or_default().to_vec();
    let resources = texts(&mut top, "resources");
    texts(&mut top, "users");
    let profile = top.required_object("profile").and_then(profile);
    top.close();
    let (profile_id, profile) = profile?;
    listed?;
    Some((Subscription { id: id?, name, events, resources, criteria, profile: profile_id }, profile))
}

fn texts(top: &mut Object<'_>, key: &'static str) -> Vec<String> {
    let list = top.list(key).unwrap_or_default();
    let read = list.iter().enumerate().filter_map(|(n, value)| match value.as_str() {
        Some(text) if text.chars().count() <= 255 => Some(text.to_owned()),
        _ => {
            top.fault(&format!("{key}[{n}]"), "must be a string of at most 255 characters");
            None
        }
    });
    read.collect()
}

/// The profile's id, and the profile itself unless the id alone names one that is there.
fn profile(mut profile: Object<'_>) -> Option<(String, Option<Profile>)> {
    let id = profile.required_text("profileId", length(1, 255)).map(str::to_owned);
    if id.as_deref().is_some_and(|id| !is_path_part(id)) {
        profile.fault("profileId", "must not include any characters that require URL encoding");
    }
    let webhook = profile.object("webhook").map(|mut webhook| {
        let url = webhook.required_text("notifyUrl", length(0, 512)).map(str::to_owned);
        if url.as_deref().is_some_and(|url| !crate::media::is_url(url)) {
            webhook.fault("notifyUrl", "is not a valid url");
        }
        let kind = webhook.text("contentType", length(0, 255)).map(str::to_owned);
        webhook.close();
        (url, kind)
    });
    let security = profile.object("security").and_then(|mut security| {
        let id = security.required_text("authId", length(1, 255)).map(str::to_owned);
        let kind = security.word("type", &["BASIC", "HMAC", "OAUTH", "CUSTOM"]);
        let basic = security.object("credentials").and_then(|mut credentials| {
            // Of the ways that are documented, the sandbox carries one.
            if kind != Some("BASIC") {
                return None;
            }
            let user = credentials.required_text("username", length(1, 255)).map(str::to_owned);
            let password = credentials.required_text("password", length(1, 255)).map(str::to_owned);
            credentials.close();
            Some((user?, password?))
        });
        security.close();
        Some((id?, basic))
    });
    for (key, bounds) in [
        ("maxBucketSize", 1..=2000),
        ("windowSize", 20..=10_000),
        ("connectTimeout", 300..=30_000),
        ("readTimeout", 1000..=90_000),
        ("rateLimit", 1..=5000),
    ] {
        if let Some(value) = profile.raw(key)
            && !value.as_u64().is_some_and(|number| bounds.contains(&number))
        {
            profile.fault(key, format!("must be between {} and {}", bounds.start(), bounds.end()));
        }
    }
    for key in ["clientCertificateId", "enabledSSLProtocols", "headers", "responseRegex", "responseBodyRegex"]
    {
        profile.raw(key);
    }
    profile.close();
    let id = id?;
    let Some((url, content_type)) = webhook else { return Some((id, None)) };
    let (security, basic) = match security {
        Some((id, basic)) => (Some(id), basic),
        None => (None, None),
    };
    Some((id.clone(), Some(Profile { id, notify_url: url?, content_type, security, basic })))
}

fn is_path_part(id: &str) -> bool {
    id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~'))
}

/// `DELETE /subscriptions/1/subscription/{channel}/{subscriptionId}`; the profile stays.
pub(super) async fn delete(
    Extracted(state): Extracted<Arc<State>>,
    Extension(access): Extension<Access>,
    path: Result<Path<(String, String)>, PathRejection>,
) -> Response {
    if !access.subscriptions {
        return errors::forbidden();
    }
    let Ok(Path((channel, id))) = path else { return errors::not_found() };
    let gone = state.callbacks().registry(|registry| {
        let at = registry.subscriptions.iter().position(|one| channel == "WHATSAPP" && one.id == id)?;
        Some(registry.subscriptions.remove(at))
    });
    match gone {
        Some(gone) => {
            Json(json!({"subscriptionId": gone.id, "profile": {"profileId": gone.profile}})).into_response()
        }
        None => errors::not_found(),
    }
}

/// `DELETE /subscriptions/1/profiles/{profileId}`; one that is in use stays.
pub(super) async fn delete_profile(
    Extracted(state): Extracted<Arc<State>>,
    Extension(access): Extension<Access>,
    path: Result<Path<String>, PathRejection>,
) -> Response {
    if !access.subscriptions {
        return errors::forbidden();
    }
    let Ok(Path(id)) = path else { return errors::not_found() };
    state.callbacks().registry(|registry| {
        if registry.subscriptions.iter().any(|subscription| subscription.profile == id) {
            return errors::bad_request(None);
        }
        match registry.profiles.iter().position(|profile| profile.id == id) {
            Some(at) => {
                registry.profiles.remove(at);
                Json(json!({"profileId": id})).into_response()
            }
            None => errors::not_found(),
        }
    })
}
