//! What registering callbacks needs with every provider.

use serde_json::Value;
use sha2::{Digest, Sha256};
use whatsapp_domain::{
    Answer, CallbackTarget, Outcome, OutgoingRequest, Problem, ProviderPart, RegistrationState, Said, say,
};

use crate::provider::{CallbackRequest, ProbeResult};

/// A request of this method without a body.
pub fn request(method: &str, url: String) -> OutgoingRequest {
    OutgoingRequest { method: method.into(), ..OutgoingRequest::get(url) }
}

/// A request that carries no secret.
pub fn plain(id: &'static str, request: OutgoingRequest) -> CallbackRequest {
    CallbackRequest { id, request, secret_at: None }
}

/// An id for what is registered under an address: the same for the same address, and telling nothing about its token.
pub fn id_for(url: &str) -> String {
    let digest = Sha256::digest(url.as_bytes());
    let hex: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("whatsapp-{hex}")
}

/// Is this one of the ids that [`id_for`] gives?
pub fn is_ours(id: &str) -> bool {
    id.strip_prefix("whatsapp-")
        .is_some_and(|hex| hex.len() == 16 && hex.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// An address as it may be shown: that of somebody else without its path, which may hold a token.
pub fn shown(url: &str, own: bool) -> String {
    if own {
        return url.to_owned();
    }
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    // A user name and password may stand in front of the host.
    let host = rest[..end].rsplit('@').next().unwrap_or_default();
    let path = if end < rest.len() { "/…" } else { "" };
    if scheme.is_empty() { format!("{host}{path}") } else { format!("{scheme}://{host}{path}") }
}

/// What the targets mean, when all of them could be read (`complete`) or only some.
pub fn state(targets: &[CallbackTarget], complete: bool) -> RegistrationState {
    let takes = |own: bool| targets.iter().any(|target| target.own == own && target.takes_messages);
    match (takes(true), takes(false), complete) {
        (_, true, _) => RegistrationState::Other,
        (true, false, _) => RegistrationState::Registered,
        (false, false, true) => RegistrationState::NotRegistered,
        (false, false, false) => RegistrationState::Unknown,
    }
}

/// The result with this id.
pub fn result<'a>(results: &'a [ProbeResult], id: &str) -> Option<&'a ProbeResult> {
    results.iter().find(|result| result.id == id)
}

/// Nothing came back.
pub fn unanswered(provider: &str) -> Problem {
    Problem {
        retry: whatsapp_domain::Retry::Later,
        ..Problem::new(
            "callbacks-unanswered",
            say!("{provider} did not answer. Try again in a while.", provider = provider),
        )
    }
}

/// An answer without success. `forbidden` says what a 403 lacks, with what to do.
pub fn refused(answer: &Answer, read: Outcome, forbidden: &'static str) -> Problem {
    let body = answer.json().unwrap_or_else(|| Value::String(answer.body.clone()));
    let (code, text) = match answer.status {
        403 => ("callbacks-not-permitted".to_owned(), Said::from(forbidden)),
        _ if read.fix.is_none() => (read.code.clone(), read.told_cause().then("Try again later.")),
        _ => (read.code.clone(), read.told()),
    };
    Problem {
        field: read.field.clone(),
        retry: read.retry,
        provider: Some(ProviderPart { status: answer.status, body }),
        ..Problem::new(&code, text)
    }
}

/// An answer that is a success, yet not of the documented form.
pub fn unreadable(provider: &str, answer: &Answer) -> Problem {
    let body = answer.json().unwrap_or_else(|| Value::String(answer.body.clone()));
    Problem {
        provider: Some(ProviderPart { status: answer.status, body }),
        ..Problem::new(
            "callbacks-unreadable",
            say!("{provider} answered in a form that we can't read.", provider = provider),
        )
    }
}

/// An address that is longer than the provider takes.
pub fn too_long(provider: &str, url: &str, most: usize) -> Option<Problem> {
    let length = url.chars().count();
    (length > most).then(|| {
        let text = say!("The callback URL has {count} characters; {provider} takes {most}. Give the proxy a shorter public address.", count = length, provider = provider, most = most);
        Problem::new("callback-url-too-long", text)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_others_are_shown_without_their_path() {
        assert_eq!(shown("https://a.example/hook/secret?x=1", false), "https://a.example/…");
        assert_eq!(shown("https://user:pass@a.example:8443/hook", false), "https://a.example:8443/…");
        assert_eq!(shown("https://a.example", false), "https://a.example");
        assert_eq!(shown("a.example/x", false), "a.example/…");
        assert_eq!(shown("https://a.example/hook/secret", true), "https://a.example/hook/secret");
    }

    #[test]
    fn ids_are_recognised_and_tell_nothing() {
        let id = id_for("https://p.example/webhooks/x/int_1/token");
        assert!(is_ours(&id) && !id.contains("token"), "{id}");
        assert_eq!(id, id_for("https://p.example/webhooks/x/int_1/token"));
        assert_ne!(id, id_for("https://p.example/webhooks/x/int_1/token2"));
        assert!(!is_ours("whatsapp-other") && !is_ours("whatsapp-zzzzzzzzzzzzzzzz"));
    }
}
