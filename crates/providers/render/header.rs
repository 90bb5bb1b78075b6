//! A template's header: its value, and whether it is the header that the template has.

use serde_json::{Value, json};
use whatsapp_domain::{
    Binding, FilledHeader, Finding, Fix, Header, MediaKind, Template, TemplateHeader, filename,
    media::MediaPlace,
    placeholders::fill_placeholders,
    quote::quote,
    text_length::{characters, check_header_text},
};

use super::{
    document,
    empty::Empty,
    fill::{Filled, Values},
    media::address,
    parameter,
};

const FIELD: &str = "message.header";

/// The filled header; `Some(None)` for no header.
pub(super) fn fill(
    template: Option<&Template>,
    header: Option<&Header>,
    values: &mut Values<'_>,
) -> Option<Option<FilledHeader>> {
    if let Some(template) = template {
        values.findings.extend(compare(template, header));
    }
    let Some(header) = header else { return Some(None) };
    let filled = match header {
        Header::Text { text } => text_header(template, text, values),
        Header::Image { url } => media_header(template, MediaKind::Image, url, None, values),
        Header::Video { url } => media_header(template, MediaKind::Video, url, None, values),
        Header::Document { url, filename } => {
            media_header(template, MediaKind::Document, url, filename.as_ref(), values)
        }
    };
    filled.map(Some)
}

fn text_header(template: Option<&Template>, text: &Binding, values: &mut Values<'_>) -> Option<FilledHeader> {
    let field = "message.header.text";
    let empty = Empty { code: "header-text-empty", what: "The header's value" };
    let filled: Filled = values.binding(text, field, empty)?;
    parameter::check(values, text, &filled, field);
    let whole = match template.and_then(|template| template.header.as_ref()) {
        Some(TemplateHeader::Text { text }) => fill_placeholders(text, &[&filled.text]),
        _ => filled.text.clone(),
    };
    values.findings.extend(check_header_text(characters(&whole), field));
    Some(FilledHeader::Text { text: filled.text })
}

fn media_header(
    template: Option<&Template>,
    kind: MediaKind,
    url: &Binding,
    name: Option<&Binding>,
    values: &mut Values<'_>,
) -> Option<FilledHeader> {
    // The kind of a known template is not the step's to change.
    let kind_field = if template.is_none() { Some("message.header.type") } else { None };
    let url = address(values, url, "message.header.url", kind, MediaPlace::Header, kind_field);
    let filename = match kind {
        MediaKind::Document => {
            let field = "message.header.filename";
            let given = document::filename(values, name, url.as_deref(), MediaPlace::Header, field)?;
            Some(given.unwrap_or_else(|| derived(url.as_deref().unwrap_or_default())))
        }
        MediaKind::Image | MediaKind::Video => None,
    };
    Some(FilledHeader::Media { kind, url: url?, filename })
}

/// Providers want a name for a template's document: the address tells it, or a fixed one does.
fn derived(url: &str) -> String {
    filename::from_url(url).unwrap_or_else(|| filename::DEFAULT_FILENAME.to_owned())
}

/// What the node's header is, in the words of [`word`].
fn node_word(header: &Header) -> &'static str {
    match header {
        Header::Text { .. } => "text",
        Header::Image { .. } => "image",
        Header::Video { .. } => "video",
        Header::Document { .. } => "document",
    }
}

/// What the template's header asks for; none when it takes no value.
fn template_word(header: &TemplateHeader) -> Option<&'static str> {
    match header {
        TemplateHeader::Text { text } => text.contains("{{").then_some("text"),
        TemplateHeader::Media { kind } => Some(kind.as_str()),
        TemplateHeader::Other { .. } => None,
    }
}

fn noun(word: &str) -> &'static str {
    match word {
        "text" => "a text with a value",
        "image" => "a picture",
        "video" => "a video",
        _ => "a document",
    }
}

fn compare(template: &Template, header: Option<&Header>) -> Option<Finding> {
    let name = quote(&template.name);
    if let Some(TemplateHeader::Other { name: kind }) = &template.header {
        let text = format!(
            "{name} has a header of the kind {}, which can't be filled here. Choose another.",
            quote(kind)
        );
        return Some(Finding::error("template-header-unsupported", "message.template.name", text));
    }
    let wanted = template.header.as_ref().and_then(template_word);
    let (code, text, label, value) = match (wanted, header.map(node_word)) {
        (None, Some(_)) => (
            "template-header-unexpected",
            format!("{name} has no header that takes a value. Remove it here."),
            "Remove the header".to_owned(),
            Value::Null,
        ),
        (Some(wanted), None) => (
            "template-header-missing",
            format!("{name} has {} in its header, and there is none here. Add it.", noun(wanted)),
            format!("Add {}", noun(wanted)),
            blank(wanted),
        ),
        (Some(wanted), Some(given)) if wanted != given => (
            "template-header-kind",
            format!("{name} has {} in its header, and here it is {}.", noun(wanted), noun(given)),
            format!("Change it to {}", noun(wanted)),
            blank(wanted),
        ),
        _ => return None,
    };
    let fix =
        changed(wanted, header).unwrap_or(Fix { label: label.clone(), field: Some(FIELD.into()), value });
    Some(Finding { fix: Some(Fix { label, ..fix }), ..Finding::error(code, FIELD, text) })
}

/// From one kind of media to another, what is typed stays.
fn changed(wanted: Option<&str>, header: Option<&Header>) -> Option<Fix> {
    let wanted = wanted.filter(|wanted| *wanted != "text")?;
    header.filter(|header| !matches!(header, Header::Text { .. }))?;
    Some(Fix { label: String::new(), field: Some("message.header.type".into()), value: wanted.into() })
}

fn blank(word: &str) -> Value {
    match word {
        "text" => json!({"type": "text", "text": {"value": ""}}),
        media => json!({"type": media, "url": {"value": ""}}),
    }
}
