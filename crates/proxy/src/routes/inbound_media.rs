//! Files that customers sent, shown through the proxy: it has the key that the provider asks for, the page has not.

use axum::{
    Json,
    body::Body,
    extract::{Path, State},
    http::{
        HeaderMap, HeaderValue, StatusCode,
        header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, REFERRER_POLICY},
    },
    response::{IntoResponse, Response},
};
use whatsapp_domain::{ErrorEnvelope, MediaTicket, Retry, words};

use super::{integrations, messages};
use crate::{
    access::Caller,
    clock,
    media::kind,
    problem::ApiError,
    state::AppState,
    upstream::{Login, NoFile},
};

/// The file of an inbound message. Pictures, films and sounds are shown as what their bytes say they are; everything else is
/// a download. Providers keep files for some days only. It takes a ticket in place of a token, since an `<img>` can send none.
#[utoipa::path(get, path = "/api/v1/messages/{id}/media", tag = "activity", params(("id" = String, Path, description = "`evt_…`"),
    ("ticket" = Option<String>, Query, description = "In place of a token")), responses(
    (status = 200, content_type = "application/octet-stream", description = "The file"),
    (status = 404, body = ErrorEnvelope, description = "No such message, no file in it, or the provider has it no more"),
    (status = 502, body = ErrorEnvelope, description = "The provider did not give it"),
))]
pub(super) async fn read(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, ApiError> {
    let event = messages::inbound(&state, &caller, &id).await?;
    let media = event.media.ok_or_else(|| ApiError::not_found(words!("file in a message")))?;
    let account = integrations::find(&state, &caller, &event.integration).await?;
    let provider = whatsapp_providers::find(&account.integration.provider)
        .ok_or_else(|| ApiError::internal(&"an integration of an unknown provider"))?;
    let login = Login { provider, settings: &account.integration.settings, secrets: &account.secrets };
    let file = state.upstream.inbound_media(login, &media.url).await.map_err(refusal)?;
    let shown = kind::shown(&file.head);
    let mut headers = HeaderMap::new();
    // A document that is opened must not tell where it came from.
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(shown.unwrap_or("application/octet-stream")));
    if let Some(size) = file.size {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(size));
    }
    let how = disposition(shown.is_some(), media.filename.as_deref());
    if let Ok(how) = HeaderValue::from_str(&how) {
        headers.insert(CONTENT_DISPOSITION, how);
    }
    Ok((headers, Body::from_stream(file.into_stream())).into_response())
}

/// An address of the file of an inbound message that a page can show by itself: it holds a ticket for this one file, for some
/// minutes.
#[utoipa::path(post, path = "/api/v1/messages/{id}/media/ticket", tag = "activity", params(("id" = String, Path, description = "`evt_…`")), responses(
    (status = 200, body = MediaTicket),
    (status = 404, body = ErrorEnvelope, description = "No such message, or no file in it"),
))]
pub(super) async fn ticket(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Json<MediaTicket>, ApiError> {
    let event = messages::inbound(&state, &caller, &id).await?;
    if event.media.is_none() {
        return Err(ApiError::not_found("file in a message"));
    }
    let path = format!("/api/v1/messages/{id}/media");
    let now = clock::now_ms() / 1000;
    let ticket = state.tickets.make(&caller, &path, now);
    let seconds = u32::try_from(ticket.until - now).unwrap_or(0);
    Ok(Json(MediaTicket { path: format!("{path}?ticket={}", ticket.text), seconds }))
}

/// `inline` or `attachment`, with the name in the form that takes every character.
fn disposition(inline: bool, name: Option<&str>) -> String {
    let how = if inline { "inline" } else { "attachment" };
    let Some(name) =
        name.map(|name| name.rsplit(['/', '\\']).next().unwrap_or(name)).filter(|name| !name.is_empty())
    else {
        return how.to_owned();
    };
    let mut text = format!("{how}; filename*=UTF-8''");
    for byte in name.bytes().take(400) {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

fn refusal(why: NoFile) -> ApiError {
    let (status, code, text) = match why {
        NoFile::Gone => (
            StatusCode::NOT_FOUND,
            "media-gone",
            "The provider has this file no more. Files are kept for some days only.",
        ),
        NoFile::Blocked => {
            (StatusCode::BAD_GATEWAY, "address-blocked", "The file's address may not be called.")
        }
        NoFile::TooLarge => (
            StatusCode::BAD_GATEWAY,
            "media-too-large",
            "The file is larger than anything WhatsApp lets people send.",
        ),
        NoFile::Refused(401 | 403) => (
            StatusCode::BAD_GATEWAY,
            "media-refused",
            "The provider did not give the file to this account. Check the connection of the integration.",
        ),
        NoFile::Refused(_) => (
            StatusCode::BAD_GATEWAY,
            "media-refused",
            "The provider did not give the file. Try again in a while.",
        ),
        NoFile::Failed(failure) => {
            (StatusCode::BAD_GATEWAY, failure.code(), "The file did not come. Try again in a while.")
        }
        NoFile::NoSecret(finding) => return ApiError::invalid(vec![*finding]),
        NoFile::NoToken(outcome) => {
            let mut error = ApiError::new(StatusCode::BAD_GATEWAY, &outcome.code, outcome.cause);
            error.problem.retry = outcome.retry;
            return error;
        }
    };
    let mut error = ApiError::new(status, code, text);
    if status == StatusCode::BAD_GATEWAY {
        error.problem.retry = Retry::Later;
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_s_name_can_add_nothing_to_the_header() {
        assert_eq!(disposition(true, None), "inline");
        assert_eq!(
            disposition(false, Some("Rechnung ü.pdf")),
            "attachment; filename*=UTF-8''Rechnung%20%C3%BC.pdf"
        );
        assert_eq!(
            disposition(false, Some("../../etc/a\"b\r\nx: y")),
            "attachment; filename*=UTF-8''a%22b%0D%0Ax%3A%20y"
        );
        assert_eq!(disposition(false, Some("C:\\x\\y.exe")), "attachment; filename*=UTF-8''y.exe");
        assert_eq!(disposition(false, Some("a/")), "attachment");
    }
}
