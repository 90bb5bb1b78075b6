//! Customers who are not to be written to: the list, and changes by hand.

use axum::{Json, extract::State, http::StatusCode};
use serde::Deserialize;
use utoipa::IntoParams;
use whatsapp_domain::{
    ErrorEnvelope, Finding, Suppression, SuppressionInput, SuppressionPage, audit::AuditAction, say, words,
};

use super::audit;
use crate::{
    access::Caller,
    extract::{JsonBody, QueryOf},
    problem::ApiError,
    state::AppState,
    store::SuppressionFilter,
};

/// Entries on a page unless the caller says otherwise, and at most.
const PAGE: usize = 100;
const PAGE_MAX: usize = 500;
/// Longest reason, in characters.
const REASON_MAX: usize = 500;
/// Digits of a number with its country code.
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;
/// Longest id of a customer whose number is hidden.
const ID_MAX: usize = 150;

/// Which entries.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ListQuery {
    /// Only those of this integration.
    integration: Option<String>,
    /// Only this customer.
    customer: Option<String>,
    /// Only those behind this one: `next` of the page before.
    after: Option<String>,
    /// How many, 1 to 500; 100 when left out.
    limit: Option<usize>,
}

/// Customers who are not to be written to, by integration and number, with since when and why.
#[utoipa::path(get, path = "/api/v1/suppressions", tag = "suppressions", params(ListQuery), responses(
    (status = 200, body = SuppressionPage),
    (status = 400, body = ErrorEnvelope),
))]
pub(super) async fn list(
    State(state): State<AppState>,
    caller: Caller,
    QueryOf(query): QueryOf<ListQuery>,
) -> Result<Json<SuppressionPage>, ApiError> {
    let limit = query.limit.unwrap_or(PAGE);
    if !(1..=PAGE_MAX).contains(&limit) {
        let text =
            say!("The limit is {limit}; it has to be from 1 to {most}.", limit = limit, most = PAGE_MAX);
        return Err(ApiError::new(StatusCode::BAD_REQUEST, "bad-query", text));
    }
    let after = query.after.as_deref().and_then(|text| text.split_once(' '));
    let filter = SuppressionFilter {
        tenant: Some(caller.tenant.clone()),
        integration: query.integration,
        customer: query.customer.map(|customer| tidy(&customer)),
        after: after.map(|(integration, customer)| (integration.to_owned(), customer.to_owned())),
    };
    let mut items = state.store.suppressions(&filter, limit + 1).await?;
    let more = items.len() > limit;
    items.truncate(limit);
    let next = items
        .last()
        .filter(|_| more)
        .map(|last: &Suppression| format!("{} {}", last.integration, last.customer));
    Ok(Json(SuppressionPage { items, next }))
}

/// Puts a customer on the list of an integration. Whoever is on it already stays as they are.
#[utoipa::path(post, path = "/api/v1/suppressions", tag = "suppressions", request_body = SuppressionInput, responses(
    (status = 201, body = Suppression),
    (status = 422, body = ErrorEnvelope, description = "No number, or no such integration; nothing was changed"),
))]
pub(super) async fn add(
    State(state): State<AppState>,
    caller: Caller,
    JsonBody(input): JsonBody<SuppressionInput>,
) -> Result<(StatusCode, Json<Suppression>), ApiError> {
    let customer = checked(&input.customer)?;
    let reason = input.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    if reason.is_some_and(|reason| reason.chars().count() > REASON_MAX) {
        let text = say!("The reason has more than {most} characters.", most = REASON_MAX);
        return Err(ApiError::invalid(vec![Finding::error("suppression-reason", "reason", text)]));
    }
    let theirs = state.store.belongs(&input.integration, &caller.tenant);
    let noted = audit::by(&caller, &input.integration, AuditAction::Suppressed);
    if !theirs || !state.store.suppress(&input.integration, &customer, reason, noted).await? {
        let text = "This integration is not there (any more). Choose another one.";
        return Err(ApiError::invalid(vec![Finding::error("integration-unknown", "integration", text)]));
    }
    let filter = SuppressionFilter {
        tenant: None,
        integration: Some(input.integration),
        customer: Some(customer),
        after: None,
    };
    let found = state.store.suppressions(&filter, 1).await?.pop();
    found
        .map(|suppression| (StatusCode::CREATED, Json(suppression)))
        .ok_or_else(|| ApiError::not_found(words!("entry")))
}

/// Whose entry.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct RemoveQuery {
    /// The integration.
    integration: String,
    /// The customer.
    customer: String,
}

/// Takes a customer off the list of an integration. Do so only if they asked for it.
#[utoipa::path(delete, path = "/api/v1/suppressions", tag = "suppressions", params(RemoveQuery), responses(
    (status = 204),
    (status = 404, body = ErrorEnvelope),
))]
pub(super) async fn remove(
    State(state): State<AppState>,
    caller: Caller,
    QueryOf(query): QueryOf<RemoveQuery>,
) -> Result<StatusCode, ApiError> {
    let theirs = state.store.belongs(&query.integration, &caller.tenant);
    let noted = audit::by(&caller, &query.integration, AuditAction::Unsuppressed);
    if theirs && state.store.unsuppress(&query.integration, &tidy(&query.customer), noted).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::not_found(words!("customer on this list")))
    }
}

/// Without the marks that people put into numbers. In a query `+` reads as a space, which goes the same way.
pub(super) fn tidy(customer: &str) -> String {
    let customer = customer.trim();
    let plain: String = customer
        .chars()
        .filter(|c| !matches!(c, ' ' | '\u{a0}' | '-' | '(' | ')' | '.' | '/' | '+'))
        .collect();
    if !plain.is_empty() && plain.bytes().all(|byte| byte.is_ascii_digit()) {
        plain
    } else {
        customer.to_owned()
    }
}

fn checked(customer: &str) -> Result<String, ApiError> {
    let customer = tidy(customer);
    let is_number = customer.bytes().all(|byte| byte.is_ascii_digit());
    let is_good = if is_number {
        DIGITS.contains(&customer.len()) && !customer.starts_with('0')
    } else {
        customer.len() <= ID_MAX && !customer.chars().any(char::is_control)
    };
    if is_good {
        return Ok(customer);
    }
    let text = "This is no number with its country code, such as +44 7400 123456, and no id of a customer.";
    Err(ApiError::invalid(vec![Finding::error("suppression-customer", "customer", text)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_the_ways_people_write_them() {
        for text in ["+447400123456", "447400123456", " +44 (7400) 123-456 ", "44.7400.123456"] {
            assert_eq!(checked(text).unwrap(), "447400123456", "{text}");
        }
        assert_eq!(checked("GB.900100200").unwrap(), "GB.900100200", "an id keeps its marks");
        for bad in ["", "12", "07400123456", "4474001234561234567", "a\u{0}b"] {
            assert!(checked(bad).is_err(), "{bad}");
        }
    }
}
