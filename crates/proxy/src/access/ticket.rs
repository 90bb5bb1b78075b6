//! Tickets: addresses that a page can show by themselves, such as a picture's. Nothing can send a header for an `<img>`, and a
//! token has no place in an address, which ends up in logs. A ticket opens one path for some minutes and says nothing else.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::hmac;

use super::{Caller, Right, token::Refused};
use crate::ids::{self, NoRandomness};

/// A ticket is good for so many seconds, and never longer than the token that it was made with.
pub(crate) const TICKET_S: i64 = 5 * 60;
/// What is signed begins with this, so that nothing else that may be signed one day can be taken for it.
const WHAT: &str = "ticket-1";

/// Makes and reads tickets. Its key lives as long as the process: a ticket does not outlast a restart.
pub(crate) struct Tickets(hmac::Key);

/// One that was made.
pub(crate) struct Ticket {
    /// Letters, digits, `.`, `-` and `_`.
    pub(crate) text: String,
    /// Seconds since 1970 at which it ends.
    pub(crate) until: i64,
}

impl Tickets {
    pub(crate) fn new() -> Result<Self, NoRandomness> {
        Ok(Self(hmac::Key::new(hmac::HMAC_SHA256, &ids::random::<32>()?)))
    }

    /// A ticket with which whoever has it reads `path` as this caller. `now` is in seconds since 1970.
    pub(crate) fn make(&self, caller: &Caller, path: &str, now: i64) -> Ticket {
        let until = caller.until.map_or(now + TICKET_S, |until| until.min(now + TICKET_S));
        let tag = hmac::sign(&self.0, signed(path, until, &caller.tenant).as_bytes());
        let text = format!("{until}.{}.{}", URL_SAFE_NO_PAD.encode(tag), caller.tenant);
        Ticket { text, until }
    }

    /// Whom a ticket for this path speaks for: somebody who may do this one thing.
    pub(crate) fn caller(&self, text: &str, path: &str, right: Right, now: i64) -> Result<Caller, Refused> {
        let mut parts = text.splitn(3, '.');
        let (Some(until), Some(tag), Some(tenant)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(Refused::Bad);
        };
        let until: i64 = until.parse().map_err(|_| Refused::Bad)?;
        let tag = URL_SAFE_NO_PAD.decode(tag).map_err(|_| Refused::Bad)?;
        // In a time that does not depend on where they differ.
        hmac::verify(&self.0, signed(path, until, tenant).as_bytes(), &tag).map_err(|_| Refused::Bad)?;
        if until <= now {
            return Err(Refused::Expired);
        }
        Ok(Caller { tenant: tenant.into(), who: None, rights: vec![right], until: Some(until) })
    }
}

/// Neither a path nor a number holds a line's end, so nothing can be moved from one part to the next.
fn signed(path: &str, until: i64, tenant: &str) -> String {
    format!("{WHAT}\n{path}\n{until}\n{tenant}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: &str = "/api/v1/messages/evt_1/media";

    fn caller(tenant: &str, until: Option<i64>) -> Caller {
        Caller { tenant: tenant.into(), who: Some("ann".into()), rights: Right::ALL.into(), until }
    }

    #[test]
    fn a_ticket_opens_its_path_for_its_tenant_and_allows_one_thing() {
        let tickets = Tickets::new().unwrap();
        let made = tickets.make(&caller("acme.eu", None), PATH, 1000);
        assert_eq!(made.until, 1000 + TICKET_S);
        let read = tickets.caller(&made.text, PATH, Right::View, 1000).unwrap();
        assert_eq!((read.tenant.as_str(), read.rights.as_slice()), ("acme.eu", [Right::View].as_slice()));
        assert!(made.text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte)));
        let refused = |text: &str, path: &str| tickets.caller(text, path, Right::View, 1000).err();
        assert_eq!(refused(&made.text, "/api/v1/messages/evt_2/media"), Some(Refused::Bad));
        assert_eq!(refused(&made.text.replace("acme", "umbrella"), PATH), Some(Refused::Bad));
        assert_eq!(refused(&made.text.replacen("1300", "9300", 1), PATH), Some(Refused::Bad), "a later end");
        for bad in ["", ".", "..", "1300", "1300.x", "1300..acme", "-.-.-"] {
            assert_eq!(refused(bad, PATH), Some(Refused::Bad), "{bad:?}");
        }
        let other = Tickets::new().unwrap();
        assert_eq!(other.caller(&made.text, PATH, Right::View, 1000).err(), Some(Refused::Bad));
    }

    #[test]
    fn a_ticket_ends_after_minutes_and_with_the_token_at_the_latest() {
        let tickets = Tickets::new().unwrap();
        let made = tickets.make(&caller("acme", None), PATH, 1000);
        let at = |made: &Ticket, now| tickets.caller(&made.text, PATH, Right::View, now).err();
        assert_eq!((at(&made, 1299), at(&made, 1300)), (None, Some(Refused::Expired)));
        let short = tickets.make(&caller("acme", Some(1010)), PATH, 1000);
        assert_eq!((short.until, at(&short, 1009), at(&short, 1010)), (1010, None, Some(Refused::Expired)));
    }
}
