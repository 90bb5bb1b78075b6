//! What kind of thing a provider's answer is. Providers document JSON; gateways on the way send anything.

use serde_json::Value;
use whatsapp_domain::Answer;

/// An answer's body, sorted by what it is.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// Nothing, or only spaces.
    Empty,
    /// JSON of whatever shape.
    Json(Value),
    /// A web page.
    Html,
    /// XML.
    Xml,
    /// Begins like JSON and ends too early.
    CutShort,
    /// Anything else.
    Text,
}

/// Sorts an answer's body.
pub fn sort(answer: &Answer) -> Body {
    // A byte order mark is no part of JSON, yet some gateways put one in front.
    let text = answer.body.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Body::Empty;
    }
    match serde_json::from_str(text) {
        Ok(value) => return Body::Json(value),
        Err(error) if error.is_eof() && text.starts_with(['{', '[']) => return Body::CutShort,
        Err(_) => {}
    }
    if !text.starts_with('<') {
        return Body::Text;
    }
    let head: String = text.chars().take(1000).collect::<String>().to_ascii_lowercase();
    let is_page = ["<!doctype html", "<html", "<head", "<body"].iter().any(|mark| head.contains(mark));
    if is_page { Body::Html } else { Body::Xml }
}

/// The text of the first XML element with this name, wherever it stands; attributes and name-space prefixes are passed
/// over. A scan, not a parser: enough for an error code, and nothing in it can be made to expand.
pub fn xml_text(xml: &str, name: &str) -> Option<String> {
    let mut rest = xml;
    while let Some((_, after)) = rest.split_once('<') {
        let (tag, inner) = after.split_once('>')?;
        rest = inner;
        let word = tag.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
        if word.rsplit(':').next() != Some(name) || tag.ends_with('/') || tag.starts_with('/') {
            continue;
        }
        let (text, _) = inner.split_once('<')?;
        return Some(unescape(text.trim()));
    }
    None
}

fn unescape(text: &str) -> String {
    // `&amp;` last, so that `&amp;lt;` stays the text `&lt;`.
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]
        .iter()
        .fold(text.to_owned(), |text, (escaped, plain)| text.replace(escaped, plain))
}

/// The value of `"key":"…"` in JSON text that ends too early: an id that arrived before the cut is worth keeping.
pub fn string_before_cut(text: &str, key: &str) -> Option<String> {
    let (_, rest) = text.split_once(&format!("\"{key}\""))?;
    let rest = rest.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    let (value, _) = rest.split_once('"')?;
    (!value.is_empty() && !value.contains('\\')).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Body {
        sort(&Answer::new(200, text))
    }

    #[test]
    fn bodies_are_told_apart() {
        assert_eq!(of(" \r\n"), Body::Empty);
        assert_eq!(of("\u{feff}{}"), Body::Json(serde_json::json!({})));
        assert_eq!(of("{\"a\":\"b"), Body::CutShort);
        assert_eq!(of("<!DOCTYPE html><p>Bad gateway"), Body::Html);
        assert_eq!(of("<?xml version=\"1.0\"?><requestError/>"), Body::Xml);
        assert_eq!(of("upstream timed out"), Body::Text);
        assert_eq!(of("{oops}"), Body::Text);
    }

    #[test]
    fn xml_is_scanned_for_one_element() {
        let xml = "<?xml version=\"1.0\"?><requestError><serviceException><ns:messageId a=\"b\"> UNAUTHORIZED </ns:messageId>\
                   <text>a &amp;lt; b</text><empty/></serviceException></requestError>";
        assert_eq!(xml_text(xml, "messageId").as_deref(), Some("UNAUTHORIZED"));
        assert_eq!(xml_text(xml, "text").as_deref(), Some("a &lt; b"));
        assert_eq!(xml_text(xml, "empty"), None);
        assert_eq!(xml_text("<messageId", "messageId"), None);
        assert_eq!(xml_text("<messageId>cut", "messageId"), None);
    }

    #[test]
    fn an_id_before_the_cut_is_found() {
        let cut = "{\"message_id\" : \"01ABC\",\"accepted_ti";
        assert_eq!(string_before_cut(cut, "message_id").as_deref(), Some("01ABC"));
        assert_eq!(string_before_cut("{\"message_id\":\"01A", "message_id"), None);
        assert_eq!(string_before_cut("{\"message_id\":null", "message_id"), None);
    }
}
