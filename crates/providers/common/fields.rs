//! What a schema alone can tell about settings: required fields and choices.

use whatsapp_domain::{
    Field, FieldKind, Finding, Secrets, Settings, SettingsSchema, quote::quote, said::Arg, say,
};

/// A finding for every shown field that is required and empty, and for every choice that is none.
///
/// `stored` tells which secrets are already held: those may be left out.
pub fn check(
    schema: &SettingsSchema,
    settings: &Settings,
    secrets: &Secrets,
    stored: &dyn Fn(&str) -> bool,
) -> Vec<Finding> {
    schema.shown(settings).filter_map(|field| check_one(schema, field, settings, secrets, stored)).collect()
}

fn check_one(
    schema: &SettingsSchema,
    field: &Field,
    settings: &Settings,
    secrets: &Secrets,
    stored: &dyn Fn(&str) -> bool,
) -> Option<Finding> {
    let is_filled = match field.kind {
        FieldKind::Secret => {
            secrets.get(field.key).is_some_and(|secret| !secret.is_empty()) || stored(field.key)
        }
        _ => !schema.value(settings, field.key).is_empty(),
    };
    if !is_filled {
        let text = say!("Enter the {label}.", label = label(schema, field));
        return field.required.then(|| Finding::error("field-required", field.path(), text));
    }
    let FieldKind::Choice(choices) = field.kind else { return None };
    let value = schema.value(settings, field.key);
    if choices.iter().any(|choice| choice.value == value) {
        return None;
    }
    let known: Vec<&str> = choices.iter().map(|choice| choice.value).collect();
    Some(Finding::error(
        "choice-unknown",
        field.path(),
        say!(
            "{value} is none of the choices here: {choices}.",
            value = quote(value),
            choices = known.join(", ")
        ),
    ))
}

/// The label of a field, to stand inside a sentence.
pub fn label(schema: &SettingsSchema, field: &Field) -> Arg {
    Arg::setting(schema.provider, field.key, in_sentence(field.label))
}

/// A required field that is empty, or a key that is none of the schema's.
pub fn missing(schema: &SettingsSchema, key: &str) -> Finding {
    let (path, label) = match schema.field(key) {
        Some(field) => (field.path(), label(schema, field)),
        None => (key.to_owned(), key.into()),
    };
    Finding::error("field-required", path, say!("Enter the {label}.", label = label))
}

/// A label inside a sentence: `Base URL` → `base URL`, `API key` stays.
fn in_sentence(label: &str) -> String {
    let mut chars = label.chars();
    match (chars.next(), chars.next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            let mut small = String::new();
            whatsapp_engine::case::push_lower(&mut small, first);
            small.push(second);
            small + chars.as_str()
        }
        _ => label.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::in_sentence;

    #[test]
    fn labels_fit_into_sentences() {
        assert_eq!(in_sentence("Base URL"), "base URL");
        assert_eq!(in_sentence("API key"), "API key");
        assert_eq!(in_sentence(""), "");
    }
}
