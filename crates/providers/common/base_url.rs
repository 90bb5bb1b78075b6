//! Base URLs: tidying what was typed, and whether a key may go there.

use whatsapp_domain::{AddressPolicy, Finding, Said, say};
use whatsapp_engine::url::{Judged, Purpose, judge};

/// Path of the base URL in findings.
pub const FIELD: &str = "settings.baseUrl";

/// The base URL as it is used: `https://` and the host in lower case, without path or slash at the end; below the
/// sandbox the path stays. What cannot be read, and what must be refused, stays as it was typed.
pub fn normalise(text: &str, policy: &AddressPolicy) -> String {
    let text = text.trim();
    let without_slash = text.trim_end_matches('/');
    if policy.is_sandbox(without_slash) {
        return without_slash.to_owned();
    }
    match judge(text, Purpose::Provider) {
        Ok(judged) => judged.base(),
        Err(_) => text.to_owned(),
    }
}

/// What the general address rules say: none for the sandbox, which is allowed as it is.
///
/// # Errors
/// A finding when no request may go there, whoever it belongs to.
pub fn general(base_url: &str, policy: &AddressPolicy) -> Result<Option<Judged>, Box<Finding>> {
    if policy.is_sandbox(base_url) {
        return Ok(None);
    }
    match judge(base_url, Purpose::Provider) {
        Ok(judged) => Ok(Some(judged)),
        Err(refusal) => {
            let finding = Finding::error(&refusal.code, FIELD, refusal.text);
            // With `s` the same host can be judged: if nothing else is wrong, one press mends it.
            let over_tls =
                base_url.strip_prefix("http://").and_then(|rest| judge(rest, Purpose::Provider).ok());
            Err(Box::new(match over_tls {
                Some(judged) => finding.with_fix(say!("Use {value}", value = judged.base()), judged.base()),
                None => finding,
            }))
        }
    }
}

/// A finding about a host that is not the provider's: keys are sent to no other.
pub fn foreign(host: &str, provider: &str, expected: impl Into<Said>) -> Finding {
    Finding::error(
        "base-url-foreign-host",
        FIELD,
        say!(
            "{host} does not belong to {provider}, so the key is not sent there. {provider}'s address looks \
             like {expected}.",
            host = host,
            provider = provider,
            expected = expected.into()
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sandbox() -> AddressPolicy {
        AddressPolicy { sandbox: Some("http://127.0.0.1:8787".into()), ..Default::default() }
    }

    #[test]
    fn typed_addresses_are_tidied() {
        for (typed, tidy) in [
            (" ABC.api.infobip.com ", "https://abc.api.infobip.com"),
            ("https://abc.api.infobip.com///", "https://abc.api.infobip.com"),
            ("https://abc.api.infobip.com/whatsapp/1?x=1", "https://abc.api.infobip.com"),
            ("Base URL: abc.api.infobip.com", "https://abc.api.infobip.com"),
            ("http://abc.api.infobip.com", "http://abc.api.infobip.com"),
            ("http://127.0.0.1:8787/sandbox/sinch/eu/", "http://127.0.0.1:8787/sandbox/sinch/eu"),
            ("what is this", "what is this"),
            ("", ""),
        ] {
            assert_eq!(normalise(typed, &sandbox()), tidy, "{typed}");
            assert_eq!(normalise(tidy, &sandbox()), tidy, "{typed}, twice");
        }
    }

    #[test]
    fn http_is_refused_with_the_mended_address() {
        let finding = general("http://abc.api.infobip.com", &sandbox()).unwrap_err();
        assert_eq!(finding.code, "url-not-https");
        assert_eq!(finding.fix.unwrap().value, "https://abc.api.infobip.com");
        assert!(general("http://10.0.0.1", &sandbox()).unwrap_err().fix.is_none());
    }
}
