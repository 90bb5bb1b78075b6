//! A provider that answers badly, slowly or not at all: what the tester is told, and that nothing goes out twice.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::{
    fake::{Fake, Step},
    support::{App, Reply, infobip, no_network, text_test},
};

async fn tested(fake: &Fake, pairs: &[(&str, &str)]) -> (Reply, Value) {
    let mut all = vec![("SANDBOX", "on"), ("REQUEST_TIMEOUT_S", "1")];
    all.extend(pairs);
    let app = App::with(&all, fake.address, no_network()).await;
    let id = app.save(infobip(&fake.base_url())).await;
    let reply = app.post("/api/v1/quick-tests", text_test(&id)).await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    let test = reply.json();
    // What is answered is what is kept.
    let path = format!("/api/v1/quick-tests/{}", test["id"].as_str().unwrap());
    assert_eq!(app.get(&path).await.json(), test);
    (reply, test)
}

fn outcome(test: &Value) -> (&str, &str, bool) {
    let outcome = &test["outcome"];
    (
        outcome["verdict"].as_str().unwrap(),
        outcome["code"].as_str().unwrap(),
        outcome["safeToRepeat"].as_bool().unwrap(),
    )
}

#[tokio::test]
async fn no_answer_in_time_is_unclear() {
    let fake = Fake::start(vec![Step::Wait(Duration::from_secs(20))]).await;
    let start = Instant::now();
    let (_, test) = tested(&fake, &[]).await;
    assert_eq!(outcome(&test), ("unclear", "answer-timeout", false));
    assert!(start.elapsed() < Duration::from_secs(5));
    assert!(test["answer"].is_null());
    assert_eq!(fake.requests().len(), 1, "nothing is sent a second time");
}

#[tokio::test]
async fn an_answer_that_drips_is_cut_at_the_whole_limit() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n".to_vec();
    let mut steps = vec![Step::Write(head)];
    for _ in 0..50 {
        steps.extend([Step::Wait(Duration::from_millis(100)), Step::Write(b"x".to_vec())]);
    }
    let fake = Fake::start(steps).await;
    let start = Instant::now();
    let (_, test) = tested(&fake, &[]).await;
    assert_eq!(outcome(&test), ("unclear", "answer-cut", false));
    assert!(start.elapsed() < Duration::from_secs(4));
    assert_eq!(test["answer"]["status"], 200, "what came is shown");
}

