//! Sinch's hosts, the endpoints behind one base URL, and the tidying of settings. Sources: SI-PY, SI-NODE, SI-SK, SI-WEB.

use whatsapp_domain::{AddressPolicy, Finding, Said, Settings, say, words};

use super::NAME;
use crate::common::{base_url, paths::segment, sender};

/// Regions in which an app can live.
const REGIONS: [&str; 3] = ["us", "eu", "br"];
const CONVERSATION: &str = ".conversation.api.sinch.com";
const RETIRED: &str = "whatsapp.api.sinch.com";

/// What a base URL looks like, in a sentence.
fn expected() -> Said {
    let others: Vec<Said> = vec!["us".into(), "br".into()];
    say!("{address} (or {others})", address = "https://eu.conversation.api.sinch.com", others = others)
}

/// The region of a Conversation API host.
fn region(host: &str) -> Option<&str> {
    host.strip_suffix(CONVERSATION).filter(|region| REGIONS.contains(region))
}

/// Hosts of Sinch's that we call or could call with this account's key.
pub fn owns_host(host: &str) -> bool {
    region(host).is_some()
        || matches!(host, "auth.sinch.com" | "provisioning.api.sinch.com")
        || host.strip_suffix(".template.api.sinch.com").is_some_and(|region| REGIONS.contains(&region))
}

pub fn normalise(settings: &Settings, policy: &AddressPolicy) -> Settings {
    let mut tidy = settings.clone();
    for (key, value) in &mut tidy {
        *value = match key.as_str() {
            "baseUrl" => normalise_base(value, policy),
            "sender" => sender::normalise(value),
            // UUIDs are the same in either case; Sinch shows them in lower case.
            "projectId" | "keyId" => value.trim().to_ascii_lowercase(),
            _ => value.trim().to_owned(),
        };
    }
    tidy
}

fn normalise_base(text: &str, policy: &AddressPolicy) -> String {
    let region = text.trim().to_ascii_lowercase();
    if REGIONS.contains(&region.as_str()) {
        return format!("https://{region}{CONVERSATION}");
    }
    base_url::normalise(text, policy)
}

/// What is wrong with the base URL.
pub fn check(url: &str, policy: &AddressPolicy) -> Option<Finding> {
    let judged = match base_url::general(url, policy) {
        Ok(None) => return None,
        Ok(Some(judged)) => judged,
        Err(finding) => return Some(*finding),
    };
    let host = judged.host();
    if region(host).is_some() || policy.allows_host(host) {
        return None;
    }
    if host == RETIRED || host.strip_suffix(RETIRED).is_some_and(|rest| rest.ends_with('.')) {
        return Some(retired(host));
    }
    if host == "sinch.com" || host.ends_with(".sinch.com") {
        return Some(Finding::error(
            "base-url-not-the-api",
            base_url::FIELD,
            say!(
                "{host} is Sinch's, but not the Conversation API. Use the host of the app's region: \
                 {expected}.",
                host = host,
                expected = expected()
            ),
        ));
    }
    Some(base_url::foreign(host, NAME, expected()))
}

/// The host that older instructions name: its API has no app id and no project id, and was ended in 2023 (SI-DOC21, SI-WEB).
fn retired(host: &str) -> Finding {
    let finding = Finding::error(
        "base-url-retired",
        base_url::FIELD,
        say!(
            "{host} is Sinch's retired WhatsApp API, which ended on 30 September 2023. App ID and project ID \
             belong to its successor, the Conversation API: use {expected}, with an access key from the \
             Sinch dashboard.",
            host = host,
            expected = expected()
        ),
    );
    // `us1` and `eu1` were the two regions; the connection check tells if the app was made elsewhere since.
    match host.split('.').next() {
        Some("us1") => {
            finding.with_fix(words!("Use the Conversation API, US"), format!("https://us{CONVERSATION}"))
        }
        Some("eu1") => {
            finding.with_fix(words!("Use the Conversation API, EU"), format!("https://eu{CONVERSATION}"))
        }
        _ => finding,
    }
}

/// Where one account's calls go, derived from its base URL.
pub struct Endpoints<'a> {
    base: &'a str,
}

impl<'a> Endpoints<'a> {
    pub fn new(base: &'a str) -> Self {
        Self { base }
    }

    /// Is this the real service?
    fn is_real(&self) -> bool {
        self.base == super::settings::PLACEHOLDER_BASE
            || self.base.strip_prefix("https://").is_some_and(|host| region(host).is_some())
    }

    /// The base of one of the services beside the Conversation API. The sandbox has them next to its regions
    /// (`…/sandbox/sinch/eu` → `…/sandbox/sinch/auth`); a host that the operator allows has them on itself.
    fn beside(&self, real: &str, sandbox: &str) -> String {
        if self.is_real() {
            return real.to_owned();
        }
        match self.base.split_once("/sandbox/sinch") {
            Some((origin, _)) => format!("{origin}/sandbox/sinch/{sandbox}"),
            None => self.base.to_owned(),
        }
    }

    /// The token exchange.
    pub fn token(&self) -> String {
        format!("{}/oauth2/token", self.beside("https://auth.sinch.com", "auth"))
    }

    /// Sending; the colon is part of the path.
    pub fn send(&self, project: &str) -> String {
        format!("{}/v1/projects/{}/messages:send", self.base, segment(project))
    }

