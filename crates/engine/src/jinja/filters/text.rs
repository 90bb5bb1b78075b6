//! Filters for text.

use crate::case;
use crate::jinja::args::{Call, int_or, text as text_arg, width};
use crate::jinja::chars;
use crate::jinja::errors::{Fault, Res};
use crate::jinja::format::percent;
use crate::jinja::limits::Budget;
use crate::jinja::ops;
use crate::jinja::printing::{soft_str, str_of};
use crate::jinja::value::{Str, Value};
use whatsapp_domain::{say, words};

/// `upper`, `lower`, `capitalize`, `title`.
pub(crate) fn case(budget: &Budget, name: &str, value: &Value, call: Call) -> Res<Value> {
    call.bind::<0>(name, [], 0)?;
    let source = soft_str(budget, value)?;
    budget.text(source.text.len().saturating_mul(2))?;
    let text = match name {
        "upper" => case::upper(&source.text),
        "lower" => case::lower(&source.text),
        "capitalize" => chars::capitalize(&source.text),
        // The filter starts a word only after a space or an opening bracket, unlike Python's own `title()`.
        _ => return Ok(Value::from(title(&source.text))),
    };
    Ok(Value::Str(Str { text: text.into(), markup: source.markup }))
}

fn title(text: &str) -> String {
    let starts_word = |c: char| chars::is_space(c) || matches!(c, '-' | '(' | '{' | '[' | '<');
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let between = starts_word(first);
        let end = rest.find(|c| starts_word(c) != between).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        case::push_upper(&mut out, first);
        out.push_str(&case::lower(&word[first.len_utf8()..]));
        rest = after;
    }
    out
}

pub(crate) fn trim(budget: &Budget, value: &Value, call: Call) -> Res<Value> {
    let [set] = call.bind("trim", ["chars"], 0)?;
    let source = soft_str(budget, value)?;
    budget.scan(source.text.len())?;
    let trimmed = match set.filter(|set| !matches!(set, Value::None)) {
        None => source.text.trim_matches(chars::is_space),
        Some(set) => {
            let set = text_arg(&set)?;
            budget.work((set.len() as u64 * source.text.len() as u64) / 64)?;
            source.text.trim_matches(|c| set.contains(c))
        }
    };
    Ok(Value::Str(Str { text: trimmed.into(), markup: source.markup }))
}

pub(crate) fn center(budget: &Budget, value: &Value, call: Call) -> Res<Value> {
    let [size] = call.bind("center", ["width"], 0)?;
    let size = int_or(size.as_ref(), 80)?;
    let source = soft_str(budget, value)?;
    let text = centered(budget, &source.text, size, ' ')?;
    Ok(Value::Str(Str { text: text.into(), markup: source.markup }))
}

/// `str.center`.
pub(crate) fn centered(budget: &Budget, text: &str, size: i128, fill: char) -> Res<String> {
    let length = text.chars().count();
    let padding = width(size).saturating_sub(length);
    budget.text(text.len().saturating_add(padding.saturating_mul(fill.len_utf8())))?;
    let left = padding / 2 + (padding & width(size) & 1);
    let fill = fill.to_string();
    Ok(fill.repeat(left) + text + &fill.repeat(padding - left))
}

pub(crate) fn truncate(budget: &Budget, value: Value, call: Call) -> Res<Value> {
    let [length, killwords, end, leeway] =
        call.bind("truncate", ["length", "killwords", "end", "leeway"], 0)?;
    let length = int_or(length.as_ref(), 255)?;
    let end = end.unwrap_or_else(|| Value::from("..."));
    let end_length = end.len()? as i128;
    let leeway = int_or(leeway.as_ref().filter(|leeway| !matches!(leeway, Value::None)), 5)?;
    if length < end_length {
        return Err(Fault::value(say!(
            "“truncate” needs a length of at least {length}, the length of its ending.",
            length = end_length.to_string()
        )));
    }
    if leeway < 0 {
        return Err(Fault::value("The leeway of “truncate” can't be negative."));
    }
    budget.scan(value.as_str().map_or(0, str::len))?;
    if value.len()? as i128 <= length.saturating_add(leeway) {
        return Ok(value);
    }
    let Value::Str(source) = &value else {
        return Err(Fault::value(say!("“truncate” needs text, not {found}.", found = value.said())));
    };
    let kept: String = source.text.chars().take(width(length - end_length)).collect();
    let kept = match kept.rfind(' ') {
        Some(space) if !killwords.is_some_and(|kill| kill.truth()) => &kept[..space],
        _ => &kept,
    };
    let kept = Value::Str(Str { text: kept.into(), markup: source.markup });
    ops::binary(budget, crate::jinja::ast::Bin::Add, &kept, &end)
}

