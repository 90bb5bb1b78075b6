//! Two-way against the sandbox: callbacks are registered with it, and what it sends to them is read and proven.
#![allow(clippy::unwrap_used)] // a panic is how a test fails; clippy.toml reaches test functions only, not their helpers

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex},
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    extract::State,
    http::{HeaderMap, Request, StatusCode},
    routing::post,
};
use serde_json::{Value, json};
use tower::ServiceExt;
use whatsapp_domain::{
    AddressPolicy, Answer, Authorization, DeliveryReport, DeliveryStatus, FilledMessage, Following,
    InboundKind, InboundMessage, OutgoingRequest, Reached, RegistrationState, Secret, Secrets, Settings,
    WebhookItem,
};
use whatsapp_providers::{
    Callback, CallbackList, CallbackRequest, Probe, ProbeResult, Provider, SendIds, SignatureCode, find,
};
use whatsapp_sandbox::{Sandbox, accounts};

const ORIGIN: &str = "http://127.0.0.1:8787";
const SECRET: &str = "webhook-secret-0123456789abcdef";
const NUMBER: &str = "447700900123";

/// What came to the callback, as it came.
type Came = Arc<Mutex<Vec<(BTreeMap<String, String>, Bytes)>>>;

/// One account at the sandbox, and a callback that takes whatever comes.
struct World {
    provider: &'static dyn Provider,
    settings: Settings,
    secrets: Secrets,
    app: Router,
    url: String,
    came: Came,
    /// Answers to give before 200.
    answers: Arc<Mutex<Vec<u16>>>,
}

impl World {
    async fn of(id: &str) -> Self {
        let sandbox = Sandbox::at(ORIGIN);
        let all = sandbox.accounts(ORIGIN);
        let account = all.as_array().unwrap().iter().find(|account| account["provider"] == id).unwrap();
        let (came, answers): (Came, Arc<Mutex<Vec<u16>>>) = Default::default();
        let sink =
            Router::new().route("/webhooks/{token}", post(take)).with_state((came.clone(), answers.clone()));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/webhooks/token-1", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, sink).await });
        let world = Self {
            provider: find(id).unwrap(),
            settings: serde_json::from_value(account["settings"].clone()).unwrap(),
            secrets: serde_json::from_value(account["secrets"].clone()).unwrap(),
            app: Router::new().nest("/sandbox", sandbox.router()),
            url,
            came,
            answers,
        };
        world.own("POST", "/api/reports", json!({"delayMs": 5})).await;
        world
    }

