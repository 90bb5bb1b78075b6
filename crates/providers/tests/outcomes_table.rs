//! `docs/outcomes.md` lists every outcome code that reading an answer or a failed message can give, and no other.
#![allow(clippy::unwrap_used)] // a panic is how a test fails; clippy.toml reaches test functions only, not their helpers

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::Value;
use whatsapp_domain::Answer;
use whatsapp_providers::{ALL, infobip, sinch};

/// Codes in the first column of the tables.
fn listed() -> BTreeSet<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/outcomes.md");
    let rows: Vec<String> = fs::read_to_string(path)
        .unwrap()
        .lines()
        .filter_map(|line| Some(line.strip_prefix("| `")?.split_once('`')?.0.to_owned()))
        .collect();
    let unique: BTreeSet<String> = rows.iter().cloned().collect();
    assert_eq!(unique.len(), rows.len(), "a code stands twice");
    unique
}

/// Everything that the readers say to every status, in each form of body, and to every code of the tables.
fn given() -> BTreeSet<String> {
    let mut given = BTreeSet::new();
    let bodies = [
        "",
        "{}",
        "{\"a\":",
        "<html>",
        "<a/>",
        "text",
        "{\"message_id\":\"1\"}",
        "{\"messageId\":\"1\",\"status\":{\"groupId\":1}}",
    ];
    for &provider in ALL {
        for status in 0..=699 {
            for body in bodies {
                given.insert(provider.read_answer(&Answer::new(status, body)).code);
            }
        }
        let folder =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(provider.schema().provider).join("fixtures/answer");
        for entry in fs::read_dir(folder).unwrap() {
            let fixture: Value =
                serde_json::from_str(&fs::read_to_string(entry.unwrap().path()).unwrap()).unwrap();
            let answer = &fixture["answer"];
            let body = answer["body"].as_str().map_or_else(|| answer["body"].to_string(), str::to_owned);
            let answer = Answer {
                status: u16::try_from(answer["status"].as_u64().unwrap()).unwrap(),
                headers: serde_json::from_value(answer["headers"].clone()).unwrap(),
                body,
            };
            given.insert(provider.read_answer(&answer).code);
        }
    }
    given.extend((0..=200).filter_map(infobip::codes::status).map(|known| known.code.to_owned()));
    given.extend((7000..=7999).filter_map(infobip::codes::error).map(|known| known.code.to_owned()));
    given.extend(
        sinch::codes::REASONS
            .iter()
            .filter_map(|code| sinch::codes::reason(code))
            .map(|known| known.code.to_owned()),
    );
    // What a refused sender or recipient inside a request is called has one word for all providers.
    for (status, body) in [
        (
            400,
            "{\"requestError\":{\"serviceException\":{\"messageId\":\"BAD_REQUEST\",\"validationErrors\":{\"to\":[\"x\"]}}}}",
        ),
        (
            400,
            "{\"requestError\":{\"serviceException\":{\"messageId\":\"BAD_REQUEST\",\"validationErrors\":{\"from\":[\"x\"]}}}}",
        ),
    ] {
        given.insert(infobip_reads(status, body));
    }
    given
}

fn infobip_reads(status: u16, body: &str) -> String {
    whatsapp_providers::find("infobip").unwrap().read_answer(&Answer::new(status, body)).code
}

#[test]
fn every_outcome_is_listed_and_every_listed_outcome_is_given() {
    let (listed, given) = (listed(), given());
    let missing: Vec<_> = given.difference(&listed).collect();
    assert!(missing.is_empty(), "add these codes to docs/outcomes.md: {missing:?}");
    let unused: Vec<_> = listed.difference(&given).collect();
    assert!(unused.is_empty(), "docs/outcomes.md lists codes that nothing gives: {unused:?}");
}
