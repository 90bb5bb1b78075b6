//! Undo and redo: the step as it was before each change.

use super::draft::Draft;
use crate::texts::Text;

/// Steps back that are kept.
const KEPT: usize = 100;

/// One change: how it was before it, and what it was.
#[derive(Debug, Clone, PartialEq)]
struct Change {
    draft: Draft,
    what: Text,
}

/// What was changed, so that it can be taken back.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct History {
    past: Vec<Change>,
    future: Vec<Change>,
    /// The field that is being typed into: its next keystrokes belong to the same change.
    typing: Option<String>,
}

impl History {
    /// Notes a change from `before`. Keystrokes into the same field are one change until [`History::pause`].
    pub fn note(&mut self, before: Draft, what: Text, typing: Option<&str>) {
        self.future.clear();
        if typing.is_some() && self.typing.as_deref() == typing {
            return;
        }
        self.typing = typing.map(str::to_owned);
        if self.past.len() == KEPT {
            self.past.remove(0);
        }
        self.past.push(Change { draft: before, what });
    }

    /// The field was left: what is typed next is a change of its own.
    pub fn pause(&mut self) {
        self.typing = None;
    }

    /// The step before the last change, and what that change was.
    pub fn undo(&mut self, now: &Draft) -> Option<(Draft, Text)> {
        self.typing = None;
        let Change { draft, what } = self.past.pop()?;
        self.future.push(Change { draft: now.clone(), what: what.clone() });
        Some((draft, what))
    }

    /// The step after the change that was taken back last.
    pub fn redo(&mut self, now: &Draft) -> Option<(Draft, Text)> {
        self.typing = None;
        let Change { draft, what } = self.future.pop()?;
        self.past.push(Change { draft: now.clone(), what: what.clone() });
        Some((draft, what))
    }

    /// What undo would take back, if anything.
    pub fn back(&self) -> Option<&Text> {
        self.past.last().map(|change| &change.what)
    }

    /// What redo would do again, if anything.
    pub fn forward(&self) -> Option<&Text> {
        self.future.last().map(|change| &change.what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(name: &str) -> Draft {
        let mut draft = Draft::default();
        draft.template.name = name.into();
        draft
    }

    #[test]
    fn keystrokes_into_one_field_are_one_change() {
        let mut history = History::default();
        history.note(draft(""), Text::words("typing"), Some("a"));
        history.note(draft("x"), Text::words("typing"), Some("a"));
        assert_eq!(history.undo(&draft("xy")), Some((draft(""), Text::words("typing"))));
        assert_eq!(history.undo(&draft("")), None);
        assert_eq!(history.redo(&draft("")), Some((draft("xy"), Text::words("typing"))));
    }

    #[test]
    fn leaving_a_field_or_going_to_another_starts_a_new_change() {
        let mut history = History::default();
        history.note(draft(""), Text::words("typing"), Some("a"));
        history.pause();
        history.note(draft("x"), Text::words("typing"), Some("a"));
        history.note(draft("y"), Text::words("typing"), Some("b"));
        let names: Vec<_> =
            std::iter::from_fn(|| history.undo(&draft("z"))).map(|(draft, _)| draft.template.name).collect();
        assert_eq!(names, ["y", "x", ""]);
    }

    #[test]
    fn a_new_change_forgets_what_was_taken_back() {
        let mut history = History::default();
        history.note(draft(""), Text::words("one"), None);
        history.undo(&draft("x"));
        assert_eq!(history.forward(), Some(&Text::words("one")));
        history.note(draft(""), Text::words("two"), None);
        assert_eq!((history.forward(), history.back()), (None, Some(&Text::words("two"))));
    }

    #[test]
    fn a_hundred_steps_are_kept() {
        let mut history = History::default();
        for at in 0..250 {
            history.note(draft(&at.to_string()), Text::words("x"), None);
        }
        let steps = std::iter::from_fn(|| history.undo(&draft("now"))).count();
        assert_eq!(steps, KEPT);
    }
}
