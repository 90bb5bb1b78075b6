//! The keys of template parameters: `body[1]text`, `header[1]image.link`, `button[0]url[1]text` and so on.
//! Body and header count from 1, buttons from 0.

use crate::matching::{ButtonValue, HeaderValue, Values};
use crate::templates::{ButtonKind, MediaKind};
use std::collections::BTreeMap;

/// What a set of parameters says.
#[derive(Debug, Default)]
pub(super) struct Parameters {
    /// Read values.
    pub values: Values,
    /// Keys outside the grammar, such as a bare `1` or a name.
    pub not_understood: Vec<String>,
}

enum Key {
    Body(usize),
    HeaderText,
    Link(MediaKind),
    Filename,
    /// The name of a provider that holds the media's credentials, or a place: taken note of, not used.
    HeaderOther,
    Button(usize, ButtonKind),
}

fn key(text: &str) -> Option<Key> {
    if let Some(rest) = text.strip_prefix("body[") {
        let number = rest.strip_suffix("]text").and_then(index)?;
        return (1..=99).contains(&number).then_some(Key::Body(number));
    }
    if let Some(rest) = text.strip_prefix("header[1]") {
        return Some(match rest {
            "text" => Key::HeaderText,
            "image.link" => Key::Link(MediaKind::Image),
            "video.link" => Key::Link(MediaKind::Video),
            "document.link" => Key::Link(MediaKind::Document),
            "document.filename" => Key::Filename,
            "image.provider.name" | "video.provider.name" | "document.provider.name" => Key::HeaderOther,
            "location.latitude" | "location.longitude" | "location.name" | "location.address" => {
                Key::HeaderOther
            }
            _ => return None,
        });
    }
    let (number, field) = text.strip_prefix("button[")?.split_once(']')?;
    let number = index(number).filter(|n| *n < 10)?;
    let kind = match field {
        "quick_reply[1]payload" => ButtonKind::QuickReply,
        "url[1]text" => ButtonKind::Url,
        "copy_code[1]coupon_code" => ButtonKind::CopyCode,
        _ if field.starts_with("flow[1]") => ButtonKind::Other,
        _ => return None,
    };
    Some(Key::Button(number, kind))
}

/// Plain digits without a sign or a leading zero.
fn index(text: &str) -> Option<usize> {
    let plain = text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if plain { text.parse().ok() } else { None }
}

/// Reads all keys; the order in which they stand does not matter.
pub(super) fn read<'a>(parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> Parameters {
    let mut body = BTreeMap::new();
    let mut out = Parameters::default();
    let (mut link, mut filename, mut other) = (None, None, false);
    for (name, value) in parameters {
        match key(name) {
            Some(Key::Body(number)) => {
                body.insert(number, value.to_owned());
            }
            Some(Key::HeaderText) => out.values.header = Some(HeaderValue::Text(value.to_owned())),
            Some(Key::Link(kind)) => link = Some((kind, value.to_owned())),
            Some(Key::Filename) => filename = Some(value.to_owned()),
            Some(Key::HeaderOther) => other = true,
            Some(Key::Button(index, kind)) => {
                out.values.buttons.push(ButtonValue { index: Some(index), kind, value: value.to_owned() });
            }
            None => out.not_understood.push(name.to_owned()),
        }
    }
    let most = body.keys().next_back().copied().unwrap_or(0);
    out.values.body = (1..=most).map(|n| body.remove(&n)).collect();
    if let Some((kind, url)) = link {
        out.values.header = Some(HeaderValue::Media { kind, url, filename });
    } else if other && out.values.header.is_none() {
        out.values.header = Some(HeaderValue::Other);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar() {
        for good in [
            "body[1]text",
            "header[1]text",
            "header[1]document.link",
            "header[1]document.filename",
            "button[0]quick_reply[1]payload",
            "button[2]url[1]text",
            "button[0]copy_code[1]coupon_code",
            "header[1]image.provider.name",
        ] {
            assert!(key(good).is_some(), "{good}");
        }
        for bad in [
            "1",
            "name",
            "body[0]text",
            "body[01]text",
            "body[+1]text",
            "body1text",
            "body[1].text",
            "body[1]",
            "header[2]text",
            "header[1]audio.link",
            "button[0]url[0]text",
            "button[x]url[1]text",
            "Body[1]text",
            "",
        ] {
            assert!(key(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn values_are_sorted_by_number_and_gaps_stay() {
        let read = read([("body[3]text", "c"), ("body[1]text", "a"), ("1", "x")]);
        assert_eq!(read.values.body, [Some("a".into()), None, Some("c".into())]);
        assert_eq!(read.not_understood, ["1"]);
    }

    #[test]
    fn a_document_and_its_name_are_one_header() {
        let read = read([("header[1]document.filename", "a.pdf"), ("header[1]document.link", "https://h/x")]);
        let Some(HeaderValue::Media { kind: MediaKind::Document, url, filename }) = read.values.header else {
            panic!("no document");
        };
        assert_eq!((url.as_str(), filename.as_deref()), ("https://h/x", Some("a.pdf")));
    }
}
