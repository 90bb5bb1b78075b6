//! The emulated Sinch, rule by rule.

mod common;

use axum::http::{Method, StatusCode};
use common::{Answer, World, basic, sinch_send, static_bearer};
use serde_json::{Value, json};
use whatsapp_sandbox::accounts::*;

fn request(message: Value) -> Value {
    json!({
        "app_id": SINCH_APP,
        "recipient": {"identified_by": {"channel_identities": [{"channel": "WHATSAPP", "identity": "46732001122"}]}},
        "message": message,
    })
}

fn template(name: &str, language: &str, parameters: Value) -> Value {
    request(json!({"template_message": {"channel_template": {"WHATSAPP":
        {"template_id": name, "language_code": language, "parameters": parameters}}}}))
}

fn text() -> Value {
    request(json!({"text_message": {"text": "Hello Ana, your parcel has left the depot."}}))
}

/// An error's status, word and message.
#[track_caller]
fn refused(answer: &Answer) -> (u16, String, String) {
    let error = answer.json()["error"].clone();
    assert_eq!(error["code"], answer.status.as_u16());
    assert!(error["details"].is_array());
    let word = |key: &str| error[key].as_str().expect("a text").to_owned();
    (answer.status.as_u16(), word("status"), word("message"))
}

async fn token(world: &World, authorization: &str, form: &str) -> Answer {
    let headers = [("authorization", authorization), ("content-type", "application/x-www-form-urlencoded")];
    world.call(Method::POST, "/sandbox/sinch/auth/oauth2/token", &headers, form.to_owned()).await
}

#[tokio::test]
async fn the_worked_examples_arrive() {
    let picture = "https://cdn.example.com/media/shoes.png";
    let explicit =
        json!({"type": "image", "image": {"link": picture, "caption": "New arrivals"}}).to_string();
    for (label, body, kind, caption) in [
        (
            "two values",
            template("order_update", "en_US", json!({"body[1]text": "Ana", "body[2]text": "order 4711"})),
            "template",
            "Hi Ana, your package with order 4711 left our warehouse today. It should reach you within two business days.",
        ),
        (
            "image header",
            template(
                "promo_picture",
                "pt_BR",
                json!({"header[1]image.link": "https://cdn.example.com/promo/header.jpg",
                "body[1]text": "Ana"}),
            ),
            "template",
            "Olá, Ana! A nova coleção chegou. As primeiras peças já estão na loja.",
        ),
        (
            "document header",
            template(
                "invoice_ready",
                "de",
                json!({"header[1]document.link": "https://cdn.example.com/docs/INV-2041.pdf",
                "header[1]document.filename": "INV-2041.pdf", "body[1]text": "Ana", "body[2]text": "INV-2041"}),
            ),
            "template",
            "Guten Tag Ana, die Rechnung INV-2041 zu deiner Bestellung hängt an dieser Nachricht.",
        ),
        (
            "no parameters",
            request(json!({"template_message": {"channel_template": {"WHATSAPP":
                {"template_id": "hello_world", "language_code": "en"}}}})),
            "template",
            "Hello. This number is now set up to send you news about your orders.",
        ),
        (
            "buttons",
            template(
                "survey_request",
                "en_US",
                json!({"body[1]text": "Ana", "button[0]quick_reply[1]payload": "",
                "button[1]quick_reply[1]payload": "no", "button[2]url[1]text": "parcels/991"}),
            ),
            "template",
            "Hi Ana, your package has arrived. Are you happy with your order?",
        ),
        (
            "text header and copy code",
            template(
                "summer_sale",
                "en_GB",
                json!({"header[1]text": "25 %", "body[1]text": "Ana", "body[2]text": "tents",
                "button[0]copy_code[1]coupon_code": "SUMMER25"}),
            ),
            "template",
            "Hello Ana, the summer sale is on. Use the code below on everything in tents.",
        ),
        (
            "one-time code",
            template(
                "login_code",
                "en_GB",
                json!({"body[1]text": "482913", "button[0]url[1]text": "482913"}),
            ),
            "template",
            "Your verification code is 482913. For your security, do not share this code.",
        ),
        ("text", text(), "text", "Hello Ana, your parcel has left the depot."),
        ("media", request(json!({"media_message": {"url": picture}})), "image", ""),
        (
            "card",
            request(json!({"card_message": {"title": "New arrivals", "media_message": {"url": picture}}})),
            "image",
            "New arrivals",
        ),
        (
            "document",
            request(json!({"media_message": {"url": "https://cdn.example.com/docs/guide.pdf",
                "filename_override": "guide.pdf"}})),
            "document",
            "",
        ),
        (
            "explicit",
            request(
                json!({"media_message": {"url": picture}, "explicit_channel_message": {"WHATSAPP": explicit}}),
            ),
            "image",
            "New arrivals",
        ),
    ] {
        let world = World::new();
        let answer = world.sinch(&body).await;
        assert_eq!(answer.status, StatusCode::OK, "{label}: {}", answer.text);
        assert!(answer.text.starts_with("{\"message_id\":\"01"), "{label}: {}", answer.text);
        let seen = world.inbox().await.pop().unwrap();
        assert_eq!((&seen["status"], &seen["failure"]), (&json!("delivered"), &Value::Null), "{label}");
        assert_eq!((seen["kind"].as_str(), seen["body"].as_str()), (Some(kind), Some(caption)), "{label}");
        assert_eq!(seen["id"], answer.json()["message_id"], "{label}");
        assert_eq!(seen["from"], SINCH_SENDER, "{label}: the number bound to the app");
    }
}

