//! The editor on the page.

use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;
use whatsapp_domain::{AddressPolicy, Verdict};

use super::{
    aside::aside,
    findings::findings_card,
    free_card::free_card,
    import::import_card,
    message_card::message_card,
    state::{Event, Kind, Stamp, State, update},
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
};

/// Handle on the editor's state; what all its parts take.
pub type Editor = Store<State, Event>;

/// The editor, with what the host hands in and the step of an earlier visit.
pub fn journey_node(policy: AddressPolicy, host: NodeHost) -> AnyView {
    let editor: Editor = Store::new(State::default(), update);
    let kept = Services::expect().draft("node").map(Box::new);
    editor.send(Event::Opened { policy, kept, host: Box::new(host) });
    // What was typed a moment ago is kept when the page goes.
    let leaving = window_event_listener_untyped("pagehide", move |_| editor.send(Event::Leaving));
    on_cleanup(move || leaving.remove());
    let testers = Services::expect().draft(TESTERS_KEY).unwrap_or_default();
    editor.send(Event::Test(test::Event::TestersKept(testers)));
    let stage = editor.part(|state| match &state.integrations {
        Load::Ready(items) if items.is_empty() => Stage::NoAccount,
        Load::Ready(_) => Stage::Ready,
        Load::Failed(problem) => Stage::Failed(problem.clone()),
        _ => Stage::Waiting,
    });
    (move || match stage.get() {
        Stage::Waiting => waiting(),
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

fn waiting() -> AnyView {
    html::div()
        .attr("class", "wa-page")
        .attr("aria-busy", "true")
        .child((
            html::p().attr("class", "wa-hidden-visually").attr("role", "status").child("Loading the step"),
            card(html::div().attr("class", "wa-card-body").child((
                html::div().attr("class", "wa-skeleton").attr("data-width", "a"),
                html::div().attr("class", "wa-skeleton").attr("data-width", "b"),
                html::div().attr("class", "wa-skeleton").attr("data-width", "c"),
            ))),
        ))
        .into_any()
}

fn no_account() -> AnyView {
    html::div()
        .attr("class", "wa-page")
        .child((
            html::header()
                .attr("class", "wa-page-head")
                .child(html::div().child((html::h1().attr("tabindex", "-1").child("Journey node"), html::p().child("A WhatsApp step of a customer journey.")))),
            card(html::div().attr("class", "wa-empty").child((
                html::span().attr("class", "wa-empty-art").child(icon(Icon::Plug)),
                html::h2().child("First, an account to send from"),
                html::p().child("A step needs an integration: it knows the templates and sends the test. The sandbox's takes one press."),
                link_button(ButtonKind::Primary, Route::NewIntegration.href(), (icon(Icon::Plus), "Connect an account")),
            ))),
        ))
        .into_any()
}

fn page(editor: Editor) -> AnyView {
    let is_template = editor.part(|state| state.draft.kind == Kind::Template);
    let said = editor.part(|state| state.said.clone());
    html::div()
        .attr("class", "wa-page wa-node")
        .on(leptos::ev::keydown, move |event| shortcuts(editor, &event))
        .child((
            html::header().attr("class", "wa-page-head").child((
                html::div()
                    .child((html::h1().attr("tabindex", "-1").child("Journey node"), subtitle(editor))),
                html::div().attr("class", "wa-row").child((
                    stamp_badge(editor),
                    history_buttons(editor),
                    html::div().attr("class", "wa-row wa-wide-only").child((
                        send_button(editor, ButtonKind::Secondary, "Send test"),
                        save_button(editor, "Save step"),
                    )),
                )),
            )),
            html::p().attr("class", "wa-hidden-visually").attr("role", "status").child(move || said.get()),
            import_card(editor),
            html::div().attr("class", "wa-columns").child((
                html::div().attr("class", "wa-stack").child((
                    message_card(editor),
                    move || if is_template.get() { values_card(editor) } else { free_card(editor) },
                    findings_card(editor),
                    payloads_card(Wires {
                        state: editor.part(|state| state.payloads.clone()),
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
                    .on(leptos::ev::click, move |_| editor.send(Event::PreviewPressed))
                    .child("Preview"),
                send_button(editor, ButtonKind::Secondary, "Test"),
                save_button(editor, "Save"),
            )),
        ))
        .into_any()
}

/// Undo and redo by keys, wherever the focus is in the editor. Fields that are not part of the step (search, profile,
/// import, tester) keep their own undo.
fn shortcuts(editor: Editor, event: &leptos::ev::KeyboardEvent) {
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
    let from = editor.part(|state| match state.integration() {
        Some(item) => format!("WhatsApp step · sent from {}", item.name),
        None => "WhatsApp step".into(),
    });
    let saved = editor.part(|state| (state.unsaved, state.saved_at.clone(), state.saved.is_some()));
    html::p()
        .child((
            move || from.get(),
            " · ",
            html::span().attr("data-part", "saved").child(move || match saved.get() {
                (true, _, false) => "not saved yet".to_owned(),
                (true, ..) => "unsaved changes".to_owned(),
                (false, Some(at), _) => format!("saved at {}", clock::time_of_day(&at)),
                (false, None, _) => "saved".to_owned(),
            }),
        ))
        .into_any()
}

/// Was this very step tested?
fn stamp_badge(editor: Editor) -> AnyView {
    let stamp = editor.part(State::stamp);
    html::span()
        .attr("data-part", "stamp")
        .attr("role", "status")
        .child(move || match stamp.get() {
            Stamp::Never => badge("", "Not tested yet"),
            Stamp::Changed => badge("look", "Changed since last test"),
            Stamp::This(tested) => {
                let (tone, word) = match tested.verdict {
                    Verdict::Accepted => ("good", "accepted"),
                    Verdict::Refused => ("stop", "refused"),
                    Verdict::Unclear => ("look", "unclear"),
                };
                badge(tone, format!("Tested as it is: {word} at {}", clock::time_of_day(&tested.at)))
            }
        })
        .into_any()
}

fn history_buttons(editor: Editor) -> AnyView {
    let back = editor.part(|state| state.history.back().map(str::to_owned));
    let forward = editor.part(|state| state.history.forward().map(str::to_owned));
    let one =
        move |word: &'static str, keys: &'static str, which: Icon, what: Part<Option<String>>, back: bool| {
            let label = move || match what.get() {
                Some(what) if !what.is_empty() => format!("{word}: {what}"),
                _ => word.to_owned(),
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
                .on(leptos::ev::click, move |_| editor.send(if back { Event::Undo } else { Event::Redo }))
                .child(icon(which))
        };
    html::div()
        .attr("class", "wa-row wa-tight")
        .child((
            one("Undo", "Ctrl+Z", Icon::Undo, back, true),
            one("Redo", "Ctrl+Shift+Z", Icon::Redo, forward, false),
        ))
        .into_any()
}

fn save_button(editor: Editor, label: &'static str) -> AnyView {
    button(ButtonKind::Primary, label, Signal::stored(false), move || {
        editor.send(Event::SavePressed(clock::now()));
    })
}

/// The step for other places: as JSON out, and in.
fn exchange(editor: Editor) -> AnyView {
    html::div()
        .attr("class", "wa-row")
        .child((
            copy_button(editor),
            button(
                ButtonKind::Plain,
                (icon(Icon::Import), "Import JSON"),
                Signal::stored(false),
                move || {
                    editor.send(Event::ImportToggled);
                },
            ),
        ))
        .into_any()
}

fn stop_badge(editor: Editor) -> AnyView {
    let counts = editor.part(State::counts);
    html::span()
        .child(move || match counts.get() {
            (0, 0) => badge("good", "Ready"),
            (0, looks) => badge("look", format!("{looks} to look at")),
            (stops, _) => badge("stop", format!("{stops} {}", if stops == 1 { "stops" } else { "stop" })),
        })
        .into_any()
}

fn copy_button(editor: Editor) -> AnyView {
    let copied = RwSignal::new(false);
    button(
        ButtonKind::Plain,
        (icon(Icon::Copy), move || if copied.get() { "Copied" } else { "Copy as JSON" }),
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
    let busy = editor.part(|state| state.test.current.is_loading());
    button(kind, (icon(Icon::Send), label), busy.into(), move || {
        editor.send(Event::SendPressed(press_id()));
    })
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
