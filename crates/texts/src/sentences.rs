//! Sentences of the engine, the providers and the proxy. In English they stand in the code, where their rules stand;
//! the other languages keep them in `sentences/<language>.json` beside that code, under the English sentence.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use serde_json::{Map, Value};

use crate::{Forms, LANGUAGES, Language, Text, literals::literals, source};

/// Code whose sentences have files of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// The folder of the code.
    pub code: PathBuf,
    /// Folders in it that belong to another owner.
    without: Vec<PathBuf>,
    /// The folder of the files.
    pub folder: PathBuf,
}

/// Code whose words are for programs, for the command line or for a log, and not shown on the page.
const FOR_PROGRAMS: &[&str] = &[
    "crates/engine/src/address",
    "crates/engine/src/check.rs",
    "crates/engine/src/url/mod.rs",
    "crates/providers/check_webhook.rs",
    "crates/providers/engine_api",
    "crates/providers/provider/webhook.rs",
    "crates/providers/worst_cases.rs",
    "crates/proxy/src/command",
    "crates/proxy/src/config",
    "crates/proxy/src/extract.rs",
    "crates/proxy/src/housekeeping.rs",
    "crates/proxy/src/main.rs",
    "crates/proxy/src/metrics.rs",
    "crates/proxy/src/routes/audit.rs",
    "crates/proxy/src/routes/events.rs",
    "crates/proxy/src/routes/events",
    "crates/proxy/src/routes/messages.rs",
    "crates/proxy/src/routes/metrics.rs",
    "crates/proxy/src/routes/openapi.rs",
    "crates/proxy/src/routes/outbox.rs",
    "crates/proxy/src/routes/quick_test_history.rs",
    "crates/proxy/src/serve.rs",
    "crates/proxy/src/store",
    "crates/proxy/src/vault",
    // Told to providers.
    "crates/proxy/src/webhooks/refusal.rs",
];

/// Calls around a text that only programmers read.
const FOR_PROGRAMMERS: &[&str] =
    &["expect", "internal", "panic!", "unreachable!", "error!", "warn!", "info!", "debug!"];

/// Calls whose texts are labels of repairs, which are no sentences and are translated all the same.
const LABELS: &[&str] = &["text_fix", "with_fix"];

/// The owners below a project's folder, each layer before those that build on it.
///
/// # Errors
/// When a folder can't be listed.
pub fn owners(root: &Path) -> Result<Vec<Owner>, String> {
    let crates = root.join("crates");
    let providers = crates.join("providers");
    let each: Vec<PathBuf> = source::parts(&root.join("src"))?
        .into_iter()
        .filter(|part| part.provider)
        .filter_map(|part| part.folder.parent().map(Path::to_path_buf))
        .collect();
    let owner =
        |code: PathBuf, within: &Path| Owner { code, without: Vec::new(), folder: within.join("sentences") };
    let mut owners = vec![
        owner(crates.join("domain/src"), &crates.join("domain")),
        owner(crates.join("engine/src"), &crates.join("engine")),
        Owner { without: each.clone(), ..owner(providers.clone(), &providers) },
    ];
    owners.extend(each.into_iter().map(|folder| owner(folder.clone(), &folder)));
    owners.push(owner(crates.join("proxy/src"), &crates.join("proxy")));
    Ok(owners)
}

