//! Events for tests of what reads them.

use std::sync::Arc;

use serde_json::json;
use whatsapp_domain::{
    TwoWay,
    audit::AuditAction,
    campaign_event::{CampaignEvent, EventSource},
    inbound::{InboundMessage, WebhookItem},
};

use super::{
    Noted, Store,
    inbound::{Effect, Key, NewEvent, Source, Who},
};
use crate::clock;

/// A text from a customer, with a number, an id at this business, or both.
pub(crate) fn inbound(id: &str, number: Option<&str>, user_id: Option<&str>) -> NewEvent {
    let message: InboundMessage =
        serde_json::from_value(json!({"messageId": id, "kind": "text", "text": format!("Hi from {id}"),
        "from": number, "userId": user_id, "at": clock::now(), "raw": {"id": id, "from": number}}))
        .unwrap();
    let source = Arc::new(Source::new("int_1", TwoWay::default()));
    let from = EventSource { integration: &source.integration, provider: "p", two_way: &source.two_way };
    let mut event = CampaignEvent::of(WebhookItem::Inbound(message), &from, &clock::now());
    event.customer = None;
    NewEvent {
        key: Key::of_message("int_1", id, &["inbound"]),
        source,
        status: event.status,
        kind: event.kind.as_str().into(),
        message_id: event.message_id.as_deref().map(Into::into),
        who: Who::new(number, user_id),
        happened_at: None,
        json: serde_json::to_string(&event).unwrap(),
        effect: Effect::None,
    }
}

/// What is written down beside a change.
pub(crate) fn noted() -> Noted {
    Noted::new("int_1", None, AuditAction::Updated)
}

/// Writes them in one commit.
pub(crate) async fn put(store: &Store, events: Vec<NewEvent>) {
    let answer = store.inbox.accept(&Arc::default(), events, store.queue_bytes());
    answer.unwrap().await.unwrap().unwrap();
}
