//! Every text is there in every language, says what it is told in each, and is used.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)] // a panic is how a test fails

use std::path::{Path, PathBuf};

use whatsapp_texts::{LANGUAGES, Part, Source, differences, parts, unused};

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn english(parts: &[Part]) -> Source {
    let english = Source::read(parts, LANGUAGES[0].tag).unwrap();
    assert!(english.texts.len() > 50, "only {} texts were found", english.texts.len());
    english
}

#[test]
fn every_language_says_what_english_says() {
    let parts = parts(&src()).unwrap();
    let english = english(&parts);
    let found: Vec<String> = LANGUAGES
        .iter()
        .flat_map(|language| differences(&english, *language, &Source::read(&parts, language.tag).unwrap()))
        .collect();
    assert!(found.is_empty(), "{} differences:\n{}", found.len(), found.join("\n"));
}

#[test]
fn every_text_is_used() {
    let parts = parts(&src()).unwrap();
    let unused = unused(&english(&parts), &src()).unwrap();
    assert!(unused.is_empty(), "no code names these texts:\n{}", unused.join("\n"));
}

/// The page's own list stands in JavaScript, which asks before the module is there.
#[test]
fn the_page_asks_for_the_languages_that_there_are() {
    let script = std::fs::read_to_string(src().with_file_name("www/texts.js")).unwrap();
    let tags: Vec<String> = LANGUAGES.iter().map(|language| format!("{:?}", language.tag)).collect();
    let list = format!("export const LANGUAGES = [{}];", tags.join(", "));
    assert!(script.contains(&list), "www/texts.js does not say `{list}`");
}
