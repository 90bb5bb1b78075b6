//! What is wrong with the texts.

use std::{collections::BTreeSet, path::Path};

use crate::{Forms, Language, Source, Text, generate};

/// What a language says otherwise than English allows: texts that are missing, unknown or empty, places that English
/// has not or that are not used, plural forms that its rules don't know or that are missing.
pub fn differences(english: &Source, language: Language, source: &Source) -> Vec<String> {
    let mut found = Vec::new();
    for ((part, name), text) in &english.texts {
        let mut say = |what: String| found.push(format!("{} {part}/{name}: {what}", language.tag));
        match source.get(&(part.clone(), name.clone())) {
            None => say("missing".into()),
            Some(spoken) => wrong(text, spoken, language).into_iter().for_each(&mut say),
        }
    }
    for (key, _) in &source.texts {
        if english.get(key).is_none() {
            found.push(format!("{} {}/{}: unknown", language.tag, key.0, key.1));
        }
    }
    found
}

fn wrong(english: &Text, spoken: &Text, language: Language) -> Vec<String> {
    let mut found = Vec::new();
    if spoken.texts().iter().any(|text| text.trim().is_empty()) {
        found.push("empty".into());
    }
    let sorted = |text: &Text| text.places().into_iter().collect::<BTreeSet<_>>();
    if sorted(english) != sorted(spoken) {
        found.push(format!("fills in {:?} where English has {:?}", spoken.places(), english.places()));
    }
    match (&english.forms, &spoken.forms) {
        (Forms::Plural(_), Forms::Plural(forms)) => {
            let forms: BTreeSet<_> = forms.iter().map(|(form, _)| form.as_str()).collect();
            if forms != language.plurals.iter().copied().collect() {
                found.push(format!("has the forms {forms:?}, its rules {:?}", language.plurals));
            }
        }
        (Forms::One(_), Forms::One(_)) => (),
        _ => found.push("goes by number in one language and not in the other".into()),
    }
    found
}

/// Texts that no code names, as `part/name`. `src` holds the code; texts are named through their module, under its own
/// name or as `say`.
///
/// # Errors
/// When a file can't be read.
pub fn unused(english: &Source, src: &Path) -> Result<Vec<String>, String> {
    let mut code = Vec::new();
    read_code(src, &mut code)?;
    let named = english.texts.iter().filter(|((part, _), _)| !english.is_provider(part));
    let unused = named.filter(|((part, name), text)| {
        let item = if text.places().is_empty() { generate::constant(name) } else { generate::function(name) };
        !code.iter().any(|file| names(file, part, &item))
    });
    Ok(unused.map(|((part, name), _)| format!("{part}/{name}")).collect())
}

fn read_code(folder: &Path, code: &mut Vec<String>) -> Result<(), String> {
    for entry in folder.read_dir().map_err(|error| error.to_string())?.flatten() {
        let path = entry.path();
        if path.is_dir() {
            read_code(&path, code)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            code.push(
                std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?,
            );
        }
    }
    Ok(())
}

/// Does this file name that text: `part::ITEM`, or `say::ITEM` where `say` is that part?
fn names(file: &str, part: &str, item: &str) -> bool {
    let whole = |path: String| {
        file.match_indices(&path).any(|(at, _)| {
            let next = file[at + path.len()..].chars().next();
            let before = file[..at].chars().next_back();
            let word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
            !word(next) && !word(before)
        })
    };
    let alias = file.contains(&format!("{part} as say"));
    whole(format!("{part}::{item}")) || (alias && whole(format!("say::{item}")))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::{LANGUAGES, Part};

    /// A source from pairs of feature and JSON.
    pub(crate) fn source(parts: &[(&str, &str)]) -> Source {
        let folder = std::env::temp_dir().join(format!(
            "whatsapp-texts-{}-{:?}",
            std::process::id(),
            std::thread::current().id()
        ));
        let parts: Vec<Part> = parts
            .iter()
            .map(|(name, json)| {
                let folder = folder.join(name).join("texts");
                std::fs::create_dir_all(&folder).unwrap();
                let json: serde_json::Value = serde_json::from_str(json).unwrap();
                std::fs::write(folder.join("en.json"), serde_json::to_string_pretty(&json).unwrap()).unwrap();
                Part { name: (*name).to_owned(), provider: false, folder }
            })
            .collect();
        let read = Source::read(&parts, "en").unwrap();
        std::fs::remove_dir_all(&folder).unwrap();
        read
    }

    #[test]
    fn every_difference_is_told() {
        let english = source(&[(
            "a",
            r#"{"one": "One", "two": "Two {x}", "three": {"one": "{count}", "other": "{count}"}, "four": "Four"}"#,
        )]);
        let other = source(&[(
            "a",
            r#"{"two": "Two {y}", "three": {"one": "{count}"}, "four": " ", "five": "Five"}"#,
        )]);
        let said = differences(&english, LANGUAGES[1], &other).join("\n");
        for expected in [
            "de a/one: missing",
            "de a/two: fills in [\"y\"] where English has [\"x\"]",
            "de a/three: has the forms {\"one\"}, its rules [\"one\", \"other\"]",
            "de a/four: empty",
            "de a/five: unknown",
        ] {
            assert!(said.contains(expected), "{expected} is not in:\n{said}");
        }
        assert_eq!(said.lines().count(), 5);
        assert!(differences(&english, LANGUAGES[0], &english).is_empty());
    }

    #[test]
    fn a_text_is_named_through_its_own_part() {
        let file = "use crate::texts::{list as say, words};\n t.get(say::TITLE); t.get(words::SAVE_ALL)";
        assert!(names(file, "list", "TITLE"));
        assert!(names(file, "words", "SAVE_ALL"));
        assert!(!names(file, "words", "SAVE"), "a longer name is another");
        assert!(!names(file, "form", "TITLE"), "another part's");
    }
}
