//! What stands in the document, and how it becomes what a new description says.
//!
//! Nothing is generic here: the code is there once, for every element of the page.

mod element;

use std::borrow::Cow;

use leptos::prelude::{Owner, RenderEffect, document};
use web_sys::{Comment, Node, Text};
use whatsapp_domain::order::gathered;

use self::element::StandingElement;
use super::{AnyView, Described, keyed::Rows, made_of::Matter};

/// A view that was drawn. It always holds at least one node, so that its place is known.
pub(crate) enum Standing {
    Nothing(Comment),
    Text(Text, Cow<'static, str>),
    Element(Box<StandingElement>),
    /// Several, and what marks their end.
    Many(Vec<Standing>, Comment),
    /// Draws itself again.
    Live(Live),
    /// Rows by key, and what marks their end.
    Keyed(Vec<Row>, Comment),
    /// What it was made of, and what that drew.
    Made(Box<dyn Matter>, Box<Standing>),
}

/// What draws itself again, and what it drew.
pub(crate) struct Live(RenderEffect<Standing>);

impl Drop for Live {
    fn drop(&mut self) {
        // The effect's task holds what was drawn until it is polled next. What that reads may be gone by then, so it
        // must not run any more.
        drop(self.0.take_value());
    }
}

pub(crate) struct Row {
    key: String,
    standing: Standing,
    /// What the row holds ends with it.
    owner: Owner,
}

impl Drop for Row {
    fn drop(&mut self) {
        self.owner.cleanup();
    }
}

fn mark() -> Comment {
    document().create_comment("")
}

impl Standing {
    /// Draws what is described, outside of the document.
    pub(crate) fn build(AnyView(view): AnyView) -> Self {
        match view {
            Described::Nothing => Self::Nothing(mark()),
            Described::Text(words) => Self::Text(document().create_text_node(&words), words),
            Described::Element(element) => Self::Element(Box::new(StandingElement::build(*element))),
            Described::Many(views) => Self::Many(views.into_iter().map(Self::build).collect(), mark()),
            Described::Live(draw) => Self::Live(live(draw, None)),
            Described::Keyed(rows) => Self::Keyed(rows.all().collect(), mark()),
            Described::Made(of) => {
                let drawn = Self::build(of.draw());
                Self::Made(of, Box::new(drawn))
            }
        }
    }

    /// Makes what stands what is described. Elements of the same shape are kept, with focus, scrolling and all.
    pub(crate) fn turn_into(&mut self, AnyView(view): AnyView) {
        match (view, &mut *self) {
            (Described::Nothing, Self::Nothing(_)) => {}
            (Described::Text(new), Self::Text(node, words)) => {
                if *words != new {
                    node.set_data(&new);
                    *words = new;
                }
            }
            (Described::Element(new), Self::Element(element)) if element.fits(&new) => {
                element.turn_into(*new)
            }
            (Described::Many(new), Self::Many(standing, end)) => several(new, standing, end),
            (Described::Live(draw), Self::Live(effect)) => {
                let standing = effect.0.take_value();
                *effect = live(draw, standing);
            }
            (Described::Keyed(new), Self::Keyed(rows, end)) => new.replace(rows, end),
            (Described::Made(new), Self::Made(of, drawn)) => {
                if !new.is(&**of) {
                    drawn.turn_into(new.draw());
                    *of = new;
                }
            }
            (view, _) => {
                let mut new = Self::build(AnyView(view));
                if let Some(first) = self.first()
                    && let Some(parent) = first.parent_node()
                {
                    new.enter(&parent, Some(&first));
                    self.leave();
                }
                *self = new;
            }
        }
    }

    /// Puts its nodes into `parent`, in front of `before` or at the end; nodes that stand elsewhere move.
    pub(crate) fn enter(&mut self, parent: &Node, before: Option<&Node>) {
        let insert = |node: &Node| {
            let _ = parent.insert_before(node, before);
        };
        match self {
            Self::Nothing(mark) => insert(mark),
            Self::Text(text, _) => insert(text),
            Self::Element(element) => insert(&element.element),
            Self::Many(standing, end) => {
                for one in standing {
                    one.enter(parent, before);
                }
                insert(end);
            }
            Self::Live(effect) => {
                effect.0.with_value_mut(|standing| standing.enter(parent, before));
            }
            Self::Keyed(rows, end) => {
                for row in rows {
                    row.standing.enter(parent, before);
                }
                insert(end);
            }
            Self::Made(_, drawn) => drawn.enter(parent, before),
        }
    }

