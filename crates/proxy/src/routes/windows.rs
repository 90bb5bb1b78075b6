//! Whether a customer may be written to: the 24 hours after their last message, and those who want no messages.

use axum::{
    Json,
    extract::{Path, State},
};
use serde::Deserialize;
use utoipa::IntoParams;
use whatsapp_domain::{
    ErrorEnvelope, FilledMessage, Finding, Integration, limits::CUSTOMER_SERVICE_WINDOW_HOURS, say,
    two_way::CustomerWindow,
};

use super::integrations::find;
use crate::{
    access::Caller,
    clock,
    extract::QueryOf,
    problem::ApiError,
    state::AppState,
    store::{Contact, WINDOW_MS},
};

/// Of which integration.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct WindowQuery {
    /// `int_…`
    integration: String,
}

/// The 24 hours after a customer's last message to this integration, in which free messages arrive. It is not `known` before a
/// message of some customer came in.
#[utoipa::path(get, path = "/api/v1/windows/{customer}", tag = "two-way",
    params(("customer" = String, Path, description = "The number with country code, with or without plus; or the provider's id of a customer whose number is hidden"), WindowQuery),
    responses(
        (status = 200, body = CustomerWindow),
        (status = 404, body = ErrorEnvelope),
    ))]
pub(super) async fn read(
    State(state): State<AppState>,
    caller: Caller,
    Path(customer): Path<String>,
    QueryOf(query): QueryOf<WindowQuery>,
) -> Result<Json<CustomerWindow>, ApiError> {
    let account = find(&state, &caller, &query.integration).await?;
    let now = clock::now_ms();
    let contact = state.store.contact(&query.integration, &customer, now).await?;
    let known = knows(&account.integration, &contact);
    let open = contact.wrote_at.is_some();
    let last = match (contact.wrote_at, contact.wrote) {
        (Some(at), Some(kind)) => Some((at, kind)),
        _ => state.store.last_wrote(&query.integration, &customer).await?,
    };
    let at = last.as_ref().map(|(at, _)| *at);
    Ok(Json(CustomerWindow {
        known,
        open,
        last_inbound_at: at.map(clock::at_ms),
        last_inbound_ago_s: at.map(|at| u64::try_from((now - at) / 1000).unwrap_or(0)),
        closes_at: at.map(|at| clock::at_ms(at + WINDOW_MS)),
        last_kind: last.and_then(|(_, kind)| serde_json::from_value(kind.into()).ok()),
    }))
}

/// Why this message must not go to this customer now, if there is a reason. `field` is where the number comes from.
pub(super) async fn stop(
    state: &AppState,
    integration: &Integration,
    number: &str,
    message: &FilledMessage,
    field: &str,
) -> Result<Option<Finding>, ApiError> {
    let contact = state.store.contact(&integration.id, number, clock::now_ms()).await?;
    Ok(judge(integration, &contact, message, field))
}

fn judge(
    integration: &Integration,
    contact: &Contact,
    message: &FilledMessage,
    field: &str,
) -> Option<Finding> {
    if let Some(since) = contact.suppressed_since {
        let day = clock::at_ms(since);
        let text = say!(
            "This person wants no messages from this account since {since} (UTC), so nothing was sent. They can write START, or \
             you take them off the list.",
            since = day.get(..16).unwrap_or(&day).replace('T', " ")
        );
        return Some(Finding::error("suppressed", field, text));
    }
    let is_template = matches!(message, FilledMessage::Template { .. });
    if is_template || contact.wrote_at.is_some() || !knows(integration, contact) {
        return None;
    }
    let text = say!(
        "WhatsApp takes free messages only within {hours} hours after the customer wrote, and no message \
         of this number came in within them. Nothing was sent. Send a template instead, or let the tester write to your sender \
         first.",
        hours = CUSTOMER_SERVICE_WINDOW_HOURS
    );
    Some(Finding::error("window-closed", field, text))
}

/// Would we know if the customer had written? Only where replies are taken, and have been seen to arrive.
fn knows(integration: &Integration, contact: &Contact) -> bool {
    integration.two_way.enabled && contact.heard_at.is_some()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn integration(enabled: bool) -> Integration {
        serde_json::from_value(
            json!({"version": 1, "id": "int_1", "name": "Shop", "provider": "p", "settings": {},
            "secrets": {}, "twoWay": {"enabled": enabled}, "limits": {}, "createdAt": "", "updatedAt": ""}),
        )
        .unwrap()
    }

    fn contact(heard: bool, wrote: bool, suppressed: bool) -> Contact {
        Contact {
            heard_at: heard.then_some(1),
            wrote_at: wrote.then_some(1),
            wrote: None,
            suppressed_since: suppressed.then_some(1_700_000_000_000),
        }
    }

    #[test]
    fn a_closed_window_stops_free_messages_where_it_is_known() {
        let text: FilledMessage =
            serde_json::from_value(json!({"type": "text", "text": "Hi", "previewUrl": false})).unwrap();
        let code = |enabled, contact: Contact| {
            judge(&integration(enabled), &contact, &text, "to").map(|finding| finding.code)
        };
        assert_eq!(code(true, contact(true, false, false)).as_deref(), Some("window-closed"));
        assert_eq!(code(true, contact(true, true, false)), None);
        assert_eq!(code(true, contact(false, false, false)), None, "nothing ever came: nobody knows");
        assert_eq!(code(false, contact(true, false, false)), None, "replies are off: nobody knows");
        assert_eq!(code(true, contact(true, true, true)).as_deref(), Some("suppressed"));
    }

    #[test]
    fn a_template_needs_no_window_but_respects_a_wish() {
        let template: FilledMessage =
            serde_json::from_value(json!({"type": "template", "name": "x", "language": "en",
            "header": null, "body": [], "buttons": []}))
            .unwrap();
        let judged = |contact: Contact| judge(&integration(true), &contact, &template, "to");
        assert_eq!(judged(contact(true, false, false)), None);
        let finding = judged(contact(true, false, true)).unwrap();
        assert_eq!((finding.code.as_str(), finding.field.as_str()), ("suppressed", "to"));
        assert!(finding.text.contains("2023-11-14 22:13"), "{}", finding.text);
    }
}
