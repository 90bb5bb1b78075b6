//! How requests to Sinch are authorised. Sources: SI-PY and SI-NODE (as observed on the wire), SI-SK.

use std::hash::{DefaultHasher, Hash, Hasher};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use whatsapp_domain::{Authorization, Finding, OutgoingRequest, Secret, Secrets, Settings, order, words};

use super::{address::Endpoints, settings::SCHEMA};
use crate::{
    common::{fields, secrets::clean},
    provider::Login,
};

/// Words that stand in front of a credential in the header and are pasted along.
pub const SCHEMES: &[&str] = &["Bearer", "Basic"];

pub fn authorization(settings: &Settings, secrets: &Secrets) -> Result<Authorization, Box<Finding>> {
    match SCHEMA.value(settings, "authScheme") {
        "bearer" => Ok(Authorization::Header {
            scheme: "Bearer",
            credentials: Secret::new(secret(secrets, "bearerToken")?),
        }),
        "basic" => Ok(Authorization::Header { scheme: "Basic", credentials: key(settings, secrets)? }),
        _ => {
            let credentials = key(settings, secrets)?;
            let url = Endpoints::new(SCHEMA.value(settings, "baseUrl")).token();
            // A changed secret must not be answered from what an older one fetched, or a connection check could not
            // tell that it is wrong. The fingerprint is 64 bits of a long random secret: nothing can be read out of it.
            let mut fingerprint = DefaultHasher::new();
            credentials.expose().hash(&mut fingerprint);
            let cache_key =
                format!("{url} {} {:016x}", SCHEMA.value(settings, "keyId"), fingerprint.finish());
            Ok(Authorization::Token { request: token_request(url), scheme: "Basic", credentials, cache_key })
        }
    }
}

/// The same for a shell or a plain webhook.
pub fn login(settings: &Settings) -> Login {
    let user = || SCHEMA.value(settings, "keyId").to_owned();
    match SCHEMA.value(settings, "authScheme") {
        "bearer" => Login::Header { scheme: "Bearer", variable: "SINCH_TOKEN", what: "bearer token" },
        "basic" => Login::Basic { user: user(), variable: "SINCH_KEY_SECRET", what: "key secret" },
        _ => Login::Token {
            url: Endpoints::new(SCHEMA.value(settings, "baseUrl")).token(),
            user: user(),
            variable: "SINCH_KEY_SECRET",
            token: "SINCH_TOKEN",
            lasts: words!("one hour"),
        },
    }
}

fn token_request(url: String) -> OutgoingRequest {
    let headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Accept", "application/json")];
    OutgoingRequest {
        method: "POST".into(),
        url,
        headers: order::map(&headers, str::to_owned),
        body: "grant_type=client_credentials".into(),
    }
}

/// `base64(<key id>:<key secret>)`
fn key(settings: &Settings, secrets: &Secrets) -> Result<Secret, Box<Finding>> {
    let id = SCHEMA.value(settings, "keyId");
    if id.is_empty() {
        return Err(missing("keyId"));
    }
    Ok(Secret::new(STANDARD.encode(format!("{id}:{}", secret(secrets, "keySecret")?))))
}

fn secret<'a>(secrets: &'a Secrets, key: &str) -> Result<&'a str, Box<Finding>> {
    let text = secrets.get(key).map(|secret| clean(secret, SCHEMES)).unwrap_or_default();
    if text.is_empty() { Err(missing(key)) } else { Ok(text) }
}

fn missing(key: &str) -> Box<Finding> {
    Box::new(fields::missing(&SCHEMA, key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(settings: &[(&str, &str)], secrets: &[(&str, &str)]) -> Result<Authorization, Box<Finding>> {
        let settings = settings.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
        let secrets = secrets.iter().map(|(key, value)| (key.to_string(), Secret::new(*value))).collect();
        authorization(&settings, &secrets)
    }

    fn cache_key(secret: &str) -> String {
        let settings = [("baseUrl", "https://eu.conversation.api.sinch.com"), ("keyId", "k1")];
        let Ok(Authorization::Token { request, scheme, credentials, cache_key }) =
            of(&settings, &[("keySecret", secret)])
        else {
            panic!("a token request")
        };
        assert_eq!((request.url.as_str(), scheme), ("https://auth.sinch.com/oauth2/token", "Basic"));
        assert_eq!(request.body, "grant_type=client_credentials");
        assert_eq!(request.headers["Content-Type"], "application/x-www-form-urlencoded");
        assert_eq!(credentials.expose(), STANDARD.encode(format!("k1:{}", secret.trim())));
        assert!(!cache_key.contains(secret.trim()));
        cache_key
    }

    #[test]
    fn a_token_is_kept_for_the_very_key_that_fetched_it() {
        assert_eq!(cache_key("s3cret"), cache_key(" s3cret\n"));
        assert_ne!(cache_key("s3cret"), cache_key("other"));
    }

    #[test]
    fn the_other_schemes_are_headers() {
        let bearer = of(&[("authScheme", "bearer")], &[("bearerToken", "Bearer ey.J.x")]).unwrap();
        assert_eq!(bearer, Authorization::Header { scheme: "Bearer", credentials: Secret::new("ey.J.x") });
        let basic = of(&[("authScheme", "basic"), ("keyId", "k")], &[("keySecret", "s")]).unwrap();
        assert_eq!(basic, Authorization::Header { scheme: "Basic", credentials: Secret::new("azpz") });
        assert_eq!(of(&[], &[("keySecret", "s")]).unwrap_err().field, "settings.keyId");
        assert_eq!(of(&[("keyId", "k")], &[]).unwrap_err().field, "secrets.keySecret");
    }
}
