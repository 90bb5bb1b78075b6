//! What every provider promises, checked for all of them; their fixtures, both ways.
#![allow(clippy::unwrap_used)] // a panic is how a test fails; clippy.toml reaches test functions only, not their helpers

use std::{collections::BTreeSet, fs, path::Path};

use proptest::prelude::*;
use serde_json::{Value, json};
use whatsapp_domain::{
    AddressPolicy, Answer, Authorization, CallbackTarget, Condition, FieldKind, FilledMessage, Outcome,
    OutgoingRequest, Reached, RegistrationState, Secret, Secrets, Settings, Verdict,
};
use whatsapp_providers::{ALL, Callback, CallbackList, Login, ProbeResult, Provider, SCHEMAS, SendIds, find};

const PLANTED: &str = "planted-secret-0123456789";

fn settings(value: &Value) -> Settings {
    serde_json::from_value(value.clone()).unwrap()
}

fn answer(value: &Value) -> Answer {
    let body = match &value["body"] {
        Value::String(text) => text.clone(),
        json => json.to_string(),
    };
    Answer {
        status: u16::try_from(value["status"].as_u64().unwrap()).unwrap(),
        headers: serde_json::from_value(value["headers"].clone()).unwrap(),
        body,
    }
}

/// All fixtures of one kind, with their names.
fn fixtures(provider: &dyn Provider, kind: &str) -> Vec<(String, Value)> {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(provider.schema().provider).join("fixtures").join(kind);
    let mut all: Vec<(String, Value)> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| {
            let path = entry.unwrap().path();
            let value: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap())
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            assert!(
                value["source"].as_str().is_some_and(|source| !source.is_empty()),
                "{} names no source",
                path.display()
            );
            (path.display().to_string(), value)
        })
        .collect();
    all.sort_by(|one, other| one.0.cmp(&other.0));
    assert!(!all.is_empty(), "{} is empty", folder.display());
    all
}

fn reached(e164: &str) -> Reached {
    Reached { e164: e164.into(), international: e164.into(), region: None, country: String::new() }
}

/// `part` says nothing that `whole` does not say as well.
fn assert_within(part: &Value, whole: &Value, name: &str) {
    for (key, expected) in part.as_object().unwrap() {
        assert_eq!(whole.get(key).unwrap_or(&Value::Null), expected, "{name}: {key}\n{whole:#}");
    }
}

/// Good settings for each provider and each way to sign in.
fn accounts() -> Vec<(&'static dyn Provider, Settings, &'static str)> {
    let mut all = Vec::new();
    for &provider in ALL {
        let Some(FieldKind::Choice(schemes)) = provider.schema().field("authScheme").map(|field| field.kind)
        else {
            panic!("{} has no authScheme", provider.schema().provider)
        };
        let (_, fixture) = &fixtures(provider, "send")[0];
        for scheme in schemes {
            let mut values = settings(&fixture["settings"]);
            values.insert("authScheme".into(), scheme.value.into());
            values.insert("username".into(), "ana".into());
            all.push((provider, values, scheme.value));
        }
    }
    all
}

/// Every secret that this provider knows, with the planted text.
fn planted(provider: &dyn Provider) -> Secrets {
    let secret = provider.schema().fields.iter().filter(|field| field.is_secret());
    secret.map(|field| (field.key.to_owned(), Secret::new(PLANTED))).collect()
}

#[test]
fn the_lists_agree() {
    let ids: Vec<&str> = ALL.iter().map(|provider| provider.schema().provider).collect();
    assert_eq!(ids, ["infobip", "sinch"]);
    assert_eq!(SCHEMAS.iter().map(|schema| schema.provider).collect::<Vec<_>>(), ids);
    assert!(find("infobip").is_some() && find("Infobip").is_none() && find("").is_none());
}

#[test]
fn schemas_are_sound() {
    for schema in SCHEMAS {
        let keys: BTreeSet<&str> = schema.fields.iter().map(|field| field.key).collect();
        assert_eq!(keys.len(), schema.fields.len(), "{}: keys are unique", schema.provider);
        assert!(!schema.name.is_empty() && !schema.summary.is_empty());
        for field in schema.fields {
            let name = format!("{}.{}", schema.provider, field.key);
            assert!(!field.label.is_empty() && !field.help.is_empty(), "{name} has no words");
            if let Condition::When { key, values } = field.condition {
                let Some(FieldKind::Choice(choices)) = schema.field(key).map(|other| other.kind) else {
                    panic!("{name} depends on {key}, which is no choice")
                };
                for value in values {
                    assert!(
                        choices.iter().any(|choice| choice.value == *value),
                        "{name} depends on {key} = {value}"
                    );
                }
            }
            if let FieldKind::Choice(choices) = field.kind {
                assert!(choices.iter().any(|choice| choice.value == field.default), "{name} has no default");
            }
            assert!(!field.is_secret() || field.default.is_empty(), "{name}: a secret has no default");
        }
    }
}

