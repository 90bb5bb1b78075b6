//! Settings of who may call.

use std::net::SocketAddr;

use whatsapp_domain::Secret;

use super::read::{ConfigError, Values};
use crate::access::token::TokenKeys;

/// Characters that the token of the figures has at least.
const METRICS_TOKEN_MIN: usize = 24;

/// Keys of tokens, if there are any.
pub(super) fn tokens(values: &Values<'_>) -> Result<Option<TokenKeys>, ConfigError> {
    let (shared, public) = (values.text("TOKEN_KEY"), values.text("TOKEN_PUBLIC_KEY"));
    let audience = Some(values.text("TOKEN_AUDIENCE")).filter(|text| !text.is_empty());
    let (name, keys) = match (shared.is_empty(), public.is_empty()) {
        (true, true) if audience.is_some() => {
            let text = "tokens have an audience only where there is a key: set TOKEN_KEY or TOKEN_PUBLIC_KEY";
            return Err(ConfigError::new("TOKEN_AUDIENCE", text));
        }
        (true, true) => return Ok(None),
        (false, true) => ("TOKEN_KEY", TokenKeys::shared(&shared, audience)),
        (true, false) => ("TOKEN_PUBLIC_KEY", TokenKeys::public(&public, audience)),
        (false, false) => {
            let text = "TOKEN_KEY is set as well, and tokens have one algorithm: set one of the two";
            return Err(ConfigError::new("TOKEN_PUBLIC_KEY", text));
        }
    };
    keys.map(Some).map_err(|why| ConfigError::new(name, why.to_string()))
}

/// What opens the figures.
pub(super) fn metrics_token(values: &Values<'_>) -> Result<Option<Secret>, ConfigError> {
    let text = values.text("METRICS_TOKEN");
    match text.len() {
        0 => Ok(None),
        length if length < METRICS_TOKEN_MIN => Err(ConfigError::new(
            "METRICS_TOKEN",
            format!("it has to have {METRICS_TOKEN_MIN} characters or more"),
        )),
        _ => Ok(Some(Secret::new(text))),
    }
}

/// Without tokens nobody else may reach the proxy: whoever does can do everything.
pub(super) fn judge_listen(listen: SocketAddr, tokens: Option<&TokenKeys>) -> Result<(), ConfigError> {
    if listen.ip().is_loopback() || tokens.is_some() {
        return Ok(());
    }
    let text = format!(
        "{listen} can be reached by other machines, and the proxy does not ask who is there. \
         Use 127.0.0.1, or set TOKEN_KEY or TOKEN_PUBLIC_KEY so that it does"
    );
    Err(ConfigError::new("LISTEN", text))
}

#[cfg(test)]
mod tests {
    use super::super::{Config, ConfigError};

    /// 32 bytes.
    const KEY: &str = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
    const PUBLIC: &str = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----";

    fn read(pairs: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let find =
            |name: &str| pairs.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        Config::read(&[&find])
    }

    #[test]
    fn keys_are_judged_at_start() {
        assert!(read(&[]).unwrap().tokens.is_none());
        let two = format!("{KEY},{KEY}");
        for (name, value) in [
            ("TOKEN_KEY", KEY),
            ("TOKEN_KEY", &two),
            ("TOKEN_PUBLIC_KEY", PUBLIC),
            ("TOKEN_PUBLIC_KEY", "GflECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE="),
        ] {
            assert!(read(&[(name, value)]).unwrap().tokens.is_some(), "{name}");
        }
        for (name, value, words) in [
            ("TOKEN_KEY", "planted secret", "Base64"),
            ("TOKEN_KEY", "cGxhbnRlZA==", "32 bytes"),
            ("TOKEN_KEY", "cGxhbnRlZA==,cGxhbnRlZA==,cGxhbnRlZA==", "two keys"),
            ("TOKEN_PUBLIC_KEY", "cGxhbnRlZA==", "Ed25519"),
            ("TOKEN_AUDIENCE", "proxy", "TOKEN_KEY"),
            ("METRICS_TOKEN", "planted", "24"),
        ] {
            let error = read(&[(name, value)]).unwrap_err();
            assert_eq!(error.setting, name);
            let text = error.to_string();
            assert!(text.contains(words) && !text.contains("cGxh") && !text.contains("planted"), "{text}");
        }
        let both = read(&[("TOKEN_KEY", KEY), ("TOKEN_PUBLIC_KEY", PUBLIC)]).unwrap_err();
        assert_eq!(both.setting, "TOKEN_PUBLIC_KEY");
        assert!(!format!("{:?}", read(&[("TOKEN_KEY", KEY)]).unwrap()).contains("MDEy"));
    }

    #[test]
    fn without_tokens_other_machines_do_not_reach_it() {
        let error = read(&[("LISTEN", "0.0.0.0:8787")]).unwrap_err();
        assert_eq!(error.setting, "LISTEN");
        assert!(error.to_string().contains("TOKEN_KEY"), "{error}");
        assert!(read(&[("LISTEN", "0.0.0.0:8787"), ("TOKEN_KEY", KEY)]).is_ok());
        assert!(read(&[("LISTEN", "[::1]:0")]).is_ok());
    }

    #[test]
    fn the_public_name_is_one_of_the_api_only_where_tokens_are_asked_for() {
        let public = ("PUBLIC_URL", "https://whatsapp.example.com");
        assert!(read(&[public]).unwrap().host_names.is_empty());
        assert_eq!(read(&[public, ("TOKEN_KEY", KEY)]).unwrap().host_names, ["whatsapp.example.com"]);
    }
}
