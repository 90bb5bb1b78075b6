//! Our requests against the sandbox, which was written from the providers' descriptions by itself: both read them alike.
#![allow(clippy::unwrap_used)] // a panic is how a test fails; clippy.toml reaches test functions only, not their helpers

use std::collections::BTreeSet;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::Request,
};
use serde_json::Value;
use tower::ServiceExt;
use whatsapp_domain::{
    AddressPolicy, Answer, Authorization, CheckStep, FilledButton, FilledHeader, FilledMessage, MediaKind,
    Outcome, OutgoingRequest, Reached, Retry, Secret, Secrets, Settings, StepVerdict, Template,
    TemplateHeader, TemplateStatus, Verdict, template::placeholders,
};
use whatsapp_providers::{ProbeResult, Provider, SendIds, Token, find};
use whatsapp_sandbox::{Sandbox, accounts, templates};

const ORIGIN: &str = "http://127.0.0.1:8787";

/// One account at the sandbox, called as the proxy would call it.
struct Account {
    // Kept so that its state lives as long as the account.
    _sandbox: Sandbox,
    app: Router,
    provider: &'static dyn Provider,
    settings: Settings,
    secrets: Secrets,
}

fn policy() -> AddressPolicy {
    AddressPolicy { sandbox: Some(ORIGIN.into()), ..AddressPolicy::default() }
}

impl Account {
    fn of(id: &str) -> Self {
        let sandbox = Sandbox::new();
        let all = sandbox.accounts(ORIGIN);
        let account = all.as_array().unwrap().iter().find(|account| account["provider"] == id).unwrap();
        Self {
            app: Router::new().nest("/sandbox", sandbox.router()),
            provider: find(id).unwrap(),
            settings: serde_json::from_value(account["settings"].clone()).unwrap(),
            secrets: serde_json::from_value(account["secrets"].clone()).unwrap(),
            _sandbox: sandbox,
        }
    }

    fn with(mut self, key: &str, value: &str) -> Self {
        if self.provider.schema().field(key).unwrap().is_secret() {
            self.secrets.insert(key.into(), Secret::new(value));
        } else {
            self.settings.insert(key.into(), value.into());
        }
        self
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
        let headers = response.headers().iter();
        let headers =
            headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
        let status = response.status().as_u16();
        let body =
            to_bytes(response.into_body(), 1_000_000).await.map(|bytes| bytes.to_vec()).unwrap_or_default();
        Answer { status, headers, body: String::from_utf8_lossy(&body).into_owned() }
    }

    /// The `Authorization` header, after a token exchange where one is needed.
    async fn authorize(&self) -> Result<String, Box<Outcome>> {
        Ok(match self.provider.authorization(&self.settings, &self.secrets).unwrap() {
            Authorization::Header { scheme, credentials } => format!("{scheme} {}", credentials.expose()),
            Authorization::Token { request, scheme, credentials, .. } => {
                let answer = self.call(&request, &format!("{scheme} {}", credentials.expose())).await;
                let Token { value, expires_in_s } = self.provider.read_token(&answer)?;
                assert!(expires_in_s > 0);
                format!("Bearer {}", value.expose())
            }
        })
    }

    async fn send(&self, message: &FilledMessage, id: &str) -> (Answer, Outcome) {
        let e164 = "+447700900123";
        let to =
            Reached { e164: e164.into(), international: e164.into(), region: None, country: String::new() };
        let request = self.provider.send(&self.settings, &to, message, SendIds { message_id: Some(id) });
        let answer = self.call(&request, &self.authorize().await.unwrap()).await;
        let outcome = self.provider.read_answer(&answer);
        (answer, outcome)
    }

    async fn check(&self) -> Vec<CheckStep> {
        let header = match self.authorize().await {
            Ok(header) => header,
            Err(outcome) => return self.provider.read_probes(&self.settings, Some(&outcome), &[]),
        };
        let mut results = Vec::new();
        for probe in self.provider.probes(&self.settings) {
            let answer = Some(self.call(&probe.request, &header).await);
            results.push(ProbeResult { id: probe.id, answer, duration_ms: 1 });
        }
        assert_eq!(self.inbox().await, Vec::<Value>::new(), "a check sends no message");
        self.provider.read_probes(&self.settings, None, &results)
    }

    async fn templates(&self) -> Result<Vec<Template>, Box<Outcome>> {
        let header = self.authorize().await?;
        let (mut all, mut next) = (Vec::new(), Some(self.provider.list_templates(&self.settings)));
        while let Some(request) = next {
            let page = self.provider.read_templates(
                &self.settings,
                &request,
                &self.call(&request, &header).await,
            )?;
            all.extend(page.templates);
            next = page.next;
        }
        Ok(all)
    }