/// The sentences of an owner's code: each with the names of its places, and where it stands first.
///
/// # Errors
/// When a file can't be read; and for a sentence that is filled in, yet not by `say!`.
pub fn sentences(root: &Path, owner: &Owner) -> Result<BTreeMap<String, Sentence>, String> {
    let mut found = BTreeMap::new();
    let mut files = Vec::new();
    rust_files(&owner.code, &owner.without, &mut files)?;
    for file in files {
        let place = file.strip_prefix(root).unwrap_or(&file).display().to_string();
        let for_programs = FOR_PROGRAMS.iter().any(|skipped| place.starts_with(skipped))
            // What a provider's notice says stands in events for the console; the page shows none.
            || place.starts_with("crates/providers/") && place.contains("/webhook/")
            // What a provider's form says is in its texts.
            || place.ends_with("/settings.rs");
        let code = std::fs::read_to_string(&file).map_err(|error| format!("{place}: {error}"))?;
        for literal in literals(&code) {
            let at = format!("{place}:{}", literal.line);
            let places = places(&literal.text);
            if literal.said {
                let english = if places.is_empty() { unescaped(&literal.text) } else { literal.text };
                // What has no letters is the same in every language.
                if !neutral(&english) {
                    found.entry(english).or_insert(Sentence { places, at });
                }
            } else if LABELS.contains(&literal.within.as_str()) && is_label(&literal.text) {
                return Err(format!("{at}: say this with words!: {}", literal.text));
            } else if !for_programs
                && is_sentence(&literal.text)
                && !FOR_PROGRAMMERS.contains(&literal.within.as_str())
            {
                if literal.within.ends_with("format!") {
                    return Err(format!("{at}: fill this in with say!: {}", literal.text));
                }
                found.entry(literal.text).or_insert(Sentence { places: BTreeSet::new(), at });
            }
        }
    }
    Ok(found)
}

/// A sentence of the code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// The names of what is filled in.
    pub places: BTreeSet<String>,
    /// File and line.
    pub at: String,
}

/// Words that are no sentence, no path and no Jinja.
fn is_label(text: &str) -> bool {
    text.contains(' ') && text.starts_with(char::is_alphabetic) && !is_sentence(text)
}

/// Begins with a capital (or a quotation mark) and ends as sentences do.
fn is_sentence(text: &str) -> bool {
    text.contains(' ')
        && text.ends_with(['.', '…'])
        && text.starts_with(|c: char| c.is_uppercase() || c == '“')
}

/// Nothing but places, digits and marks: there is nothing to translate.
fn neutral(pattern: &str) -> bool {
    let mut depth = 0;
    pattern.chars().all(|c| {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => return depth > 0 || !c.is_alphabetic(),
        }
        true
    })
}

fn unescaped(pattern: &str) -> String {
    pattern.replace("{{", "{").replace("}}", "}")
}

/// The names of a pattern's places; doubled braces are none.
pub fn places(pattern: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut rest = pattern;
    while let Some(at) = rest.find('{') {
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('{') {
            rest = after;
        } else if let Some((name, after)) = rest.split_once('}') {
            if !name.is_empty()
                && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
            {
                names.insert(name.to_owned());
            }
            rest = after;
        }
    }
    names
}

fn rust_files(folder: &Path, without: &[PathBuf], files: &mut Vec<PathBuf>) -> Result<(), String> {
    let entries = folder.read_dir().map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            if name != "tests" && !without.contains(&path) {
                rust_files(&path, without, files)?;
            }
        } else if name.ends_with(".rs") && name != "tests.rs" && name != "hostile.rs" {
            files.push(path);
        }
    }
    Ok(())
}

/// What an owner's file of one language says, by the English sentence.
///
/// # Errors
/// When a file can't be read or has another form, with its path.
pub fn translations(owner: &Owner, language: &str) -> Result<BTreeMap<String, Text>, String> {
    let path = owner.folder.join(format!("{language}.json"));
    if !path.exists() {
        return Ok(BTreeMap::new());
    }
    let within = |error: String| format!("{}: {error}", path.display());
    let content = std::fs::read_to_string(&path).map_err(|error| within(error.to_string()))?;
    let texts: Map<String, Value> =
        serde_json::from_str(&content).map_err(|error| within(error.to_string()))?;
    texts
        .into_iter()
        .map(|(english, value)| {
            Ok((english.clone(), Text::read(&value).map_err(|e| within(format!("{english} {e}")))?))
        })
        .collect()
}

