//! A provider's settings as data: the form is drawn from it and both sides check against it.

use serde::Serialize;

use crate::integration::Settings;

/// What kind of control a field needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", tag = "type", content = "choices")]
pub enum FieldKind {
    /// One line of text.
    Text,
    /// A host or base URL.
    Url,
    /// A phone number.
    Phone,
    /// A key, token or password: goes in, never comes out.
    Secret,
    /// One of a few.
    Choice(&'static [Choice]),
}

/// One answer of a [`FieldKind::Choice`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What is stored.
    pub value: &'static str,
    /// What is shown.
    pub label: &'static str,
    /// One line under it, or empty.
    pub help: &'static str,
}

/// When a field is there at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Condition {
    /// Always.
    Always,
    /// Only while the setting `key` has one of `values` (its default counts when it is not set).
    When {
        /// Key of another field of the same schema.
        key: &'static str,
        /// Values that make this field appear.
        values: &'static [&'static str],
    },
}

/// One field of the integration form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Field {
    /// Key in `settings`, or in `secrets` when its kind is [`FieldKind::Secret`].
    pub key: &'static str,
    /// Label of the control.
    pub label: &'static str,
    /// Where to find the value in the provider's own console; shown under the control.
    pub help: &'static str,
    /// What it looks like; empty for none.
    pub placeholder: &'static str,
    /// The control.
    pub kind: FieldKind,
    /// Must it be filled while it is shown?
    pub required: bool,
    /// Value when nothing is set; empty for none.
    pub default: &'static str,
    /// When it is there.
    pub condition: Condition,
    /// Rarely needed: stands behind "More settings".
    pub advanced: bool,
}

impl Field {
    /// A required, always visible field of this kind.
    pub const fn new(key: &'static str, label: &'static str, kind: FieldKind, help: &'static str) -> Self {
        Self {
            key,
            label,
            help,
            placeholder: "",
            kind,
            required: true,
            default: "",
            condition: Condition::Always,
            advanced: false,
        }
    }

    /// Is it a secret?
    pub fn is_secret(&self) -> bool {
        matches!(self.kind, FieldKind::Secret)
    }

    /// Path of this field in findings: `settings.baseUrl`, `secrets.apiKey`.
    pub fn path(&self) -> String {
        format!("{}.{}", if self.is_secret() { "secrets" } else { "settings" }, self.key)
    }
}

/// All fields of one provider, in the order in which people fill them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SettingsSchema {
    /// Id of the provider: `infobip`.
    pub provider: &'static str,
    /// Its name: `Infobip`.
    pub name: &'static str,
    /// One line for the form's head: what account is needed.
    pub summary: &'static str,
    /// What becomes of a caption under media, in a sentence or two: said where captions are typed, before anything is sent.
    pub captions: &'static str,
    /// The fields.
    pub fields: &'static [Field],
}

impl SettingsSchema {
    /// The field with this key.
    pub fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// The value of a setting, or its default; empty for none.
    pub fn value<'a>(&self, settings: &'a Settings, key: &str) -> &'a str {
        match settings.get(key).map(|value| value.trim()) {
            Some(value) if !value.is_empty() => value,
            _ => self.field(key).map_or("", |field| field.default),
        }
    }

    /// Is this field there with these settings?
    pub fn is_shown(&self, field: &Field, settings: &Settings) -> bool {
        match field.condition {
            Condition::Always => true,
            Condition::When { key, values } => values.contains(&self.value(settings, key)),
        }
    }

    /// The fields that are there with these settings, in order.
    pub fn shown<'a>(&'a self, settings: &'a Settings) -> impl Iterator<Item = &'static Field> + 'a {
        self.fields.iter().filter(move |field| self.is_shown(field, settings))
    }
}
