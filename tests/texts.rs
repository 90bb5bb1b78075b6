//! Every text is there in every language, says what it is told in each, and is used.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)] // a panic is how a test fails

use std::path::{Path, PathBuf};

use whatsapp_texts::{LANGUAGES, Part, Source, compiled, differences, mistranslated, parts, unused};

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

/// Every sentence of the engine, the providers and the proxy has its translation, filled in with the same.
#[test]
fn every_sentence_is_said_in_every_language() {
    let root = src().parent().unwrap().to_path_buf();
    let wrong = mistranslated(&root).unwrap();
    assert!(wrong.is_empty(), "{} are wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// What the page downloads can tell all sentences apart.
#[test]
fn the_sentences_of_each_language_are_one_download() {
    let root = src().parent().unwrap().to_path_buf();
    for language in &LANGUAGES[1..] {
        let (numbers, texts) = compiled(&root, language.tag).unwrap();
        assert_eq!(numbers.len(), texts.len());
        assert!(numbers.is_sorted() && numbers.len() > 500, "{}: {}", language.tag, numbers.len());
    }
}
