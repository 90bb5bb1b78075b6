//! Every refusal leaves through here: one envelope, a fitting status, no inner workings.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header::RETRY_AFTER},
    response::{IntoResponse, Response},
};
use whatsapp_domain::{
    ErrorEnvelope, Finding, Outcome, Problem, ProviderPart, Retry, Said, integration::INTEGRATION_VERSION,
    say,
};

use crate::{ids::NoRandomness, store::StoreError, upstream::Exchange};

/// A refusal with its HTTP status.
#[derive(Debug, Clone)]
pub struct ApiError {
    /// The status.
    pub status: StatusCode,
    /// What is told.
    pub problem: Box<Problem>,
    /// Seconds after which the same request may be tried again, told as `Retry-After`.
    pub retry_after_s: Option<u64>,
}

/// Seconds after which a request that storage could not serve may be tried again.
const STORAGE_RETRY_S: u64 = 5;

impl ApiError {
    /// A refusal with a status, a code and words.
    pub fn new(status: StatusCode, code: &str, text: impl Into<Said>) -> Self {
        Self { status, problem: Box::new(Problem::new(code, text)), retry_after_s: None }
    }

    /// The same with `retry` `later`, and how many seconds later.
    pub fn later(mut self, seconds: u64) -> Self {
        self.problem.retry = Retry::Later;
        self.retry_after_s = Some(seconds);
        self
    }

    /// There is no such thing (any more).
    pub fn not_found(what: &'static str) -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            "not-found",
            say!("There is no {what} with this id.", what = Said::from(what)),
        )
    }

    /// What was sent in is not right; nothing was done.
    pub fn invalid(findings: Vec<Finding>) -> Self {
        let first = findings.iter().find(|finding| finding.is_error()).or(findings.first());
        let mut problem = Problem::new("invalid", first.map(Finding::told).unwrap_or_default());
        problem.field = first.map(|finding| finding.field.clone()).filter(|field| !field.is_empty());
        problem.findings = findings;
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, problem: Box::new(problem), retry_after_s: None }
    }

    /// The provider refused, or could not be reached.
    pub fn provider(outcome: &Outcome, exchange: &Exchange) -> Self {
        let mut problem = Problem::new(&outcome.code, outcome.told());
        problem.field.clone_from(&outcome.field);
        problem.retry = outcome.retry;
        problem.provider = exchange.answer.as_ref().map(|answer| ProviderPart {
            status: answer.status,
            body: answer.json().unwrap_or_else(|| answer.body.clone().into()),
        });
        Self { status: StatusCode::BAD_GATEWAY, problem: Box::new(problem), retry_after_s: None }
    }

    /// Something that should not happen; the cause goes to the log, not to the caller.
    pub fn internal(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(%cause, "internal error");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "internal",
            "Something went wrong inside the proxy. Its log, under this answer's x-request-id, says what.",
        )
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        if let StoreError::IdReused = error {
            return Self::new(
                StatusCode::CONFLICT,
                "id-reused",
                "This id was used before for another quick test. Use a new id for each.",
            );
        }
        if let StoreError::OtherVersion { found, .. } = error {
            let text = say!(
                "This integration was saved by a newer proxy, in version {version} of its format; this proxy knows version \
                 {known}. It can be looked at here, and stays as it is. Update this proxy to use or change it.",
                version = found,
                known = INTEGRATION_VERSION
            );
            return Self::new(StatusCode::CONFLICT, "integration-version-unknown", text);
        }
        if !error.is_passing() {
            return Self::internal(&error);
        }
        tracing::error!(cause = %error, "storage does not answer");
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "storage-unavailable",
            "The proxy can't read or write its database now. Nothing was changed. Try again in a while.",
        )
        .later(STORAGE_RETRY_S)
    }
}

impl From<NoRandomness> for ApiError {
    fn from(error: NoRandomness) -> Self {
        Self::internal(&error)
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = (self.status, Json(ErrorEnvelope { error: *self.problem })).into_response();
        if let Some(seconds) = self.retry_after_s {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_error_speaks_for_all_findings() {
        let error = ApiError::invalid(vec![
            Finding::warning("odd", "a", "Odd."),
            Finding::error("missing", "settings.sender", "There is no sender."),
        ]);
        assert_eq!(
            (error.problem.text.as_str(), error.problem.field.as_deref()),
            ("There is no sender.", Some("settings.sender"))
        );
        assert_eq!((error.status, error.problem.findings.len()), (StatusCode::UNPROCESSABLE_ENTITY, 2));
    }

    #[test]
    fn what_may_be_tried_again_says_when() {
        let response = ApiError::from(StoreError::Database(sqlx::Error::PoolTimedOut)).into_response();
        assert_eq!(
            (response.status().as_u16(), &response.headers()[RETRY_AFTER]),
            (503, &HeaderValue::from(5))
        );
        assert!(!ApiError::not_found("x").into_response().headers().contains_key(RETRY_AFTER));
    }

    #[test]
    fn a_full_disk_is_passing_and_a_broken_seal_is_not() {
        assert!(StoreError::Database(sqlx::Error::PoolTimedOut).is_passing());
        assert!(!StoreError::Seal(crate::vault::SealBroken).is_passing());
        let error = ApiError::from(StoreError::Seal(crate::vault::SealBroken));
        assert_eq!((error.status.as_u16(), error.problem.code.as_str()), (500, "internal"));
    }
}
