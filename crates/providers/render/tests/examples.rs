//! The documented node, and parameters as one line, with every provider.

use serde_json::{from_value, json};
use whatsapp_domain::{
    Binding, Button, ButtonKind, FilledButton, FilledHeader, FilledMessage, MediaKind, Message, Node,
};

use super::{found, with_provider};

fn documented() -> Node {
    from_value(json!({"version":1,"integration":"int_1",
        "recipient":{"value":"{{ customer.phone }}","region":"GB"},
        "message":{"type":"template","template":{"name":"order_update","language":"en_GB"},
          "header":{"type":"document","url":{"value":"https://cdn.example.com/{{ customer.order }}.pdf"},"filename":{"value":"invoice.pdf"}},
          "body":[{"value":"{{ customer.first_name }}","fallback":"there","whenEmpty":"fallback"}],
          "buttons":[{"index":0,"type":"url","value":{"value":"{{ customer.order }}"}}]}}))
    .unwrap()
}

#[test]
fn the_documented_node_is_filled_for_every_provider() {
    let context = json!({"customer": {"phone": "07400 123456", "order": "4711", "first_name": "Ana"}});
    for provider in crate::ALL {
        let output = with_provider(provider.schema().provider, &documented(), &context, None);
        assert_eq!(found(&output), [""; 0]);
        assert_eq!(
            output.message.unwrap(),
            FilledMessage::Template {
                name: "order_update".into(),
                language: "en_GB".into(),
                header: Some(FilledHeader::Media {
                    kind: MediaKind::Document,
                    url: "https://cdn.example.com/4711.pdf".into(),
                    filename: Some("invoice.pdf".into()),
                }),
                body: vec!["Ana".into()],
                buttons: vec![FilledButton { index: 0, kind: ButtonKind::Url, value: "4711".into() }],
            }
        );
        let request = output.request.unwrap();
        assert_eq!(request.method, "POST");
        let body = request.body.to_string();
        for part in [
            "447400123456",
            "order_update",
            "en_GB",
            "https://cdn.example.com/4711.pdf",
            "invoice.pdf",
            "Ana",
        ] {
            assert!(body.contains(part), "{part} in {body}");
        }
    }
    assert_eq!(crate::ALL.len(), 2);
}

/// The parameters field as the seeds have it: one comma-separated line becomes one binding for each value.
#[test]
fn parameters_as_one_line_are_the_same_as_single_ones() {
    let line = r#"{{ customer.first_name }}, "order 4711, blue", "say ""hi""""#;
    let values = whatsapp_engine::csv::parse_record(line).unwrap();
    let mut node = documented();
    node.message = Message::Template {
        template: whatsapp_domain::TemplateRef {
            name: "order_update".into(),
            language: "en".into(),
            fingerprint: None,
        },
        header: None,
        body: values.into_iter().map(Binding::new).collect(),
        buttons: Vec::<Button>::new(),
        language_by: None,
        translations: Vec::new(),
    };
    let context = json!({"customer": {"phone": "+447400123456", "first_name": "Ana"}});
    let output = with_provider("infobip", &node, &context, None);
    assert_eq!(found(&output), [""; 0]);
    let Some(FilledMessage::Template { body, .. }) = output.message else { panic!("no template") };
    assert_eq!(body, ["Ana", "order 4711, blue", "say \"hi\""]);
}
