//! Jinja prints null as nothing, but a filter for text makes the word `None` of it, as in Jinja2: “Dear None” is sent to
//! everybody whose name is null.

use serde_json::Value;
use whatsapp_domain::{Finding, quote::quote, say, words};
use whatsapp_engine::jinja;

use super::{
    fill::Values,
    mend::{as_text, text_fix, with_variables},
};

/// A warning when the word was printed, the text does not hold it, and a name in it is null.
pub(super) fn finding(
    values: &Values<'_>,
    template: &str,
    output: &str,
    field: &str,
    path: &str,
) -> Option<Finding> {
    if !has_none(output) || has_none(template) {
        return None;
    }
    let is_null = |name: &String| at(values.context(), name).is_some_and(Value::is_null);
    let name = jinja::names(template).ok()?.into_iter().find(is_null)?;
    let text = say!(
        "{name} is null for this customer, and a filter behind it prints None. Put default(\"\", true) between them.",
        name = quote(&name)
    );
    let candidate = with_variables(template, |inner| {
        let (name, filters) = inner.split_once('|')?;
        let is_null = at(values.context(), name.trim()).is_some_and(Value::is_null);
        is_null.then(|| format!("{} |{}", as_text(name), filters.trim_end()))
    });
    let helps = candidate != template && values.trial(&candidate).is_some_and(|output| !has_none(&output));
    let fix = helps.then(|| text_fix(words!("Print nothing instead"), path.to_owned(), candidate));
    Some(Finding { fix, ..Finding::warning("jinja-none-printed", field, text) })
}

fn at<'a>(context: &'a Value, name: &str) -> Option<&'a Value> {
    name.split('.').try_fold(context, |at, part| at.get(part))
}

/// The word alone, in any case.
fn has_none(text: &str) -> bool {
    const WORD: &str = "none";
    // With each key, of texts that hardly ever have it: the first letter alone says no to most places.
    let bytes = text.as_bytes();
    let begins = |start: &usize| bytes[*start] | 0x20 == WORD.as_bytes()[0];
    (0..bytes.len()).filter(begins).any(|start| {
        let is_word =
            |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80);
        let part = bytes.get(start..start + WORD.len());
        part.is_some_and(|part| part.eq_ignore_ascii_case(WORD.as_bytes()))
            && !is_word(start.checked_sub(1).and_then(|before| bytes.get(before)))
            && !is_word(bytes.get(start + WORD.len()))
    })
}

#[cfg(test)]
mod tests {
    use super::has_none;

    #[test]
    fn the_word_stands_alone() {
        for (text, expected) in [
            ("Dear None,", true),
            ("NONE", true),
            ("none_", true),
            ("nonetheless", false),
            ("cannone", false),
            ("ünone", false),
            ("", false),
        ] {
            assert_eq!(has_none(text), expected, "{text}");
        }
    }
}
