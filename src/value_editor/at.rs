//! Looking values up in a profile without the engine, where nothing has to be worked out.

use serde_json::Value;

use super::token::{Kind, tokens};

/// The value at `customer.address.city`, `event.items[0]` or `customer["first name"]`.
pub fn value_at<'a>(context: &'a Value, path: &str) -> Option<&'a Value> {
    let mut value = context;
    let mut rest = path;
    while !rest.is_empty() {
        if let Some(inside) = rest.strip_prefix("[\"") {
            let (key, after) = inside.split_once("\"]")?;
            value = value.get(key)?;
            rest = after;
        } else if let Some(inside) = rest.strip_prefix('[') {
            let (index, after) = inside.split_once(']')?;
            value = value.get(index.parse::<usize>().ok()?)?;
            rest = after;
        } else {
            let from = rest.strip_prefix('.').unwrap_or(rest);
            let end = from.find(['.', '[']).unwrap_or(from.len());
            value = value.get(&from[..end])?;
            rest = &from[end..];
        }
    }
    Some(value)
}

/// What a text gives for a context, when it has nothing but plain attributes with a text or a whole number. Anything
/// else is for the engine.
pub fn plainly_filled(text: &str, context: &Value) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut filled = String::with_capacity(text.len());
    for token in tokens(&chars) {
        match token.kind {
            Kind::Text => filled.extend(&chars[token.at]),
            Kind::Variable { path, filters } if filters.is_empty() => match value_at(context, &path)? {
                Value::String(text) => filled.push_str(text),
                Value::Number(number) if number.is_i64() => filled.push_str(&number.to_string()),
                _ => return None,
            },
            _ => return None,
        }
    }
    Some(filled)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_found_by_every_way_to_write_a_path() {
        let context =
            json!({"customer": {"first name": "Ana", "tags": ["vip"], "address": {"city": "Leeds"}}});
        for (path, value) in [
            ("customer.address.city", Some("Leeds")),
            ("customer[\"first name\"]", Some("Ana")),
            ("customer.tags[0]", Some("vip")),
            ("customer.tags[1]", None),
            ("customer.tags[x]", None),
            ("customer[\"first name", None),
            ("event.x", None),
        ] {
            assert_eq!(value_at(&context, path).and_then(Value::as_str), value, "{path}");
        }
    }

    #[test]
    fn only_what_is_plain_is_filled_here() {
        let context = json!({"customer": {"order": "4711", "n": 7, "total": 39.5, "none": null}});
        for (text, filled) in [
            (
                "https://cdn.example.com/{{ customer.order }}-{{customer.n}}.pdf",
                Some("https://cdn.example.com/4711-7.pdf"),
            ),
            ("https://cdn.example.com/a.pdf", Some("https://cdn.example.com/a.pdf")),
            ("{{ customer.order | lower }}", None),
            ("{{ customer.total }}", None),
            ("{{ customer.none }}", None),
            ("{{ customer.other }}", None),
            ("{{ customer.order", None),
            ("{% if a %}{% endif %}", None),
        ] {
            assert_eq!(plainly_filled(text, &context).as_deref(), filled, "{text}");
        }
    }
}
