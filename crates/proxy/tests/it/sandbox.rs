//! Over real sockets against the sandbox, for both providers.

use serde_json::{Value, json};

use crate::support::{Running, template_test, text_test};

const PROVIDERS: [&str; 2] = ["infobip", "sinch"];
const TESTS: &str = "/api/v1/quick-tests";

async fn test(proxy: &Running, id: &str) -> Value {
    let reply = proxy.post(TESTS, template_test(id)).await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    reply.json()
}

#[tokio::test]
async fn a_message_is_accepted_arrives_and_is_kept() {
    let proxy = Running::start(&[]).await;
    for (before, provider) in PROVIDERS.into_iter().enumerate() {
        let (_, id) = proxy.account(provider).await;
        let test = test(&proxy, &id).await;
        assert_eq!(test["outcome"]["verdict"], "accepted", "{test}");
        assert_eq!(
            (test["provider"].as_str(), test["reached"]["e164"].as_str()),
            (Some(provider), Some("+447400123456"))
        );
        assert!(test["request"]["headers"]["Authorization"].as_str().unwrap().ends_with(" ***"));
        assert_eq!(test["answer"]["status"], 200);
        assert!(test["durationMs"].as_u64().unwrap() >= 1);
        assert_eq!(proxy.arrived().await, before + 1);
        let listed = proxy.call("GET", &format!("{TESTS}?integration={id}"), None).await.json();
        assert_eq!(listed, json!({"items": [test]}));

        // The history outlives the integration.
        assert_eq!(proxy.call("DELETE", &format!("/api/v1/integrations/{id}"), None).await.status, 204);
        let kept = proxy.call("GET", &format!("{TESTS}/{}", test["id"].as_str().unwrap()), None).await.json();
        assert_eq!(kept["integrationName"], test["integrationName"]);
    }
}

#[tokio::test]
async fn free_messages_of_each_kind_go_out() {
    let proxy = Running::start(&[]).await;
    for provider in PROVIDERS {
        let (_, id) = proxy.account(provider).await;
        let url = |name: &str| json!({"value": format!("https://cdn.example.com/{name}")});
        for message in [
            json!({"type": "text", "text": {"value": "Hi"}, "previewUrl": true}),
            json!({"type": "image", "url": url("a.png"), "caption": {"value": "A"}}),
            json!({"type": "video", "url": url("a.mp4")}),
            json!({"type": "document", "url": url("a.pdf"), "filename": {"value": "a.pdf"}, "caption": {"value": "A"}}),
        ] {
            let test = json!({"node": {"integration": id, "message": message}, "to": "+447400123456"});
            let reply = proxy.post(TESTS, test).await;
            assert_eq!(reply.json()["outcome"]["verdict"], "accepted", "{}", reply.text);
        }
    }
    assert_eq!(proxy.arrived().await, 8);
}

#[tokio::test]
async fn a_connection_check_tells_good_from_bad_and_sends_nothing() {
    let proxy = Running::start(&[]).await;
    for (provider, secret) in [("infobip", "apiKey"), ("sinch", "keySecret")] {
        let (account, id) = proxy.account(provider).await;
        let path = format!("/api/v1/integrations/{id}");
        let good = proxy.call("POST", &format!("{path}/check"), None).await.json();
        assert_eq!(good["ok"], true, "{good}");
        let ids: Vec<_> =
            good["steps"].as_array().unwrap().iter().map(|step| step["id"].as_str().unwrap()).collect();
        assert_eq!(ids[..3], ["address", "reach", "key"]);
        assert!(good["steps"][1]["durationMs"].as_u64().is_some());
        let stored = proxy.call("GET", &path, None).await.json();
        assert_eq!(stored["lastCheck"], good, "a check of the stored state is kept");

        // Unsaved changes: a wrong secret is proved wrong although a token of the right one is at hand; nothing is kept.
        let mut wrong = account.clone();
        wrong["secrets"][secret] = json!("wrong-secret-0123456789abcdef");
        for target in [format!("{path}/check"), "/api/v1/integrations/check".into()] {
            let bad = proxy.post(&target, wrong.clone()).await.json();
            assert_eq!(bad["ok"], false, "{bad}");
            let key = bad["steps"].as_array().unwrap().iter().find(|step| step["id"] == "key").unwrap();
            assert_eq!(key["verdict"], "failed", "{bad}");
        }
        assert_eq!(proxy.call("GET", &path, None).await.json()["lastCheck"], good);

        // A secret that is left out is the stored one; an unsaved integration has none.
        let mut without = account.clone();
        without["secrets"] = json!({});
        assert_eq!(proxy.post(&format!("{path}/check"), without.clone()).await.json()["ok"], true);
        assert_eq!(proxy.post("/api/v1/integrations/check", without.clone()).await.status, 422);

        // A change drops the kept check.
        assert_eq!(proxy.call("PUT", &path, Some(without)).await.status, 200);
        assert!(proxy.call("GET", &path, None).await.json()["lastCheck"].is_null());
    }
    assert_eq!(proxy.arrived().await, 0);
}

