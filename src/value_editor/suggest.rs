//! The list under a value: what completes the word at the caret, and what the picker offers.

use serde_json::Value;
use whatsapp_domain::profile::{Attribute, ProfileSchema};

use super::{
    at::value_at,
    complete::{self, Place, Wanted, place, take_attribute, take_filter},
    edit::Edit,
    filters::Filter,
    label::{group, in_words, kind_word},
};
use crate::texts::{Id, Text, Texts, value_editor as say};

/// Entries that a list shows at most; typing finds the others.
pub const SHOWN_MAX: usize = 100;
/// Characters of an example that a list shows.
const EXAMPLE_MAX: usize = 28;

/// Something to take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What it is called.
    pub label: Text,
    /// What is written.
    pub detail: String,
    /// Its type, for an attribute.
    pub kind: Option<Id>,
    /// What it looks like, as far as it is known.
    pub example: Option<Text>,
    /// One line about it.
    pub help: Option<Id>,
    /// Its heading.
    pub group: Option<Id>,
    take: Take,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Take {
    Attribute,
    Filter(&'static Filter),
}

/// An open list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// What it offers, best first; never empty.
    pub items: Vec<Suggestion>,
    /// The one that Enter takes.
    pub active: usize,
    /// Are they filters?
    pub filters: bool,
    place: Place,
    chars: Vec<char>,
}

/// Completion of one value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// The list, while there is one.
    pub open: Option<Open>,
    /// Where the word begins whose list was sent away; it stays away until another word.
    dismissed: Option<usize>,
}

/// A key that the list takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// The one above.
    Up,
    /// The one below.
    Down,
    /// Takes the active one.
    Take,
    /// Sends the list away.
    Escape,
}

/// What can happen to a value's completion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Something was typed: the text, and the caret in characters.
    Typed(String, usize),
    /// The list was asked for.
    Asked(String, usize),
    /// The caret was moved.
    Moved(String, usize),
    /// A key that the list takes.
    Key(Key),
    /// An entry was pressed.
    Chosen(usize),
    /// The field was left.
    Left,
}

/// Lends the schema and the chosen profile's context.
pub type Source<'a> = &'a dyn Fn(&mut dyn FnMut(&ProfileSchema, &Value));

/// The next state, and the text when something was taken.
pub fn update(state: &mut State, t: Texts, event: Event, source: Source<'_>) -> Option<Edit> {
    match event {
        Event::Typed(text, caret) => list(state, t, &text, caret, false, source),
        Event::Asked(text, caret) => list(state, t, &text, caret, true, source),
        // Moving never opens a list, it only follows the word or leaves it.
        Event::Moved(text, caret) if state.open.is_some() => list(state, t, &text, caret, false, source),
        Event::Moved(..) => {}
        Event::Left => *state = State::default(),
        Event::Key(Key::Escape) => state.dismissed = state.open.take().map(|open| open.place.word.start),
        Event::Key(key) => {
            let open = state.open.as_mut()?;
            let count = open.items.len();
            match key {
                Key::Up => open.active = (open.active + count - 1) % count,
                Key::Down => open.active = (open.active + 1) % count,
                _ => {
                    let active = open.active;
                    return take(state, active);
                }
            }
        }
        Event::Chosen(index) => return take(state, index),
    }
    None
}

fn take(state: &mut State, index: usize) -> Option<Edit> {
    let open = state.open.take()?;
    let chosen = open.items.get(index)?;
    state.dismissed = None;
    Some(match chosen.take {
        Take::Attribute => take_attribute(&open.chars, &open.place, &chosen.detail),
        Take::Filter(filter) => take_filter(&open.chars, &open.place, filter),
    })
}

