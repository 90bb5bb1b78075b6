//! Types and rules of a WhatsApp integration. No browser, no async runtime, no HTTP.
//!
//! Everything that crosses a border (page ⇄ proxy, host console ⇄ element, command line) has its shape here;
//! JSON is camelCase and every stored value carries a `version`.

pub mod activity;
pub mod audit;
pub mod campaign_event;
pub mod check;
pub mod decimal;
pub mod drift;
pub mod engine_api;
pub mod engine_session;
pub mod filename;
pub mod filename_rules;
pub mod finding;
pub mod following;
pub mod inbound;
pub mod integration;
pub mod json;
pub mod language;
pub mod limits;
pub mod media;
pub mod media_probe;
pub mod message;
pub mod node;
pub mod node_values;
pub mod opt_out;
pub mod order;
pub mod outbox;
pub mod outcome;
pub mod parameter;
pub mod placeholders;
pub mod policy;
pub mod problem;
pub mod profile;
pub mod quick_test;
pub mod quote;
pub mod request;
pub mod said;
pub mod schema;
pub mod secret;
pub mod template;
pub mod template_name;
pub mod text_length;
pub mod translation;
pub mod two_way;
pub mod version;

pub use activity::{
    ActivityCounts, ActivityDetail, ActivityMessage, ActivityPage, ActivityStatus, CodeCount, Direction,
    EventPage, MediaTicket, StatusCount,
};
pub use campaign_event::{CampaignEvent, EventCustomer, EventError, EventSource, EventStatus};
pub use check::{CheckReport, CheckStep, StepVerdict};
pub use drift::{ChangedPart, TemplateFingerprint};
pub use finding::{Finding, Fix, Severity, TextSpan};
pub use following::Following;
pub use inbound::{
    AccountHint, DeliveryReport, DeliveryStatus, InboundKind, InboundLocation, InboundMedia, InboundMessage,
    OtherNotice, ProviderOptChange, TemplateAspect, TemplateNotice, UnreadableBody, UnreadableItem,
    WebhookBatch, WebhookItem,
};
pub use integration::{
    Integration, IntegrationInput, Limits, NumberFormat, SecretView, Secrets, Settings, TwoWay,
};
pub use media_probe::{MediaProbe, MediaProbeInput};
pub use message::{FilledButton, FilledHeader, FilledMessage, MediaKind, Reached};
pub use node::{
    Binding, Button, ButtonKind, Header, Media, Message, Node, Recipient, TemplateRef, WhenEmpty,
};
pub use opt_out::{Keywords, Wish};
pub use outcome::{Actor, Outcome, Retry, Verdict, Violation};
pub use policy::{About, AccessMode, AddressPolicy};
pub use problem::{ErrorEnvelope, Problem, ProviderPart};
pub use profile::{Attribute, AttributeKind, ProfileSchema, SampleProfile};
pub use quick_test::{QuickTest, QuickTestInput, QuickTestPage};
pub use request::{Answer, Authorization, OutgoingRequest};
pub use said::{Phrase, Said};
pub use schema::{Choice, Condition, Field, FieldKind, SettingsSchema};
pub use secret::Secret;
pub use template::{SyncAttempt, Template, TemplateButton, TemplateHeader, TemplateList, TemplateStatus};
pub use translation::{TemplateValues, Tested, Translation};
pub use two_way::{
    CallbackTarget, CustomerWindow, Erased, ManualStep, Matched, Reachable, Registration, RegistrationState,
    RoundTrip, RoundTripPart, RoundTripStep, RoundTripVerdict, SuppressedBy, Suppression, SuppressionInput,
    SuppressionPage, TwoWayState,
};
pub use version::{Stored, Unread};
