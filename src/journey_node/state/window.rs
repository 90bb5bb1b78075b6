//! The 24 hours after a customer's last message, in which free messages arrive: what the proxy knows of the customer in view, and
//! what the slider makes of it.

use whatsapp_domain::{Problem, limits::CUSTOMER_SERVICE_WINDOW_HOURS, two_way::CustomerWindow};

use super::{Effects, Event, State, kind::Kind};
use crate::{
    effect::Effect,
    texts::{Text, journey_node as say},
};

/// Milliseconds after a message came in before the proxy is asked anew, so that many of them are one question.
const NEWS_MS: u32 = 500;

/// When the customer wrote last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastWrote {
    /// So many whole hours ago.
    Ago(u32),
    /// Never.
    Never,
}

impl Default for LastWrote {
    fn default() -> Self {
        Self::Ago(3)
    }
}

/// What the slider offers besides what is known: well inside the 24 hours, just inside, outside.
const STOPS: [u32; 3] = [3, 23, 30];

/// What a message would meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meets {
    /// Would it arrive?
    pub arrives: bool,
    /// `good`, `look` or `stop`.
    pub tone: &'static str,
    /// What would happen.
    pub text: Text,
}

/// Whom the proxy is asked about: an integration, and a number in digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Customer {
    integration: String,
    number: String,
}

/// The slider, and what is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Window {
    /// Where the slider stands.
    pub stop: LastWrote,
    /// What the proxy knows of the customer; none while it is not known.
    pub known: Option<LastWrote>,
    /// Did the person move the slider since this customer is in view?
    moved: bool,
    /// Whom the proxy was asked about last.
    asked: Option<Customer>,
}

impl Window {
    /// All stops of the slider, the newest first. What is known is one of them.
    pub fn stops(&self) -> Vec<LastWrote> {
        let mut hours = STOPS.to_vec();
        if let Some(LastWrote::Ago(known)) = self.known
            && !hours.contains(&known)
        {
            hours.push(known);
            hours.sort_unstable();
        }
        hours.into_iter().map(LastWrote::Ago).chain([LastWrote::Never]).collect()
    }

    /// Place of the slider among its stops.
    pub fn place(&self) -> usize {
        self.stops().iter().position(|stop| *stop == self.stop).unwrap_or(0)
    }

    /// What is known, in words; none while nothing is.
    pub fn known_words(&self) -> Option<Text> {
        Some(match self.known? {
            LastWrote::Never => say::KNOWN_NEVER.into(),
            LastWrote::Ago(0) => say::KNOWN_JUST_NOW.into(),
            LastWrote::Ago(hours) => say::known_ago(hours),
        })
    }

    pub(super) fn move_to(&mut self, place: usize) {
        if let Some(stop) = self.stops().get(place) {
            (self.stop, self.moved) = (*stop, true);
        }
    }

    /// What the proxy knows takes effect, unless the person is trying something else.
    fn know(&mut self, known: Option<LastWrote>) {
        self.known = known;
        if !self.moved {
            self.stop = known.unwrap_or_default();
        } else if !self.stops().contains(&self.stop) {
            // It stood on what was known before.
            (self.stop, self.moved) = (known.unwrap_or_default(), false);
        }
    }
}

impl LastWrote {
    fn of(window: &CustomerWindow) -> Option<Self> {
        if !window.known {
            return None;
        }
        Some(match window.last_inbound_ago_s {
            Some(seconds) => Self::Ago(u32::try_from(seconds / 3600).unwrap_or(u32::MAX)),
            None => Self::Never,
        })
    }

    /// Its words: `3 h ago`, `never`.
    pub fn words(self) -> Text {
        match self {
            Self::Ago(0) => say::JUST_NOW.into(),
            Self::Ago(hours) => say::hours_ago(hours),
            Self::Never => say::NEVER.into(),
        }
    }

    /// Its mark under the slider.
    pub fn mark(self) -> Text {
        match self {
            Self::Ago(hours) => say::hours(hours),
            Self::Never => say::NEVER.into(),
        }
    }

