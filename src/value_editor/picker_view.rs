//! The picker of variables on the page.

use crate::view::{ev, html, prelude::*};
use wasm_bindgen::JsCast;

use super::{
    control::{Handle, Lend},
    list::options,
    picker::{Event, State, update},
    search_box::{SearchBox, search_box},
    suggest::Key,
};
use crate::{
    components::show,
    texts::{texts, value_editor as say},
};

/// The picker in two places: its button beside the text, and what opens under it.
pub struct Picker {
    /// The button.
    pub button: AnyView,
    /// What it opens.
    pub popover: AnyView,
}

/// Draws the picker. `small` leaves its name to screen readers.
pub fn variable_picker(handle: Handle, id: String, lend: StoredValue<Lend>, small: bool) -> Picker {
    let t = texts();
    let state = RwSignal::new(State::default());
    let tell = move |event: Event| {
        // A list that leaves with the focus in it still tells that the focus left.
        let Some(source) = lend.try_get_value() else { return };
        let taken = state.try_update(|state| update(state, event, &*source)).flatten();
        if let Some(path) = taken {
            handle.variable(&path);
        }
    };
    let open = Memo::new(move || state.with(|state| state.open));
    let popover_id = format!("{id}-popover");
    let button = html::button()
        .attr("type", "button")
        .attr("class", "wa-tool")
        .attr("aria-haspopup", "dialog")
        .attr("aria-expanded", move || if open.get() { "true" } else { "false" })
        .attr("aria-label", t.get(say::INSERT_VARIABLE))
        .attr("title", t.get(say::INSERT_VARIABLE))
        .attr("data-tool", "variable")
        .attr("data-needs", "edit")
        // The selection in the text stays, so that the variable can take its place.
        .on(ev::mousedown, |event| event.prevent_default())
        .on(ev::click, move |_| tell(Event::Toggled))
        .child((
            html::span().attr("class", "wa-tool-code").child("{ }"),
            (!small).then(|| html::span().attr("class", "wa-tool-name").child(t.get(say::VARIABLE))),
        ))
        .into_any();
    let popover = move || {
        open.get().then(|| {
            let search = NodeRef::<html::Input>::new();
            search.on_load(|input| {
                let _ = input.focus();
            });
            let whole = NodeRef::<html::Div>::new();
            whole.on_load(|whole| show(&whole));
            let list_id = id.clone();
            let active_id = StoredValue::new(id.clone());
            let controls = id.clone();
            html::div()
                .node_ref(whole)
                .attr("class", "wa-popover")
                .attr("id", popover_id.clone())
                .attr("role", "dialog")
                .attr("aria-label", t.get(say::INSERT_VARIABLE))
                .on(ev::focusout, move |event: ev::FocusEvent| {
                    if left(&event) {
                        tell(Event::Left);
                    }
                })
                .child((
                    search_box(
                        SearchBox {
                            node: search,
                            label: t.get(say::SEARCH_ATTRIBUTES),
                            placeholder: t.get(say::SEARCH_ATTRIBUTES_HINT),
                            controls,
                            active: Signal::derive(move || {
                                state.with(|state| {
                                    let any = !state.items.is_empty();
                                    any.then(|| active_id.with_value(|id| format!("{id}-{}", state.active)))
                                })
                            }),
                            input: Callback::new(move |text| tell(Event::Typed(text))),
                        },
                        move |event| {
                            let key = match event.key().as_str() {
                                "ArrowUp" => Key::Up,
                                "ArrowDown" => Key::Down,
                                "Enter" => Key::Take,
                                "Escape" => Key::Escape,
                                _ => return,
                            };
                            event.prevent_default();
                            event.stop_propagation();
                            tell(Event::Key(key));
                            if key == Key::Escape {
                                handle.focus();
                            }
                        },
                    ),
                    move || {
                        state.with(|state| match state.items.is_empty() {
                            true => html::p()
                                .attr("class", "wa-popover-empty")
                                .child(t.get(say::NO_ATTRIBUTE))
                                .into_any(),
                            false => (
                                options(
                                    &list_id,
                                    t.get(say::ATTRIBUTES),
                                    &state.items,
                                    state.active,
                                    state.query.trim().is_empty(),
                                    Callback::new(move |index| tell(Event::Chosen(index))),
                                ),
                                (state.more > 0).then(|| {
                                    let text = t.say(say::more(state.more));
                                    html::p().attr("class", "wa-popover-foot").child(text)
                                }),
                            )
                                .into_any(),
                        })
                    },
                ))
        })
    };
    Picker { button, popover: popover.into_any() }
}

/// Does the focus leave the popover? Its own buttons and fields are within.
pub fn left(event: &ev::FocusEvent) -> bool {
    let popover = event.current_target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
    let next = event.related_target().and_then(|target| target.dyn_into::<web_sys::Node>().ok());
    !next.is_some_and(|next| popover.is_some_and(|popover| popover.contains(Some(&next))))
}
