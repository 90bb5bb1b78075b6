//! The list of templates: kept over a restart, asked for anew, and never newer than it is.

use std::time::Duration;

use serde_json::{Value, json};

use crate::{
    fake::{Fake, Step},
    support::{App, Running, config, infobip, no_network, request, template_test},
};

const TESTS: &str = "/api/v1/quick-tests";
const PROVIDERS: [&str; 2] = ["infobip", "sinch"];
const OLD: &str = "2026-01-01T00:00:00.000Z";

/// A list as Infobip sends it, of so many templates.
fn listing(count: usize) -> String {
    let body = format!("Hello {{{{1}}}}, {}", "a long text. ".repeat(30));
    let one = |number| {
        json!({"id": number, "name": format!("template_{number}"), "language": "en_GB", "status": "APPROVED",
            "category": "UTILITY", "structure": {"type": "TEXT", "body": {"text": body}}})
    };
    json!({"templates": (0..count).map(one).collect::<Vec<_>>()}).to_string()
}

async fn at(fake: &Fake) -> (App, String, String) {
    let app = App::with(&[("SANDBOX", "on")], fake.address, no_network()).await;
    let id = app.save(infobip(&fake.base_url())).await;
    let path = format!("/api/v1/integrations/{id}/templates");
    (app, id, path)
}

/// The same data folder, opened by a new proxy, with the kept lists dated back.
async fn restarted(app: App, address: std::net::SocketAddr) -> App {
    app.state.store.close().await;
    let App { folder, state, router } = app;
    drop((state, router));
    let url = format!("sqlite://{}", folder.path().join("data/whatsapp-proxy.sqlite").display());
    let pool = sqlx::SqlitePool::connect(&url).await.unwrap();
    sqlx::query("UPDATE template_lists SET synced_at = ?").bind(OLD).execute(&pool).await.unwrap();
    pool.close().await;
    let config = config(&folder, &[("SANDBOX", "on"), ("REQUEST_TIMEOUT_S", "1")]);
    let state = whatsapp_proxy::AppState::open_with(config, address, no_network()).await.unwrap();
    App { router: whatsapp_proxy::app(state.clone()), state, folder }
}

#[tokio::test]
async fn templates_are_listed_kept_and_asked_for_anew() {
    let proxy = Running::start(&[]).await;
    for provider in PROVIDERS {
        let (mut account, id) = proxy.account(provider).await;
        let path = format!("/api/v1/integrations/{id}/templates");
        let first = proxy.call("GET", &path, None).await.json();
        let names: Vec<_> =
            first["items"].as_array().unwrap().iter().map(|item| item["name"].as_str().unwrap()).collect();
        assert!(names.contains(&"order_update") && names.len() >= 8, "{names:?}");
        assert_eq!(first["limit"], 300);
        assert!(first.get("attempt").is_none());
        assert_eq!(proxy.call("GET", &path, None).await.json(), first, "kept for five minutes");
        tokio::time::sleep(Duration::from_millis(5)).await;
        let anew = proxy.call("GET", &format!("{path}?refresh=true"), None).await.json();
        assert_ne!(anew["syncedAt"], first["syncedAt"]);
        assert_eq!(anew["items"], first["items"]);

        // What is known of a template is used: a missing value is found before sending.
        let mut short = template_test(&id);
        short["node"]["message"]["body"] = json!([{"value": "Ana"}]);
        let reply = proxy.post(TESTS, short).await;
        assert_eq!(reply.status, 422, "{}", reply.text);

        // A refusal of the provider is passed on with its own words, beside the older list with its own time.
        proxy.fault(provider, json!({"kind": "unauthorized"})).await;
        let refused = proxy.call("GET", &format!("{path}?refresh=true"), None).await.json();
        assert_eq!((&refused["syncedAt"], &refused["items"]), (&anew["syncedAt"], &anew["items"]));
        let attempt = &refused["attempt"];
        assert_eq!(attempt["problem"]["code"], "key-refused", "{attempt}");
        assert_eq!(attempt["problem"]["provider"]["status"], 401);
        assert!(attempt["at"].as_str() > anew["syncedAt"].as_str(), "{attempt}");
        // The failed try is told until another one succeeds.
        assert_eq!(proxy.call("GET", &path, None).await.json()["attempt"], *attempt);
        proxy.fault(provider, json!({"kind": "none"})).await;
        let good = proxy.call("GET", &format!("{path}?refresh=true"), None).await.json();
        assert!(good.get("attempt").is_none() && good["syncedAt"].as_str() > attempt["at"].as_str());

        // A new name leaves the list, another limit is told at once, and other settings drop it.
        account["name"] = json!("Renamed");
        account["limits"] = json!({"messagesPerSecond": 20, "templates": 7});
        let saved = format!("/api/v1/integrations/{id}");
        assert_eq!(proxy.call("PUT", &saved, Some(account.clone())).await.status, 200);
        let kept = proxy.call("GET", &path, None).await.json();
        assert_eq!((&kept["syncedAt"], &kept["limit"]), (&good["syncedAt"], &json!(7)));
        let secret = if provider == "infobip" { "apiKey" } else { "keySecret" };
        account["secrets"][secret] = json!("another-secret-0123456789");
        assert_eq!(proxy.call("PUT", &saved, Some(account)).await.status, 200);
        let refused = proxy.call("GET", &path, None).await;
        assert_eq!((refused.status, refused.code().as_str()), (502, "key-refused"), "{}", refused.text);
        assert_eq!(refused.json()["error"]["provider"]["status"], 401);
    }
}

