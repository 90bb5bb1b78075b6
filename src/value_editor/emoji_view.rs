//! The emoji picker on the page.

use wasm_bindgen_futures::spawn_local;

use crate::view::{ev, html, prelude::*};

use super::{
    control::Handle,
    emoji::{Event, Found, Kept, Names, RECENT_KEY, State, found, update},
    picker_view::left,
    search_box::{SearchBox, search_box},
};
use crate::{
    components::{Icon, icon},
    runtime::{Services, Store},
    texts::{emoji_names, texts, value_editor as say},
};

/// The names in the reader's language, which come when somebody looks for them. Without them the English ones do.
fn name(store: Store<State, Event>, language: &'static str) {
    if language == "en" || store.peek(|state| !state.names.is_empty()) {
        return;
    }
    spawn_local(async move {
        let json = emoji_names(language).await;
        if let Some(names) = json.and_then(|json| whatsapp_domain::json::text::<Names>(&json).ok()) {
            store.send(Event::Named(names));
        }
    });
}

/// Emoji in a row; the style sheet draws as many.
const COLUMNS: i32 = 8;

/// The picker in two places: its button in the bar, and what opens under it.
pub fn emoji_picker(handle: Handle, id: String) -> (AnyView, AnyView) {
    let t = texts();
    let Kept(recent) = Services::expect().draft(RECENT_KEY).unwrap_or_default();
    let store = Store::new(State { recent, ..State::default() }, update);
    let open = RwSignal::new(false);
    let take = move |sign: &'static str| {
        open.set(false);
        store.send(Event::Taken(sign.to_owned()));
        handle.put(sign);
    };
    let button = html::button()
        .attr("type", "button")
        .attr("class", "wa-tool")
        .attr("aria-label", t.get(say::INSERT_EMOJI))
        .attr("title", t.get(say::INSERT_EMOJI))
        .attr("aria-haspopup", "dialog")
        .attr("aria-expanded", move || if open.get() { "true" } else { "false" })
        .attr("data-tool", "emoji")
        .attr("tabindex", "-1")
        .on(ev::mousedown, |event| event.prevent_default())
        .on(ev::click, move |_| {
            store.send(Event::Opened);
            name(store, t.language());
            open.update(|open| *open = !*open);
        })
        .child(icon(Icon::Smile))
        .into_any();
    let popover = move || {
        open.get().then(|| {
            let search = NodeRef::<html::Input>::new();
            search.on_load(|input| {
                let _ = input.focus();
            });
            let whole = NodeRef::<html::Div>::new();
            whole.on_load(|whole| crate::components::show(&whole));
            let (list_id, active_id, controls) = (id.clone(), StoredValue::new(id.clone()), id.clone());
            html::div()
                .node_ref(whole)
                .attr("class", "wa-popover")
                .attr("role", "dialog")
                .attr("aria-label", t.get(say::INSERT_EMOJI))
                .on(ev::focusout, move |event: ev::FocusEvent| {
                    if left(&event) {
                        let _ = open.try_set(false);
                    }
                })
                .child((
                    search_box(
                        SearchBox {
                            node: search,
                            label: t.get(say::SEARCH_EMOJI),
                            placeholder: t.get(say::SEARCH_EMOJI_HINT),
                            controls,
                            active: Signal::derive(move || {
                                store.with(|state| {
                                    let any = !found(state).is_empty();
                                    any.then(|| active_id.with_value(|id| format!("{id}-{}", state.active)))
                                })
                            }),
                            input: Callback::new(move |text| store.send(Event::Typed(text))),
                        },
                        move |event| {
                            let by = match event.key().as_str() {
                                "ArrowRight" => 1,
                                "ArrowLeft" => -1,
                                "ArrowDown" => COLUMNS,
                                "ArrowUp" => -COLUMNS,
                                "Escape" => {
                                    event.stop_propagation();
                                    open.set(false);
                                    handle.focus();
                                    return;
                                }
                                "Enter" => {
                                    event.prevent_default();
                                    let chosen =
                                        store.peek(|state| found(state).into_iter().nth(state.active));
                                    if let Some(chosen) = chosen {
                                        take(chosen.sign);
                                    }
                                    return;
                                }
                                _ => return,
                            };
                            event.prevent_default();
                            store.send(Event::Moved(by));
                        },
                    ),
                    move || {
                        let (all, active) = store.with(|state| (found(state), state.active));
                        if all.is_empty() {
                            return html::p()
                                .attr("class", "wa-popover-empty")
                                .child(t.get(say::NO_EMOJI))
                                .into_any();
                        }
                        let name = all.get(active).map(|one| one.name.clone()).unwrap_or_default();
                        let choose = Callback::new(move |sign: &'static str| take(sign));
                        (
                            html::div()
                                .attr("class", "wa-emoji")
                                .attr("role", "listbox")
                                .attr("aria-label", t.get(say::EMOJI))
                                .attr("id", list_id.clone())
                                .child(
                                    all.into_iter()
                                        .enumerate()
                                        .map(|(index, one)| {
                                            option(format!("{list_id}-{index}"), one, index == active, choose)
                                        })
                                        .collect_view(),
                                ),
                            html::p()
                                .attr("class", "wa-popover-foot")
                                .attr("aria-hidden", "true")
                                .child(name),
                        )
                            .into_any()
                    },
                ))
        })
    };
    (button, popover.into_any())
}

fn option(id: String, one: Found, active: bool, choose: Callback<&'static str>) -> AnyView {
    let node = NodeRef::<html::Div>::new();
    if active {
        node.on_load(|cell| crate::components::show(&cell));
    }
    html::div()
        .node_ref(node)
        .attr("class", "wa-emoji-one")
        .attr("role", "option")
        .attr("id", id)
        .attr("aria-selected", if active { "true" } else { "false" })
        .attr("aria-label", one.name.clone())
        .attr("title", one.name)
        .on(ev::mousedown, |event| event.prevent_default())
        .on(ev::click, move |_| choose.told(one.sign))
        .child(one.sign)
        .into_any()
}
