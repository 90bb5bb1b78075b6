//! The engine's side of a session: questions one after the other.

use serde::de::Error;
use whatsapp_domain::{
    engine_api::{EngineRequest, EngineResponse, RenderRequest},
    engine_session::{NEXT_NODE, NextNode, NextValue},
    json,
    node_values::values_mut,
};

use super::{Account, account, dispatch, rendered};

/// Answers the questions of one page, or of one element on it.
#[derive(Default)]
pub struct Session {
    /// The last render's question, since the next may name its node alone, or one text of it.
    last: Option<Asked>,
}

/// A question, and its account: that is worked out once, and not for each key.
struct Asked {
    request: Box<RenderRequest>,
    account: Option<Account>,
}

impl Session {
    /// The answer to a question of [`whatsapp_domain::engine_session::Asking`], as JSON text. One that can't be read gets
    /// [`EngineResponse::Refused`]. Never panics.
    pub fn answer(&mut self, question: &[u8]) -> Vec<u8> {
        let answer = self.answered(question).unwrap_or_else(|_| EngineResponse::Refused {
            // Why may repeat a value, and values may be secrets.
            text: "This is not a question that the engine knows.".into(),
        });
        // Our own types: strings as keys, no failing serialisers.
        json::written(&answer)
            .unwrap_or_else(|_| br#"{"op":"refused","text":"The answer could not be written."}"#.to_vec())
    }

    fn answered(&mut self, question: &[u8]) -> Result<EngineResponse, json::Error> {
        if let Some(next) = NextValue::read(question) {
            let Some(asked) = self.with(next) else {
                return Err(Error::custom("no such value was asked for before"));
            };
            return Ok(self.again(asked));
        }
        // The questions of each key press are read as what they are: through its tag, serde would take one apart twice.
        if starts(question, "render") {
            let request: Box<RenderRequest> = json::bytes(question)?;
            return Ok(self.rendered(request));
        }
        if starts(question, NEXT_NODE) {
            let NextNode { node } = json::bytes(question)?;
            let Some(mut asked) = self.last.take() else {
                return Err(Error::custom("nothing was asked before"));
            };
            asked.request.node = node;
            return Ok(self.again(asked));
        }
        Ok(match json::bytes(question)? {
            EngineRequest::Render(request) => self.rendered(request),
            other => dispatch(other),
        })
    }

    /// The last question with another text at one place of its node.
    fn with(&mut self, next: NextValue<'_>) -> Option<Asked> {
        let value = values_mut(&mut self.last.as_mut()?.request.node).into_iter().nth(next.place)?;
        next.text.clone_into(value);
        self.last.take()
    }

    fn rendered(&mut self, request: Box<RenderRequest>) -> EngineResponse {
        self.again(Asked { account: account(&request), request })
    }

    fn again(&mut self, asked: Asked) -> EngineResponse {
        let output = rendered(asked.account.as_ref(), &asked.request);
        self.last = Some(asked);
        EngineResponse::Render(Box::new(output))
    }
}

/// Does the question begin with this tag, as our own questions do?
fn starts(question: &[u8], op: &str) -> bool {
    let rest = question.strip_prefix(br#"{"op":""#).and_then(|rest| rest.strip_prefix(op.as_bytes()));
    rest.is_some_and(|rest| rest.starts_with(br#"","#))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, from_slice, from_value, json};
    use whatsapp_domain::engine_session::{Asking, Full, Talk};

    use super::*;

    /// Two texts, two profiles, a template, and another question in between: as if each were asked alone.
    #[test]
    fn a_session_answers_as_if_each_question_stood_alone() {
        let (mut asking, mut session) = (Asking::default(), Session::default());
        let render = |text: &str, name: &str| -> EngineRequest {
            from_value(json!({"op": "render", "context": {"customer": {"name": name, "phone": "+447400123456"}},
                "integration": {"provider": "infobip", "settings": {"baseUrl": "xyz.api.infobip.com", "sender": "447860099299"}},
                "node": {"message": {"type": "text", "text": {"value": text}}, "recipient": {"value": "{{ customer.phone }}"}}}))
            .unwrap()
        };
        let with_region = |text: &str| {
            let EngineRequest::Render(mut request) = render(text, "Ana") else { panic!("another op") };
            request.node.recipient.region = Some("GB".into());
            EngineRequest::Render(request)
        };
        let of_another = |text: &str| {
            let EngineRequest::Render(mut request) = render(text, "Bo") else { panic!("another op") };
            request.integration.provider = "sinch".into();
            EngineRequest::Render(request)
        };
        let (mut nodes, mut values) = (0, 0);
        for request in [
            with_region("Hi {{ customer.name }}"),
            render("Hi {{ customer.name }}", "Ana"),
            render("Hi {{ customer.name }}!", "Ana"),
            EngineRequest::ParseCsv { input: "a, b".into() },
            render("Hi {{ customer.nam }}", "Ana"),
            render("Hi {{ customer.nam }}", "Bo"),
            render("Hi {{ ", "Bo"),
            of_another("Hi"),
            of_another("Hi!"),
            render("Hi!", "Bo"),
        ] {
            let question = Full.written(request.clone(), &mut asking);
            nodes += usize::from(question.starts_with(br#"{"op":"renderNode""#));
            values += usize::from(NextValue::read(&question).is_some());
            assert_eq!(Full.read(&session.answer(&question)), dispatch(request));
        }
        assert_eq!((nodes, values), (1, 4));
    }

    #[test]
    fn a_part_of_a_question_needs_one_before_it() {
        let node = br#"{"op":"renderNode","node":{"message":{"type":"text","text":{"value":"x"}}}}"#;
        for question in [&node[..], b"value 1\nx"] {
            let answer: Value = from_slice(&Session::default().answer(question)).unwrap();
            assert_eq!(answer["op"], "refused");
        }
        let mut session = Session::default();
        session.answer(
            &[br#"{"op":"render","integration":{"provider":"infobip"},"context":{},"#, &node[19..]].concat(),
        );
        assert!(session.last.is_some());
        let answer: Value = from_slice(&session.answer(b"value 2\nx")).unwrap();
        assert_eq!(answer["op"], "refused", "it has no third value");
        let answer: Value = from_slice(&session.answer(b"value 1\ny")).unwrap();
        assert_eq!(answer["op"], "render", "and is still there");
        assert_eq!(answer["message"]["text"], "y");
    }
}