    async fn inbox(&self) -> Vec<Value> {
        let answer = self.call(&OutgoingRequest::get(format!("{ORIGIN}/sandbox/api/messages")), "").await;
        answer.json().unwrap().as_array().unwrap().clone()
    }

    async fn fault(&self, kind: &str) {
        let mut request = OutgoingRequest::post_json(
            format!("{ORIGIN}/sandbox/api/faults"),
            serde_json::json!({ self.provider.schema().provider: { "kind": kind, "on": "send" } }),
        );
        request.method = "PUT".into();
        let answer = self.call(&request, "").await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }
}

fn verdicts(steps: &[CheckStep]) -> Vec<(&str, StepVerdict)> {
    steps.iter().map(|step| (step.id.as_str(), step.verdict)).collect()
}

fn text() -> FilledMessage {
    FilledMessage::Text { text: "Hello Ana".into(), preview_url: false }
}

const PROVIDERS: [&str; 2] = ["infobip", "sinch"];

#[tokio::test]
async fn the_prefilled_accounts_pass_every_check() {
    for id in PROVIDERS {
        let account = Account::of(id);
        assert_eq!(account.provider.normalise(&account.settings, &policy()), account.settings);
        let findings =
            account.provider.check_settings(&account.settings, &account.secrets, &|_| false, &policy());
        assert_eq!(findings, [], "{id}");
        let steps = account.check().await;
        assert!(steps.iter().all(|step| step.verdict == StepVerdict::Ok), "{id}: {steps:#?}");
    }
}

#[tokio::test]
async fn every_template_is_listed_as_it_is_registered() {
    for id in PROVIDERS {
        let listed = Account::of(id).templates().await.unwrap();
        let names: Vec<_> =
            listed.iter().map(|template| (template.name.as_str(), template.language.as_str())).collect();
        let registered: Vec<_> =
            templates::all().iter().map(|template| (template.name, template.language)).collect();
        assert_eq!(names, registered, "{id}");
        for (template, registered) in listed.iter().zip(templates::all()) {
            let name = format!("{id} {} {}", template.name, template.language);
            assert_eq!(template.body, registered.body, "{name}");
            assert_eq!(template.footer.as_deref(), registered.footer, "{name}");
            assert_eq!(template.header.is_some(), registered.header.is_some(), "{name}");
            assert!(!matches!(template.header, Some(TemplateHeader::Other { .. })), "{name}");
            let takes = |template: &Template| {
                template.buttons.iter().map(|button| button.takes.is_some()).collect::<Vec<_>>()
            };
            assert_eq!(
                takes(template),
                registered.buttons.iter().map(|button| button.takes().is_some()).collect::<Vec<_>>(),
                "{name}"
            );
            assert!(template.buttons.iter().all(|button| !button.text.is_empty()), "{name}");
        }
        let states: BTreeSet<String> =
            listed.iter().map(|template| format!("{:?}", template.status)).collect();
        assert!(
            ["Approved", "Pending", "Rejected", "Paused"].iter().all(|state| states.contains(*state)),
            "{id}: {states:?}"
        );
    }
}

/// A message with a value for everything that this template takes.
fn filled(template: &Template) -> FilledMessage {
    let header = match &template.header {
        Some(TemplateHeader::Text { text }) if placeholders(text) > 0 => {
            Some(FilledHeader::Text { text: "Ana".into() })
        }
        Some(TemplateHeader::Media { kind }) => {
            let file = match kind {
                MediaKind::Image => "a.jpg",
                MediaKind::Video => "a.mp4",
                MediaKind::Document => "a.pdf",
            };
            Some(FilledHeader::Media {
                kind: *kind,
                url: format!("https://cdn.example.com/{file}"),
                filename: None,
            })
        }
        _ => None,
    };
    let buttons = template.buttons.iter().enumerate().filter_map(|(index, button)| {
        Some(FilledButton { index: u8::try_from(index).ok()?, kind: button.takes?, value: "CODE1".into() })
    });
    // A one-time code has to be the same in the body and in the button.
    let body = (0..template.body_placeholders()).map(|_| "CODE1".to_owned()).collect();
    FilledMessage::Template {
        name: template.name.clone(),
        language: template.language.clone(),
        header,
        body,
        buttons: buttons.collect(),
    }
}

