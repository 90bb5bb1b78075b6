//! The node editor without a page: what it holds, and what each event makes of it.

mod asking;
mod draft;
mod exchange;
mod filled;
mod fixes;
mod history;
mod kept;
mod kind;
mod languages;
mod line;
mod mapping;
mod opening;
mod picker;
mod profiles;
mod review;
mod sides;
mod template;
mod todo;
mod update;
mod values;
mod window;

use serde_json::Value;
use whatsapp_domain::{
    AddressPolicy, Binding, FilledMessage, Finding, Integration, Node, Problem, ProfileSchema, QuickTest,
    Template, TemplateList, Tested, WhenEmpty,
    engine_api::{EngineResponse, RenderOutput, WorstCase, WorstCaseKind},
    two_way::CustomerWindow,
};

pub use draft::{Draft, MediaDraft, TemplateDraft, TranslationDraft, in_language, prefix};
pub use exchange::{Import, read_node};
pub use history::History;
pub use kept::Kept;
pub use kind::{HeaderKind, Kind};
pub use languages::LanguageEvent;
pub use line::LineEntry;
pub use picker::{Picker, PickerEvent, choices, selectable, status_code, status_of, status_word, why_not};
pub use profiles::{KeptProfiles, Profile, Profiles};
pub use review::{Difference, word_difference};
pub use sides::{category_words, side};
pub use template::{Row, context_of, rows};
pub use todo::{Todo, case_words, own_stops, todos};
pub use update::{DRAFT_KEY, update};
pub use values::Values;
pub use window::{Customer, LastWrote, Meets, Window};

use crate::{
    effect::Effect,
    host::{Cause, HostChange, NodeHost},
    load::Load,
    payloads, quick_test,
    shown::Shown,
    texts::Text,
};

/// The editor.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// The operator's addresses.
    pub policy: AddressPolicy,
    /// What can be chosen to send from.
    pub integrations: Load<Vec<Integration>>,
    /// The step as it stands.
    pub draft: Draft,
    /// What was changed, to take it back.
    pub history: History,
    /// The step as the host has it saved.
    pub saved: Option<Node>,
    /// When it was saved, RFC 3339.
    pub saved_at: Option<String>,
    /// The chosen account's templates.
    pub templates: Load<TemplateList>,
    /// Is the provider being asked again, while the earlier list is still shown?
    pub syncing: bool,
    /// The template picker, while it is open.
    pub picker: Option<Picker>,
    /// The language whose values are in view; none for the default one.
    pub language: Option<usize>,
    /// Is the difference to the changed template shown?
    pub comparing: bool,
    /// The profiles that fill the values.
    pub profiles: Profiles,
    /// The body's values as one line, while that is open.
    pub line: Option<LineEntry>,
    /// JSON that is to become the step, while that is open.
    pub import: Option<Import>,
    /// The step filled for the profile, and what was found.
    pub output: RenderOutput,
    /// The last message that could be filled, shown while a value is being typed that can't be.
    last_message: Option<FilledMessage>,
    /// The media address as it was when the typing paused: only that is fetched for the preview, not each beginning of it.
    settled_media: Option<String>,
    /// The step filled for the worst cases; empty until the typing pauses.
    pub worst: Vec<WorstCase>,
    /// The worst case in view; none for the chosen profile.
    pub case: Option<WorstCaseKind>,
    /// When the customer wrote last: as the proxy knows it, and as the slider says.
    pub window: Window,
    /// The repair that was just applied, in its words.
    pub mended: Option<Text>,
    /// What is said to screen readers after undo and redo.
    pub said: Option<Text>,
    /// Which findings are in view.
    pub shown: Shown,
    /// The view of what is sent.
    pub payloads: payloads::state::State,
    /// The quick test.
    pub test: quick_test::state::State,
    /// The last test of this step, as it was then.
    tested_before: Option<Tested>,
    /// Does the step differ from what the host has saved?
    pub unsaved: bool,
    /// What brought the change about that the host is told of next.
    cause: Cause,
    /// Is the step only to be looked at?
    pub locked: bool,
    /// Was something typed that is not kept yet?
    unkept: bool,
    /// How often something was typed.
    typed: u64,
    /// How often something else happened than a key in a value and its filling.
    set_up: u64,
    /// How often something else was found in what was typed.
    found: u64,
    revision: u64,
    line_revision: u64,
}

