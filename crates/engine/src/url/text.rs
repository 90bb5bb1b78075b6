//! The text as typed, before it is parsed: what can be mended is, what two readers could understand differently is
//! refused.

use super::{Purpose, UrlRefusal};

/// The longest URL, in characters, as typed and as sent: Infobip's limit for `mediaUrl`, and more than any base URL
/// needs.
pub const MAX_CHARS: usize = 2048;

/// The text to parse: trimmed, without label, with `https://` in front.
pub(super) fn prepare(text: &str, purpose: Purpose) -> Result<String, UrlRefusal> {
    let text = trim(text);
    let text = if purpose == Purpose::Provider { drop_label(text) } else { text };
    if text.is_empty() {
        return Err(UrlRefusal::empty());
    }
    if text.chars().count() > MAX_CHARS {
        return Err(UrlRefusal::too_long());
    }
    // The WHATWG parser drops tabs and line breaks and reads `\` as `/`; others don't.
    if text.chars().any(char::is_control) {
        return Err(UrlRefusal::control_character());
    }
    if text.contains('\\') {
        return Err(UrlRefusal::backslash());
    }
    let rest = after_scheme(text, purpose)?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.is_empty() {
        return Err(UrlRefusal::malformed());
    }
    if authority.contains('@') {
        return Err(UrlRefusal::user_info());
    }
    if authority.chars().any(is_invisible) {
        return Err(UrlRefusal::hidden_character());
    }
    if rest.contains('#') {
        return Err(UrlRefusal::fragment());
    }
    Ok(format!("https://{rest}"))
}

/// What follows `https://`.
fn after_scheme(text: &str, purpose: Purpose) -> Result<&str, UrlRefusal> {
    let (scheme, rest) = match split_scheme(text) {
        Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
        // What stands before `://` is meant as a scheme, whatever it is spelled with.
        None if text
            .split(['/', '?', '#'])
            .next()
            .is_some_and(|start| text[start.len()..].starts_with("//") && start.ends_with(':')) =>
        {
            return Err(UrlRefusal::malformed());
        }
        None if purpose == Purpose::Provider => return Ok(text.strip_prefix("//").unwrap_or(text)),
        None => return Err(UrlRefusal::scheme_missing()),
    };
    match scheme.as_str() {
        // Exactly two slashes: with one, none or three the parsers differ on where the host begins.
        "https" => match rest.strip_prefix("//") {
            Some(rest) => Ok(rest),
            None => Err(UrlRefusal::malformed()),
        },
        "http" => Err(UrlRefusal::not_https()),
        other => Err(UrlRefusal::scheme(other)),
    }
}

/// Splits off `scheme:`. A host with a port (`api.example.com:443`, `localhost:80/x`) has none.
fn split_scheme(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = text.split_once(':')?;
    let mut bytes = scheme.bytes();
    let is_scheme = bytes.next().is_some_and(|b| b.is_ascii_alphabetic())
        && bytes.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'));
    if !is_scheme {
        return None;
    }
    let port = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_port = port.bytes().all(|b| b.is_ascii_digit());
    let is_known = ["http", "https"].iter().any(|known| known.eq_ignore_ascii_case(scheme));
    (rest.starts_with("//") || is_known || !is_port).then_some((scheme, rest))
}

/// Without space and copied invisible marks at both ends.
fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

/// Without a `Base URL:` that was copied along from a provider's page.
fn drop_label(text: &str) -> &str {
    let mut rest = text;
    for word in ["base", "url"] {
        match rest.get(..word.len()) {
            Some(head) if head.eq_ignore_ascii_case(word) => rest = rest[word.len()..].trim_start(),
            _ => return text,
        }
    }
    match rest.strip_prefix([':', '=', '：']) {
        Some(rest) => trim(rest),
        None => text,
    }
}

/// Characters that show nothing: direction marks, joiners, soft hyphens, variation selectors, tags.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}
