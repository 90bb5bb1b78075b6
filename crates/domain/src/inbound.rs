//! What a provider sends to us, read: messages of customers, reports on ours, notices about the account.
//!
//! JSON is camelCase; `raw` is always the provider's own element as it came, with nothing taken out.

mod batch;
mod message;
mod notice;
mod report;

pub use batch::{AccountHint, UnreadableBody, UnreadableItem, WebhookBatch, WebhookItem};
pub use message::{InboundKind, InboundLocation, InboundMedia, InboundMessage};
pub use notice::{OtherNotice, ProviderOptChange, TemplateAspect, TemplateNotice};
pub use report::{DeliveryReport, DeliveryStatus};

#[cfg(test)]
mod tests;