    /// What a message of this kind would meet.
    pub fn meets(self, kind: Kind) -> Meets {
        let window = CUSTOMER_SERVICE_WINDOW_HOURS;
        if kind == Kind::Template {
            let text = say::ARRIVES_TEMPLATE.into();
            return Meets { arrives: true, tone: "good", text };
        }
        let Self::Ago(hours) = self else {
            return Meets { arrives: false, tone: "stop", text: say::refused_never(window) };
        };
        match window.checked_sub(hours).filter(|left| *left > 0) {
            Some(left) if left <= 2 => {
                Meets { arrives: true, tone: "look", text: say::arrives_soon(left, window) }
            }
            Some(left) => Meets { arrives: true, tone: "good", text: say::arrives(left, window) },
            None => Meets { arrives: false, tone: "stop", text: say::refused_over(window) },
        }
    }
}

/// Whom the step goes to, where the proxy may know something of them.
fn customer(state: &State) -> Option<Customer> {
    let integration = state.integration().filter(|item| item.two_way.enabled)?;
    let reached = state.output.reached.as_ref()?;
    let number = reached.e164.trim_start_matches('+').to_owned();
    Some(Customer { integration: integration.id.clone(), number })
}

/// Asks the proxy about the customer in view, when it is another one than before.
pub(super) fn follow(state: &mut State) -> Effects {
    let customer = customer(state);
    if customer == state.window.asked {
        return Vec::new();
    }
    state.window.moved = false;
    state.window.know(None);
    state.window.asked = customer;
    ask(state)
}

fn ask(state: &State) -> Effects {
    let Some(customer) = state.window.asked.clone() else { return Vec::new() };
    let path = format!("/api/v1/windows/{}?integration={}", customer.number, customer.integration);
    vec![Effect::call("GET", path, None, move |result| Event::WindowRead(customer, result))]
}

/// A message came in: it may be this customer's.
pub(super) fn heard(state: &State) -> Effects {
    match &state.window.asked {
        Some(_) => vec![Effect::Settle { name: "window", ms: NEWS_MS, event: Event::WindowOld }],
        None => Vec::new(),
    }
}

/// What is known may have changed.
pub(super) fn old(state: &State) -> Effects {
    ask(state)
}

/// The proxy told what it knows. A customer who is not in view any more counts no more, and a proxy that tells nothing leaves the
/// slider to be played with.
pub(super) fn read(
    state: &mut State,
    customer: &Customer,
    result: Result<CustomerWindow, Problem>,
) -> Effects {
    if state.window.asked.as_ref() == Some(customer) {
        state.window.know(result.ok().as_ref().and_then(LastWrote::of));
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_messages_meet_the_window_and_templates_do_not() {
        for (stop, tone, arrives) in [
            (LastWrote::Ago(0), "good", true),
            (LastWrote::Ago(3), "good", true),
            (LastWrote::Ago(23), "look", true),
            (LastWrote::Ago(24), "stop", false),
            (LastWrote::Ago(30), "stop", false),
            (LastWrote::Never, "stop", false),
        ] {
            let meets = stop.meets(Kind::Text);
            assert_eq!((meets.tone, meets.arrives), (tone, arrives), "{stop:?}");
            assert!(stop.meets(Kind::Template).arrives);
        }
        let text = crate::texts::english().say(LastWrote::Ago(3).meets(Kind::Image).text);
        assert!(text.contains("21 of the 24 hours"), "{text}");
    }

    #[test]
    fn what_is_known_is_a_stop_of_the_slider_and_where_it_starts() {
        let mut window = Window::default();
        let hours = |window: &Window| {
            window
                .stops()
                .iter()
                .map(|stop| match stop {
                    LastWrote::Ago(hours) => i64::from(*hours),
                    LastWrote::Never => -1,
                })
                .collect::<Vec<_>>()
        };
        assert_eq!((hours(&window), window.place()), (vec![3, 23, 30, -1], 0));
        window.know(Some(LastWrote::Ago(5)));
        assert_eq!((hours(&window), window.place()), (vec![3, 5, 23, 30, -1], 1));
        // Moved, it stays where it was put, also when something newer is told.
        window.move_to(3);
        window.know(Some(LastWrote::Ago(0)));
        assert_eq!((hours(&window), window.stop), (vec![0, 3, 23, 30, -1], LastWrote::Ago(30)));
        window.move_to(9);
        assert_eq!(window.stop, LastWrote::Ago(30), "there is no such stop");
        // One that stood on what was known goes along with it.
        window.move_to(0);
        window.know(Some(LastWrote::Never));
        assert_eq!((window.stop, window.place()), (LastWrote::Never, 3));
        window.know(None);
        assert_eq!((window.stop, window.known_words().is_none()), (LastWrote::default(), true));
    }
}