#[test]
fn good_settings_have_no_finding() {
    for (provider, values, scheme) in accounts() {
        let values = provider.normalise(&values, &AddressPolicy::default());
        let findings =
            provider.check_settings(&values, &planted(provider), &|_| false, &AddressPolicy::default());
        // App ids in fixtures are invented; a warning about their look would be fair.
        let errors: Vec<_> = findings.iter().filter(|finding| finding.is_error()).collect();
        assert!(errors.is_empty(), "{} {scheme}: {errors:?}", provider.schema().provider);
        let stored = provider.check_settings(&values, &Secrets::new(), &|_| true, &AddressPolicy::default());
        assert!(
            stored.iter().all(|finding| !finding.is_error()),
            "stored secrets may be left out: {stored:?}"
        );
    }
}

#[test]
fn every_required_field_that_is_missing_is_found_at_its_path() {
    for (provider, values, scheme) in accounts() {
        let schema = provider.schema();
        for field in schema.shown(&values).filter(|field| field.required && field.default.is_empty()) {
            for blank in [None, Some(""), Some("  ")] {
                let (mut values, mut secrets) = (values.clone(), planted(provider));
                values.remove(field.key);
                secrets.remove(field.key);
                if let Some(blank) = blank {
                    if field.is_secret() {
                        secrets.insert(field.key.into(), Secret::new(blank));
                    } else {
                        values.insert(field.key.into(), blank.into());
                    }
                }
                let policy = AddressPolicy::default();
                let values = provider.normalise(&values, &policy);
                let findings = provider.check_settings(&values, &secrets, &|_| false, &policy);
                let at: Vec<_> = findings.iter().filter(|finding| finding.field == field.path()).collect();
                assert_eq!(at.len(), 1, "{} {scheme} {} {blank:?}: {findings:?}", schema.provider, field.key);
                assert!(at[0].is_error());
            }
        }
    }
}

#[test]
fn secrets_are_in_no_request_and_no_debug_text() {
    for (provider, values, scheme) in accounts() {
        let name = format!("{} {scheme}", provider.schema().provider);
        let secrets = planted(provider);
        let authorization =
            provider.authorization(&values, &secrets).unwrap_or_else(|finding| panic!("{name}: {finding:?}"));
        let encoded = match &authorization {
            Authorization::Header { credentials, .. } | Authorization::Token { credentials, .. } => {
                credentials.expose().to_owned()
            }
        };
        assert!(!encoded.is_empty());
        let mut shown = vec![format!("{authorization:?}"), authorization.masked()];
        if let Authorization::Token { request, cache_key, .. } = &authorization {
            shown.push(serde_json::to_string(request).unwrap());
            shown.push(cache_key.clone());
        }
        for (_, fixture) in fixtures(provider, "send") {
            let message: FilledMessage = serde_json::from_value(fixture["message"].clone()).unwrap();
            let request = provider.send(
                &values,
                &reached("+441134960001"),
                &message,
                SendIds { message_id: Some("m") },
            );
            shown.push(serde_json::to_string(&request).unwrap());
        }
        shown.extend(provider.probes(&values).iter().map(|probe| format!("{probe:?}")));
        shown.push(format!("{:?}", provider.list_templates(&values)));
        shown.extend(callback_requests(provider, &values).iter().map(|request| format!("{request:?}")));
        shown.push(format!(
            "{:?}",
            provider.check_settings(&values, &secrets, &|_| false, &AddressPolicy::default())
        ));
        for text in shown {
            assert!(!text.contains(PLANTED) && !text.contains(&encoded), "{name}: {text}");
            assert!(!text.contains("Authorization\":"), "{name}: {text}");
        }
    }
}