#[tokio::test]
async fn every_template_that_may_be_sent_arrives() {
    for id in PROVIDERS {
        let account = Account::of(id);
        let approved = account
            .templates()
            .await
            .unwrap()
            .into_iter()
            .filter(|one| one.status == TemplateStatus::Approved);
        for (place, template) in approved.enumerate() {
            let (answer, outcome) = account.send(&filled(&template), &format!("m-{place}")).await;
            let name = format!("{id} {} {}", template.name, template.language);
            assert_eq!(outcome.verdict, Verdict::Accepted, "{name}: {answer:?}");
            let inbox = account.inbox().await;
            assert_eq!(inbox.len(), place + 1, "{name}");
            assert_eq!(inbox[place]["failure"], Value::Null, "{name}: {:#}", inbox[place]);
            assert_eq!(inbox[place]["id"].as_str(), outcome.message_id.as_deref(), "{name}");
        }
    }
}

#[tokio::test]
async fn every_free_message_arrives_with_its_caption() {
    let media = |kind, url: &str, caption: &str| FilledMessage::Media {
        kind,
        url: url.into(),
        caption: Some(caption.into()).filter(|caption: &String| !caption.is_empty()),
        filename: None,
    };
    for id in PROVIDERS {
        let account = Account::of(id);
        let messages = [
            (text(), "Hello Ana"),
            (media(MediaKind::Image, "https://cdn.example.com/a.png", "New"), "New"),
            (media(MediaKind::Video, "https://cdn.example.com/a.mp4", "New"), "New"),
            (media(MediaKind::Document, "https://cdn.example.com/guide.pdf", "New"), "New"),
            (media(MediaKind::Image, "https://cdn.example.com/a.png", ""), ""),
        ];
        for (place, (message, shown)) in messages.iter().enumerate() {
            let (answer, outcome) = account.send(message, &format!("m-{place}")).await;
            assert_eq!(outcome.verdict, Verdict::Accepted, "{id} {place}: {answer:?}");
            let arrived = &account.inbox().await[place];
            assert_eq!(
                (&arrived["failure"], arrived["body"].as_str()),
                (&Value::Null, Some(*shown)),
                "{id}: {arrived:#}"
            );
        }
        let document = &account.inbox().await[3];
        assert!(document.to_string().contains("guide.pdf"), "{id}: {document:#}");
    }
}

#[tokio::test]
async fn keys_and_ids_that_are_wrong_are_named() {
    use StepVerdict::{Failed, Ok, Skipped, Warning};
    let check = async |account: Account| {
        let steps = account.check().await;
        verdicts(&steps).into_iter().map(|(_, verdict)| verdict).collect::<Vec<_>>()
    };
    // key, scope, sender
    let infobip = || Account::of("infobip");
    assert_eq!(check(infobip().with("apiKey", "wrong")).await, [Failed, Skipped, Skipped]);
    assert_eq!(
        check(infobip().with("apiKey", accounts::INFOBIP_SEND_ONLY_KEY)).await,
        [Ok, Warning, Warning]
    );
    assert_eq!(check(infobip().with("apiKey", accounts::INFOBIP_NO_SCOPE_KEY)).await, [Ok, Failed, Warning]);
    assert_eq!(check(infobip().with("sender", "447860099298")).await[2], Failed);
    let basic = infobip().with("authScheme", "basic").with("username", accounts::INFOBIP_USER);
    assert_eq!(check(basic.with("password", accounts::INFOBIP_PASSWORD)).await, [Ok, Ok, Ok]);
    // key, scope, app, sender
    let sinch = || Account::of("sinch");
    assert_eq!(check(sinch().with("keySecret", "wrong")).await, [Failed, Skipped, Skipped, Skipped]);
    let limited = sinch().with("keyId", accounts::SINCH_SEND_ONLY_KEY_ID);
    assert_eq!(
        check(limited.with("keySecret", accounts::SINCH_SEND_ONLY_KEY_SECRET)).await,
        [Ok, Warning, Ok, Ok]
    );
    assert_eq!(check(sinch().with("appId", accounts::SINCH_BARE_APP)).await, [Ok, Ok, Ok, Failed]);
    assert_eq!(check(sinch().with("appId", "01SANDB0X0APP00000000NOAPP")).await, [Ok, Ok, Failed, Skipped]);
    assert_eq!(
        check(sinch().with("baseUrl", &format!("{ORIGIN}/sandbox/sinch/us"))).await,
        [Ok, Ok, Failed, Skipped]
    );
    assert_eq!(check(sinch().with("sender", "447860099298")).await, [Ok, Ok, Ok, Failed]);
    assert_eq!(check(sinch().with("authScheme", "basic")).await, [Ok, Ok, Ok, Ok]);
    let bearer = || sinch().with("authScheme", "bearer");
    assert_eq!(check(bearer().with("bearerToken", accounts::SINCH_STATIC_TOKEN)).await, [Ok, Ok, Ok, Ok]);
    assert_eq!(check(bearer().with("bearerToken", "wrong")).await, [Failed, Skipped, Skipped, Skipped]);
}

