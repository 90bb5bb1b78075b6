//! The API as a function: each route and each refusal.

use serde_json::{Value, json};

use crate::support::{App, infobip, request, text_test};

const BASE: &str = "https://xyz123.api.infobip.com";
const INTEGRATIONS: &str = "/api/v1/integrations";

#[tokio::test]
async fn an_integration_is_created_read_changed_and_deleted() {
    let app = App::new(&[]).await;
    let created = app.post(INTEGRATIONS, infobip("xyz123.api.infobip.com/")).await;
    assert_eq!(created.status, 201, "{}", created.text);
    let body = created.json();
    let id = body["id"].as_str().unwrap();
    assert!(id.starts_with("int_"));
    assert_eq!(created.header("location"), format!("{INTEGRATIONS}/{id}"));
    assert_eq!(body["settings"]["baseUrl"], BASE, "the address is tidied");
    assert_eq!(body["secrets"], json!({"apiKey": {"set": true, "hint": "…cret"}}));
    for (key, value) in
        [("enabled", json!(false)), ("customerIdKey", json!("phone")), ("numberFormat", json!("plus"))]
    {
        assert_eq!(body["twoWay"][key], value);
    }
    assert_eq!(body["twoWay"]["keywords"]["stop"]["en"][0], "stop");
    assert_eq!(body["limits"], json!({"messagesPerSecond": 20, "templates": 300}));

    let path = format!("{INTEGRATIONS}/{id}");
    assert_eq!(app.get(&path).await.json(), body);
    assert_eq!(app.get(INTEGRATIONS).await.json(), json!({"items": [body]}));

    // A change without the secret keeps it.
    let mut change = infobip(BASE);
    change["name"] = json!("  Shop (new) ");
    change["secrets"] = json!({});
    change["twoWay"] = json!({"enabled": true, "customerIdKey": "msisdn", "numberFormat": "digits"});
    let changed = app.call("PUT", &path, Some(change)).await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    let changed = changed.json();
    assert_eq!(changed["name"], "Shop (new)");
    assert_eq!(changed["secrets"], body["secrets"]);
    assert_eq!(changed["twoWay"]["numberFormat"], "digits");
    assert_eq!(changed["createdAt"], body["createdAt"]);
    assert!(changed["updatedAt"].as_str() > body["updatedAt"].as_str());
    let account = app.state.store.account(id).await.unwrap().unwrap();
    assert_eq!(account.secrets["apiKey"].expose(), "sandbox-infobip-key-not-a-secret");

    let deleted = app.call("DELETE", &path, None).await;
    assert_eq!((deleted.status, deleted.text.as_str()), (204, ""));
    assert_eq!(app.get(&path).await.code(), "not-found");
    assert_eq!(app.call("DELETE", &path, None).await.status, 404);
    assert_eq!(app.call("PUT", &path, Some(infobip(BASE))).await.status, 404);
    assert_eq!(app.get(INTEGRATIONS).await.json(), json!({"items": []}));
}

#[tokio::test]
async fn another_provider_gets_none_of_the_stored_secrets() {
    let app = App::new(&[]).await;
    let mut basic = infobip(BASE);
    basic["settings"] = json!({"baseUrl": BASE, "sender": "447860099299", "authScheme": "bearer"});
    basic["secrets"] = json!({"bearerToken": "infobip-token-0123456789"});
    let id = app.save(basic).await;
    let path = format!("{INTEGRATIONS}/{id}");
    let mut sinch = json!({"name": "Shop", "provider": "sinch", "settings": {
        "baseUrl": "https://eu.conversation.api.sinch.com", "projectId": "5a4db0c0-0000-4000-8000-000000000001",
        "appId": "01SANDB0X0APP0000000000000", "authScheme": "bearer"}});
    // Sinch has a secret of the same key; the stored one is not taken for it.
    let refused = app.call("PUT", &path, Some(sinch.clone())).await;
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert_eq!(app.get(&path).await.json()["provider"], "infobip", "nothing half-saved");
    sinch["secrets"] = json!({"bearerToken": "sinch-token-9876543210"});
    assert_eq!(app.call("PUT", &path, Some(sinch)).await.status, 200);
    let account = app.state.store.account(&id).await.unwrap().unwrap();
    assert_eq!(account.secrets.len(), 1);
    assert_eq!(account.secrets["bearerToken"].expose(), "sinch-token-9876543210");
}