#[tokio::test]
async fn a_list_outlives_the_process_and_an_old_one_is_asked_for_anew() {
    let fake = Fake::answering("200 OK", "", &listing(2)).await;
    let (app, id, path) = at(&fake).await;
    assert_eq!(app.get(&path).await.json()["items"].as_array().unwrap().len(), 2);
    app.get(&path).await;
    assert_eq!(fake.requests().len(), 1);

    // Old after the restart, so it is asked for, and again each time while that does not work. Nobody answers here: the
    // integration's address is no longer the sandbox's.
    let app = restarted(app, "127.0.0.1:9".parse().unwrap()).await;
    for _ in 0..2 {
        let list = app.get(&path).await;
        assert_eq!(list.status, 200, "{}", list.text);
        let list = list.json();
        assert_eq!((list["syncedAt"].as_str(), list["items"].as_array().unwrap().len()), (Some(OLD), 2));
        assert_eq!(list["attempt"]["problem"]["code"], "address-blocked", "{list}");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    // Quick tests use it however old it is.
    let test = json!({"node": {"integration": id, "message": {"type": "template",
        "template": {"name": "template_1", "language": "en_GB"}, "body": []}}, "to": "+447400123456"});
    let reply = app.post(TESTS, test).await;
    assert_eq!((reply.status, reply.findings()), (422, vec!["template-parameter-count".to_owned()]));

    let app = restarted(app, fake.address).await;
    let list = app.get(&path).await.json();
    assert!(list["syncedAt"].as_str().unwrap() > OLD && list.get("attempt").is_none(), "{list}");
    assert_eq!(fake.requests().len(), 2);
}

#[tokio::test]
async fn all_who_ask_at_once_share_one_call() {
    let body = listing(1);
    let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", body.len());
    let slow = vec![Step::Wait(Duration::from_millis(200)), Step::Write((head + &body).into_bytes())];
    let fake = Fake::start(slow).await;
    let (app, _, path) = at(&fake).await;
    let (path, app) = (format!("{path}?refresh=true"), &app);
    let ask = || async { app.send(request("GET", &path, &[], None)).await.json() };
    let (first, second, third) = tokio::join!(ask(), ask(), ask());
    assert_eq!(fake.requests().len(), 1);
    assert!(first["syncedAt"].is_string() && first == second && second == third, "{first} {second}");
    ask().await;
    assert_eq!(fake.requests().len(), 2, "who asks later is asked for again");

    // A failure is shared as well.
    let fake = Fake::start(vec![Step::Wait(Duration::from_millis(200)), Step::Reset]).await;
    let (app, _, path) = at(&fake).await;
    let (first, second) = tokio::join!(app.get(&path), app.get(&path));
    assert_eq!((first.status, first.code(), fake.requests().len()), (502, second.code(), 1));
}

#[tokio::test]
async fn three_hundred_long_templates_fit_and_a_list_without_end_is_refused() {
    let long = listing(300);
    assert!(long.len() > 128 * 1024);
    let fake = Fake::answering("200 OK", "", &long).await;
    let (app, _, path) = at(&fake).await;
    let list = app.get(&path).await;
    assert_eq!(list.status, 200, "{}", &list.text[..list.text.len().min(300)]);
    assert_eq!(list.json()["items"].as_array().unwrap().len(), 300);

    // Each page names another one.
    let fake = endless_pages().await;
    let app = App::with(&[("SANDBOX", "on")], fake, no_network()).await;
    let mut account = account_of_sinch(&app).await;
    account["settings"]["baseUrl"] = json!(format!("http://{fake}/sandbox/sinch/eu"));
    account["settings"]["authScheme"] = json!("bearer");
    account["secrets"] = json!({"bearerToken": "sandbox-sinch-bearer-not-a-secret"});
    let id = app.save(account).await;
    let reply = app.get(&format!("/api/v1/integrations/{id}/templates")).await;
    assert_eq!((reply.status, reply.code().as_str()), (502, "templates-without-end"), "{}", reply.text);
}

async fn account_of_sinch(app: &App) -> Value {
    let accounts = app.get("/sandbox/api/accounts").await.json();
    accounts.as_array().unwrap().iter().find(|account| account["provider"] == "sinch").unwrap().clone()
}

/// Answers each request with one template and the token of another page.
async fn endless_pages() -> std::net::SocketAddr {
    use std::sync::atomic::{AtomicUsize, Ordering};
    let page = std::sync::Arc::new(AtomicUsize::new(0));
    let answer = move || {
        let page = page.fetch_add(1, Ordering::Relaxed);
        let template = json!({"name": "a", "language": "EN", "state": "APPROVED", "category": "UTILITY",
            "details": {"components": [{"type": "BODY", "text": "Hi"}]}});
        async move { axum::Json(json!({"templates": [template], "nextPageToken": format!("p{page}")})) }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, axum::Router::new().fallback(answer)).await });
    address
}

