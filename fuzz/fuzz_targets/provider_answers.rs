//! What a provider answers, whatever it is: read into an outcome that promises nothing the answer does not.
//!
//! The input is an answer in plain text: the status on the first line, then header lines `name: value` up to an empty
//! line, then the body.
#![no_main]

use std::collections::BTreeMap;

use libfuzzer_sys::fuzz_target;
use whatsapp_domain::{Answer, Outcome, Settings, Verdict};
use whatsapp_providers::{ALL, Probe, ProbeResult, Provider};

fuzz_target!(|text: &str| {
    let answer = read(text);
    for provider in ALL {
        let outcome = provider.read_answer(&answer);
        hold(&outcome);
        // A message may go out twice only if it is sure not to have gone out.
        assert!(outcome.verdict == Verdict::Refused || !outcome.safe_to_repeat, "{outcome:?}");
        assert!(outcome.verdict != Verdict::Accepted || (200..300).contains(&answer.status), "{outcome:?}");
        provider.token_expired(&answer);
        if let Err(outcome) = provider.read_token(&answer) {
            hold(&outcome);
            // Infobip has no token exchange, so there is no answer to one.
            let is_answer = provider.schema().provider != "infobip";
            assert!(outcome.verdict != Verdict::Accepted || !is_answer, "no token, yet accepted");
        }
        let settings = Settings::default();
        let request = provider.list_templates(&settings);
        if let Err(outcome) = provider.read_templates(&settings, &request, &answer) {
            hold(&outcome);
        }
        check_steps(*provider, &settings, &outcome, &answer);
    }
});

fn check_steps(provider: &dyn Provider, settings: &Settings, token: &Outcome, answer: &Answer) {
    let all: Vec<ProbeResult> = provider
        .probes(settings)
        .iter()
        .map(|Probe { id, .. }| ProbeResult { id, answer: Some(answer.clone()), duration_ms: 1 })
        .collect();
    assert!(!provider.read_probes(settings, None, &all).is_empty());
    let silent: Vec<ProbeResult> =
        all.into_iter().map(|result| ProbeResult { answer: None, ..result }).collect();
    assert!(!provider.read_probes(settings, None, &silent).is_empty());
    assert!(!provider.read_probes(settings, Some(token), &[]).is_empty());
}

fn read(text: &str) -> Answer {
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.trim().parse().ok()).unwrap_or(200);
    let headers: BTreeMap<String, String> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    Answer { status, headers, body: body.to_owned() }
}

/// What holds for every outcome.
fn hold(outcome: &Outcome) {
    assert!(!outcome.cause.is_empty(), "{outcome:?}");
    assert!(
        !outcome.code.is_empty()
            && outcome.code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
        "{outcome:?}"
    );
    let json = serde_json::to_value(outcome).expect("an outcome is JSON");
    assert_eq!(serde_json::from_value::<Outcome>(json).expect("and back"), *outcome);
}