/// A value of the step, as a path in findings.
pub type Path = String;

/// What can happen to the editor.
#[derive(Debug, Clone)]
pub enum Event {
    /// It opens, with the step of an earlier visit and what the host hands in.
    Opened {
        /// The operator's addresses.
        policy: AddressPolicy,
        /// What was being edited on an earlier visit.
        kept: Option<Box<Kept>>,
        /// The host's step and profiles.
        host: Box<NodeHost>,
    },
    /// A draft that was kept beside this one is to be opened in its place.
    KeptChosen(Box<Kept>),
    /// The host hands in something else.
    HostGave(Box<HostChange>),
    /// The step is only to be looked at, or may be edited again.
    Locked(bool),
    /// The host asks for everything that stops the step: it comes into view, with true
    /// the first of it under the focus.
    Revealed(bool),
    /// The integrations came.
    IntegrationsLoaded(Result<crate::integrations::state::List, Problem>),
    /// An integration was chosen.
    IntegrationChosen(String),
    /// The templates of an account came, with its id.
    TemplatesLoaded(String, Result<TemplateList, Problem>),
    /// "Sync now" was pressed.
    SyncPressed,
    /// A kind of message was chosen.
    KindChosen(Kind),
    /// Something happened to the template picker.
    Picker(PickerEvent),
    /// A template of the list was chosen: name and language.
    TemplateChosen(String, String),
    /// The template's name was typed.
    TemplateNameTyped(String),
    /// The template's language was typed.
    LanguageTyped(String),
    /// A header was chosen for a template that is not in the list.
    HeaderChosen(HeaderKind),
    /// Something happened to the languages.
    Language(LanguageEvent),
    /// The values of a language are to be shown; none for the default one.
    LanguageShown(Option<usize>),
    /// The difference to the changed template is to be shown, or not any more.
    Compared(bool),
    /// The changed template was taken over.
    DifferenceAccepted,
    /// A value was typed.
    Typed(Path, String),
    /// A value was formatted, completed or inserted into: a change of its own, also while it is typed.
    Replaced(Path, String),
    /// What to do when a value is empty was chosen.
    WhenEmptyChosen(Path, WhenEmpty),
    /// A fallback was typed.
    FallbackTyped(Path, String),
    /// One more value for a template that is not in the list.
    AddValue,
    /// The last value of a template that is not in the list goes.
    RemoveValue,
    /// "Paste as one line" was opened or closed.
    LineToggled,
    /// The line is to be copied.
    LineCopied,
    /// The line was typed.
    LineTyped(String),
    /// The engine read the line.
    LineRead(u64, Box<EngineResponse>),
    /// The engine wrote the rows as a line.
    LineWritten(Box<EngineResponse>),
    /// The default country was chosen; empty for none.
    RegionChosen(String),
    /// Link previews on or off.
    PreviewUrl(bool),
    /// Another profile was chosen.
    ProfileChosen(usize),
    /// The profile was typed.
    ProfileTyped(String),
    /// The profile's name was typed.
    ProfileNamed(String),
    /// One more profile.
    ProfileAdded,
    /// The chosen profile goes.
    ProfileRemoved,
    /// A worst case is to be shown, or the chosen profile again.
    CaseChosen(Option<WorstCaseKind>),
    /// The slider was moved to one of its stops, by place.
    LastWroteMoved(usize),
    /// The proxy told when a customer wrote last.
    WindowRead(Customer, Result<CustomerWindow, Problem>),
    /// A message came in since the proxy was asked.
    WindowOld,
    /// A field was left.
    Left(Path),
    /// A while has passed since something was typed for the nth time.
    KeepDue(u64),
    /// The page is left.
    Leaving,
    /// A finding was pressed.
    FindingPressed(Path),
    /// A finding's repair was pressed.
    FixPressed(Box<Finding>),
    /// Take the last change back.
    Undo,
    /// Do it again.
    Redo,
    /// The engine filled a revision of the step.
    Rendered(u64, Box<EngineResponse>),
    /// Typing has paused at this revision.
    Paused(u64),
    /// The engine filled a revision of the step for the worst cases.
    WorstRendered(u64, Box<EngineResponse>),
    /// "Save step" was pressed, with the time.
    SavePressed(String),
    /// "Send test" was pressed, with an id for this press.
    SendPressed(String),
    /// "Copy step" was pressed.
    CopyPressed,
    /// "Preview" was pressed at the foot of a narrow page.
    PreviewPressed,
    /// "Import" was opened or closed.
    ImportToggled,
    /// The JSON to import was typed or pasted.
    ImportTyped(String),
    /// "Use this step" was pressed.
    ImportPressed,
    /// Something happened to the view of what is sent.
    Payloads(payloads::state::Event),
    /// Something happened to the quick test.
    Test(quick_test::state::Event),
}

