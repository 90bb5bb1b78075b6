//! How the page writes its questions down. With each key press it asks for the same profile, templates and account, and only
//! the node is another one: then the node alone crosses the border, and the engine remembers the rest. Nearly always a single
//! value of the node is another one, and then its text alone does, as it is.

use serde::{Deserialize, Serialize};

use crate::{
    engine_api::{EngineRequest, EngineResponse, RenderOutput, RenderRequest},
    node::Node,
    node_values::values_mut,
};

mod plain;

pub use plain::Plain;

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

/// What a question begins with that is another text at one place of the last node; no JSON begins so.
const NEXT_VALUE: &[u8] = b"value ";

/// The last [`EngineRequest::Render`] of the same session with another text at one place of its node, by the order of
/// [`values_mut`]. Answered as that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NextValue<'a> {
    /// The place, from 0.
    pub place: usize,
    /// The text.
    pub text: &'a str,
}

impl<'a> NextValue<'a> {
    fn written(self) -> Vec<u8> {
        let head = format!("{}\n", self.place);
        [NEXT_VALUE, head.as_bytes(), self.text.as_bytes()].concat()
    }

    /// Reads a question; none when it is one of the others.
    pub fn read(question: &'a [u8]) -> Option<Self> {
        let (place, text) = std::str::from_utf8(question.strip_prefix(NEXT_VALUE)?).ok()?.split_once('\n')?;
        Some(Self { place: place.parse().ok()?, text })
    }
}

/// What the page remembers of a session with the engine; the engine's side is `whatsapp_providers::engine_api::Session`.
#[derive(Debug, Default)]
pub struct Asking {
    last: Option<Box<RenderRequest>>,
}

/// How questions are written and answers are read. Whoever asks says how, so that the first part of the page, whose form asks
/// little, knows nothing of nodes.
pub trait Talk: Sync {
    /// The question, for the session that heard all earlier ones: JSON text, or a [`NextValue`].
    fn written(&self, request: EngineRequest, asking: &mut Asking) -> Vec<u8>;

    /// Reads the engine's answer.
    fn read(&self, answer: &[u8]) -> EngineResponse;
}

/// Every question.
#[derive(Debug, Clone, Copy, Default)]
pub struct Full;

impl Talk for Full {
    fn written(&self, request: EngineRequest, asking: &mut Asking) -> Vec<u8> {
        let EngineRequest::Render(mut render) = request else { return json(&request) };
        let question = match &mut asking.last {
            Some(last) if differ_in_the_node_alone(last, &render) => {
                match next_value(&mut last.node, &mut render.node) {
                    Some(next) => next.written(),
                    None => json(&NextNodeRef { op: NEXT_NODE, node: &render.node }),
                }
            }
            _ => {
                let request = EngineRequest::Render(render);
                let question = json(&request);
                if let EngineRequest::Render(render) = request {
                    asking.last = Some(render);
                }
                return question;
            }
        };
        asking.last = Some(render);
        question
    }

    fn read(&self, answer: &[u8]) -> EngineResponse {
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
    crate::json::written(value).unwrap_or_default()
}

/// The one text in which the nodes differ; none when there is more to tell. The old node is not needed any more.
fn next_value<'a>(old: &mut Node, new: &'a mut Node) -> Option<NextValue<'a>> {
    let mut pairs = values_mut(old).into_iter().zip(values_mut(new)).enumerate();
    let (place, (was, is)) = pairs.find(|(_, (was, is))| was != is)?;
    was.clone_from(is);
    drop(pairs);
    if *old != *new {
        return None;
    }
    let text = values_mut(new).into_iter().nth(place)?;
    Some(NextValue { place, text })
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
    use crate::node::Message;

    fn render(text: &str, name: &str) -> EngineRequest {
        from_value(json!({"op": "render", "integration": {"provider": "infobip"}, "context": {"customer": {"name": name}},
            "node": {"message": {"type": "text", "text": {"value": text}}}}))
        .unwrap()
    }

    #[test]
    fn what_stayed_the_same_is_not_sent_again() {
        let mut asking = Asking::default();
        let mut ask = |request| from_slice::<Value>(&Full.written(request, &mut asking)).unwrap();
        let with_preview = |text: &str| {
            let mut request = render(text, "Ana");
            if let EngineRequest::Render(render) = &mut request
                && let Message::Text { preview_url, .. } = &mut render.node.message
            {
                *preview_url = true;
            }
            request
        };
        assert_eq!(ask(render("H", "Ana"))["op"], "render");
        let next = ask(with_preview("Hi"));
        assert_eq!(next["op"], NEXT_NODE);
        assert_eq!(next.as_object().unwrap().keys().collect::<Vec<_>>(), ["op", "node"]);
        assert_eq!(next["node"]["message"]["text"]["value"], "Hi");
        assert_eq!(ask(EngineRequest::ParseCsv { input: "a".into() })["op"], "parseCsv");
        assert_eq!(ask(render("Hi", "Ana"))["op"], NEXT_NODE, "other questions change nothing");
        assert_eq!(ask(render("Hi", "Bo"))["op"], "render", "another profile");
        assert_eq!(ask(with_preview("Hi"))["op"], "render", "and back");
    }

    #[test]
    fn a_value_that_is_typed_crosses_alone() {
        let mut asking = Asking::default();
        Full.written(render("H", "Ana"), &mut asking);
        for text in ["Hi", "Hi\n{{ a }} \"ü\"", ""] {
            let question = Full.written(render(text, "Ana"), &mut asking);
            // The recipient stands at the first place.
            assert_eq!(NextValue::read(&question), Some(NextValue { place: 1, text }));
        }
        assert_eq!(NextValue::read(br#"{"op":"parseCsv","input":"value 1\n"}"#), None);
        assert_eq!(NextValue::read(b"value x\n"), None);
        assert_eq!(NextValue::read(b"value 1\n\xff"), None);
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
            Full.written(EngineRequest::Render(first.clone()), &mut asking);
            let text = Full.written(EngineRequest::Render(other.clone()), &mut asking);
            let EngineRequest::Render(sent) = from_slice(&text).unwrap() else { panic!("another op") };
            assert_eq!(sent, other);
        }
    }
}