#[tokio::test]
async fn what_the_provider_answers_is_told_as_it_is() {
    let proxy = Running::start(&[("REQUEST_TIMEOUT_S", "1")]).await;
    for provider in PROVIDERS {
        let (_, id) = proxy.account(provider).await;
        // Once before, so that a token is there and the fault meets the message.
        assert_eq!(test(&proxy, &id).await["outcome"]["verdict"], "accepted");
        for (fault, verdict, safe, arrives) in [
            (json!({"kind": "rateLimited", "seconds": 7, "on": "send"}), "refused", true, 0),
            (json!({"kind": "noCredit", "on": "send"}), "refused", true, 0),
            (json!({"kind": "unauthorized", "on": "send"}), "refused", true, 0),
            (json!({"kind": "serverError", "on": "send"}), "unclear", false, 0),
            (json!({"kind": "slow", "seconds": 3, "on": "send"}), "unclear", false, 1),
            (json!({"kind": "cut", "on": "send"}), "unclear", false, 1),
            (json!({"kind": "garbage", "on": "send"}), "unclear", false, 1),
            (json!({"kind": "html", "on": "send"}), "unclear", false, 1),
            (json!({"kind": "emptyBody", "on": "send"}), "unclear", false, 1),
            (json!({"kind": "xml", "on": "send"}), "unclear", false, 1),
        ] {
            let before = proxy.arrived().await;
            proxy.fault(provider, fault.clone()).await;
            let test = test(&proxy, &id).await;
            proxy.fault(provider, json!({"kind": "none"})).await;
            let outcome = &test["outcome"];
            assert_eq!(
                (outcome["verdict"].as_str(), outcome["safeToRepeat"].as_bool()),
                (Some(verdict), Some(safe)),
                "{provider} {fault}: {outcome}"
            );
            // A slow answer may carry the message out after we have gone, and not only before.
            if fault["kind"] != "slow" {
                assert_eq!(proxy.arrived().await - before, arrives, "{provider} {fault}");
            }
            if fault["kind"] == "rateLimited" {
                assert_eq!(
                    (outcome["retry"].as_str(), outcome["retryAfterS"].as_u64()),
                    (Some("later"), Some(7))
                );
            }
        }
    }
}

#[tokio::test]
async fn an_unknown_template_is_told_by_the_phone_or_at_once() {
    let proxy = Running::start(&[]).await;
    let (_, id) = proxy.account("infobip").await;
    proxy.fault("infobip", json!({"templateChecks": "atOnce"})).await;
    let mut unknown = template_test(&id);
    unknown["node"]["message"]["template"]["name"] = json!("no_such_template");
    let test = proxy.post(TESTS, unknown).await.json();
    assert_eq!(
        (test["outcome"]["verdict"].as_str(), test["outcome"]["safeToRepeat"].as_bool()),
        (Some("refused"), Some(true)),
        "{test}"
    );
    assert_eq!(test["answer"]["status"], 400);
}

#[tokio::test]
async fn an_expired_token_is_renewed_once_and_the_message_goes_out_once() {
    let proxy = Running::start(&[]).await;
    let (_, id) = proxy.account("sinch").await;
    assert_eq!(test(&proxy, &id).await["outcome"]["verdict"], "accepted");
    proxy.fault("sinch", json!({"kind": "expiredToken", "remaining": 1})).await;
    assert_eq!(test(&proxy, &id).await["outcome"]["verdict"], "accepted");
    assert_eq!(proxy.arrived().await, 2);
    // If it stays so, the refusal is told, after one more try.
    proxy.fault("sinch", json!({"kind": "expiredToken"})).await;
    assert_eq!(test(&proxy, &id).await["outcome"]["verdict"], "refused");
    proxy.fault("sinch", json!({"kind": "none"})).await;
    assert_eq!(test(&proxy, &id).await["outcome"]["verdict"], "accepted");
    assert_eq!(proxy.arrived().await, 3);
}

