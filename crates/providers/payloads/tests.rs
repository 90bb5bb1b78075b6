use std::process::Command;

use serde_json::{Value, from_str, from_value, json};
use whatsapp_domain::engine_api::{Payload, RenderRequest};
use whatsapp_engine::jinja;

use super::*;

fn request(provider: &str, node: &Value, context: &Value) -> RenderRequest {
    let settings = match provider {
        "infobip" => json!({"baseUrl": "https://xyz.api.infobip.com", "sender": "447860099299"}),
        "sinch" => json!({"baseUrl": "https://eu.conversation.api.sinch.com", "keyId": "key'id",
            "projectId": "c36f3d3d-1513-4edd-ae42-11995557ff61", "appId": "01FAKEAPPID00000000000000A"}),
        _ => json!({}),
    };
    from_value(json!({"integration": {"provider": provider, "settings": settings}, "node": node, "context": context}))
        .unwrap()
}

fn node(message: Value) -> Value {
    json!({"integration": "int_1", "recipient": {"value": "{{ customer.phone }}"}, "message": message})
}

fn of<'a>(items: &'a [Payload], provider: &str) -> &'a Payload {
    items.iter().find(|item| item.provider == provider).unwrap()
}

/// Texts that quoting must survive.
const HOSTILE: &str =
    "it's \"quoted\" $HOME `id` $(id) \\n \\ %s ! {{ x }} \u{1f600}\nnew <line> & 'more' \\'";

fn steps() -> Vec<Value> {
    let binding = |value: &str| json!({"value": value});
    let with_fallback =
        |value: &str, fallback: &str| json!({"value": value, "fallback": fallback, "whenEmpty": "fallback"});
    vec![
        node(
            json!({"type": "text", "text": binding("Hi {{ customer.name | title }}, it's \"{{ customer.text }}\" & <more>\r\nnew\n"), "previewUrl": true}),
        ),
        node(json!({"type": "text", "text": binding("plain it's \"text\" with \\ and 100 %} or }} signs")})),
        node(json!({"type": "text", "text": with_fallback("{{ customer.nobody | default('') }}", HOSTILE)})),
        node(
            json!({"type": "text", "text": binding("{% for x in customer.list %}{{ loop.index }}. {{ x }}\n{% endfor %}{% set a = 1 %}{{ a }}")}),
        ),
        node(
            json!({"type": "image", "url": binding("https://cdn.example.com/a b.png"), "caption": binding("{{ customer.caption }}")}),
        ),
        node(
            json!({"type": "image", "url": binding("https://cdn.example.com/{{ customer.sku }}.png"), "caption": with_fallback("{{ customer.caption }}", "New")}),
        ),
        node(json!({"type": "video", "url": binding("https://cdn.example.com/a.mp4")})),
        node(
            json!({"type": "document", "url": binding("https://cdn.example.com/{{ customer.sku }}.pdf?x=1")}),
        ),
        node(
            json!({"type": "document", "url": binding("https://cdn.example.com/{{ customer.sku }}/invoice.pdf"),
            "caption": binding("{{ customer.caption }}"), "filename": binding(" {{ customer.file }} ")}),
        ),
        node(json!({"type": "document", "url": binding("https://cdn.example.com/{{ customer.sku }}"),
            "caption": binding("{{ customer.caption }}"), "filename": binding("{{ customer.file }}")})),
        node(
            json!({"type": "document", "url": binding("https://cdn.example.com/a.pdf"), "filename": binding("{{ customer.file }}")}),
        ),
        node(json!({"type": "template", "template": {"name": "a", "language": "en"}})),
        node(json!({"type": "template", "template": {"name": "a", "language": "en"},
            "header": {"type": "document", "url": binding("https://cdn.example.com/{{ customer.sku }}.pdf"), "filename": binding("{{ customer.file }}")},
            "body": [with_fallback("{{ customer.caption }}", "the \"re\" {{ here }}"), binding("fixed"), binding("{{ customer.total }}")],
            "buttons": [{"index": 1, "type": "url", "value": binding(" {{ customer.sku }} ")}, {"index": 0, "type": "quickReply", "value": binding("yes")}]})),
        node(json!({"type": "template", "template": {"name": "a", "language": "en"},
            "header": {"type": "document", "url": binding("https://cdn.example.com/{{ customer.sku }}")}, "body": []})),
        node(json!({"type": "template", "template": {"name": "a", "language": "en"},
            "header": {"type": "text", "text": binding("{{ customer.name }}")}, "body": [binding("{{ customer.name }}")],
            "languageBy": binding("{{ customer.language }}"),
            "translations": [
                {"language": "de", "values": {"body": [binding("{{ customer.vorname }}"), binding("zwei")]}},
                {"language": "pt_BR"}, {"language": "fr_FR"}, {"language": "fr_CA"}, {"language": "zh_CN"}]})),
        node(json!({"type": "template", "template": {"name": "a", "language": "en"}, "body": [],
            "languageBy": with_fallback("{{ customer.nobody | default('') }}", "de"), "translations": [{"language": "de"}]})),
    ]
}

