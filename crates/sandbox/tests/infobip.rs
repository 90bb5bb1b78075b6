//! The emulated Infobip, rule by rule.

mod common;

use axum::http::{Method, StatusCode};
use common::{World, app_key, basic};
use serde_json::{Value, json};
use whatsapp_sandbox::accounts::*;

fn message(content: Value) -> Value {
    json!({"from": INFOBIP_SENDER, "to": "441134960001", "content": content})
}

fn template(content: Value) -> Value {
    json!({"messages": [message(content)]})
}

/// A template message that arrives.
fn good() -> Value {
    template(json!({"templateName": "order_update", "language": "en_US",
        "templateData": {"body": {"placeholders": ["Ana", "order 4711"]}}}))
}

/// The published 400 with these faults.
fn bad_request(faults: Value) -> Value {
    json!({"requestError": {"serviceException":
        {"messageId": "BAD_REQUEST", "text": "Bad request", "validationErrors": faults}}})
}

fn refusal(id: &str, text: &str) -> Value {
    json!({"requestError": {"serviceException": {"messageId": id, "text": text}}})
}

#[tokio::test]
async fn the_worked_template_examples_arrive() {
    let picture = json!({"type": "IMAGE", "mediaUrl": "https://cdn.example.com/promo/header.jpg"});
    let invoice = json!({"type": "DOCUMENT", "mediaUrl": "https://cdn.example.com/docs/INV-2041.pdf",
        "filename": "INV-2041.pdf"});
    let video = json!({"type": "VIDEO", "mediaUrl": "https://cdn.example.com/how-to.mp4"});
    let replies = json!([{"type": "QUICK_REPLY", "parameter": "yes-payload"},
        {"type": "QUICK_REPLY", "parameter": "no-payload"}, {"type": "URL", "parameter": "parcels/991"}]);
    for (name, language, data) in [
        ("order_update", "en_US", json!({"body": {"placeholders": ["Ana", "order 4711"]}})),
        ("hello_world", "en", json!({"body": {"placeholders": []}})),
        ("promo_picture", "pt_BR", json!({"body": {"placeholders": ["Ana"]}, "header": picture})),
        ("invoice_ready", "de", json!({"body": {"placeholders": ["Ana", "INV-2041"]}, "header": invoice})),
        ("survey_request", "en_US", json!({"body": {"placeholders": ["Ana"]}, "buttons": replies})),
        ("how_to_return", "es", json!({"body": {"placeholders": ["Ana"]}, "header": video})),
        (
            "summer_sale",
            "en_GB",
            json!({"body": {"placeholders": ["Ana", "tents"]}, "header": {"type": "TEXT", "placeholder": "25 %"},
                "buttons": [{"type": "COPY_CODE", "parameter": "SUMMER25"}]}),
        ),
        (
            "login_code",
            "de",
            json!({"body": {"placeholders": ["482913"]}, "buttons": [{"type": "URL", "parameter": "482913"}]}),
        ),
        ("store_visit", "en_GB", json!({"body": {"placeholders": ["Ana", "Leeds"]}})),
    ] {
        let world = World::new();
        let body = template(json!({"templateName": name, "language": language, "templateData": data}));
        let answer = world.infobip("template", &body).await;
        assert_eq!(answer.status, StatusCode::OK, "{name}: {}", answer.text);
        let answer = answer.json();
        assert_eq!(answer["messages"][0]["status"]["name"], "PENDING_ENROUTE", "{name}");
        assert!(answer["bulkId"].is_string(), "{name}");
        assert_eq!(world.newest().await, ("delivered".into(), None), "{name}");
    }
}

