//! The phone's owner writes: `POST /sandbox/api/inbound`. The message goes to whoever is registered for it, in the
//! provider's own form.

mod media;
mod read;

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State as Extracted;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde_json::{Value, json};

use crate::accounts::{INFOBIP_SENDER, SINCH_APP, SINCH_SENDER};
use crate::callbacks::{Target, What, push};
use crate::message::Provider;
use crate::phone::{Origin, error};
use crate::state::State;
use crate::{infobip, sinch};

pub(crate) use media::of_infobip as serve_media;

/// A message that the phone's owner wrote.
#[derive(Debug, Clone)]
pub struct Written {
    /// The provider's id.
    pub id: String,
    /// The owner's number, digits; none when it is hidden.
    pub number: Option<String>,
    /// The owner's id at this business.
    pub user_id: String,
    /// The name on the profile.
    pub name: String,
    /// The business's number.
    pub to: String,
    /// What a person reads.
    pub text: Option<String>,
    /// Id of the message that is answered.
    pub reply_to: Option<String>,
    /// The rest.
    pub content: Content,
}

/// What a message holds besides its text.
#[derive(Debug, Clone)]
pub enum Content {
    /// Nothing.
    Text,
    /// A file; the text is its caption.
    Media {
        /// `image`, `video`, `document`, `audio`, `voice`, `sticker`.
        kind: &'static str,
        /// Where the provider keeps it.
        url: String,
        /// Its name, for a document.
        filename: Option<String>,
    },
    /// A place; the text is its name.
    Location {
        /// Degrees north.
        latitude: f64,
        /// Degrees east.
        longitude: f64,
        /// Its address.
        address: Option<String>,
    },
    /// A tap on a button; the text stands on it.
    Button {
        /// What it carries.
        payload: Option<String>,
        /// Is it a template's?
        of_template: bool,
    },
    /// A row of a list.
    List {
        /// What it carries.
        payload: Option<String>,
    },
    /// A contact card; the text is the name on it.
    Contact,
    /// An emoji on a message.
    Reaction,
    /// An order.
    Order,
    /// A filled-in form.
    Flow {
        /// The values.
        response: Value,
    },
    /// Something that WhatsApp does not hand over.
    Unsupported,
    /// A type that nobody knows yet.
    Unknown,
}

/// `POST /sandbox/api/inbound`
pub(crate) async fn write(
    Extracted(state): Extracted<Arc<State>>,
    Extension(Origin(origin)): Extension<Origin>,
    body: Bytes,
) -> Response {
    let new = match read::read(&body) {
        Ok(new) => new,
        Err((code, text)) => return error(StatusCode::BAD_REQUEST, code, &text),
    };
    let provider = new.provider;
    let (account, to) = match provider {
        Provider::Infobip => (INFOBIP_SENDER, INFOBIP_SENDER),
        Provider::Sinch => (SINCH_APP, SINCH_SENDER),
    };
    // Whoever writes opens the window, whether or not anybody is told.
    state.callbacks().wrote(&new.from);
    let switches = state.callbacks().switches();
    let count = new.count.unwrap_or(switches.burst);
    let messages: Vec<Written> = (0..count).map(|_| new.written(&state, to, &origin)).collect();
    let targets = state.callbacks().registry(|registry| {
        registry.targets(provider, account, What::Message, new.text.as_deref().unwrap_or_default())
    });
    let ids: Vec<&str> = messages.iter().map(|written| written.id.as_str()).collect();
    let answer = json!({"provider": provider, "ids": ids, "callbacks": targets.len()});
    if targets.is_empty() {
        let text = "no callback is registered for this account's messages, so nobody was told";
        return (
            StatusCode::CONFLICT,
            Json(json!({"error": {"code": "no-callback", "text": text, "retry": "never"}})),
        )
            .into_response();
    }
    let bodies = bodies(provider, messages, account, switches.reorder);
    for target in targets {
        let line = format!("{} {}", new.from, target.url);
        let (before, done) = state.callbacks().stand_in_line(line);
        let telling = tell(state.clone(), provider, target, bodies.clone(), switches.duplicates);
        tokio::spawn(async move {
            if let Some(before) = before {
                // Told or given up: either way it is this one's turn.
                let _ = before.await;
            }
            telling.await;
            drop(done);
        });
    }
    (StatusCode::ACCEPTED, Json(answer)).into_response()
}

/// Most messages of a burst in one body of Infobip's.
const BUCKET: usize = 100;

/// A body with the id of its (first) message, ready to be sent.
type Ready = (String, Arc<str>);

/// Infobip packs what is waiting into one body; Sinch sends each message by itself.
fn bodies(provider: Provider, mut messages: Vec<Written>, app: &str, reorder: bool) -> Vec<Ready> {
    if reorder {
        messages.reverse();
    }
    let now = jiff::Timestamp::now();
    let ready = |part: &[Written], body: Value| {
        let id = part.first().map(|written| written.id.clone()).unwrap_or_default();
        (id, Arc::from(body.to_string()))
    };
    match provider {
        Provider::Infobip => {
            messages.chunks(BUCKET).map(|part| ready(part, infobip::callback::inbound(part, now))).collect()
        }
        Provider::Sinch => messages
            .chunks(1)
            .flat_map(|part| {
                part.iter().map(|written| ready(part, sinch::callback::inbound(written, app, now)))
            })
            .collect(),
    }
}

/// Sends the bodies to one target, a few at a time as the providers do.
async fn tell(state: Arc<State>, provider: Provider, target: Target, bodies: Vec<Ready>, duplicates: u8) {
    use futures_util::{StreamExt, stream};
    stream::iter(bodies)
        .for_each_concurrent(8, |(id, body)| {
            let (state, target) = (&state, &target);
            async move {
                for _ in 0..=duplicates {
                    push(state, provider, "message", &id, target, &body).await;
                }
            }
        })
        .await;
}

/// `GET /sandbox/api/callbacks`: what was sent to callbacks, and how many are registered. No address is shown.
pub(crate) async fn callbacks(Extracted(state): Extracted<Arc<State>>) -> Json<Value> {
    let registered = |provider, account, what| {
        state.callbacks().registry(|registry| registry.targets(provider, account, what, "").len())
    };
    let of = |provider, account| {
        json!({
            "messages": registered(provider, account, What::Message),
            "reports": registered(provider, account, What::Delivery),
        })
    };
    Json(json!({
        "infobip": of(Provider::Infobip, INFOBIP_SENDER),
        "sinch": of(Provider::Sinch, SINCH_APP),
        "pushes": state.callbacks().pushes(),
    }))
}