/// Effects of the editor.
pub type Effects = Vec<Effect<Event>>;

/// Whether this very step was tested.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Stamp {
    /// It never was.
    #[default]
    Never,
    /// It was, as it stands.
    This(Tested),
    /// It was, before the last changes.
    Changed,
}

impl State {
    /// The step as it is saved, with its test if it was tested as it stands.
    pub fn node(&self) -> Node {
        let mut node = self.draft.node(|language| self.find(language));
        if let Stamp::This(tested) = self.stamp() {
            // A test of who may only look is theirs, and no change of the step.
            node.tested =
                Some(tested).filter(|tested| !self.locked || self.tested_before.as_ref() == Some(tested));
        }
        node
    }

    /// Was this very step tested, and how did it end?
    pub fn stamp(&self) -> Stamp {
        let stamp = self.output.stamp.as_str();
        let newest = self.test.known().find(|test| test.stamp.as_deref() == Some(stamp) && !stamp.is_empty());
        match (newest.and_then(tested), &self.tested_before) {
            (Some(tested), _) => Stamp::This(tested),
            (None, Some(tested)) if tested.stamp == stamp => Stamp::This(tested.clone()),
            (None, Some(_)) => Stamp::Changed,
            (None, None) => Stamp::Never,
        }
    }

    /// Does the step differ from what the host has saved?
    pub fn is_unsaved(&self) -> bool {
        let now = self.draft.node(|language| self.find(language));
        self.saved.as_ref().is_none_or(|saved| !exchange::same(saved, &now))
    }

    /// The integration that sends it.
    pub fn integration(&self) -> Option<&Integration> {
        self.integrations.ready()?.iter().find(|item| item.id == self.draft.integration)
    }

    /// The chosen template in a language, as the account has it.
    pub fn find(&self, language: &str) -> Option<&Template> {
        let list = self.templates.ready()?;
        list.items.iter().find(|item| item.name == self.draft.template.name && item.language == language)
    }

    /// The account's template for a language of the step; none for the default one.
    pub fn template_of(&self, language: Option<usize>) -> Option<&Template> {
        match language {
            None => self.find(&self.draft.template.language),
            Some(at) => self.find(&self.draft.template.translations.get(at)?.language),
        }
    }

    /// The template in the default language, as the account has it.
    pub fn template(&self) -> Option<&Template> {
        self.template_of(None)
    }

    /// The account's template that the preview shows: in the language that this customer gets.
    pub fn previewed(&self, output: &RenderOutput) -> Option<&Template> {
        output.language.as_deref().and_then(|language| self.find(language)).or_else(|| self.template())
    }

    /// The template as it was when a language of the step was set up.
    pub fn fingerprint(&self, language: Option<usize>) -> Option<&whatsapp_domain::TemplateFingerprint> {
        match language {
            None => self.draft.template.fingerprint.as_ref(),
            Some(at) => self.draft.template.translations.get(at)?.fingerprint.as_ref(),
        }
    }

    /// What the provider changed in any language since the step was set up.
    pub fn differences(&self) -> Vec<Difference> {
        let all = std::iter::once(None).chain((0..self.draft.template.translations.len()).map(Some));
        all.filter_map(|at| review::difference(at, self.fingerprint(at), self.template_of(at))).collect()
    }

    /// All templates with the chosen name, when the account's list is known.
    pub fn named_templates(&self) -> Option<Vec<Template>> {
        let list = self.templates.ready()?;
        Some(list.items.iter().filter(|item| item.name == self.draft.template.name).cloned().collect())
    }