#[tokio::test]
async fn the_worked_free_messages_arrive() {
    for (kind, content, body) in [
        (
            "text",
            json!({"text": "Hello Ana, your parcel has left the depot."}),
            "Hello Ana, your parcel has left the depot.",
        ),
        (
            "image",
            json!({"mediaUrl": "https://cdn.example.com/media/shoes.png", "caption": "New arrivals"}),
            "New arrivals",
        ),
        ("video", json!({"mediaUrl": "https://cdn.example.com/media/how-to.mp4"}), ""),
        (
            "document",
            json!({"mediaUrl": "https://cdn.example.com/docs/guide.pdf", "caption": "Size guide", "filename": "guide.pdf"}),
            "Size guide",
        ),
    ] {
        let world = World::new();
        let answer = world.infobip(kind, &message(content)).await;
        assert_eq!(answer.status, StatusCode::OK, "{kind}: {}", answer.text);
        let answer = answer.json();
        assert_eq!(answer["status"]["id"], 7, "{kind}: the single form, without messages[]");
        let seen = world.inbox().await;
        assert_eq!(seen[0]["kind"], kind);
        assert_eq!(seen[0]["body"], body, "{kind}");
        assert_eq!(seen[0]["id"], answer["messageId"], "{kind}");
    }
}

#[tokio::test]
async fn the_answer_is_word_for_word_the_published_one() {
    let world = World::new();
    let mut body = good();
    body["messages"][0]["messageId"] = json!("node7-run42-1");
    body["messages"][0]["callbackData"] = json!("node7");
    body["bulkId"] = json!("2034072219640523073");
    let answer = world.infobip("template", &body).await;
    assert_eq!(
        answer.text,
        "{\"messages\":[{\"to\":\"441134960001\",\"messageCount\":1,\"messageId\":\"node7-run42-1\",\"status\":\
         {\"groupId\":1,\"groupName\":\"PENDING\",\"id\":7,\"name\":\"PENDING_ENROUTE\",\"description\":\
         \"Message sent to next instance\"}}],\"bulkId\":\"2034072219640523073\"}"
    );
}

#[tokio::test]
async fn an_id_is_taken_once() {
    let world = World::new();
    let mut body = message(json!({"text": "hello"}));
    body["messageId"] = json!("mine-1");
    assert_eq!(world.infobip("text", &body).await.json()["status"]["id"], 7);
    let again = world.infobip("text", &body).await;
    assert_eq!(again.status, StatusCode::OK);
    let again = again.json();
    assert_eq!(again["status"]["name"], "REJECTED_DUPLICATE_MESSAGE_ID");
    assert_eq!((&again["status"]["id"], &again["status"]["groupId"]), (&json!(23), &json!(5)));
    assert_eq!(world.inbox().await.len(), 1, "the second one is not delivered");
}

