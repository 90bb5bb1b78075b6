//! The accounts of the sandbox. All keys here are made-up constants that open nothing but this emulation: they
//! are printed at start, offered to the form and written into tests, and are no secrets.

use crate::matching::find;
use crate::templates::{self, Header, Status};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// Infobip sender of the demo account: international, digits.
pub const INFOBIP_SENDER: &str = "447860099299";
/// Infobip API key with the scope `whatsapp:manage`: may do everything.
pub const INFOBIP_KEY: &str = "sandbox-infobip-key-not-a-secret";
/// Infobip API key with the scope `whatsapp:message:send`: may send, may not list templates.
pub const INFOBIP_SEND_ONLY_KEY: &str = "sandbox-infobip-key-send-only";
/// Infobip API key with a scope of another product: may do nothing here.
pub const INFOBIP_NO_SCOPE_KEY: &str = "sandbox-infobip-key-without-whatsapp";
/// User name for Basic.
pub const INFOBIP_USER: &str = "sandbox-user";
/// Password for Basic.
pub const INFOBIP_PASSWORD: &str = "sandbox-password";
/// Client id for `/auth/1/oauth2/token`.
pub const INFOBIP_CLIENT_ID: &str = "sandbox-client";
/// Client secret for `/auth/1/oauth2/token`.
pub const INFOBIP_CLIENT_SECRET: &str = "sandbox-client-secret";

/// Sinch project.
pub const SINCH_PROJECT: &str = "5a4db0c0-0000-4000-8000-000000000001";
/// Sinch app with a WhatsApp sender; lives in the region `eu`.
pub const SINCH_APP: &str = "01SANDB0X0APP0000000000000";
/// Sinch app without a WhatsApp sender, same project and region.
pub const SINCH_BARE_APP: &str = "01SANDB0X0APP000000000BARE";
/// Where the apps live; the other regions answer 404.
pub const SINCH_REGION: &str = "eu";
/// Number bound to the app.
pub const SINCH_SENDER: &str = "447860099300";
/// Access key id; may also list templates.
pub const SINCH_KEY_ID: &str = "5a4db0c0-0000-4000-8000-0000000000a1";
/// Its secret.
pub const SINCH_KEY_SECRET: &str = "sandbox-sinch-secret-not-a-secret";
/// Access key without access to the Provisioning API: sends, may not list templates.
pub const SINCH_SEND_ONLY_KEY_ID: &str = "5a4db0c0-0000-4000-8000-0000000000a2";
/// Its secret.
pub const SINCH_SEND_ONLY_KEY_SECRET: &str = "sandbox-sinch-secret-send-only";
/// A Bearer token that never runs out, for integrations that carry a pasted token. Real ones last an hour.
pub const SINCH_STATIC_TOKEN: &str = "sandbox-sinch-bearer-not-a-secret";

/// The Infobip API key of the demo account. A made-up constant, not a secret.
pub fn demo_key() -> &'static str {
    INFOBIP_KEY
}

/// The accounts in the form of the proxy's integrations, so that a form can be filled with them. `origin` is
/// scheme, host and port of the server that carries the sandbox, such as `http://127.0.0.1:8080`.
pub fn accounts(origin: &str) -> Value {
    json!([
        {
            "provider": "infobip",
            "name": "Sandbox shop (Infobip)",
            "settings": {
                "baseUrl": format!("{origin}/sandbox/infobip"), "sender": INFOBIP_SENDER, "authScheme": "apiKey",
            },
            "secrets": {"apiKey": INFOBIP_KEY},
        },
        {
            "provider": "sinch",
            "name": "Sandbox shop (Sinch)",
            "settings": {
                "baseUrl": format!("{origin}/sandbox/sinch/{SINCH_REGION}"),
                "projectId": SINCH_PROJECT, "appId": SINCH_APP, "keyId": SINCH_KEY_ID, "authScheme": "oauth2",
            },
            "secrets": {"keySecret": SINCH_KEY_SECRET},
        },
    ])
}

/// A few lines for the terminal: accounts, keys, templates.
pub fn banner(origin: &str) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        "Sandbox accounts (made up; these keys open nothing else)\n\
         \x20 Infobip  base URL    {origin}/sandbox/infobip\n\
         \x20          sender      {INFOBIP_SENDER}\n\
         \x20          API key     {INFOBIP_KEY}\n\
         \x20 Sinch    base URL    {origin}/sandbox/sinch/{SINCH_REGION}\n\
         \x20          project     {SINCH_PROJECT}\n\
         \x20          app         {SINCH_APP}\n\
         \x20          key id      {SINCH_KEY_ID}\n\
         \x20          key secret  {SINCH_KEY_SECRET}\n\
         \nTemplates (values to give)\n"
    );
    let mut names: Vec<_> = templates::all().iter().map(|t| t.name).collect();
    names.dedup();
    for name in names {
        let same: Vec<_> = templates::all().iter().filter(|t| t.name == name).collect();
        let languages: Vec<_> = same.iter().map(|t| t.language).collect();
        let Some(first) = same.first() else { continue };
        let mut takes = Vec::new();
        match first.header {
            Some(Header::Media(kind)) => takes.push(format!("header {}", kind.small_word())),
            Some(Header::Text { example: Some(_), .. }) => takes.push("header text".into()),
            _ => {}
        }
        takes.push(format!("body {}", first.body_slots()));
        let buttons = first.buttons.iter().filter(|b| b.takes().is_some()).count();
        if buttons > 0 {
            takes.push(format!("buttons {buttons}"));
        }
        let state = match find(templates::all(), first.name, first.language) {
            Err(_) if first.status != Status::Approved => format!("  [{:?}]", first.status).to_lowercase(),
            _ => String::new(),
        };
        let _ = writeln!(out, "  {name:<16}{:<24}{}{state}", languages.join(" "), takes.join(", "));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_have_the_shape_that_customers_hold() {
        for app in [SINCH_APP, SINCH_BARE_APP] {
            assert_eq!(app.len(), 26);
            assert!(app.bytes().all(|b| b"0123456789ABCDEFGHJKMNPQRSTVWXYZ".contains(&b)), "{app}");
        }
        for id in [SINCH_PROJECT, SINCH_KEY_ID, SINCH_SEND_ONLY_KEY_ID] {
            let groups: Vec<_> = id.split('-').map(str::len).collect();
            assert_eq!(groups, [8, 4, 4, 4, 12], "{id}");
            assert!(id.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit()), "{id}");
        }
    }

    #[test]
    fn the_banner_names_every_key_and_template() {
        let text = banner("http://127.0.0.1:1");
        for t in templates::all() {
            assert!(text.contains(t.name), "{}", t.name);
        }
        for value in [INFOBIP_KEY, INFOBIP_SENDER, SINCH_KEY_ID, SINCH_KEY_SECRET, SINCH_APP, SINCH_PROJECT] {
            assert!(text.contains(value), "{value}");
        }
        assert!(text.contains("[rejected]") && text.contains("[paused]") && text.contains("[pending]"));
    }
}
