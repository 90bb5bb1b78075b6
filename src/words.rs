//! Names that stand in sentences, and what providers say of themselves.

use whatsapp_domain::{Choice, Field, SettingsSchema};
use whatsapp_providers::SCHEMAS;

use crate::texts::Texts;

/// The providers' names in a sentence in which any will do: `Infobip or Sinch`.
pub fn any_provider(t: Texts) -> String {
    t.any_of(&names())
}

/// All providers' names in a sentence.
pub fn all_providers(t: Texts) -> String {
    t.all_of(&names())
}

fn names() -> Vec<&'static str> {
    SCHEMAS.iter().map(|schema| schema.name).collect()
}

/// What connecting an account with this provider takes.
pub fn summary(t: Texts, schema: &SettingsSchema) -> &'static str {
    t.of_provider(schema.provider, "summary").unwrap_or(schema.summary)
}

/// What this provider does with captions.
pub fn captions(t: Texts, schema: &SettingsSchema) -> &'static str {
    t.of_provider(schema.provider, "captions").unwrap_or(schema.captions)
}

/// The label of a provider's field, and where to find its value.
pub fn of_field(t: Texts, provider: &str, field: &Field) -> (&'static str, &'static str) {
    let name = kebab(field.key);
    let help = t.of_provider(provider, &format!("{name}-help"));
    (t.of_provider(provider, &name).unwrap_or(field.label), help.unwrap_or(field.help))
}

/// The label of a choice, and what it means.
pub fn of_choice(t: Texts, provider: &str, field: &Field, choice: &Choice) -> (&'static str, &'static str) {
    let name = format!("{}-{}", kebab(field.key), kebab(choice.value));
    let help = t.of_provider(provider, &format!("{name}-help"));
    (t.of_provider(provider, &name).unwrap_or(choice.label), help.unwrap_or(choice.help))
}

/// `baseUrl` as names of texts are written: `base-url`.
pub(crate) fn kebab(key: &str) -> String {
    let mut out = String::with_capacity(key.len() + 4);
    for c in key.chars() {
        if c.is_ascii_uppercase() {
            out.push('-');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::english;

    /// What a provider says in English stands twice, in its schema (for logs and the command line) and among its texts.
    #[test]
    fn the_english_texts_of_providers_are_what_their_schemas_say() {
        let t = english();
        let mut count = 0;
        let mut same = |provider: &str, name: &str, words: &str| {
            count += 1;
            assert_eq!(t.of_provider(provider, name), Some(words), "{provider}/texts/en.json: {name}");
        };
        for schema in SCHEMAS {
            same(schema.provider, "summary", schema.summary);
            same(schema.provider, "captions", schema.captions);
            for field in schema.fields {
                let name = kebab(field.key);
                same(schema.provider, &name, field.label);
                same(schema.provider, &format!("{name}-help"), field.help);
                if let whatsapp_domain::FieldKind::Choice(choices) = field.kind {
                    for choice in choices {
                        let name = format!("{name}-{}", kebab(choice.value));
                        same(schema.provider, &name, choice.label);
                        same(schema.provider, &format!("{name}-help"), choice.help);
                    }
                }
            }
        }
        assert_eq!(
            crate::texts::PROVIDERS.len(),
            count,
            "a provider has texts that its schema does not know"
        );
    }

    #[test]
    fn every_provider_is_named() {
        let names = any_provider(english());
        for schema in SCHEMAS {
            assert!(names.contains(schema.name), "{names}");
        }
        assert_eq!(names.matches(" or ").count(), 1);
        assert_eq!(all_providers(english()).matches(" and ").count(), 1);
    }
}