fn profiles() -> Vec<Value> {
    let base = json!({"phone": "+44 7400 123456", "name": "ana maria", "vorname": "Anna", "text": HOSTILE.replace("{{", "{ {"),
        "caption": "Look", "sku": "linen-shirt", "file": "inv.pdf", "list": ["a", 2], "total": 39.5, "language": "de-AT"});
    let mut all = vec![base.clone()];
    for changes in [
        json!({"caption": "", "file": null, "language": ""}),
        json!({"caption": " ", "file": "", "language": "pt", "phone": "+447400123456"}),
        json!({"language": "FR-ca", "phone": "447400123456"}),
        json!({"language": "fr", "phone": "00447400123456", "total": 7}),
        json!({"language": "zh", "caption": "it's \"x\" \\ y"}),
        json!({"language": "zh_TW", "list": []}),
        json!({"language": "it", "file": "a"}),
    ] {
        let mut profile = base.clone();
        for (key, value) in changes.as_object().unwrap() {
            profile[key] = value.clone();
        }
        all.push(profile);
    }
    all.into_iter().map(|customer| json!({"customer": customer})).collect()
}

#[test]
fn the_exported_body_gives_what_we_send() {
    let mut compared = 0;
    for step in steps() {
        for context in profiles() {
            for provider in crate::ALL {
                let id = provider.schema().provider;
                let items = payloads(&request(id, &step, &context));
                let payload = of(&items, id);
                let Some(sent) = &payload.request else {
                    // A profile that leaves a required value empty is refused by us, and only by us.
                    assert!(!payload.findings.is_empty());
                    continue;
                };
                let webhook = payload.webhook.as_ref().unwrap_or_else(|| panic!("no webhook for {step}"));
                let rendered = jinja::render(&webhook.body, &context)
                    .unwrap_or_else(|error| panic!("{error:?} in {}", webhook.body));
                let body: Value = from_str(&rendered.output)
                    .unwrap_or_else(|error| panic!("{error} in {}", rendered.output));
                assert_eq!(body, sent.body, "{id} {step} {context}\n{}", webhook.body);
                assert_eq!((&webhook.method, &webhook.url), (&sent.method, &sent.url));
                compared += 1;
            }
        }
    }
    assert!(compared > 200, "only {compared}");
}

#[test]
fn what_cannot_be_expressed_is_said() {
    let step = json!({"integration": "int_1", "recipient": {"value": "{{ customer.phone }}", "region": "GB"},
        "message": {"type": "template", "template": {"name": "a", "language": "en"},
            "body": [{"value": "{{ customer.name }}", "whenEmpty": "skip"}, {"value": "{{ customer.born | date('%d') }}"}]}});
    let items = payloads(&request("sinch", &step, &json!({"customer": {"phone": "+447400123456"}})));
    let notes = &of(&items, "sinch").webhook.as_ref().unwrap().notes;
    for part in [
        "country code",
        "default country",
        "the value 1 is empty are not left out",
        "the value 2 is empty",
        "token has to be fetched first and lasts one hour: POST https://auth.sinch.com/oauth2/token",
        "no id of its own",
        "filter date",
        "None for null",
    ] {
        assert!(notes.iter().any(|note| note.text.contains(part)), "{part} in {notes:?}");
    }
    // A text that is no Jinja can't be exported.
    let broken = node(json!({"type": "text", "text": {"value": "{% set x %}"}}));
    assert!(payloads(&request("infobip", &broken, &json!({}))).iter().all(|item| item.webhook.is_none()));
    let closing = node(json!({"type": "text", "text": {"value": "{{ a }}{% endset %}"}}));
    assert!(payloads(&request("infobip", &closing, &json!({}))).iter().all(|item| item.webhook.is_none()));
}