#[tokio::test]
async fn what_is_wrong_is_found_and_nothing_saved() {
    let app = App::new(&[]).await;
    let with = |change: &dyn Fn(&mut Value)| {
        let mut integration = infobip(BASE);
        change(&mut integration);
        integration
    };
    let cases = [
        ("name-missing", "name", with(&|all| all["name"] = json!("  "))),
        ("name-too-long", "name", with(&|all| all["name"] = json!("x".repeat(101)))),
        ("provider-unknown", "provider", with(&|all| all["provider"] = json!("carrier-pigeon"))),
        (
            "limit-out-of-range",
            "limits.messagesPerSecond",
            with(&|all| all["limits"] = json!({"messagesPerSecond": 0})),
        ),
        (
            "limit-out-of-range",
            "limits.templates",
            with(&|all| all["limits"] = json!({"templates": 1_000_000})),
        ),
        (
            "customer-id-key-missing",
            "twoWay.customerIdKey",
            with(&|all| all["twoWay"] = json!({"enabled": true, "customerIdKey": " "})),
        ),
    ];
    for (code, field, body) in cases {
        let reply = app.post(INTEGRATIONS, body).await;
        assert_eq!((reply.status, reply.code().as_str()), (422, "invalid"));
        assert_eq!(reply.findings(), [code]);
        assert_eq!(reply.json()["error"]["field"], field);
    }
    for (field, body) in [
        ("settings.baseUrl", infobip("http://xyz123.api.infobip.com")),
        ("settings.baseUrl", infobip("https://evil.example")),
        ("settings.baseUrl", infobip("https://127.0.0.1")),
        ("settings.baseUrl", infobip("http://127.0.0.1:8787/sandbox/infobip")),
        ("secrets.apiKey", with(&|all| all["secrets"] = json!({}))),
        ("settings.sender", with(&|all| all["settings"]["sender"] = json!(""))),
    ] {
        let reply = app.post(INTEGRATIONS, body).await;
        assert_eq!(
            (reply.status, reply.json()["error"]["field"].as_str()),
            (422, Some(field)),
            "{}",
            reply.text
        );
    }
    assert_eq!(
        app.post(INTEGRATIONS, with(&|all| all["version"] = json!(2))).await.code(),
        "version-unknown"
    );
    assert_eq!(app.get(INTEGRATIONS).await.json(), json!({"items": []}));
}

#[tokio::test]
async fn of_two_changes_the_second_is_told() {
    let app = App::new(&[]).await;
    let id = app.save(infobip(BASE)).await;
    let path = format!("{INTEGRATIONS}/{id}");
    let tag = app.get(&path).await.header("etag").to_owned();
    let put = |tag: &str| request("PUT", &path, &[("if-match", tag)], Some(infobip(BASE).to_string()));
    let first = app.send(put(&tag)).await;
    assert_eq!(first.status, 200, "{}", first.text);
    assert_ne!(first.header("etag"), tag);
    let second = app.send(put(&tag)).await;
    assert_eq!((second.status, second.code().as_str()), (412, "changed-meanwhile"));
    assert_eq!(app.send(put("*")).await.status, 200);
}

#[tokio::test]
async fn paths_methods_and_bodies_that_can_t_be_taken() {
    let app = App::new(&[("BODY_LIMIT_KIB", "4")]).await;
    for path in ["/", "/api", "/api/v1/nothing", "/api/v2/integrations", "/admin", "/sandbox/api/accounts"] {
        let reply = app.get(path).await;
        assert_eq!((reply.status, reply.code().as_str()), (404, "no-such-path"), "{path}");
    }
    for (method, path) in
        [("DELETE", INTEGRATIONS), ("POST", "/healthz"), ("PATCH", "/api/v1/integrations/int_1")]
    {
        let reply = app.call(method, path, None).await;
        assert_eq!((reply.status, reply.code().as_str()), (405, "method-not-allowed"), "{path}");
        assert!(!reply.header("allow").is_empty());
    }
    let post =
        |headers: &[(&str, &str)], body: &str| request("POST", INTEGRATIONS, headers, Some(body.to_owned()));
    let reply = app.send(post(&[], "{\"provider\":\"infobip\",\n \"secrets\":\"planted-value\"}")).await;
    assert_eq!((reply.status, reply.code().as_str()), (400, "bad-json"));
    assert!(reply.text.contains("line 2") && !reply.text.contains("planted"), "{}", reply.text);
    assert_eq!(app.send(post(&[], "")).await.code(), "bad-json");
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"] {
        let reply = app.send(post(&[("content-type", kind)], &infobip(BASE).to_string())).await;
        assert_eq!((reply.status, reply.code().as_str()), (415, "content-type"), "{kind}");
    }
    let reply = app.send(post(&[], &" ".repeat(4097))).await;
    assert_eq!((reply.status, reply.code().as_str()), (413, "body-too-large"));
    assert_eq!(app.get("/api/v1/quick-tests?limit=lots").await.code(), "bad-query");
    assert_eq!(app.get("/api/v1/quick-tests?limit=0").await.code(), "bad-query");
    assert_eq!(app.get("/api/v1/quick-tests/test_nothing").await.code(), "not-found");
    // The same request, corrected, works.
    assert_eq!(app.post(INTEGRATIONS, infobip(BASE)).await.status, 201);
}

