//! How requests to Infobip are authorised. Source: IB-OAS (securitySchemes).

use base64::{Engine as _, engine::general_purpose::STANDARD};
use whatsapp_domain::{Authorization, Finding, Secret, Secrets, Settings};

use super::settings::SCHEMA;
use crate::{
    common::{fields, secrets::clean},
    provider::Login,
};

/// Words that stand in front of a credential in the header and are pasted along.
pub const SCHEMES: &[&str] = &["App", "Bearer", "Basic", "IBSSO"];

pub fn authorization(settings: &Settings, secrets: &Secrets) -> Result<Authorization, Box<Finding>> {
    match SCHEMA.value(settings, "authScheme") {
        "basic" => {
            let user = SCHEMA.value(settings, "username");
            if user.is_empty() {
                return Err(missing("username"));
            }
            // A password is taken as it is: it may begin with any word, and may end in a space.
            let password = secrets
                .get("password")
                .filter(|secret| !secret.is_empty())
                .ok_or_else(|| missing("password"))?;
            let credentials = STANDARD.encode(format!("{user}:{}", password.expose()));
            Ok(Authorization::Header { scheme: "Basic", credentials: Secret::new(credentials) })
        }
        "bearer" => header("Bearer", "bearerToken", secrets),
        _ => header("App", "apiKey", secrets),
    }
}

/// The same for a shell or a plain webhook.
pub fn login(settings: &Settings) -> Login {
    match SCHEMA.value(settings, "authScheme") {
        "basic" => Login::Basic {
            user: SCHEMA.value(settings, "username").to_owned(),
            variable: "INFOBIP_PASSWORD",
            what: "password",
        },
        "bearer" => Login::Header { scheme: "Bearer", variable: "INFOBIP_TOKEN", what: "access token" },
        _ => Login::Header { scheme: "App", variable: "INFOBIP_API_KEY", what: "API key" },
    }
}

fn header(scheme: &'static str, key: &str, secrets: &Secrets) -> Result<Authorization, Box<Finding>> {
    let text = secrets.get(key).map(|secret| clean(secret, SCHEMES)).unwrap_or_default();
    if text.is_empty() {
        return Err(missing(key));
    }
    Ok(Authorization::Header { scheme, credentials: Secret::new(text) })
}

fn missing(key: &str) -> Box<Finding> {
    Box::new(fields::missing(&SCHEMA, key))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(settings: &[(&str, &str)], secrets: &[(&str, &str)]) -> Result<(&'static str, String), String> {
        let settings = settings.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
        let secrets = secrets.iter().map(|(key, value)| (key.to_string(), Secret::new(*value))).collect();
        match authorization(&settings, &secrets) {
            Ok(Authorization::Header { scheme, credentials }) => {
                Ok((scheme, credentials.expose().to_owned()))
            }
            Ok(Authorization::Token { .. }) => panic!("Infobip fetches no token"),
            Err(finding) => Err(finding.field),
        }
    }

    #[test]
    fn each_scheme_has_its_word() {
        assert_eq!(of(&[], &[("apiKey", "App abc\n")]), Ok(("App", "abc".into())));
        assert_eq!(of(&[("authScheme", "bearer")], &[("bearerToken", "abc")]), Ok(("Bearer", "abc".into())));
        let basic = of(&[("authScheme", "basic"), ("username", "ana")], &[("password", "pä ss")]);
        assert_eq!(basic, Ok(("Basic", STANDARD.encode("ana:pä ss"))));
    }

    #[test]
    fn a_missing_secret_is_a_finding_at_its_field() {
        assert_eq!(of(&[], &[]), Err("secrets.apiKey".into()));
        assert_eq!(of(&[], &[("apiKey", " ")]), Err("secrets.apiKey".into()));
        assert_eq!(of(&[("authScheme", "basic")], &[("password", "x")]), Err("settings.username".into()));
        assert_eq!(of(&[("authScheme", "basic"), ("username", "a")], &[]), Err("secrets.password".into()));
    }
}