#[tokio::test]
async fn credentials() {
    let oauth = {
        let world = World::new();
        let form = format!(
            "client_id={INFOBIP_CLIENT_ID}&client_secret={INFOBIP_CLIENT_SECRET}&grant_type=client_credentials"
        );
        let headers = [("content-type", "application/x-www-form-urlencoded")];
        let path = "/sandbox/infobip/auth/1/oauth2/token";
        let answer = world.call(Method::POST, path, &headers, form.clone()).await.json();
        assert_eq!(answer["expires_in"], 3600);
        let bearer = format!("Bearer {}", answer["access_token"].as_str().unwrap());
        let sent = world.post("/sandbox/infobip/whatsapp/1/message/template", &bearer, &good()).await;
        assert_eq!(sent.status, StatusCode::OK, "a token from the exchange");
        let wrong = world.call(Method::POST, path, &headers, form.replace("secret=", "secret=x")).await;
        assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
        let grant =
            world.call(Method::POST, path, &headers, form.replace("client_credentials", "password")).await;
        assert_eq!(grant.status, StatusCode::BAD_REQUEST);
        bearer
    };
    let elsewhere = format!("Bearer {INFOBIP_KEY}");
    for (authorization, status) in [
        (app_key(), 200),
        (basic(INFOBIP_USER, INFOBIP_PASSWORD), 200),
        (format!("App {INFOBIP_SEND_ONLY_KEY}"), 200),
        (format!("App {INFOBIP_NO_SCOPE_KEY}"), 403),
        (format!("app {INFOBIP_KEY}"), 401),
        (format!("App  {INFOBIP_KEY}"), 401),
        (elsewhere, 401),
        (format!("IBSSO {INFOBIP_KEY}"), 401),
        (INFOBIP_KEY.to_owned(), 401),
        ("App wrong".to_owned(), 401),
        (basic(INFOBIP_USER, "wrong"), 401),
        (oauth, 401), // given out by another sandbox
    ] {
        let world = World::new();
        let answer =
            world.post("/sandbox/infobip/whatsapp/1/message/template", &authorization, &good()).await;
        assert_eq!(answer.status.as_u16(), status, "{authorization}");
        match status {
            401 => {
                assert_eq!(answer.json(), refusal("UNAUTHORIZED", "Invalid login details"), "{authorization}")
            }
            403 => assert_eq!(answer.json(), refusal("FORBIDDEN", "Forbidden"), "{authorization}"),
            _ => {}
        }
        assert_eq!(world.inbox().await.len(), usize::from(status == 200), "{authorization}");
    }
    let world = World::new();
    let none = world.call(Method::POST, "/sandbox/infobip/whatsapp/1/message/text", &[], "{}").await;
    assert_eq!(none.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_run_out_token_is_refused() {
    let world = World::new();
    world.faults(json!({"infobip": {"tokenSeconds": 0}})).await;
    let form = format!(
        "client_id={INFOBIP_CLIENT_ID}&client_secret={INFOBIP_CLIENT_SECRET}&grant_type=client_credentials"
    );
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let token = world.call(Method::POST, "/sandbox/infobip/auth/1/oauth2/token", &headers, form).await.json();
    let bearer = format!("Bearer {}", token["access_token"].as_str().unwrap());
    let answer = world.post("/sandbox/infobip/whatsapp/1/message/template", &bearer, &good()).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(answer.json(), refusal("UNAUTHORIZED", "Unauthorized"));
}

#[tokio::test]
async fn the_form_of_a_free_message_is_checked() {
    let text = |text: Value| message(json!({ "text": text }));
    let with = |key: &str, value: Value| {
        let mut body = message(json!({"text": "hello"}));
        body[key] = value;
        body
    };
    let long = |n: usize| json!("x".repeat(n));
    let url = |url: Value| message(json!({ "mediaUrl": url }));
    let extra = |key: &str, value: Value| {
        let mut body = url(json!("https://cdn.example.com/a.pdf"));
        body["content"][key] = value;
        body
    };
    let number = "must be a phone number in international format without a plus, or a user id";
    let cases = [
        (
            "text",
            text(json!("")),
            json!({"content.text": ["size must be between 1 and 4096", "must not be blank"]}),
        ),
        ("text", text(json!("  ")), json!({"content.text": ["must not be blank"]})),
        ("text", text(json!(null)), json!({"content.text": ["must not be blank"]})),
        ("text", text(json!(1)), json!({"content.text": ["must be a string"]})),
        ("text", text(long(4097)), json!({"content.text": ["size must be between 1 and 4096"]})),
        ("text", with("to", json!("+441134960001")), json!({"to": [number]})),
        ("text", with("to", json!("44113x")), json!({"to": [number]})),
        (
            "text",
            with("to", json!("")),
            json!({"to": ["size must be between 1 and 150", "must not be blank"]}),
        ),
        ("text", with("from", json!("+447860099299")), json!({"from": ["must contain digits only"]})),
        ("text", with("from", json!(null)), json!({"from": ["must not be blank"]})),
        ("text", with("messageId", long(201)), json!({"messageId": ["size must be between 0 and 200"]})),
        (
            "text",
            with("callbackData", long(4001)),
            json!({"callbackData": ["size must be between 0 and 4000"]}),
        ),
        ("text", with("notifyUrl", json!("nowhere")), json!({"notifyUrl": ["is not a valid url"]})),
        ("text", with("recipient", json!("44")), json!({"recipient": ["unknown property"]})),
        ("text", with("smsFailover", json!({})), json!({"smsFailover": ["unknown property"]})),
        (
            "text",
            with("urlOptions", json!({"shortenUrl": "no"})),
            json!({"urlOptions.shortenUrl": ["must be a boolean"]}),
        ),
        ("text", with("context", json!({})), json!({"context.replyToMessageId": ["must not be blank"]})),
        ("text", with("content", json!("hello")), json!({"content": ["must be an object"]})),
        ("text", with("content", json!(null)), json!({"content": ["must not be null"]})),
        ("text", message(json!({"text": "x", "body": "y"})), json!({"content.body": ["unknown property"]})),
        (
            "text",
            message(json!({"text": "x", "previewUrl": 1})),
            json!({"content.previewUrl": ["must be a boolean"]}),
        ),
        (
            "image",
            url(json!("")),
            json!({"content.mediaUrl": ["size must be between 1 and 2048", "must not be blank", "is not a valid url"]}),
        ),
        ("image", url(json!("shoes.png")), json!({"content.mediaUrl": ["is not a valid url"]})),
        (
            "image",
            url(json!("ftp://cdn.example.com/a.png")),
            json!({"content.mediaUrl": ["is not a valid url"]}),
        ),
        ("image", url(json!(null)), json!({"content.mediaUrl": ["must not be blank"]})),
        (
            "image",
            extra("caption", long(3001)),
            json!({"content.caption": ["size must be between 0 and 3000"]}),
        ),
        ("video", extra("filename", json!("a.mp4")), json!({"content.filename": ["unknown property"]})),
        (
            "document",
            extra("filename", long(241)),
            json!({"content.filename": ["size must be between 0 and 240"]}),
        ),
        ("text", json!([]), json!({"body": ["must be an object"]})),
    ];
    let world = World::new();
    for (kind, body, faults) in cases {
        let answer = world.infobip(kind, &body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body}");
        assert_eq!(answer.json(), bad_request(faults), "{body}");
    }
    assert!(world.inbox().await.is_empty(), "nothing refused is delivered");
}

#[tokio::test]
async fn the_form_of_a_template_message_is_checked() {
    let content = |change: Value| {
        let mut content = good()["messages"][0]["content"].clone();
        for (key, value) in change.as_object().unwrap() {
            content[key] = value.clone();
        }
        template(content)
    };
    let data = |part: Value| {
        let mut data = json!({"body": {"placeholders": ["Ana", "order 4711"]}});
        for (key, value) in part.as_object().unwrap() {
            data[key] = value.clone();
        }
        content(json!({ "templateData": data }))
    };
    let spaces = "cannot have new-line/tab characters or more than 4 consecutive spaces";
    let header = |header: Value| data(json!({ "header": header }));
    let quick = |n: usize| vec![json!({"type": "QUICK_REPLY", "parameter": "x"}); n];
    let mut from_all = good();
    from_all["messages"] = json!([]);
    let mut unknown_top = good();
    unknown_top["sendAt"] = json!("2026-01-01");
    let mut failover = good();
    failover["messages"][0]["smsFailover"] = json!({"from": "shop", "text": ""});
    let cases = [
        (
            content(json!({"templateName": "Order Update"})),
            json!({"content.templateName": ["must match \"^[a-z0-9_]+$\""]}),
        ),
        (content(json!({"templateName": null})), json!({"content.templateName": ["must not be blank"]})),
        (
            content(json!({"templateName": "x".repeat(513)})),
            json!({"content.templateName": ["size must be between 1 and 512"]}),
        ),
        (
            content(json!({"language": "en-US"})),
            json!({"content.language": ["is not a supported language code"]}),
        ),
        (
            content(json!({"language": "EN_US"})),
            json!({"content.language": ["is not a supported language code"]}),
        ),
        (content(json!({"templateData": null})), json!({"content.templateData": ["must not be null"]})),
        (data(json!({"body": null})), json!({"content.templateData.body": ["must not be null"]})),
        (data(json!({"body": {}})), json!({"content.templateData.body.placeholders": ["must not be null"]})),
        (
            data(json!({"body": {"placeholders": "Ana"}})),
            json!({"content.templateData.body.placeholders": ["must be an array"]}),
        ),
        (
            data(json!({"body": {"placeholders": ["Ana", ""]}})),
            json!({"content.templateData.body.placeholders[1]": ["must not be blank"]}),
        ),
        (
            data(json!({"body": {"placeholders": [null, 1]}})),
            json!({"content.templateData.body.placeholders[0]": ["must not be null"],
                "content.templateData.body.placeholders[1]": ["must be a string"]}),
        ),
        (
            header(json!({"type": "TEXT", "placeholder": "a\nb"})),
            json!({"content.templateData.header.placeholder": [spaces]}),
        ),
        (
            header(json!({"type": "TEXT", "placeholder": "a     b"})),
            json!({"content.templateData.header.placeholder": [spaces]}),
        ),
        (
            header(json!({"type": "IMAGE", "mediaUrl": "x"})),
            json!({"content.templateData.header.mediaUrl": ["is not a valid url"]}),
        ),
        (
            header(json!({"type": "DOCUMENT", "mediaUrl": "https://cdn.example.com/a.pdf"})),
            json!({"content.templateData.header.filename": ["must not be blank"]}),
        ),
        (
            header(
                json!({"type": "DOCUMENT", "mediaUrl": "https://cdn.example.com/a.pdf", "filename": "x".repeat(241)}),
            ),
            json!({"content.templateData.header.filename": ["size must be between 1 and 240"]}),
        ),
        (
            header(
                json!({"type": "IMAGE", "mediaUrl": "https://cdn.example.com/a.png", "filename": "a.png"}),
            ),
            json!({"content.templateData.header.filename": ["unknown property"]}),
        ),
        (
            header(json!({"type": "AUDIO", "mediaUrl": "https://cdn.example.com/a.mp3"})),
            json!({"content.templateData.header.type": ["must be one of TEXT, IMAGE, VIDEO, GIF, DOCUMENT, LOCATION"]}),
        ),
        (header(json!({"mediaUrl": "x"})), json!({"content.templateData.header.type": ["must not be null"]})),
        (
            header(json!({"type": "LOCATION", "latitude": 91})),
            json!({"content.templateData.header.latitude": ["must be between -90 and 90"],
                "content.templateData.header.longitude": ["must not be null"]}),
        ),
        (
            data(json!({"buttons": [{"type": "QUICK_REPLY", "parameter": "x".repeat(129)}]})),
            json!({"content.templateData.buttons[0].parameter": ["size must be between 1 and 128"]}),
        ),
        (
            data(json!({"buttons": [{"type": "COPY_CODE", "parameter": "x".repeat(16)}]})),
            json!({"content.templateData.buttons[0].parameter": ["size must be between 1 and 15"]}),
        ),
        (
            data(json!({"buttons": [{"type": "PHONE_NUMBER"}]})),
            json!({"content.templateData.buttons[0].type": ["is not a supported button type"]}),
        ),
        (
            data(json!({"buttons": [{"type": "URL"}]})),
            json!({"content.templateData.buttons[0].parameter": ["must not be blank"]}),
        ),
        (
            data(json!({"buttons": quick(11)})),
            json!({"content.templateData.buttons": ["size must be between 0 and 10"]}),
        ),
        (data(json!({"footer": {}})), json!({"content.templateData.footer": ["unknown property"]})),
        (
            message(json!({"templateName": "x"})),
            json!({"messages": ["must not be null"], "content": ["unknown property"],
            "from": ["unknown property"], "to": ["unknown property"]}),
        ),
        (from_all, json!({"messages": ["must not be empty"]})),
        (unknown_top, json!({"sendAt": ["unknown property"]})),
        (failover, json!({"smsFailover.text": ["size must be between 1 and 4096", "must not be blank"]})),
    ];
    let world = World::new();
    for (body, faults) in cases {
        let answer = world.infobip("template", &body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{body}");
        assert_eq!(answer.json(), bad_request(faults), "{body}");
    }
    assert!(world.inbox().await.is_empty());
}

#[tokio::test]
async fn what_needs_the_template_fails_after_acceptance() {
    let message = |name: &str, language: &str, data: Value| {
        template(json!({"templateName": name, "language": language, "templateData": data}))
    };
    let body = |values: &[&str]| json!({"body": {"placeholders": values}});
    let with = |mut data: Value, key: &str, value: Value| {
        data[key] = value;
        data
    };
    let image = json!({"type": "IMAGE", "mediaUrl": "https://cdn.example.com/a.png"});
    let word =
        json!({"type": "DOCUMENT", "mediaUrl": "https://cdn.example.com/a.docx", "filename": "a.docx"});
    let quick = json!({"type": "QUICK_REPLY", "parameter": "x"});
    for (label, body, code) in [
        ("unknown template", message("order_updat", "en_US", body(&["a", "b"])), "7009"),
        ("other language", message("order_update", "fr", body(&["a", "b"])), "7009"),
        ("rejected", message("flash_prizes", "en_GB", body(&["a"])), "7037"),
        ("paused", message("winter_preview", "en_GB", body(&["a"])), "7037"),
        ("pending", message("loyalty_points", "pt_BR", body(&["a", "b"])), "7037"),
        ("too few", message("order_update", "en_US", body(&["a"])), "7008"),
        ("too many", message("order_update", "en_US", body(&["a", "b", "c"])), "7008"),
        ("line break", message("order_update", "en_US", body(&["a", "b\nc"])), "7008"),
        ("tab", message("order_update", "en_US", body(&["a", "b\tc"])), "7008"),
        ("five spaces", message("order_update", "en_US", body(&["a", "b     c"])), "7008"),
        ("header missing", message("promo_picture", "pt_BR", body(&["a"])), "7008"),
        (
            "header not wanted",
            message("order_update", "de", with(body(&["a", "b"]), "header", image.clone())),
            "7008",
        ),
        (
            "header of another kind",
            message("invoice_ready", "de", with(body(&["a", "b"]), "header", image)),
            "7008",
        ),
        ("no PDF", message("invoice_ready", "de", with(body(&["a", "b"]), "header", word)), "7022"),
        ("buttons missing", message("survey_request", "en_US", body(&["a"])), "7008"),
        (
            "button not wanted",
            message("hello_world", "en", with(body(&[]), "buttons", json!([quick]))),
            "7008",
        ),
        (
            "button of another kind",
            message("order_receipt", "en_GB", with(body(&["a"]), "buttons", json!([quick]))),
            "7008",
        ),
        ("carousel", message("hello_world", "en", with(body(&[]), "carousel", json!({"cards": []}))), "7008"),
    ] {
        let world = World::new();
        let answer = world.infobip("template", &body).await;
        assert_eq!(answer.status, StatusCode::OK, "{label}: {}", answer.text);
        assert_eq!(answer.json()["messages"][0]["status"]["id"], 7, "{label}");
        let (status, found) = world.newest().await;
        assert_eq!(status, "failed", "{label}");
        assert_eq!(found.unwrap().split(' ').next(), Some(code), "{label}");
    }
}

#[tokio::test]
async fn a_switch_shows_template_refusals_at_once() {
    let world = World::new();
    world.faults(json!({"infobip": {"templateChecks": "atOnce"}})).await;
    let body = template(json!({"templateName": "order_updat", "language": "en_US",
        "templateData": {"body": {"placeholders": []}}}));
    let answer = world.infobip("template", &body).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(
        answer.json(),
        bad_request(json!({"content.templateName": ["no template is named order_updat"]}))
    );
    assert_eq!(world.infobip("template", &good()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn media_that_whatsapp_does_not_take_fails_after_acceptance() {
    let world = World::new();
    let long = "x".repeat(1025);
    for (kind, content, code) in [
        ("image", json!({"mediaUrl": "https://cdn.example.com/a.gif"}), Some("7022 EC_MEDIA_UNSUPPORTED")),
        ("video", json!({"mediaUrl": "https://cdn.example.com/a.mov"}), Some("7022 EC_MEDIA_UNSUPPORTED")),
        ("document", json!({"mediaUrl": "https://cdn.example.com/a.docx"}), None),
        ("image", json!({"mediaUrl": "https://cdn.example.com/media/1"}), None),
        (
            "image",
            json!({"mediaUrl": "https://cdn.example.com/a.png", "caption": long}),
            Some("7006 EC_BAD_REQUEST"),
        ),
    ] {
        let answer = world.infobip(kind, &message(content.clone())).await;
        assert_eq!(answer.json()["status"]["id"], 7, "{content}");
        assert_eq!(world.newest().await.1.as_deref(), code, "{content}");
    }
}

#[tokio::test]
async fn numbers_that_no_country_has_are_rejected_inside_a_200() {
    let world = World::new();
    for to in ["00447700900123", "07700900123", "123456", "1234567890123456"] {
        let mut body = message(json!({"text": "hello"}));
        body["to"] = json!(to);
        let answer = world.infobip("text", &body).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.json()["status"]["name"], "REJECTED_DESTINATION", "{to}");
    }
    let mut body = message(json!({"text": "hello"}));
    body["to"] = json!("SE.900100200");
    assert_eq!(world.infobip("text", &body).await.json()["status"]["id"], 7, "a user id is no number");
}

#[tokio::test]
async fn foreign_senders_are_forbidden_and_nothing_is_half_sent() {
    let world = World::new();
    let mut body = good();
    let mut second = body["messages"][0].clone();
    second["from"] = json!("447860099298");
    body["messages"].as_array_mut().unwrap().push(second);
    let answer = world.infobip("template", &body).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(answer.json(), refusal("FORBIDDEN", "Forbidden"));
    assert!(world.inbox().await.is_empty());
}

#[tokio::test]
async fn bodies_that_are_no_json_are_refused_without_paths() {
    let world = World::new();
    let path = "/sandbox/infobip/whatsapp/1/message/text";
    let key = app_key();
    let text = message(json!({"text": "hello"})).to_string();
    for (kind, body) in [
        ("application/json", "{\"from\":".to_owned()),
        ("application/json", String::new()),
        ("application/json", "x".repeat(1024 * 1024 + 1)),
        ("text/plain", text.clone()),
        ("application/x-www-form-urlencoded", text.clone()),
    ] {
        let headers = [("authorization", key.as_str()), ("content-type", kind)];
        let answer = world.call(Method::POST, path, &headers, body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{kind}");
        assert_eq!(answer.json(), refusal("BAD_REQUEST", "Bad request"), "{kind}");
    }
    let headers = [("authorization", key.as_str()), ("content-type", "application/json; charset=utf-8")];
    assert_eq!(world.call(Method::POST, path, &headers, text).await.status, StatusCode::OK);
}

#[tokio::test]
async fn wrong_paths_and_methods_keep_the_form() {
    let world = World::new();
    let missing = world.get("/sandbox/infobip/whatsapp/1/message/sticker", &app_key()).await;
    assert_eq!((missing.status.as_u16(), missing.json()), (404, refusal("NOT_FOUND", "Not found")));
    let method = world.get("/sandbox/infobip/whatsapp/1/message/text", &app_key()).await;
    assert_eq!(method.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(method.json(), refusal("METHOD_NOT_ALLOWED", "Method not allowed"));
}

#[tokio::test]
async fn templates_of_a_sender() {
    let world = World::new();
    let path = format!("/sandbox/infobip/whatsapp/2/senders/{INFOBIP_SENDER}/templates");
    let answer = world.get(&path, &app_key()).await.json();
    let list = answer["templates"].as_array().unwrap();
    assert!(list.len() >= 10);
    let find = |name: &str, language: &str| {
        list.iter()
            .find(|t| t["name"] == name && t["language"] == language)
            .unwrap_or_else(|| panic!("{name}"))
    };
    assert_eq!(
        find("survey_request", "en_US")["structure"],
        json!({"body": {"text": "Hi {{1}}, your package has arrived. Are you happy with your order?"}, "buttons": [
            {"type": "QUICK_REPLY", "text": "Yes, I am"}, {"type": "QUICK_REPLY", "text": "Not quite"},
            {"type": "URL", "text": "Open the order", "url": "https://shop.example.com/{{1}}",
             "example": "https://shop.example.com/parcels/991"}], "type": "MEDIA"})
    );
    assert_eq!(find("invoice_ready", "de")["structure"]["header"], json!({"format": "DOCUMENT"}));
    assert_eq!(find("hello_world", "en")["structure"]["type"], "TEXT");
    for (name, language, status) in [
        ("flash_prizes", "en_GB", "REJECTED"),
        ("winter_preview", "en_GB", "FIRST_PAUSED"),
        ("loyalty_points", "pt_BR", "PENDING"),
    ] {
        assert_eq!(find(name, language)["status"], status);
    }
    let one = world.get(&format!("{path}/710013"), &app_key()).await.json();
    assert_eq!((&one["name"], &one["language"]), (&json!("order_update"), &json!("de")));
    assert_eq!(world.get(&format!("{path}/1"), &app_key()).await.json(), refusal("NOT_FOUND", "Not found"));
    let foreign = world.get("/sandbox/infobip/whatsapp/2/senders/441/templates", &app_key()).await;
    assert_eq!((foreign.status.as_u16(), foreign.json()), (403, refusal("FORBIDDEN", "Forbidden")));
    let send_only = world.get(&path, &format!("App {INFOBIP_SEND_ONLY_KEY}")).await;
    assert_eq!(send_only.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn the_newer_list_is_paged_and_has_the_newer_errors() {
    let world = World::new();
    let path = "/sandbox/infobip/whatsapp/1/templates";
    let first = world.get(path, &app_key()).await.json();
    assert_eq!(first["results"].as_array().unwrap().len(), 10);
    let total = first["paging"]["totalResults"].as_u64().unwrap();
    let last = first["paging"]["totalPages"].as_u64().unwrap() - 1;
    let end = world.get(&format!("{path}?page={last}"), &app_key()).await.json();
    assert_eq!(end["results"].as_array().unwrap().len() as u64, total - last * 10);
    let beyond = world.get(&format!("{path}?page=2147483647&size=100"), &app_key()).await.json();
    assert_eq!(beyond["results"], json!([]));
    let some = world
        .get(&format!("{path}?name=order_update&orderBy=templateId,DESC&size=2"), &app_key())
        .await
        .json();
    let ids: Vec<_> = some["results"].as_array().unwrap().iter().map(|t| t["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["710014", "710013"]);
    assert_eq!(
        world.get(&format!("{path}?sender=441"), &app_key()).await.json()["paging"]["totalResults"],
        0
    );

    let bad = world.get(&format!("{path}?size=101&status=GOOD"), &app_key()).await;
    assert_eq!(bad.status, StatusCode::BAD_REQUEST);
    let bad = bad.json();
    assert_eq!(bad["errorCode"], "E400");
    let properties: Vec<_> =
        bad["violations"].as_array().unwrap().iter().map(|v| v["property"].clone()).collect();
    assert_eq!(properties, ["size", "status"]);
    let unauthorized = world.get(path, "App wrong").await;
    assert_eq!((unauthorized.status.as_u16(), &unauthorized.json()["errorCode"]), (401, &json!("E401")));
    let forbidden = world.get(path, &format!("App {INFOBIP_SEND_ONLY_KEY}")).await;
    assert_eq!((forbidden.status.as_u16(), &forbidden.json()["errorCode"]), (403, &json!("E403")));
}

#[tokio::test]
async fn sender_quality() {
    let world = World::new();
    let path = "/sandbox/infobip/whatsapp/1/senders/quality";
    let answer = world.get(&format!("{path}?senders={INFOBIP_SENDER},441"), &app_key()).await.json();
    let results = answer["results"].as_array().unwrap();
    assert_eq!(results.len(), 1);
    assert_eq!((&results[0]["sender"], &results[0]["status"]), (&json!(INFOBIP_SENDER), &json!("CONNECTED")));
    assert_eq!(world.get(path, &app_key()).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn recipients_that_fail_on_purpose() {
    let world = World::new();
    let mut body = message(json!({"text": "hello"}));
    body["to"] = json!("447700900001");
    assert_eq!(world.infobip("text", &body).await.json()["status"]["id"], 7);
    assert_eq!(world.newest().await, ("failed".into(), Some("7002 EC_UNKNOWN_USER".into())));
}
