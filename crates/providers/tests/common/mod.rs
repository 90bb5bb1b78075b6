//! Is what is told translated?

use std::{collections::BTreeSet, path::Path};

use serde_json::Value;
use whatsapp_domain::Said;

/// The English of all sentences that have a translation, for each language but English.
pub fn translated() -> Vec<(&'static str, BTreeSet<String>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let owners = whatsapp_texts::owners(&root).unwrap();
    let languages = whatsapp_texts::LANGUAGES[1..].iter();
    languages
        .map(|language| {
            let all =
                owners.iter().flat_map(|owner| whatsapp_texts::translations(owner, language.tag).unwrap());
            (language.tag, all.map(|(english, _)| english).collect())
        })
        .collect()
}

/// What of a sentence, and of the sentences within it, has no translation.
pub fn missing(said: &Said, known: &BTreeSet<String>) -> Vec<String> {
    match &said.phrase {
        None => untranslated(&said.text, known).into_iter().collect(),
        Some(phrase) => {
            let mut found: Vec<String> = untranslated(&phrase.pattern, known).into_iter().collect();
            phrase.args.values().for_each(|arg| within(arg, known, &mut found));
            found
        }
    }
}

fn within(arg: &Value, known: &BTreeSet<String>, found: &mut Vec<String>) {
    match arg {
        Value::Array(list) => list.iter().for_each(|one| within(one, known, found)),
        Value::Object(members) => {
            if let Some(Value::String(pattern)) = members.get("pattern") {
                found.extend(untranslated(pattern, known));
            }
            if let Some(Value::Object(args)) = members.get("args") {
                args.values().for_each(|arg| within(arg, known, found));
            }
        }
        _ => {}
    }
}

/// Patterns without letters of their own are the same everywhere.
fn untranslated(english: &str, known: &BTreeSet<String>) -> Option<String> {
    let mut depth = 0;
    let has_letters = english.chars().any(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        depth == 0 && c.is_alphabetic()
    });
    (has_letters && !known.contains(english)).then(|| english.to_owned())
}