fn list(state: &mut State, t: Texts, text: &str, caret: usize, asked: bool, source: Source<'_>) {
    let chars: Vec<char> = text.chars().collect();
    let earlier = state.open.take();
    let Some(place) = place(&chars, caret.min(chars.len())) else {
        state.dismissed = None;
        return;
    };
    if asked || state.dismissed != Some(place.word.start) {
        state.dismissed = None;
    } else {
        return;
    }
    let filters = place.wanted != Wanted::Attribute;
    let mut items = Vec::new();
    source(&mut |schema, context| {
        items = match &place.wanted {
            Wanted::Attribute => attributes(schema, context, &place.query),
            Wanted::Filter(path) => {
                let kind = path.as_deref().and_then(|path| schema.get(path)).map(|attribute| attribute.kind);
                complete::filters(t, kind, &place.query).into_iter().map(of_filter).collect()
            }
        };
    });
    // What stands there already needs no list.
    let whole: String = chars[place.word.clone()].iter().collect();
    let there = matches!(&items[..], [only] if only.detail == whole);
    if items.is_empty() || (there && !asked) {
        return;
    }
    // Moving inside the word keeps the chosen entry.
    let kept = earlier.filter(|earlier| earlier.items == items).map_or(0, |earlier| earlier.active);
    state.open = Some(Open { items, active: kept, filters, place, chars });
}

/// Attributes that fit some words, best first.
pub fn attributes(schema: &ProfileSchema, context: &Value, query: &str) -> Vec<Suggestion> {
    let found = complete::attributes(&schema.attributes, query);
    found.into_iter().take(SHOWN_MAX).map(|attribute| of_attribute(attribute, context)).collect()
}

/// All attributes under their headings, for a list without words.
pub fn grouped(schema: &ProfileSchema, context: &Value) -> Vec<Suggestion> {
    let mut all: Vec<&Attribute> = schema.attributes.iter().collect();
    all.sort_by_key(|attribute| match group(&attribute.path) {
        say::CUSTOMER => 0,
        say::EVENT => 1,
        say::JOURNEY => 2,
        _ => 3,
    });
    all.into_iter().take(SHOWN_MAX).map(|attribute| of_attribute(attribute, context)).collect()
}

fn of_attribute(attribute: &Attribute, context: &Value) -> Suggestion {
    let named = attribute.label.clone().filter(|label| !label.trim().is_empty());
    Suggestion {
        label: Text::Words(named.unwrap_or_else(|| in_words(&attribute.path))),
        detail: attribute.path.clone(),
        kind: Some(kind_word(attribute.kind)),
        example: Some(example(attribute, context)).filter(|text| !text.is_empty()).map(Text::Words),
        help: None,
        group: Some(group(&attribute.path)),
        take: Take::Attribute,
    }
}

fn of_filter(filter: &'static Filter) -> Suggestion {
    Suggestion {
        label: filter.label.into(),
        detail: filter.insert.to_owned(),
        kind: None,
        example: Some(filter.example()),
        help: Some(filter.help),
        group: None,
        take: Take::Filter(filter),
    }
}

