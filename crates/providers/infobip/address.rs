//! Infobip's hosts and the tidying of settings.

use whatsapp_domain::{AddressPolicy, Finding, Settings, say};

use super::NAME;
use crate::common::{base_url, sender};

/// What a base URL looks like, for texts.
const EXPECTED: &str = "https://xxxxx.api.infobip.com";

/// Infobip's API: a personal host, or the common one that routes to it (IB-OAS, IB-JAVA).
pub fn owns_host(host: &str) -> bool {
    match host.strip_suffix("api.infobip.com") {
        Some("") => true,
        Some(rest) => rest.len() > 1 && rest.ends_with('.'),
        None => false,
    }
}

pub fn normalise(settings: &Settings, policy: &AddressPolicy) -> Settings {
    let mut tidy = settings.clone();
    for (key, value) in &mut tidy {
        *value = match key.as_str() {
            "baseUrl" => base_url::normalise(value, policy),
            "sender" => sender::normalise(value),
            _ => value.trim().to_owned(),
        };
    }
    tidy
}

/// What is wrong with the base URL.
pub fn check(url: &str, policy: &AddressPolicy) -> Option<Finding> {
    let judged = match base_url::general(url, policy) {
        Ok(None) => return None,
        Ok(Some(judged)) => judged,
        Err(finding) => return Some(*finding),
    };
    let host = judged.host();
    if owns_host(host) || policy.allows_host(host) {
        return None;
    }
    if host == "infobip.com" || host.ends_with(".infobip.com") {
        return Some(Finding::error(
            "base-url-not-the-api",
            base_url::FIELD,
            say!(
                "{host} is Infobip's, but not the API. Copy the address from Developer tools → API keys: it \
                 looks like {expected}.",
                host = host,
                expected = EXPECTED
            ),
        ));
    }
    Some(base_url::foreign(host, NAME, EXPECTED))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_infobips_own_hosts_count() {
        for host in ["api.infobip.com", "k3x9p.api.infobip.com", "a.b.api.infobip.com"] {
            assert!(owns_host(host), "{host}");
        }
        for host in [
            "infobip.com",
            "portal.infobip.com",
            "evilapi.infobip.com",
            ".api.infobip.com",
            "api.infobip.com.evil.example",
            "",
        ] {
            assert!(!owns_host(host), "{host}");
        }
    }

    #[test]
    fn other_hosts_are_named_in_the_finding() {
        let policy = AddressPolicy { sandbox: None, extra_hosts: vec!["mock.example.com".into()] };
        let code = |url: &str| check(url, &policy).map(|finding| finding.code);
        assert_eq!(code("https://k3x9p.api.infobip.com"), None);
        assert_eq!(code("https://mock.example.com"), None);
        assert_eq!(code("https://portal.infobip.com").as_deref(), Some("base-url-not-the-api"));
        assert_eq!(code("https://us.conversation.api.sinch.com").as_deref(), Some("base-url-foreign-host"));
        assert_eq!(code("https://10.0.0.1").as_deref(), Some("url-address-not-public"));
        assert!(check("https://evil.example", &policy).unwrap().text.contains("evil.example"));
    }
}