#[test]
fn others_have_placeholders_and_their_own_losses() {
    let step = node(json!({"type": "document", "url": {"value": "https://cdn.example.com/a.pdf"},
        "caption": {"value": "Read {{ customer.name }}"}, "filename": {"value": "a.pdf"}}));
    let context = json!({"customer": {"phone": "+447400123456", "name": "Ana"}});
    let items = payloads(&request("infobip", &step, &context));
    assert_eq!(items.iter().map(|item| item.own).collect::<Vec<_>>(), [true, false]);
    let (infobip, sinch) = (of(&items, "infobip"), of(&items, "sinch"));
    assert_eq!(infobip.losses, []);
    assert_eq!(infobip.request.as_ref().unwrap().headers["Authorization"], "App ***");
    let losses: Vec<&str> = sinch.losses.iter().map(|finding| finding.code.as_str()).collect();
    assert_eq!(losses, ["sinch-caption-as-card", "sinch-kind-by-content", "sinch-name-in-card"]);
    let sent = sinch.request.as_ref().unwrap();
    assert_eq!(sent.url, "https://{region}.conversation.api.sinch.com/v1/projects/{projectId}/messages:send");
    assert_eq!(sent.body["app_id"], "{appId}");
    assert!(
        sinch.curl.contains("'https://auth.sinch.com/oauth2/token' -u '{keyId}':\"$SINCH_KEY_SECRET\""),
        "{}",
        sinch.curl
    );
    let items = payloads(&request("sinch", &step, &context));
    let infobip = of(&items, "infobip").request.as_ref().unwrap();
    assert_eq!(infobip.url, "https://{baseUrl}/whatsapp/1/message/document");
    assert_eq!(infobip.body["from"], "{sender}");
    // Without a profile nothing is sent, and what would be lost is known all the same.
    let items = payloads(&request("infobip", &step, &Value::Null));
    let sinch = of(&items, "sinch");
    assert!(sinch.request.is_none() && sinch.curl.is_empty() && sinch.webhook.is_some());
    assert_eq!(sinch.losses.len(), 3);
}

/// Runs a script with a `curl` of our own that prints its arguments, each behind a line of its own.
fn run(script: &str) -> Vec<String> {
    let fake = "curl() { for word in \"$@\"; do printf '%s\\001' \"$word\"; done; printf '\\002'; }\n\
                curl_token() { printf '{\"access_token\" : \"tok-1\"}'; }\n";
    let output = Command::new("sh")
        .arg("-c")
        .arg(format!("{fake}{script}"))
        .env("INFOBIP_API_KEY", "k'e\"y $x")
        .env("SINCH_KEY_SECRET", "s3c'ret")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    text.split('\u{1}')
        .map(|word| word.trim_start_matches('\u{2}').to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

#[test]
fn any_text_survives_a_shell() {
    for text in ["", "plain", HOSTILE, "'", "''", "'''", "\\", "\\'", "a\nb", "-n", "%d%%"] {
        let script = format!("printf '%s' {}", curl::quoted(text));
        let output = Command::new("sh").arg("-c").arg(&script).output().unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), text, "{script}");
    }
}

#[test]
fn the_command_sends_the_request() {
    let step = node(json!({"type": "text", "text": {"value": "{{ customer.text }}"}}));
    let context = json!({"customer": {"phone": "+447400123456", "text": HOSTILE}});
    let items = payloads(&request("infobip", &step, &context));
    let payload = of(&items, "infobip");
    let sent = payload.request.as_ref().unwrap();
    let words = run(&payload.curl);
    assert_eq!(&words[..3], ["-X", "POST", sent.url.as_str()]);
    assert!(words.contains(&"Authorization: App k'e\"y $x".to_owned()), "{words:?}");
    assert!(words.contains(&"Content-Type: application/json".to_owned()));
    assert_eq!(words[words.len() - 2], "--data-raw");
    assert_eq!(from_str::<Value>(words.last().unwrap()).unwrap(), sent.body);
    assert!(!payload.curl.contains("***"));

    // A token is fetched first, with the key's secret from the shell.
    let items = payloads(&request("sinch", &step, &context));
    let payload = of(&items, "sinch");
    let (fetch, _) = payload.curl.split_once('\n').unwrap();
    assert!(fetch.starts_with("SINCH_TOKEN=$(curl -sS -X POST 'https://auth.sinch.com/oauth2/token' -u 'key'\\''id':\"$SINCH_KEY_SECRET\""), "{fetch}");
    let script = payload.curl.replacen("$(curl ", "$(curl_token ", 1);
    let words = run(&script);
    assert!(words.contains(&"Authorization: Bearer tok-1".to_owned()), "{words:?}");
    assert_eq!(from_str::<Value>(words.last().unwrap()).unwrap(), payload.request.as_ref().unwrap().body);
}