#[tokio::test]
async fn all_documented_fields_are_taken() {
    let world = World::new();
    let mut body = text();
    for (key, value) in [
        ("callback_url", json!("https://proxy.example.com/in")),
        ("channel_priority_order", json!(["WHATSAPP", "SMS"])),
        ("channel_properties", json!({"SMS_SENDER": "shop"})),
        ("message_metadata", json!("x".repeat(1024))),
        ("conversation_metadata", json!({"a": 1})),
        ("conversation_metadata_update_strategy", json!("MERGE_PATCH")),
        ("correlation_id", json!("x".repeat(128))),
        ("queue", json!("HIGH_PRIORITY")),
        ("ttl", json!("86400s")),
        ("processing_strategy", json!("DEFAULT")),
        ("message_content_type", json!("CONTENT_MARKETING")),
    ] {
        body[key] = value;
    }
    let answer = world.sinch(&body).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
}

#[tokio::test]
async fn the_token_exchange() {
    let world = World::new();
    let key = basic(SINCH_KEY_ID, SINCH_KEY_SECRET);
    let good = token(&world, &key, "grant_type=client_credentials").await;
    assert_eq!(good.status, StatusCode::OK);
    let good = good.json();
    assert_eq!(
        (&good["expires_in"], &good["scope"], &good["token_type"]),
        (&json!(3600), &json!(""), &json!("bearer"))
    );
    let bearer = format!("Bearer {}", good["access_token"].as_str().unwrap());
    assert_eq!(world.post(&sinch_send("eu", SINCH_PROJECT), &bearer, &text()).await.status, StatusCode::OK);
    for (authorization, form, status, error) in [
        (basic(SINCH_KEY_ID, "wrong"), "grant_type=client_credentials", 401, "invalid_client"),
        (basic("unknown", SINCH_KEY_SECRET), "grant_type=client_credentials", 401, "invalid_client"),
        (bearer, "grant_type=client_credentials", 401, "invalid_client"),
        (key.clone(), "grant_type=password", 400, "unsupported_grant_type"),
        (key.clone(), "", 400, "invalid_request"),
    ] {
        let answer = token(&world, &authorization, form).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["error"]), (status, &json!(error)), "{form}");
    }
    let headers = [("authorization", key.as_str()), ("content-type", "application/json")];
    let json_form = world.call(Method::POST, "/sandbox/sinch/auth/oauth2/token", &headers, "{}").await;
    assert_eq!(json_form.json()["error"], "invalid_request");
}

