//! The questions of what has nothing to do with nodes.

use serde::{Deserialize, Serialize};

use super::{Asking, Talk, json};
use crate::{
    engine_api::{EngineIntegration, EngineRequest, EngineResponse, PhoneRejection, QrCode},
    finding::Finding,
    integration::Settings,
    message::Reached,
    policy::AddressPolicy,
};

/// Questions about accounts, numbers and codes: nothing that needs a node.
#[derive(Debug, Clone, Copy, Default)]
pub struct Plain;

#[derive(Serialize)]
#[serde(tag = "op", rename_all = "camelCase")]
enum PlainRequest<'a> {
    CheckIntegration { integration: &'a EngineIntegration, stored: &'a [String], policy: &'a AddressPolicy },
    Phone { input: &'a str, region: Option<&'a str> },
    Qr { text: &'a str },
}

/// All that such answers hold. Each is one of these or the other; the tag says which.
#[derive(Default, Deserialize)]
#[serde(default)]
struct PlainResponse {
    op: String,
    findings: Vec<Finding>,
    settings: Settings,
    reached: Option<Reached>,
    rejection: Option<PhoneRejection>,
    code: Option<QrCode>,
    text: String,
}

impl Talk for Plain {
    fn written(&self, request: EngineRequest, _: &mut Asking) -> Vec<u8> {
        match &request {
            EngineRequest::CheckIntegration { integration, stored, policy } => {
                json(&PlainRequest::CheckIntegration { integration, stored, policy })
            }
            EngineRequest::Phone { input, region } => {
                json(&PlainRequest::Phone { input, region: region.as_deref() })
            }
            EngineRequest::Qr { text } => json(&PlainRequest::Qr { text }),
            // A mistake of the program that asked, not of the person who typed: the engine refuses it.
            _ => Vec::new(),
        }
    }

    fn read(&self, answer: &[u8]) -> EngineResponse {
        let read: PlainResponse = match crate::json::bytes(answer) {
            Ok(read) => read,
            Err(error) => return EngineResponse::Refused { text: error.to_string() },
        };
        let PlainResponse { op, findings, settings, reached, rejection, code, text } = read;
        match op.as_str() {
            "checkIntegration" => EngineResponse::CheckIntegration { findings, settings },
            "phone" => EngineResponse::Phone { reached, rejection },
            "qr" => EngineResponse::Qr { code },
            _ => EngineResponse::Refused { text },
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, from_slice, from_value, json};

    use super::{super::Full, *};

    #[test]
    fn what_is_asked_plainly_is_asked_and_read_as_in_full() {
        let integration = EngineIntegration {
            provider: "infobip".into(),
            secrets: [("apiKey".to_owned(), crate::secret::Secret::new("k"))].into(),
            ..Default::default()
        };
        for request in [
            EngineRequest::CheckIntegration {
                integration,
                stored: vec!["apiKey".into()],
                policy: AddressPolicy::default(),
            },
            EngineRequest::Phone { input: "07700 900123".into(), region: Some("GB".into()) },
            EngineRequest::Qr { text: "https://wa.me/1".into() },
        ] {
            let in_full = Full.written(request.clone(), &mut Asking::default());
            let plainly = Plain.written(request, &mut Asking::default());
            assert_eq!(from_slice::<Value>(&plainly).unwrap(), from_slice::<Value>(&in_full).unwrap());
        }
        for answer in [
            json!({"op":"checkIntegration","findings":[{"code":"a","severity":"error","field":"f","text":"t"}],
                "settings":{"baseUrl":"x"}}),
            json!({"op":"phone","reached":{"e164":"+447700900123","international":"+44 7700 900123","region":"GB","country":"United Kingdom"}}),
            json!({"op":"phone","rejection":{"code":"phone-too-short","text":"t"}}),
            json!({"op":"qr","code":{"size":21,"path":"M0 0"}}),
            json!({"op":"qr"}),
            json!({"op":"refused","text":"no"}),
        ] {
            let text = answer.to_string();
            let read = Plain.read(text.as_bytes());
            assert_eq!(read, Full.read(text.as_bytes()), "{text}");
            assert_eq!(matches!(read, EngineResponse::Refused { .. }), answer["op"] == "refused");
        }
        let node: EngineRequest = from_value(json!({"op": "render", "integration": {"provider": "infobip"},
            "node": {"message": {"type": "text", "text": {"value": "Hi"}}}}))
        .unwrap();
        assert!(Plain.written(node, &mut Asking::default()).is_empty(), "nothing of nodes");
    }
}
