//! The integration form without a page: what it holds, and what each event makes of it.

mod draft;
mod hosting;
mod update;

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use whatsapp_domain::{
    AddressPolicy, CheckReport, Finding, Integration, Limits, Problem, Settings, SettingsSchema, TwoWay,
    engine_api::EngineResponse, integration::INTEGRATION_VERSION, order::gathered,
};
use whatsapp_providers::SCHEMAS;
use zeroize::Zeroizing;

pub use draft::{Draft, draft_key};
pub use hosting::{Given, value};
pub use update::update;

use crate::{effect::Effect, host::Cause, load::Load, shown::Shown, two_way::Account};

/// An account that the sandbox offers for a first try.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SandboxAccount {
    /// Id of the provider.
    pub provider: String,
    /// A name for the integration.
    pub name: String,
    /// Its settings.
    pub settings: Settings,
    /// Its emulated keys; they open nothing but the sandbox.
    pub secrets: BTreeMap<String, String>,
}

/// What the connection check shows.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CheckPane {
    /// The report, on its way or there.
    pub report: Load<CheckReport>,
    /// Was anything changed since it ran?
    pub stale: bool,
}

/// A repair that can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// The setting.
    pub key: String,
    /// What stood there.
    pub before: String,
}

/// The form.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Id of the saved integration; none while it is new.
    pub id: Option<String>,
    /// The integration as last saved.
    pub saved: Load<Integration>,
    /// What people call it.
    pub name: String,
    /// Id of the provider.
    pub provider: String,
    /// What was typed, for each provider by itself: switching loses nothing.
    pub settings: BTreeMap<String, Settings>,
    /// Secrets as typed, for each provider; memory only, wiped when dropped.
    pub secrets: BTreeMap<String, BTreeMap<String, Zeroizing<String>>>,
    /// Stored secrets that are being typed anew.
    pub replacing: BTreeSet<String>,
    /// Replies.
    pub two_way: TwoWay,
    /// The words that stop and start, as typed, by language and whether they start.
    pub words: BTreeMap<(String, bool), String>,
    /// Limits.
    pub limits: Limits,
    /// The operator's addresses.
    pub policy: AddressPolicy,
    /// The sandbox's accounts; empty while it is off.
    pub accounts: Vec<SandboxAccount>,
    /// Everything that the engine found.
    pub findings: Vec<Finding>,
    /// Which of it is in view.
    pub shown: Shown,
    /// Saving, and how it went.
    pub save: Load<()>,
    /// The connection check.
    pub check: CheckPane,
    /// The last repair, while its field holds what it put there.
    pub mended: Option<Mended>,
    /// Was a draft of an earlier visit brought back?
    pub restored: bool,
    /// Differs from what is saved?
    pub changed: bool,
    /// A draft that waits for the saved integration to come.
    kept: Option<Box<Draft>>,
    /// What the host handed in, while it waits for that too.
    given: Option<Box<Given>>,
    /// What brought the change about that the host is told of next.
    cause: Cause,
    /// Is the integration only to be looked at?
    pub locked: bool,
    revision: u64,
}

