//! The editor on the page.

use leptos::{html, prelude::*};
use whatsapp_domain::AddressPolicy;

use super::{
    aside::aside,
    findings::findings_card,
    free_card::free_card,
    message_card::message_card,
    state::{Event, Kind, State, update},
    values_card::values_card,
};
use crate::{
    components::*,
    load::Load,
    route::Route,
    runtime::{Services, Store},
};

/// Handle on the editor's state; what all its parts take.
pub type Editor = Store<State, Event>;

/// The editor, with the step of an earlier visit.
pub fn journey_node(policy: AddressPolicy) -> AnyView {
    let editor: Editor = Store::new(State::default(), update);
    let kept = Services::expect().draft("node").map(Box::new);
    editor.send(Event::Opened { policy, kept });
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
    let subtitle = editor.part(|state| match state.integration() {
        Some(item) => format!("WhatsApp step · sent from {}", item.name),
        None => "WhatsApp step".into(),
    });
    let is_template = editor.part(|state| state.draft.kind == Kind::Template);
    html::div()
        .attr("class", "wa-page wa-node")
        .child((
            html::header().attr("class", "wa-page-head").child((
                html::div().child((
                    html::h1().attr("tabindex", "-1").child("Journey node"),
                    html::p().child(move || subtitle.get()),
                )),
                html::div().attr("class", "wa-row wa-wide-only").child((
                    stop_badge(editor),
                    copy_button(editor),
                    send_button(editor, ButtonKind::Primary),
                )),
            )),
            html::div().attr("class", "wa-columns").child((
                html::div().attr("class", "wa-stack").child((
                    message_card(editor),
                    move || if is_template.get() { values_card(editor) } else { free_card(editor) },
                    findings_card(editor),
                )),
                html::aside().attr("class", "wa-stack").attr("id", "wa-preview").child(aside(editor)),
            )),
            html::div().attr("class", "wa-foot-bar").child((
                stop_badge(editor),
                html::button()
                    .attr("type", "button")
                    .attr("class", "wa-button")
                    .on(leptos::ev::click, |_| {
                        if let Some(preview) = document().get_element_by_id("wa-preview") {
                            preview.scroll_into_view();
                        }
                    })
                    .child("Preview"),
                send_button(editor, ButtonKind::Primary),
            )),
        ))
        .into_any()
}

fn stop_badge(editor: Editor) -> AnyView {
    let counts = editor.part(State::counts);
    html::span()
        .child(move || match counts.get() {
            (0, 0) => badge("good", "Ready to test"),
            (0, looks) => badge("look", format!("{looks} to look at")),
            (stops, _) => {
                badge("stop", format!("{stops} {} the send", if stops == 1 { "stops" } else { "stop" }))
            }
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
pub fn send_button(editor: Editor, kind: ButtonKind) -> AnyView {
    let busy = editor.part(|state| state.test.current.is_loading());
    button(kind, (icon(Icon::Send), "Send test"), busy.into(), move || {
        editor.send(Event::SendPressed(press_id()));
    })
}

/// 128 random bits in hex. `crypto.randomUUID` would be shorter, but plain `http` pages don't have it.
fn press_id() -> String {
    let mut bytes = [0_u8; 16];
    let drawn = window().crypto().and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes));
    if drawn.is_err() {
        bytes[..8].copy_from_slice(&js_sys::Date::now().to_be_bytes());
        bytes[8..].copy_from_slice(&js_sys::Math::random().to_be_bytes());
    }
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
