//! What is registered with the emulated providers. The endpoints (`infobip::subscriptions`, `infobip::forwards`,
//! `sinch::webhooks`) fill it; nothing here judges.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;

use super::post::Target;
use crate::message::Provider;

/// What a callback is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A customer's message.
    Message,
    /// A report that a message was sent, arrived or failed.
    Delivery,
    /// A report that a message was seen.
    Seen,
}

/// A subscription of the emulated Infobip.
#[derive(Debug, Clone)]
pub struct Subscription {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: Option<String>,
    /// `DELIVERY`, `SEEN`, `INBOUND_MESSAGE` and others.
    pub events: Vec<String>,
    /// Senders that it is for; all when empty.
    pub resources: Vec<String>,
    /// Kept for the answer.
    pub criteria: Vec<Value>,
    /// Id of the profile that says where it goes.
    pub profile: String,
}

/// Where a subscription goes.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Its id.
    pub id: String,
    /// The address.
    pub notify_url: String,
    /// `application/json` and the like.
    pub content_type: Option<String>,
    /// Id of the security settings.
    pub security: Option<String>,
    /// User name and password, for `BASIC`.
    pub basic: Option<(String, String)>,
}

/// What a number of the emulated Infobip does with messages.
#[derive(Debug, Clone)]
pub struct Forward {
    /// Its key.
    pub key: String,
    /// The number.
    pub number: String,
    /// Only messages that begin with this word.
    pub keyword: Option<String>,
    /// The action as it was set, for the answer.
    pub forwarding: Value,
    /// Where it goes, for `HTTP_FORWARD`.
    pub url: Option<String>,
}

/// A webhook of the emulated Sinch.
#[derive(Debug, Clone)]
pub struct Webhook {
    /// Its id.
    pub id: String,
    /// The app.
    pub app: String,
    /// The address.
    pub target: String,
    /// `MESSAGE_INBOUND`, `MESSAGE_DELIVERY` and others.
    pub triggers: Vec<String>,
    /// What bodies are signed with.
    pub secret: Option<String>,
}

/// All of it.
#[derive(Debug, Default)]
pub struct Registry {
    /// Infobip's subscriptions for WhatsApp.
    pub subscriptions: Vec<Subscription>,
    /// Infobip's profiles.
    pub profiles: Vec<Profile>,
    /// Infobip's inbound configurations for WhatsApp.
    pub forwards: Vec<Forward>,
    /// Sinch's webhooks.
    pub webhooks: Vec<Webhook>,
}

impl Registry {
    /// Who is to be told. `account` is Infobip's sender or Sinch's app; `text` is what the customer wrote.
    pub fn targets(&self, provider: Provider, account: &str, what: What, text: &str) -> Vec<Target> {
        match provider {
            Provider::Infobip => self.of_infobip(account, what, text),
            Provider::Sinch => self.of_sinch(account, what),
        }
    }

    /// A number's own configuration takes its messages; what it does not take goes to the subscriptions.
    fn of_infobip(&self, sender: &str, what: What, text: &str) -> Vec<Target> {
        if what == What::Message {
            let first = text.split_whitespace().next().unwrap_or_default();
            let own = |forward: &&Forward| forward.number == sender;
            let by_keyword = self.forwards.iter().filter(own).find(|forward| {
                forward.keyword.as_deref().is_some_and(|keyword| keyword.eq_ignore_ascii_case(first))
            });
            let plain = || self.forwards.iter().filter(own).find(|forward| forward.keyword.is_none());
            if let Some(forward) = by_keyword.or_else(plain) {
                let target = forward.url.iter().map(|url| Target {
                    url: url.clone(),
                    authorization: None,
                    secret: None,
                });
                return target.collect();
            }
        }
        let event = match what {
            What::Message => "INBOUND_MESSAGE",
            What::Delivery => "DELIVERY",
            What::Seen => "SEEN",
        };
        self.subscriptions
            .iter()
            .filter(|subscription| subscription.events.iter().any(|name| name == event))
            .filter(|subscription| {
                subscription.resources.is_empty() || subscription.resources.iter().any(|name| name == sender)
            })
            .filter_map(|subscription| {
                self.profiles.iter().find(|profile| profile.id == subscription.profile)
            })
            .map(|profile| Target {
                url: profile.notify_url.clone(),
                authorization: profile.basic.as_ref().map(|(user, password)| {
                    format!("Basic {}", BASE64_STANDARD.encode(format!("{user}:{password}")))
                }),
                secret: None,
            })
            .collect()
    }

    fn of_sinch(&self, app: &str, what: What) -> Vec<Target> {
        let trigger = match what {
            What::Message => "MESSAGE_INBOUND",
            What::Delivery | What::Seen => "MESSAGE_DELIVERY",
        };
        self.webhooks
            .iter()
            .filter(|webhook| webhook.app == app && webhook.triggers.iter().any(|name| name == trigger))
            .map(|webhook| Target {
                url: webhook.target.clone(),
                authorization: None,
                secret: webhook.secret.clone(),
            })
            .collect()
    }
}