    async fn call(&self, request: &OutgoingRequest, authorization: &str) -> Answer {
        let path =
            request.url.strip_prefix(ORIGIN).unwrap_or_else(|| panic!("{} leaves the sandbox", request.url));
        let mut call =
            Request::builder().method(request.method.as_str()).uri(path).header("host", "127.0.0.1:8787");
        for (name, value) in &request.headers {
            call = call.header(name, value);
        }
        let body = match &request.body {
            Value::Null => String::new(),
            Value::String(form) => form.clone(),
            json => json.to_string(),
        };
        let call = call.header("authorization", authorization).body(Body::from(body)).unwrap();
        let response = self.app.clone().oneshot(call).await.unwrap();
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), 1_000_000).await.unwrap();
        Answer::new(status, String::from_utf8_lossy(&body))
    }

    /// The sandbox's own API.
    async fn own(&self, method: &str, path: &str, body: Value) -> Answer {
        let url = format!("{ORIGIN}/sandbox{path}");
        let request = OutgoingRequest { method: method.into(), ..OutgoingRequest::post_json(url, body) };
        self.call(&request, "").await
    }

    async fn authorization(&self) -> String {
        match self.provider.authorization(&self.settings, &self.secrets).unwrap() {
            Authorization::Header { scheme, credentials } => format!("{scheme} {}", credentials.expose()),
            Authorization::Token { request, scheme, credentials, .. } => {
                let answer = self.call(&request, &format!("{scheme} {}", credentials.expose())).await;
                format!("Bearer {}", self.provider.read_token(&answer).ok().unwrap().value.expose())
            }
        }
    }

    async fn run(&self, requests: Vec<(&'static str, OutgoingRequest)>) -> Vec<ProbeResult> {
        let authorization = self.authorization().await;
        let mut results = Vec::new();
        for (id, request) in requests {
            results.push(ProbeResult {
                id,
                answer: Some(self.call(&request, &authorization).await),
                duration_ms: 1,
            });
        }
        results
    }

    async fn list(&self) -> CallbackList {
        let probes = self.provider.list_callbacks(&self.settings);
        let results = self.run(probes.into_iter().map(|Probe { id, request }| (id, request)).collect()).await;
        self.provider.read_callbacks(&self.settings, &[&self.url], &results)
    }

    async fn change(&self, requests: Vec<CallbackRequest>) -> Vec<ProbeResult> {
        let secret = Secret::new(SECRET);
        self.run(requests.into_iter().map(|request| (request.id, request.with_secret(&secret))).collect())
            .await
    }

    async fn register(&self) {
        let list = self.list().await;
        let requests =
            self.provider.register_callback(&self.settings, &Callback { url: &self.url }, &list).unwrap();
        assert!(requests.iter().all(|request| !format!("{request:?}").contains(SECRET)));
        let results = self.change(requests).await;
        self.provider.read_registered(&results).unwrap_or_else(|problem| panic!("{problem:?} {results:?}"));
    }

    /// Waits until so many things came, and reads all of them.
    async fn items(&self, count: usize) -> Vec<WebhookItem> {
        for _ in 0..400 {
            if self.read().len() >= count {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        let items = self.read();
        assert!(items.len() >= count, "only {} of {count} came: {items:?}", items.len());
        items
    }

    fn read(&self) -> Vec<WebhookItem> {
        let came = self.came.lock().unwrap().clone();
        came.iter()
            .flat_map(|(_, body)| {
                let mut batch = self.provider.read_webhook(body).unwrap();
                assert_eq!(self.provider.take_foreign(&self.settings, &mut batch), [], "it is ours");
                assert_eq!(batch.unreadable, []);
                batch.items
            })
            .collect()
    }

    async fn inbound(&self, mut message: Value) -> Answer {
        message["provider"] = self.provider.schema().provider.into();
        self.own("POST", "/api/inbound", message).await
    }

    async fn send(&self, to: &str, id: &str) -> String {
        let reached = Reached {
            e164: format!("+{to}"),
            international: to.into(),
            region: None,
            country: String::new(),
        };
        let message = FilledMessage::Text { text: "Hi".into(), preview_url: false };
        let request =
            self.provider.send(&self.settings, &reached, &message, SendIds { message_id: Some(id) });
        let answer = self.call(&request, &self.authorization().await).await;
        self.provider.read_answer(&answer).message_id.unwrap_or_else(|| panic!("{answer:?}"))
    }
}

async fn take(
    State((came, answers)): State<(Came, Arc<Mutex<Vec<u16>>>)>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    if let Some(status) = answers.lock().unwrap().pop() {
        return StatusCode::from_u16(status).unwrap();
    }
    let headers =
        headers.iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
    came.lock().unwrap().push((headers, body));
    StatusCode::OK
}

fn messages(items: Vec<WebhookItem>) -> Vec<InboundMessage> {
    items
        .into_iter()
        .filter_map(|item| if let WebhookItem::Inbound(message) = item { Some(message) } else { None })
        .collect()
}

fn reports(items: Vec<WebhookItem>) -> Vec<DeliveryReport> {
    items
        .into_iter()
        .filter_map(|item| if let WebhookItem::Report(report) = item { Some(report) } else { None })
        .collect()
}

fn now() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap()
}

const BOTH: [&str; 2] = ["infobip", "sinch"];

#[tokio::test]
async fn a_callback_is_registered_read_back_and_removed() {
    for id in BOTH {
        let world = World::of(id).await;
        assert_eq!(world.list().await.state, RegistrationState::NotRegistered);
        world.register().await;
        let list = world.list().await;
        assert_eq!((list.state, &list.problem), (RegistrationState::Registered, &None), "{id}: {list:?}");
        assert!(list.targets.iter().all(|target| target.own && target.url == world.url), "{id}: {list:?}");
        // Once more changes nothing for the worse.
        world.register().await;
        assert_eq!(world.list().await.targets.len(), list.targets.len(), "{id}");
        for target in &world.list().await.targets {
            let results = world.change(world.provider.remove_callback(&world.settings, target)).await;
            world.provider.read_removed(&results).unwrap();
            let again = world.change(world.provider.remove_callback(&world.settings, target)).await;
            world.provider.read_removed(&again).unwrap();
        }
        let list = world.list().await;
        assert_eq!((list.state, list.targets), (RegistrationState::NotRegistered, vec![]), "{id}");
        assert_eq!(world.inbound(json!({})).await.status, 409, "nobody is registered");
        // Nothing is left behind that would be in the way.
        world.register().await;
        assert_eq!(world.list().await.state, RegistrationState::Registered, "{id}");
    }
}

#[tokio::test]
async fn another_target_is_told_and_left_as_it_is() {
    for id in BOTH {
        let mut world = World::of(id).await;
        let own = std::mem::replace(&mut world.url, "https://other.example/hook/secret-of-others".into());
        world.register().await;
        world.url = own;
        let list = world.list().await;
        assert_eq!(list.state, RegistrationState::Other, "{id}");
        assert!(
            list.targets.iter().all(|target| !target.own && target.url == "https://other.example/…"),
            "{list:?}"
        );
        world.register().await;
        let list = world.list().await;
        assert_eq!(list.state, RegistrationState::Other, "{id}: still");
        assert!(list.targets.iter().any(|target| target.own), "{id}: {list:?}");
        assert!(list.targets.iter().any(|target| !target.own && target.takes_messages), "{id}: {list:?}");
        let steps = world.provider.manual_steps(&world.settings, &world.url, Some(SECRET));
        assert!(
            steps.len() >= 3 && steps.iter().any(|step| step.value.as_deref() == Some(&world.url)),
            "{id}"
        );
    }
}

#[tokio::test]
async fn a_key_without_the_scope_is_told_so() {
    let mut world = World::of("infobip").await;
    world.secrets.insert("apiKey".into(), Secret::new(accounts::INFOBIP_SEND_ONLY_KEY));
    let list = world.list().await;
    let problem = list.problem.clone().unwrap();
    assert_eq!((list.state, problem.code.as_str()), (RegistrationState::Unknown, "callbacks-not-permitted"));
    assert!(problem.text.contains("subscriptions:manage"), "{}", problem.text);
    assert_eq!(problem.provider.unwrap().status, 403);
    let requests =
        world.provider.register_callback(&world.settings, &Callback { url: &world.url }, &list).unwrap();
    let refused = world.provider.read_registered(&world.change(requests).await).unwrap_err();
    assert_eq!(refused.code, "callbacks-not-permitted");

    world.secrets.insert("apiKey".into(), Secret::new("wrong"));
    assert_eq!(world.list().await.problem.unwrap().code, "key-refused");
    let nothing: Vec<ProbeResult> = world
        .provider
        .list_callbacks(&world.settings)
        .into_iter()
        .map(|probe| ProbeResult { id: probe.id, answer: None, duration_ms: 1 })
        .collect();
    let list = world.provider.read_callbacks(&world.settings, &[], &nothing);
    assert_eq!(
        (list.state, list.problem.unwrap().code.as_str()),
        (RegistrationState::Unknown, "callbacks-unanswered")
    );

    let mut world = World::of("sinch").await;
    world.settings.insert("appId".into(), "01UNKNOWN00000000000000000".into());
    let problem = world.list().await.problem.unwrap();
    assert_eq!(problem.code, "app-unknown", "{problem:?}");
}

#[tokio::test]
async fn what_the_provider_would_not_take_is_refused_before() {
    for (id, most) in [("infobip", 512), ("sinch", 742)] {
        let world = World::of(id).await;
        let list = world.list().await;
        let url =
            |length: usize| format!("https://p.example/{}", "x".repeat(length - "https://p.example/".len()));
        let register = |url: &str| {
            world
                .provider
                .register_callback(&world.settings, &Callback { url }, &list)
                .map(|requests| requests.len())
        };
        assert!(register(&url(most)).is_ok(), "{id}");
        assert_eq!(register(&url(most + 1)).unwrap_err().code, "callback-url-too-long", "{id}");
    }
    let mut world = World::of("sinch").await;
    for n in 0..5 {
        world.url = format!("https://other.example/{n}");
        world.register().await;
    }
    world.url = "https://other.example/6".into();
    let list = world.list().await;
    let full =
        world.provider.register_callback(&world.settings, &Callback { url: &world.url }, &list).unwrap_err();
    assert_eq!(full.code, "callbacks-full");
    // The emulated service would have said the same.
    let empty = CallbackList { targets: vec![], ..list };
    let requests =
        world.provider.register_callback(&world.settings, &Callback { url: &world.url }, &empty).unwrap();
    assert!(world.provider.read_registered(&world.change(requests).await).is_err());
}

#[tokio::test]
async fn everything_that_the_phone_writes_is_read() {
    for id in BOTH {
        let world = World::of(id).await;
        world.register().await;
        let kinds = [
            "text",
            "image",
            "video",
            "document",
            "audio",
            "voice",
            "sticker",
            "location",
            "contact",
            "button",
            "list",
            "reaction",
            "order",
            "flow",
            "unsupported",
            "unknown",
        ];
        let mut ids = BTreeSet::new();
        for kind in kinds {
            let answer = world.inbound(json!({"kind": kind, "from": NUMBER, "payload": "P_1"})).await;
            assert_eq!(answer.status, 202, "{}", answer.body);
            ids.insert(answer.json().unwrap()["ids"][0].as_str().unwrap().to_owned());
        }
        let came = messages(world.items(kinds.len()).await);
        assert_eq!(
            came.iter().map(|message| message.message_id.clone()).collect::<BTreeSet<_>>(),
            ids,
            "{id}"
        );
        assert!(
            came.iter().all(|message| message.from.as_deref() == Some(NUMBER) && message.at.is_some()),
            "{came:?}"
        );
        let of = |kind: InboundKind| came.iter().filter(|message| message.kind == kind).count();
        use InboundKind::*;
        for kind in [Text, Image, Video, Document, Sticker, Location, Order, Flow, Unknown] {
            assert_eq!(of(kind), 1, "{id} {kind:?}");
        }
        // Sinch does not tell a list from a button, nor what it can't map.
        let all = if id == "infobip" {
            [of(Button), of(List), of(Contact), of(Reaction), of(Unsupported), of(Audio), of(Voice)]
        } else {
            [of(Button) - 1, 1, 1, 1, of(Unsupported) - 2, of(Audio) - 1, 1]
        };
        assert_eq!(all, [1; 7], "{id}");
        let button = came.iter().find(|message| message.kind == Button).unwrap();
        assert_eq!(button.payload.as_deref(), Some("P_1"));
        // The files can be fetched as the provider says.
        for message in came.iter().filter(|message| message.media.is_some()) {
            let media =
                world.provider.media_request(&world.settings, &message.media.as_ref().unwrap().url).unwrap();
            let key = if media.authorized { world.authorization().await } else { String::new() };
            assert_eq!(world.call(&media.request, &key).await.status, 200, "{message:?}");
            if media.authorized {
                assert_eq!(world.call(&media.request, "").await.status, 401);
            }
        }
    }
}

#[tokio::test]
async fn a_hidden_number_is_a_user_id_alone() {
    for id in BOTH {
        let world = World::of(id).await;
        world.register().await;
        world.inbound(json!({"from": NUMBER, "hidden": true, "text": "STOP"})).await;
        let came = messages(world.items(1).await);
        assert_eq!((came[0].from.as_deref(), came[0].text.as_deref()), (None, Some("STOP")), "{id}");
        assert!(came[0].user_id.as_deref().is_some_and(|user| user.starts_with("GB.")), "{id}: {came:?}");
    }
}

#[tokio::test]
async fn callbacks_are_proven_and_changed_ones_are_not() {
    let world = World::of("sinch").await;
    world.register().await;
    world.own("POST", "/api/reports", json!({"duplicates": 1, "delayMs": 5})).await;
    world.inbound(json!({"text": "Hello"})).await;
    world.items(2).await;
    let came = world.came.lock().unwrap().clone();
    let secret = Secret::new(SECRET);
    let nonces: Vec<Option<String>> = came
        .iter()
        .map(|(headers, body)| world.provider.check_signature(&secret, headers, body, now()).unwrap().nonce)
        .collect();
    assert!(
        nonces.iter().all(Option::is_some) && nonces[0] != nonces[1],
        "a repeat is signed anew: {nonces:?}"
    );
    let (headers, body) = &came[0];
    let changed = [body, &b" "[..]].concat();
    let judge = |secret: &str, body: &[u8], now| {
        world.provider.check_signature(&Secret::new(secret), headers, body, now)
    };
    assert_eq!(judge(SECRET, &changed, now()), Err(SignatureCode::Wrong));
    assert_eq!(judge("other", body, now()), Err(SignatureCode::Wrong));
    assert_eq!(judge(SECRET, body, now() + 400), Err(SignatureCode::Stale));
    let unsigned = world.provider.check_signature(&secret, &BTreeMap::new(), body, now());
    assert_eq!(unsigned, Err(SignatureCode::Missing));

    // Infobip's subscription sends a password along with reports.
    let world = World::of("infobip").await;
    world.register().await;
    world.send(NUMBER, "m-1").await;
    world.items(2).await;
    let (headers, body) = world.came.lock().unwrap()[0].clone();
    assert!(headers.contains_key("authorization"));
    assert!(world.provider.check_signature(&secret, &headers, &body, now()).is_ok());
    let other = world.provider.check_signature(&Secret::new("other"), &headers, &body, now());
    assert_eq!(other, Err(SignatureCode::Wrong));
}

#[tokio::test]
async fn a_message_is_followed_to_read() {
    for id in BOTH {
        for switches in [
            json!({"delayMs": 5}),
            json!({"delayMs": 5, "duplicates": 2}),
            json!({"delayMs": 5, "reorder": true}),
            json!({"delayMs": 5, "lose": ["sent"]}),
        ] {
            let world = World::of(id).await;
            world.register().await;
            world.own("POST", "/api/reports", switches.clone()).await;
            let message_id = world.send(NUMBER, "m-1").await;
            world.items(1).await;
            let mut following = Following::new(message_id.clone(), None);
            // The phone is looked at.
            world.own("GET", "/api/messages", Value::Null).await;
            for _ in 0..200 {
                for report in reports(world.read()) {
                    assert_eq!(
                        (&report.message_id, report.own_id.as_deref()),
                        (&message_id, Some("m-1")),
                        "{id}"
                    );
                    assert_eq!(report.to.as_deref(), Some(NUMBER), "{id}");
                    following.apply(&report);
                }
                if following.status == DeliveryStatus::Read && following.delivered_at.is_some() {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            assert_eq!(following.status, DeliveryStatus::Read, "{id} {switches}: {following:?}");
            assert!(
                following.delivered_at.is_some() && following.read_at.is_some(),
                "{id} {switches}: {following:?}"
            );
        }
    }
}

#[tokio::test]
async fn a_failure_carries_its_card_and_lost_reports_never_come() {
    for id in BOTH {
        let world = World::of(id).await;
        world.register().await;
        let message_id = world.send("447700900002", "m-1").await;
        let came = reports(world.items(2).await);
        let failed = came.iter().find(|report| report.status == DeliveryStatus::Failed).unwrap();
        let outcome = failed.outcome.as_ref().unwrap();
        assert_eq!((outcome.code.as_str(), &failed.message_id), ("window-closed", &message_id), "{id}");
        assert!(outcome.known && outcome.fix.is_some() && outcome.provider_code.is_some());
        // Whoever writes opens the window.
        world.inbound(json!({"from": "447700900002", "text": "Hi"})).await;
        world.send("447700900002", "m-2").await;
        let came = reports(world.items(5).await);
        assert!(
            came.iter().any(|report| report.own_id.as_deref() == Some("m-2")
                && report.status == DeliveryStatus::Delivered)
        );

        world.own("POST", "/api/reports", json!({"delayMs": 1, "lose": true})).await;
        let before = world.read().len();
        world.send(NUMBER, "m-3").await;
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert_eq!(world.read().len(), before, "{id}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_s_messages_come_in_order_even_through_trouble() {
    for id in BOTH {
        let world = World::of(id).await;
        world.register().await;
        world.answers.lock().unwrap().extend([503, 500]);
        for n in 0..30 {
            world.inbound(json!({"text": format!("message {n}")})).await;
        }
        let came: Vec<String> =
            messages(world.items(30).await).into_iter().filter_map(|message| message.text).collect();
        assert_eq!(came, (0..30).map(|n| format!("message {n}")).collect::<Vec<_>>(), "{id}");
    }
}

#[tokio::test]
async fn a_burst_comes_whole_and_trouble_is_tried_again() {
    for id in BOTH {
        let world = World::of(id).await;
        world.register().await;
        world.answers.lock().unwrap().extend([503, 500]);
        let answer = world.inbound(json!({"text": "Hi", "count": 250})).await;
        assert_eq!(answer.json().unwrap()["ids"].as_array().unwrap().len(), 250);
        let ids: BTreeSet<String> =
            messages(world.items(250).await).into_iter().map(|message| message.message_id).collect();
        assert_eq!(ids.len(), 250, "{id}");
        // A refusal is final.
        world.came.lock().unwrap().clear();
        world.answers.lock().unwrap().push(403);
        world.inbound(json!({"text": "lost"})).await;
        tokio::time::sleep(Duration::from_millis(400)).await;
        assert_eq!(world.read(), [], "{id}");
        let pushes = world.own("GET", "/api/callbacks", Value::Null).await.json().unwrap()["pushes"].clone();
        let last = pushes.as_array().unwrap().last().unwrap().clone();
        assert_eq!(
            (&last["status"], &last["taken"], &last["tries"]),
            (&json!(403), &json!(false), &json!(1))
        );
        assert!(!pushes.to_string().contains("token-1"), "addresses stay out of it");
    }
}

#[test]
fn files_are_fetched_with_the_key_from_the_provider_alone() {
    let infobip = find("infobip").unwrap();
    let settings = infobip.normalise(
        &[("baseUrl".to_owned(), "https://xyz123.api.infobip.com".to_owned())].into(),
        &AddressPolicy::default(),
    );
    let asked = |url: &str| infobip.media_request(&settings, url).map(|media| media.request.url);
    let good = "https://xyz123.api.infobip.com/whatsapp/1/senders/447860099299/media/7a1";
    assert_eq!(asked(good).as_deref(), Some(good));
    assert_eq!(
        asked("https://api.infobip.com/whatsapp/1/senders/447860099299/media/7a1").as_deref(),
        Some(good)
    );
    for bad in [
        "https://evil.example/whatsapp/1/senders/1/media/1",
        "https://xyz123.api.infobip.com.evil.example/whatsapp/1/senders/1/media/1",
        "https://xyz123.api.infobip.com@evil.example/whatsapp/1/senders/1/media/1",
        "https://xyz123.api.infobip.com/whatsapp/1/message/text",
        "https://xyz123.api.infobip.com/whatsapp/1/senders/../../message/media/x",
        "https://xyz123.api.infobip.com/whatsapp/1/senders/1/media/1?to=evil",
        "http://xyz123.api.infobip.com/whatsapp/1/senders/1/media/1",
        "file:///etc/passwd",
        "",
    ] {
        assert_eq!(asked(bad), None, "{bad}");
    }
    let sinch = find("sinch").unwrap();
    let media = sinch.media_request(&Settings::new(), "https://media.example.com/a.jpg").unwrap();
    assert!(!media.authorized);
    assert!(sinch.media_request(&Settings::new(), "file:///etc/passwd").is_none());
}
