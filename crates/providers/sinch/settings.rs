//! The fields of a Sinch account. Plain data: the page draws its form from it before anything else is loaded.

use whatsapp_domain::{Choice, Condition, Field, FieldKind, Settings, SettingsSchema, order};

const AUTH_SCHEMES: &[Choice] = &[
    Choice {
        value: "oauth2",
        label: "Access key",
        help: "Key id and key secret; tokens are fetched and renewed for you.",
    },
    Choice {
        value: "basic",
        label: "Access key, sent directly",
        help: "For trying out only: Sinch limits it heavily.",
    },
    Choice {
        value: "bearer",
        label: "Bearer token",
        help: "A token that you got elsewhere. It lasts one hour.",
    },
];

const WITH_KEY: Condition = Condition::When { key: "authScheme", values: &["oauth2", "basic"] };

/// The base URL of an account that is not connected: its region is not known.
pub const PLACEHOLDER_BASE: &str = "https://{region}.conversation.api.sinch.com";

/// What stands for an account that is not connected.
pub fn placeholders() -> Settings {
    let all = [
        ("baseUrl", PLACEHOLDER_BASE),
        ("projectId", "{projectId}"),
        ("appId", "{appId}"),
        ("keyId", "{keyId}"),
    ];
    order::map(&all, str::to_owned)
}

/// The form.
pub static SCHEMA: SettingsSchema = SettingsSchema {
    provider: "sinch",
    name: "Sinch",
    summary: "You need a Sinch project with a Conversation API app that has a WhatsApp sender.",
    captions: "Sinch has no captions: media with one goes as a card whose title is the caption. WhatsApp documents up \
               to 1,024 characters. Send a test to see how it looks on the phone.",
    fields: &[
        Field {
            placeholder: "https://eu.conversation.api.sinch.com",
            ..Field::new(
                "baseUrl",
                "Base URL",
                FieldKind::Url,
                "The region that the app was made in. Type us, eu or br, or paste the host, such as \
                 eu.conversation.api.sinch.com. The Sinch dashboard shows it under Conversation API → Apps.",
            )
        },
        Field {
            placeholder: "00000000-0000-0000-0000-000000000000",
            ..Field::new(
                "projectId",
                "Project ID",
                FieldKind::Text,
                "In the Sinch dashboard at the top left, or under Settings → Projects. 36 characters with \
                 dashes.",
            )
        },
        Field {
            placeholder: "01ABCDEFGHJKMNPQRSTVWXYZ00",
            ..Field::new(
                "appId",
                "App ID",
                FieldKind::Text,
                "In the Sinch dashboard under Conversation API → Apps. 26 capital letters and digits.",
            )
        },
        Field {
            default: "oauth2",
            ..Field::new(
                "authScheme",
                "Sign in with",
                FieldKind::Choice(AUTH_SCHEMES),
                "How requests prove that they are yours.",
            )
        },
        Field {
            condition: WITH_KEY,
            placeholder: "00000000-0000-0000-0000-000000000000",
            ..Field::new(
                "keyId",
                "Key ID",
                FieldKind::Text,
                "In the Sinch dashboard under Settings → Access keys.",
            )
        },
        Field {
            condition: WITH_KEY,
            ..Field::new(
                "keySecret",
                "Key secret",
                FieldKind::Secret,
                "Shown once, when the access key is made. If it is lost, make a new access key.",
            )
        },
        Field {
            condition: Condition::When { key: "authScheme", values: &["bearer"] },
            ..Field::new(
                "bearerToken",
                "Bearer token",
                FieldKind::Secret,
                "A pasted Conversation API token lasts one hour; after that every message is refused until \
                 you paste a new one. An access key does not run out. A word Bearer pasted along is dropped.",
            )
        },
        Field {
            required: false,
            advanced: true,
            placeholder: "447860099299",
            ..Field::new(
                "sender",
                "Sender",
                FieldKind::Phone,
                "Not needed: the WhatsApp sender is bound to the app. If you enter it, the connection check \
                 tells whether the app really has it.",
            )
        },
    ],
};
