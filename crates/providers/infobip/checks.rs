//! What is wrong with Infobip settings, and what Infobip has against a message beyond WhatsApp's own rules.

use whatsapp_domain::{
    AddressPolicy, FilledButton, FilledMessage, Finding, Secrets, Settings, node::ButtonKind, say, words,
};

use super::{NAME, address, auth::SCHEMES, settings::SCHEMA};
use crate::common::{
    fields,
    secrets::{self, Charset},
    sender,
};

/// Longest caption that Infobip's schema takes (IB-OAS).
const CAPTION_MAX: usize = 3000;

pub fn settings(
    settings: &Settings,
    secrets: &Secrets,
    stored: &dyn Fn(&str) -> bool,
    policy: &AddressPolicy,
) -> Vec<Finding> {
    let mut findings = fields::check(&SCHEMA, settings, secrets, stored);
    for field in SCHEMA.shown(settings) {
        let value = SCHEMA.value(settings, field.key);
        findings.extend(match field.key {
            "baseUrl" if !value.is_empty() => address::check(value, policy),
            "sender" => sender::check(value),
            "username" if value.contains(':') => Some(Finding::error(
                "username-colon",
                field.path(),
                "There is a colon in the user name. Basic authentication cannot carry one: sign in with an \
                 API key instead.",
            )),
            _ if field.is_secret() => {
                secrets.get(field.key).filter(|secret| !secret.is_empty()).and_then(|secret| {
                    let charset = if field.key == "password" { Charset::Password } else { Charset::Token };
                    secrets::check(&field.path(), &fields::label(&SCHEMA, field), secret, SCHEMES, charset)
                })
            }
            _ => None,
        });
    }
    findings
}

/// What is saved in this provider's form. Digits only: `from` of IB-OAS's examples.
pub fn habits(typed: &Settings, normalised: &Settings) -> Vec<Finding> {
    let (typed, normalised) = (SCHEMA.value(typed, "sender"), SCHEMA.value(normalised, "sender"));
    sender::plus(SCHEMA.name, typed, normalised).into_iter().collect()
}

/// File names and addresses have the same maxima here as everywhere (`limits`), so they are judged there.
pub fn message(message: &FilledMessage) -> Vec<Finding> {
    let mut findings = Vec::new();
    match message {
        FilledMessage::Template { buttons, .. } => {
            for (place, button) in buttons.iter().enumerate() {
                findings.extend(quick_reply(place, button));
            }
        }
        FilledMessage::Text { text, preview_url: true } if !has_link(text) => {
            let finding = Finding::warning(
                "preview-without-link",
                "message.previewUrl",
                "There is no link in the text that begins with http:// or https://, so there is nothing to \
             preview.",
            );
            findings.push(finding.with_fix(words!("Ask for no preview"), false));
        }
        FilledMessage::Text { .. } => {}
        FilledMessage::Media { caption, .. } => {
            let found = caption.as_deref().map_or(0, |caption| caption.chars().count());
            if found > CAPTION_MAX {
                findings.push(Finding::error(
                    "caption-over-provider-limit",
                    "message.caption",
                    say!(
                        "The caption has {count} characters. {provider} takes at most \
                             {most}.",
                        count = found,
                        provider = NAME,
                        most = CAPTION_MAX
                    ),
                ));
            }
        }
    }
    findings
}

/// Infobip wants 1 to 128 characters here, where others take none.
fn quick_reply(place: usize, button: &FilledButton) -> Option<Finding> {
    let is_empty = button.kind == ButtonKind::QuickReply && button.value.is_empty();
    is_empty.then(|| {
        Finding::error(
            "quick-reply-payload-empty",
            format!("message.buttons[{place}].value"),
            say!(
                "{provider} wants a value for each quick-reply button: the text that comes back when it is \
                     tapped.",
                provider = NAME
            ),
        )
    })
}

/// Does a text hold a link that the provider takes for one?
pub fn has_link(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    ["http://", "https://"].iter().any(|scheme| {
        text.match_indices(scheme).any(|(at, _)| text[at + scheme.len()..].starts_with(char::is_alphanumeric))
    })
}

#[cfg(test)]
mod tests {
    use whatsapp_domain::{MediaKind, Secret};

    use super::*;

    fn codes(pairs: &[(&str, &str)], secret: &str) -> Vec<String> {
        let values: Settings =
            pairs.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
        let secrets = [("apiKey".to_owned(), Secret::new(secret))].into();
        let policy = AddressPolicy::default();
        settings(&values, &secrets, &|_| false, &policy).into_iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn good_settings_have_no_finding() {
        let good = [("baseUrl", "https://abc.api.infobip.com"), ("sender", "447860099299")];
        assert_eq!(codes(&good, "abc-123"), Vec::<String>::new());
    }

    #[test]
    fn each_field_has_its_own_finding() {
        let bad = [("baseUrl", "https://abc.example"), ("sender", "07860 099299")];
        assert_eq!(codes(&bad, "***"), ["base-url-foreign-host", "secret-masked", "sender-national"]);
        assert_eq!(codes(&[], ""), ["field-required"; 3]);
        assert_eq!(codes(&[("authScheme", "magic")], "")[1], "choice-unknown");
    }

    #[test]
    fn captions_stop_at_infobips_limit() {
        let media = |length: usize| FilledMessage::Media {
            kind: MediaKind::Image,
            url: "https://cdn.example.com/a.png".into(),
            caption: Some("ä".repeat(length)),
            filename: None,
        };
        assert!(message(&media(3000)).is_empty());
        let findings = message(&media(3001));
        assert_eq!(findings[0].code, "caption-over-provider-limit");
        assert!(findings[0].text.contains("3,001") && findings[0].is_error());
    }

    #[test]
    fn a_preview_needs_a_link() {
        let text = |text: &str| FilledMessage::Text { text: text.into(), preview_url: true };
        assert!(message(&text("See https://shop.example")).is_empty());
        assert_eq!(message(&text("See shop.example"))[0].code, "preview-without-link");
        assert_eq!(message(&text("https:// is a scheme"))[0].code, "preview-without-link");
    }
}
