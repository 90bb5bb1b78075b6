use serde_json::{from_value, json, to_string, to_value};

use super::*;
use crate::{inbound::InboundKind, outcome::Verdict};

const AT: &str = "2026-02-03T04:05:07.000Z";

fn source(two_way: &TwoWay) -> EventSource<'_> {
    EventSource { integration: "int_1", provider: "acme", two_way }
}

fn message() -> InboundMessage {
    InboundMessage {
        message_id: "m1".into(),
        from: Some("44123456789".into()),
        user_id: None,
        to: Some("447860099299".into()),
        name: None,
        at: None,
        kind: InboundKind::Text,
        text: Some("SUBSCRIBE".into()),
        payload: None,
        reply_to: None,
        media: None,
        location: None,
        raw: json!({"a": 1}),
    }
}

fn report(status: DeliveryStatus, outcome: Option<Outcome>) -> DeliveryReport {
    DeliveryReport {
        message_id: "m2".into(),
        own_id: None,
        status,
        at: Some(AT.into()),
        to: Some("44123456789".into()),
        user_id: None,
        outcome,
        raw: json!({}),
    }
}

#[test]
fn an_inbound_message_is_the_consoles_event() {
    let two_way = TwoWay::default();
    let event = CampaignEvent::of(WebhookItem::Inbound(message()), &source(&two_way), AT);
    let value = to_value(&event).unwrap();
    assert_eq!(
        value,
        json!({"status": "inbound", "action_type": null, "message_id": "m1", "message": "SUBSCRIBE", "type": "text",
            "customer": {"key": "phone", "value": "+44123456789"}, "integration": "int_1", "provider": "acme",
            "received_at": AT, "raw": {"a": 1}})
    );
    assert!(
        to_string(&event).unwrap().starts_with(
            r#"{"status":"inbound","action_type":null,"message_id":"m1","message":"SUBSCRIBE","type":"text","#
        ),
        "the console's five keys come first"
    );
    assert_eq!(from_value::<CampaignEvent>(value).unwrap(), event);
}

#[test]
fn the_customer_is_found_by_the_configured_key_and_format() {
    let two_way =
        TwoWay { customer_id_key: "mobile".into(), number_format: NumberFormat::Digits, ..TwoWay::default() };
    let event = CampaignEvent::of(WebhookItem::Inbound(message()), &source(&two_way), AT);
    assert_eq!(event.customer, Some(EventCustomer { key: "mobile".into(), value: "44123456789".into() }));
    let hidden = InboundMessage { from: None, user_id: Some("SE.1".into()), ..message() };
    let event = CampaignEvent::of(WebhookItem::Inbound(hidden), &source(&two_way), AT);
    assert_eq!((event.customer, event.user_id.as_deref()), (None, Some("SE.1")));
}

#[test]
fn a_delivery_carries_its_error_or_null() {
    let two_way = TwoWay::default();
    let event = |report| CampaignEvent::of(WebhookItem::Report(report), &source(&two_way), AT);
    let read = event(report(DeliveryStatus::Read, None));
    let value = to_value(&read).unwrap();
    assert_eq!((&value["status"], value.get("error")), (&json!("read"), Some(&json!(null))));
    assert_eq!(from_value::<CampaignEvent>(value).unwrap(), read);

    let mut outcome = Outcome::new(Verdict::Refused, "expired", "It ran out.");
    outcome.retry = Retry::Later;
    let failed = to_value(event(report(DeliveryStatus::Failed, Some(outcome)))).unwrap();
    assert_eq!(failed["status"], "failed");
    assert_eq!(failed["error"], json!({"code": "expired", "retry": true, "cause": "It ran out."}));
}

#[test]
fn a_wish_is_an_event_of_its_own() {
    let two_way = TwoWay::default();
    let heard = CampaignEvent::of(WebhookItem::Inbound(message()), &source(&two_way), AT);
    let heard = CampaignEvent { id: Some("evt_1".into()), ..heard };
    let wish = CampaignEvent::wish(Wish::Stop, &heard);
    assert_eq!((wish.status, wish.id.as_ref()), (EventStatus::OptedOut, None));
    assert_eq!((wish.message_id, wish.customer), (heard.message_id, heard.customer));
    assert_eq!(
        CampaignEvent::wish(
            Wish::Start,
            &CampaignEvent::of(WebhookItem::Inbound(message()), &source(&two_way), AT)
        )
        .status,
        EventStatus::OptedIn
    );
}

#[test]
fn a_wish_about_marketing_alone_is_told_apart() {
    let two_way = TwoWay::default();
    let change = |opted_in, marketing_only| ProviderOptChange {
        from: Some("44123456789".into()),
        user_id: None,
        to: None,
        opted_in,
        marketing_only,
        at: None,
        text: None,
        raw: json!({}),
    };
    for (opted_in, marketing_only, status, kind) in [
        (false, true, EventStatus::OptedOut, "marketing_preference"),
        (true, true, EventStatus::OptedIn, "marketing_preference"),
        (false, false, EventStatus::OptedOut, "preference"),
    ] {
        let item = WebhookItem::OptChange(change(opted_in, marketing_only));
        let event = CampaignEvent::of(item, &source(&two_way), AT);
        assert_eq!((event.status, event.kind.as_str()), (status, kind));
    }
}

#[test]
fn a_changed_template_is_told_in_words() {
    let two_way = TwoWay::default();
    let notice = TemplateNotice {
        name: "order_update".into(),
        language: Some("en".into()),
        change: TemplateAspect::Status,
        before: None,
        after: Some("REJECTED".into()),
        reason: Some("SCAM".into()),
        at: None,
        raw: json!({}),
    };
    let event = CampaignEvent::of(WebhookItem::Template(notice), &source(&two_way), AT);
    assert_eq!(
        event.message.as_deref(),
        Some("The status of the template order_update changed to REJECTED (SCAM).")
    );
    assert_eq!((event.status, event.name.as_deref()), (EventStatus::Template, Some("order_update")));
}

#[test]
fn what_cannot_be_read_is_shown_with_its_reason() {
    let two_way = TwoWay::default();
    let item = UnreadableItem {
        raw: json!(5),
        code: "element-not-an-object".into(),
        why: "Found a number.".into(),
        said: None,
    };
    let event = to_value(CampaignEvent::unreadable(item, &source(&two_way), AT)).unwrap();
    assert_eq!(
        (&event["status"], &event["type"], &event["message"], &event["raw"]),
        (&json!("unreadable"), &json!("unreadable"), &json!("Found a number."), &json!(5))
    );
}
