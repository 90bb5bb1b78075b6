//! Quick tests: fill, check, send, keep.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
    time::Instant,
};

use axum::{
    Json,
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
};
use sha2::{Digest, Sha256};
use whatsapp_domain::{
    Answer, ErrorEnvelope, Finding, Message, Outcome, QuickTest, QuickTestInput, Reached, Retry, Template,
    Verdict, audit::AuditAction, following::Following, say,
};
use whatsapp_engine::phone;
use whatsapp_providers::{
    Provider,
    render::{RenderInput, RenderOutput, render},
};

use super::{audit, pace::TooMany, windows};
use crate::{
    access::{Caller, LOCAL},
    clock,
    extract::JsonBody,
    ids,
    problem::ApiError,
    state::AppState,
    store::{Account, NewQuickTest, Repeat, SentMessage, StoreError},
    upstream::{self, Login, Sent},
};

/// Longest id of a caller; it goes out as the message's id, which all providers take at this length.
const CALLER_ID_MAX: usize = 50;

/// Locks by caller id: of two equal requests at once the second waits for the first one's answer.
#[derive(Default)]
pub(crate) struct CallerIds(Mutex<HashMap<String, Weak<tokio::sync::Mutex<()>>>>);

impl CallerIds {
    async fn lock(&self, id: &str) -> tokio::sync::OwnedMutexGuard<()> {
        let lock = {
            let mut locks = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            locks.retain(|_, lock| lock.strong_count() > 0);
            match locks.get(id).and_then(Weak::upgrade) {
                Some(lock) => lock,
                None => {
                    let lock = Arc::new(tokio::sync::Mutex::new(()));
                    locks.insert(id.to_owned(), Arc::downgrade(&lock));
                    lock
                }
            }
        };
        lock.lock_owned().await
    }
}

/// Sends a message to a tester and keeps what came of it. A refusal of the provider is a result too: it is answered
/// with 201 like an acceptance. With an `id`, a repeat of the same request gives the first answer and sends nothing.
#[utoipa::path(post, path = "/api/v1/quick-tests", tag = "quick tests", request_body = QuickTestInput, responses(
    (status = 201, body = QuickTest, headers(("location" = String, description = "Its path"))),
    (status = 409, body = ErrorEnvelope, description = "The id was used for another quick test"),
    (status = 422, body = ErrorEnvelope, description = "Something is missing or wrong; nothing was sent"),
    (status = 429, body = ErrorEnvelope, description = "The integration has sent as many quick tests as it may within a minute; nothing was sent", headers(("retry-after" = u64, description = "Seconds"))),
))]
pub(super) async fn create(
    State(state): State<AppState>,
    caller: Caller,
    JsonBody(input): JsonBody<QuickTestInput>,
) -> Result<impl IntoResponse, ApiError> {
    let repeat = repeat(&caller, &input)?;
    // The lock is held until the record is kept.
    let _lock = match &repeat {
        Some(repeat) => Some(state.caller_ids.lock(&repeat.caller_id).await),
        None => None,
    };
    if let Some(repeat) = &repeat
        && let Some(first) = state.store.repeated_quick_test(repeat).await?
    {
        return Ok(answer(first));
    }
    // In a task of its own: a caller that hangs up does not keep a sent message out of the history.
    let task = tokio::spawn(async move {
        let _lock = _lock;
        send_and_keep(&state, &caller, &input, repeat.as_ref()).await
    });
    match task.await {
        Ok(test) => test.map(answer),
        Err(error) => Err(ApiError::internal(&error)),
    }
}

fn answer(test: QuickTest) -> (StatusCode, [(header::HeaderName, String); 1], Json<QuickTest>) {
    let location = [(header::LOCATION, format!("/api/v1/quick-tests/{}", test.id))];
    (StatusCode::CREATED, location, Json(test))
}

/// What recognises a repeat of this request.
fn repeat(caller: &Caller, input: &QuickTestInput) -> Result<Option<Repeat>, ApiError> {
    let Some(id) = &input.id else { return Ok(None) };
    let proper = (1..=CALLER_ID_MAX).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if !proper {
        return Err(ApiError::invalid(vec![Finding::error(
            "quick-test-id",
            "id",
            say!(
                "The id has to be 1 to {most} letters, digits, hyphens and underscores.",
                most = CALLER_ID_MAX
            ),
        )]));
    }
    let content = serde_json::to_vec(input).map_err(|error| ApiError::internal(&error))?;
    // Tenants choose their ids without knowing of each other.
    let caller_id = if caller.tenant == LOCAL { id.clone() } else { format!("{}/{id}", caller.tenant) };
    Ok(Some(Repeat { caller_id, digest: Sha256::digest(content).to_vec() }))
}