#[tokio::test]
async fn foreign_names_and_origins_are_refused() {
    let app =
        App::new(&[("HOST_NAMES", "console.example.com"), ("ALLOWED_ORIGINS", "https://cdp.example.com")])
            .await;
    let get = async |headers: &[(&str, &str)]| app.send(request("GET", "/api/v1/about", headers, None)).await;
    for host in ["evil.example", "localhost.evil.example:8787", "127.0.0.1.nip.io", ""] {
        assert_eq!(get(&[("host", host)]).await.code(), "host-unknown", "{host}");
    }
    for host in ["localhost", "127.0.0.1:8787", "[::1]:1", "console.example.com"] {
        assert_eq!(get(&[("host", host)]).await.status, 200, "{host}");
    }
    for origin in [
        "https://evil.example",
        "null",
        "http://localhost:1",
        "https://cdp.example.com.evil.example",
        "https://cdp.example.com:444",
    ] {
        let reply = get(&[("origin", origin)]).await;
        assert_eq!((reply.status, reply.code().as_str()), (403, "origin-not-allowed"), "{origin}");
        assert_eq!(reply.header("access-control-allow-origin"), "");
    }
    assert_eq!(get(&[("sec-fetch-site", "cross-site"), ("sec-fetch-mode", "no-cors")]).await.status, 403);
    assert_eq!(get(&[("sec-fetch-site", "same-origin")]).await.status, 200);
    assert_eq!(get(&[("origin", "http://localhost:8787")]).await.status, 200);

    // Behind something that gives its own Host: the browser's stands in X-Forwarded-Host, and counts if it is ours.
    let behind = async |forwarded, origin| {
        get(&[("host", "127.0.0.1"), ("x-forwarded-host", forwarded), ("origin", origin)]).await.status
    };
    assert_eq!(behind("127.0.0.1:8080", "http://127.0.0.1:8080").await, 200);
    assert_eq!(behind("console.example.com", "https://console.example.com").await, 200);
    assert_eq!(behind("evil.example", "http://evil.example").await, 403);
    assert_eq!(behind("127.0.0.1:8080", "http://evil.example").await, 403);
    assert_eq!(behind("", "http://").await, 403);

    let reply = get(&[("origin", "https://cdp.example.com")]).await;
    assert_eq!((reply.status, reply.header("access-control-allow-origin")), (200, "https://cdp.example.com"));
    assert!(reply.header("vary").contains("origin"));
    assert_eq!(reply.header("access-control-allow-credentials"), "");

    let preflight = |origin| {
        request(
            "OPTIONS",
            INTEGRATIONS,
            &[("origin", origin), ("access-control-request-method", "POST")],
            None,
        )
    };
    let good = app.send(preflight("https://cdp.example.com")).await;
    assert_eq!((good.status, good.header("access-control-allow-methods")), (204, "GET, POST, PUT, DELETE"));
    // Embedded elements send the host's token.
    assert!(good.header("access-control-allow-headers").contains("authorization"));
    let bad = app.send(preflight("https://evil.example")).await;
    assert_eq!((bad.status, bad.header("access-control-allow-methods")), (403, ""));

    // A form of a foreign page, sent with a simple content type.
    let form = [("origin", "https://evil.example"), ("content-type", "text/plain")];
    assert_eq!(
        app.send(request("POST", INTEGRATIONS, &form, Some(infobip(BASE).to_string()))).await.status,
        403
    );
    assert_eq!(app.get(INTEGRATIONS).await.json(), json!({"items": []}));
}

