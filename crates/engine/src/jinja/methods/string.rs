//! Methods of text.

use super::unavailable;
use crate::case;
use crate::jinja::args::{Call, int_or, switch, text as text_arg, width};
use crate::jinja::chars::{self, is_space};
use crate::jinja::errors::{Fault, Res};
use crate::jinja::filters::html::escape_value;
use crate::jinja::filters::text::{centered, replaced, split_lines};
use crate::jinja::format::braces;
use crate::jinja::limits::Budget;
use crate::jinja::value::{Str, Value};
use whatsapp_domain::say;

/// `str.islower`: at least one letter with a case, and none that is not small.
pub(crate) fn is_lower(text: &str) -> bool {
    let capital = |c: char| !c.is_lowercase() && chars::is_cased(c);
    text.chars().any(char::is_lowercase) && !text.chars().any(capital)
}

/// `str.isupper`.
pub(crate) fn is_upper(text: &str) -> bool {
    let small = |c: char| !c.is_uppercase() && chars::is_cased(c);
    text.chars().any(char::is_uppercase) && !text.chars().any(small)
}

fn is_title(text: &str) -> bool {
    let (mut cased, mut after_cased) = (false, false);
    for c in text.chars() {
        if c.is_uppercase() || chars::is_title(c) {
            if after_cased {
                return false;
            }
            (cased, after_cased) = (true, true);
        } else if c.is_lowercase() {
            if !after_cased {
                return false;
            }
            cased = true;
        } else {
            after_cased = false;
        }
    }
    cased
}

/// Characters of other scripts that count as digits or numbers are left to Python.
fn ascii_only(text: &str) -> Res<()> {
    if text.chars().any(|c| !c.is_ascii() && c.is_numeric() || chars::is_uncertain(c)) {
        return Err(Fault::unsupported("Only the digits 0 to 9 are known here."));
    }
    Ok(())
}

fn tabs(budget: &Budget, text: &str, size: i128) -> Res<String> {
    let size = width(size);
    budget.text(text.len().saturating_add(text.matches('\t').count().saturating_mul(size)))?;
    let (mut out, mut column) = (String::new(), 0);
    for c in text.chars() {
        match c {
            '\t' if size > 0 => {
                let spaces = size - column % size;
                out.extend(std::iter::repeat_n(' ', spaces));
                column += spaces;
            }
            '\t' => {}
            '\n' | '\r' => {
                out.push(c);
                column = 0;
            }
            c => {
                out.push(c);
                column += 1;
            }
        }
    }
    Ok(out)
}

/// The part of a text between two places counted in characters; negative ones count from the end. Returns the offset
/// of its begin in characters as well; None where the begin lies behind the end.
fn part<'t>(text: &'t str, start: Option<&Value>, stop: Option<&Value>) -> Res<Option<(usize, &'t str)>> {
    let length = text.chars().count() as i128;
    let bound = |value: Option<&Value>, default: i128| match value {
        None | Some(Value::None) => Ok(default),
        value => int_or(value, default).map(|at| if at < 0 { at.saturating_add(length).max(0) } else { at }),
    };
    let (start, stop) = (bound(start, 0)?, bound(stop, length)?.min(length));
    if start > stop {
        return Ok(None);
    }
    let offset = |at: i128| text.char_indices().nth(at as usize).map_or(text.len(), |(at, _)| at);
    Ok(Some((start as usize, &text[offset(start)..offset(stop)])))
}

/// One text, or any of a tuple of texts.
fn options(value: Option<Value>) -> Res<Vec<std::rc::Rc<str>>> {
    match value {
        Some(Value::Tuple(tuple)) => tuple.items.iter().map(text_arg).collect(),
        value => Ok(vec![text_arg(&value.unwrap_or(Value::None))?]),
    }
}