#[tokio::test]
async fn every_fault_is_read_for_what_it_is() {
    use Verdict::{Refused, Unclear};
    for id in PROVIDERS {
        for (fault, verdict, code) in [
            ("rateLimited", Refused, "rate-limited"),
            ("serverError", Unclear, "provider-error"),
            ("garbage", Unclear, "answer-cut-short"),
            ("html", Unclear, "provider-error"),
            ("emptyBody", Unclear, "answer-empty"),
            ("xml", Unclear, "answer-not-json"),
            ("noCredit", Refused, "no-credit"),
            ("unauthorized", Refused, "key-refused"),
        ] {
            let account = Account::of(id);
            account.fault(fault).await;
            let (answer, outcome) = account.send(&text(), "m-1").await;
            assert_eq!((outcome.verdict, outcome.code.as_str()), (verdict, code), "{id} {fault}: {answer:?}");
            // The sandbox carries out what it spoils: exactly then a repeat would arrive twice.
            let arrived = account.inbox().await.iter().any(|message| message["status"] != "failed");
            assert!(!arrived || !outcome.safe_to_repeat, "{id} {fault}");
        }
        let account = Account::of(id);
        account.fault("rateLimited").await;
        let (_, outcome) = account.send(&text(), "m-1").await;
        assert_eq!((outcome.retry, outcome.retry_after_s), (Retry::Later, Some(2)), "{id}");
    }
    let account = Account::of("sinch");
    account.fault("expiredToken").await;
    let (answer, outcome) = account.send(&text(), "m-1").await;
    assert!(account.provider.token_expired(&answer));
    assert_eq!(outcome.code, "token-expired");
}

#[tokio::test]
async fn what_the_provider_complains_about_is_found_in_our_own_fields() {
    let long = FilledMessage::Text { text: "ä".repeat(5000), preview_url: false };
    let (answer, outcome) = Account::of("infobip").send(&long, "m").await;
    assert_eq!(
        (outcome.code.as_str(), outcome.field.as_deref()),
        ("content-refused", Some("message.text")),
        "{answer:?}"
    );
    let template = |language: &str| FilledMessage::Template {
        name: "order_update".into(),
        language: language.into(),
        header: None,
        body: vec!["Ana".into(), String::new()],
        buttons: Vec::new(),
    };
    let (answer, outcome) = Account::of("infobip").send(&template("en_GB"), "m").await;
    assert_eq!(outcome.field.as_deref(), Some("message.body[1]"), "{answer:?}");
    let (answer, outcome) = Account::of("sinch").send(&template("en-GB"), "m").await;
    assert_eq!(
        (outcome.code.as_str(), outcome.field.as_deref()),
        ("template-refused", Some("message.template.language")),
        "{answer:?}"
    );
    // The same id twice is one message.
    let account = Account::of("infobip");
    account.send(&text(), "m").await;
    let (_, outcome) = account.send(&text(), "m").await;
    assert_eq!((outcome.code.as_str(), outcome.safe_to_repeat), ("duplicate-message-id", false));
    assert_eq!(account.inbox().await.len(), 1);
}

#[tokio::test]
async fn a_refused_template_list_says_what_is_missing() {
    let infobip = Account::of("infobip").with("apiKey", accounts::INFOBIP_SEND_ONLY_KEY);
    let outcome = infobip.templates().await.unwrap_err();
    assert_eq!(outcome.code, "not-permitted");
    assert!(outcome.fix.unwrap().contains("whatsapp:manage"));

    let outcome = Account::of("infobip").with("sender", "447860099298").templates().await.unwrap_err();
    assert_eq!((outcome.verdict, outcome.safe_to_repeat), (Verdict::Refused, true));
    assert!(outcome.cause.contains("another account"), "{outcome:?}");

    let sinch = Account::of("sinch")
        .with("keyId", accounts::SINCH_SEND_ONLY_KEY_ID)
        .with("keySecret", accounts::SINCH_SEND_ONLY_KEY_SECRET);
    let outcome = sinch.templates().await.unwrap_err();
    assert_eq!(outcome.code, "not-permitted");
    assert!(outcome.fix.unwrap().contains("Provisioning"));

    let outcome = Account::of("sinch").with("keySecret", "wrong").templates().await.unwrap_err();
    assert_eq!((outcome.code.as_str(), outcome.field.as_deref()), ("key-refused", Some("secrets.keySecret")));
}
