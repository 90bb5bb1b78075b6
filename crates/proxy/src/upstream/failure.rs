//! Why a call brought no whole answer, and what that means: whether anything can have reached the provider decides
//! whether a repeat is safe.

use std::{error::Error, io::ErrorKind};

use whatsapp_domain::{Actor, Outcome, Retry, Said, Verdict};

use crate::guard::{NameNotFound, NotPublic};

/// Why a call brought no whole answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// The address may not be called; nothing was looked up or connected, or the name leads inside.
    Blocked,
    /// The name was not found.
    Name,
    /// Nobody listens there.
    Refused,
    /// No connection within the limit.
    ConnectTimeout,
    /// The encrypted connection could not be set up.
    Tls,
    /// The network does not lead there.
    Unreachable,
    /// The request could not be put together; nothing was called.
    Unsendable,
    /// The request was out, and no answer came in time.
    Timeout,
    /// The request was out, and the connection ended before an answer.
    Cut,
    /// The answer's head came, its body not whole.
    BodyCut,
}

impl Failure {
    /// What an error of the HTTP client means.
    pub(super) fn of(error: &reqwest::Error) -> Self {
        if error.is_builder() {
            return Self::Unsendable;
        }
        if let Some(found) = causes(error).find_map(named) {
            return found;
        }
        if !error.is_connect() {
            return if error.is_timeout() { Self::Timeout } else { Self::Cut };
        }
        if error.is_timeout() {
            return Self::ConnectTimeout;
        }
        // An I/O error may be wrapped in another one of the kind "other".
        let kinds = causes(error)
            .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
            .map(std::io::Error::kind);
        kinds.filter_map(by_kind).next().unwrap_or(Self::Unreachable)
    }

    /// Can the provider have got the request?
    pub fn was_sent(self) -> bool {
        matches!(self, Self::Timeout | Self::Cut | Self::BodyCut)
    }

    /// Stable code, listed in `docs/operating.md`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Blocked => "address-blocked",
            Self::Name => "name-not-found",
            Self::Refused => "connection-refused",
            Self::ConnectTimeout => "connection-timeout",
            Self::Tls => "tls-failed",
            Self::Unreachable => "unreachable",
            Self::Unsendable => "request-not-sendable",
            Self::Timeout => "answer-timeout",
            Self::Cut => "connection-cut",
            Self::BodyCut => "answer-cut",
        }
    }

    /// What happened, in plain words.
    pub fn cause(self) -> &'static str {
        match self {
            Self::Blocked => {
                "This address may not be called: it is not one of the provider's own, or it leads to a private network."
            }
            Self::Name => "The host of the base URL was not found.",
            Self::Refused => "The host of the base URL was found, but nothing accepts connections there.",
            Self::ConnectTimeout => "The host of the base URL did not accept a connection in time.",
            Self::Tls => {
                "The host of the base URL could not be trusted: no valid encrypted connection came about."
            }
            Self::Unreachable => "The network does not lead to the host of the base URL.",
            Self::Unsendable => "The request could not be put together.",
            Self::Timeout => "The request was sent, but no answer came in time.",
            Self::Cut => "The request was sent, but the connection ended before an answer came.",
            Self::BodyCut => {
                "The provider began to answer, but the connection ended before the answer was complete."
            }
        }
    }

    /// What to do about it.
    pub fn fix(self) -> &'static str {
        match self {
            Self::Blocked => {
                "Copy the base URL from the provider's console. An operator can allow further hosts."
            }
            Self::Name | Self::Refused => "Compare the base URL with the one in the provider's console.",
            Self::ConnectTimeout | Self::Unreachable => {
                "Try again in a while. If it stays, ask whoever runs the proxy whether its network may reach this host."
            }
            Self::Tls => {
                "Compare the base URL with the one in the provider's console, and check the proxy's clock and network."
            }
            Self::Unsendable => "Look at the settings for characters that do not belong there.",
            Self::Timeout | Self::Cut | Self::BodyCut => {
                "Look at the phone or the provider's log before you send again."
            }
        }
    }

    /// What happened, and what to do about it.
    pub fn told(self) -> Said {
        Said::from(self.cause()).then(self.fix())
    }

    /// What it means for a message that was being sent.
    pub fn outcome(self) -> Outcome {
        let sent = self.was_sent();
        let verdict = if sent { Verdict::Unclear } else { Verdict::Refused };
        let ending = if sent { "The message may be on its way." } else { "Nothing was sent." };
        let cause = Said::from(self.cause()).then(ending);
        let mut outcome = Outcome::new(verdict, self.code(), cause).with_fix(self.fix());
        (outcome.who, outcome.retry, outcome.field) = match self {
            Self::Blocked => (Some(Actor::Administrator), Retry::Never, Some("settings.baseUrl".into())),
            Self::Name | Self::Refused | Self::Tls => {
                (Some(Actor::Administrator), Retry::Later, Some("settings.baseUrl".into()))
            }
            Self::ConnectTimeout | Self::Unreachable => (Some(Actor::Operator), Retry::Later, None),
            Self::Unsendable => (Some(Actor::Administrator), Retry::Never, None),
            Self::Timeout | Self::Cut | Self::BodyCut => (Some(Actor::You), Retry::Never, None),
        };
        outcome
    }
}

/// The error and all behind it; an I/O error hides the one that it wraps from `source`.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn Error + 'static)| behind(*error))
}

fn behind<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref) {
        Some(inner) => Some(inner),
        None => error.source(),
    }
}

/// What an I/O error before anything was sent means.
fn by_kind(kind: ErrorKind) -> Option<Failure> {
    match kind {
        ErrorKind::ConnectionRefused => Some(Failure::Refused),
        ErrorKind::TimedOut => Some(Failure::ConnectTimeout),
        // The other side hung up during the handshake.
        ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset | ErrorKind::InvalidData => Some(Failure::Tls),
        _ => None,
    }
}

fn named(error: &(dyn Error + 'static)) -> Option<Failure> {
    if error.is::<NotPublic>() {
        Some(Failure::Blocked)
    } else if error.is::<NameNotFound>() {
        Some(Failure::Name)
    } else if error.is::<rustls::Error>() {
        Some(Failure::Tls)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Failure; 10] = [
        Failure::Blocked,
        Failure::Name,
        Failure::Refused,
        Failure::ConnectTimeout,
        Failure::Tls,
        Failure::Unreachable,
        Failure::Unsendable,
        Failure::Timeout,
        Failure::Cut,
        Failure::BodyCut,
    ];

    #[test]
    fn a_repeat_is_safe_exactly_when_nothing_was_sent() {
        for failure in ALL {
            let outcome = failure.outcome();
            assert_eq!(outcome.safe_to_repeat, !failure.was_sent(), "{failure:?}");
            assert_eq!(outcome.verdict == Verdict::Unclear, failure.was_sent(), "{failure:?}");
            assert!(outcome.retry == Retry::Never || outcome.safe_to_repeat, "{failure:?}");
        }
    }

    #[test]
    fn each_code_is_listed_in_the_guide() {
        let guide = include_str!("../../../../docs/operating.md");
        for failure in ALL {
            assert!(guide.contains(&format!("| `{}` |", failure.code())), "{}", failure.code());
        }
    }
}