fn strip(budget: &Budget, text: &str, name: &str, call: Call) -> Res<String> {
    let [set] = call.positional(name, 0)?;
    let set = match set {
        None | Some(Value::None) => None,
        Some(set) => Some(text_arg(&set)?),
    };
    if let Some(set) = &set {
        budget.work(set.len() as u64 * text.len() as u64 / 64)?;
    }
    let hit = |c: char| set.as_ref().map_or_else(|| is_space(c), |set| set.contains(c));
    Ok(match name {
        "lstrip" => text.trim_start_matches(hit),
        "rstrip" => text.trim_end_matches(hit),
        _ => text.trim_matches(hit),
    }
    .to_owned())
}

fn split(budget: &Budget, text: &str, name: &str, call: Call) -> Res<Vec<String>> {
    let [separator, most] = call.bind(name, ["sep", "maxsplit"], 0)?;
    let most = int_or(most.as_ref(), -1)?;
    let most = if most < 0 { usize::MAX } else { width(most) };
    let from_right = name == "rsplit";
    budget.text(text.len())?;
    let separator = match separator {
        None | Some(Value::None) => None,
        Some(separator) => Some(text_arg(&separator)?),
    };
    let Some(separator) = separator else {
        let mut parts = Vec::new();
        let mut rest =
            if from_right { text.trim_end_matches(is_space) } else { text.trim_start_matches(is_space) };
        while !rest.is_empty() {
            if parts.len() == most {
                let last = if from_right { rest.trim_end_matches(is_space) } else { rest };
                parts.push(last.to_owned());
                break;
            }
            if from_right {
                let at = rest.rfind(is_space);
                let at = at.map_or(0, |at| at + rest[at..].chars().next().map_or(0, char::len_utf8));
                parts.push(rest[at..].to_owned());
                rest = rest[..at].trim_end_matches(is_space);
            } else {
                let at = rest.find(is_space).unwrap_or(rest.len());
                parts.push(rest[..at].to_owned());
                rest = rest[at..].trim_start_matches(is_space);
            }
        }
        if from_right {
            parts.reverse();
        }
        return Ok(parts);
    };
    if separator.is_empty() {
        return Err(Fault::value("A text can't be split at an empty text."));
    }
    let most = most.saturating_add(1);
    Ok(if from_right {
        let mut parts: Vec<String> = text.rsplitn(most, &*separator).map(str::to_owned).collect();
        parts.reverse();
        parts
    } else {
        text.splitn(most, &*separator).map(str::to_owned).collect()
    })
}

/// Methods whose result is HTML text when the text is, without touching their arguments.
const KEEPS_MARK: [&str; 6] = ["upper", "lower", "capitalize", "title", "swapcase", "casefold"];

/// Methods whose result, or each part of it, is HTML text when the text is.
const HTML_RESULT: [&str; 16] = [
    "strip",
    "lstrip",
    "rstrip",
    "split",
    "rsplit",
    "splitlines",
    "partition",
    "rpartition",
    "replace",
    "center",
    "ljust",
    "rjust",
    "zfill",
    "expandtabs",
    "removeprefix",
    "removesuffix",
];

/// Calls a method on HTML text: what it takes in is escaped, what it gives is HTML text again.
fn on_html(budget: &Budget, text: &str, name: &str, mut call: Call) -> Res<Value> {
    let escaped =
        if matches!(name, "replace" | "center" | "ljust" | "rjust") { call.args.get_mut(1) } else { None };
    if let Some(argument) = escaped {
        text_arg(argument)?;
        *argument = Value::from(&*escape_value(budget, argument)?);
    }
    let mark = |value: &Value| match value {
        Value::Str(text) => Value::markup(text.text.clone()),
        other => other.clone(),
    };
    let plain = Str { text: text.into(), markup: false };
    Ok(match self::call(budget, &plain, name, call)? {
        Value::List(list) => {
            let parts = list.items.borrow().iter().map(mark).collect();
            Value::list(budget, parts)?
        }
        Value::Tuple(tuple) => Value::tuple(budget, tuple.items.iter().map(mark).collect())?,
        other => mark(&other),
    })
}

