//! The proof by a message: a short code, and what its arrival proves.

use whatsapp_domain::{CampaignEvent, RoundTrip, RoundTripPart, RoundTripStep, RoundTripVerdict, Said, say};
use whatsapp_providers::WebhookAuth;

use super::SetUp;
use crate::{
    clock,
    ids::{self, NoRandomness},
    problem::ApiError,
    state::AppState,
    store::ActivityFilter,
};

/// How long a code is waited for.
const WAIT_MS: i64 = 15 * 60 * 1000;
/// Messages among which the code is looked for, newest first.
const LOOKED_AT: usize = 200;
/// Letters and digits that nobody mistakes for others, also when they are read out.
const ALPHABET: &[u8; 28] = b"23456789ACDEFGHJKMNPQRTUVWXY";
const GROUP: usize = 4;

/// Why something that came to the address was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refused {
    /// Its signature or password was missing or wrong.
    Unproven,
    /// It was signed too long ago, or ahead of our clock.
    Stale,
    /// It was for another sender or app.
    Crossed,
}

/// A running proof, or the last one.
#[derive(Debug, Clone)]
pub(super) struct Trip {
    code: String,
    link: Option<String>,
    from: i64,
    to: i64,
    /// What came and was not taken last.
    pub(super) refused: Option<(Refused, String)>,
}

impl Trip {
    /// Begins one.
    pub(super) fn start(sender: Option<&str>) -> Result<Self, NoRandomness> {
        let bytes: [u8; 2 * GROUP] = ids::random()?;
        // A few letters are a little more likely than others; the code only has to be unlike what people write.
        let letters: Vec<char> =
            bytes.iter().map(|byte| char::from(ALPHABET[usize::from(*byte) % ALPHABET.len()])).collect();
        let text = |part: &[char]| part.iter().collect::<String>();
        let code = format!("{}-{}", text(&letters[..GROUP]), text(&letters[GROUP..]));
        let digits: String = sender.unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
        let link = (!digits.is_empty()).then(|| format!("https://wa.me/{digits}?text={code}"));
        let from = clock::now_ms();
        Ok(Self { code, link, from, to: from + WAIT_MS, refused: None })
    }

    /// How it stands.
    pub(super) async fn told(&self, state: &AppState, set_up: &SetUp) -> Result<RoundTrip, ApiError> {
        let id = &set_up.account.integration.id;
        let filter = ActivityFilter {
            integration: Some(id.clone()),
            from: Some(self.from),
            to: Some(self.to),
            ..ActivityFilter::default()
        };
        let found = state.store.received(&filter, i64::MAX, LOOKED_AT).await?;
        let arrived = found.into_iter().map(|found| found.event).find(|event| self.is_in(event));
        let heard = state.store.heard(id).await?.last_at.filter(|at| *at >= self.from).map(clock::at_ms);
        let seen = Seen {
            arrived: arrived.as_ref(),
            heard,
            refused: self.refused.as_ref(),
            auth: set_up.provider.webhook_auth(),
            is_over: clock::now_ms() >= self.to,
        };
        Ok(RoundTrip {
            code: self.code.clone(),
            link: self.link.clone(),
            expires_at: clock::at_ms(self.to),
            steps: RoundTripPart::ALL.into_iter().map(|part| seen.step(part)).collect(),
        })
    }

    /// Is the code what somebody wrote, in capitals or not, with its hyphen or not?
    fn is_in(&self, event: &CampaignEvent) -> bool {
        let plain = |text: &str| {
            text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase()
        };
        event.message.as_deref().is_some_and(|message| plain(message) == plain(&self.code))
    }
}

/// What there is to judge by.
struct Seen<'a> {
    arrived: Option<&'a CampaignEvent>,
    /// Something good came to the address since the beginning.
    heard: Option<String>,
    refused: Option<&'a (Refused, String)>,
    auth: WebhookAuth,
    is_over: bool,
}

