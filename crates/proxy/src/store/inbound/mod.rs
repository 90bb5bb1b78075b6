//! What comes in, on its way into the table `events`, and what follows from it in the same commit: the message that a report is
//! about, the list of those who want no messages, the numbers of customers who hide theirs.

pub(super) mod following;
mod key;
pub(super) mod people;
mod suppress;
mod writing;

use std::sync::Arc;

use whatsapp_domain::{
    TwoWay,
    campaign_event::{EventCustomer, EventStatus, customer},
    inbound::DeliveryReport,
    opt_out::{FirstWords, Wish},
};

pub(crate) use key::Key;
pub(super) use writing::Writing;

/// What an event keeps of the integration that it came in by; one for all its events.
#[derive(Debug)]
pub(crate) struct Source {
    /// `int_…`
    pub(crate) integration: String,
    /// How its customers are found.
    pub(crate) two_way: TwoWay,
    /// What a wish of theirs begins with.
    pub(crate) first_words: FirstWords,
}

impl Source {
    pub(crate) fn new(integration: &str, two_way: TwoWay) -> Self {
        Self { integration: integration.to_owned(), first_words: two_way.keywords.first_words(), two_way }
    }

    /// The customer with this number in digits, as the console knows them.
    pub(crate) fn customer(&self, digits: &str) -> Option<EventCustomer> {
        customer(Some(digits), &self.two_way)
    }
}

/// An event that is to be written.
#[derive(Debug)]
pub(crate) struct NewEvent {
    /// What recognises it when it comes again.
    pub(crate) key: Key,
    /// The integration.
    pub(crate) source: Arc<Source>,
    /// What happened.
    pub(crate) status: EventStatus,
    /// `type` of the event.
    pub(crate) kind: Box<str>,
    /// The provider's id of the message.
    pub(crate) message_id: Option<Box<str>>,
    /// Whom it is about.
    pub(crate) who: Option<Who>,
    /// Milliseconds since 1970, as far as the provider tells.
    pub(crate) happened_at: Option<i64>,
    /// The event without id, customer and test.
    pub(crate) json: String,
    /// What follows from it.
    pub(crate) effect: Effect,
}

/// Whom an event is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Who {
    /// The number in digits, without a plus.
    pub(crate) number: Option<Box<str>>,
    /// The provider's id of the customer.
    pub(crate) user_id: Option<Box<str>>,
}

impl Who {
    /// None when neither is known.
    pub(crate) fn new(number: Option<&str>, user_id: Option<&str>) -> Option<Self> {
        let named = |text: Option<&str>| text.filter(|text| !text.is_empty()).map(Box::from);
        let who = Self { number: named(number), user_id: named(user_id) };
        (who.number.is_some() || who.user_id.is_some()).then_some(who)
    }
}

/// As `who` in the tables: a number in digits as it is, a hidden one by the provider's id of the customer.
pub(crate) fn hidden(user_id: &str) -> String {
    format!("user:{user_id}")
}

/// What follows from an event that was not there before.
#[derive(Debug)]
pub(crate) enum Effect {
    /// Nothing.
    None,
    /// A message got further.
    Report(Box<DeliveryReport>),
    /// The customer wants no messages, or wants them again: the list changes, and if it does, `event` is written too.
    Wish {
        /// Which.
        wish: Wish,
        /// How we know.
        source: &'static str,
        /// Their words.
        reason: Option<Box<str>>,
        /// The JSON of the event that tells about it; none when this event is that one.
        event: Option<String>,
    },
}

#[cfg(test)]
mod tests;
