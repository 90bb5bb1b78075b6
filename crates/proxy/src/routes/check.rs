//! The connection check: address, reachability, then what the provider's own probes tell. No message is sent.

use axum::{
    Json,
    extract::{Path, State},
};
use whatsapp_domain::{
    CheckReport, CheckStep, ErrorEnvelope, FieldKind, Finding, IntegrationInput, StepVerdict,
    audit::AuditAction,
};
use whatsapp_providers::ProbeResult;

use super::{audit, integrations::find, save::Draft};
use crate::{
    access::Caller,
    clock,
    extract::{OptionalStoredBody, StoredBody},
    problem::ApiError,
    state::AppState,
    upstream::{Failure, Login, Sent},
};

const NOT_TRIED: &str = "Not tried, because an earlier step failed.";

/// Checks the connection of an integration that is not saved.
#[utoipa::path(post, path = "/api/v1/integrations/check", tag = "integrations", request_body = IntegrationInput, responses(
    (status = 200, body = CheckReport),
    (status = 422, body = ErrorEnvelope, description = "Something is missing or wrong; nothing was called"),
))]
pub(super) async fn unsaved(
    State(state): State<AppState>,
    StoredBody(input): StoredBody<IntegrationInput>,
) -> Result<Json<CheckReport>, ApiError> {
    let draft = Draft::read(input, None, state.upstream.policy())?;
    run(&state, &draft).await.map(Json)
}

/// Checks the connection of a saved integration: as it is stored, or (with a body) with unsaved changes, where secrets
/// that are left out are the stored ones. A check of the stored state is kept with it.
#[utoipa::path(post, path = "/api/v1/integrations/{id}/check", tag = "integrations", request_body = Option<IntegrationInput>,
    params(("id" = String, Path, description = "`int_…`")), responses(
    (status = 200, body = CheckReport),
    (status = 404, body = ErrorEnvelope),
    (status = 422, body = ErrorEnvelope, description = "Something is missing or wrong; nothing was called"),
))]
pub(super) async fn saved(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
    OptionalStoredBody(input): OptionalStoredBody<IntegrationInput>,
) -> Result<Json<CheckReport>, ApiError> {
    let stored = find(&state, &caller, &id).await?;
    let integration = &stored.integration;
    let policy = state.upstream.policy();
    let draft = match input {
        Some(input) => Draft::read(input, Some(&stored), policy)?,
        None => {
            let input = IntegrationInput {
                version: integration.version,
                id: None,
                name: integration.name.clone(),
                provider: integration.provider.clone(),
                settings: integration.settings.clone(),
                secrets: Default::default(),
                two_way: integration.two_way.clone(),
                limits: integration.limits,
            };
            Draft::read(input, Some(&stored), policy)?
        }
    };
    let report = run(&state, &draft).await?;
    let as_stored = draft.provider.schema().provider == integration.provider
        && draft.settings == integration.settings
        && draft.secrets == stored.secrets;
    let noted = audit::by(&caller, &id, AuditAction::Checked);
    if as_stored {
        state.store.keep_check(&id, &integration.updated_at, &report, noted).await?;
    } else {
        state.store.note(noted).await?;
    }
    Ok(Json(report))
}

async fn run(state: &AppState, draft: &Draft) -> Result<CheckReport, ApiError> {
    let url_key = draft
        .provider
        .schema()
        .fields
        .iter()
        .find(|field| field.kind == FieldKind::Url)
        .map(|field| field.key);
    let url_path = url_key.map(|key| format!("settings.{key}"));
    let findings = draft.check_settings(state.upstream.policy());
    // A wrong address is the first step's verdict; anything else has to be typed before a check makes sense.
    let (address, others): (Vec<_>, Vec<_>) =
        findings.into_iter().partition(|finding| Some(&finding.field) == url_path.as_ref());
    if others.iter().any(Finding::is_error) {
        return Err(ApiError::invalid(address.into_iter().chain(others).collect()));
    }
    let url = url_key.and_then(|key| draft.settings.get(key)).map_or("", String::as_str);

    let mut steps = vec![address_step(state, draft, url, &address)];
    if steps[0].verdict == StepVerdict::Failed {
        steps[0].field = url_path;
        steps.push(CheckStep::new("reach", "Host answers", StepVerdict::Skipped, NOT_TRIED));
        steps.push(CheckStep::new("key", "Key accepted", StepVerdict::Skipped, NOT_TRIED));
        return Ok(report(steps));
    }
    steps.push(reach_step(state, draft, url, url_path).await);
    if steps[1].verdict == StepVerdict::Failed {
        steps.push(CheckStep::new("key", "Key accepted", StepVerdict::Skipped, NOT_TRIED));
        return Ok(report(steps));
    }
    steps.extend(provider_steps(state, draft).await?);
    Ok(report(steps))
}

fn report(steps: Vec<CheckStep>) -> CheckReport {
    // What could not be known is no failure.
    let ok = steps.iter().all(|step| step.verdict != StepVerdict::Failed);
    CheckReport { ok, steps, checked_at: clock::now() }
}

fn address_step(state: &AppState, draft: &Draft, url: &str, findings: &[Finding]) -> CheckStep {
    let title = "Address allowed";
    if let Some(finding) = findings.iter().find(|finding| finding.is_error()) {
        return CheckStep::new("address", title, StepVerdict::Failed, finding.told());
    }
    if !state.upstream.may_call(draft.provider, url) {
        let text = Failure::Blocked.told();
        return CheckStep::new("address", title, StepVerdict::Failed, text);
    }
    match findings.first() {
        Some(finding) => CheckStep::new("address", title, StepVerdict::Warning, finding.told()),
        None => CheckStep::new("address", title, StepVerdict::Ok, ""),
    }
}

/// Name look-up, connection and TLS: any answer at all shows them.
async fn reach_step(state: &AppState, draft: &Draft, url: &str, field: Option<String>) -> CheckStep {
    let title = "Host answers";
    let exchange = state.upstream.reach(draft.provider, url).await;
    let mut step = match exchange.failure {
        None | Some(Failure::BodyCut) => CheckStep::new("reach", title, StepVerdict::Ok, ""),
        Some(failure) => {
            // The words about a sent request speak of messages; here was none.
            let text = if failure.was_sent() {
                "The host took the connection, but did not answer. Try again in a while.".into()
            } else {
                failure.told()
            };
            CheckStep { field, ..CheckStep::new("reach", title, StepVerdict::Failed, text) }
        }
    };
    step.duration_ms = Some(exchange.duration_ms());
    step
}

async fn provider_steps(state: &AppState, draft: &Draft) -> Result<Vec<CheckStep>, ApiError> {
    let login = Login { provider: draft.provider, settings: &draft.settings, secrets: &draft.secrets };
    let mut results = Vec::new();
    for probe in draft.provider.probes(&draft.settings) {
        // The first probe proves the credentials, so it takes a new token; the others use that.
        let fresh = results.is_empty();
        match state.upstream.send(login, &probe.request, fresh).await {
            Ok(Sent::Called(exchange)) => {
                let duration_ms = exchange.duration_ms();
                results.push(ProbeResult { id: probe.id, answer: exchange.answer, duration_ms });
            }
            Ok(Sent::NoToken { outcome, .. }) => {
                return Ok(draft.provider.read_probes(&draft.settings, Some(&outcome), &[]));
            }
            Err(finding) => return Err(ApiError::invalid(vec![*finding])),
        }
    }
    Ok(draft.provider.read_probes(&draft.settings, None, &results))
}