#[tokio::test]
async fn a_connection_that_ends_is_unclear_wherever_it_ends() {
    for (steps, code) in [
        (vec![], "connection-cut"),
        (vec![Step::Reset], "connection-cut"),
        (vec![Step::Write(b"HTTP/1.1 20".to_vec())], "connection-cut"),
        (vec![Step::Write(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{".to_vec())], "answer-cut"),
        (
            vec![Step::Write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab".to_vec())],
            "answer-cut",
        ),
        (vec![Step::Write(b"SSH-2.0-nothing\r\n".to_vec())], "connection-cut"),
    ] {
        let fake = Fake::start(steps.clone()).await;
        let (_, test) = tested(&fake, &[]).await;
        assert_eq!(outcome(&test), ("unclear", code, false), "{steps:?}");
        assert_eq!(fake.requests().len(), 1, "{steps:?}");
    }
}

#[tokio::test]
async fn a_refusal_whose_words_are_cut_stays_a_refusal() {
    let fake =
        Fake::start(vec![Step::Write(b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 100\r\n\r\n{".to_vec())])
            .await;
    let (_, test) = tested(&fake, &[]).await;
    assert_eq!(test["outcome"]["verdict"], "refused", "{test}");
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let target = Fake::answering("200 OK", "", "{}").await;
    for status in [
        "301 Moved Permanently",
        "302 Found",
        "303 See Other",
        "307 Temporary Redirect",
        "308 Permanent Redirect",
    ] {
        let location = format!("location: http://{}/sandbox/infobip\r\n", target.address);
        let fake = Fake::answering(status, &location, "").await;
        let (_, test) = tested(&fake, &[]).await;
        assert_eq!(outcome(&test), ("refused", "redirected", true), "{status}");
        assert_eq!(fake.requests().len(), 1);
    }
    assert_eq!(*target.connections.lock().unwrap(), 0);
}

#[tokio::test]
async fn an_endless_body_is_read_to_the_limit_only() {
    let head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n".to_vec();
    let fake = Fake::start(vec![Step::Write(head), Step::Flood(vec![b'a'; 8192])]).await;
    let (_, test) = tested(&fake, &[("ANSWER_LIMIT_KIB", "16")]).await;
    assert_eq!(test["answer"]["body"].as_str().unwrap().len(), 16 * 1024);
    assert_eq!(
        (test["outcome"]["verdict"].as_str(), test["outcome"]["safeToRepeat"].as_bool()),
        (Some("unclear"), Some(false))
    );
}

#[tokio::test]
async fn a_packed_body_stays_packed_and_endless_headers_end() {
    let packed = Fake::answering("200 OK", "content-encoding: gzip\r\n", "\u{1f}\u{8b}bomb").await;
    let (_, test) = tested(&packed, &[]).await;
    assert!(!packed.requests()[0].to_lowercase().contains("accept-encoding"), "{:?}", packed.requests());
    assert!(test["answer"]["body"].as_str().unwrap().contains("bomb"));

    let line = format!("x-filler: {}\r\n", "y".repeat(4000));
    let flood =
        Fake::start(vec![Step::Write(b"HTTP/1.1 200 OK\r\n".to_vec()), Step::Flood(line.into_bytes())]).await;
    let (_, test) = tested(&flood, &[]).await;
    assert_eq!(outcome(&test).0, "unclear");
}

#[tokio::test]
async fn what_can_t_be_read_is_unclear_or_refused_by_its_status() {
    for (status, body, verdict) in [
        ("200 OK", "", "unclear"),
        ("200 OK", "<html>hello</html>", "unclear"),
        ("200 OK", "{\"messages\":[{\"messageId\":null}]}", "unclear"),
        ("200 OK", "{\"messages\":", "unclear"),
        ("200 OK", "[]", "unclear"),
        ("204 No Content", "", "unclear"),
        ("500 Internal Server Error", "oops", "unclear"),
        ("503 Service Unavailable", "<html/>", "unclear"),
        ("400 Bad Request", "nonsense", "refused"),
        ("403 Forbidden", "", "refused"),
        ("299 Odd", "\u{0}\u{1}", "unclear"),
    ] {
        let fake = Fake::answering(status, "", body).await;
        let (_, test) = tested(&fake, &[]).await;
        assert_eq!(test["outcome"]["verdict"], verdict, "{status} {body}: {}", test["outcome"]);
        assert_eq!(test["outcome"]["safeToRepeat"], verdict == "refused", "{status} {body}");
    }
}

#[tokio::test]
async fn the_key_goes_out_once_and_nowhere_into_the_answer() {
    let fake = Fake::answering("401 Unauthorized", "www-authenticate: App\r\n", "{}").await;
    let (reply, test) = tested(&fake, &[]).await;
    let request = &fake.requests()[0];
    assert_eq!(request.matches("sandbox-infobip-key-not-a-secret").count(), 1, "{request}");
    assert!(!reply.text.contains("sandbox-infobip-key"), "{}", reply.text);
    assert_eq!(test["request"]["headers"]["Authorization"], "App ***");
}

#[tokio::test]
async fn a_closed_port_is_refused_and_safe() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let app = App::with(&[("SANDBOX", "on")], address, no_network()).await;
    let id = app.save(infobip(&format!("http://{address}/sandbox/infobip"))).await;
    let test = app.post("/api/v1/quick-tests", text_test(&id)).await.json();
    assert_eq!(outcome(&test), ("refused", "connection-refused", true));
    assert_eq!(test["outcome"]["retry"], "later");

    let report = app.call("POST", &format!("/api/v1/integrations/{id}/check"), None).await.json();
    assert_eq!(report["ok"], false);
    let verdicts: Vec<_> =
        report["steps"].as_array().unwrap().iter().map(|step| json!([step["id"], step["verdict"]])).collect();
    assert_eq!(verdicts, [json!(["address", "ok"]), json!(["reach", "failed"]), json!(["key", "skipped"])]);
    assert_eq!(report["steps"][1]["field"], "settings.baseUrl");
    let templates = app.get(&format!("/api/v1/integrations/{id}/templates")).await;
    assert_eq!((templates.status, templates.code().as_str()), (502, "connection-refused"));
}

#[tokio::test]
async fn what_was_typed_reaches_the_provider_as_it_was_or_not_at_all() {
    let fake = Fake::answering("200 OK", "", "{}").await;
    let app = App::with(&[("SANDBOX", "on")], fake.address, no_network()).await;
    let id = app.save(infobip(&fake.base_url())).await;
    let naughty = [
        "\"}],\"to\":\"447400999999",
        "a\r\nX-Injected: 1",
        "{{7*7}}",
        "\u{202e}abc",
        "' OR 1=1 --",
        "\\u0000",
        "%0d%0a",
        "</script>",
    ];
    for text in naughty {
        let mut test = text_test(&id);
        test["node"]["message"]["text"]["value"] = json!("{{ customer.name }}");
        test["context"]["customer"]["name"] = json!(text);
        let reply = app.post("/api/v1/quick-tests", test).await;
        if reply.status == 422 {
            continue;
        }
        let request = fake.requests().pop().unwrap();
        let (head, body) = request.split_once("\r\n\r\n").unwrap();
        assert!(!head.to_lowercase().contains("x-injected"), "{head}");
        let body: Value = serde_json::from_str(body).unwrap();
        assert_eq!(body["content"]["text"], text.trim(), "{body}");
        assert_eq!(body["to"], "447400123456");
    }
    // Settings are matched to their form before they are saved, or kept as values.
    for sender in ["447860099299/../..", "447860099299\r\nX: 1", "447860099299?x=1", "\"}"] {
        let mut account = infobip(&fake.base_url());
        account["settings"]["sender"] = json!(sender);
        let reply = app.post("/api/v1/integrations", account).await;
        if reply.status != 422 {
            assert_eq!(reply.json()["settings"]["sender"], "447860099299", "{sender}");
        }
    }
}
