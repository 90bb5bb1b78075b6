//! The names that the code uses: one constant for each text, one function for each text that something is filled into.

use std::fmt::Write;

use crate::{LANGUAGES, Source, catalogue, compile};

/// Rust source: a module for each feature, the mark of this version, and English for tests.
pub fn generate(english: &Source) -> String {
    let mut out = String::new();
    let mut open = None;
    let mut providers = Vec::new();
    for (number, ((part, name), text)) in english.texts.iter().enumerate() {
        if english.is_provider(part) {
            providers.push((part, name, number));
            continue;
        }
        if open != Some(part) {
            if open.is_some() {
                out.push_str("}\n");
            }
            let _ = writeln!(
                out,
                "/// Texts of `{part}`.\npub mod {part} {{\n#[allow(unused_imports)] use super::{{Arg, Id, Text}};"
            );
            open = Some(part);
        }
        let places = text.places();
        let said = text.texts().last().copied().unwrap_or_default().replace('\n', " ");
        let _ = writeln!(out, "#[doc = {:?}]", format!("`{}`", said.replace('`', "'")));
        if places.is_empty() {
            let _ = writeln!(out, "pub const {}: Id = Id({number});", constant(name));
        } else {
            let parameters: Vec<_> = places.iter().map(|place| format!("{place}: impl Into<Arg>")).collect();
            let arguments: Vec<_> = places.iter().map(|place| format!("{place}.into()")).collect();
            let _ = writeln!(
                out,
                "pub fn {}({}) -> Text {{ Text::new(Id({number}), vec![{}]) }}",
                function(name),
                parameters.join(", "),
                arguments.join(", ")
            );
        }
    }
    if open.is_some() {
        out.push_str("}\n");
    }
    out.push_str("/// The providers' texts by provider and name, in this order.\npub const PROVIDERS: &[(&str, &str, Id)] = &[\n");
    providers.sort();
    for (part, name, number) in providers {
        let _ = writeln!(out, "({part:?}, {name:?}, Id({number})),");
    }
    out.push_str("];\n");
    let tags: Vec<_> = LANGUAGES.iter().map(|language| language.tag).collect();
    let _ = writeln!(
        out,
        "/// The languages that there are texts in.\npub const LANGUAGES: [&str; {}] = {tags:?};",
        tags.len()
    );
    let _ = writeln!(
        out,
        "/// Stands first in a catalogue of this version.\npub const MARK: &str = {:?};",
        compile::mark(english)
    );
    let _ = writeln!(
        out,
        "/// The English catalogue, for tests.\npub static ENGLISH: &[&str] = &{:#?};",
        catalogue(english, english)
    );
    out
}

/// `send-test` as a constant.
pub(crate) fn constant(name: &str) -> String {
    name.replace('-', "_").to_uppercase()
}

/// `send-test` as a function.
pub(crate) fn function(name: &str) -> String {
    name.replace('-', "_")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::source;

    #[test]
    fn a_text_with_places_is_a_function() {
        let code = generate(&source(&[("list", r#"{"no-name": "None", "delete-it": "Delete {name}?"}"#)]));
        assert!(code.contains("pub mod list {"), "{code}");
        assert!(code.contains("pub const NO_NAME: Id = Id(0);"), "{code}");
        assert!(
            code.contains(
                "pub fn delete_it(name: impl Into<Arg>) -> Text { Text::new(Id(1), vec![name.into()]) }"
            ),
            "{code}"
        );
    }
}
