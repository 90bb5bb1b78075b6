//! The host's token: held while it is good, renewed a little before it ends, and asked for once when the proxy says that its
//! time is over. What was refused is not tried again by itself.

pub mod claims;

#[cfg(target_arch = "wasm32")]
mod keeper;

use claims::{Claims, Person};
#[cfg(target_arch = "wasm32")]
pub use keeper::{Answer, Keeper, Refused};

/// Seconds before its end at which a token is renewed; a short-lived one earlier than that by less, see [`EARLY_SHARE`].
const EARLY_S: f64 = 30.0;
/// And at most this share of the time that it has left when it comes.
const EARLY_SHARE: f64 = 0.2;

/// What is to be done to have a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// This one is good, as far as is known. None where the host gives none.
    Held(Option<String>),
    /// The host is to be asked; `renew` says that the last one is over.
    Ask {
        /// Is there no use in the one that it gave last?
        renew: bool,
    },
    /// The last one was refused, and nobody has done anything about it.
    Stopped,
}

/// What is to be done after a token was not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// Try with this one, which came meanwhile.
    Again(Option<String>),
    /// The host has said meanwhile that it has another: it is to be asked.
    Anew,
    /// The host is to be asked for another, once.
    Renew,
    /// Nothing more: say so.
    Stop,
}

#[derive(Debug, Clone, PartialEq)]
struct Held {
    text: Option<String>,
    who: String,
    /// Seconds since 1970 at which it is to be renewed; none when its end is not known.
    renew_at: Option<f64>,
}

/// Who is there with a new token, compared with who was there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comer {
    /// The same, or nobody was known before.
    Same,
    /// The same person with other rights: what is seen stays, and is asked for anew where it is live.
    OtherRights,
    /// Somebody else of the same tenant.
    OtherPerson,
    /// Somebody of another tenant, or nobody any more: nothing that was on the page is theirs.
    OtherTenant,
}

/// The log-in of one element.
#[derive(Debug, Default)]
pub struct Login {
    held: Option<Held>,
    stopped: bool,
    /// Was the host told that it does not work?
    told: bool,
    /// Whom the last token spoke for, also after it was forgotten.
    last: Option<(String, Person)>,
}

impl Login {
    /// What is to be done now, in seconds since 1970.
    pub fn need(&self, now: f64) -> Need {
        match &self.held {
            _ if self.stopped => Need::Stopped,
            None => Need::Ask { renew: false },
            Some(held) if held.renew_at.is_some_and(|at| at <= now) => Need::Ask { renew: true },
            Some(held) => Need::Held(held.text.clone()),
        }
    }

    /// The host gave this one. Tells who is there now: a host that switches users says so by nothing but its next token.
    pub fn came(&mut self, text: Option<String>, now: f64) -> Comer {
        let claims = text.as_deref().map(Claims::read).unwrap_or_default();
        // One that seems to be over already comes from a clock that differs from ours: the proxy will say what is.
        let left = claims.exp.map(|exp| exp - now).filter(|left| *left > 0.0);
        let renew_at = left.map(|left| now + left - EARLY_S.min(left * EARLY_SHARE));
        let comer = match (&self.last, &claims.person) {
            (None, _) => Comer::Same,
            (Some((who, _)), _) if *who == claims.who => Comer::Same,
            (Some((_, before)), Some(person)) if before == person => Comer::OtherRights,
            (Some((_, before)), Some(person)) if before.tenant == person.tenant => Comer::OtherPerson,
            (Some(_), _) => Comer::OtherTenant,
        };
        self.last = claims.person.map(|person| (claims.who.clone(), person));
        self.held = Some(Held { text, who: claims.who, renew_at });
        self.told = false;
        comer
    }

    /// The proxy did not accept `used`; `over` when a newer one may help.
    pub fn refused(&mut self, used: Option<&str>, over: bool) -> Next {
        let held = self.held.as_ref().map(|held| &held.text);
        match held {
            None => Next::Anew,
            // Another call has had it renewed.
            Some(text) if text.as_deref() != used => Next::Again(text.clone()),
            _ if over && used.is_some() => Next::Renew,
            _ => Next::Stop,
        }
    }

    /// Nothing is asked any more until somebody does something. True when that is news.
    pub fn stop(&mut self) -> bool {
        self.stopped = true;
        self.failed()
    }

    /// The host could not give one. True when that is news; it is asked again with the next call.
    pub fn failed(&mut self) -> bool {
        !std::mem::replace(&mut self.told, true)
    }

    /// Somebody did something: it may be tried again.
    pub fn resume(&mut self) {
        if self.stopped {
            self.forget();
        }
    }

    /// The host has another token, or another way to one.
    pub fn forget(&mut self) {
        *self = Self { last: self.last.take(), ..Self::default() };
    }

    /// Whom the token speaks for: equal texts see the same things. Empty where there is none.
    pub fn who(&self) -> String {
        self.held.as_ref().map(|held| held.who.clone()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