impl Seen<'_> {
    fn step(&self, part: RoundTripPart) -> RoundTripStep {
        use RoundTripVerdict::{Failed, Ok, Skipped, Warning};
        let at = self.arrived.map(|event| event.received_at.clone()).or_else(|| self.heard.clone());
        let refused = self.refused.filter(|_| self.arrived.is_none());
        let step = |verdict, text: &str, at: Option<String>| said(part, verdict, text, at);
        match part {
            RoundTripPart::Address => match (at, refused) {
                (Some(at), _) => step(Ok, "The provider calls this address.", Some(at)),
                (None, Some((_, at))) => step(Ok, "The provider calls this address.", Some(at.clone())),
                (None, None) => self.waiting(part),
            },
            RoundTripPart::Signature => match (self.auth, at, refused) {
                (_, None, Some((Refused::Unproven, at))) => {
                    let text = "Something came whose signature or password is missing or does not fit. Register again, or \
                                compare the secret at the provider.";
                    step(Failed, text, Some(at.clone()))
                }
                (_, None, Some((Refused::Stale, at))) => {
                    let text = "Something came that was signed more than five minutes ago, or ahead of our clock. Check the \
                                proxy's clock.";
                    step(Failed, text, Some(at.clone()))
                }
                (WebhookAuth::Password, Some(_), _) => step(
                    Skipped,
                    "This provider signs nothing. The address that nobody can guess, and its password, stand in for it.",
                    None,
                ),
                (WebhookAuth::Signature, Some(at), _) => {
                    step(Ok, "What comes is signed with our secret.", Some(at))
                }
                (_, None, _) => self.waiting(part),
            },
            RoundTripPart::Sender => match (self.arrived, refused) {
                (Some(event), _) => step(
                    Ok,
                    "The message was sent to this integration's sender.",
                    Some(event.received_at.clone()),
                ),
                (None, Some((Refused::Crossed, at))) => {
                    let text = "A message came that was sent to another sender or app. Compare the settings with the provider's.";
                    step(Failed, text, Some(at.clone()))
                }
                (None, _) => self.waiting(part),
            },
            RoundTripPart::Customer => match self.arrived {
                Some(event) => match &event.customer {
                    Some(customer) => {
                        let text = say!(
                            "The customer is found by {key} = {value}.",
                            key = &customer.key,
                            value = &customer.value
                        );
                        said(part, Ok, text, Some(event.received_at.clone()))
                    }
                    None => {
                        let text = "This phone hides its number, so its messages wait until the number is known. Others will be \
                                    found.";
                        step(Warning, text, Some(event.received_at.clone()))
                    }
                },
                None => self.waiting(part),
            },
        }
    }

    fn waiting(&self, part: RoundTripPart) -> RoundTripStep {
        let (verdict, text) = match (self.is_over, part) {
            (false, _) => (RoundTripVerdict::Waiting, "Nothing came yet."),
            (true, RoundTripPart::Address) => (
                RoundTripVerdict::Failed,
                "Nothing came in time. Look whether the callback is registered and reachable from outside, then start again.",
            ),
            (true, _) => (RoundTripVerdict::Failed, "The code did not come in time. Start again."),
        };
        said(part, verdict, text, None)
    }
}

fn said(
    step: RoundTripPart,
    verdict: RoundTripVerdict,
    text: impl Into<Said>,
    at: Option<String>,
) -> RoundTripStep {
    let Said { text, phrase } = text.into();
    RoundTripStep { step, verdict, text, said: phrase, at }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(message: &str, number: Option<&str>) -> CampaignEvent {
        serde_json::from_value(serde_json::json!({"status": "inbound", "message_id": "m1", "message": message, "type": "text",
            "customer": number.map(|value| serde_json::json!({"key": "phone", "value": value})), "integration": "int_1",
            "provider": "p", "received_at": "2026-01-01T00:00:00.000Z", "raw": {}}))
        .unwrap()
    }

    fn verdicts(seen: &Seen<'_>) -> Vec<RoundTripVerdict> {
        RoundTripPart::ALL.into_iter().map(|part| seen.step(part).verdict).collect()
    }

    #[test]
    fn a_code_is_known_however_it_was_typed_and_never_inside_another_text() {
        let trip = Trip::start(Some("+44 7860 099299")).unwrap();
        assert_eq!(trip.link.as_deref(), Some(&*format!("https://wa.me/447860099299?text={}", trip.code)));
        assert_eq!((trip.code.len(), Trip::start(None).unwrap().link), (9, None));
        for good in [
            trip.code.clone(),
            trip.code.to_lowercase(),
            trip.code.replace('-', " "),
            format!(" {}. ", trip.code),
        ] {
            assert!(trip.is_in(&event(&good, None)), "{good}");
        }
        for other in ["", "STOP", &format!("{}X", trip.code)] {
            assert!(!trip.is_in(&event(other, None)), "{other}");
        }
        assert_ne!(Trip::start(None).unwrap().code, Trip::start(None).unwrap().code);
    }

    #[test]
    fn each_thing_that_comes_proves_what_it_can() {
        use RoundTripVerdict::{Failed, Ok, Skipped, Waiting, Warning};
        let (shown, hidden) = (event("x", Some("+447400123456")), event("x", None));
        let now = "2026-01-01T00:00:00.000Z".to_owned();
        let nothing =
            Seen { arrived: None, heard: None, refused: None, auth: WebhookAuth::Signature, is_over: false };
        assert_eq!(verdicts(&nothing), [Waiting; 4]);
        assert_eq!(verdicts(&Seen { is_over: true, ..nothing }), [Failed; 4]);
        let nothing =
            Seen { arrived: None, heard: None, refused: None, auth: WebhookAuth::Signature, is_over: false };
        assert_eq!(verdicts(&Seen { heard: Some(now.clone()), ..nothing }), [Ok, Ok, Waiting, Waiting]);
        for (why, expected) in [
            (Refused::Unproven, [Ok, Failed, Waiting, Waiting]),
            (Refused::Stale, [Ok, Failed, Waiting, Waiting]),
            (Refused::Crossed, [Ok, Waiting, Failed, Waiting]),
        ] {
            let refused = (why, now.clone());
            let seen = Seen {
                arrived: None,
                heard: None,
                refused: Some(&refused),
                auth: WebhookAuth::Signature,
                is_over: false,
            };
            assert_eq!(verdicts(&seen), expected, "{why:?}");
        }
        for (arrived, auth, expected) in [
            (&shown, WebhookAuth::Signature, [Ok, Ok, Ok, Ok]),
            (&shown, WebhookAuth::Password, [Ok, Skipped, Ok, Ok]),
            (&hidden, WebhookAuth::Signature, [Ok, Ok, Ok, Warning]),
        ] {
            let refused = (Refused::Unproven, now.clone());
            let seen =
                Seen { arrived: Some(arrived), heard: None, refused: Some(&refused), auth, is_over: true };
            assert_eq!(verdicts(&seen), expected, "an earlier stray call changes nothing");
        }
    }
}
