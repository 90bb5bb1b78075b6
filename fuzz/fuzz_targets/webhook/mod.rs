//! What holds for every body that is sent to a provider's webhook.

use std::collections::BTreeMap;

use whatsapp_domain::{
    CampaignEvent, DeliveryStatus, EventSource, Following, Keywords, Secret, Settings, TwoWay, WebhookItem,
};
use whatsapp_providers::{Provider, WebhookAuth, find};

pub fn hold(provider: &str, body: &[u8]) {
    let provider = find(provider).expect("a provider");
    // Nobody who lacks the secret gets in, whatever the body.
    let forged = signed_by_somebody(body);
    assert!(
        provider.webhook_auth() != WebhookAuth::Signature
            || provider.check_signature(&Secret::new("secret"), &forged, body, 1_700_000_000).is_err()
    );
    let mut batch = match provider.read_webhook(body) {
        Ok(batch) => batch,
        Err(error) => {
            assert!(error.code.starts_with("webhook-") && error.text.ends_with('.'), "{error:?}");
            return;
        }
    };
    assert!(batch.unreadable.iter().all(|item| item.why.ends_with('.')), "{batch:?}");
    for item in &batch.items {
        hold_item(provider, item);
    }
    let all = batch.items.len();
    let foreign = provider.take_foreign(&Settings::default(), &mut batch);
    assert_eq!(foreign.len() + batch.items.len(), all, "nothing is lost");
    assert!(foreign.is_empty(), "without settings nothing is foreign");
}

fn hold_item(provider: &dyn Provider, item: &WebhookItem) {
    let value = serde_json::to_value(item).expect("an item is JSON");
    assert_eq!(serde_json::from_value::<WebhookItem>(value).expect("and back"), *item);
    let two_way = TwoWay::default();
    let source = EventSource { integration: "int_1", provider: provider.schema().provider, two_way: &two_way };
    let event = CampaignEvent::of(item.clone(), &source, "2026-01-01T00:00:00.000Z");
    let value = serde_json::to_value(&event).expect("an event is JSON");
    assert_eq!(serde_json::from_value::<CampaignEvent>(value).expect("and back"), event);
    match item {
        WebhookItem::Inbound(message) => {
            assert!(!message.message_id.is_empty());
            if let Some(text) = &message.text {
                Keywords::default().hears(text);
            }
        }
        WebhookItem::Report(report) => {
            assert_eq!(report.outcome.is_some(), report.status == DeliveryStatus::Failed);
            let mut following = Following::new("m", None);
            following.apply(report);
            assert!(!following.apply(report), "the same report twice changes nothing: {report:?}");
        }
        _ => {}
    }
}

/// Headers as somebody would make them up who has no secret, with the end of the body as the signature.
fn signed_by_somebody(body: &[u8]) -> BTreeMap<String, String> {
    let text = String::from_utf8_lossy(&body[body.len().saturating_sub(44)..]).into_owned();
    [("", text.as_str()), ("-timestamp", "1700000000"), ("-nonce", "nonce"), ("-algorithm", "HmacSHA256")]
        .map(|(end, value)| (format!("x-sinch-webhook-signature{end}"), value.to_owned()))
        .into()
}
