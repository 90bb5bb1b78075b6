//! Speaking with the provider about callbacks. Requests and what their answers mean come from its folder.

use whatsapp_domain::{Answer, OutgoingRequest, Problem, Registration};
use whatsapp_providers::{Callback, CallbackList, CallbackRequest, ProbeResult};

use super::SetUp;
use crate::{
    clock,
    problem::ApiError,
    state::AppState,
    upstream::{Failure, Sent},
};

/// Stands in the place of a secret.
const MASK: &str = "***";
/// How long a provider may take to tell its sender.
const SENDER_WITHIN: std::time::Duration = std::time::Duration::from_secs(5);

/// What is registered, as far as the provider tells.
pub(super) async fn look(state: &AppState, set_up: &SetUp) -> Result<CallbackList, ApiError> {
    let settings = &set_up.account.integration.settings;
    let mut results = Vec::new();
    for probe in set_up.provider.list_callbacks(settings) {
        results.push(called(state, set_up, probe.id, &probe.request).await?.result);
    }
    let own: Vec<&str> = set_up.own.iter().map(String::as_str).collect();
    Ok(set_up.provider.read_callbacks(settings, &own, &results))
}

/// The number that customers write to: as the settings say, or as the provider does. It is worth a moment, not more: without it
/// there is a code and no link.
pub(super) async fn sender(state: &AppState, set_up: &SetUp) -> Option<String> {
    let settings = &set_up.account.integration.settings;
    if let Some(sender) = settings.get("sender").filter(|sender| !sender.is_empty()) {
        return Some(sender.clone());
    }
    let probe = set_up.provider.sender_request(settings)?;
    let asked = called(state, set_up, probe.id, &probe.request);
    let called = tokio::time::timeout(SENDER_WITHIN, asked).await.ok()?.ok()?;
    set_up.provider.read_sender(&called.result)
}

/// Remembers what is registered. A problem of a change goes before one of the look.
pub(super) fn note(state: &AppState, set_up: &SetUp, list: CallbackList, problem: Option<Problem>) {
    let registration = Registration {
        checked_at: clock::now(),
        state: list.state,
        targets: list.targets,
        problem: problem.or(list.problem),
    };
    let id = set_up.account.integration.id.clone();
    state.two_ways.lock().entry(id).or_default().registration = Some(registration);
}

/// Registers the address in use; those of ours that it replaced go first.
pub(super) async fn register(state: &AppState, set_up: &SetUp) -> Result<(), ApiError> {
    let mut list = look(state, set_up).await?;
    let (_, stopped) = remove_targets(state, set_up, &list, |url| url != set_up.url).await?;
    if let Some(problem) = stopped {
        // With the old one in place the new one may not be taken. The old one still works.
        note(state, set_up, list, Some(problem));
        return Ok(());
    }
    if list.targets.iter().any(|target| target.own && target.url != set_up.url) {
        list = look(state, set_up).await?;
    }
    let settings = &set_up.account.integration.settings;
    let callback = Callback { url: &set_up.url };
    let problem = match set_up.provider.register_callback(settings, &callback, &list) {
        Ok(requests) if requests.is_empty() => None,
        Ok(requests) => {
            let results = carry_out(state, set_up, requests).await?;
            match results {
                Ok(results) => set_up.provider.read_registered(&results).err().map(|problem| *problem),
                Err(problem) => Some(problem),
            }
        }
        Err(problem) => Some(*problem),
    };
    let problem = problem.map(|problem| without_secret(problem, set_up));
    if let Some(problem) = &problem {
        tracing::warn!(
            integration = set_up.account.integration.id,
            code = problem.code,
            "a callback was not registered"
        );
    }
    let list = look(state, set_up).await?;
    note(state, set_up, list, problem);
    Ok(())
}

/// Removes all targets of ours.
pub(super) async fn remove(state: &AppState, set_up: &SetUp) -> Result<(), ApiError> {
    let list = look(state, set_up).await?;
    let (removed, problem) = remove_targets(state, set_up, &list, |_| true).await?;
    let list = if removed || problem.is_some() { look(state, set_up).await? } else { list };
    note(state, set_up, list, problem);
    Ok(())
}

/// Removes those of our targets that are meant, and tells whether there were any, and what stopped it.
async fn remove_targets(
    state: &AppState,
    set_up: &SetUp,
    list: &CallbackList,
    meant: impl Fn(&str) -> bool,
) -> Result<(bool, Option<Problem>), ApiError> {
    let settings = &set_up.account.integration.settings;
    let mut removed = false;
    for target in list.targets.iter().filter(|target| target.own && meant(&target.url)) {
        removed = true;
        let requests = set_up.provider.remove_callback(settings, target);
        match carry_out(state, set_up, requests).await? {
            Ok(results) => {
                if let Err(problem) = set_up.provider.read_removed(&results) {
                    return Ok((removed, Some(without_secret(*problem, set_up))));
                }
            }
            Err(problem) => return Ok((removed, Some(problem))),
        }
    }
    Ok((removed, None))
}

/// Makes the calls one after the other, up to the first that is not a success (or finds gone what it was to remove).
async fn carry_out(
    state: &AppState,
    set_up: &SetUp,
    requests: Vec<CallbackRequest>,
) -> Result<Result<Vec<ProbeResult>, Problem>, ApiError> {
    let mut results = Vec::new();
    for request in requests {
        let called = called(state, set_up, request.id, &request.with_secret(&set_up.secret)).await?;
        if let Some(problem) = called.problem {
            return Ok(Err(problem));
        }
        let status = called.result.answer.as_ref().map_or(0, |answer| answer.status);
        let goes_on = (200..300).contains(&status) || (status == 404 && request.request.method == "DELETE");
        results.push(called.result);
        if !goes_on {
            break;
        }
    }
    Ok(Ok(results))
}

struct Called {
    result: ProbeResult,
    /// Nothing can have reached the provider, and why.
    problem: Option<Problem>,
}

async fn called(
    state: &AppState,
    set_up: &SetUp,
    id: &'static str,
    request: &OutgoingRequest,
) -> Result<Called, ApiError> {
    let missing = |finding| ApiError::invalid(vec![finding]);
    let sent = state.upstream.list(set_up.login(), request).await.map_err(|finding| missing(*finding))?;
    let duration_ms = sent.exchange().duration_ms();
    Ok(match sent {
        Sent::Called(exchange) => {
            let problem = match exchange.failure {
                Some(failure) if !failure.was_sent() => Some(unsent(failure)),
                _ => None,
            };
            let answer: Option<Answer> = exchange.answer.filter(|_| exchange.failure.is_none());
            Called { result: ProbeResult { id, answer, duration_ms }, problem }
        }
        Sent::NoToken { outcome, exchange } => {
            let problem = *ApiError::provider(&outcome, &exchange).problem;
            Called {
                result: ProbeResult { id, answer: exchange.answer, duration_ms },
                problem: Some(problem),
            }
        }
    })
}

fn unsent(failure: Failure) -> Problem {
    Problem::new(failure.code(), failure.told())
}

/// Some gateways repeat what they were sent.
fn without_secret(mut problem: Problem, set_up: &SetUp) -> Problem {
    let secret = set_up.secret.expose();
    if let Some(part) = &mut problem.provider {
        let text = part.body.to_string();
        if text.contains(secret) {
            // Letters and digits alone, so the JSON stays JSON.
            part.body = serde_json::from_str(&text.replace(secret, MASK)).unwrap_or_else(|_| MASK.into());
        }
    }
    problem
}
