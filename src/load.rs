//! Something that is fetched: not asked for, on its way, there, or refused.

use whatsapp_domain::Problem;

/// Where a fetched thing stands.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Load<T> {
    /// Nobody asked.
    #[default]
    Idle,
    /// Asked, no answer yet.
    Loading,
    /// There it is.
    Ready(T),
    /// It could not be had.
    Failed(Problem),
}

impl<T> Load<T> {
    /// The thing, if it is there.
    pub fn ready(&self) -> Option<&T> {
        match self {
            Self::Ready(value) => Some(value),
            _ => None,
        }
    }

    /// The problem, if there is one.
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Failed(problem) => Some(problem),
            _ => None,
        }
    }

    /// Is an answer awaited?
    pub fn is_loading(&self) -> bool {
        matches!(self, Self::Loading)
    }
}

impl<T> From<Result<T, Problem>> for Load<T> {
    fn from(result: Result<T, Problem>) -> Self {
        match result {
            Ok(value) => Self::Ready(value),
            Err(problem) => Self::Failed(problem),
        }
    }
}