/// Everything that is ever asked about callbacks, as it is stored and shown.
fn callback_requests(provider: &dyn Provider, values: &Settings) -> Vec<OutgoingRequest> {
    let url = "https://p.example/webhooks/x/int_1/token";
    let target = |id: &str, own: bool| CallbackTarget {
        id: id.into(),
        url: url.into(),
        events: vec![],
        own,
        takes_messages: true,
    };
    let none = CallbackList { state: RegistrationState::NotRegistered, targets: vec![], problem: None };
    let mut all: Vec<OutgoingRequest> =
        provider.list_callbacks(values).into_iter().map(|probe| probe.request).collect();
    let register = provider.register_callback(values, &Callback { url }, &none).unwrap();
    assert!(!register.is_empty());
    for request in register {
        let sent = request.with_secret(&Secret::new(PLANTED));
        assert_eq!(
            sent.body.to_string().contains(PLANTED),
            request.secret_at.is_some(),
            "it goes where it belongs"
        );
        all.push(request.request);
    }
    for id in
        ["subscription/whatsapp-0123456789abcdef/whatsapp-0123456789abcdef", "forward/ABC", "../../x", ""]
    {
        all.extend(
            provider.remove_callback(values, &target(id, true)).into_iter().map(|request| request.request),
        );
    }
    all
}

#[test]
fn every_call_stays_on_hosts_that_the_provider_owns() {
    for (provider, values, _) in accounts() {
        let mut urls = vec![provider.list_templates(&values).url];
        urls.extend(provider.probes(&values).into_iter().map(|probe| probe.request.url));
        urls.extend(callback_requests(provider, &values).into_iter().map(|request| request.url));
        let message = FilledMessage::Text { text: "Hi".into(), preview_url: false };
        urls.push(provider.send(&values, &reached("+441134960001"), &message, SendIds::default()).url);
        if let Ok(Authorization::Token { request, .. }) = provider.authorization(&values, &planted(provider))
        {
            urls.push(request.url);
        }
        for url in urls {
            let host = url.strip_prefix("https://").and_then(|rest| rest.split('/').next()).unwrap();
            assert!(provider.owns_host(host), "{url}");
        }
        for host in
            ["", "localhost", "evil.example", "api.infobip.com.evil.example", "sinch.com", "127.0.0.1"]
        {
            assert!(!provider.owns_host(host), "{host}");
        }
    }
}

#[test]
fn probes_send_no_message() {
    for (provider, values, _) in accounts() {
        for probe in provider.probes(&values) {
            // Whom a message is for and what it says always stands in a body: without one there is no message.
            assert!(
                [&Value::Null, &json!({})].contains(&&probe.request.body),
                "{}: {}",
                probe.id,
                probe.request.body
            );
        }
    }
}

#[test]
fn request_fixtures_are_reproduced() {
    for &provider in ALL {
        for (name, fixture) in fixtures(provider, "send") {
            let message: FilledMessage = serde_json::from_value(fixture["message"].clone()).unwrap();
            let policy =
                AddressPolicy { sandbox: Some("http://127.0.0.1:8787".into()), ..Default::default() };
            let values = provider.normalise(&settings(&fixture["settings"]), &policy);
            assert_eq!(values, settings(&fixture["settings"]), "{name}: settings are normalised");
            assert!(provider.check_message(&message).iter().all(|finding| !finding.is_error()), "{name}");
            let ids = SendIds { message_id: fixture["messageId"].as_str() };
            let request = provider.send(&values, &reached(fixture["to"].as_str().unwrap()), &message, ids);
            let expected = &fixture["request"];
            assert_eq!(&serde_json::to_value(&request).unwrap(), expected, "{name}");
        }
    }
}

#[test]
fn answer_fixtures_are_read() {
    for &provider in ALL {
        for (name, fixture) in fixtures(provider, "answer") {
            let outcome = provider.read_answer(&answer(&fixture["answer"]));
            assert_within(&fixture["outcome"], &serde_json::to_value(&outcome).unwrap(), &name);
            assert_promises(provider, &answer(&fixture["answer"]), &outcome, &name);
        }
    }
}

#[test]
fn template_fixtures_are_read() {
    for (provider, values, _) in accounts() {
        for (name, fixture) in fixtures(provider, "templates") {
            let request = provider.list_templates(&values);
            let page = provider.read_templates(&values, &request, &answer(&fixture["answer"])).ok().unwrap();
            assert_eq!(serde_json::to_value(&page.templates).unwrap(), fixture["templates"], "{name}");
            assert_eq!(page.next.map(|next| next.url), fixture["next"].as_str().map(str::to_owned), "{name}");
        }
    }
}

