//! What a feature's pure state asks the world to do. `update(state, event)` returns these; [`crate::runtime`] carries
//! them out in the browser, and native tests look at them.

#[cfg(target_arch = "wasm32")]
use std::rc::Rc;

use serde::de::DeserializeOwned;
use serde_json::Value;
use whatsapp_domain::{
    CampaignEvent, Problem,
    engine_api::{EngineRequest, EngineResponse},
    engine_session::{Full, Plain, Talk},
};

use crate::{host::HostEvent, route::Route, shared::Shared};

/// How a call answers: with JSON (null for an empty body) or with the proxy's problem.
pub type CallResult = Result<Value, Problem>;

/// A call to the proxy.
pub struct Call<E> {
    /// `GET`, `POST`, `PUT` or `DELETE`.
    pub method: &'static str,
    /// Path on the proxy: `/api/v1/integrations`.
    pub path: String,
    /// JSON body.
    pub body: Option<Value>,
    /// Makes the event that tells how it went.
    pub then: Box<dyn FnOnce(CallResult) -> E>,
}

/// What is heard on the line of the proxy's events.
#[derive(Debug, Clone, PartialEq)]
pub enum News {
    /// The line is open, the first time or again: what happened before is to be asked for.
    Open,
    /// Something happened.
    Event(Shared<CampaignEvent>),
    /// The line is lost; it is opened again without being asked.
    Lost,
}

/// How a line is opened. Whoever listens brings it along, so that nothing of it is in the first part of the page.
#[derive(Clone, Copy)]
pub struct Line {
    /// Listens at an origin, with a log-in, until the answer is dropped.
    #[cfg(target_arch = "wasm32")]
    pub open: fn(&str, Rc<crate::login::Keeper>, crate::live::Ear) -> Box<dyn std::any::Any>,
}

impl Line {
    /// The proxy's events.
    const EVENTS: Self = Self {
        #[cfg(target_arch = "wasm32")]
        open: crate::live::listen,
    };
}

/// Something to be done outside the state.
pub enum Effect<E> {
    /// Call the proxy.
    Call(Call<E>),
    /// Ask the engine; answered at once when it is loaded, else as soon as it is.
    Ask {
        /// The question.
        request: Box<EngineRequest>,
        /// How it is written, and the answer read.
        talk: &'static dyn Talk,
        /// Makes the event with the answer.
        then: Box<dyn FnOnce(EngineResponse) -> E>,
    },
    /// Keep a draft across reloads. It never holds a secret.
    SaveDraft {
        /// Name of the draft.
        key: String,
        /// What to keep.
        value: Value,
    },
    /// Forget a draft.
    DropDraft {
        /// Name of the draft.
        key: String,
    },
    /// This page now has another address: a new integration was saved under its id. Nothing is drawn anew.
    Rename(Route),
    /// Move the focus to a field, by its finding path.
    Focus(String),
    /// Bring a part of the page into view, by its `data-part`; the focus stays where it is.
    Reveal(&'static str),
    /// Hear what happens at the proxy, as it happens, as long as the component is there.
    Listen {
        /// How the line is opened.
        line: Line,
        /// Makes the event with what is heard.
        then: Box<dyn Fn(News) -> E>,
    },
    /// Put text on the clipboard.
    Copy(String),
    /// Tell the console around the component.
    Tell(Box<HostEvent>),
    /// Send an event once nothing of this name was asked for during a while; what was asked for earlier is dropped.
    Settle {
        /// What it is about.
        name: &'static str,
        /// Milliseconds.
        ms: u32,
        /// The event.
        event: E,
    },
    /// Send an event later.
    After {
        /// Milliseconds from now.
        ms: u32,
        /// The event.
        event: E,
    },
}

impl<E: 'static> Effect<E> {
    /// The same effect for a feature that holds this one: its events become `wrap(event)`.
    pub fn lift<O: 'static>(self, wrap: fn(E) -> O) -> Effect<O> {
        match self {
            Self::Call(Call { method, path, body, then }) => {
                Effect::Call(Call { method, path, body, then: Box::new(move |result| wrap(then(result))) })
            }
            Self::Ask { request, talk, then } => {
                Effect::Ask { request, talk, then: Box::new(move |response| wrap(then(response))) }
            }
            Self::SaveDraft { key, value } => Effect::SaveDraft { key, value },
            Self::DropDraft { key } => Effect::DropDraft { key },
            Self::Rename(route) => Effect::Rename(route),
            Self::Focus(field) => Effect::Focus(field),
            Self::Reveal(part) => Effect::Reveal(part),
            Self::Listen { line, then } => {
                Effect::Listen { line, then: Box::new(move |news| wrap(then(news))) }
            }
            Self::Copy(text) => Effect::Copy(text),
            Self::Tell(event) => Effect::Tell(event),
            Self::Settle { name, ms, event } => Effect::Settle { name, ms, event: wrap(event) },
            Self::After { ms, event } => Effect::After { ms, event: wrap(event) },
        }
    }
    /// A call whose JSON answer is read as `T`; an answer of another form becomes a problem.
    pub fn call<T: DeserializeOwned + 'static>(
        method: &'static str,
        path: impl Into<String>,
        body: Option<Value>,
        then: impl FnOnce(Result<T, Problem>) -> E + 'static,
    ) -> Self {
        Self::Call(Call {
            method,
            path: path.into(),
            body,
            then: Box::new(move |result| then(result.and_then(read))),
        })
    }

    /// A question to the engine.
    pub fn ask(request: EngineRequest, then: impl FnOnce(EngineResponse) -> E + 'static) -> Self {
        Self::Ask { request: Box::new(request), talk: &Full, then: Box::new(then) }
    }

    /// A question that needs no node, asked by what has nothing else to do with nodes.
    pub fn ask_plainly(request: EngineRequest, then: impl FnOnce(EngineResponse) -> E + 'static) -> Self {
        Self::Ask { request: Box::new(request), talk: &Plain, then: Box::new(then) }
    }

    /// Hears what happens at the proxy, as it happens, as long as the component is there.
    pub fn listen(then: impl Fn(News) -> E + 'static) -> Self {
        Self::Listen { line: Line::EVENTS, then: Box::new(then) }
    }
}

fn read<T: DeserializeOwned>(value: Value) -> Result<T, Problem> {
    whatsapp_domain::json::read(&value).map_err(|error| {
        Problem::new(
            "proxy-unexpected",
            format!("The proxy's answer has a form that this page does not know ({error}). Are page and proxy of the same version?"),
        )
    })
}
