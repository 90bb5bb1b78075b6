//! A provider's code with what it means: the rows of the tables in each provider's `codes.rs`.

use whatsapp_domain::{Actor, Outcome, Retry};

/// What one code of a provider means and who can do what about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// Our stable outcome code.
    pub code: &'static str,
    /// What happened and why.
    pub cause: &'static str,
    /// What to do about it; empty when nothing can be done.
    pub fix: &'static str,
    /// Who can do it.
    pub who: Actor,
    /// When a repeat makes sense.
    pub retry: Retry,
}

impl Known {
    /// A row whose failure stays until somebody acts.
    pub const fn never(code: &'static str, who: Actor, cause: &'static str, fix: &'static str) -> Self {
        Self { code, cause, fix, who, retry: Retry::Never }
    }

    /// A row whose failure may pass by itself.
    pub const fn later(code: &'static str, who: Actor, cause: &'static str, fix: &'static str) -> Self {
        Self { code, cause, fix, who, retry: Retry::Later }
    }

    /// Puts what is known into an outcome; verdict and ids stay.
    pub fn describe(&self, outcome: &mut Outcome) {
        outcome.code = self.code.into();
        outcome.set_cause(self.cause);
        outcome.set_fix(self.fix);
        outcome.who = Some(self.who);
        outcome.retry = self.retry;
        outcome.known = true;
    }
}
