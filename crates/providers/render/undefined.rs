//! Repairs of misspelt words in Jinja texts, and of names that some customers don't have.

use serde_json::Value;
use whatsapp_domain::{Finding, Fix, TextSpan, quote::quote, say, words};
use whatsapp_engine::{
    case,
    jinja::{self, TemplateError},
};

use super::{
    fill::Values,
    mend::{is_simple, text_fix},
};

/// Label of the repair that adds a default.
pub(super) const LET_BE_MISSING: &str = words!("Let it be missing");

/// Another spelling of a name that leads nowhere, where one attribute of this profile is near; else a default, which says
/// that it may be missing.
pub(super) fn name_fix(values: &Values<'_>, template: &str, finding: &Finding, path: &str) -> Option<Fix> {
    let span = finding.at?;
    let name = part(template, span);
    let quiet = |candidate: &str| {
        values
            .whole_trial(candidate)
            .filter(|rendered| rendered.findings.iter().all(|other| other.text != finding.text))
    };
    if let Some(meant) = meant(&name, values.context()) {
        let candidate = replaced(template, span, &meant);
        if quiet(&candidate).is_some_and(|rendered| !rendered.output.trim().is_empty()) {
            return Some(text_fix(say!("Use {value}", value = quote(&meant)), path.to_owned(), candidate));
        }
    }
    let (before, after) = around(template, span);
    let alone = before.trim_end().ends_with("{{") && after.trim_start().starts_with("}}");
    let candidate = replaced(template, span, &format!("{name} | default(\"\")"));
    (alone && is_simple(&name) && quiet(&candidate).is_some())
        .then(|| text_fix(LET_BE_MISSING, path.to_owned(), candidate))
}

/// The end of a tag that was begun last and never closed.
fn closed(values: &Values<'_>, template: &str, path: &str) -> Option<Fix> {
    let (open, close) = match (template.rfind("{{"), template.rfind("{%")) {
        (Some(variable), Some(block)) if block > variable => (block, "%}"),
        (Some(variable), _) => (variable, "}}"),
        (None, Some(block)) => (block, "%}"),
        (None, None) => return None,
    };
    if template[open..].contains(close) {
        return None;
    }
    let trimmed = template.trim_end();
    let trimmed = trimmed.strip_suffix(&close[..1]).unwrap_or(trimmed).trim_end();
    let candidate = format!("{trimmed} {close}");
    // Words behind a name that was never closed would become names of their own.
    let roots = ["customer", "event", "journey"];
    let is_known = |name: &String| roots.contains(&name.split('.').next().unwrap_or_default());
    let is_whole = jinja::names(&candidate).is_ok_and(|names| names.iter().all(is_known));
    (is_whole && works(values, &candidate))
        .then(|| text_fix(say!("Close it with {close}", close = close), path.to_owned(), candidate))
}

/// Can it be filled; or read, while no profile is chosen?
fn works(values: &Values<'_>, candidate: &str) -> bool {
    if values.context().is_null() {
        jinja::names(candidate).is_ok()
    } else {
        values.trial(candidate).is_some()
    }
}

/// The filter or test that was probably meant, or the end of a tag.
pub(super) fn word_fix(
    values: &Values<'_>,
    template: &str,
    error: &TemplateError,
    path: &str,
) -> Option<Fix> {
    let known = match error.code.as_str() {
        "jinja-unknown-filter" => jinja::FILTERS,
        "jinja-unknown-test" => jinja::TESTS,
        "jinja-syntax" => return closed(values, template, path),
        _ => return None,
    };
    let span = jinja::error_span(template, error)?;
    let meant = nearest(&part(template, span), known.iter().copied())?;
    let candidate = replaced(template, span, meant);
    works(values, &candidate)
        .then(|| text_fix(say!("Use {value}", value = quote(meant)), path.to_owned(), candidate))
}

fn part(template: &str, span: TextSpan) -> String {
    template.chars().skip(span.start).take(span.end - span.start).collect()
}

fn around(template: &str, span: TextSpan) -> (String, String) {
    (template.chars().take(span.start).collect(), template.chars().skip(span.end).collect())
}

fn replaced(template: &str, span: TextSpan, text: &str) -> String {
    let (before, after) = around(template, span);
    format!("{before}{text}{after}")
}

/// The dotted name with its first wrong part put right, as far as the profile has something near.
fn meant(name: &str, context: &Value) -> Option<String> {
    let mut parts: Vec<&str> = name.split('.').map(str::trim).collect();
    let mut at = context;
    for place in 0..parts.len() {
        let Value::Object(members) = at else { return None };
        match members.get(parts[place]) {
            Some(inner) => at = inner,
            None => {
                let names = members.keys().map(String::as_str);
                parts[place] = nearest(parts[place], names)?;
                return Some(parts.join("."));
            }
        }
    }
    None
}

/// The one word that is one or two slips away; none when several are.
fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    let allowed = match length {
        0..=2 => return None,
        3..=5 => 1,
        _ => 2,
    };
    let mut best: Option<(usize, &str)> = None;
    let mut is_tie = false;
    for candidate in known.filter(|candidate| candidate.chars().count().abs_diff(length) <= allowed) {
        let slips = distance(&case::lower(word), &case::lower(candidate));
        if slips > allowed || candidate == word {
            continue;
        }
        match best {
            Some((least, _)) if slips > least => {}
            Some((least, _)) if slips == least => is_tie = true,
            _ => (best, is_tie) = (Some((slips, candidate)), false),
        }
    }
    best.filter(|_| !is_tie).map(|(_, candidate)| candidate)
}

/// Letters put in, left out, replaced or swapped with their neighbour.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let same = usize::from(a[i - 1] != b[j - 1]);
            let mut least = (last[j - 1] + same).min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn slips_are_counted() {
        for (a, b, slips) in
            [("name", "nmae", 1), ("name", "name", 0), ("colour", "color", 1), ("ab", "cd", 2)]
        {
            assert_eq!(distance(a, b), slips);
        }
    }

    #[test]
    fn a_near_name_is_meant() {
        let context =
            json!({"customer": {"first_name": "Ana", "city": "x", "line1": "a", "line2": "b"}, "event": {}});
        for (name, expected) in [
            ("customer.frist_name", Some("customer.first_name")),
            ("customer.firstname", Some("customer.first_name")),
            ("customr.first_name", Some("customer.first_name")),
            ("customer.First_Name", Some("customer.first_name")),
            ("customer.line3", None),
            ("customer.size", None),
            ("customer.city.name", None),
            ("x", None),
        ] {
            assert_eq!(meant(name, &context).as_deref(), expected, "{name}");
        }
    }
}
