//! Values as they were written by every version and in every shape that there ever was, and what becomes of them: the files below
//! `tests/versions/`. A file is `{"shape","given","becomes"}`; its name begins with the version that it was written in.
//!
//! A shape is listed here when a key was added that earlier values don't have: those have to load with a meaning of their own.
#![allow(clippy::unwrap_used)] // a panic is how a test fails

use std::{collections::BTreeSet, fs, path::PathBuf};

use serde_json::Value;
use whatsapp_domain::{
    IntegrationInput, Keywords, Node, Stored,
    version::{self, Versions},
};

/// Shapes of a step, by file name.
const NODES: [&str; 5] = ["1-by-hand", "1-first", "1-free-text", "1-languages", "1-media"];
/// Shapes of an integration, by file name.
const INTEGRATIONS: [&str; 3] = ["1-by-hand", "1-first", "1-keywords"];

struct Fixture {
    name: String,
    given: Value,
    becomes: Value,
}

fn fixtures(kind: &str, listed: &[&str], versions: Versions) -> Vec<Fixture> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/versions").join(kind);
    let mut found: Vec<Fixture> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let mut file: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            assert!(file["shape"].is_string(), "{} does not say which shape it is", path.display());
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            Fixture { name, given: file["given"].take(), becomes: file["becomes"].take() }
        })
        .collect();
    found.sort_by(|one, other| one.name.cmp(&other.name));
    let names: Vec<&str> = found.iter().map(|fixture| fixture.name.as_str()).collect();
    assert_eq!(names, listed, "files and list differ");
    let covered: BTreeSet<u32> =
        names.iter().map(|name| name.split('-').next().unwrap().parse().unwrap()).collect();
    let all: BTreeSet<u32> = (versions.oldest()..=versions.newest()).collect();
    assert_eq!(covered, all, "each version of a {kind} has a file");
    for Fixture { name, given, .. } in &found {
        let written =
            given.get("version").map_or(versions.oldest(), |version| version.as_u64().unwrap() as u32);
        assert!(name.starts_with(&format!("{written}-")), "{name} is of version {written}");
    }
    found
}

fn read<T: Stored>(name: &str, given: Value) -> T {
    version::read(given).unwrap_or_else(|why| panic!("{name}: {why:?}"))
}

#[test]
fn every_step_that_was_ever_written_loads() {
    for Fixture { name, given, becomes } in fixtures("node", &NODES, version::NODE) {
        let node: Node = read(&name, given);
        assert_eq!(serde_json::to_value(&node).unwrap(), becomes, "{name}");
        assert_eq!(read::<Node>(&name, becomes), node, "{name}: a second time");
    }
}

#[test]
fn every_integration_that_was_ever_written_loads() {
    for Fixture { name, given, becomes } in fixtures("integration", &INTEGRATIONS, version::INTEGRATION) {
        let input: IntegrationInput = read(&name, given);
        // Whoever never chose words has those of this build.
        let mut words = serde_json::to_value(Keywords::default()).unwrap();
        if becomes["twoWay"].get("keywords").is_some() {
            words = becomes["twoWay"]["keywords"].clone();
        }
        let mut becomes = becomes;
        becomes["twoWay"]["keywords"] = words;
        let secrets: std::collections::BTreeMap<_, _> =
            input.secrets.iter().map(|(key, secret)| (key, secret.expose())).collect();
        let mut now = serde_json::json!({"version": input.version, "name": input.name, "provider": input.provider,
            "settings": input.settings, "secrets": secrets, "twoWay": input.two_way, "limits": input.limits});
        if let Some(id) = &input.id {
            now["id"] = id.as_str().into();
        }
        assert_eq!(now, becomes, "{name}");
    }
}