/// What can happen to the form.
#[derive(Debug, Clone)]
pub enum Event {
    /// It opens, for a saved integration or a new one, with the draft of an earlier visit.
    Opened {
        /// Id of a saved integration.
        id: Option<String>,
        /// The operator's addresses.
        policy: AddressPolicy,
        /// A draft of an earlier visit.
        draft: Option<Box<Draft>>,
    },
    /// A draft that was kept beside this one is to be opened in its place.
    DraftChosen(Box<Draft>),
    /// The host hands in what is to stand in the form.
    Given(Box<Given>),
    /// The host hands in nothing: the form shows what is saved, or is empty.
    Emptied,
    /// The host names the provider that a new integration begins with.
    ProviderGiven(String),
    /// The integration is only to be looked at, or may be edited again.
    Locked(bool),
    /// The host asks for everything that stops a save: it comes into view, with true
    /// the first of it under the focus.
    Revealed(bool),
    /// The saved integration came.
    Loaded(Result<Box<Integration>, Problem>),
    /// The sandbox's accounts came.
    AccountsLoaded(Result<Vec<SandboxAccount>, Problem>),
    /// The name was typed.
    NameTyped(String),
    /// A provider was chosen.
    ProviderChosen(String),
    /// A setting was typed.
    SettingTyped(&'static str, String),
    /// A secret was typed.
    SecretTyped(&'static str, Zeroizing<String>),
    /// A stored secret is to be typed anew, or not after all.
    Replace(&'static str, bool),
    /// Messages a second or templates were typed.
    LimitsChanged(Limits),
    /// Something about replies was set.
    TwoWayChanged(Box<TwoWay>),
    /// Words that stop or start were typed.
    WordsTyped {
        /// Code of their language.
        language: String,
        /// Do they start?
        start: bool,
        /// Separated by commas.
        text: String,
    },
    /// The words that the product comes with are wanted back.
    WordsReset,
    /// A field was left.
    Left(String),
    /// The engine's verdict on a revision of the form.
    Judged(u64, Box<EngineResponse>),
    /// A finding's repair was pressed.
    FixPressed(Box<Finding>),
    /// The last repair was taken back.
    RepairUndone,
    /// "Fill in sandbox account" was pressed.
    FillSandbox,
    /// "Save" was pressed.
    SavePressed,
    /// Saving ended.
    Saved(Result<Box<Integration>, Problem>),
    /// "Check connection" was pressed.
    CheckPressed,
    /// The check ended.
    Checked(Result<Box<CheckReport>, Problem>),
    /// "Discard changes" was pressed.
    Discarded,
}

/// Effects of the form.
pub type Effects = Vec<Effect<Event>>;

impl State {
    /// The version in which the integration was saved, when it is none that this page knows.
    pub fn other_version(&self) -> Option<u32> {
        self.saved.ready().map(|saved| saved.version).filter(|version| *version != INTEGRATION_VERSION)
    }

    /// Schema of the chosen provider.
    pub fn schema(&self) -> &'static SettingsSchema {
        SCHEMAS.iter().find(|schema| schema.provider == self.provider).copied().unwrap_or(SCHEMAS[0])
    }

    /// Settings of the chosen provider, as typed.
    pub fn chosen(&self) -> Settings {
        self.settings.get(&self.provider).cloned().unwrap_or_default()
    }

    /// What stands in a settings field: what was typed, or the default.
    pub fn setting(&self, key: &str) -> String {
        match self.settings.get(&self.provider).and_then(|settings| settings.get(key)) {
            Some(typed) => typed.clone(),
            None => self.schema().field(key).map_or_else(String::new, |field| field.default.to_owned()),
        }
    }

    /// What was typed into a secret's field.
    pub fn secret(&self, key: &str) -> &str {
        self.secrets.get(&self.provider).and_then(|secrets| secrets.get(key)).map_or("", |text| text.as_str())
    }

    /// What the proxy holds of a secret: its hint. Stored secrets belong to the provider that they were saved for.
    pub fn stored_hint(&self, key: &str) -> Option<String> {
        let saved = self.saved.ready().filter(|saved| saved.provider == self.provider)?;
        saved.secrets.get(key).filter(|view| view.set).map(|view| view.hint.clone())
    }

    /// The finding to show at a field.
    pub fn finding(&self, field: &str) -> Option<&Finding> {
        self.shown.at(field, &self.findings)
    }

    /// How many findings stop a save.
    pub fn errors(&self) -> usize {
        self.findings.iter().filter(|finding| finding.is_error()).count()
    }

    /// The languages that have words, in order of their codes.
    pub fn keyword_languages(&self) -> Vec<String> {
        let keywords = &self.two_way.keywords;
        let all: BTreeSet<&String> = gathered(keywords.stop.keys().chain(keywords.start.keys()));
        all.into_iter().cloned().collect()
    }

    /// A language's words as they stand in their field.
    pub fn words(&self, language: &str, start: bool) -> String {
        if let Some(typed) = self.words.get(&(language.to_owned(), start)) {
            return typed.clone();
        }
        let keywords = &self.two_way.keywords;
        let words = if start { &keywords.start } else { &keywords.stop };
        words.get(language).map(|words| words.join(", ")).unwrap_or_default()
    }

    /// The account whose connection for replies can be set up: it is saved, with replies switched on.
    pub fn connection(&self) -> Option<Account> {
        let saved = self.saved.ready().filter(|saved| saved.two_way.enabled && self.two_way.enabled)?;
        let base = saved.settings.get("baseUrl").map_or("", String::as_str);
        Some(Account {
            id: saved.id.clone(),
            provider: saved.provider.clone(),
            name: self.schema().name.to_owned(),
            sandbox: self.policy.is_sandbox(base),
        })
    }

    /// The sandbox's account of the chosen provider.
    pub fn account(&self) -> Option<&SandboxAccount> {
        self.accounts.iter().find(|account| account.provider == self.provider)
    }
}

#[cfg(test)]
mod tests;
