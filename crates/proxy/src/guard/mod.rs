//! Which addresses the proxy may call: judged as text before a call, and again as addresses after the name look-up.

mod resolver;

use std::net::IpAddr;

use url::Url;
use whatsapp_domain::AddressPolicy;
use whatsapp_engine::{
    address,
    url::{self as engine_url, UrlRefusal},
};

pub use resolver::{GuardedResolver, Lookup, NameNotFound, NotPublic, SystemLookup};

/// An address that may not be called. One text for all of them, so that nobody learns what stands where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this address may not be called: providers' own hosts over https only, on public addresses")]
pub struct Blocked;

/// Judges addresses for outgoing calls.
#[derive(Debug, Clone)]
pub struct Guard {
    policy: AddressPolicy,
}

impl Guard {
    /// A guard with the operator's exceptions.
    pub fn new(policy: AddressPolicy) -> Self {
        Self { policy }
    }

    /// The operator's exceptions.
    pub fn policy(&self) -> &AddressPolicy {
        &self.policy
    }

    /// Reads a URL and judges it: the sandbox's own address, or a host that `owns_host` or the operator's list knows,
    /// by `https` on port 443, no literal inside address. What is returned is what is to be called.
    ///
    /// # Errors
    /// [`Blocked`].
    pub fn judge(&self, text: &str, owns_host: &dyn Fn(&str) -> bool) -> Result<Url, Blocked> {
        if let Some(url) = self.sandbox(text) {
            return Ok(url);
        }
        let judged = engine_url::judge(text, engine_url::Purpose::Provider).map_err(|_| Blocked)?;
        let host = judged.host();
        if judged.address().is_none() && (owns_host(host) || self.policy.allows_host(host)) {
            Ok(judged.url().clone())
        } else {
            Err(Blocked)
        }
    }

    /// Reads the address of a media file and judges it: any host that is not known to lead inside, by `https` on port
    /// 443, or a file of the sandbox's own media host.
    ///
    /// # Errors
    /// What stands against it.
    pub fn judge_media(&self, text: &str) -> Result<Url, UrlRefusal> {
        if let Some(url) = self.sandbox(text).filter(|_| self.policy.is_sandbox_media(text)) {
            return Ok(url);
        }
        engine_url::judge(text, engine_url::Purpose::Media).map(|judged| judged.url().clone())
    }

    /// The URL, if it leads to the sandbox: its very origin and a path below `/sandbox/` as the parser understood it.
    fn sandbox(&self, text: &str) -> Option<Url> {
        let origin = Url::parse(self.policy.sandbox.as_deref()?).ok()?;
        let url = Url::parse(text).ok()?;
        let same = url.origin() == origin.origin()
            && url.path().starts_with("/sandbox/")
            && url.username().is_empty()
            && url.password().is_none();
        same.then_some(url)
    }
}

/// May a connection go to this address?
pub fn is_public(address: IpAddr) -> bool {
    address::is_public(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owned(host: &str) -> bool {
        host.ends_with(".api.infobip.com")
    }

    fn guard(sandbox: bool) -> Guard {
        Guard::new(AddressPolicy {
            sandbox: sandbox.then(|| "http://127.0.0.1:8787".to_owned()),
            extra_hosts: vec!["gateway.example.org".into(), "10.0.0.1".into()],
        })
    }

    #[test]
    fn hosts_of_the_provider_and_of_the_operator_s_list_pass() {
        for good in [
            "https://xyz.api.infobip.com/whatsapp/1/message/text",
            "https://XYZ.API.infobip.com",
            "https://gateway.example.org/a?b=c",
        ] {
            let url = guard(false).judge(good, &owned).unwrap();
            assert_eq!((url.scheme(), url.port_or_known_default()), ("https", Some(443)));
        }
    }

    #[test]
    fn everything_else_is_blocked() {
        for bad in [
            "http://xyz.api.infobip.com/",
            "https://xyz.api.infobip.com:8443/",
            "https://xyz.api.infobip.com.evil.example/",
            "https://xyz.api.infobip.com@evil.example/",
            "https://evil.example/#.api.infobip.com",
            "https://evil.example\\.api.infobip.com/",
            "https://127.0.0.1/",
            "https://10.0.0.1/",
            "https://0x7f.1/",
            "https://2130706433/",
            "https://[::ffff:127.0.0.1]/",
            "https://93.184.216.34/",
            "https://localhost/",
            "ftp://xyz.api.infobip.com/",
            "file:///etc/passwd",
            "",
        ] {
            assert_eq!(guard(true).judge(bad, &owned), Err(Blocked), "{bad}");
        }
        // Nothing may own an inside address either.
        assert_eq!(guard(true).judge("https://169.254.169.254/latest", &|_| true), Err(Blocked));
    }

    #[test]
    fn media_may_lie_anywhere_in_public_and_on_the_sandbox_s_own_host() {
        let sample = "http://127.0.0.1:8787/sandbox/media/signed.jpg?X-Amz-Expires=60";
        assert_eq!(guard(true).judge_media(sample).unwrap().as_str(), sample);
        assert!(guard(true).judge_media("https://cdn.example.com/a.jpg").is_ok());
        for (bad, code) in [
            (sample, "url-not-https"),
            ("https://10.0.0.1/a.jpg", "url-address-not-public"),
            ("https://gateway.internal/a.jpg", "url-reserved-name"),
            ("https://cdn.example.com:8443/a.jpg", "url-port"),
        ] {
            assert_eq!(guard(false).judge_media(bad).unwrap_err().code, code, "{bad}");
        }
        let api = "http://127.0.0.1:8787/sandbox/api/accounts";
        assert_eq!(guard(true).judge_media(api).unwrap_err().code, "url-not-https");
    }

    #[test]
    fn the_sandbox_is_one_origin_and_one_path() {
        let good = "http://127.0.0.1:8787/sandbox/infobip/whatsapp/1/message/text";
        assert_eq!(guard(true).judge(good, &owned).unwrap().as_str(), good);
        assert_eq!(guard(false).judge(good, &owned), Err(Blocked));
        for bad in [
            "http://127.0.0.1:8787/api/v1/integrations",
            "http://127.0.0.1:8787/sandbox/../api/v1/integrations",
            "http://127.0.0.1:8787/sandbox/%2e%2e/api",
            "http://127.0.0.1:8788/sandbox/infobip",
            "http://127.0.0.2:8787/sandbox/infobip",
            "http://localhost:8787/sandbox/infobip",
            "https://127.0.0.1:8787/sandbox/infobip",
            "http://user@127.0.0.1:8787/sandbox/infobip",
        ] {
            assert_eq!(guard(true).judge(bad, &owned), Err(Blocked), "{bad}");
        }
    }
}