    /// The finding to show at a field.
    pub fn finding(&self, field: &str) -> Option<&Finding> {
        self.shown.at(field, &self.output.findings)
    }

    /// Everything that was found, for the chosen profile and the worst cases.
    pub fn todos(&self) -> Vec<Todo> {
        todos(&self.output, &self.worst)
    }

    /// How many findings stop a send, and how many ask for a look.
    pub fn counts(&self) -> (usize, usize) {
        let stops = self.output.findings.iter().filter(|finding| finding.is_error()).count();
        (stops, self.output.findings.len() - stops)
    }

    /// The binding at a path.
    pub fn binding(&self, path: &str) -> Option<&Binding> {
        self.draft.binding(path)
    }

    /// The attributes that values can be filled from.
    pub fn schema(&self) -> &ProfileSchema {
        &self.profiles.schema
    }

    /// What Jinja sees; null while the profile can't be read.
    pub fn context(&self) -> Value {
        self.profiles.context()
    }

    /// What a value gives for the chosen profile, as far as it is in the filled message: values of the language that
    /// this customer gets.
    pub fn filled(&self, path: &str) -> Option<&str> {
        let given = self.given_language();
        // A language with values of its own is not filled from the default one's.
        let own =
            given.and_then(|at| self.draft.template.translations.get(at)).is_some_and(|given| given.own);
        if own
            && path.starts_with("message.")
            && in_language(path).0.is_none()
            && self.draft.kind == Kind::Template
        {
            return None;
        }
        filled::at(self.output.message.as_ref()?, path, given)
    }

    /// Place of the language that this customer gets; none for the default one.
    fn given_language(&self) -> Option<usize> {
        let given = self.output.language.as_deref()?;
        self.draft.template.translations.iter().position(|translation| translation.language == given)
    }

    /// The rendering in view: for the chosen profile, or for the worst case that is shown.
    pub fn viewed(&self) -> &RenderOutput {
        let worst = self.case.and_then(|case| self.worst.iter().find(|worst| worst.case == case));
        worst.map_or(&self.output, |worst| &worst.output)
    }

    /// The message to preview, and whether it is an earlier one because a value can't be filled at the moment.
    pub fn previewed_message(&self) -> Option<(&FilledMessage, bool)> {
        let output = self.viewed();
        if let Some(message) = &output.message {
            return Some((message, false));
        }
        let last = self.last_message.as_ref()?;
        let draft = &self.draft;
        let same = match last {
            FilledMessage::Template { name, language, .. } => {
                draft.kind == Kind::Template
                    && *name == draft.template.name
                    && draft.template.languages().any(|own| own == language)
            }
            FilledMessage::Text { .. } => draft.kind == Kind::Text,
            FilledMessage::Media { kind, .. } => draft.media_kind() == Some(*kind),
        };
        same.then_some((last, true))
    }

    /// May the preview fetch this media? Not while its address is being typed.
    pub fn is_settled(&self, url: &str) -> bool {
        self.case.is_some() || self.settled_media.as_deref() == Some(url)
    }

    /// Stays the same while somebody types into a value. What follows it reads nothing that a key changes: no text of a
    /// value, nothing that it was filled with, no finding, nothing about undo or about being saved or tested.
    pub fn set_up(&self) -> u64 {
        self.set_up
    }

    /// Stays the same while somebody types into a value and the same is found in it: for what reads findings, and otherwise
    /// only what may follow [`set_up`](Self::set_up).
    pub fn found(&self) -> u64 {
        self.set_up.wrapping_add(self.found)
    }

    /// Does the chosen integration lead into the sandbox?
    pub fn in_sandbox(&self) -> bool {
        let base = self.integration().and_then(|item| item.settings.get("baseUrl"));
        base.is_some_and(|base| self.policy.is_sandbox(base))
    }
}

/// What a step remembers of a test; none when the test does not tell which step it was of.
fn tested(test: &QuickTest) -> Option<Tested> {
    Some(Tested {
        stamp: test.stamp.clone()?,
        test: test.id.clone(),
        at: test.created_at.clone(),
        verdict: test.outcome.verdict,
        code: test.outcome.code.clone(),
    })
}

#[cfg(test)]
mod tests;