#[tokio::test]
async fn credentials() {
    for (authorization, status) in [
        (static_bearer(), 200),
        (basic(SINCH_KEY_ID, SINCH_KEY_SECRET), 200),
        (basic(SINCH_KEY_ID, "wrong"), 401),
        ("Bearer made-up".to_owned(), 401),
        (format!("App {SINCH_STATIC_TOKEN}"), 401),
        (SINCH_STATIC_TOKEN.to_owned(), 401),
    ] {
        let world = World::new();
        let answer = world.post(&sinch_send("eu", SINCH_PROJECT), &authorization, &text()).await;
        assert_eq!(answer.status.as_u16(), status, "{authorization}");
        if status == 401 {
            assert_eq!(refused(&answer).1, "UNAUTHENTICATED");
            assert!(!answer.headers["www-authenticate"].to_str().unwrap().contains("expired"));
            assert!(world.inbox().await.is_empty());
        }
    }
    let world = World::new();
    let headers = [("content-type", "application/json")];
    let none = world.call(Method::POST, &sinch_send("eu", SINCH_PROJECT), &headers, text().to_string()).await;
    assert_eq!(none.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_run_out_token_says_so() {
    let world = World::new();
    world.faults(json!({"sinch": {"tokenSeconds": 0}})).await;
    let key = basic(SINCH_KEY_ID, SINCH_KEY_SECRET);
    let given = token(&world, &key, "grant_type=client_credentials").await.json();
    assert_eq!(given["expires_in"], 0);
    let bearer = format!("Bearer {}", given["access_token"].as_str().unwrap());
    let answer = world.post(&sinch_send("eu", SINCH_PROJECT), &bearer, &text()).await;
    assert_eq!(refused(&answer).0, 401);
    assert!(answer.headers["www-authenticate"].to_str().unwrap().contains("expired"));
}

#[tokio::test]
async fn projects_apps_and_regions() {
    let world = World::new();
    let other_project = "5a4db0c0-0000-4000-8000-000000000002";
    for (region, project) in
        [("us", SINCH_PROJECT), ("br", SINCH_PROJECT), ("xx", SINCH_PROJECT), ("eu", other_project)]
    {
        let answer = world.post(&sinch_send(region, project), &static_bearer(), &text()).await;
        let (status, word, _) = refused(&answer);
        assert_eq!((status, word.as_str()), (404, "NOT_FOUND"), "{region} {project}");
        let app = format!("/sandbox/sinch/{region}/v1/projects/{project}/apps/{SINCH_APP}");
        assert_eq!(world.get(&app, &static_bearer()).await.status, StatusCode::NOT_FOUND);
    }
    let mut body = text();
    body["app_id"] = json!("01UNKN0WN0APP0000000000000");
    assert_eq!(refused(&world.sinch(&body).await).1, "NOT_FOUND");
    assert!(world.inbox().await.is_empty());

    let app = world
        .get(&format!("/sandbox/sinch/eu/v1/projects/{SINCH_PROJECT}/apps/{SINCH_APP}"), &static_bearer())
        .await;
    let app = app.json();
    assert_eq!(app["id"], SINCH_APP);
    assert_eq!(app["channel_credentials"][0]["channel"], "WHATSAPP");
    assert_eq!(app["channel_credentials"][0]["static_bearer"]["claimed_identity"], SINCH_SENDER);
    let all = world
        .get(&format!("/sandbox/sinch/eu/v1/projects/{SINCH_PROJECT}/apps"), &static_bearer())
        .await
        .json();
    assert_eq!(all["apps"].as_array().unwrap().len(), 2);

    body["app_id"] = json!(SINCH_BARE_APP);
    assert_eq!(world.sinch(&body).await.status, StatusCode::OK);
    assert_eq!(world.newest().await.1.as_deref(), Some("CHANNEL_CONFIGURATION_MISSING"));
}

#[tokio::test]
async fn the_form_of_a_request_is_checked() {
    let with = |key: &str, value: Value| {
        let mut body = text();
        body[key] = value;
        body
    };
    let to =
        |identities: Value| with("recipient", json!({"identified_by": {"channel_identities": identities}}));
    let wa = |part: Value| request(json!({"template_message": {"channel_template": {"WHATSAPP": part}}}));
    let long = |n: usize| json!("x".repeat(n));
    for (label, body, field) in [
        ("no app", with("app_id", json!(null)), "app_id"),
        ("app of another type", with("app_id", json!(1)), "app_id"),
        ("no recipient", with("recipient", json!(null)), "recipient"),
        ("contact in dispatch mode", with("recipient", json!({"contact_id": "01X"})), "recipient.contact_id"),
        ("no identities", to(json!([])), "recipient.identified_by.channel_identities"),
        (
            "identity missing",
            to(json!([{"channel": "WHATSAPP"}])),
            "recipient.identified_by.channel_identities[0].identity",
        ),
        (
            "unknown channel",
            to(json!([{"channel": "PIGEON", "identity": "1"}])),
            "recipient.identified_by.channel_identities[0].channel",
        ),
        ("no message", with("message", json!(null)), "message"),
        ("no kind", request(json!({})), "message"),
        (
            "two kinds",
            request(json!({"text_message": {"text": "a"}, "media_message": {"url": "b"}})),
            "message",
        ),
        ("unknown kind", request(json!({"audio_message": {"url": "b"}})), "message"),
        (
            "unknown member beside a kind",
            request(json!({"text_message": {"text": "a"}, "caption": "b"})),
            "message.caption",
        ),
        ("empty text", request(json!({"text_message": {"text": ""}})), "message.text_message.text"),
        ("camel case", with("appId", json!(SINCH_APP)), "appId"),
        (
            "caption on media",
            request(json!({"media_message": {"url": "https://h/a.png", "caption": "x"}})),
            "message.media_message.caption",
        ),
        ("media without a link", request(json!({"media_message": {}})), "message.media_message.url"),
        ("metadata too long", with("message_metadata", long(1025)), "message_metadata"),
        ("correlation too long", with("correlation_id", long(129)), "correlation_id"),
        (
            "property too long",
            with("channel_properties", json!({"SMS_SENDER": long(1025)})),
            "channel_properties.SMS_SENDER",
        ),
        ("ttl without a unit", with("ttl", json!("10")), "ttl"),
        ("ttl too short", with("ttl", json!("2s")), "ttl"),
        ("unknown queue", with("queue", json!("FAST")), "queue"),
        (
            "no channel template",
            request(json!({"template_message": {}})),
            "message.template_message.channel_template",
        ),
        (
            "other channel's template",
            request(json!({"template_message": {"channel_template": {"RCS": {}}}})),
            "message.template_message.channel_template.WHATSAPP",
        ),
        (
            "no template",
            wa(json!({"language_code": "en"})),
            "message.template_message.channel_template.WHATSAPP.template_id",
        ),
        (
            "hyphen in the language",
            wa(json!({"template_id": "order_update", "language_code": "en-US"})),
            "message.template_message.channel_template.WHATSAPP.language_code",
        ),
        (
            "a number as value",
            wa(
                json!({"template_id": "order_update", "language_code": "en_US", "parameters": {"body[1]text": 1}}),
            ),
            "message.template_message.channel_template.WHATSAPP.parameters.body[1]text",
        ),
        (
            "a list of parameters",
            wa(json!({"template_id": "order_update", "parameters": ["Ana"]})),
            "message.template_message.channel_template.WHATSAPP.parameters",
        ),
    ] {
        let world = World::new();
        let answer = world.sinch(&body).await;
        let (status, word, _) = refused(&answer);
        assert_eq!((status, word.as_str()), (400, "INVALID_ARGUMENT"), "{label}: {}", answer.text);
        let fields = answer.json()["error"]["details"][0]["field_violations"].clone();
        assert!(fields.as_array().unwrap().iter().any(|f| f["field"] == field), "{label}: {fields}");
        assert!(world.inbox().await.is_empty(), "{label}");
    }
}

#[tokio::test]
async fn what_needs_the_template_fails_after_acceptance() {
    let both = json!({"body[1]text": "Ana", "body[2]text": "order 4711"});
    let with = |key: &str, value: &str| {
        let mut all = both.clone();
        all[key] = json!(value);
        all
    };
    let invoice = |link: &str, key: &str| with(key, link);
    for (label, body, code) in [
        ("unknown template", template("order_updat", "en_US", both.clone()), "TEMPLATE_NOT_FOUND"),
        (
            "other language",
            template("order_update", "fr", both.clone()),
            "TEMPLATE_NON_EXISTING_LANGUAGE_OR_VERSION",
        ),
        (
            "capitals",
            template("order_update", "EN_US", both.clone()),
            "TEMPLATE_NON_EXISTING_LANGUAGE_OR_VERSION",
        ),
        ("rejected", template("flash_prizes", "en_GB", json!({"body[1]text": "a"})), "TEMPLATE_NOT_FOUND"),
        ("pending", template("loyalty_points", "pt_BR", both.clone()), "TEMPLATE_NOT_FOUND"),
        ("paused", template("winter_preview", "en_GB", json!({"body[1]text": "a"})), "CHANNEL_FAILURE"),
        (
            "too few",
            template("order_update", "en_US", json!({"body[1]text": "a"})),
            "TEMPLATE_INSUFFICIENT_PARAMETERS",
        ),
        ("none", template("order_update", "en_US", json!({})), "TEMPLATE_INSUFFICIENT_PARAMETERS"),
        (
            "empty",
            template("order_update", "en_US", with("body[2]text", "")),
            "TEMPLATE_INSUFFICIENT_PARAMETERS",
        ),
        ("too many", template("order_update", "en_US", with("body[3]text", "c")), "CHANNEL_FAILURE"),
        ("line break", template("order_update", "en_US", with("body[2]text", "a\nb")), "CHANNEL_FAILURE"),
        ("tab", template("order_update", "en_US", with("body[2]text", "a\tb")), "CHANNEL_FAILURE"),
        ("five spaces", template("order_update", "en_US", with("body[2]text", "a     b")), "CHANNEL_FAILURE"),
        ("bare key", template("order_update", "en_US", json!({"1": "Ana", "2": "order 4711"})), "UNKNOWN"),
        ("bare key too many", template("order_update", "en_US", with("name", "Ana")), "UNKNOWN"),
        ("header missing", template("invoice_ready", "de", both.clone()), "TEMPLATE_INSUFFICIENT_PARAMETERS"),
        (
            "header of another kind",
            template("invoice_ready", "de", invoice("https://h/a.png", "header[1]image.link")),
            "CHANNEL_FAILURE",
        ),
        (
            "no PDF",
            template("invoice_ready", "de", invoice("https://h/a.docx", "header[1]document.link")),
            "MEDIA_TYPE_UNSUPPORTED",
        ),
        ("header not wanted", template("order_update", "de", with("header[1]text", "x")), "CHANNEL_FAILURE"),
        (
            "quick replies left out",
            template("survey_request", "en_US", json!({"body[1]text": "a", "button[2]url[1]text": "x"})),
            "TEMPLATE_INSUFFICIENT_PARAMETERS",
        ),
        (
            "button not wanted",
            template("order_update", "de", with("button[0]url[1]text", "x")),
            "CHANNEL_FAILURE",
        ),
        (
            "button of another kind",
            template(
                "order_receipt",
                "en_GB",
                json!({"body[1]text": "a", "header[1]document.link": "https://h/a.pdf",
                "button[0]quick_reply[1]payload": "x"}),
            ),
            "CHANNEL_FAILURE",
        ),
        ("text too long", request(json!({"text_message": {"text": "x".repeat(4097)}})), "BAD_REQUEST"),
        (
            "picture of another type",
            request(json!({"media_message": {"url": "https://h/a.webp"}})),
            "MEDIA_TYPE_UNSUPPORTED",
        ),
        (
            "explicit JSON broken",
            request(json!({"text_message": {"text": "a"}, "explicit_channel_message": {"WHATSAPP": "{"}})),
            "BAD_REQUEST",
        ),
    ] {
        let world = World::new();
        let answer = world.sinch(&body).await;
        assert_eq!(answer.status, StatusCode::OK, "{label}: {}", answer.text);
        assert_eq!(world.newest().await, ("failed".into(), Some(code.into())), "{label}");
    }
}

#[tokio::test]
async fn identities_are_judged_after_acceptance() {
    for (channel, identity, code) in [
        ("WHATSAPP", "46732001122", None),
        ("WHATSAPP", "+46732001122", None),
        ("WHATSAPP", "0046732001122", Some("RECIPIENT_INVALID_CHANNEL_IDENTITY")),
        ("WHATSAPP", "ana", Some("RECIPIENT_INVALID_CHANNEL_IDENTITY")),
        ("WHATSAPP", "123", Some("RECIPIENT_INVALID_CHANNEL_IDENTITY")),
        ("WHATSAPP", "447700900002", Some("OUTSIDE_ALLOWED_SENDING_WINDOW")),
        ("SMS", "46732001122", Some("CHANNEL_CONFIGURATION_MISSING")),
    ] {
        let world = World::new();
        let mut body = text();
        body["recipient"]["identified_by"]["channel_identities"] =
            json!([{"channel": channel, "identity": identity}]);
        assert_eq!(world.sinch(&body).await.status, StatusCode::OK, "{identity}");
        assert_eq!(world.newest().await.1.as_deref(), code, "{channel} {identity}");
    }
}

#[tokio::test]
async fn kinds_that_are_not_carried_say_so() {
    let world = World::new();
    for message in [
        json!({"location_message": {"title": "a"}}),
        json!({"template_message": {"omni_template": {"template_id": "a", "version": "1"}}}),
        json!({"card_message": {"title": "a", "choices": [{"text_message": {"text": "b"}}]}}),
    ] {
        let answer = world.sinch(&request(message.clone())).await;
        assert_eq!(refused(&answer).0, 501, "{message}");
    }
    assert!(world.inbox().await.is_empty());
}

#[tokio::test]
async fn bodies_that_are_no_json_are_refused() {
    let world = World::new();
    let bearer = static_bearer();
    for (kind, body) in [
        ("application/json", "{".to_owned()),
        ("application/json", String::new()),
        ("application/json", "[]".to_owned()),
        ("text/plain", text().to_string()),
    ] {
        let headers = [("authorization", bearer.as_str()), ("content-type", kind)];
        let answer = world.call(Method::POST, &sinch_send("eu", SINCH_PROJECT), &headers, body).await;
        assert_eq!(refused(&answer).1, "INVALID_ARGUMENT", "{kind}");
    }
}

#[tokio::test]
async fn templates_are_listed_page_by_page() {
    let world = World::new();
    let path = format!("/sandbox/sinch/provisioning/v1/projects/{SINCH_PROJECT}/whatsapp/templates");
    let (mut all, mut next, mut pages) = (Vec::new(), String::new(), 0);
    loop {
        let answer = world.get(&format!("{path}?pageSize=7&pageToken={next}"), &static_bearer()).await.json();
        all.extend(answer["templates"].as_array().unwrap().clone());
        pages += 1;
        match answer["nextPageToken"].as_str() {
            Some(token) => next = token.to_owned(),
            None => {
                assert_eq!(answer["totalSize"], all.len());
                break;
            }
        }
    }
    assert!(pages > 2 && all.len() > 10);
    let find = |name: &str, language: &str| {
        all.iter().find(|t| t["name"] == name && t["language"] == language).unwrap()
    };
    let sale = find("summer_sale", "EN_GB");
    assert_eq!(
        sale["details"]["components"],
        json!([
            {"type": "HEADER", "format": "TEXT", "text": "{{1}} off until Sunday", "example": "25 %"},
            {"type": "BODY", "text": "Hello {{1}}, the summer sale is on. Use the code below on everything in {{2}}.",
             "examples": ["Ana", "outdoor furniture"]},
            {"type": "FOOTER", "text": "Reply STOP to end these offers"},
            {"type": "BUTTONS", "buttons": [{"type": "COPY_CODE", "example": "SUMMER25"}]},
        ])
    );
    assert_eq!(find("flash_prizes", "EN_GB")["state"], "REJECTED");
    assert_eq!(find("winter_preview", "EN_GB")["state"], "PAUSED");
    let approved =
        world.get(&format!("{path}?pageSize=100&filterStates=APPROVED"), &static_bearer()).await.json();
    assert!(approved["templates"].as_array().unwrap().iter().all(|t| t["state"] == "APPROVED"));
    assert_eq!(approved["templates"].as_array().unwrap().len(), all.len() - 3);
}

#[tokio::test]
async fn provisioning_has_its_own_errors() {
    let world = World::new();
    let path = format!("/sandbox/sinch/provisioning/v1/projects/{SINCH_PROJECT}/whatsapp/templates");
    let send_only = basic(SINCH_SEND_ONLY_KEY_ID, SINCH_SEND_ONLY_KEY_SECRET);
    for (path, authorization, status, code) in [
        (path.clone(), "Bearer wrong".to_owned(), 401, "unauthorized"),
        (path.clone(), send_only.clone(), 403, "forbidden"),
        (path.replace(SINCH_PROJECT, "other"), static_bearer(), 404, "project_not_found"),
        (format!("{path}?pageSize=0"), static_bearer(), 400, "invalid_request"),
        (format!("{path}?pageToken=x"), static_bearer(), 400, "invalid_request"),
    ] {
        let answer = world.get(&path, &authorization).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["errorCode"]), (status, &json!(code)), "{path}");
    }
    let sent = world.post(&sinch_send("eu", SINCH_PROJECT), &send_only, &text()).await;
    assert_eq!(sent.status, StatusCode::OK, "the same key may send");
}
