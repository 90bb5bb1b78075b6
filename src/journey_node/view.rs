//! The editor on the page.

use crate::view::{html, prelude::*};
use wasm_bindgen::JsCast;
use whatsapp_domain::{AddressPolicy, Verdict};

use super::{
    aside::aside,
    findings::findings_card,
    free_card::free_card,
    import::import_card,
    message_card::message_card,
    state::{DRAFT_KEY, Event, Kind, Stamp, State, update},
    values_card::values_card,
};
use crate::{
    clock,
    components::*,
    host::NodeHost,
    load::Load,
    payloads::{Wires, payloads_card},
    quick_test::state::{self as test, TESTERS_KEY},
    route::Route,
    runtime::{Part, Services, Store},
    texts::{Text, components, journey_node as say, spoken, texts, words},
};

/// Handle on the editor's state; what all its parts take.
pub type Editor = Store<State, Event>;

/// The editor, with what the host hands in and the step of an earlier visit.
pub fn journey_node(policy: AddressPolicy, host: NodeHost) -> AnyView {
    with_editor(policy, host).1
}

/// The editor, and the handle by which whoever embeds it speaks to it.
pub fn with_editor(policy: AddressPolicy, host: NodeHost) -> (Editor, AnyView) {
    let editor: Editor = Store::new(State::default(), update);
    let kept = Services::expect().stored_draft(DRAFT_KEY).map(Box::new);
    editor.send(Event::Opened { policy, kept, host: Box::new(host) });
    // What was typed a moment ago is kept when the page goes.
    let leaving = window_event_listener_untyped("pagehide", move |_| editor.send(Event::Leaving));
    on_cleanup(move || leaving.remove());
    let testers = Services::expect().draft(TESTERS_KEY).unwrap_or_default();
    editor.send(Event::Test(test::Event::TestersKept(testers)));
    (editor, spoken(move || whole(editor)))
}

fn whole(editor: Editor) -> AnyView {
    let stage = editor.part_by(State::set_up, |state| match &state.integrations {
        Load::Ready(items) if items.is_empty() => Stage::NoAccount,
        Load::Ready(_) => Stage::Ready,
        Load::Failed(problem) => Stage::Failed(problem.clone()),
        _ => Stage::Waiting,
    });
    (move || match stage.get() {
        Stage::Waiting => waiting_page(texts().get(say::LOADING), "abc"),
        Stage::Failed(problem) => {
            html::div().attr("class", "wa-page").child(problem_notice(&problem)).into_any()
        }
        Stage::NoAccount => no_account(),
        Stage::Ready => page(editor),
    })
    .into_any()
}

#[derive(Clone, PartialEq)]
enum Stage {
    Waiting,
    NoAccount,
    Ready,
    Failed(whatsapp_domain::Problem),
}

fn no_account() -> AnyView {
    let t = texts();
    html::div()
        .attr("class", "wa-page")
        .child((
            html::header().attr("class", "wa-page-head").child(html::div().child((
                html::h1().attr("tabindex", "-1").child(t.get(say::TITLE)),
                html::p().child(t.get(say::ABOUT)),
            ))),
            card(html::div().attr("class", "wa-empty").child((
                html::span().attr("class", "wa-empty-art").child(icon(Icon::Plug)),
                html::h2().child(t.get(say::FIRST_AN_ACCOUNT)),
                html::p().child(t.get(say::FIRST_AN_ACCOUNT_WHY)),
                link_button(
                    ButtonKind::Primary,
                    Route::NewIntegration.href(),
                    (icon(Icon::Plus), t.get(words::CONNECT_ACCOUNT)),
                ),
            ))),
        ))
        .into_any()
}

