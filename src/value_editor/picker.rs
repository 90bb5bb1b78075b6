//! The picker behind "Insert a variable": all attributes with a search box.

use super::{
    complete,
    suggest::{Key, Source, Suggestion, attributes, grouped},
};

/// The picker.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// Is it open?
    pub open: bool,
    /// Words as typed.
    pub query: String,
    /// What they find; without words all, under their headings.
    pub items: Vec<Suggestion>,
    /// How many more there are than are listed.
    pub more: usize,
    /// The one that Enter takes.
    pub active: usize,
}

/// What can happen to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Its button was pressed.
    Toggled,
    /// Words were typed.
    Typed(String),
    /// A key.
    Key(Key),
    /// An entry was pressed.
    Chosen(usize),
    /// Something else has the focus.
    Left,
}

/// The next state, and the path of what was taken.
pub fn update(state: &mut State, event: Event, source: Source<'_>) -> Option<String> {
    match event {
        Event::Toggled if state.open => *state = State::default(),
        Event::Toggled => {
            state.open = true;
            find(state, source);
        }
        Event::Typed(query) => {
            state.query = query;
            find(state, source);
        }
        Event::Left | Event::Key(Key::Escape) => *state = State::default(),
        Event::Key(key) => {
            let count = state.items.len();
            match key {
                Key::Up if count > 0 => state.active = (state.active + count - 1) % count,
                Key::Down if count > 0 => state.active = (state.active + 1) % count,
                Key::Take => return take(state, state.active),
                _ => {}
            }
        }
        Event::Chosen(index) => return take(state, index),
    }
    None
}

fn take(state: &mut State, index: usize) -> Option<String> {
    let path = state.items.get(index)?.detail.clone();
    *state = State::default();
    Some(path)
}

fn find(state: &mut State, source: Source<'_>) {
    source(&mut |schema, context| {
        state.items = match state.query.trim() {
            "" => grouped(schema, context),
            query => attributes(schema, context, query),
        };
        let all = complete::attributes(&schema.attributes, &state.query).len();
        state.more = all - state.items.len();
    });
    state.active = 0;
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use whatsapp_domain::{Attribute, ProfileSchema};

    use super::*;
    use crate::texts::value_editor as say;

    fn send(state: &mut State, event: Event) -> Option<String> {
        let context = json!({"event": {"total": 39.5}, "customer": {"first_name": "Ana"}});
        let schema = ProfileSchema::from_profiles(std::slice::from_ref(&context));
        update(state, event, &|read| read(&schema, &context))
    }

    #[test]
    fn it_lists_the_customer_first_and_finds_by_words() {
        let mut state = State::default();
        send(&mut state, Event::Toggled);
        let groups: Vec<_> = state.items.iter().map(|item| item.group).collect();
        assert_eq!(groups, [Some(say::CUSTOMER), Some(say::EVENT)]);
        send(&mut state, Event::Typed("total".into()));
        assert_eq!(send(&mut state, Event::Key(Key::Take)).as_deref(), Some("event.total"));
        assert_eq!(state, State::default(), "taking closes it");
    }

    #[test]
    fn a_long_list_says_what_it_leaves_out() {
        let attributes = |count: usize| {
            let name = |at: usize| Attribute { path: format!("customer.a{at}"), ..Attribute::default() };
            ProfileSchema { attributes: (0..count).map(name).collect() }
        };
        for (count, more) in [(100, 0), (130, 30)] {
            let (mut state, schema) = (State::default(), attributes(count));
            update(&mut state, Event::Toggled, &|read| read(&schema, &json!({})));
            assert_eq!((state.items.len(), state.more), (100, more));
        }
    }

    #[test]
    fn nothing_found_takes_nothing() {
        let mut state = State::default();
        send(&mut state, Event::Toggled);
        send(&mut state, Event::Typed("zzz".into()));
        for key in [Key::Up, Key::Down, Key::Take] {
            assert_eq!(send(&mut state, Event::Key(key)), None);
        }
        assert!(state.open);
        send(&mut state, Event::Key(Key::Escape));
        assert!(!state.open);
    }

    #[test]
    fn arrows_walk_round_and_a_press_takes() {
        let mut state = State::default();
        send(&mut state, Event::Toggled);
        send(&mut state, Event::Key(Key::Up));
        assert_eq!(state.active, 1);
        send(&mut state, Event::Key(Key::Down));
        assert_eq!(state.active, 0);
        assert_eq!(send(&mut state, Event::Chosen(0)).as_deref(), Some("customer.first_name"));
    }
}
