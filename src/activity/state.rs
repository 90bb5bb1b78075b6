//! The list of messages without a page.

mod file;
mod loading;

pub use file::File;
pub(crate) use loading::encoded;
use whatsapp_domain::{
    ActivityCounts, ActivityDetail, ActivityMessage, ActivityPage, ActivityStatus, MediaTicket, Problem,
};

use crate::{
    effect::{Effect, News},
    integrations::state::List,
    load::Load,
    shared::Shared,
};

/// Messages that are asked for at once.
pub const PAGE: usize = 50;
/// Most that a list is brought up to date with at once.
const PAGE_MAX: usize = 200;
/// Milliseconds that events are waited for before the list is asked for anew: a message brings several.
const SETTLE_MS: u32 = 150;
/// Milliseconds between two looks of its own: what waits for its customer is no event yet.
const EVERY_MS: u32 = 15_000;

/// Which messages are wanted; empty for all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// A number, or the provider's id of a customer.
    pub customer: String,
    /// A status by its word.
    pub status: String,
    /// Id of an integration.
    pub integration: String,
    /// How far back, in hours.
    pub hours: String,
    /// The same as a time, RFC 3339.
    pub from: Option<String>,
}

/// The list.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct State {
    /// Which messages are wanted.
    pub filter: Filter,
    /// The messages, newest first.
    pub list: Load<Vec<Shared<ActivityMessage>>>,
    /// Where older ones begin; none when all are there.
    pub next: Option<String>,
    /// Older ones, on their way.
    pub more: Load<()>,
    /// How many there are of each kind.
    pub counts: Load<ActivityCounts>,
    /// The accounts by id, with their names.
    pub accounts: Vec<(String, String)>,
    /// Newer messages that are not drawn yet, because somebody reads further down.
    waiting: Vec<Shared<ActivityMessage>>,
    /// Does somebody read further down?
    pub scrolled: bool,
    /// Id of the message that is looked at.
    pub chosen: Option<String>,
    /// All about it.
    pub detail: Load<Shared<ActivityDetail>>,
    /// The file that came with it.
    pub file: File,
    /// Is the line to the proxy's events lost at the moment?
    pub out_of_hearing: bool,
    /// Counts up with each filter: answers to an earlier one are dropped.
    revision: u64,
}

/// What can happen to the list.
#[derive(Debug, Clone)]
pub enum Event {
    /// It opens, or "Try again" was pressed.
    Opened,
    /// The accounts came.
    AccountsLoaded(Result<List, Problem>),
    /// Other messages are wanted.
    Filtered(Box<Filter>),
    /// The newest messages came, for a revision of the filter.
    Loaded(u64, Result<ActivityPage, Problem>),
    /// Their counts came.
    Counted(u64, Result<ActivityCounts, Problem>),
    /// "Older ones" was pressed.
    MorePressed,
    /// Older ones came.
    MoreLoaded(u64, Result<ActivityPage, Problem>),
    /// Something happened at the proxy.
    Heard(News),
    /// It is time to look again.
    Refresh,
    /// It is time to look again, and once more after a while.
    Tick,
    /// The list was scrolled away from its top, or back to it.
    Scrolled(bool),
    /// "Show new ones" was pressed.
    FreshPressed,
    /// A message is to be looked at.
    Chosen(String),
    /// It was looked at.
    Closed,
    /// All about it came.
    Detailed(String, Result<Box<ActivityDetail>, Problem>),
    /// An address for the file of this message came.
    FileAddressed(String, Result<MediaTicket, Problem>),
    /// This address of the file is about to end.
    FileOld(String),
    /// The file could not be shown.
    FileFailed,
    /// "Copy" was pressed.
    Copy(String),
}

impl State {
    /// How many newer messages wait to be drawn.
    pub fn fresh(&self) -> usize {
        self.waiting.len()
    }

    /// Are there any but the usual filters?
    pub fn is_filtered(&self) -> bool {
        self.filter != Filter::default()
    }

    /// The name of an account; its id when it was deleted.
    pub fn account<'a>(&'a self, id: &'a str) -> &'a str {
        self.accounts.iter().find(|(known, _)| known == id).map_or(id, |(_, name)| name)
    }

    /// The row of a message, for the focus.
    pub fn row(id: &str) -> String {
        format!("activity.{id}")
    }
}

