//! Why a template was refused, with the place an editor can point at.

use serde::Serialize;
use whatsapp_domain::{Phrase, Said};

/// A place in the template text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Pos {
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// A template that can't be rendered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TemplateError {
    /// Stable code: `jinja-syntax`, `jinja-unknown-filter`, `jinja-unknown-test`, `jinja-unsupported`,
    /// `jinja-value` (a value does not fit what is done with it), `jinja-undefined` (something is done with a value
    /// that isn't there), `jinja-too-long-output`, `jinja-too-much-work`, `jinja-too-deep`, `jinja-too-long`
    /// (the template itself), `jinja-number-too-large`.
    pub code: String,
    /// One or two sentences for the person who wrote the template.
    pub text: String,
    /// What is filled into the text, when something is.
    #[serde(skip)]
    pub said: Option<Box<Phrase>>,
    /// Line of the template, from 1.
    pub line: u32,
    /// Column in characters, from 1, where it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
}

impl TemplateError {
    /// What is told.
    pub fn told(&self) -> Said {
        Said::told(&*self.text, self.said.clone())
    }
}

/// An error on its way up: small to carry, since every evaluation step can return one.
#[derive(Debug, Clone)]
pub(crate) struct Fault(Box<Inner>);

#[derive(Debug, Clone)]
struct Inner {
    code: &'static str,
    text: Said,
    at: Option<Pos>,
}

pub(crate) type Res<T> = Result<T, Fault>;

impl Fault {
    pub fn new(code: &'static str, text: impl Into<Said>) -> Self {
        Self(Box::new(Inner { code, text: text.into(), at: None }))
    }

    pub fn syntax(at: Pos, text: impl Into<Said>) -> Self {
        Self::new("jinja-syntax", text).at(at)
    }

    /// Something is done with a value that it does not allow; Python raises here as well.
    pub fn value(text: impl Into<Said>) -> Self {
        Self::new("jinja-value", text)
    }

    /// Python would print something here, and we don't.
    pub fn unsupported(text: impl Into<Said>) -> Self {
        Self::new("jinja-unsupported", text)
    }

    /// Nothing is left of what several texts may use up together.
    pub fn used_up() -> Self {
        Self::new(
            "jinja-too-much-work",
            "The other values of this step take so long to fill in that no time is left for this one.",
        )
    }

    pub fn too_large() -> Self {
        Self::new("jinja-number-too-large", "This number has more digits than can be calculated with here.")
    }

    pub fn work() -> Self {
        Self::new(
            "jinja-too-much-work",
            "This template takes too long to fill in. Use shorter loops or smaller numbers.",
        )
    }

    pub fn memory() -> Self {
        Self::new(
            "jinja-too-much-work",
            "This template builds too much text on the way. Use shorter loops or smaller numbers.",
        )
    }

    pub fn too_deep() -> Self {
        Self::new("jinja-too-deep", "This template is nested too deeply. Split it into simpler parts.")
    }

    /// Puts a place on an error that has none yet.
    pub fn at(mut self, at: Pos) -> Self {
        if self.0.at.is_none() && at.line > 0 {
            self.0.at = Some(at);
        }
        self
    }

    pub fn code(&self) -> &'static str {
        self.0.code
    }
}

impl From<Fault> for TemplateError {
    fn from(fault: Fault) -> Self {
        let Inner { code, text, at } = *fault.0;
        let column = at.map(|at| at.column).filter(|column| *column > 0);
        let Said { text, phrase } = text;
        Self { code: code.into(), text, said: phrase, line: at.map_or(1, |at| at.line), column }
    }
}

impl std::fmt::Display for TemplateError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} (line {})", self.text, self.line)
    }
}

impl std::error::Error for TemplateError {}
