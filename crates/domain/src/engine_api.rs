//! What the page asks of the engine, which it fetches late, and what it gets back. The page's first module needs only
//! these types; the answers are worked out by `whatsapp_providers::engine_api::dispatch`, linked in a second module.
//!
//! Both sides are JSON with a tag `op`; an answer carries the `op` of its request, or `refused`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, Serializer, ser::SerializeMap};
use serde_json::Value;

use crate::{
    finding::Finding,
    integration::{Secrets, Settings},
    message::{FilledMessage, Reached},
    node::Node,
    policy::AddressPolicy,
    profile::ProfileSchema,
    request::OutgoingRequest,
    said::{Phrase, Said},
    template::Template,
};

/// The part of an integration that the engine judges.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct EngineIntegration {
    /// Id of the provider, such as `infobip`.
    pub provider: String,
    /// The provider's settings, as typed or as saved.
    pub settings: Settings,
    /// Secrets as typed, for their form only. They go from one module of the page to the other and never come back.
    #[serde(serialize_with = "write_secrets", skip_serializing_if = "Secrets::is_empty")]
    pub secrets: Secrets,
}

/// Secrets are not serialisable by themselves; this border stays inside the page's own memory.
fn write_secrets<S: Serializer>(secrets: &Secrets, serializer: S) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(secrets.len()))?;
    for (key, secret) in secrets {
        map.serialize_entry(key, secret.expose())?;
    }
    map.end()
}

/// What [`EngineRequest::Render`] needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RenderRequest {
    /// Provider and settings; its secrets are not looked at.
    pub integration: EngineIntegration,
    /// The node.
    pub node: Node,
    /// What Jinja sees: `customer`, `event`, `journey`. Null when no profile is chosen: then values with variables
    /// are checked for their syntax only.
    #[serde(default)]
    pub context: Value,
    /// The tester's number, instead of the node's recipient.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The account's templates of the node's name in all their languages, when its list is known; empty when it is
    /// known that there is none. Others among them are not looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub templates: Option<Vec<Template>>,
    /// Addresses that the operator allows.
    #[serde(default)]
    pub policy: AddressPolicy,
    /// Leave the request out of the answer: while somebody types, nobody looks at it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub without_request: bool,
}

crate::tagged! { "op", "EngineRequest",
/// A question to the engine.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "op", rename_all = "camelCase")]
pub enum EngineRequest {
    /// Checks the settings and secrets of an integration, and tidies the settings.
    CheckIntegration {
        /// As it stands in the form.
        integration: EngineIntegration,
        /// Keys of the secrets that the proxy already holds.
        #[serde(default)]
        stored: Vec<String>,
        /// Addresses that the operator allows.
        #[serde(default)]
        policy: AddressPolicy,
    },
    /// Fills a node for one profile and checks it.
    Render(Box<RenderRequest>),
    /// Fills a node for the profiles that break steps: long values, empty ones, other scripts.
    WorstCases {
        /// The node and the profile to start from.
        render: Box<RenderRequest>,
        /// What the host knows of its attributes.
        #[serde(default)]
        schema: ProfileSchema,
        /// Contexts of the host's profiles.
        #[serde(default)]
        profiles: Vec<Value>,
    },
    /// Shows what every provider would be sent, and how to send it without us.
    Payloads {
        /// The node and the profile; its integration lends its settings to its own provider alone.
        render: Box<RenderRequest>,
    },
    /// Reads a phone number.
    Phone {
        /// As typed.
        input: String,
        /// Country (`GB`) of numbers written without one.
        #[serde(default)]
        region: Option<String>,
    },
    /// Compares a number's country with the one that is expected.
    Country {
        /// Whom the number reaches.
        reached: Reached,
        /// The expected country: `GB`.
        expected: String,
    },
    /// Reads one comma-separated line.
    ParseCsv {
        /// The line.
        input: String,
    },
    /// Writes one comma-separated line.
    FormatCsv {
        /// Its values.
        values: Vec<String>,
    },
    /// Lists the variables that a Jinja text uses, such as `customer.first_name`.
    Names {
        /// The text.
        template: String,
    },
    /// Draws a text as a QR code.
    Qr {
        /// The text, such as a link.
        text: String,
    },
}
}