async fn send_and_keep(
    state: &AppState,
    caller: &Caller,
    input: &QuickTestInput,
    repeat: Option<&Repeat>,
) -> Result<QuickTest, ApiError> {
    let account = account(state, caller, &input.node.integration).await?;
    let provider = whatsapp_providers::find(&account.integration.provider)
        .ok_or_else(|| ApiError::internal(&"an integration of an unknown provider"))?;
    let id = ids::new_id("test_")?;
    // The caller's id is the message's id, so that a provider that knows repeats refuses one after a crash as well.
    let message_id = input.id.as_deref().unwrap_or(&id);
    let rendered = fill(state, &account, provider, input, message_id).await?;
    let findings = rendered.findings;
    let (Some(request), Some(reached), Some(message)) =
        (rendered.request, rendered.reached, rendered.message)
    else {
        return Err(ApiError::invalid(findings));
    };
    let login = Login { provider, settings: &account.integration.settings, secrets: &account.secrets };
    let missing = |finding: Box<Finding>| ApiError::invalid(vec![*finding]);
    let shown = upstream::masked(login, &request).map_err(missing)?;
    let field = if input.to.is_some() { "to" } else { "recipient.value" };
    let stop = windows::stop(state, &account.integration, &reached.e164, &message, field).await?;
    if let Some(stop) = stop {
        return Err(ApiError::invalid([vec![stop], findings].concat()));
    }
    // What was refused above sent nothing, so it does not count.
    state.pace.take(&account.integration.id, Instant::now()).map_err(too_many)?;
    let created_at = clock::now();
    let sent = state.upstream.send(login, &request, false).await.map_err(missing)?;
    let duration_ms = sent.exchange().duration_ms();
    let (answer, outcome) = read(provider, sent);
    let sent = sent_message(&account.integration.id, &id, message_id, &reached, &outcome);
    let mut test = QuickTest {
        id,
        integration: account.integration.id.clone(),
        integration_name: account.integration.name.clone(),
        provider: account.integration.provider.clone(),
        created_at,
        reached,
        message,
        findings,
        request: shown,
        answer,
        outcome,
        duration_ms,
        stamp: Some(rendered.stamp),
        following: None,
    };
    tracing::info!(
        test = test.id,
        integration = test.integration,
        provider = test.provider,
        outcome = test.outcome.code,
        duration_ms,
        "quick test"
    );
    let noted = audit::by(caller, &test.integration, AuditAction::QuickTested);
    let kept = state.store.keep_quick_test(
        NewQuickTest { record: &test, repeat, sent },
        state.config.quick_tests_kept,
        noted,
    );
    test.following = kept.await.map_err(|error| not_kept(&error, &test))?;
    Ok(test)
}

/// What is followed from now on: a message that was taken over, or may have been.
fn sent_message(
    integration: &str,
    test: &str,
    own_id: &str,
    reached: &Reached,
    outcome: &Outcome,
) -> Option<SentMessage> {
    let accepted = match outcome.verdict {
        Verdict::Accepted => true,
        Verdict::Unclear => false,
        Verdict::Refused => return None,
    };
    let message_id = outcome.message_id.clone();
    let followed = message_id.as_deref().unwrap_or(own_id);
    Some(SentMessage {
        following: Following::new(followed, accepted.then(clock::now)),
        integration: integration.to_owned(),
        own_id: own_id.to_owned(),
        message_id,
        who: Some(reached.e164.trim_start_matches('+').to_owned()),
        test: Some(test.to_owned()),
        sent_at: clock::now_ms(),
    })
}

fn too_many(wait: TooMany) -> ApiError {
    let TooMany { per_minute, seconds } = wait;
    let text = say!(
        "This integration has sent {per_minute} quick tests within a minute, as many as it may. Nothing was sent. \
         Try again in {seconds} s.",
        per_minute = per_minute,
        seconds = seconds
    );
    ApiError::new(StatusCode::TOO_MANY_REQUESTS, "too-many-quick-tests", text).later(seconds)
}

