//! `docs/outcomes.md` lists every outcome code that reading an answer or a failed message can give, and no other.
#![allow(clippy::unwrap_used)] // a panic is how a test fails; clippy.toml reaches test functions only, not their helpers

use std::{collections::BTreeSet, fs, path::Path};

use serde_json::Value;
use whatsapp_domain::{Answer, Outcome, Verdict};
use whatsapp_providers::{ALL, infobip, sinch};

mod common;

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
fn given() -> Vec<Outcome> {
    let mut given = Vec::new();
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
                given.push(provider.read_answer(&Answer::new(status, body)));
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
            given.push(provider.read_answer(&answer));
        }
    }
    let known = (0..=200).filter_map(infobip::codes::status);
    let known = known.chain((7000..=7999).filter_map(infobip::codes::error));
    let known = known.chain(sinch::codes::REASONS.iter().filter_map(|code| sinch::codes::reason(code)));
    given.extend(known.map(|known| {
        let mut outcome = Outcome::new(Verdict::Refused, known.code, "");
        known.describe(&mut outcome);
        outcome
    }));
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
        given.push(infobip_reads(status, body));
    }
    given
}

fn infobip_reads(status: u16, body: &str) -> Outcome {
    whatsapp_providers::find("infobip").unwrap().read_answer(&Answer::new(status, body))
}

#[test]
fn every_outcome_is_listed_and_every_listed_outcome_is_given() {
    let (listed, given) = (listed(), given());
    let given: BTreeSet<String> = given.into_iter().map(|outcome| outcome.code).collect();
    let missing: Vec<_> = given.difference(&listed).collect();
    assert!(missing.is_empty(), "add these codes to docs/outcomes.md: {missing:?}");
    let unused: Vec<_> = listed.difference(&given).collect();
    assert!(unused.is_empty(), "docs/outcomes.md lists codes that nothing gives: {unused:?}");
}

/// Each listed outcome is given above, so each is told in every language.
#[test]
fn every_outcome_is_told_in_every_language() {
    let given = given();
    for (language, known) in common::translated() {
        let sentences = given.iter().flat_map(|outcome| [outcome.told_cause(), outcome.told_fix()]);
        let missing: BTreeSet<String> = sentences.flat_map(|said| common::missing(&said, &known)).collect();
        assert!(missing.is_empty(), "{language}: {missing:#?}");
    }
}
