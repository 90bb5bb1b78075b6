//! A look at a media file before anybody sends it.

use std::time::Instant;

use axum::{Json, extract::State, http::StatusCode};
use whatsapp_domain::{
    ErrorEnvelope, Finding, MediaProbe, MediaProbeInput,
    media_probe::findings::{self, FIELD, Seen},
    say,
};

use super::pace::TooMany;
use crate::{
    extract::JsonBody,
    media::{expiry, kind},
    problem::ApiError,
    state::AppState,
    upstream::{File, Look},
};

/// Looks at the first 64 KB of a file as WhatsApp would fetch it: without any log-in. What stands against sending it is
/// in the findings of a 200; an address that must not be called at all is refused before anything is called.
#[utoipa::path(post, path = "/api/v1/media/probe", tag = "media", request_body = MediaProbeInput, responses(
    (status = 200, body = MediaProbe),
    (status = 422, body = ErrorEnvelope, description = "The address may not be called; nothing was"),
    (status = 429, body = ErrorEnvelope, description = "As many looks as there may be within a minute", headers(("retry-after" = u64, description = "Seconds"))),
))]
pub(super) async fn probe(
    State(state): State<AppState>,
    JsonBody(input): JsonBody<MediaProbeInput>,
) -> Result<Json<MediaProbe>, ApiError> {
    // Judged before it counts: what is refused costs nobody anything.
    let url = state
        .upstream
        .judge_media(&input.url)
        .map_err(|refusal| ApiError::invalid(vec![Finding::error(&refusal.code, FIELD, refusal.text)]))?;
    state.media_pace.take("", Instant::now()).map_err(too_many)?;
    let expires = expiry::of(url.url());
    let look = state.upstream.look(url).await;
    let mut probe = told(&input, look);
    if let Some(end) = expires {
        let left = end.as_second().saturating_sub(jiff::Timestamp::now().as_second());
        let end = end.to_string();
        if let Some(finding) = findings::expiry(left, &end) {
            if finding.is_error() {
                // That the server asks for a log-in then is only how it says so.
                probe
                    .findings
                    .retain(|other| !matches!(other.code.as_str(), "media-needs-login" | "media-status"));
                probe.findings.insert(0, finding);
            } else {
                probe.findings.push(finding);
            }
        }
        probe.expires_at = Some(end);
    }
    Ok(Json(probe))
}

fn told(input: &MediaProbeInput, look: Look) -> MediaProbe {
    let mut probe = MediaProbe {
        url: look.url.into(),
        status: None,
        content_type: None,
        detected: None,
        bytes: None,
        width: None,
        height: None,
        expires_at: None,
        duration_ms: u64::try_from(look.duration.as_micros().div_ceil(1000)).unwrap_or(u64::MAX),
        findings: Vec::new(),
    };
    let File { status, declared, size, bytes, is_cut } = match look.file {
        Ok(file) => file,
        Err(why) => {
            probe.findings.push(findings::unreached(why));
            return probe;
        }
    };
    probe.status = Some(status);
    probe.content_type.clone_from(&declared);
    if let Some(finding) = findings::status(status) {
        probe.findings.push(finding);
        return probe;
    }
    let detected = kind::detect(&bytes);
    probe.detected = detected.map(str::to_owned);
    probe.bytes = size;
    (probe.width, probe.height) = kind::dimensions(&bytes, detected).unzip();
    let seen = Seen {
        detected,
        declared: declared.as_deref(),
        bytes: size,
        is_cut,
        is_login_page: kind::is_login_page(&bytes, detected, look.redirected),
    };
    probe.findings = findings::file(input.kind, input.place, &seen);
    probe
}

fn too_many(wait: TooMany) -> ApiError {
    let TooMany { per_minute, seconds } = wait;
    let text = say!(
        "The proxy has looked at {per_minute} files within a minute, as many as it may. Try again in {seconds} s.",
        per_minute = per_minute,
        seconds = seconds
    );
    ApiError::new(StatusCode::TOO_MANY_REQUESTS, "too-many-media-probes", text).later(seconds)
}
