use serde_json::{Value, from_value, json, to_value};

use super::*;

#[test]
fn a_message_keeps_its_names_and_leaves_out_what_it_lacks() {
    let message = json!({"messageId": "m1", "userId": "SE.900100200", "kind": "button", "text": "Yes",
        "payload": "YES_1", "replyTo": "m0", "raw": {"a": 1}});
    let read: InboundMessage = from_value(message.clone()).unwrap();
    assert_eq!((read.from.as_deref(), read.kind), (None, InboundKind::Button));
    assert_eq!(to_value(&read).unwrap(), message);
}

#[test]
fn a_kind_of_tomorrow_is_unknown() {
    assert_eq!(from_value::<InboundKind>(json!("hologram")).unwrap(), InboundKind::Unknown);
    for kind in [InboundKind::Text, InboundKind::Unsupported, InboundKind::Unknown, InboundKind::Voice] {
        assert_eq!(to_value(kind).unwrap(), kind.as_str());
    }
}

#[test]
fn a_status_rises_and_a_failure_undoes_no_arrival() {
    use DeliveryStatus::{Accepted, Delivered, Failed, Read, Sent};
    for (from, to) in [
        (Accepted, Sent),
        (Sent, Delivered),
        (Accepted, Read),
        (Delivered, Read),
        (Sent, Failed),
        (Failed, Read),
    ] {
        assert!(from.rises_to(to), "{from:?} {to:?}");
        assert!(!to.rises_to(from), "{to:?} {from:?}");
    }
    assert!(!Sent.rises_to(Sent));
}

#[test]
fn an_item_says_what_it_is() {
    let report = DeliveryReport {
        message_id: "m1".into(),
        own_id: None,
        status: DeliveryStatus::Read,
        at: None,
        to: None,
        user_id: None,
        outcome: None,
        raw: Value::Null,
    };
    let item = WebhookItem::Report(report);
    let value = to_value(&item).unwrap();
    assert_eq!(value, json!({"is": "report", "messageId": "m1", "status": "read", "raw": null}));
    assert_eq!(from_value::<WebhookItem>(value).unwrap(), item);
}