pub(crate) fn replace(budget: &Budget, value: &Value, call: Call) -> Res<Value> {
    let [old, new, count] = call.bind("replace", ["old", "new", "count"], 2)?;
    let (source, old, new) = (
        str_of(budget, value)?,
        str_of(budget, &old.unwrap_or(Value::None))?,
        str_of(budget, &new.unwrap_or(Value::None))?,
    );
    let count = int_or(count.as_ref().filter(|count| !matches!(count, Value::None)), -1)?;
    replaced(budget, &source, &old, &new, count).map(Value::from)
}

/// `str.replace`; a negative count means all.
pub(crate) fn replaced(budget: &Budget, source: &str, old: &str, new: &str, count: i128) -> Res<String> {
    budget.scan(source.len())?;
    let found = if old.is_empty() { source.chars().count() + 1 } else { source.matches(old).count() };
    let count = if count < 0 { found } else { width(count).min(found) };
    budget.text(source.len().saturating_add(count.saturating_mul(new.len())))?;
    Ok(source.replacen(old, new, count))
}

/// Lines of `str.splitlines()`.
pub(crate) fn split_lines(text: &str, keep_ends: bool) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let Some((at, end)) = rest.char_indices().find(|(_, c)| chars::is_line_end(*c)) else {
            lines.push(rest);
            break;
        };
        let length = if rest[at..].starts_with("\r\n") { 2 } else { end.len_utf8() };
        lines.push(if keep_ends { &rest[..at + length] } else { &rest[..at] });
        rest = &rest[at + length..];
    }
    lines
}

pub(crate) fn indent(budget: &Budget, value: &Value, call: Call) -> Res<Value> {
    let [size, first, blank] = call.bind("indent", ["width", "first", "blank"], 0)?;
    let Value::Str(source) = value else {
        return Err(match value {
            Value::Undefined(path) => ops::undefined(path, words!("it can't be indented")),
            other => Fault::value(say!("“indent” needs text, not {found}.", found = other.said())),
        });
    };
    let indention = match size {
        Some(Value::Str(text)) if source.markup => {
            super::html::escape_value(budget, &Value::Str(text))?.to_string()
        }
        Some(Value::Str(text)) => text.text.to_string(),
        size => {
            let size = width(int_or(size.as_ref(), 4)?);
            budget.text(size)?;
            " ".repeat(size)
        }
    };
    // As in Jinja2, a line end is added before the lines are split.
    let with_end = format!("{}\n", source.text);
    let lines = split_lines(&with_end, false);
    budget.text(with_end.len().saturating_add(lines.len().saturating_mul(indention.len() + 1)))?;
    let blank = blank.is_some_and(|blank| blank.truth());
    let mut out = String::new();
    if first.is_some_and(|first| first.truth()) {
        out.push_str(&indention);
    }
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            out.push('\n');
            if blank || !line.is_empty() {
                out.push_str(&indention);
            }
        }
        out.push_str(line);
    }
    Ok(Value::Str(Str { text: out.into(), markup: source.markup }))
}

pub(crate) fn format(budget: &Budget, value: &Value, call: Call) -> Res<Value> {
    if !call.args.is_empty() && !call.kwargs.is_empty() {
        return Err(Fault::value("“format” takes values in order or by name, not both."));
    }
    let arguments = if call.kwargs.is_empty() {
        Value::tuple(budget, call.args)?
    } else {
        let entries = call.kwargs.into_iter().map(|(name, value)| (Value::from(&*name), value)).collect();
        Value::dict(budget, entries)?
    };
    percent::format(budget, &Value::Str(soft_str(budget, value)?), &arguments)
}

pub(crate) fn wordcount(budget: &Budget, value: &Value, call: Call) -> Res<Value> {
    call.bind::<0>("wordcount", [], 0)?;
    let text = str_of(budget, value)?;
    budget.scan(text.len())?;
    if text.contains(chars::is_uncertain) {
        return Err(Fault::unsupported("“wordcount” can't tell the words of this script apart here."));
    }
    Ok(Value::from(text.split(|c| !chars::is_word(c)).filter(|word| !word.is_empty()).count()))
}
