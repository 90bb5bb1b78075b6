//! Settings of what goes to the console and of what comes from providers.

use std::{fmt, time::Duration};

use url::Url;
use whatsapp_domain::Secret;

use super::read::{ConfigError, Values};
use crate::{outbox::Signer, upstream::endpoint};

/// The console's endpoint for events.
#[derive(Clone, PartialEq, Eq)]
pub struct EventsConfig {
    /// Its address.
    pub url: Url,
    /// May it lie inside a private network?
    pub private: bool,
    /// What events are signed with: one secret, or two separated by a comma.
    pub secret: Secret,
    /// Time for one call.
    pub timeout: Duration,
    /// Time before the second try of an event; further ones wait longer and longer.
    pub retry: Duration,
    /// Tries of an event before it is given up; 0 for no end.
    pub tries: u32,
    /// Calls at a time.
    pub at_once: usize,
}

/// The address's path may hold a token, so only its origin is told.
impl fmt::Debug for EventsConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventsConfig")
            .field("origin", &self.url.origin().ascii_serialization())
            .field("private", &self.private)
            .field("timeout", &self.timeout)
            .field("retry", &self.retry)
            .field("tries", &self.tries)
            .field("at_once", &self.at_once)
            .finish_non_exhaustive()
    }
}

/// The endpoint, if one is set.
pub(super) fn endpoint(values: &Values<'_>) -> Result<Option<EventsConfig>, ConfigError> {
    let (text, secret) = (values.text("EVENTS_URL"), Secret::new(values.text("EVENTS_SECRET")));
    let private = values.switch("EVENTS_ALLOW_PRIVATE")?;
    if text.is_empty() {
        return Ok(None);
    }
    let config = EventsConfig {
        url: endpoint::judge(&text, private).map_err(|why| ConfigError::new("EVENTS_URL", why))?,
        private,
        timeout: Duration::from_secs(values.number("EVENTS_TIMEOUT_S", 1, 60)?),
        retry: Duration::from_secs(values.number("EVENTS_RETRY_S", 1, 3600)?),
        tries: u32::try_from(values.number("EVENTS_TRIES", 0, 1000)?).unwrap_or(u32::MAX),
        at_once: usize::try_from(values.number("EVENTS_AT_ONCE", 1, 256)?).unwrap_or(1),
        secret,
    };
    if config.secret.is_empty() {
        let text =
            "EVENTS_URL is set, and events are never sent unsigned: set a secret, the same on both sides";
        return Err(ConfigError::new("EVENTS_SECRET", text));
    }
    Signer::new(&config.secret).map_err(|bad| ConfigError::new("EVENTS_SECRET", bad.to_string()))?;
    Ok(Some(config))
}

/// The address under which providers reach the proxy, without a slash at its end.
pub(super) fn public_url(values: &Values<'_>) -> Result<Option<Url>, ConfigError> {
    let text = values.text("PUBLIC_URL");
    if text.is_empty() {
        return Ok(None);
    }
    let fail = |why: &str| ConfigError::new("PUBLIC_URL", format!("\"{text}\" {why}"));
    let mut url =
        Url::parse(&text).map_err(|_| fail("is not an address such as https://whatsapp.example.com"))?;
    if url.scheme() != "https" {
        return Err(fail("has to begin with https://, since what customers write goes there"));
    }
    if !url.username().is_empty()
        || url.password().is_some()
        || url.query().is_some()
        || url.fragment().is_some()
    {
        return Err(fail("must be scheme, host and perhaps a path, nothing else"));
    }
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&path);
    Ok(Some(url))
}

#[cfg(test)]
mod tests {
    use super::super::Config;
    use super::*;

    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    fn read(pairs: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let find =
            |name: &str| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        Config::read(&[&find])
    }

    #[test]
    fn without_an_address_there_is_no_endpoint() {
        let config = read(&[("EVENTS_SECRET", SECRET)]).unwrap();
        assert_eq!((config.events, config.public_url), (None, None));
        assert_eq!(config.events_kept_days, 30);
    }

    #[test]
    fn an_endpoint_is_signed_or_refused_and_neither_secret_nor_path_is_told() {
        let url = ("EVENTS_URL", "https://console.example.com/in/planted-token");
        assert_eq!(read(&[url]).unwrap_err().setting, "EVENTS_SECRET");
        assert_eq!(read(&[url, ("EVENTS_SECRET", "whsec_planted")]).unwrap_err().setting, "EVENTS_SECRET");
        let config = read(&[url, ("EVENTS_SECRET", SECRET)]).unwrap();
        let told = format!("{config:?}");
        assert!(!told.contains("planted") && !told.contains("MfKQ9r8"), "{told}");
        let events = config.events.unwrap();
        assert_eq!((events.tries, events.at_once, events.timeout.as_secs()), (30, 16, 15));
    }

    #[test]
    fn an_inside_address_has_to_be_asked_for() {
        let pairs = [("EVENTS_URL", "http://127.0.0.1:9000/events"), ("EVENTS_SECRET", SECRET)];
        let error = read(&pairs).unwrap_err();
        assert!(
            error.setting == "EVENTS_URL" && error.to_string().contains("EVENTS_ALLOW_PRIVATE=on"),
            "{error}"
        );
        let [url, secret] = pairs;
        assert!(read(&[url, secret, ("EVENTS_ALLOW_PRIVATE", "on")]).unwrap().events.unwrap().private);
    }

    #[test]
    fn the_public_address_is_https_and_a_name_of_ours() {
        let config = read(&[("PUBLIC_URL", "https://WhatsApp.example.com/hooks/")]).unwrap();
        assert_eq!(config.public_url.unwrap().as_str(), "https://whatsapp.example.com/hooks");
        for bad in [
            "http://whatsapp.example.com",
            "whatsapp.example.com",
            "https://me@whatsapp.example.com",
            "https://x.example/?a=1",
        ] {
            assert_eq!(read(&[("PUBLIC_URL", bad)]).unwrap_err().setting, "PUBLIC_URL", "{bad}");
        }
    }
}
