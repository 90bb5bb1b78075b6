//! A saved provider account: what it is, what goes in, what comes out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{finding::Finding, limits, opt_out::Keywords, say, secret::Secret};

/// The version that this build writes for an integration.
pub const INTEGRATION_VERSION: u32 = crate::version::INTEGRATION.newest();

/// Values of a provider's settings by key, such as `baseUrl`; which keys exist is the provider's schema.
pub type Settings = BTreeMap<String, String>;

/// Secrets by key, on their way in. They never come out.
pub type Secrets = BTreeMap<String, Secret>;

/// Most messages a second that an integration may be set to.
pub const MESSAGES_PER_SECOND_MAX: u32 = 1000;
/// Most templates that an integration may be set to.
pub const TEMPLATES_MAX: u32 = 100_000;

/// Longest name of an integration, in characters.
pub const NAME_MAX: usize = 100;

/// What is wrong with an integration's name, if anything.
pub fn check_name(name: &str) -> Option<Finding> {
    let count = name.trim().chars().count();
    match count {
        0 => Some(Finding::error("name-missing", "name", "Give it a name by which you will recognise it.")),
        1..=NAME_MAX => None,
        _ => Some(Finding::error(
            "name-too-long",
            "name",
            say!("The name has {count} characters; {most} are allowed.", count = count, most = NAME_MAX),
        )),
    }
}

/// How customers' numbers are stored in the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum NumberFormat {
    /// `+44123456789`
    #[default]
    Plus,
    /// `44123456789`
    Digits,
}

/// Replies from customers: whether they are taken, and how the customer is found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct TwoWay {
    /// Are replies turned into campaign events?
    pub enabled: bool,
    /// The customer id that holds the phone number.
    pub customer_id_key: String,
    /// How that id is written.
    pub number_format: NumberFormat,
    /// Words by which customers stop messages and start them again.
    pub keywords: Keywords,
}

impl Default for TwoWay {
    fn default() -> Self {
        Self {
            enabled: false,
            customer_id_key: "phone".into(),
            number_format: NumberFormat::Plus,
            keywords: Keywords::default(),
        }
    }
}

impl TwoWay {
    /// What is wrong with it, if anything. While it is switched off only the keywords are looked at.
    pub fn check(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        if self.enabled && self.customer_id_key.trim().is_empty() {
            findings.push(Finding::error(
                "customer-id-key-missing",
                "twoWay.customerIdKey",
                "Name the customer id that holds the phone number, such as phone.",
            ));
        }
        findings.extend(self.keywords.check());
        findings
    }
}

/// Limits of one integration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Limits {
    /// Messages a second, 1 to 1000.
    pub messages_per_second: u32,
    /// Templates that the account may hold.
    pub templates: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            messages_per_second: limits::MESSAGES_PER_SECOND_DEFAULT,
            templates: limits::TEMPLATES_DEFAULT,
        }
    }
}

impl Limits {
    /// What is wrong with the limits, if anything.
    pub fn check(&self) -> Vec<Finding> {
        let limits = [
            ("limits.messagesPerSecond", self.messages_per_second, MESSAGES_PER_SECOND_MAX),
            ("limits.templates", self.templates, TEMPLATES_MAX),
        ];
        let wrong = limits.into_iter().filter(|(_, value, most)| !(1..=*most).contains(value));
        wrong
            .map(|(field, value, most)| {
                let text =
                    say!("The limit is {value}; it has to be from 1 to {most}.", value = value, most = most);
                Finding::error("limit-out-of-range", field, text)
            })
            .collect()
    }
}

fn version() -> u32 {
    INTEGRATION_VERSION
}

/// An integration as a client sends it: for saving, for a check before saving, for `check render`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct IntegrationInput {
    /// Version of this shape.
    #[serde(default = "version")]
    pub version: u32,
    /// `int_…`; ignored on create.
    #[serde(default)]
    pub id: Option<String>,
    /// What people call it.
    #[serde(default)]
    pub name: String,
    /// Id of the provider, such as `infobip`.
    pub provider: String,
    /// The provider's settings.
    #[serde(default)]
    pub settings: Settings,
    /// Secrets; one that is left out keeps its stored value.
    #[serde(default)]
    pub secrets: Secrets,
    /// Replies.
    #[serde(default)]
    pub two_way: TwoWay,
    /// Limits.
    #[serde(default)]
    pub limits: Limits,
}

/// What is told about a stored secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SecretView {
    /// Is one stored?
    pub set: bool,
    /// `…` and its last four characters.
    pub hint: String,
}

/// An integration as the proxy answers it: the same without secrets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Integration {
    /// Version of this shape.
    pub version: u32,
    /// `int_…`
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Id of the provider.
    pub provider: String,
    /// The provider's settings, normalised.
    pub settings: Settings,
    /// Which secrets are stored, by key.
    pub secrets: BTreeMap<String, SecretView>,
    /// Replies.
    pub two_way: TwoWay,
    /// Limits.
    pub limits: Limits,
    /// When it was first saved, RFC 3339 in UTC.
    pub created_at: String,
    /// When it was last saved, RFC 3339 in UTC.
    pub updated_at: String,
    /// Its last connection check, if there was one since the last change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_check: Option<crate::check::CheckReport>,
}