#[tokio::test]
async fn a_message_without_a_token_is_certainly_not_sent() {
    let proxy = Running::start(&[("REQUEST_TIMEOUT_S", "1")]).await;
    let hidden = json!("(hidden: this answer may hold an access token)");
    for (fault, body) in [
        ("serverError", None),
        ("cut", None),
        ("slow", None),
        ("emptyBody", Some(json!(""))),
        ("garbage", Some(hidden.clone())),
        ("xml", Some(hidden)),
    ] {
        let (_, id) = proxy.account("sinch").await;
        proxy.fault("sinch", json!({"kind": fault, "seconds": 3, "on": "token", "tokenSeconds": 0})).await;
        let test = test(&proxy, &id).await;
        if let Some(body) = body {
            assert_eq!((&test["answer"]["status"], &test["answer"]["body"]), (&json!(200), &body), "{fault}");
        }
        assert_eq!(test["outcome"]["verdict"], "refused", "{fault}: {}", test["outcome"]);
        assert_eq!(test["outcome"]["safeToRepeat"], true, "{fault}");
        proxy.fault("sinch", json!({"kind": "none"})).await;
        assert_eq!(proxy.arrived().await, 0);
    }
}

#[tokio::test]
async fn a_repeat_with_the_same_id_sends_nothing_again() {
    let proxy = std::sync::Arc::new(Running::start(&[]).await);
    let (_, id) = proxy.account("infobip").await;
    let mut test = text_test(&id);
    test["id"] = json!("click-1");
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let (proxy, test) = (proxy.clone(), test.clone());
            tokio::spawn(async move { proxy.post(TESTS, test).await.json() })
        })
        .collect();
    let mut answers = Vec::new();
    for call in calls {
        answers.push(call.await.unwrap());
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    assert_eq!(answers[0]["request"]["body"]["messageId"], "click-1");
    assert_eq!(proxy.arrived().await, 1);
    test["to"] = json!("+447400123457");
    let other = proxy.post(TESTS, test).await;
    assert_eq!((other.status, other.code().as_str()), (409, "id-reused"));
    assert_eq!(proxy.arrived().await, 1);
}

#[tokio::test]
async fn the_eleventh_quick_test_within_a_minute_is_not_sent() {
    let proxy = std::sync::Arc::new(Running::start(&[("QUICK_TESTS_PER_MINUTE", "10")]).await);
    let (_, id) = proxy.account("infobip").await;
    let mut first = text_test(&id);
    first["id"] = json!("click-1");
    let answered = proxy.post(TESTS, first.clone()).await;
    assert_eq!(answered.status, 201, "{}", answered.text);
    // A repeat sends nothing, and what is not valid is not sent: neither counts.
    for _ in 0..5 {
        assert_eq!(proxy.post(TESTS, first.clone()).await.json(), answered.json());
        assert_eq!(proxy.post(TESTS, json!({"node": text_test(&id)["node"], "to": "1"})).await.status, 422);
    }
    let calls: Vec<_> = (0..30)
        .map(|_| {
            let (proxy, test) = (proxy.clone(), text_test(&id));
            tokio::spawn(async move { proxy.post(TESTS, test).await })
        })
        .collect();
    let (mut sent, mut refused) = (0, 0);
    for call in calls {
        let reply = call.await.unwrap();
        match reply.status {
            201 => sent += 1,
            429 => {
                assert_eq!(reply.code(), "too-many-quick-tests");
                assert_eq!(reply.json()["error"]["retry"], "later");
                let wait: u64 = reply.header("retry-after").parse().unwrap();
                assert!((1..=60).contains(&wait), "{wait}");
                refused += 1;
            }
            status => panic!("{status}: {}", reply.text),
        }
    }
    assert_eq!((sent, refused), (9, 21));
    assert_eq!(proxy.arrived().await, 10);
    let kept = proxy.call("GET", &format!("{TESTS}?limit=100"), None).await.json();
    assert_eq!(kept["items"].as_array().unwrap().len(), 10);
    // A repeat is still answered, and another integration has a minute of its own.
    assert_eq!(proxy.post(TESTS, first).await.json(), answered.json());
    let (_, other) = proxy.account("sinch").await;
    assert_eq!(test(&proxy, &other).await["outcome"]["verdict"], "accepted");
}

