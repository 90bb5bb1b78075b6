//! Names that stand in sentences.

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::english;

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
