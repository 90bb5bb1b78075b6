//! Addresses and names of media.

use serde_json::{Value, from_value, json};
use whatsapp_domain::{AddressPolicy, FilledHeader, FilledMessage, engine_api::RenderOutput};

use super::{fix, found, node, rendered, repaired};
use crate::render::{RenderInput, render};

fn free(kind: &str, url: &str) -> Value {
    json!({"type": kind, "url": {"value": url}})
}

fn header(kind: &str, url: &str) -> Value {
    json!({"type": "template", "template": {"name": "a", "language": "en"}, "header": {"type": kind, "url": {"value": url}}})
}

fn fill(message: Value) -> RenderOutput {
    rendered(&node(message), json!({"order": "A 7/ä"}), None)
}

#[test]
fn addresses_are_judged_after_filling() {
    for (message, expected) in [
        (free("image", "https://cdn.example.com/a.jpg"), &[][..]),
        (free("image", "https://cdn.example.com/{{ customer.order }}"), &[]),
        (free("image", "http://cdn.example.com/a.jpg"), &["url-not-https@message.url"]),
        (free("image", "cdn.example.com/a.jpg"), &["url-scheme-missing@message.url"]),
        (free("image", "https://10.0.0.1/a.jpg"), &["url-address-not-public@message.url"]),
        (free("image", "https://printer.local/a.jpg"), &["url-reserved-name@message.url"]),
        (free("image", "https://cdn.example.com/{{ '{{1}}' }}.jpg"), &["media-url-placeholder@message.url"]),
        (free("image", "https://cdn.example.com/a.webp"), &["media-image-format@message.url"]),
        (free("video", "https://cdn.example.com/a.mov"), &["media-video-format@message.url"]),
        (free("document", "https://cdn.example.com/a.docx"), &[]),
        (header("document", "https://cdn.example.com/a.docx"), &["media-header-not-pdf@message.header.url"]),
        (header("video", "https://cdn.example.com/a.jpg"), &["media-kind-mismatch@message.header.url"]),
    ] {
        assert_eq!(found(&fill(message.clone())), expected, "{message}");
    }
}

#[test]
fn what_was_judged_is_what_is_sent() {
    let output = fill(free("image", " https://CDN.example.com/{{ customer.order }}.jpg "));
    let Some(FilledMessage::Media { url, .. }) = output.message else { panic!("no media") };
    assert_eq!(url, "https://cdn.example.com/A%207/%C3%A4.jpg");
}

#[test]
fn one_press_changes_the_kind() {
    for message in
        [free("image", "https://cdn.example.com/a.mp4"), header("image", "https://cdn.example.com/a.mp4")]
    {
        let step = node(message);
        let output = rendered(&step, json!({}), None);
        let mended = repaired(&step, &output, "media-kind-mismatch");
        let json = serde_json::to_value(&mended).unwrap();
        let kind = json.pointer("/message/header/type").unwrap_or(&json["message"]["type"]);
        assert_eq!(kind, "video");
        assert_eq!(found(&rendered(&mended, json!({}), None)), [""; 0]);
    }
}

#[test]
fn a_missing_scheme_is_added_where_that_helps() {
    for (url, mended) in [
        (
            "http://cdn.example.com/{{ customer.order }}.jpg",
            Some("https://cdn.example.com/{{ customer.order }}.jpg"),
        ),
        ("cdn.example.com/a.jpg", Some("https://cdn.example.com/a.jpg")),
        ("{{ customer.order }}/a.jpg", None),
        ("http://localhost/a.jpg", None),
    ] {
        let output = fill(free("image", url));
        let fix = output.findings[0].fix.clone();
        assert_eq!(fix.as_ref().and_then(|fix| fix.value.as_str()), mended, "{url}");
        assert!(fix.is_none_or(|fix| fix.field.as_deref() == Some("message.url.value")));
    }
}

#[test]
fn a_header_document_always_has_a_name() {
    let name = |message: Value| match fill(message).message {
        Some(FilledMessage::Template { header: Some(FilledHeader::Media { filename, .. }), .. }) => filename,
        other => panic!("{other:?}"),
    };
    let mut message = header("document", "https://cdn.example.com/docs/INV-2041.pdf?sig=x");
    assert_eq!(name(message.clone()).as_deref(), Some("INV-2041.pdf"));
    assert_eq!(name(header("document", "https://cdn.example.com/get?id=7")).as_deref(), Some("document.pdf"));
    message["header"]["filename"] = json!({"value": " invoice.pdf "});
    assert_eq!(name(message.clone()).as_deref(), Some("invoice.pdf"));
    message["header"]["filename"] = json!({"value": "{{ customer.nothing | default('') }}"});
    assert_eq!(name(message).as_deref(), Some("INV-2041.pdf"));
}

#[test]
fn names_are_judged_and_an_ending_is_offered() {
    let mut message = free("document", "https://cdn.example.com/a.pdf");
    message["filename"] = json!({"value": "order {{ customer.no }}"});
    let step = node(message.clone());
    let output = rendered(&step, json!({"no": 7}), None);
    assert_eq!(found(&output), ["filename-extension-missing@message.filename"]);
    let mend = fix(&output, "filename-extension-missing").unwrap();
    assert_eq!((mend.label.as_str(), &mend.value), ("Add .pdf", &json!("order {{ customer.no }}.pdf")));
    assert_eq!(
        found(&rendered(&repaired(&step, &output, "filename-extension-missing"), json!({"no": 7}), None)),
        [""; 0]
    );
    let output = rendered(&step, json!({"no": "7/8"}), None);
    assert_eq!(
        found(&output),
        ["filename-characters@message.filename", "filename-extension-missing@message.filename"]
    );
}

#[test]
fn samples_of_the_sandbox_pass_while_it_is_on_and_only_then() {
    let on = AddressPolicy { sandbox: Some("http://127.0.0.1:8787".into()), ..Default::default() };
    let at = |url: &str, policy: &AddressPolicy| {
        let provider = crate::find("infobip").unwrap();
        let settings = json!({"baseUrl": "https://xyz.api.infobip.com", "sender": "447860099299"});
        let settings = provider.normalise(&from_value(settings).unwrap(), policy);
        let (node, context) = (node(free("image", url)), json!({}));
        let output = render(&RenderInput {
            provider,
            settings: &settings,
            node: &node,
            context: &context,
            to: Some("+447400123456"),
            message_id: None,
            templates: None,
            policy,
        });
        (found(&output), output.request.map(|request| request.body["content"]["mediaUrl"].clone()))
    };
    let sample = "http://127.0.0.1:8787/sandbox/media/picture.jpg?X-Amz-Expires=60";
    assert_eq!(at(sample, &on), (vec![], Some(json!(sample))));
    assert_eq!(at(sample, &AddressPolicy::default()), (vec!["url-not-https@message.url".into()], None));
    // The ending is judged there as everywhere, and nothing else of the sandbox's origin passes.
    let video = "http://127.0.0.1:8787/sandbox/media/video.mp4";
    assert_eq!(at(video, &on).0, ["media-kind-mismatch@message.url"]);
    let api = "http://127.0.0.1:8787/sandbox/api/accounts";
    assert_eq!(at(api, &on).0, ["url-not-https@message.url"]);
}