/// What holds for every outcome of every provider.
fn assert_promises(provider: &dyn Provider, answer: &Answer, outcome: &Outcome, name: &str) {
    let is_success = (200..300).contains(&answer.status);
    assert!(is_success || outcome.verdict != Verdict::Accepted, "{name}: accepted without a 2xx");
    assert!(
        outcome.verdict == Verdict::Refused || !outcome.safe_to_repeat,
        "{name}: a repeat could arrive twice"
    );
    assert!(
        outcome.verdict != Verdict::Accepted || outcome.message_id.is_some(),
        "{name}: accepted without an id"
    );
    assert!(
        !outcome.code.is_empty()
            && outcome.code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
        "{name}: {}",
        outcome.code
    );
    assert!(outcome.cause.ends_with('.') && outcome.cause.contains(' '), "{name}: {}", outcome.cause);
    assert!(
        outcome.verdict == Verdict::Accepted
            || outcome.fix.is_some()
            || outcome.retry == whatsapp_domain::Retry::Later,
        "{name}: no way on"
    );
    if outcome.verdict == Verdict::Accepted {
        assert!(!outcome.cause.to_lowercase().contains("delivered"), "{name}: accepted is not delivered");
        assert_eq!(outcome.code, "accepted");
    }
    assert!(
        provider.schema().fields.iter().all(|field| !field.is_secret())
            || !format!("{outcome:?}").contains(PLANTED)
    );
}

fn nasty_bodies() -> Vec<String> {
    let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let mut all: Vec<String> = [
        "", " ", "\0", "null", "true", "0", "-1", "1e999", "\"\"", "\"text\"", "[]", "[[]]", "{}", "{", "}", "[", "{\"", "{\"a\":",
        "{\"messages\":[]}", "{\"messages\":null}", "{\"messages\":{}}", "{\"messages\":[null,1,\"x\",[]]}",
        "{\"messages\":[{\"status\":null}]}", "{\"messageId\":\"\",\"status\":{\"groupId\":1}}", "{\"messageId\":7,\"status\":{\"groupId\":1}}",
        "{\"messageId\":\"x\",\"status\":{\"groupId\":\"1\"}}", "{\"messageId\":\"x\",\"status\":{\"groupId\":1.5}}",
        "{\"messageId\":\"x\",\"status\":{\"groupId\":99999999999999999999}}", "{\"messageId\":\"x\",\"status\":{\"groupId\":-1,\"id\":-1}}",
        "{\"messageId\":\"x\",\"status\":{\"groupId\":4}}", "{\"messageId\":\"x\",\"status\":{\"groupId\":5,\"id\":null,\"name\":null}}",
        "{\"message_id\":\"\"}", "{\"message_id\":7}", "{\"message_id\":{}}", "{\"message_id\":\"x\",\"error\":{}}", "{\"error\":null}",
        "{\"error\":7}", "{\"error\":\"\"}", "{\"error\":[]}", "{\"error\":{\"code\":\"x\",\"details\":{}}}",
        "{\"error\":{\"code\":1e300,\"status\":[],\"details\":[null,{\"fieldViolations\":[null,{}]}]}}",
        "{\"requestError\":null}", "{\"requestError\":{\"serviceException\":null}}",
        "{\"requestError\":{\"serviceException\":{\"messageId\":null,\"text\":7,\"validationErrors\":[1]}}}",
        "{\"requestError\":{\"serviceException\":{\"validationErrors\":{\"\":[null],\"messages[\":\"x\",\"a\":{}}}}}",
        "{\"errorCode\":7,\"violations\":{}}", "{\"violations\":[null,{\"property\":7}]}", "<", "<>", "</>", "<a", "<!--", "<?xml?>", "<messageId>",
        "<text></text><messageId/>", "<html>", "<!DOCTYPE html", "\u{feff}", "\u{feff}{}", "{\"messageId\"", "{\"messageId\":\"x", "{\"message_id\":\"x\\",
        "Internal Server Error", "ö", "\u{202e}{}", "{'a':1}", "NaN", "\r\n\r\n{\"a\":1}\r\n",
    ]
    .map(str::to_owned)
    .into();
    all.extend([
        deep(100),
        deep(100_000),
        "x".repeat(100_000),
        format!("{{\"messageId\":\"{}", "y".repeat(70_000)),
    ]);
    all
}