/// The next state, and what is to be done outside of it.
pub fn update(state: &mut State, event: Event) -> Vec<Effect<Event>> {
    match event {
        Event::Opened => {
            let mut effects = loading::anew(state);
            effects.push(Effect::call("GET", "/api/v1/integrations", None, Event::AccountsLoaded));
            effects.push(Effect::listen(Event::Heard));
            effects.push(Effect::After { ms: EVERY_MS, event: Event::Tick });
            return effects;
        }
        Event::AccountsLoaded(result) => {
            let items = result.map(|list| list.items).unwrap_or_default();
            state.accounts = items.into_iter().map(|item| (item.id, item.name)).collect();
        }
        Event::Filtered(filter) => {
            if *filter != state.filter {
                state.filter = *filter;
                return loading::anew(state);
            }
        }
        Event::Loaded(revision, result) if revision == state.revision => loading::loaded(state, result),
        Event::Counted(revision, result) if revision == state.revision => {
            // Counts of a moment ago are better than none.
            if result.is_ok() || state.counts.ready().is_none() {
                state.counts = result.into();
            }
        }
        Event::MorePressed => return loading::more(state).into_iter().collect(),
        Event::MoreLoaded(revision, result) if revision == state.revision => {
            loading::more_loaded(state, result)
        }
        Event::Loaded(..) | Event::Counted(..) | Event::MoreLoaded(..) => {}
        Event::Heard(News::Lost) => state.out_of_hearing = true,
        Event::Heard(News::Open) => {
            state.out_of_hearing = false;
            return settle();
        }
        Event::Heard(News::Event(_)) => return settle(),
        Event::Refresh => return refresh(state),
        Event::Tick => {
            let mut effects = refresh(state);
            effects.push(Effect::After { ms: EVERY_MS, event: Event::Tick });
            return effects;
        }
        Event::Scrolled(scrolled) => {
            state.scrolled = scrolled;
            if !scrolled {
                loading::draw_waiting(state);
            }
        }
        Event::FreshPressed => {
            loading::draw_waiting(state);
            state.scrolled = false;
            return vec![Effect::Reveal("activity-top")];
        }
        Event::Chosen(id) => return choose(state, id),
        Event::Closed => {
            if let Some(id) = state.chosen.take() {
                state.detail = Load::Idle;
                state.file = File::default();
                return vec![Effect::Focus(State::row(&id))];
            }
        }
        Event::Detailed(id, result) if state.chosen.as_ref() == Some(&id) => match result {
            Ok(detail) => {
                let first = state.detail.ready().is_none();
                let has_file = detail.message.has_media && detail.received.is_some();
                state.detail = Load::Ready(Shared::from(*detail));
                return (first && has_file).then(|| file::address(id)).into_iter().collect();
            }
            // One missed look is no news.
            Err(problem) if state.detail.ready().is_none() => state.detail = Load::Failed(problem),
            Err(_) => {}
        },
        Event::Detailed(..) => {}
        Event::FileAddressed(id, result) if state.chosen.as_ref() == Some(&id) => {
            return file::addressed(&mut state.file, result).into_iter().collect();
        }
        Event::FileAddressed(..) => {}
        Event::FileOld(path) => {
            let is_shown = state.file.link.as_ref() == Some(&path);
            return state.chosen.clone().filter(|_| is_shown).map(file::address).into_iter().collect();
        }
        Event::FileFailed => {
            let again = file::failed(&mut state.file);
            return state.chosen.clone().filter(|_| again).map(file::address).into_iter().collect();
        }
        Event::Copy(text) => return vec![Effect::Copy(text)],
    }
    Vec::new()
}

fn settle() -> Vec<Effect<Event>> {
    vec![Effect::Settle { name: "activity", ms: SETTLE_MS, event: Event::Refresh }]
}

/// Brings list, counts and detail up to date.
fn refresh(state: &State) -> Vec<Effect<Event>> {
    let mut effects = loading::newest(state);
    let ended = |detail: &ActivityDetail| {
        matches!(
            detail.message.status,
            ActivityStatus::Read | ActivityStatus::Inbound | ActivityStatus::Failed
        )
    };
    if let Some(id) =
        state.chosen.clone().filter(|_| !state.detail.ready().is_some_and(|detail| ended(detail)))
    {
        effects.push(detail(id));
    }
    effects
}

fn choose(state: &mut State, id: String) -> Vec<Effect<Event>> {
    if state.chosen.as_ref() != Some(&id) {
        state.detail = Load::Loading;
        state.file = File::default();
    }
    state.chosen = Some(id.clone());
    vec![detail(id), Effect::Focus("activity.detail".into())]
}

fn detail(id: String) -> Effect<Event> {
    Effect::call("GET", format!("/api/v1/messages/{id}"), None, move |result| Event::Detailed(id, result))
}

#[cfg(test)]
mod tests;
