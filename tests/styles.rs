//! What a part of the page draws is in the sheets that it brings: what only another part brings would be missing now and then.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)] // a panic is how a test fails

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

/// Which folders of `src/` draw what, and which list of sheets in `src/styles.rs` is there then.
const PARTS: [(&str, &[&str]); 5] = [
    ("FIRST", &["components", "console", "integrations", "integration_form", "elements", "texts", "view"]),
    ("EDITOR", &["value_editor", "media_probe", "journey_node", "payloads", "preview", "quick_test"]),
    ("REPLIES", &["two_way"]),
    ("ACTIVITY", &["activity"]),
    ("SANDBOX", &["sandbox_phone", "sandbox_faults", "simulator"]),
];

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, ending, found);
        } else if path.extension().is_some_and(|given| given == ending) {
            found.push(path);
        }
    }
}

/// The words that begin as our classes do, where `before` stands in front of them.
fn classes(text: &str, before: &str) -> BTreeSet<String> {
    text.split(&format!("{before}wa-"))
        .skip(1)
        .map(|piece| piece.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect::<String>())
        .collect()
}

/// The sheets of a list, and of the lists that it names.
fn sheets(styles: &str, list: &str) -> String {
    let (_, rest) = styles.split_once(&format!("const {list}: ")).unwrap();
    let said = rest.split(";\n").next().unwrap();
    let mut text = String::new();
    for piece in said.split("include_str!(\"").skip(1) {
        let path = piece.split('"').next().unwrap();
        text.push_str(&std::fs::read_to_string(src().join(path)).unwrap());
    }
    for other in ["CHAT", "TEST", "TWO_WAY"] {
        if other != list
            && said.split(|c: char| !c.is_ascii_uppercase() && c != '_').any(|word| word == other)
        {
            text.push_str(&sheets(styles, other));
        }
    }
    text
}

#[test]
fn every_class_that_a_part_draws_is_in_its_sheets() {
    let styles = std::fs::read_to_string(src().join("styles.rs")).unwrap();
    let mut all = Vec::new();
    files(&src(), "css", &mut all);
    let known: BTreeSet<String> =
        all.iter().flat_map(|path| classes(&std::fs::read_to_string(path).unwrap(), ".")).collect();
    assert!(known.len() > 150, "only {} classes were found", known.len());
    let first = classes(&sheets(&styles, "FIRST"), ".");
    let mut missing = Vec::new();
    for (list, folders) in PARTS {
        let brought: BTreeSet<String> = first.union(&classes(&sheets(&styles, list), ".")).cloned().collect();
        let mut sources = Vec::new();
        for folder in folders {
            files(&src().join(folder), "rs", &mut sources);
        }
        for path in sources {
            let drawn = classes(&std::fs::read_to_string(&path).unwrap(), "");
            for class in drawn.iter().filter(|class| known.contains(*class) && !brought.contains(*class)) {
                missing.push(format!("wa-{class} of {} is not in {list}", path.display()));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// A sheet that no list names is never seen.
#[test]
fn every_sheet_is_brought() {
    let styles = std::fs::read_to_string(src().join("styles.rs")).unwrap();
    let mut all = Vec::new();
    files(&src(), "css", &mut all);
    for path in all {
        let name = path.strip_prefix(src()).unwrap().display().to_string();
        assert!(styles.contains(&format!("include_str!(\"{name}\")")), "{name}");
    }
}
