//! From a body to events.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};
use whatsapp_domain::{
    campaign_event::{CampaignEvent, EventSource},
    inbound::{
        DeliveryReport, InboundKind, InboundMessage, UnreadableBody, UnreadableItem, WebhookBatch,
        WebhookItem,
    },
    opt_out::Wish,
};
use whatsapp_providers::Provider;

use crate::{
    clock,
    store::{Account, Effect, Key, NewEvent, ReportExtras, Source, Who},
};

/// What is in a body.
pub(super) struct Read {
    /// What is this account's.
    pub(super) events: Vec<NewEvent>,
    /// How many things were another's.
    pub(super) foreign: usize,
}

/// Reads a body. Whatever it holds, there is an event for it; a panic of the reading code makes it an unreadable one.
pub(super) fn read(provider: &dyn Provider, account: &Account, source: &Arc<Source>, body: &[u8]) -> Read {
    let integration = &account.integration;
    let event_source = EventSource {
        integration: &integration.id,
        provider: &integration.provider,
        two_way: &integration.two_way,
    };
    let reading = Reading { source, event_source, received_at: clock::now() };
    let batch = catch_unwind(AssertUnwindSafe(|| {
        let mut batch = provider.read_webhook(body)?;
        let foreign = provider.take_foreign(&integration.settings, &mut batch).len();
        Ok::<_, UnreadableBody>((batch, foreign))
    }));
    let (code, why, said) = match batch {
        Ok(Ok((batch, foreign))) => return Read { events: reading.batch(batch), foreign },
        Ok(Err(UnreadableBody { code, text, said })) => (code, text, said),
        Err(_) => {
            tracing::error!(
                provider = integration.provider,
                "reading a webhook panicked; it is kept as it came"
            );
            let why = "The proxy failed over this body. Please report it.";
            ("webhook-fault".to_owned(), why.to_owned(), None)
        }
    };
    let raw = match std::str::from_utf8(body) {
        Ok(text) => json!({ "body": text }),
        Err(_) => json!({ "base64": STANDARD.encode(body) }),
    };
    let key = Key::of_content(&integration.id, body);
    Read { events: vec![reading.unreadable(UnreadableItem { raw, code, why, said }, key)], foreign: 0 }
}

/// Bytes of an event's JSON.
const JSON_ROOM: usize = 2048;

struct Reading<'a> {
    source: &'a Arc<Source>,
    event_source: EventSource<'a>,
    received_at: String,
}

impl Reading<'_> {
    fn batch(&self, batch: WebhookBatch) -> Vec<NewEvent> {
        let mut events = Vec::with_capacity(batch.items.len() + batch.unreadable.len());
        events.extend(batch.items.into_iter().map(|item| self.item(item)));
        events.extend(batch.unreadable.into_iter().map(|item| {
            let key = self.key_of(&item.raw);
            self.unreadable(item, key)
        }));
        events
    }

    fn item(&self, item: WebhookItem) -> NewEvent {
        let integration = self.event_source.integration;
        match item {
            WebhookItem::Inbound(message) => self.inbound(message),
            WebhookItem::Report(report) => {
                let what = [report.status.as_str(), report.at.as_deref().unwrap_or_default()];
                let key = Key::of_message(integration, &report.message_id, &what);
                let who = Who::new(report.to.as_deref(), report.user_id.as_deref());
                // The element itself is in the event.
                let bare = DeliveryReport {
                    message_id: report.message_id.clone(),
                    own_id: report.own_id.clone(),
                    status: report.status,
                    at: report.at.clone(),
                    to: None,
                    user_id: None,
                    outcome: report.outcome.clone(),
                    raw: Value::Null,
                };
                let event =
                    CampaignEvent::of(WebhookItem::Report(report), &self.event_source, &self.received_at);
                let mut new = self.event(event, key, who, Effect::None);
                ReportExtras::add(&bare, &mut new.json);
                new.effect = Effect::Report(Box::new(bare));
                new
            }
            WebhookItem::OptChange(change) => {
                let key = self.key_of(&change.raw);
                let who = Who::new(change.from.as_deref(), change.user_id.as_deref());
                let effect = if change.marketing_only {
                    // Other messages are still wanted.
                    Effect::None
                } else {
                    Effect::Wish {
                        wish: if change.opted_in { Wish::Start } else { Wish::Stop },
                        source: "provider",
                        reason: change.text.as_deref().map(Into::into),
                        event: None,
                    }
                };
                let event =
                    CampaignEvent::of(WebhookItem::OptChange(change), &self.event_source, &self.received_at);
                self.event(event, key, who, effect)
            }
            WebhookItem::Template(_) | WebhookItem::Other(_) => {
                let key = self.key_of(item.raw());
                let who = match &item {
                    WebhookItem::Other(notice) => Who::new(notice.from.as_deref(), None),
                    _ => None,
                };
                let event = CampaignEvent::of(item, &self.event_source, &self.received_at);
                self.event(event, key, who, Effect::None)
            }
        }
    }

    fn inbound(&self, message: InboundMessage) -> NewEvent {
        let key = Key::of_message(self.event_source.integration, &message.message_id, &["inbound"]);
        let who = Who::new(message.from.as_deref(), message.user_id.as_deref());
        // What was written or pressed; a caption or an emoji is no wish.
        let can_wish = matches!(message.kind, InboundKind::Text | InboundKind::Button | InboundKind::List);
        let words = message.text.as_deref().filter(|_| can_wish);
        let wish = words
            .filter(|words| self.source.first_words.begin(words))
            .and_then(|words| self.event_source.two_way.keywords.hears(words));
        let event = CampaignEvent::of(WebhookItem::Inbound(message), &self.event_source, &self.received_at);
        let effect = match wish {
            Some(wish) => Effect::Wish {
                wish,
                source: "keyword",
                reason: event.message.as_deref().map(Into::into),
                event: Some(to_json(CampaignEvent::wish(wish, &event))),
            },
            None => Effect::None,
        };
        self.event(event, key, who, effect)
    }

    fn unreadable(&self, item: UnreadableItem, key: Key) -> NewEvent {
        let event = CampaignEvent::unreadable(item, &self.event_source, &self.received_at);
        self.event(event, key, None, Effect::None)
    }

    fn event(&self, event: CampaignEvent, key: Key, who: Option<Who>, effect: Effect) -> NewEvent {
        NewEvent {
            key,
            source: Arc::clone(self.source),
            status: event.status,
            kind: event.kind.as_str().into(),
            message_id: event.message_id.as_deref().map(Into::into),
            who,
            happened_at: event.at.as_deref().and_then(clock::to_ms),
            json: to_json(event),
            effect,
        }
    }

    /// The key of something that has no id but its content.
    fn key_of(&self, raw: &Value) -> Key {
        // A value that was read from JSON can be written as JSON.
        let content = serde_json::to_vec(raw).unwrap_or_default();
        Key::of_content(self.event_source.integration, &content)
    }
}

/// The event without what the columns hold.
fn to_json(mut event: CampaignEvent) -> String {
    event.customer = None;
    // Room for nearly all of them, so that it need not grow while it is written.
    let mut json = Vec::with_capacity(JSON_ROOM);
    // A value that was read from JSON can be written as JSON.
    let written = serde_json::to_writer(&mut json, &event).is_ok();
    json.truncate(if written { json.len() } else { 0 });
    // What waits for the disk waits with what it needs.
    json.shrink_to_fit();
    String::from_utf8(json).unwrap_or_default()
}