async fn account(state: &AppState, caller: &Caller, id: &str) -> Result<Arc<Account>, ApiError> {
    let found = match state.store.belongs(id, &caller.tenant) {
        true => state.store.account(id).await?,
        false => None,
    };
    found.ok_or_else(|| {
        let text = if id.is_empty() {
            "Choose the integration that sends the message."
        } else {
            "The integration that sends the message is not there (any more). Choose another one."
        };
        ApiError::invalid(vec![Finding::error("integration-unknown", "integration", text)])
    })
}

async fn fill(
    state: &AppState,
    account: &Account,
    provider: &'static dyn Provider,
    input: &QuickTestInput,
    message_id: &str,
) -> Result<RenderOutput, ApiError> {
    // What is sent has a profile, if need be an empty one.
    let empty = serde_json::json!({});
    let context = if input.context.is_null() { &empty } else { &input.context };
    if !context.is_object() {
        return Err(ApiError::invalid(vec![Finding::error(
            "context-form",
            "context",
            "The profile has to be a JSON object such as {\"customer\":{…}}.",
        )]));
    }
    let templates = match &input.node.message {
        Message::Template { template, .. } => known(state, account, &template.name).await?,
        _ => None,
    };
    let mut rendered = render(&RenderInput {
        provider,
        settings: &account.integration.settings,
        node: &input.node,
        context,
        to: input.to.as_deref(),
        message_id: Some(message_id),
        templates: templates.as_deref(),
        policy: state.upstream.policy(),
    });
    if rendered.skipped {
        let text = "This customer is left out: a value is empty that is set to leave such customers out.";
        rendered.findings.push(Finding::error("customer-skipped", "", text));
        rendered.request = None;
    }
    if let (Some(expected), Some(reached)) = (&input.expected_region, &rendered.reached) {
        let field = if input.to.is_some() { "to" } else { "recipient.value" };
        if let Some(finding) = phone::check_expected(reached, field, expected, "expectedRegion") {
            // In front of all others: whom it reaches matters most.
            rendered.findings.insert(0, finding);
            rendered.request = None;
        }
    }
    Ok(rendered)
}

/// The account's templates of this name in all their languages, as listed last, however long ago; none when the list is
/// unknown or has no such name: a template that was made since then must not be refused because of it.
async fn known(state: &AppState, account: &Account, name: &str) -> Result<Option<Vec<Template>>, ApiError> {
    let Some(kept) = state.store.templates(&account.integration.id).await? else { return Ok(None) };
    let found: Vec<Template> = kept.items.iter().filter(|item| item.name == name).cloned().collect();
    Ok(Some(found).filter(|found| !found.is_empty()))
}

fn read(provider: &dyn Provider, sent: Sent) -> (Option<Answer>, Outcome) {
    match sent {
        Sent::NoToken { outcome, exchange } => (exchange.answer, *outcome),
        Sent::Called(exchange) => {
            let outcome = match (&exchange.answer, exchange.failure) {
                (Some(answer), None) => provider.read_answer(answer),
                // A refusal is one by its status, even when its words are not complete.
                (Some(answer), Some(_)) if (400..500).contains(&answer.status) => {
                    provider.read_answer(answer)
                }
                (_, Some(failure)) => failure.outcome(),
                (None, None) => upstream::Failure::Cut.outcome(),
            };
            (exchange.answer, outcome)
        }
    }
}

/// The message is on its way, but the history could not be written: that must not look like "nothing happened".
fn not_kept(error: &StoreError, test: &QuickTest) -> ApiError {
    tracing::error!(cause = %error, test = test.id, "a sent quick test could not be kept");
    let text = format!(
        "The history could not be written, so this test is not in it. What came of the message all the same: {}",
        test.outcome.cause
    );
    let mut problem = ApiError::new(StatusCode::SERVICE_UNAVAILABLE, "sent-but-not-kept", text);
    problem.problem.retry = Retry::Never;
    problem.problem.provider = test.answer.as_ref().map(|answer| whatsapp_domain::ProviderPart {
        status: answer.status,
        body: answer.json().unwrap_or_else(|| answer.body.clone().into()),
    });
    problem
}
