//! How the page writes its questions down. With each key press it asks for the same profile, templates and account, and only
//! the node is another one: then the node alone crosses the border, and the engine remembers the rest.

use serde::{Deserialize, Serialize};

use crate::{
    engine_api::{EngineRequest, EngineResponse, RenderOutput, RenderRequest},
    node::Node,
};

/// The `op` of [`NextNode`].
pub const NEXT_NODE: &str = "renderNode";

/// The last [`EngineRequest::Render`] of the same session with another node. Answered as that is.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct NextNode {
    /// The node.
    pub node: Node,
}

#[derive(Serialize)]
struct NextNodeRef<'a> {
    op: &'static str,
    node: &'a Node,
}

/// The page's side of a session with the engine; the engine's side is `whatsapp_providers::engine_api::Session`.
#[derive(Debug, Default)]
pub struct Asking {
    last: Option<Box<RenderRequest>>,
}

impl Asking {
    /// The question as JSON text, for the session that heard all earlier ones.
    pub fn written(&mut self, request: EngineRequest) -> Vec<u8> {
        let text = match (&request, &self.last) {
            (EngineRequest::Render(render), Some(last)) if differ_in_the_node_alone(last, render) => {
                json(&NextNodeRef { op: NEXT_NODE, node: &render.node })
            }
            _ => json(&request),
        };
        if let EngineRequest::Render(render) = request {
            self.last = Some(render);
        }
        text
    }

    /// Reads the engine's answer.
    pub fn read(answer: &[u8]) -> EngineResponse {
        // The answer to each key press is read as what it is: through its tag, serde would take it apart twice.
        if answer.starts_with(br#"{"op":"render","#)
            && let Ok(output) = crate::json::bytes::<RenderOutput>(answer)
        {
            return EngineResponse::Render(Box::new(output));
        }
        crate::json::bytes(answer).unwrap_or_else(|error| EngineResponse::Refused { text: error.to_string() })
    }
}

fn json(value: &impl Serialize) -> Vec<u8> {
    // Our own types: strings as keys, no failing serialisers. An empty question would be refused.
    serde_json::to_vec(value).unwrap_or_default()
}

fn differ_in_the_node_alone(a: &RenderRequest, b: &RenderRequest) -> bool {
    // All fields by name: a new one has to be thought of here.
    let RenderRequest { integration, node: _, context, to, templates, policy, without_request } = a;
    *without_request == b.without_request
        && *to == b.to
        && *integration == b.integration
        && *policy == b.policy
        && *context == b.context
        && *templates == b.templates
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, from_slice, from_value, json};

    use super::*;

    fn render(text: &str, name: &str) -> EngineRequest {
        from_value(json!({"op": "render", "integration": {"provider": "infobip"}, "context": {"customer": {"name": name}},
            "node": {"message": {"type": "text", "text": {"value": text}}}}))
        .unwrap()
    }

    #[test]
    fn what_stayed_the_same_is_not_sent_again() {
        let mut asking = Asking::default();
        let mut ask = |request| from_slice::<Value>(&asking.written(request)).unwrap();
        assert_eq!(ask(render("H", "Ana"))["op"], "render");
        let next = ask(render("Hi", "Ana"));
        assert_eq!(next["op"], NEXT_NODE);
        assert_eq!(next.as_object().unwrap().keys().collect::<Vec<_>>(), ["op", "node"]);
        assert_eq!(next["node"]["message"]["text"]["value"], "Hi");
        assert_eq!(ask(EngineRequest::ParseCsv { input: "a".into() })["op"], "parseCsv");
        assert_eq!(ask(render("Hi!", "Ana"))["op"], NEXT_NODE, "other questions change nothing");
        assert_eq!(ask(render("Hi!", "Bo"))["op"], "render", "another profile");
        assert_eq!(ask(render("Hi", "Bo"))["op"], NEXT_NODE);
    }

    #[test]
    fn each_part_counts() {
        let EngineRequest::Render(first) = render("Hi", "Ana") else { panic!("another op") };
        for change in [
            |r: &mut RenderRequest| r.integration.provider = "sinch".into(),
            |r: &mut RenderRequest| r.context = Value::Null,
            |r: &mut RenderRequest| r.to = Some("+44".into()),
            |r: &mut RenderRequest| r.templates = Some(vec![]),
            |r: &mut RenderRequest| r.policy.extra_hosts = vec!["x.example".into()],
            |r: &mut RenderRequest| r.without_request = true,
        ] {
            let mut other = first.clone();
            change(&mut other);
            let mut asking = Asking::default();
            asking.written(EngineRequest::Render(first.clone()));
            let text = asking.written(EngineRequest::Render(other.clone()));
            let EngineRequest::Render(sent) = from_slice(&text).unwrap() else { panic!("another op") };
            assert_eq!(sent, other);
        }
    }
}
