//! Names, addresses and TLS: what is looked up is judged, and what is judged is dialled.

use std::{net::SocketAddr, sync::Arc};

use serde_json::{Value, json};
use whatsapp_proxy::{guard::is_public, upstream::Network};

use crate::{
    fake::{Fake, Step},
    support::{App, Names, infobip, text_test},
};

const HOST: &str = "xyz123.api.infobip.com";

async fn tested(names: Arc<Names>, may_dial: fn(std::net::IpAddr) -> bool) -> (App, Value) {
    let network = Network { lookup: names, may_dial };
    let app = App::with(
        &[("CONNECT_TIMEOUT_S", "1"), ("REQUEST_TIMEOUT_S", "3")],
        "127.0.0.1:8787".parse().unwrap(),
        network,
    )
    .await;
    let id = app.save(infobip(&format!("https://{HOST}"))).await;
    let reply = app.post("/api/v1/quick-tests", text_test(&id)).await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    let outcome = reply.json()["outcome"].clone();
    (app, outcome)
}

fn any(_: std::net::IpAddr) -> bool {
    true
}

fn port_443(ip: &str) -> SocketAddr {
    SocketAddr::new(ip.parse().unwrap(), 0)
}

#[tokio::test]
async fn a_name_that_leads_inside_is_not_connected() {
    let inside = Fake::start(vec![]).await;
    // First everything inside, then a name that changes its mind between look-ups.
    for answers in [
        vec![vec![inside.address]],
        vec![vec![
            inside.address,
            port_443("10.0.0.1"),
            port_443("169.254.169.254"),
            port_443("fd00:ec2::254"),
        ]],
        vec![vec![SocketAddr::new("::ffff:127.0.0.1".parse().unwrap(), inside.address.port())]],
    ] {
        let (app, outcome) = tested(Names::new(vec![(HOST, answers)]), is_public).await;
        assert_eq!(
            (outcome["code"].as_str(), outcome["safeToRepeat"].as_bool()),
            (Some("address-blocked"), Some(true))
        );
        // Each later send is looked up and judged again.
        let id = app.get("/api/v1/integrations").await.json()["items"][0]["id"].as_str().unwrap().to_owned();
        for _ in 0..3 {
            let test = app.post("/api/v1/quick-tests", text_test(&id)).await.json();
            assert_eq!(test["outcome"]["code"], "address-blocked");
        }
    }
    assert_eq!(*inside.connections.lock().unwrap(), 0);
}

#[tokio::test]
async fn all_blocked_targets_get_the_same_words() {
    let app = App::new(&[]).await;
    let mut texts = std::collections::BTreeSet::new();
    for address in [
        "10.0.0.1",
        "127.0.0.1",
        "169.254.169.254",
        "[::1]",
        "2130706433",
        "0x7f.1",
        "017700000001",
        "１２７.0.0.1",
    ] {
        let reply = app.post("/api/v1/integrations/check", infobip(&format!("https://{address}"))).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        let report = reply.json();
        assert_eq!(
            (report["ok"].as_bool(), report["steps"][0]["verdict"].as_str()),
            (Some(false), Some("failed")),
            "{address}"
        );
        assert_eq!(report["steps"][1]["verdict"], "skipped", "nothing is called");
        texts.insert(report["steps"][0]["text"].as_str().unwrap().to_owned());
    }
    assert_eq!(texts.len(), 1, "{texts:?}");
}

#[tokio::test]
async fn a_name_that_is_not_found_or_hangs_is_safe_to_repeat() {
    let (_, outcome) = tested(Names::new(vec![]), is_public).await;
    assert_eq!(
        (outcome["code"].as_str(), outcome["retry"].as_str()),
        (Some("name-not-found"), Some("later"))
    );
    let (_, outcome) = tested(Names::new(vec![(HOST, vec![vec![]])]), is_public).await;
    assert_eq!(
        (outcome["code"].as_str(), outcome["safeToRepeat"].as_bool()),
        (Some("connection-timeout"), Some(true))
    );
}

#[tokio::test]
async fn without_valid_tls_nothing_is_sent() {
    for steps in [vec![], vec![Step::Write(b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec())]] {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        listener.set_nonblocking(true).unwrap();
        let listener = tokio::net::TcpListener::from_std(listener).unwrap();
        let got = tokio::spawn(async move {
            use tokio::io::{AsyncReadExt, AsyncWriteExt};
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut buffer = vec![0; 4096];
            let count = stream.read(&mut buffer).await.unwrap_or(0);
            for step in steps {
                if let Step::Write(bytes) = step {
                    let _ = stream.write_all(&bytes).await;
                }
            }
            buffer.truncate(count);
            buffer
        });
        let (_, outcome) = tested(Names::new(vec![(HOST, vec![vec![address]])]), any).await;
        assert_eq!(
            (outcome["code"].as_str(), outcome["verdict"].as_str(), outcome["safeToRepeat"].as_bool()),
            (Some("tls-failed"), Some("refused"), Some(true))
        );
        let got = got.await.unwrap();
        assert_eq!(got.first(), Some(&0x16), "a TLS hello and nothing else");
        assert!(!String::from_utf8_lossy(&got).contains("sandbox-infobip-key"));
    }
}

#[tokio::test]
async fn a_handshake_that_stalls_ends_with_the_connect_limit() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let start = std::time::Instant::now();
    // Taken by the operating system, never answered.
    let (_, outcome) = tested(Names::new(vec![(HOST, vec![vec![address]])]), any).await;
    assert_eq!(
        (outcome["code"].as_str(), outcome["safeToRepeat"].as_bool()),
        (Some("connection-timeout"), Some(true))
    );
    assert!(start.elapsed() < std::time::Duration::from_secs(3));
    drop(listener);
}

#[tokio::test]
async fn a_host_of_the_operator_s_list_may_be_a_provider_s() {
    let names = Names::new(vec![]);
    let network = Network { lookup: names.clone(), may_dial: is_public };
    let app =
        App::with(&[("EXTRA_HOSTS", "gateway.example.org")], "127.0.0.1:8787".parse().unwrap(), network)
            .await;
    let id = app.save(infobip("https://gateway.example.org")).await;
    let test = app.post("/api/v1/quick-tests", text_test(&id)).await.json();
    assert_eq!(test["outcome"]["code"], "name-not-found");
    assert_eq!(*names.asked.lock().unwrap(), ["gateway.example.org"]);
    assert_eq!(app.post("/api/v1/integrations", infobip("https://other.example.org")).await.status, 422);
}

#[tokio::test]
async fn an_integration_made_with_the_sandbox_does_not_leave_when_it_is_off() {
    let fake = Fake::answering("200 OK", "", "{}").await;
    let app = App::with(&[("SANDBOX", "on")], fake.address, crate::support::no_network()).await;
    app.save(infobip(&fake.base_url())).await;
    app.state.store.close().await;
    let App { folder, state, router } = app;
    drop((state, router));
    let config = crate::support::config(&folder, &[]);
    let state = whatsapp_proxy::AppState::open_with(config, fake.address, crate::support::no_network())
        .await
        .unwrap();
    let app = App { router: whatsapp_proxy::app(state.clone()), state, folder };
    let id = app.get("/api/v1/integrations").await.json()["items"][0]["id"].as_str().unwrap().to_owned();
    let test = app.post("/api/v1/quick-tests", text_test(&id)).await.json();
    assert_eq!(test["outcome"]["code"], "address-blocked", "{test}");
    assert_eq!(fake.requests().len(), 0);
    let _ = json!(null);
}
