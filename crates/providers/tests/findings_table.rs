//! `docs/findings.md` lists every code, with its severity, and no code that nothing uses.

#![allow(clippy::unwrap_used, reason = "a test that can't read the sources has nothing to say")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use whatsapp_domain::{Finding, Said};

mod common;

/// Files about what providers say: their words are outcomes, and codes of webhooks (`docs/command-line.md`), not findings.
const ABOUT_ANSWERS: [&str; 11] = [
    "answer.rs",
    "callbacks.rs",
    "codes.rs",
    "http_outcome.rs",
    "inbound.rs",
    "outcome.rs",
    "probes.rs",
    "report.rs",
    "signature.rs",
    "webhook.rs",
    "check_webhook.rs",
];

/// Texts that look like codes and are none.
const NOT_CODES: [&str; 5] =
    ["00000000-0000-0000-0000-000000000000", "retry-after", "www-authenticate", "key-refused", "kebab-case"];

#[test]
fn every_code_is_listed_and_every_listed_code_is_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let listed = listed(&fs::read_to_string(root.join("docs/findings.md")).unwrap());
    let mut used: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for layer in ["crates/domain/src", "crates/engine/src", "crates/providers"] {
        for file in sources(&root.join(layer)) {
            for (code, severity) in codes(&fs::read_to_string(&file).unwrap()) {
                used.entry(code).or_default().extend(severity);
            }
        }
    }
    assert!(used.len() > 100, "the search finds too little: {}", used.len());

    let missing: Vec<_> = used.keys().filter(|code| !listed.contains_key(*code)).collect();
    assert!(missing.is_empty(), "add these codes to docs/findings.md: {missing:?}");
    let unused: Vec<_> = listed.keys().filter(|code| !used.contains_key(*code)).collect();
    assert!(unused.is_empty(), "docs/findings.md lists codes that nothing uses: {unused:?}");
    for (code, severities) in &used {
        let listed = listed[code].as_str();
        assert!(
            severities.iter().all(|severity| *severity == listed),
            "{code} is {severities:?}, not {listed}"
        );
    }
}

/// Codes of the tables with their severity.
fn listed(document: &str) -> BTreeMap<String, String> {
    let mut listed = BTreeMap::new();
    for line in document.lines() {
        let Some((code, rest)) = line.strip_prefix("| `").and_then(|row| row.split_once("` | ")) else {
            continue;
        };
        let severity = rest.split(" |").next().unwrap_or_default();
        assert!(matches!(severity, "error" | "warning"), "{code}: {severity}");
        let previous = listed.insert(code.to_owned(), severity.to_owned());
        assert_eq!(previous, None, "{code} stands twice");
    }
    listed
}

/// Rust files below a folder that are no tests.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() && name != "tests" {
            files.extend(sources(&path));
        } else if name.ends_with(".rs") && name != "tests.rs" && !ABOUT_ANSWERS.contains(&name.as_str()) {
            files.push(path);
        }
    }
    files
}

/// The kebab-case texts of a file outside of comments and tests, and their severity where it stands beside them.
fn codes(source: &str) -> Vec<(String, Option<&'static str>)> {
    let code = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let code: String =
        code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let mut found = Vec::new();
    let mut before = "";
    // Every part between two quotes counts, inside a text or outside: code outside of texts is never kebab-case alone.
    for part in code.split('"') {
        if is_code(part) && !NOT_CODES.contains(&part) {
            let call = before.trim_end();
            let severity = [("Finding::error(", "error"), ("Finding::warning(", "warning")];
            let severity =
                severity.into_iter().find(|(start, _)| call.ends_with(start)).map(|(_, word)| word);
            found.push((part.to_owned(), severity));
        }
        before = part;
    }
    found
}

/// `two-words` or more, not an identifier between quotes by chance.
fn is_code(text: &str) -> bool {
    text.contains('-')
        && text.split('-').all(|word| {
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        })
}

#[test]
fn the_search_finds_codes_where_they_stand() {
    let source = "let a = Finding::warning(\n  \"one-two\", x);\n// \"not-this\"\nSelf::new(\"three-four\", \"Some text\");\n\
        \"UPPER-case\" \"single\"\n#[cfg(test)]\nmod tests {\n \"not-that\" }";
    assert_eq!(codes(source), [("one-two".to_owned(), Some("warning")), ("three-four".to_owned(), None)]);
}

/// What the examples below are told.
fn told(code: &str, example: &str, context: &serde_json::Value) -> Option<Said> {
    use whatsapp_engine::{csv, jinja, phone, url};

    match code.split('-').next()? {
        "phone" => phone::parse(example, None).err().map(|found| found.told()),
        "url" => url::judge(example, url::Purpose::Media).err().map(|found| found.text),
        "jinja" => match jinja::render(example, context) {
            Ok(rendered) => rendered.findings.first().map(Finding::told),
            Err(error) => Some(error.told()),
        },
        "unclosed" | "text" => csv::parse_record(example).err().map(|found| found.text),
        _ => None,
    }
}

#[test]
fn what_the_examples_are_told_is_translated() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let context = serde_json::json!({"customer": {"name": "Ana", "age": 7}});
    let examples = examples(&fs::read_to_string(root.join("docs/findings.md")).unwrap());
    let told: Vec<Said> =
        examples.iter().filter_map(|(code, example)| told(code, example, &context)).collect();
    assert!(told.len() > 25, "only {} examples were told anything", told.len());
    for (language, known) in common::translated() {
        let missing: BTreeSet<String> = told.iter().flat_map(|said| common::missing(said, &known)).collect();
        assert!(missing.is_empty(), "{language}: {missing:#?}");
    }
}

/// Examples that are a text to try: `code` and what stands between backticks in the last column.
fn examples(document: &str) -> Vec<(String, String)> {
    let rows = document.lines().filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |"));
    rows.filter_map(|row| {
        let (code, rest) = row.split_once("` | ")?;
        let example = rest.rsplit(" | ").next()?.strip_prefix('`')?.strip_suffix('`')?;
        (!example.contains('`')).then(|| (code.to_owned(), example.replace("\\|", "|")))
    })
    .collect()
}

#[test]
fn the_examples_are_true() {
    use whatsapp_engine::{csv, jinja, phone, url};

    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let context = serde_json::json!({"customer": {"name": "Ana", "age": 7}});
    let (mut tried, mut wrong) = (0, Vec::new());
    for (code, example) in examples(&fs::read_to_string(root.join("docs/findings.md")).unwrap()) {
        let found = match code.split('-').next().unwrap() {
            // A step reads through it; `check phone` refuses it as Google's library does.
            "phone" if code == "phone-plus-missing" => continue,
            // Only a step says so; the number itself is good.
            "phone" if code == "phone-double-zero" => continue,
            "phone" => {
                phone::parse(&example, None).map(|_| String::new()).unwrap_or_else(|e| e.code.to_owned())
            }
            "url" => {
                url::judge(&example, url::Purpose::Media).map(|_| String::new()).unwrap_or_else(|e| e.code)
            }
            "jinja" => match jinja::render(&example, &context) {
                Ok(rendered) => {
                    rendered.findings.first().map_or(String::new(), |finding| finding.code.clone())
                }
                Err(error) => error.code,
            },
            "unclosed" | "text" => csv::parse_record(&example).unwrap_err().code.to_owned(),
            _ => continue,
        };
        tried += 1;
        if found != code {
            wrong.push(format!("{example} is {found:?}, not {code}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(tried > 25, "only {tried} examples were found");
}
