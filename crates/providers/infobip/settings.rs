//! The fields of an Infobip account. Plain data: the page draws its form from it before anything else is loaded.

use whatsapp_domain::{Choice, Condition, Field, FieldKind, Settings, SettingsSchema, order};

const AUTH_SCHEMES: &[Choice] = &[
    Choice {
        value: "apiKey",
        label: "API key",
        help: "What Infobip recommends. Does not run out unless you set a date.",
    },
    Choice { value: "basic", label: "User name and password", help: "Those of an Infobip user." },
    Choice {
        value: "bearer",
        label: "Access token",
        help: "An OAuth 2 token that you got elsewhere. It runs out, often within an hour.",
    },
];

/// What stands for an account that is not connected.
pub fn placeholders() -> Settings {
    order::map(&[("baseUrl", "https://{baseUrl}"), ("sender", "{sender}")], str::to_owned)
}

/// The form.
pub static SCHEMA: SettingsSchema = SettingsSchema {
    provider: "infobip",
    name: "Infobip",
    summary: "You need an Infobip account with a registered WhatsApp sender.",
    captions: "Stands under the media. WhatsApp documents up to 1,024 characters, Infobip takes 3,000; what is over \
               1,024 may not be shown.",
    fields: &[
        Field {
            placeholder: "xxxxx.api.infobip.com",
            ..Field::new(
                "baseUrl",
                "Base URL",
                FieldKind::Url,
                "In the Infobip portal under Developer tools → API keys, or on the home page. It looks like \
                 xxxxx.api.infobip.com.",
            )
        },
        Field {
            default: "apiKey",
            advanced: true,
            ..Field::new(
                "authScheme",
                "Sign in with",
                FieldKind::Choice(AUTH_SCHEMES),
                "How requests prove that they are yours.",
            )
        },
        Field {
            condition: Condition::When { key: "authScheme", values: &["apiKey"] },
            ..Field::new(
                "apiKey",
                "API key",
                FieldKind::Secret,
                "Developer tools → API keys → Create. Needs one of the scopes message:send, \
                 whatsapp:message:send or whatsapp:manage; the last one also lists templates. A word App \
                 pasted along is dropped.",
            )
        },
        Field {
            condition: Condition::When { key: "authScheme", values: &["basic"] },
            ..Field::new(
                "username",
                "User name",
                FieldKind::Text,
                "The user name that signs in to the Infobip portal.",
            )
        },
        Field {
            condition: Condition::When { key: "authScheme", values: &["basic"] },
            ..Field::new("password", "Password", FieldKind::Secret, "The password of that user.")
        },
        Field {
            condition: Condition::When { key: "authScheme", values: &["bearer"] },
            ..Field::new(
                "bearerToken",
                "Access token",
                FieldKind::Secret,
                "The access_token that Infobip's /auth/1/oauth2/token answered. When it runs out, sending \
                 stops until you paste a new one.",
            )
        },
        Field {
            placeholder: "447860099299",
            ..Field::new(
                "sender",
                "Sender",
                FieldKind::Phone,
                "The registered WhatsApp number: Channels and numbers → WhatsApp → Senders. With the country \
                 code.",
            )
        },
    ],
};