fn page(editor: Editor) -> AnyView {
    let t = texts();
    let is_template = editor.part_by(State::set_up, |state| state.draft.kind == Kind::Template);
    let said = editor.part_by(State::set_up, |state| state.said.clone());
    html::div()
        .attr("class", "wa-page wa-node")
        .on(crate::view::ev::keydown, move |event| shortcuts(editor, &event))
        .child((
            html::header().attr("class", "wa-page-head").child((
                html::div()
                    .child((html::h1().attr("tabindex", "-1").child(t.get(say::TITLE)), subtitle(editor))),
                html::div().attr("class", "wa-row").child((
                    stamp_badge(editor),
                    history_buttons(editor),
                    html::div().attr("class", "wa-row wa-wide-only").child((
                        send_button(editor, ButtonKind::Secondary, t.get(words::SEND_TEST)),
                        save_button(editor, t.get(say::SAVE_STEP)),
                    )),
                )),
            )),
            html::p()
                .attr("class", "wa-hidden-visually")
                .attr("role", "status")
                .child(move || said.get().map(|said| t.say(said))),
            import_card(editor),
            kept_draft(
                || DRAFT_KEY.to_owned(),
                move || editor.send(Event::Leaving),
                move |kept| editor.send(Event::KeptChosen(Box::new(kept))),
            ),
            html::div().attr("class", "wa-columns").child((
                html::div().attr("class", "wa-stack").child((
                    message_card(editor),
                    move || if is_template.get() { values_card(editor) } else { free_card(editor) },
                    findings_card(editor),
                    payloads_card(Wires {
                        state: editor.part_by(State::set_up, |state| state.payloads.clone()),
                        send: Callback::new(move |event| editor.send(Event::Payloads(event))),
                        go: Callback::new(move |field| editor.send(Event::FindingPressed(field))),
                    }),
                    exchange(editor),
                )),
                html::aside().attr("class", "wa-stack").attr("data-part", "aside").child(aside(editor)),
            )),
            html::div().attr("class", "wa-foot-bar").child((
                stop_badge(editor),
                html::button()
                    .attr("type", "button")
                    .attr("class", "wa-button")
                    .on(crate::view::ev::click, move |_| editor.send(Event::PreviewPressed))
                    .child(t.get(say::PREVIEW)),
                send_button(editor, ButtonKind::Secondary, t.get(say::TEST)),
                save_button(editor, t.get(words::SAVE)),
            )),
        ))
        .into_any()
}

/// Undo and redo by keys, wherever the focus is in the editor. Fields that are not part of the step (search, profile,
/// import, tester) keep their own undo.
fn shortcuts(editor: Editor, event: &crate::view::ev::KeyboardEvent) {
    if !(event.ctrl_key() || event.meta_key()) || event.alt_key() {
        return;
    }
    let wanted = match (event.key().to_ascii_lowercase().as_str(), event.shift_key()) {
        ("z", false) => Event::Undo,
        ("z", true) | ("y", false) => Event::Redo,
        ("s", false) => Event::SavePressed(clock::now()),
        _ => return,
    };
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let field = target.and_then(|target| target.get_attribute("data-field")).unwrap_or_default();
    let own =
        ["profile", "profile-name", "import", "template-search", "test.to", "test.name", "message.body"];
    if matches!(wanted, Event::Undo | Event::Redo) && own.contains(&field.as_str()) {
        return;
    }
    event.prevent_default();
    editor.send(wanted);
}

/// From which account, and whether it is saved.
fn subtitle(editor: Editor) -> AnyView {
    let t = texts();
    let from = editor.part_by(State::set_up, move |state| match state.integration() {
        Some(item) => t.say(say::step_from(&item.name)),
        None => t.get(say::STEP).into(),
    });
    let saved = editor.part(|state| (state.unsaved, state.saved_at.clone(), state.saved.is_some()));
    html::p()
        .child((
            move || from.get(),
            " · ",
            html::span().attr("data-part", "saved").child(move || match saved.get() {
                (true, _, false) => t.get(say::NOT_SAVED).to_owned(),
                (true, ..) => t.get(say::UNSAVED).to_owned(),
                (false, Some(at), _) => t.say(say::saved_at(t.time_of_day(&at))),
                (false, None, _) => t.get(say::SAVED).to_owned(),
            }),
        ))
        .into_any()
}

/// Was this very step tested?
fn stamp_badge(editor: Editor) -> AnyView {
    let t = texts();
    let stamp = editor.part(State::stamp);
    html::span()
        .attr("data-part", "stamp")
        .attr("role", "status")
        .child(move || match stamp.get() {
            Stamp::Never => badge("", t.get(say::NOT_TESTED)),
            Stamp::Changed => badge("look", t.get(say::CHANGED_SINCE_TEST)),
            Stamp::This(tested) => {
                let at = t.time_of_day(&tested.at);
                let (tone, text) = match tested.verdict {
                    // Accepted is not delivered: how far it got stands at the test.
                    Verdict::Accepted => ("info", say::tested_accepted(at)),
                    Verdict::Refused => ("stop", say::tested_refused(at)),
                    Verdict::Unclear => ("look", say::tested_unclear(at)),
                };
                badge(tone, t.say(text))
            }
        })
        .into_any()
}

