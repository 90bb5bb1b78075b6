//! What is wrong with Sinch settings, and what a message would lose on its way through the Conversation API.

use whatsapp_domain::{
    AddressPolicy, FilledMessage, Finding, MediaKind, Said, Secrets, Settings, quote::quote, say, words,
};

use super::{address, auth::SCHEMES, settings::SCHEMA};
use crate::common::{
    fields,
    secrets::{self, Charset},
    sender,
};

/// Longest id that is passed on; real ones have 26 or 36 characters.
const ID_MAX: usize = 64;

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
            _ if field.is_secret() => {
                secrets.get(field.key).filter(|secret| !secret.is_empty()).and_then(|secret| {
                    secrets::check(
                        &field.path(),
                        &fields::label(&SCHEMA, field),
                        secret,
                        SCHEMES,
                        Charset::Token,
                    )
                })
            }
            _ if value.is_empty() => None,
            "baseUrl" => address::check(value, policy),
            "projectId" => project_id(value),
            "appId" => app_id(value),
            "keyId" => key_id(value),
            "sender" => sender::check(value),
            _ => None,
        });
    }
    findings
}

fn project_id(value: &str) -> Option<Finding> {
    const FIELD: &str = "settings.projectId";
    if let Some(why) = not_an_id(value) {
        return Some(Finding::error(
            "project-id-malformed",
            FIELD,
            why.then("A project ID has 36 characters."),
        ));
    }
    (!is_uuid(value)).then(|| {
        let hint = if is_ulid(&value.to_ascii_uppercase()) {
            "This looks like an app ID."
        } else {
            "Check that it is whole."
        };
        Finding::warning(
            "project-id-unusual",
            FIELD,
            Said::from("Project IDs usually look like 6f1c8a52-0c3e-4b7d-9a41-5e2d7c90b8f3.").then(hint),
        )
    })
}

fn app_id(value: &str) -> Option<Finding> {
    const FIELD: &str = "settings.appId";
    if let Some(why) = not_an_id(value) {
        let text = why.then("An app ID has 26 capital letters and digits.");
        return Some(Finding::error("app-id-malformed", FIELD, text));
    }
    let warning = |text: Said| Finding::warning("app-id-unusual", FIELD, text);
    if is_uuid(value) {
        let text = "This looks like a project ID or key ID. An app ID has 26 capital letters and digits.";
        return Some(warning(text.into()));
    }
    let upper = value.to_ascii_uppercase();
    if is_ulid(value) {
        None
    } else if is_ulid(&upper) {
        let finding = warning("App IDs are written in capital letters.".into());
        Some(finding.with_fix(words!("Use capital letters"), upper))
    } else {
        let count = value.chars().count();
        Some(warning(say!(
            "App IDs usually have 26 capital letters and digits; this one has {count} characters. Check that it is \
             whole.",
            count = count
        )))
    }
}

/// Why this can be no id at all: ids stand in addresses, so only letters, digits, `-` and `_` are let through.
fn not_an_id(value: &str) -> Option<Said> {
    if value.contains(char::is_whitespace) {
        return Some("There is a space inside. Copy it again in one piece.".into());
    }
    let count = value.chars().count();
    if count > ID_MAX {
        return Some(say!("This has {count} characters.", count = count));
    }
    let odd = value.chars().find(|c| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_'))?;
    Some(say!("There is {character} in it, which no ID has.", character = quote(&odd.to_string())))
}

fn key_id(value: &str) -> Option<Finding> {
    const FIELD: &str = "settings.keyId";
    // Basic authentication cuts at the first colon; spaces and control characters are no part of any id.
    if value.contains(|c: char| c == ':' || !c.is_ascii_graphic()) {
        return Some(Finding::error(
            "key-id-malformed",
            FIELD,
            "There is a space or another character in the key ID that no key ID has. Copy it again in one \
             piece.",
        ));
    }
    (!is_uuid(value)).then(|| {
        Finding::warning(
            "key-id-unusual",
            FIELD,
            "Key IDs usually have 36 characters with dashes. Check \
            that this is the key ID, not the key secret.",
        )
    })
}

/// `6f1c8a52-0c3e-4b7d-9a41-5e2d7c90b8f3`
fn is_uuid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.bytes().all(|b| b == b'-' || b.is_ascii_hexdigit())
}

/// 26 capital letters and digits.
fn is_ulid(text: &str) -> bool {
    text.len() == 26 && text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
}