/// A node filled for one profile, and what was found on the way.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RenderOutput {
    /// Errors first, then in the order of the form's fields.
    pub findings: Vec<Finding>,
    /// Whom it reaches, when the number can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reached: Option<Reached>,
    /// The message with its values, as far as each of them is known; also there while a rule is broken, so that a
    /// preview can show it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<FilledMessage>,
    /// Is this customer left out, because a value came out empty and is set to skip?
    pub skipped: bool,
    /// What would be sent; only without an error among the findings, and never for a skipped customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<OutgoingRequest>,
    /// Which language of the template this customer gets; none for other messages, and while it can't be known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// SHA-256 of the node without its record of a test, in hex: the same for the same step, however it was written.
    pub stamp: String,
}

/// Kinds of profiles that break steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum WorstCaseKind {
    /// The longest values.
    Longest,
    /// No values at all.
    Empty,
    /// Values written from right to left.
    RightToLeft,
    /// Values with emoji.
    Emoji,
}

/// A node filled for one worst case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WorstCase {
    /// Which.
    pub case: WorstCaseKind,
    /// The profile that was made for it.
    pub context: Value,
    /// The node filled for it.
    pub output: RenderOutput,
}

/// A request as a plain webhook of a console: what is not fixed is Jinja text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WebhookTemplate {
    /// `POST`
    pub method: String,
    /// Where to.
    pub url: String,
    /// Header names and values; secrets are placeholders in words.
    pub headers: BTreeMap<String, String>,
    /// Jinja text that gives the JSON body.
    pub body: String,
    /// What a plain webhook does not do that we do.
    pub notes: Vec<Said>,
}

/// What one provider would be sent.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Payload {
    /// Id of the provider.
    pub provider: String,
    /// Its name.
    pub name: String,
    /// Is it the provider of the node's own integration?
    pub own: bool,
    /// The request, with a masked `Authorization` header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request: Option<OutgoingRequest>,
    /// What was found in the node with this provider.
    pub findings: Vec<Finding>,
    /// What this provider would lose or do differently, in the words of findings.
    pub losses: Vec<Finding>,
    /// A command for a POSIX shell that sends it, secrets as shell variables; empty without a request.
    pub curl: String,
    /// The same as a plain webhook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook: Option<WebhookTemplate>,
}

/// A phone number that was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneRejection {
    /// Stable code, as in findings.
    pub code: String,
    /// What was found and what is expected.
    pub text: String,
    /// What is filled into the text, when something is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Box<Phrase>>,
    /// What to type instead, where that is certain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
}

impl PhoneRejection {
    /// What is told.
    pub fn told(&self) -> Said {
        Said::told(&*self.text, self.said.clone())
    }
}

/// A QR code as a drawing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QrCode {
    /// Modules on each side, the quiet zone around the code not counted: 21 to 177.
    pub size: u8,
    /// The dark modules as the `d` of an SVG path; one module is one unit.
    pub path: String,
}

/// A comma-separated line that can't be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CsvProblem {
    /// Stable code, as in findings.
    pub code: String,
    /// What was found and what is expected.
    pub text: String,
    /// What is filled into the text, when something is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<Box<Phrase>>,
    /// Where, in characters from 1.
    pub column: u32,
}