fn history_buttons(editor: Editor) -> AnyView {
    let t = texts();
    let back = editor.part(|state| state.history.back().cloned());
    let forward = editor.part(|state| state.history.forward().cloned());
    let one = move |keys: &'static str, which: Icon, what: Part<Option<Text>>, back: bool| {
        let label = move || match (what.get(), back) {
            (Some(what), true) => t.say(say::undo_what(what)),
            (Some(what), false) => t.say(say::redo_what(what)),
            (None, true) => t.get(words::UNDO).to_owned(),
            (None, false) => t.get(say::REDO).to_owned(),
        };
        html::button()
            .attr("type", "button")
            .attr("class", "wa-button")
            .attr("data-kind", "plain")
            .attr("data-square", "")
            .attr("aria-label", label)
            .attr("title", move || format!("{} ({keys})", label()))
            .attr("aria-keyshortcuts", keys.replace("Ctrl", "Control"))
            .attr("aria-disabled", move || what.get().is_none().then_some("true"))
            .on(crate::view::ev::click, move |_| editor.send(if back { Event::Undo } else { Event::Redo }))
            .child(icon(which))
    };
    html::div()
        .attr("class", "wa-row wa-tight")
        .attr("data-needs", "edit")
        .child((one("Ctrl+Z", Icon::Undo, back, true), one("Ctrl+Shift+Z", Icon::Redo, forward, false)))
        .into_any()
}

fn save_button(editor: Editor, label: &'static str) -> AnyView {
    edits(button(ButtonKind::Primary, label, Signal::stored(false), move || {
        editor.send(Event::SavePressed(clock::now()));
    }))
}

/// The step for other places: as JSON out, and in.
fn exchange(editor: Editor) -> AnyView {
    let t = texts();
    html::div()
        .attr("class", "wa-row")
        .child((
            copy_button(editor),
            edits(button(
                ButtonKind::Plain,
                (icon(Icon::Import), t.get(say::IMPORT_JSON)),
                Signal::stored(false),
                move || {
                    editor.send(Event::ImportToggled);
                },
            )),
        ))
        .into_any()
}

fn stop_badge(editor: Editor) -> AnyView {
    let t = texts();
    let counts = editor.part_by(State::found, State::counts);
    html::span()
        .child(move || match counts.get() {
            (0, 0) => badge("good", t.get(say::READY)),
            (0, looks) => badge("look", t.say(say::to_look_at(looks))),
            (stops, _) => badge("stop", t.say(say::stops(stops))),
        })
        .into_any()
}

fn copy_button(editor: Editor) -> AnyView {
    let t = texts();
    let copied = RwSignal::new(false);
    button(
        ButtonKind::Plain,
        (icon(Icon::Copy), move || t.get(if copied.get() { components::COPIED } else { say::COPY_JSON })),
        Signal::stored(false),
        move || {
            editor.send(Event::CopyPressed);
            copied.set(true);
            set_timeout(move || copied.set(false), std::time::Duration::from_secs(2));
        },
    )
}

/// Sends the test; the id makes a repeat of the same press harmless.
pub fn send_button(editor: Editor, kind: ButtonKind, label: &'static str) -> AnyView {
    let busy = editor.part_by(State::set_up, |state| state.test.current.is_loading());
    let press = move || editor.send(Event::SendPressed(press_id()));
    needs("test", button(kind, (icon(Icon::Send), label), busy.into(), press))
}

/// 128 random bits in hex. `crypto.randomUUID` would be shorter, but plain `http` pages don't have it.
pub fn press_id() -> String {
    let mut bytes = [0_u8; 16];
    let drawn = window().crypto().and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes));
    if drawn.is_err() {
        bytes[..8].copy_from_slice(&js_sys::Date::now().to_be_bytes());
        bytes[8..].copy_from_slice(&js_sys::Math::random().to_be_bytes());
    }
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
