//! A template's header: its value, and whether it is the header that the template has.

use serde_json::Value;
use whatsapp_domain::{
    Binding, FilledHeader, Finding, Fix, Header, MediaKind, Said, Template, TemplateHeader, filename,
    json::object,
    limits::TEMPLATE_HEADER_TEXT_MAX,
    media::MediaPlace,
    placeholders::fill_placeholders,
    quote::quote,
    say,
    text_length::{characters, check_header_text},
    words,
};

use super::{
    document,
    empty::Empty,
    fill::{Filled, Values},
    media::address,
    mend, parameter,
    shorten::{self, Cut},
    version::Version,
};

/// The filled header; `Some(None)` for no header.
pub(super) fn fill(version: &Version<'_>, values: &mut Values<'_>) -> Option<Option<FilledHeader>> {
    if let Some(template) = version.synced {
        values.findings.extend(compare(version, template));
    }
    let Some(header) = version.rows.header else { return Some(None) };
    let filled = match header {
        Header::Text { text } => text_header(version, text, values),
        Header::Image { url } => media_header(version, MediaKind::Image, url, None, values),
        Header::Video { url } => media_header(version, MediaKind::Video, url, None, values),
        Header::Document { url, filename } => {
            media_header(version, MediaKind::Document, url, filename.as_ref(), values)
        }
    };
    filled.map(Some)
}

fn text_header(version: &Version<'_>, text: &Binding, values: &mut Values<'_>) -> Option<FilledHeader> {
    let field = &format!("{}.header.text", version.rows_at);
    let what = say!("The header's value");
    let empty = Empty { code: "header-text-empty", what: &what };
    let filled: Filled = values.binding(text, field, empty)?;
    parameter::check(values, text, &filled, field);
    let whole = match version.synced.and_then(|template| template.header.as_ref()) {
        Some(TemplateHeader::Text { text }) => fill_placeholders(text, &[&filled.text]),
        _ => filled.text.clone(),
    };
    if let Some(finding) = check_header_text(characters(&whole), field) {
        let own = characters(&filled.text);
        let fix = (TEMPLATE_HEADER_TEXT_MAX + own)
            .checked_sub(characters(&whole))
            .and_then(|max| shorten::value(values, text, &filled, field, max, Cut::Words));
        let at = shorten::beyond(
            text,
            &filled,
            (TEMPLATE_HEADER_TEXT_MAX + own).saturating_sub(characters(&whole)),
        );
        values.findings.push(mend::with(finding, fix).with_at(at));
    }
    Some(FilledHeader::Text { text: filled.text })
}

fn media_header(
    version: &Version<'_>,
    kind: MediaKind,
    url: &Binding,
    name: Option<&Binding>,
    values: &mut Values<'_>,
) -> Option<FilledHeader> {
    // The kind of a known template is not the step's to change.
    let at = format!("{}.header", version.rows_at);
    let kind_field = version.synced.is_none().then(|| format!("{at}.type"));
    let url = address(values, url, &format!("{at}.url"), kind, MediaPlace::Header, kind_field.as_deref());
    let filename = match kind {
        MediaKind::Document => {
            let field = format!("{at}.filename");
            let given = document::filename(values, name, url.as_deref(), MediaPlace::Header, &field)?;
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

fn noun(word: &str) -> Said {
    let words = match word {
        "text" => words!("a text with a value"),
        "image" => words!("a picture"),
        "video" => words!("a video"),
        _ => words!("a document"),
    };
    words.into()
}

fn compare(version: &Version<'_>, template: &Template) -> Option<Finding> {
    let (name, header) = (&version.label, version.rows.header);
    let field = format!("{}.header", version.at);
    if let Some(TemplateHeader::Other { name: kind }) = &template.header {
        let text = say!(
            "{name} has a header of the kind {kind}, which can't be filled here. Choose another.",
            name = name,
            kind = quote(kind)
        );
        return Some(Finding::error("template-header-unsupported", &version.template_field, text));
    }
    let wanted = template.header.as_ref().and_then(template_word);
    let (code, text, label, value) = match (wanted, header.map(node_word)) {
        (None, Some(_)) => (
            "template-header-unexpected",
            say!("{name} has no header that takes a value. Remove it here.", name = name),
            say!("Remove the header"),
            Value::Null,
        ),
        (Some(wanted), None) => (
            "template-header-missing",
            say!(
                "{name} has {wanted} in its header, and there is none here. Add it.",
                name = name,
                wanted = noun(wanted)
            ),
            say!("Add {what}", what = noun(wanted)),
            blank(wanted),
        ),
        (Some(wanted), Some(given)) if wanted != given => (
            "template-header-kind",
            say!(
                "{name} has {wanted} in its header, and here it is {given}.",
                name = name,
                wanted = noun(wanted),
                given = noun(given)
            ),
            say!("Change it to {what}", what = noun(wanted)),
            blank(wanted),
        ),
        _ => return None,
    };
    let (fix_field, value) = changed(wanted, header, &field).unwrap_or((field.clone(), value));
    Some(Finding { fix: Some(Fix::new(label, Some(fix_field), value)), ..Finding::error(code, field, text) })
}

/// From one kind of media to another, what is typed stays.
fn changed(wanted: Option<&str>, header: Option<&Header>, field: &str) -> Option<(String, Value)> {
    let wanted = wanted.filter(|wanted| *wanted != "text")?;
    header.filter(|header| !matches!(header, Header::Text { .. }))?;
    Some((format!("{field}.type"), wanted.into()))
}

fn blank(word: &str) -> Value {
    let empty = object([("value", "".into())]);
    match word {
        "text" => object([("type", "text".into()), ("text", empty)]),
        media => object([("type", media.into()), ("url", empty)]),
    }
}
