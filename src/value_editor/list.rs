//! Lists of suggestions, under a value and in the picker.

use crate::view::{ev, html, prelude::*};

use super::suggest::{Open, Suggestion};
use crate::{
    components::show,
    texts::{Id, texts, value_editor as say},
};

/// The list that completes what is typed.
pub fn suggestion_list(id: String, open: Signal<Option<Open>>, choose: Callback<usize>) -> AnyView {
    let t = texts();
    let count = Memo::new(move || {
        open.with(|open| open.as_ref().map(|open| t.say(say::suggestions(open.items.len()))))
    });
    (
        // A list that appears beside a text box is not announced by itself.
        html::span()
            .attr("class", "wa-hidden-visually")
            .attr("role", "status")
            .child(move || count.get().unwrap_or_default()),
        move || {
            open.get().map(|open| {
                let whole = NodeRef::<html::Div>::new();
                whole.on_load(|whole| show(&whole));
                let label = t.get(if open.filters { say::FILTERS } else { say::ATTRIBUTES });
                html::div().node_ref(whole).attr("class", "wa-popover").child(options(
                    &id,
                    label,
                    &open.items,
                    open.active,
                    false,
                    choose,
                ))
            })
        },
    )
        .into_any()
}

/// A list box; its options are `<id>-0`, `<id>-1`, ….
pub fn options(
    id: &str,
    label: &'static str,
    items: &[Suggestion],
    active: usize,
    headings: bool,
    choose: Callback<usize>,
) -> AnyView {
    let t = texts();
    let mut group: Option<Id> = None;
    let rows: Vec<AnyView> = items
        .iter()
        .enumerate()
        .map(|(index, item)| {
            let heading = (headings && item.group != group).then(|| {
                group = item.group;
                html::div()
                    .attr("class", "wa-option-group")
                    .attr("role", "presentation")
                    .child(group.map(|group| t.get(group)))
            });
            (heading, option(format!("{id}-{index}"), item, index == active, index, choose)).into_any()
        })
        .collect();
    html::div()
        .attr("class", "wa-options")
        .attr("role", "listbox")
        .attr("id", id.to_owned())
        .attr("aria-label", label)
        .child(rows)
        .into_any()
}

fn option(id: String, item: &Suggestion, active: bool, index: usize, choose: Callback<usize>) -> AnyView {
    let t = texts();
    let node = NodeRef::<html::Div>::new();
    if active {
        node.on_load(|row| show(&row));
    }
    html::div()
        .node_ref(node)
        .attr("class", "wa-option")
        .attr("role", "option")
        .attr("id", id)
        .attr("aria-selected", if active { "true" } else { "false" })
        // The focus stays where something is typed.
        .on(ev::mousedown, |event| event.prevent_default())
        .on(ev::click, move |_| choose.told(index))
        .child((
            html::span().attr("class", "wa-option-main").child((
                html::span().attr("class", "wa-option-label").child(t.say(&item.label)),
                html::code().attr("class", "wa-option-detail").child(item.detail.clone()),
            )),
            html::span().attr("class", "wa-option-side").child((
                item.help.map(|help| html::span().attr("class", "wa-option-help").child(t.get(help))),
                item.example
                    .as_ref()
                    .map(|example| html::span().attr("class", "wa-option-example").child(t.say(example))),
                item.kind.map(|kind| html::span().attr("class", "wa-badge").child(t.get(kind))),
            )),
        ))
        .into_any()
}
