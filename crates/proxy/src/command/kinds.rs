//! The kinds of `whatsapp-proxy check`, each with what it does and an example.

use serde_json::{Value, json};
use whatsapp_domain::Finding;
use whatsapp_engine::check::bad_line;

use crate::clock;

/// Code of what can't be read, as the engine and the providers give it too.
const BAD_LINE: &str = "bad-line";

/// One kind.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Kind {
    /// Its word on the command line.
    pub(super) name: &'static str,
    /// What it does.
    pub(super) about: &'static str,
    /// A line in.
    pub(super) example: &'static str,
}

/// All kinds of this version.
pub(super) const KINDS: &[Kind] = &[
    Kind {
        name: "phone",
        about: "Reads a phone number as the form does. \"region\" is the country of numbers written without one, or null.",
        example: r#"{"input":"07400 123456","region":"GB"}"#,
    },
    Kind {
        name: "csv",
        about: "Splits one comma-separated line into values (RFC 4180 quotes; space round a value is trimmed).",
        example: r#"{"input":"Ana,\"a, b\""}"#,
    },
    Kind {
        name: "jinja",
        about: "Fills a Jinja text from a context.",
        example: r#"{"template":"Hi {{ customer.first_name|title }}","context":{"customer":{"first_name":"ana"}}}"#,
    },
    Kind {
        name: "language",
        about: "Tells whether a template's language code is well-formed, and whether WhatsApp has it.",
        example: r#"{"input":"en_US"}"#,
    },
    Kind {
        name: "url",
        about: "Judges a URL from its text alone. \"purpose\" is provider (a base URL) or media (a file).",
        example: r#"{"url":"https://127.0.0.1/a.png","purpose":"media"}"#,
    },
    Kind {
        name: "address",
        about: "Tells whether an IP address is on the public internet.",
        example: r#"{"address":"10.0.0.1"}"#,
    },
    Kind {
        name: "render",
        about: "Fills a node for one customer, checks it and shows the request that would be sent. Secrets are *** unless --show-secrets is given.",
        example: r#"{"integration":{"provider":"infobip","settings":{"baseUrl":"https://xyz123.api.infobip.com","sender":"447860099299"},"secrets":{"apiKey":"0123456789abcdef0123456789abcdef-01234567-89ab-cdef-0123-456789abcdef"}},"node":{"message":{"type":"text","text":{"value":"Hi {{ customer.first_name }}"}}},"context":{"customer":{"phone":"+447400123456","first_name":"Ana"}},"messageId":"m-1"}"#,
    },
    Kind {
        name: "webhook",
        about: "Reads what a provider sent to a webhook and shows the campaign events that come of it. Signatures are not looked at.",
        example: r#"{"integration":{"id":"int_1","provider":"infobip","settings":{"sender":"447860099299"},"twoWay":{"enabled":true,"customerIdKey":"phone","numberFormat":"plus"}},"headers":{},"body":"{\"results\":[{\"messageId\":\"wamid.1\",\"from\":\"447400123456\",\"to\":\"447860099299\",\"receivedAt\":\"2026-02-03T04:05:06.789+0000\",\"message\":{\"type\":\"TEXT\",\"text\":\"SUBSCRIBE\"}}]}","receivedAt":"2026-02-03T04:05:07Z"}"#,
    },
    Kind {
        name: "signature",
        about: "Tells whether a callback is proven to be the provider's. \"now\" is in seconds since 1970; the window is five minutes, both ways.",
        example: r#"{"provider":"sinch","secret":"foo_secret1234","headers":{"x-sinch-webhook-signature":"lrSuriuOmIHYOeQxRlu6ftTqZoAI3Z5ZiW6cKEnJP1w=","x-sinch-webhook-signature-nonce":"01FJA8B4A7BM43YGWSG9GBV067","x-sinch-webhook-signature-timestamp":"1634579353"},"body":"{}","now":1634579360}"#,
    },
];

/// The kind of this name.
pub(super) fn find(name: &str) -> Result<&'static Kind, String> {
    KINDS
        .iter()
        .find(|kind| kind.name == name)
        .ok_or_else(|| format!("there is no kind \"{name}\"; there is {}", names()))
}

/// The names in one line.
pub(super) fn names() -> String {
    KINDS.iter().map(|kind| kind.name).collect::<Vec<_>>().join(", ")
}

impl Kind {
    /// The answer to one line, or to what was wrong with a line that could not be read.
    pub(super) fn answer(&self, line: Result<&Value, &str>, show_secrets: bool) -> Value {
        let answer = match (self.name, line) {
            (_, Err(text)) => Some(bad_line(text)),
            ("webhook", Ok(line)) => {
                Some(whatsapp_providers::check_webhook::check_webhook_line(line, &clock::now()))
            }
            ("signature", Ok(line)) => Some(whatsapp_providers::check_webhook::check_signature_line(line)),
            ("render", Ok(line)) => {
                Some(whatsapp_providers::check_render::check_render_line(line, show_secrets))
            }
            (name, Ok(line)) => whatsapp_engine::check::line(name, line),
        };
        let answer = answer
            .unwrap_or_else(|| json!({"error": {"code": "bad-kind", "text": "This kind is not built in."}}));
        let bad = answer.get("error").filter(|error| error["code"] == BAD_LINE);
        match bad.and_then(|error| self.refusal(error)) {
            Some(refusal) => refusal,
            None => answer,
        }
    }

    /// What a bad line gets: the keys that any answer of the kind has, saying no, and the error. So a script that only looks at
    /// `valid` or `allowed` takes no bad line for a good one. None for kinds whose answer is just the error.
    fn refusal(&self, error: &Value) -> Option<Value> {
        Some(match self.name {
            // Here the error is a code by itself; the words stand beside it.
            "phone" => json!({"e164": null, "valid": false, "possible": false, "region": null,
                "error": error["code"], "text": error["text"]}),
            "language" => json!({"valid": false, "known": false, "error": error}),
            "url" => json!({"allowed": false, "code": error["code"], "error": error}),
            "address" => json!({"allowed": false, "error": error}),
            "render" => {
                let text = error["text"].as_str().unwrap_or_default();
                json!({"findings": [Finding::error(BAD_LINE, "", text)], "error": error})
            }
            "signature" => json!({"accepted": false, "code": error["code"], "error": error}),
            _ => return None,
        })
    }
}