#[test]
fn nasty_answers_are_read_without_surprise() {
    let bodies = nasty_bodies();
    assert!(bodies.len() >= 60);
    for &provider in ALL {
        for status in [
            0, 100, 199, 200, 201, 202, 204, 206, 299, 300, 302, 307, 399, 400, 401, 402, 403, 404, 408, 409,
            413, 418, 429, 499, 500, 502, 503, 504, 599, 600, 999,
        ] {
            for body in &bodies {
                let answer = Answer::new(status, body.clone());
                let name = format!("{} {status} {:.80}", provider.schema().provider, body);
                let outcome = provider.read_answer(&answer);
                assert_promises(provider, &answer, &outcome, &name);
                let expected = match status {
                    300..=499 => Some(Verdict::Refused),
                    200..=299 => None,
                    _ => Some(Verdict::Unclear),
                };
                assert!(expected.is_none_or(|expected| expected == outcome.verdict), "{name}");
                let _ = provider.read_token(&answer);
                let _ = provider.token_expired(&answer);
                if let Err(outcome) = provider.read_templates(
                    &Settings::new(),
                    &provider.list_templates(&Settings::new()),
                    &answer,
                ) {
                    assert!(outcome.verdict == Verdict::Refused && outcome.safe_to_repeat, "{name}");
                }
                let results: Vec<ProbeResult> = provider
                    .probes(&Settings::new())
                    .iter()
                    .map(|probe| ProbeResult { id: probe.id, answer: Some(answer.clone()), duration_ms: 1 })
                    .collect();
                let steps = provider.read_probes(&Settings::new(), None, &results);
                assert_eq!(steps[0].id, "key");
                assert!(
                    status < 500 || steps.iter().all(|step| step.verdict != whatsapp_domain::StepVerdict::Ok),
                    "{name}: {steps:?}"
                );
            }
        }
    }
}

#[test]
fn a_masked_key_is_refused_by_everyone() {
    for (provider, values, scheme) in accounts() {
        for mask in ["***", "••••••••••••", "…7f31"] {
            let secrets: Secrets =
                planted(provider).into_keys().map(|key| (key, Secret::new(mask))).collect();
            let findings = provider.check_settings(&values, &secrets, &|_| true, &AddressPolicy::default());
            assert!(
                findings.iter().any(|finding| finding.code == "secret-masked"),
                "{} {scheme} {mask}",
                provider.schema().provider
            );
        }
    }
}

