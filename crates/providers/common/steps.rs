//! Steps of a connection check that every provider needs.

use whatsapp_domain::{Answer, CheckStep, Outcome, StepVerdict, Verdict, say};

use crate::provider::ProbeResult;

/// The step with the time and the answer of the probe behind it.
pub fn from(step: CheckStep, result: &ProbeResult) -> CheckStep {
    CheckStep { duration_ms: Some(result.duration_ms), answer: result.answer.clone(), ..step }
}

/// A step that was not tried.
pub fn skipped(id: &str, title: &str) -> CheckStep {
    CheckStep::new(id, title, StepVerdict::Skipped, "Not tried, because an earlier step failed.")
}

/// The probe with its answer, if it brought one.
pub fn answered(result: Option<&ProbeResult>) -> Option<(&ProbeResult, &Answer)> {
    result.and_then(|result| result.answer.as_ref().map(|answer| (result, answer)))
}

/// A step whose probe brought nothing that could be judged: not proven wrong, so a warning.
pub fn unanswered(id: &str, title: &str, provider: &str, result: Option<&ProbeResult>) -> CheckStep {
    let text = match answered(result) {
        Some((_, answer)) => say!(
            "Could not be checked: {provider} answered with status {status}. Check again in a while.",
            provider = provider,
            status = answer.status
        ),
        None => say!(
            "Could not be checked: {provider} did not answer. Check again in a while.",
            provider = provider
        ),
    };
    let step = CheckStep::new(id, title, StepVerdict::Warning, text);
    match result {
        Some(result) => from(step, result),
        None => step,
    }
}

/// A step whose probe was answered in a way that the step has no words for: the general reading of the answer.
pub fn unexpected(
    id: &str,
    title: &str,
    provider: &str,
    result: &ProbeResult,
    answer: &Answer,
    read: Outcome,
) -> CheckStep {
    if read.verdict != Verdict::Refused || answer.status == 429 {
        return unanswered(id, title, provider, Some(result));
    }
    from(CheckStep::new(id, title, StepVerdict::Failed, read.told()), result)
}