pub(crate) fn call(budget: &Budget, source: &Str, name: &str, call: Call) -> Res<Value> {
    let text = &*source.text;
    budget.scan(text.len())?;
    let plain = name.starts_with("is")
        || matches!(name, "count" | "find" | "rfind" | "index" | "rindex" | "startswith" | "endswith");
    if source.markup && HTML_RESULT.contains(&name) {
        return on_html(budget, text, name, call);
    }
    if source.markup && !plain && !KEEPS_MARK.contains(&name) {
        return Err(Fault::unsupported(say!("“.{name}()” is not available on HTML text.", name = name)));
    }
    let nothing = |call: Call| call.positional::<0>(name, 0).map(|_| ());
    let same_mark = |text: String| Ok(Value::Str(Str { text: text.into(), markup: source.markup }));
    let texts = |parts: Vec<String>| {
        budget.entries(parts.len())?;
        Value::list(budget, parts.into_iter().map(Value::from).collect())
    };
    match name {
        "upper" | "lower" | "capitalize" | "title" | "swapcase" => {
            nothing(call)?;
            budget.text(text.len() * 2)?;
            same_mark(match name {
                "upper" => case::upper(text),
                "lower" => case::lower(text),
                "capitalize" => chars::capitalize(text),
                "title" => chars::title(text),
                _ => chars::swapcase(text),
            })
        }
        "casefold" => {
            nothing(call)?;
            if !text.is_ascii() {
                return Err(unavailable("casefold"));
            }
            same_mark(text.to_ascii_lowercase())
        }
        "strip" | "lstrip" | "rstrip" => strip(budget, text, name, call).map(Value::from),
        "split" | "rsplit" => texts(split(budget, text, name, call)?),
        "splitlines" => {
            let [keep] = call.bind(name, ["keepends"], 0)?;
            let keep = switch(keep)?;
            texts(split_lines(text, keep).into_iter().map(str::to_owned).collect())
        }
        "replace" => {
            let [old, new, count] = call.positional(name, 2)?;
            let (old, new) = (text_arg(&old.unwrap_or(Value::None))?, text_arg(&new.unwrap_or(Value::None))?);
            replaced(budget, text, &old, &new, int_or(count.as_ref(), -1)?).map(Value::from)
        }
        "startswith" | "endswith" => {
            let [wanted, start, stop] = call.positional(name, 1)?;
            let wanted = options(wanted)?;
            let Some((_, part)) = part(text, start.as_ref(), stop.as_ref())? else {
                return Ok(Value::Bool(false));
            };
            let hit = wanted.iter().any(|wanted| {
                if name == "startswith" { part.starts_with(&**wanted) } else { part.ends_with(&**wanted) }
            });
            Ok(Value::Bool(hit))
        }
        "find" | "rfind" | "index" | "rindex" => {
            let [wanted, start, stop] = call.positional(name, 1)?;
            let wanted = text_arg(&wanted.unwrap_or(Value::None))?;
            let found = part(text, start.as_ref(), stop.as_ref())?.and_then(|(offset, part)| {
                let at = if name.starts_with('r') { part.rfind(&*wanted) } else { part.find(&*wanted) };
                at.map(|at| offset + part[..at].chars().count())
            });
            match found {
                Some(at) => Ok(Value::from(at)),
                None if name.ends_with("find") => Ok(Value::Int(-1)),
                None => Err(Fault::value("The text looked for is not there.")),
            }
        }
        "count" => {
            let [wanted, start, stop] = call.positional(name, 1)?;
            let wanted = text_arg(&wanted.unwrap_or(Value::None))?;
            let Some((_, part)) = part(text, start.as_ref(), stop.as_ref())? else {
                return Ok(Value::Int(0));
            };
            let count =
                if wanted.is_empty() { part.chars().count() + 1 } else { part.matches(&*wanted).count() };
            Ok(Value::from(count))
        }
        "join" => {
            let [items] = call.positional(name, 1)?;
            let items = items.unwrap_or(Value::None).iterate(budget)?;
            if items.iter().any(|item| matches!(item, Value::Str(text) if text.markup)) {
                return Err(Fault::unsupported("HTML text can't be joined here. Use the filter “join”."));
            }
            crate::jinja::filters::series::joined(budget, text, items, text_arg).map(Value::from)
        }
        "format" => braces::format(budget, text, &call).map(Value::from),
        "format_map" => {
            let [values] = call.positional(name, 1)?;
            let Some(Value::Dict(dict)) = values else {
                return Err(Fault::value("“format_map” needs a mapping."));
            };
            let named = dict
                .entries
                .borrow()
                .iter()
                .filter_map(|(key, value)| Some((key.as_str()?.into(), value.clone())))
                .collect();
            braces::format(budget, text, &Call { args: Vec::new(), kwargs: named }).map(Value::from)
        }
        "center" | "ljust" | "rjust" => {
            let [size, fill] = call.positional(name, 1)?;
            let size = int_or(size.as_ref(), 0)?;
            let fill = match fill {
                None => ' ',
                Some(fill) => {
                    let fill = text_arg(&fill)?;
                    let mut chars = fill.chars();
                    match (chars.next(), chars.next()) {
                        (Some(fill), None) => fill,
                        _ => return Err(Fault::value("The filling must be one character.")),
                    }
                }
            };
            if name == "center" {
                return centered(budget, text, size, fill).map(Value::from);
            }
            let missing = width(size).saturating_sub(text.chars().count());
            budget.text(text.len().saturating_add(missing.saturating_mul(fill.len_utf8())))?;
            let filling: String = std::iter::repeat_n(fill, missing).collect();
            Ok(Value::from(if name == "ljust" { text.to_owned() + &filling } else { filling + text }))
        }
        "zfill" => {
            let [size] = call.positional(name, 1)?;
            let missing = width(int_or(size.as_ref(), 0)?).saturating_sub(text.chars().count());
            budget.text(text.len().saturating_add(missing))?;
            let sign = usize::from(text.starts_with(['+', '-']));
            Ok(Value::from(text[..sign].to_owned() + &"0".repeat(missing) + &text[sign..]))
        }
        "expandtabs" => {
            let [size] = call.bind(name, ["tabsize"], 0)?;
            tabs(budget, text, int_or(size.as_ref(), 8)?).map(Value::from)
        }
        "removeprefix" | "removesuffix" => {
            let [part] = call.positional(name, 1)?;
            let part = text_arg(&part.unwrap_or(Value::None))?;
            let rest =
                if name == "removeprefix" { text.strip_prefix(&*part) } else { text.strip_suffix(&*part) };
            Ok(Value::from(rest.unwrap_or(text)))
        }
        "partition" | "rpartition" => {
            let [separator] = call.positional(name, 1)?;
            let separator = text_arg(&separator.unwrap_or(Value::None))?;
            if separator.is_empty() {
                return Err(Fault::value("A text can't be split at an empty text."));
            }
            let found = if name == "partition" {
                text.split_once(&*separator)
            } else {
                text.rsplit_once(&*separator)
            };
            let parts = match found {
                Some((before, after)) => [before, &*separator, after],
                None if name == "partition" => [text, "", ""],
                None => ["", "", text],
            };
            Value::tuple(budget, parts.map(Value::from).to_vec())
        }
        _ if name.starts_with("is") => {
            nothing(call)?;
            let all = |fits: fn(char) -> bool| !text.is_empty() && text.chars().all(fits);
            Ok(Value::Bool(match name {
                "islower" => is_lower(text),
                "isupper" => is_upper(text),
                "istitle" => is_title(text),
                "isspace" => all(is_space),
                "isascii" => text.is_ascii(),
                "isalpha" => {
                    ascii_only(text)?;
                    all(chars::is_letter)
                }
                "isalnum" => {
                    ascii_only(text)?;
                    all(|c| chars::is_letter(c) || c.is_ascii_digit())
                }
                "isdigit" | "isdecimal" | "isnumeric" => {
                    ascii_only(text)?;
                    all(|c| c.is_ascii_digit())
                }
                "isprintable" => text.chars().all(chars::is_printable),
                "isidentifier" if text.is_ascii() => {
                    !text.is_empty()
                        && !text.starts_with(|c: char| c.is_ascii_digit())
                        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
                }
                _ => return Err(unavailable(name)),
            }))
        }
        _ => Err(unavailable(name)),
    }
}
