//! Names of templates: 1 to 512 of `a-z`, `0-9` and `_` (Infobip's OpenAPI 3.210.0, `templateName`; Meta v23.0).

use crate::{finding::Finding, limits::TEMPLATE_NAME_MAX, quote::quote, say};

/// What is wrong with a template's name, if something is.
///
/// `template-name-missing`, `template-name-characters` (with a repair where only case, spaces or hyphens differ),
/// `template-name-too-long`.
pub fn check_template_name(name: &str, field: &str) -> Option<Finding> {
    if name.trim().is_empty() {
        return Some(Finding::error("template-name-missing", field, "There is no template yet. Choose one."));
    }
    if !name.bytes().all(is_allowed) {
        let text = say!(
            "{name} is not a template name. Names hold lower-case letters, digits and underscores only.",
            name = quote(name)
        );
        let finding = Finding::error("template-name-characters", field, text);
        return Some(match tidied(name) {
            Some(tidy) => finding.with_fix(say!("Use {value}", value = tidy.as_str()), tidy),
            None => finding,
        });
    }
    if name.len() > TEMPLATE_NAME_MAX {
        let text = say!(
            "The template's name has {count} characters, and {most} are allowed.",
            count = name.len(),
            most = TEMPLATE_NAME_MAX
        );
        return Some(Finding::error("template-name-too-long", field, text));
    }
    None
}

fn is_allowed(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_'
}

/// The name that was surely meant: WhatsApp's own editor turns capitals, spaces and hyphens into these too.
fn tidied(name: &str) -> Option<String> {
    let tidy: String = name
        .trim()
        .chars()
        .map(|character| match character {
            ' ' | '-' => '_',
            other => other.to_ascii_lowercase(),
        })
        .collect();
    (tidy.bytes().all(is_allowed) && tidy.len() <= TEMPLATE_NAME_MAX).then_some(tidy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(name: &str) -> Option<String> {
        check_template_name(name, "f").map(|finding| finding.code)
    }

    #[test]
    fn names_are_judged() {
        for (name, expected) in [
            ("order_update", None),
            ("_", None),
            ("2", None),
            ("", Some("template-name-missing")),
            ("  ", Some("template-name-missing")),
            ("Order", Some("template-name-characters")),
            ("order update", Some("template-name-characters")),
            ("order_update ", Some("template-name-characters")),
            ("bestätigung", Some("template-name-characters")),
            ("a.b", Some("template-name-characters")),
        ] {
            assert_eq!(code(name).as_deref(), expected, "{name:?}");
        }
        assert_eq!(code(&"a".repeat(512)), None);
        assert_eq!(code(&"a".repeat(513)).as_deref(), Some("template-name-too-long"));
    }

    #[test]
    fn only_a_certain_name_is_offered() {
        let fix =
            |name: &str| check_template_name(name, "f").and_then(|finding| finding.fix).map(|fix| fix.value);
        assert_eq!(fix(" Order-Update 2"), Some("order_update_2".into()));
        assert_eq!(fix("bestätigung"), None);
        assert_eq!(fix("{{ customer.x }}"), None);
        assert_eq!(fix(&"A".repeat(513)), None);
    }
}