crate::tagged! { "op", "EngineResponse",
/// The engine's answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "op", rename_all = "camelCase")]
pub enum EngineResponse {
    /// To [`EngineRequest::CheckIntegration`].
    CheckIntegration {
        /// What was found; fields are `provider`, `settings.…` and `secrets.…`.
        findings: Vec<Finding>,
        /// The settings, tidied.
        settings: Settings,
    },
    /// To [`EngineRequest::Render`]; its request shows a masked `Authorization` header.
    Render(Box<RenderOutput>),
    /// To [`EngineRequest::WorstCases`].
    WorstCases {
        /// One of each kind.
        cases: Vec<WorstCase>,
    },
    /// To [`EngineRequest::Payloads`].
    Payloads {
        /// One for each provider, in their order.
        items: Vec<Payload>,
    },
    /// To [`EngineRequest::Phone`]: one of the two is there.
    Phone {
        /// Whom the number reaches.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reached: Option<Reached>,
        /// Why it is refused.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rejection: Option<PhoneRejection>,
    },
    /// To [`EngineRequest::Country`].
    Country {
        /// Why a test to this number would be stopped; none when nothing is wrong.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        finding: Option<Finding>,
        /// The number's country as it stands in a sentence, such as `the United Kingdom`; none when it has none.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        found: Option<String>,
        /// The expected country as it stands in a sentence; none when there is no such country.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        expected: Option<String>,
    },
    /// To [`EngineRequest::ParseCsv`]: one of the two is there.
    ParseCsv {
        /// The values.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        values: Option<Vec<String>>,
        /// Why the line can't be read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        error: Option<CsvProblem>,
    },
    /// To [`EngineRequest::FormatCsv`].
    FormatCsv {
        /// The line.
        text: String,
    },
    /// To [`EngineRequest::Names`].
    Names {
        /// Dotted names, each once, in order of appearance; none when the text is not valid Jinja.
        names: Vec<String>,
    },
    /// To [`EngineRequest::Qr`].
    Qr {
        /// The code; none when the text is too long for one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<QrCode>,
    },
    /// The request could not be read: a mistake of the program that asked, not of the person who typed.
    Refused {
        /// What could not be read.
        text: String,
    },
}
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json, to_value};

    use super::*;
    use crate::secret::Secret;

    #[test]
    fn requests_have_the_documented_keys() {
        let request: EngineRequest = from_value(json!({"op":"render",
            "integration":{"provider":"infobip","settings":{}},
            "node":{"message":{"type":"text","text":{"value":"Hi"}}}, "context":null, "to":null}))
        .unwrap();
        let EngineRequest::Render(render) = request else { panic!("another op") };
        assert_eq!(render.integration.provider, "infobip");
        assert!(render.context.is_null() && render.to.is_none());
        assert_eq!(
            to_value(EngineRequest::ParseCsv { input: "a".into() }).unwrap(),
            json!({"op":"parseCsv","input":"a"})
        );
    }

    #[test]
    fn newer_requests_have_the_documented_keys() {
        let render = json!({"integration": {"provider": "infobip", "settings": {}},
            "node": {"version": 1, "integration": "", "recipient": {"value": "x"},
                "message": {"type": "text", "text": {"value": "Hi"}, "previewUrl": false}},
            "context": null, "templates": [], "policy": AddressPolicy::default()});
        for request in [
            json!({"op": "worstCases", "render": render, "schema": {"attributes": []}, "profiles": [{}]}),
            json!({"op": "payloads", "render": render}),
        ] {
            let read: EngineRequest = from_value(request.clone()).unwrap();
            assert_eq!(to_value(&read).unwrap(), request);
        }
        assert_eq!(to_value(WorstCaseKind::RightToLeft).unwrap(), "rightToLeft");
    }

    #[test]
    fn secrets_cross_the_border_and_stay_out_of_debug() {
        let integration = EngineIntegration {
            provider: "infobip".into(),
            secrets: [("apiKey".to_owned(), Secret::new("hush-hush"))].into(),
            ..Default::default()
        };
        assert!(!format!("{integration:?}").contains("hush"));
        let value = to_value(&integration).unwrap();
        assert_eq!(value["secrets"]["apiKey"], "hush-hush");
        assert_eq!(from_value::<EngineIntegration>(value).unwrap(), integration);
    }

    #[test]
    fn answers_survive_a_round_trip() {
        for answer in [
            EngineResponse::Render(Box::default()),
            EngineResponse::WorstCases {
                cases: vec![WorstCase {
                    case: WorstCaseKind::RightToLeft,
                    context: json!({"customer": {}}),
                    output: RenderOutput {
                        stamp: "ab".into(),
                        language: Some("de".into()),
                        ..Default::default()
                    },
                }],
            },
            EngineResponse::Payloads {
                items: vec![Payload {
                    webhook: Some(WebhookTemplate::default()),
                    own: true,
                    ..Default::default()
                }],
            },
            EngineResponse::ParseCsv { values: Some(vec!["a".into()]), error: None },
            EngineResponse::Refused { text: "x".into() },
        ] {
            assert_eq!(from_value::<EngineResponse>(to_value(&answer).unwrap()).unwrap(), answer);
        }
    }
}