    /// The app.
    #[cfg(feature = "calls")]
    pub fn app(&self, project: &str, app: &str) -> String {
        format!("{}/v1/projects/{}/apps/{}", self.base, segment(project), segment(app))
    }

    /// The webhooks of the project's apps.
    #[cfg(feature = "webhooks")]
    pub fn webhooks(&self, project: &str) -> String {
        format!("{}/v1/projects/{}/webhooks", self.base, segment(project))
    }

    /// One webhook.
    #[cfg(feature = "webhooks")]
    pub fn webhook(&self, project: &str, id: &str) -> String {
        format!("{}/{}", self.webhooks(project), segment(id))
    }

    /// The WhatsApp templates of the project.
    #[cfg(feature = "calls")]
    pub fn templates(&self, project: &str) -> String {
        let base = self.beside("https://provisioning.api.sinch.com", "provisioning");
        format!("{base}/v1/projects/{}/whatsapp/templates", segment(project))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_named_hosts_count() {
        for host in [
            "us.conversation.api.sinch.com",
            "eu.conversation.api.sinch.com",
            "br.conversation.api.sinch.com",
            "auth.sinch.com",
            "provisioning.api.sinch.com",
            "eu.template.api.sinch.com",
        ] {
            assert!(owns_host(host), "{host}");
        }
        for host in [
            "conversation.api.sinch.com",
            "x.conversation.api.sinch.com",
            "evil.us.conversation.api.sinch.com",
            "us1.whatsapp.api.sinch.com",
            "us.conversation.api.sinch.com.evil.example",
            "sinch.com",
            "",
        ] {
            assert!(!owns_host(host), "{host}");
        }
    }

    #[test]
    fn regions_and_pasted_hosts_become_base_urls() {
        let of = |text: &str| normalise_base(text, &AddressPolicy::default());
        for (typed, tidy) in [
            ("eu", "https://eu.conversation.api.sinch.com"),
            (" US ", "https://us.conversation.api.sinch.com"),
            (
                "br.conversation.api.sinch.com/v1/projects/1/messages:send",
                "https://br.conversation.api.sinch.com",
            ),
            ("https://EU.conversation.api.sinch.com/", "https://eu.conversation.api.sinch.com"),
            ("asia", "asia"),
        ] {
            assert_eq!(of(typed), tidy, "{typed}");
            assert_eq!(of(tidy), tidy, "{typed}, twice");
        }
    }

    #[test]
    fn the_retired_host_is_refused_by_name_with_its_successor() {
        let finding = check("https://us1.whatsapp.api.sinch.com", &AddressPolicy::default()).unwrap();
        assert_eq!(finding.code, "base-url-retired");
        assert!(
            finding.text.contains("us1.whatsapp.api.sinch.com") && finding.text.contains("Conversation API")
        );
        assert_eq!(finding.fix.unwrap().value, "https://us.conversation.api.sinch.com");
        let other = check("https://whatsapp.api.sinch.com", &AddressPolicy::default()).unwrap();
        assert_eq!((other.code.as_str(), other.fix), ("base-url-retired", None));
    }

    #[test]
    fn other_hosts_get_their_finding() {
        let policy = AddressPolicy {
            sandbox: Some("http://127.0.0.1:8787".into()),
            extra_hosts: vec!["mock.example.com".into()],
        };
        let code = |url: &str| check(url, &policy).map(|finding| finding.code);
        assert_eq!(code("https://eu.conversation.api.sinch.com"), None);
        assert_eq!(code("https://mock.example.com"), None);
        assert_eq!(code("http://127.0.0.1:8787/sandbox/sinch/eu"), None);
        assert_eq!(code("http://127.0.0.1:8788/sandbox/sinch/eu").as_deref(), Some("url-not-https"));
        assert_eq!(code("https://dashboard.sinch.com").as_deref(), Some("base-url-not-the-api"));
        assert_eq!(code("https://abc.api.infobip.com").as_deref(), Some("base-url-foreign-host"));
        assert_eq!(code("asia").as_deref(), Some("url-single-label"));
    }

    #[test]
    fn endpoints_follow_the_base_url() {
        let real = Endpoints::new("https://eu.conversation.api.sinch.com");
        assert_eq!(real.token(), "https://auth.sinch.com/oauth2/token");
        assert_eq!(real.send("p"), "https://eu.conversation.api.sinch.com/v1/projects/p/messages:send");
        assert_eq!(
            real.templates("p"),
            "https://provisioning.api.sinch.com/v1/projects/p/whatsapp/templates"
        );
        let sandbox = Endpoints::new("http://127.0.0.1:8787/sandbox/sinch/eu");
        assert_eq!(sandbox.token(), "http://127.0.0.1:8787/sandbox/sinch/auth/oauth2/token");
        assert_eq!(sandbox.app("p", "a"), "http://127.0.0.1:8787/sandbox/sinch/eu/v1/projects/p/apps/a");
        assert_eq!(
            sandbox.templates("p"),
            "http://127.0.0.1:8787/sandbox/sinch/provisioning/v1/projects/p/whatsapp/templates"
        );
        let allowed = Endpoints::new("https://mock.example.com");
        assert_eq!(allowed.token(), "https://mock.example.com/oauth2/token");
        assert_eq!(allowed.send("../x"), "https://mock.example.com/v1/projects/..%2Fx/messages:send");
    }
}
