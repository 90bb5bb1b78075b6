//! `"{} {name:>5}".format(…)`.

use super::spec;
use crate::jinja::args::Call;
use crate::jinja::errors::{Fault, Res};
use crate::jinja::limits::Budget;
use crate::jinja::lookup;
use crate::jinja::printing::{repr, str_of};
use crate::jinja::value::Value;
use whatsapp_domain::say;

/// Which value a field without a number takes.
#[derive(PartialEq, Clone, Copy)]
enum Numbering {
    Unknown,
    Automatic(usize),
    Manual,
}

pub(crate) fn format(budget: &Budget, template: &str, call: &Call) -> Res<String> {
    budget.scan(template.len())?;
    let mut numbering = Numbering::Unknown;
    render(budget, template, call, &mut numbering, 0)
}

fn render(
    budget: &Budget,
    template: &str,
    call: &Call,
    numbering: &mut Numbering,
    depth: u32,
) -> Res<String> {
    if depth > 1 {
        return Err(Fault::value("Formats can't be nested that deep."));
    }
    let mut out = String::new();
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        out.push_str(&rest[..at]);
        let brace = &rest[at..=at];
        rest = &rest[at + 1..];
        if rest.starts_with(brace) {
            out.push_str(brace);
            rest = &rest[1..];
            continue;
        }
        if brace == "}" {
            return Err(Fault::value(
                "A “}” stands alone in the format. Write “}}” for the character itself.",
            ));
        }
        let mut open = 1;
        let end = rest.char_indices().find(|(_, c)| {
            match c {
                '{' => open += 1,
                '}' => open -= 1,
                _ => {}
            }
            open == 0
        });
        let Some((end, _)) = end else {
            return Err(Fault::value("A “{” in the format has no “}”. Write “{{” for the character itself."));
        };
        let field = &rest[..end];
        rest = &rest[end + 1..];
        let part = one(budget, field, call, numbering, depth)?;
        budget.text(part.len())?;
        out.push_str(&part);
    }
    out.push_str(rest);
    budget.text(out.len())?;
    Ok(out)
}

fn one(budget: &Budget, field: &str, call: &Call, numbering: &mut Numbering, depth: u32) -> Res<String> {
    // The name ends at the first colon or exclamation mark outside of brackets.
    let mut in_brackets = false;
    let split = field.char_indices().find(|(_, c)| {
        match c {
            '[' => in_brackets = true,
            ']' => in_brackets = false,
            _ => {}
        }
        !in_brackets && matches!(c, ':' | '!')
    });
    let (name, conversion, format_spec) = match split {
        None => (field, None, ""),
        Some((at, ':')) => (&field[..at], None, &field[at + 1..]),
        Some((at, _)) => {
            let after = &field[at + 1..];
            let Some(conversion) = after.chars().next() else {
                return Err(Fault::value("After “!” a letter is missing in the format."));
            };
            let tail = &after[conversion.len_utf8()..];
            match tail.strip_prefix(':') {
                Some(tail) => (&field[..at], Some(conversion), tail),
                None if tail.is_empty() => (&field[..at], Some(conversion), ""),
                None => return Err(Fault::value("After “!” and a letter a “:” is expected in the format.")),
            }
        }
    };
    if name.contains(['{', '}']) {
        return Err(Fault::value("A name in a format can't have braces."));
    }
    let value = lookup_field(budget, name, call, numbering)?;
    let format_spec = if format_spec.contains('{') {
        render(budget, format_spec, call, numbering, depth + 1)?
    } else {
        format_spec.to_owned()
    };
    let value = match conversion {
        None => value,
        Some('s') => Value::Str(crate::jinja::value::Str::from(str_of(budget, &value)?)),
        Some('r') => Value::from(repr(budget, &value)?),
        Some('a') => {
            let text = repr(budget, &value)?;
            if !text.is_ascii() {
                return Err(Fault::unsupported("“!a” is not available here."));
            }
            Value::from(text)
        }
        Some(other) => return Err(Fault::value(say!("“!{other}” is not a conversion.", other = other))),
    };
    spec::format(budget, &value, &format_spec)
}

fn lookup_field(budget: &Budget, name: &str, call: &Call, numbering: &mut Numbering) -> Res<Value> {
    let end = name.find(['.', '[']).unwrap_or(name.len());
    let (first, mut rest) = name.split_at(end);
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let mut value = if first.is_empty() || is_number(first) {
        let index = match (first.parse::<usize>().ok(), *numbering) {
            (Some(_), Numbering::Automatic(_)) | (None, Numbering::Manual) => {
                return Err(Fault::value("“{}” and “{0}” can't be mixed in one format."));
            }
            (Some(index), _) => {
                *numbering = Numbering::Manual;
                index
            }
            (None, Numbering::Automatic(next)) => {
                *numbering = Numbering::Automatic(next + 1);
                next
            }
            (None, Numbering::Unknown) => {
                *numbering = Numbering::Automatic(1);
                0
            }
        };
        call.args
            .get(index)
            .cloned()
            .ok_or_else(|| Fault::value("There are fewer values than places in the format."))?
    } else {
        let found = call.kwargs.iter().find(|(other, _)| &**other == first);
        found
            .map(|(_, value)| value.clone())
            .ok_or_else(|| Fault::value(say!("There is no value for “{{{first}}}”.", first = first)))?
    };
    while !rest.is_empty() {
        budget.work(1)?;
        let missing = || Fault::value(say!("“{{{name}}}” leads nowhere.", name = name));
        if let Some(after) = rest.strip_prefix('.') {
            let end = after.find(['.', '[']).unwrap_or(after.len());
            if end == 0 {
                return Err(missing());
            }
            value = lookup::own_attribute(budget, &value, &after[..end].into())?.ok_or_else(missing)?;
            rest = &after[end..];
        } else if let Some(after) = rest.strip_prefix('[') {
            let end = after.find(']').ok_or_else(missing)?;
            let key = &after[..end];
            if key.is_empty() || value.is_undefined() {
                return Err(missing());
            }
            let key = if is_number(key) {
                Value::Int(key.parse().map_err(|_| missing())?)
            } else {
                Value::from(key)
            };
            // Only items count here, not attributes.
            let found = match (&value, &key) {
                (Value::Dict(dict), key) => {
                    let entries = dict.entries.borrow();
                    crate::jinja::ops::find(budget, &entries, key)?.map(|index| entries[index].1.clone())
                }
                (_, Value::Int(_)) => lookup::item(budget, &value, &key)?,
                _ => None,
            };
            value = found.ok_or_else(missing)?;
            rest = &after[end + 1..];
            if !(rest.is_empty() || rest.starts_with(['.', '['])) {
                return Err(missing());
            }
        } else {
            return Err(missing());
        }
    }
    Ok(value)
}
