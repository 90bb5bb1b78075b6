//! A node and a profile become findings, a filled message and a request: the same code while typing in the browser,
//! before sending in the proxy, and in `whatsapp-proxy check render`.
//!
//! # Field paths and repairs
//! A finding's field names what a person fills: `message.body[0]`, `message.header.url`, `message.buttons[0].value`.
//! A repair's field is always the exact place in the node's JSON, such as `message.body[0].value`; `value` replaces
//! what stands there, and null removes it.

mod account;
mod buttons;
mod document;
mod empty;
mod fill;
mod free;
mod header;
mod languages;
mod media;
mod mend;
mod none;
mod order;
mod parameter;
mod recipient;
mod shorten;
mod template;
mod undefined;
mod version;

#[cfg(test)]
mod tests;

use serde_json::Value;
use whatsapp_domain::{
    AddressPolicy, FilledMessage, Finding, Message, Node, Settings, Template, node::NODE_VERSION, say,
};

use crate::provider::{Provider, SendIds};
use fill::Values;

pub(crate) use order::ordered;
pub(crate) use recipient::reached;

pub use whatsapp_domain::engine_api::RenderOutput;

/// What is rendered, and for whom.
#[derive(Clone, Copy)]
pub struct RenderInput<'a> {
    /// The provider that will send it.
    pub provider: &'a dyn Provider,
    /// Its settings, normalised and checked.
    pub settings: &'a Settings,
    /// The node.
    pub node: &'a Node,
    /// What Jinja sees: `customer`, `event`, `journey`. Null means that no profile is chosen: values with Jinja in them
    /// are checked for their syntax only, and there is a message only when every value is plain text. Whoever sends
    /// passes an object, if need be an empty one.
    pub context: &'a Value,
    /// The tester's number instead of the node's recipient; findings about it have the field `to`.
    pub to: Option<&'a str>,
    /// Our id for the message; without one the provider's field is left out.
    pub message_id: Option<&'a str>,
    /// The account's templates of the node's name in all their languages, when its list is known; empty when it is known
    /// that there is none. Others among them are not looked at.
    pub templates: Option<&'a [Template]>,
    /// Addresses that the operator allows: where the sandbox is on, media may lie there too.
    pub policy: &'a AddressPolicy,
}

/// Fills, checks and builds. Never panics, whatever the node and the profile hold.
///
/// There is a request exactly when no finding is an error, the customer is not skipped, and every value is known.
pub fn render(input: &RenderInput<'_>) -> RenderOutput {
    let mut values = Values::new(input.context, input.policy);
    check_node(input.node, &mut values.findings);
    let reached = recipient::reach(input, &mut values);
    let (mut language, mut rows_at) = (None, String::new());
    let message = match &input.node.message {
        Message::Template { template, header, body, buttons, language_by, translations } => {
            let rows = version::Rows { header: header.as_ref(), body, buttons };
            let parts = template::Parts {
                templates: input.templates,
                template,
                rows,
                language_by: language_by.as_ref(),
                translations,
            };
            let outcome = template::fill(&parts, &mut values);
            (language, rows_at) = (outcome.language, outcome.rows_at);
            outcome.message
        }
        Message::Text { text, preview_url } => free::text(text, *preview_url, &mut values),
        Message::Image(media) => free::media(whatsapp_domain::MediaKind::Image, media, &mut values),
        Message::Video(media) => free::media(whatsapp_domain::MediaKind::Video, media, &mut values),
        Message::Document(media) => free::media(whatsapp_domain::MediaKind::Document, media, &mut values),
    };
    if let Some(message) = &message {
        let own = provider_findings(input, message, &rows_at, &values);
        values.findings.extend(own);
    }
    let Values { findings, skipped, .. } = values;
    let findings = order::ordered(findings);
    let request = match (&reached, &message) {
        (Some(reached), Some(message)) if !skipped && !findings.iter().any(Finding::is_error) => {
            let ids = SendIds { message_id: input.message_id };
            Some(input.provider.send(input.settings, reached, message, ids))
        }
        _ => None,
    };
    let stamp = whatsapp_engine::stamp::of(input.node);
    RenderOutput { findings, reached, message, skipped, request, language, stamp }
}

/// What the provider has to say, with the fields of the customer's language, except about fields that are wrong anyway.
fn provider_findings(
    input: &RenderInput<'_>,
    message: &FilledMessage,
    rows_at: &str,
    values: &Values<'_>,
) -> Vec<Finding> {
    let placed = |finding: Finding| match finding.field.strip_prefix("message.") {
        Some(rest) if rows_at.starts_with("message.translations") => {
            Finding { field: format!("{rows_at}.{rest}"), ..finding }
        }
        _ => finding,
    };
    let is_new = |finding: &Finding| {
        !values.findings.iter().any(|ours| ours.is_error() && ours.field == finding.field)
    };
    let own = input.provider.check_message(message).into_iter().map(placed).filter(is_new);
    own.map(|finding| match (&input.node.message, message) {
        (
            Message::Image(media) | Message::Video(media) | Message::Document(media),
            FilledMessage::Media { caption: Some(caption), .. },
        ) if finding.fix.is_none() && finding.field == "message.caption" && finding.is_error() => {
            let fix = free::caption_fix(values, media.caption.as_ref(), caption);
            mend::with(finding, fix)
        }
        _ => finding,
    })
    .collect()
}

fn check_node(node: &Node, findings: &mut Vec<Finding>) {
    if node.version == 0 || node.version > NODE_VERSION {
        let text = say!(
            "This step was saved in version {version} of its format, and this program reads version {known}. Update it.",
            version = node.version,
            known = NODE_VERSION
        );
        findings.push(Finding::error("version-unknown", "version", text));
    }
    if node.integration.trim().is_empty() {
        let text = "No account is chosen for this step yet. Choose the one that sends it.";
        findings.push(Finding::warning("integration-missing", "integration", text));
    }
}