/// What is saved in this provider's form. Digits only: `sender_id` of the callbacks, and every WhatsApp sample of SI-PY.
pub fn habits(typed: &Settings, normalised: &Settings) -> Vec<Finding> {
    let (typed, normalised) = (SCHEMA.value(typed, "sender"), SCHEMA.value(normalised, "sender"));
    sender::plus(SCHEMA.name, typed, normalised).into_iter().collect()
}

pub fn message(message: &FilledMessage) -> Vec<Finding> {
    let finding = match message {
        FilledMessage::Media { kind, caption: Some(caption), .. } if !caption.trim().is_empty() => {
            let text = match kind {
                MediaKind::Image | MediaKind::Video => {
                    "Sinch has no caption for media, so this goes as a card whose title is the caption. \
                     WhatsApp should show it under the media; send a test to see it."
                }
                MediaKind::Document => {
                    "Sinch has no caption for documents, so this goes as a card whose title is the caption. \
                     WhatsApp should show it under the document, perhaps under another file name; send a \
                     test to see it, or put the text into a message of its own."
                }
            };
            Some(Finding::warning("sinch-caption-as-card", "message.caption", text))
        }
        FilledMessage::Text { preview_url: true, .. } => {
            let finding = Finding::warning(
                "sinch-no-link-preview",
                "message.previewUrl",
                "Sinch does not take this choice: WhatsApp decides whether it shows a preview of the link.",
            );
            Some(finding.with_fix(words!("Ask for no preview"), false))
        }
        _ => None,
    };
    finding.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use whatsapp_domain::Secret;

    use super::*;

    const GOOD: [(&str, &str); 4] = [
        ("baseUrl", "https://eu.conversation.api.sinch.com"),
        ("projectId", "6f1c8a52-0c3e-4b7d-9a41-5e2d7c90b8f3"),
        ("appId", "01HZX3T9YQK7M5V2B8N4C6D1EF"),
        ("keyId", "0b7e9d3c-5a14-4f68-8c2d-9e1f3a6b7c80"),
    ];

    fn codes(changed: &[(&str, &str)], secret: &str) -> Vec<String> {
        let mut values: Settings =
            GOOD.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
        values.extend(changed.iter().map(|(key, value)| (key.to_string(), value.to_string())));
        let secrets = [("keySecret".to_owned(), Secret::new(secret))].into();
        settings(&values, &secrets, &|_| false, &AddressPolicy::default())
            .into_iter()
            .map(|finding| finding.code)
            .collect()
    }

    #[test]
    fn good_settings_have_no_finding() {
        assert_eq!(codes(&[], "s3cret~x"), Vec::<String>::new());
    }

    #[test]
    fn ids_are_told_apart() {
        assert_eq!(codes(&[("projectId", "01HZX3T9YQK7M5V2B8N4C6D1EF")], "s"), ["project-id-unusual"]);
        assert_eq!(codes(&[("projectId", "../../x")], "s"), ["project-id-malformed"]);
        assert_eq!(codes(&[("appId", "6f1c8a52-0c3e-4b7d-9a41-5e2d7c90b8f3")], "s"), ["app-id-unusual"]);
        assert_eq!(codes(&[("appId", "01HZX 3T9")], "s"), ["app-id-malformed"]);
        assert_eq!(codes(&[("appId", "01HZX/3T9")], "s"), ["app-id-malformed"]);
        assert_eq!(codes(&[("appId", &"A".repeat(65))], "s"), ["app-id-malformed"]);
        assert_eq!(codes(&[("keyId", "abc")], "s"), ["key-id-unusual"]);
        assert_eq!(codes(&[("keyId", "a:b")], "s"), ["key-id-malformed"]);
        assert_eq!(codes(&[], "••••"), ["secret-masked"]);
        assert_eq!(codes(&[("sender", "0786 0099299")], "s"), ["sender-national"]);
        let finding = app_id("01hzx3t9yqk7m5v2b8n4c6d1ef").unwrap();
        assert_eq!(finding.fix.unwrap().value, "01HZX3T9YQK7M5V2B8N4C6D1EF");
    }

    #[test]
    fn a_caption_is_said_to_become_a_card() {
        let media = |kind, caption: Option<&str>| FilledMessage::Media {
            kind,
            url: "https://cdn.example.com/a.pdf".into(),
            caption: caption.map(str::to_owned),
            filename: None,
        };
        for kind in [MediaKind::Image, MediaKind::Video, MediaKind::Document] {
            assert_eq!(message(&media(kind, Some("New")))[0].code, "sinch-caption-as-card");
            assert!(message(&media(kind, None)).is_empty());
        }
    }
}