#[tokio::test]
async fn the_proxy_tells_what_it_is_and_describes_itself() {
    let app = App::new(&[("SANDBOX", "on"), ("EXTRA_HOSTS", "gateway.example.org")]).await;
    let about = app.get("/api/v1/about").await.json();
    assert_eq!((about["name"].as_str(), about["api"].as_u64()), (Some("whatsapp-proxy"), Some(1)));
    assert_eq!(
        about["addresses"],
        json!({"sandbox": "http://127.0.0.1:8787", "extraHosts": ["gateway.example.org"]})
    );
    assert_eq!(app.get("/healthz").await.json(), json!({"status": "ok"}));
    let document = app.get("/openapi.json").await;
    assert_eq!(document.header("content-type"), "application/json");
    assert!(document.json()["openapi"].as_str().unwrap().starts_with("3."));
    // Every described operation answers as itself, not as an unknown path or method.
    for (path, item) in document.json()["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            let reply = app.call(&method.to_uppercase(), &path.replace("{id}", "int_none"), None).await;
            assert!(reply.status != 405, "{method} {path}");
            assert!(reply.status != 404 || reply.code() == "not-found", "{method} {path}");
        }
    }
}

#[tokio::test]
async fn each_answer_has_a_request_id_and_is_not_kept() {
    let app = App::new(&[]).await;
    let own = app.send(request("GET", "/api/v1/about", &[("x-request-id", "abc-1.2_3")], None)).await;
    assert_eq!(own.header("x-request-id"), "abc-1.2_3");
    for bad in ["a b", "", &"x".repeat(65)] {
        let reply = app.send(request("GET", "/nothing", &[("x-request-id", bad)], None)).await;
        assert!(reply.header("x-request-id").starts_with("req_"), "{bad}");
    }
    let reply = app.get(INTEGRATIONS).await;
    assert_eq!(
        (reply.header("cache-control"), reply.header("x-content-type-options")),
        ("no-store", "nosniff")
    );
    assert!(reply.header("content-security-policy").starts_with("default-src 'none'"));
}

#[tokio::test]
async fn a_quick_test_that_is_not_right_is_refused_before_anything_is_sent() {
    let app = App::new(&[]).await;
    let tests = "/api/v1/quick-tests";
    let id = app.save(infobip(BASE)).await;
    assert_eq!(app.post(tests, text_test("int_nothing")).await.findings(), ["integration-unknown"]);
    assert_eq!(app.post(tests, text_test("")).await.findings(), ["integration-unknown"]);
    let mut masked = text_test(&id);
    masked["to"] = json!("+1201555XXXX");
    let reply = app.post(tests, masked).await;
    assert_eq!((reply.status, reply.json()["error"]["field"].as_str()), (422, Some("to")), "{}", reply.text);
    let mut empty = text_test(&id);
    empty["context"] = json!({"customer": {"phone": "+447400123456"}});
    empty["node"]["message"]["text"]["value"] = json!("{{ customer.name }}");
    assert_eq!(app.post(tests, empty.clone()).await.status, 422);
    empty["node"]["message"]["text"]["whenEmpty"] = json!("skip");
    assert!(app.post(tests, empty).await.findings().contains(&"customer-skipped".to_owned()));
    let mut odd = text_test(&id);
    odd["context"] = json!([1]);
    assert_eq!(app.post(tests, odd).await.findings(), ["context-form"]);
    for bad in ["", "a b", "ä", &"x".repeat(51)] {
        let mut test = text_test(&id);
        test["id"] = json!(bad);
        assert_eq!(app.post(tests, test).await.findings(), ["quick-test-id"], "{bad}");
    }
    assert_eq!(app.get(tests).await.json(), json!({"items": []}));
}

#[tokio::test]
async fn what_the_sandbox_hands_out_can_be_used_by_whatever_name_it_was_called() {
    let app = App::new(&[("SANDBOX", "on")]).await;
    // The request says localhost:8787.
    let accounts = app.get("/sandbox/api/accounts").await.json();
    assert_eq!(accounts[0]["settings"]["baseUrl"], "http://127.0.0.1:8787/sandbox/infobip");
    app.save(accounts[0].clone()).await;
    let files = app.get("/sandbox/api/media").await.json();
    assert_eq!(files[0]["url"], "http://127.0.0.1:8787/sandbox/media/picture.jpg");
}
