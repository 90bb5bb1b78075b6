//! A step's stamp: tells whether it is still exactly the one that was tested.

use sha2::{Digest, Sha256};
use whatsapp_domain::{Node, json};

/// SHA-256, in hex, of the node without its record of a test.
///
/// It is taken from the node as it was read, not from its text: spaces, the order of keys and values that stand for
/// their defaults do not change it. Everything else does.
pub fn of(node: &Node) -> String {
    let bare = Node { tested: None, ..node.clone() };
    // Our own type: strings as keys, no failing serialisers.
    let text = json::written(&bare).unwrap_or_default();
    let digits =
        |byte: &u8| [byte >> 4, byte & 15].map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]));
    Sha256::digest(text).iter().flat_map(digits).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, from_value, json};

    use super::*;

    fn step() -> Value {
        json!({"version": 1, "integration": "int_1",
            "recipient": {"value": "{{ customer.phone }}", "region": "GB"},
            "message": {"type": "template", "template": {"name": "order_update", "language": "en_GB",
                    "fingerprint": {"category": "utility", "status": "approved", "body": "Hi {{1}}", "buttons": []}},
                "header": {"type": "document", "url": {"value": "https://e.example/a.pdf"}, "filename": {"value": "a.pdf"}},
                "body": [{"value": "{{ customer.first_name }}", "fallback": "there", "whenEmpty": "fallback"}],
                "buttons": [{"index": 0, "type": "url", "value": {"value": "x"}}],
                "languageBy": {"value": "{{ customer.language }}"},
                "translations": [{"language": "de", "values": {"body": [{"value": "y"}]}}]}})
    }

    fn stamp(step: &Value) -> String {
        of(&from_value(step.clone()).unwrap())
    }

    #[test]
    fn how_it_is_written_and_its_test_do_not_matter() {
        let first = stamp(&step());
        assert!(first.len() == 64 && first.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let node: Node = from_value(step()).unwrap();
        let again = serde_json::to_string_pretty(&node).unwrap();
        assert_eq!(of(&serde_json::from_str(&again).unwrap()), first);
        let mut other = step();
        let object = other.as_object_mut().unwrap();
        let recipient = object.remove("recipient").unwrap();
        object.insert("recipient".into(), recipient);
        object.insert(
            "tested".into(),
            json!({"stamp": "x", "test": "test_1", "at": "", "verdict": "accepted", "code": "a"}),
        );
        object.remove("version");
        assert_eq!(stamp(&other), first);
    }

    /// Every leaf of the step, changed one by one.
    #[test]
    fn everything_else_matters() {
        fn leaves(value: &Value, path: &str, found: &mut Vec<String>) {
            match value {
                Value::Object(members) => {
                    members.iter().for_each(|(key, value)| leaves(value, &format!("{path}/{key}"), found));
                }
                Value::Array(items) => {
                    items
                        .iter()
                        .enumerate()
                        .for_each(|(at, value)| leaves(value, &format!("{path}/{at}"), found));
                }
                _ => found.push(path.to_owned()),
            }
        }
        let first = stamp(&step());
        let mut paths = Vec::new();
        leaves(&step(), "", &mut paths);
        let mut changed = 0;
        for path in paths {
            let mut other = step();
            let leaf = other.pointer_mut(&path).unwrap();
            *leaf = match &*leaf {
                Value::Number(number) => json!(number.as_u64().unwrap() + 1),
                Value::String(word) if word == "fallback" => json!("skip"),
                Value::String(word) if word == "url" => json!("copyCode"),
                Value::String(word) if word == "approved" => json!("paused"),
                Value::String(word) => json!(format!("{word}.")),
                other => panic!("{other}"),
            };
            // The tags of messages and headers take no other word here.
            let Ok(node) = from_value::<Node>(other) else { continue };
            assert_ne!(of(&node), first, "{path}");
            changed += 1;
        }
        assert!(changed >= 20, "only {changed} leaves were changed");
    }
}