#[tokio::test]
async fn a_changed_secret_counts_from_the_next_message_on() {
    let proxy = Running::start(&[]).await;
    for (provider, secret) in [("infobip", "apiKey"), ("sinch", "keySecret")] {
        let (account, id) = proxy.account(provider).await;
        assert_eq!(test(&proxy, &id).await["outcome"]["verdict"], "accepted");
        let mut wrong = account.clone();
        wrong["secrets"][secret] = json!("wrong-secret-0123456789abcdef");
        assert_eq!(proxy.call("PUT", &format!("/api/v1/integrations/{id}"), Some(wrong)).await.status, 200);
        let refused = test(&proxy, &id).await;
        assert_eq!(
            (refused["outcome"]["verdict"].as_str(), refused["outcome"]["code"].as_str()),
            (Some("refused"), Some("key-refused")),
            "{refused}"
        );
        assert_eq!(proxy.call("PUT", &format!("/api/v1/integrations/{id}"), Some(account)).await.status, 200);
        assert_eq!(test(&proxy, &id).await["outcome"]["verdict"], "accepted");
    }
}

#[tokio::test]
async fn what_runs_is_finished_before_the_end() {
    let mut proxy = Running::start(&[]).await;
    let (_, id) = proxy.account("infobip").await;
    proxy.fault("infobip", json!({"kind": "slow", "seconds": 1, "on": "send"})).await;
    let (url, body) = (format!("{}{TESTS}", proxy.origin), template_test(&id));
    let running =
        tokio::spawn(
            async move { crate::support::client().post(url).json(&body).send().await.unwrap().status() },
        );
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    proxy.end();
    assert_eq!(running.await.unwrap(), 201);
    (&mut proxy.task).await.unwrap().unwrap();
    assert!(crate::support::client().get(format!("{}/healthz", proxy.origin)).send().await.is_err());
}

#[tokio::test]
async fn an_open_event_stream_does_not_hold_the_end_up() {
    let mut proxy = Running::start(&[]).await;
    let stream = crate::support::client()
        .get(format!("{}/sandbox/api/messages/stream", proxy.origin))
        .send()
        .await
        .unwrap();
    assert_eq!(stream.headers()["content-type"], "text/event-stream");
    let start = std::time::Instant::now();
    proxy.end();
    (&mut proxy.task).await.unwrap().unwrap();
    assert!(start.elapsed() < std::time::Duration::from_secs(5));
    drop(stream);
}

#[tokio::test]
async fn a_number_of_another_country_than_the_expected_one_stops_the_test() {
    let proxy = Running::start(&[]).await;
    let (_, id) = proxy.account("infobip").await;
    let with = |to: Option<&str>, expected: Value| {
        let mut test = text_test(&id);
        test["expectedRegion"] = expected;
        test["to"] = json!(to);
        test
    };
    let swiss = proxy.post(TESTS, with(Some("+41 78 123 45 67"), json!("GB"))).await;
    assert_eq!((swiss.status, swiss.code().as_str()), (422, "invalid"), "{}", swiss.text);
    let error = &swiss.json()["error"];
    assert_eq!(error["findings"][0]["code"], "country-unexpected");
    assert_eq!(error["field"], "to");
    assert_eq!(
        error["text"],
        "+41 78 123 45 67 is in Switzerland; you expected the United Kingdom. Nothing was sent."
    );
    // The profile's number is judged alike, and what is no country stops it too.
    let mut profile = with(None, json!("DE"));
    assert_eq!(proxy.post(TESTS, profile.clone()).await.json()["error"]["field"], "recipient.value");
    profile["expectedRegion"] = json!("Britain");
    let unknown = proxy.post(TESTS, profile.clone()).await;
    assert_eq!((unknown.status, unknown.findings()[0].as_str()), (422, "expected-country-unknown"));
    profile["expectedRegion"] = json!(7);
    assert_eq!(proxy.post(TESTS, profile).await.code(), "bad-json");
    assert_eq!(proxy.arrived().await, 0);

    let good = proxy.post(TESTS, with(None, json!("gb"))).await;
    assert_eq!((good.status, proxy.arrived().await), (201, 1), "{}", good.text);
    // Each test has the stamp of its step: the same for the same step, another for another one.
    let stamp = good.json()["stamp"].as_str().unwrap().to_owned();
    assert_eq!(stamp.len(), 64);
    assert_eq!(proxy.post(TESTS, text_test(&id)).await.json()["stamp"], stamp.as_str());
    let mut other = text_test(&id);
    other["node"]["message"]["text"]["value"] = json!("Hi");
    assert_ne!(proxy.post(TESTS, other).await.json()["stamp"], stamp.as_str());
    let listed = proxy.call("GET", TESTS, None).await.json();
    assert_eq!(listed["items"][2]["stamp"], stamp.as_str());
}