#[tokio::test]
async fn a_template_changed_at_the_provider_is_told_with_the_next_refresh() {
    let proxy = Running::start(&[]).await;
    let changes = |changes: Value| json!({"name": "order_update", "language": "en_GB", "changes": changes});
    let switch = |body| proxy.call("PUT", "/sandbox/api/template-changes", Some(body));
    for provider in PROVIDERS {
        let (_, id) = proxy.account(provider).await;
        let path = format!("/api/v1/integrations/{id}/templates");
        let listed = async |query: &str| {
            let list = proxy.call("GET", &format!("{path}{query}"), None).await.json();
            let is_it = |t: &&Value| t["name"] == "order_update" && t["language"] == "en_GB";
            list["items"].as_array().unwrap().iter().find(is_it).cloned()
        };
        let before = listed("").await.unwrap();
        assert_eq!(switch(changes(json!(["marketing", "placeholderAdded"]))).await.status, 200);
        assert_eq!(listed("").await, Some(before.clone()), "kept");
        let now = listed("?refresh=true").await.unwrap();
        assert_eq!((&before["category"], &now["category"]), (&json!("utility"), &json!("marketing")));
        assert!(now["body"].as_str().unwrap().contains("{{3}}"), "{now}");
        // What was good before is stopped before sending now.
        let reply = proxy.post(TESTS, template_test(&id)).await;
        assert_eq!((reply.status, reply.findings()), (422, vec!["template-parameter-count".to_owned()]));
        switch(changes(json!(["rejected"]))).await;
        let now = listed("?refresh=true").await.unwrap();
        assert_eq!(now["status"], "rejected");
        if provider == "sinch" {
            assert_eq!(now["reason"], "INCORRECT_CATEGORY");
        }
        switch(changes(json!(["deleted"]))).await;
        assert_eq!(listed("?refresh=true").await, None);
        assert_eq!(proxy.call("DELETE", "/sandbox/api/template-changes", None).await.status, 200);
        assert_eq!(listed("?refresh=true").await, Some(before));
    }
}

#[tokio::test]
async fn a_code_that_no_table_has_is_said_to_be_unknown() {
    let proxy = Running::start(&[]).await;
    for (provider, code) in [("infobip", "REJECTED_SANDBOX_RULE"), ("sinch", "SANDBOX_RULE_VIOLATED")] {
        let (_, id) = proxy.account(provider).await;
        proxy.fault(provider, json!({"kind": "unknownCode", "remaining": 1})).await;
        let test = proxy.post(TESTS, template_test(&id)).await.json();
        let outcome = &test["outcome"];
        assert_eq!(
            (&outcome["verdict"], &outcome["known"], &outcome["providerCode"]),
            (&json!("refused"), &json!(false), &json!(code)),
            "{test}"
        );
        assert!(test["answer"]["body"].as_str().unwrap().contains(code), "word for word");
    }
    assert_eq!(proxy.arrived().await, 0);
}