/// What is wrong with the translations below a project's folder: a sentence that is missing, unknown, empty, filled in
/// with something else, or goes by number in one language alone.
///
/// # Errors
/// When a file can't be read.
pub fn mistranslated(root: &Path) -> Result<Vec<String>, String> {
    let mut wrong = Vec::new();
    let mut before: Vec<BTreeSet<String>> = Vec::new();
    for owner in owners(root)? {
        let mut wanted = sentences(root, &owner)?;
        // What a layer below says already is translated there.
        let own: BTreeSet<String> = wanted.keys().cloned().collect();
        wanted.retain(|sentence, _| !before.iter().any(|below| below.contains(sentence)));
        // What is one provider's own its neighbours can't rely on.
        if owner.code.parent() != Some(&root.join("crates/providers")) {
            before.push(own);
        }
        let mut by_number: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for language in &LANGUAGES[1..] {
            let spoken = translations(&owner, language.tag)?;
            let place = owner
                .folder
                .strip_prefix(root)
                .unwrap_or(&owner.folder)
                .join(format!("{}.json", language.tag));
            let mut say = |what: String| wrong.push(format!("{}: {what}", place.display()));
            for (english, sentence) in &wanted {
                match spoken.get(english) {
                    None => say(format!("missing: {english} ({})", sentence.at)),
                    Some(text) => {
                        differences(sentence, text, *language)
                            .into_iter()
                            .for_each(|w| say(format!("{english} {w}")));
                        if matches!(text.forms, Forms::Plural(_)) {
                            by_number.entry(english.clone()).or_default().insert(language.tag);
                        }
                    }
                }
            }
            for english in spoken.keys().filter(|english| !wanted.contains_key(*english)) {
                say(format!("unknown: {english}"));
            }
        }
        for (english, languages) in by_number {
            if languages.len() != LANGUAGES.len() - 1 {
                wrong.push(format!("{english} goes by number in {languages:?} alone"));
            }
        }
    }
    Ok(wrong)
}

fn differences(sentence: &Sentence, text: &Text, language: Language) -> Vec<String> {
    let mut found = Vec::new();
    if text.texts().iter().any(|text| text.trim().is_empty()) {
        found.push("is empty".to_owned());
    }
    if !sentence.places.is_empty() {
        let mut spoken: BTreeSet<String> = text.texts().iter().flat_map(|text| places(text)).collect();
        if matches!(text.forms, Forms::Plural(_)) {
            spoken.insert("count".into());
        }
        if spoken != sentence.places {
            found.push(format!("is filled in with {spoken:?} where English has {:?}", sentence.places));
        }
    }
    if let Forms::Plural(forms) = &text.forms {
        let forms: BTreeSet<_> = forms.iter().map(|(form, _)| form.as_str()).collect();
        if forms != language.plurals.iter().copied().collect() {
            found.push(format!("has the forms {forms:?}, its rules {:?}", language.plurals));
        }
    }
    found
}

/// The number of a sentence in what the page downloads: FNV-1a, 32 bits, of its English. The page counts it too
/// (`src/texts/told.rs`).
pub fn number(english: &str) -> u32 {
    english.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// What the page downloads of one language: the numbers of the sentences in order, and the sentences in the same order.
///
/// # Errors
/// When a file can't be read, or when two sentences have the same number or one sentence two translations.
pub fn compiled(root: &Path, language: &str) -> Result<(Vec<u32>, Vec<String>), String> {
    let mut all: BTreeMap<u32, (String, String)> = BTreeMap::new();
    for owner in owners(root)? {
        for (english, text) in translations(&owner, language)? {
            let spoken = crate::compile::by_form(&text);
            let entry = (english.clone(), spoken);
            if let Some(other) = all.insert(number(&english), entry.clone())
                && other != entry
            {
                return Err(format!("{language}: {entry:?} and {other:?} can't be told apart"));
            }
        }
    }
    Ok(all.into_iter().map(|(number, (_, text))| (number, text)).unzip())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_names_in_single_braces() {
        let names = |pattern| places(pattern).into_iter().collect::<Vec<_>>();
        assert_eq!(names("{a_b} has {{c}} and {d}."), ["a_b", "d"]);
        assert_eq!(names("{{{{ customer }}}} {x1"), [""; 0]);
    }

    #[test]
    fn only_sentences_are_taken_without_being_asked_for() {
        assert!(is_sentence("The text is empty.") && is_sentence("“a” is wrong."));
        for other in ["the text", "Title", "application/json.", "A title without an end"] {
            assert!(!is_sentence(other), "{other}");
        }
        assert!(neutral("{one} {two}, 3"));
        assert!(!neutral("{one} or {two}"));
    }

    #[test]
    fn a_sentence_has_the_number_that_the_page_counts() {
        assert_eq!(number(""), 0x811c_9dc5);
        assert_eq!(number("foobar"), 0xbf9c_f968);
    }
}
