//! Filters that make or remove HTML.

use crate::jinja::args::Call;
use crate::jinja::errors::{Fault, Res};
use crate::jinja::limits::Budget;
use crate::jinja::printing::str_of;
use crate::jinja::value::Value;
use std::rc::Rc;
use whatsapp_domain::say;

/// Characters that mean something in HTML, escaped as Jinja2 does.
pub(crate) fn escape(budget: &Budget, text: &str) -> Res<String> {
    let special = text.bytes().filter(|b| matches!(b, b'&' | b'<' | b'>' | b'"' | b'\'')).count();
    budget.text(text.len() + special * 5)?;
    let mut out = String::with_capacity(text.len() + special * 5);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&#34;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    Ok(out)
}

/// A value as HTML: what is marked as HTML stays, the rest is escaped.
pub(crate) fn escape_value(budget: &Budget, value: &Value) -> Res<Rc<str>> {
    match value {
        Value::Str(text) if text.markup => Ok(text.text.clone()),
        other => Ok(escape(budget, &str_of(budget, other)?)?.into()),
    }
}

pub(crate) fn apply(budget: &Budget, name: &str, value: &Value, call: Call) -> Res<Value> {
    match name {
        "e" | "escape" => {
            call.bind::<0>("escape", [], 0)?;
            escape_value(budget, value).map(Value::markup)
        }
        "forceescape" => {
            call.bind::<0>(name, [], 0)?;
            escape(budget, &str_of(budget, value)?).map(Value::markup)
        }
        "safe" => {
            call.bind::<0>(name, [], 0)?;
            str_of(budget, value).map(Value::markup)
        }
        "striptags" => {
            call.bind::<0>(name, [], 0)?;
            striptags(budget, &str_of(budget, value)?).map(Value::from)
        }
        _ => xmlattr(budget, value, call),
    }
}

fn xmlattr(budget: &Budget, value: &Value, call: Call) -> Res<Value> {
    let [autospace] = call.bind("xmlattr", ["autospace"], 0)?;
    let Value::Dict(dict) = value else {
        return Err(Fault::value(say!("“xmlattr” needs a mapping, not {found}.", found = value.said())));
    };
    let mut out = String::new();
    for (key, value) in dict.entries.borrow().iter() {
        if matches!(value, Value::None | Value::Undefined(_)) {
            continue;
        }
        let Some(name) = key.as_str() else {
            return Err(Fault::value("The names of attributes must be texts."));
        };
        let bad = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '/' | '>' | '=');
        if name.contains(bad) {
            return Err(Fault::value(say!("“{name}” can't be the name of an attribute.", name = name)));
        }
        if !out.is_empty() {
            out.push(' ');
        }
        let (name, value) = (escape_value(budget, key)?, escape_value(budget, value)?);
        budget.text(name.len() + value.len() + 4)?;
        out.push_str(&name);
        out.push_str("=\"");
        out.push_str(&value);
        out.push('"');
    }
    if !out.is_empty() && autospace.is_none_or(|autospace| autospace.truth()) {
        out.insert(0, ' ');
    }
    Ok(Value::from(out))
}

/// Takes out whatever stands from `start` to `end`, again and again.
fn without(budget: &Budget, text: &str, start: &str, end: &str) -> Res<String> {
    let mut text = text.to_owned();
    while let Some(from) = text.find(start) {
        let Some(to) = text[from..].find(end) else { break };
        budget.scan(text.len())?;
        text.replace_range(from..from + to + end.len(), "");
    }
    Ok(text)
}

fn striptags(budget: &Budget, text: &str) -> Res<String> {
    budget.text(text.len())?;
    let text = without(budget, text, "<!--", "-->")?;
    let text = without(budget, &text, "<", ">")?;
    let words: Vec<&str> =
        text.split(crate::jinja::chars::is_space).filter(|word| !word.is_empty()).collect();
    unescape(&words.join(" "))
}

/// The short names of HTML that also count without a semicolon: where one begins, the text means something else.
const SHORT_ENTITIES: &str = "AElig AMP Aacute Acirc Agrave Aring Atilde Auml COPY Ccedil ETH Eacute Ecirc Egrave \
Euml GT Iacute Icirc Igrave Iuml LT Ntilde Oacute Ocirc Ograve Oslash Otilde Ouml QUOT REG THORN Uacute Ucirc Ugrave \
Uuml Yacute aacute acirc acute aelig agrave amp aring atilde auml brvbar ccedil cedil cent copy curren deg divide \
eacute ecirc egrave eth euml frac12 frac14 frac34 gt iacute icirc iexcl igrave iquest iuml laquo lt macr micro middot \
nbsp not ntilde oacute ocirc ograve ordf ordm oslash otilde ouml para plusmn pound quot raquo reg sect shy sup1 sup2 \
sup3 szlig thorn times uacute ucirc ugrave uml uuml yacute yen yuml";

/// `html.unescape` for the entities that our own escaping and editors make; others are refused.
fn unescape(text: &str) -> Res<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let known = [
            ("amp;", "&"),
            ("lt;", "<"),
            ("gt;", ">"),
            ("quot;", "\""),
            ("#39;", "'"),
            ("#34;", "\""),
            ("apos;", "'"),
            ("nbsp;", "\u{a0}"),
            ("#x27;", "'"),
        ];
        if let Some((name, c)) = known.iter().find(|(name, _)| rest.starts_with(name)) {
            out.push_str(c);
            rest = &rest[name.len()..];
            continue;
        }
        let end = rest.find(['\t', '\n', '\u{c}', ' ', '<', '&', ';']).unwrap_or(rest.len());
        let named = rest[end..].starts_with(';') && end > 0 && end <= 32;
        let short = SHORT_ENTITIES.split_whitespace().any(|name| rest.starts_with(name));
        let numbered = rest.starts_with('#')
            && rest[1..].starts_with(|c: char| c.is_ascii_digit() || matches!(c, 'x' | 'X'));
        if named || short || numbered {
            return Err(Fault::unsupported(
                "“striptags” can't read this HTML entity here. Write the character itself.",
            ));
        }
        out.push('&');
    }
    out.push_str(rest);
    Ok(out)
}