    /// Takes its nodes out of the document.
    pub(crate) fn leave(&mut self) {
        match self {
            Self::Nothing(mark) => mark.remove(),
            Self::Text(text, _) => text.remove(),
            Self::Element(element) => element.element.remove(),
            Self::Many(standing, end) => {
                standing.iter_mut().for_each(Self::leave);
                end.remove();
            }
            Self::Live(effect) => {
                effect.0.with_value_mut(Self::leave);
            }
            Self::Keyed(rows, end) => {
                rows.iter_mut().for_each(|row| row.standing.leave());
                end.remove();
            }
            Self::Made(_, drawn) => drawn.leave(),
        }
    }

    /// Its first node; none only while it is being drawn.
    fn first(&self) -> Option<Node> {
        match self {
            Self::Nothing(mark) => Some(mark.clone().into()),
            Self::Text(text, _) => Some(text.clone().into()),
            Self::Element(element) => Some(element.element.clone().into()),
            Self::Many(standing, end) => {
                standing.first().map_or_else(|| Some(end.clone().into()), Self::first)
            }
            Self::Live(effect) => effect.0.with_value_mut(|standing| standing.first()).flatten(),
            Self::Keyed(rows, end) => match rows.first() {
                Some(row) => row.standing.first(),
                None => Some(end.clone().into()),
            },
            Self::Made(_, drawn) => drawn.first(),
        }
    }

    /// Its last node; none only while it is being drawn.
    fn last(&self) -> Option<Node> {
        match self {
            Self::Many(_, end) | Self::Keyed(_, end) => Some(end.clone().into()),
            Self::Live(effect) => effect.0.with_value_mut(|standing| standing.last()).flatten(),
            Self::Made(_, drawn) => drawn.last(),
            Self::Nothing(_) | Self::Text(..) | Self::Element(_) => self.first(),
        }
    }
}

/// Draws now and whenever what was read changes; `standing` is what was there before.
fn live(mut draw: Box<dyn FnMut() -> AnyView>, standing: Option<Standing>) -> Live {
    let run = move |standing: Option<Standing>| {
        let view = draw();
        match standing {
            Some(mut standing) => {
                standing.turn_into(view);
                standing
            }
            None => Standing::build(view),
        }
    };
    Live(RenderEffect::new_with_value(run, standing))
}

/// Children by their places: those that are too many go, those that are missing come in front of `end`.
fn several(new: Vec<AnyView>, standing: &mut Vec<Standing>, end: &Comment) {
    for mut gone in standing.drain(new.len().min(standing.len())..) {
        gone.leave();
    }
    let kept = standing.len();
    let mut new = new.into_iter();
    for (standing, view) in standing.iter_mut().zip(new.by_ref().take(kept)) {
        standing.turn_into(view);
    }
    let parent = end.parent_node();
    for view in new {
        let mut one = Standing::build(view);
        if let Some(parent) = &parent {
            one.enter(parent, Some(end));
        }
        standing.push(one);
    }
}

impl Rows {
    /// All rows drawn, the first of each key.
    fn all(self) -> impl Iterator<Item = Row> {
        let owner = self.owner;
        let mut known = std::collections::BTreeSet::new();
        self.rows.into_iter().filter(move |(key, _)| known.insert(key.clone())).map(move |(key, draw)| {
            let owner = owner.child();
            let standing = owner.with(|| Standing::build(draw()));
            Row { key, standing, owner }
        })
    }

    /// Keeps the rows whose key is still there, and puts all in the new order.
    fn replace(self, rows: &mut Vec<Row>, end: &Comment) {
        let mut old: Vec<Option<Row>> = rows.drain(..).map(Some).collect();
        let mut known: std::collections::BTreeMap<String, usize> =
            gathered(old.iter().flatten().enumerate().map(|(at, row)| (row.key.clone(), at)));
        let mut fresh = Vec::new();
        for (key, draw) in self.rows {
            match known.remove(&key).and_then(|at| old[at].take()) {
                Some(row) => rows.push(row),
                None if fresh.contains(&key) || rows.iter().any(|row| row.key == key) => {}
                None => {
                    let owner = self.owner.child();
                    let standing = owner.with(|| Standing::build(draw()));
                    fresh.push(key.clone());
                    rows.push(Row { key, standing, owner });
                }
            }
        }
        for mut gone in old.into_iter().flatten() {
            gone.standing.leave();
        }
        let Some(parent) = end.parent_node() else { return };
        let mut next: Node = end.clone().into();
        for row in rows.iter_mut().rev() {
            let follows = row.standing.last().and_then(|last| last.next_sibling());
            if follows.as_ref() != Some(&next) {
                row.standing.enter(&parent, Some(&next));
            }
            if let Some(first) = row.standing.first() {
                next = first;
            }
        }
    }
}