#[test]
fn foreign_and_inside_hosts_are_refused_unless_the_operator_allows_them() {
    let policy = AddressPolicy {
        sandbox: Some("http://127.0.0.1:8787".into()),
        extra_hosts: vec!["mock.example.com".into()],
    };
    for (provider, values, _) in accounts() {
        let finding = |url: &str| {
            let mut values = values.clone();
            values.insert("baseUrl".into(), url.into());
            let values = provider.normalise(&values, &policy);
            let findings = provider.check_settings(&values, &planted(provider), &|_| false, &policy);
            findings
                .into_iter()
                .find(|finding| finding.field == "settings.baseUrl")
                .map(|finding| finding.code)
        };
        assert_eq!(finding("mock.example.com"), None);
        assert_eq!(finding("http://127.0.0.1:8787/sandbox/any/thing"), None);
        for url in [
            "https://evil.example",
            "https://10.0.0.1",
            "http://169.254.169.254",
            "localhost",
            "https://user@mock.example.com",
            "http://127.0.0.1:8787/api",
            "ftp://mock.example.com",
            "not a url",
            "https://mock.example.com:8443",
        ] {
            assert!(finding(url).is_some(), "{} {url}", provider.schema().provider);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_answer_can_be_read(status in 0_u16..=999, body in ".{0,200}", retry in ".{0,40}") {
        let answer = Answer { status, headers: [("retry-after".to_owned(), retry.clone()), ("date".to_owned(), retry)].into(), body };
        for &provider in ALL {
            let outcome = provider.read_answer(&answer);
            assert_promises(provider, &answer, &outcome, "any answer");
            let _ = provider.read_token(&answer);
            let _ = provider.read_templates(&Settings::new(), &provider.list_templates(&Settings::new()), &answer);
        }
    }

    #[test]
    fn any_damage_to_a_real_answer_can_be_read(at in any::<prop::sample::Index>(), cut in any::<bool>(), byte in any::<char>()) {
        for &provider in ALL {
            for (name, fixture) in fixtures(provider, "answer").into_iter().chain(fixtures(provider, "templates")) {
                let mut answer = answer(&fixture["answer"]);
                let mut chars: Vec<char> = answer.body.chars().collect();
                if chars.is_empty() { continue }
                let at = at.index(chars.len());
                if cut { chars.truncate(at) } else { chars[at] = byte }
                answer.body = chars.into_iter().collect();
                let outcome = provider.read_answer(&answer);
                assert_promises(provider, &answer, &outcome, &name);
                let _ = provider.read_templates(&Settings::new(), &provider.list_templates(&Settings::new()), &answer);
            }
        }
    }

    #[test]
    fn normalising_twice_changes_nothing_more(
        base in prop_oneof![".{0,60}", "(https?://)?[a-zA-Z0-9.-]{0,30}(/[a-z/]*)?", "(Base URL: ?)?(us|EU|br|x)(\\.conversation\\.api\\.sinch\\.com)?/{0,2}"],
        sender in prop_oneof![".{0,30}", "[+0-9() .-]{0,25}"],
        other in ".{0,40}",
    ) {
        let policy = AddressPolicy { sandbox: Some("http://127.0.0.1:8787".into()), extra_hosts: vec![] };
        let values: Settings = [("baseUrl", base), ("sender", sender), ("projectId", other.clone()), ("appId", other.clone()), ("keyId", other)]
            .map(|(key, value)| (key.to_owned(), value)).into();
        for &provider in ALL {
            let once = provider.normalise(&values, &policy);
            prop_assert_eq!(&provider.normalise(&once, &policy), &once);
            let _ = provider.check_settings(&once, &Secrets::new(), &|_| false, &policy);
            let message = FilledMessage::Text { text: String::new(), preview_url: true };
            let request = provider.send(&once, &reached(""), &message, SendIds::default());
            prop_assert!(request.body.is_object());
        }
    }

    #[test]
    fn any_secret_can_be_judged(secret in ".{0,60}") {
        for (provider, values, _) in accounts() {
            let secrets: Secrets = planted(provider).into_keys().map(|key| (key, Secret::new(secret.clone()))).collect();
            let findings = provider.check_settings(&values, &secrets, &|_| false, &AddressPolicy::default());
            // Whatever is not refused makes a header.
            if findings.iter().all(|finding| !finding.is_error()) {
                prop_assert!(provider.authorization(&values, &secrets).is_ok());
            }
        }
    }
}

#[test]
fn fixtures_of_each_provider_cover_each_kind_of_message() {
    for &provider in ALL {
        let kinds: BTreeSet<String> = fixtures(provider, "send")
            .into_iter()
            .map(|(_, fixture)| {
                let message = &fixture["message"];
                let header = message
                    .pointer("/header")
                    .map(|header| header.get("kind").unwrap_or(&header["type"]).clone());
                format!("{} {} {}", message["type"], message["kind"], header.unwrap_or(json!(null)))
            })
            .collect();
        for kind in [
            "\"template\" null null",
            "\"template\" null \"text\"",
            "\"template\" null \"image\"",
            "\"template\" null \"video\"",
            "\"template\" null \"document\"",
            "\"text\" null null",
            "\"media\" \"image\" null",
            "\"media\" \"video\" null",
            "\"media\" \"document\" null",
        ] {
            assert!(kinds.contains(kind), "{} lacks {kind}: {kinds:?}", provider.schema().provider);
        }
    }
}

#[test]
fn accounts_that_are_not_connected_have_placeholders_and_a_login() {
    for provider in ALL {
        let (schema, settings) = (provider.schema(), provider.placeholder_settings());
        for field in schema.shown(&settings).filter(|field| field.required && !field.is_secret()) {
            let value = schema.value(&settings, field.key);
            assert!(!value.is_empty(), "{} has no placeholder for {}", schema.name, field.key);
        }
        let marked = settings.values().all(|value| value.contains('{') && value.contains('}'));
        assert!(marked, "{}: {settings:?}", schema.name);
        let (variables, user) = match provider.login(&settings) {
            Login::Header { variable, .. } => (vec![variable], None),
            Login::Basic { variable, user, .. } => (vec![variable], Some(user)),
            Login::Token { variable, token, user, .. } => (vec![variable, token], Some(user)),
        };
        for variable in variables {
            let is_name = variable.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
            assert!(is_name && !variable.is_empty(), "{variable} is no name for a shell's variable");
        }
        assert!(user.is_none_or(|user| !user.is_empty()));
    }
}