/// What the attribute is for the chosen profile, else for another one.
fn example(attribute: &Attribute, context: &Value) -> String {
    let of_profile = value_at(context, &attribute.path).and_then(|value| match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    });
    let text = of_profile.filter(|text| !text.is_empty()).or_else(|| attribute.examples.first().cloned());
    let text = text.unwrap_or_default();
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.chars().count() > EXAMPLE_MAX {
        true => format!("{}…", line.chars().take(EXAMPLE_MAX - 1).collect::<String>().trim_end()),
        false => line,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::texts::english;

    fn context() -> Value {
        json!({"customer": {"first_name": "Ana", "note": "a\n long note that goes on and on", "tags": ["vip"],
            "first time": true, "none": null}, "event": {"total": 39.5}})
    }

    /// Runs events over a text with `¦` for the caret.
    fn after(state: &mut State, event: fn(String, usize) -> Event, text: &str) {
        let caret = text.chars().position(|c| c == '¦').unwrap();
        send(state, event(text.replace('¦', ""), caret));
    }

    fn send(state: &mut State, event: Event) -> Option<Edit> {
        let context = context();
        let schema = ProfileSchema::from_profiles(std::slice::from_ref(&context));
        update(state, english(), event, &|read| read(&schema, &context))
    }

    fn offered(state: &State) -> Vec<&str> {
        state.open.iter().flat_map(|open| open.items.iter().map(|item| item.detail.as_str())).collect()
    }

    #[test]
    fn two_braces_open_the_list_and_typing_narrows_it() {
        let mut state = State::default();
        after(&mut state, Event::Typed, "Hi {¦");
        assert!(state.open.is_none());
        after(&mut state, Event::Typed, "Hi {{¦");
        assert_eq!(offered(&state).len(), 6);
        after(&mut state, Event::Typed, "Hi {{ fir¦");
        assert_eq!(offered(&state), ["customer.first_name", "customer[\"first time\"]"]);
        let edit = send(&mut state, Event::Key(Key::Take)).unwrap();
        assert_eq!(edit.text, "Hi {{ customer.first_name }}");
        assert!(state.open.is_none());
    }

    #[test]
    fn arrows_walk_round_and_a_press_takes() {
        let mut state = State::default();
        after(&mut state, Event::Typed, "{{ fir¦");
        send(&mut state, Event::Key(Key::Up));
        assert_eq!(state.open.as_ref().unwrap().active, 1);
        send(&mut state, Event::Key(Key::Down));
        assert_eq!(state.open.as_ref().unwrap().active, 0);
        assert_eq!(send(&mut state, Event::Chosen(1)).unwrap().text, "{{ customer[\"first time\"] }}");
        assert_eq!(send(&mut state, Event::Chosen(0)), None, "the list is gone");
    }

    #[test]
    fn a_list_that_was_sent_away_stays_away_for_this_word() {
        let mut state = State::default();
        after(&mut state, Event::Typed, "{{ f¦");
        send(&mut state, Event::Key(Key::Escape));
        after(&mut state, Event::Typed, "{{ fi¦");
        assert!(state.open.is_none());
        after(&mut state, Event::Asked, "{{ fi¦");
        assert!(state.open.is_some(), "asked for, it comes back");
        send(&mut state, Event::Key(Key::Escape));
        after(&mut state, Event::Typed, "{{ first_name | ¦");
        assert!(state.open.as_ref().unwrap().filters, "another word has its own");
    }

    #[test]
    fn moving_follows_the_word_and_never_opens() {
        let mut state = State::default();
        after(&mut state, Event::Moved, "{{ fir¦");
        assert!(state.open.is_none());
        after(&mut state, Event::Typed, "{{ fir¦");
        send(&mut state, Event::Key(Key::Down));
        after(&mut state, Event::Moved, "{{ fir¦");
        assert_eq!(state.open.as_ref().unwrap().active, 1);
        after(&mut state, Event::Moved, "¦{{ fir");
        assert!(state.open.is_none());
    }

    #[test]
    fn what_is_complete_or_unknown_needs_no_list() {
        let mut state = State::default();
        after(&mut state, Event::Typed, "{{ event.total¦ }}");
        assert!(state.open.is_none());
        after(&mut state, Event::Typed, "{{ zzz¦");
        assert!(state.open.is_none());
    }

    #[test]
    fn filters_fit_the_attribute() {
        let mut state = State::default();
        after(&mut state, Event::Typed, "{{ event.total |¦");
        let open = state.open.as_ref().unwrap();
        assert_eq!(open.items[1].label, say::ROUND.into());
        assert_eq!(open.items[1].example, Some(Text::words("39.456 → 39.46")));
    }

    #[test]
    fn examples_are_those_of_the_chosen_profile() {
        let context = context();
        let schema = ProfileSchema::from_profiles(std::slice::from_ref(&context));
        let shown = |path: &str| {
            let all = grouped(&schema, &context);
            all.into_iter()
                .find(|item| item.detail == path)
                .map(|item| item.example.map_or_else(String::new, |text| english().say(text)))
                .unwrap()
        };
        assert_eq!(shown("customer.first_name"), "Ana");
        assert_eq!(shown("customer.note"), "a long note that goes on an…");
        assert_eq!(shown("customer.tags"), "[\"vip\"]");
        assert_eq!(shown("customer[\"first time\"]"), "true");
        assert_eq!(shown("customer.none"), "");
        assert_eq!(shown("event.total"), "39.5");
        let other = json!({"customer": {"first_name": ""}});
        let from_schema = attributes(&schema, &other, "first_n").remove(0).example;
        assert_eq!(from_schema, Some(Text::words("Ana")), "another customer's, when this one has none");
    }
}
