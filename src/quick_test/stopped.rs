//! A test that did not go out: stopped here because of its country, or refused by the proxy.

use leptos::{ev, html, prelude::*};
use whatsapp_domain::{Finding, Problem};

use super::{
    meaning::{Goal, Stop, goal, stop},
    state::{Event, GUARD_FIELD, Guard, Invitation},
    view::Wires,
};
use crate::{components::*, load::Load, route::Route, two_way::qr_view};

/// Another country than the expected one: what would happen, and the two ways on.
pub fn guard_notice(guard: Guard, wires: Wires) -> AnyView {
    let Wires { send, press, .. } = wires;
    let change = html::button()
        .attr("type", "button")
        .attr("class", "wa-button")
        .attr("data-size", "small")
        .attr("data-kind", "primary")
        // The safe way on has the focus, so that Enter never sends.
        .attr("data-field", GUARD_FIELD)
        .on(ev::click, move |_| send.told(Event::NumberWanted))
        .child("Change the number");
    notice(
        Tone::Stop,
        (
            html::p().attr("class", "wa-strong").child(guard.title()),
            html::p().child(guard.reason()),
            html::div().attr("class", "wa-row").child((
                change,
                small_button(ButtonKind::Secondary, guard.agree_label(), move || {
                    send.told(Event::Agreed);
                    press.told(());
                }),
            )),
        ),
    )
}

/// The proxy's refusal. What it found in the step is listed, each with the way to its field.
pub fn refusal(problem: Problem, wires: Wires) -> AnyView {
    match stop(&problem) {
        Some((Stop::WindowClosed, text)) => return window_closed(text, wires),
        Some((Stop::Suppressed, text)) => return suppressed(text),
        None => {}
    }
    let stops: Vec<Finding> = problem.findings.iter().filter(|found| found.is_error()).cloned().collect();
    if stops.is_empty() {
        return problem_notice(&problem);
    }
    let single = stops.len() == 1;
    let rows = stops.into_iter().map(|found| {
        let way = match goal(&found.field) {
            Some(Goal::Step(field)) => {
                let words = if found.field == "to" { "Change the number" } else { "Go to the field" };
                Some(small_button(ButtonKind::Secondary, words, move || wires.go.told(field.clone())))
            }
            Some(Goal::Account) | None => None,
        };
        html::li().attr("class", "wa-stack-tight").attr("data-code", found.code.clone()).child((
            html::p().attr("class", single.then_some("wa-strong")).child(found.text),
            way.map(|way| html::div().child(way)),
        ))
    });
    let lead = (!single)
        .then(|| html::p().attr("class", "wa-strong").child("The proxy stopped the test. Nothing was sent."));
    notice(Tone::Stop, (lead, html::ul().attr("class", "wa-stack-tight").child(rows.collect_view())))
}

/// A free message outside the 24 hours: a template arrives all the same, or the tester writes first.
fn window_closed(text: String, wires: Wires) -> AnyView {
    let Wires { state, send, template, .. } = wires;
    let invitation = Memo::new(move |_| state.with(|state| state.invitation.clone()));
    html::div()
        .attr("class", "wa-stack-tight")
        .attr("data-code", "window-closed")
        .child((
            notice(
                Tone::Stop,
                (
                    html::p().attr("class", "wa-strong").child(text),
                    html::p().child("Free messages arrive within 24 hours of a customer's last message. Nothing was sent."),
                    html::div().attr("class", "wa-row").child((
                        small_button(ButtonKind::Primary, "Use a template instead", move || template.told(())),
                        small_button(ButtonKind::Secondary, "Let the tester write first", move || {
                            send.told(Event::InvitePressed)
                        }),
                    )),
                ),
            ),
            html::div()
                .attr("aria-live", "polite")
                .attr("data-part", "invitation")
                .child(move || invitation.get().map(|invitation| invitation_view(invitation, wires))),
        ))
        .into_any()
}

fn invitation_view(invitation: Invitation, wires: Wires) -> AnyView {
    let told = match invitation.told {
        Load::Ready(told) => told,
        Load::Failed(problem) => return problem_notice(&problem),
        _ => {
            return html::p().attr("class", "wa-muted wa-row").child((spinner(), "Making a code")).into_any();
        }
    };
    if invitation.arrived {
        return html::div()
            .attr("class", "wa-stack-tight")
            .child((
                html::p().attr("class", "wa-note wa-strong").child((
                    disc("good"),
                    html::span().child("The tester wrote. Free messages arrive for 24 hours."),
                )),
                html::div().child(small_button(ButtonKind::Primary, "Send the test again", move || {
                    wires.press.told(())
                })),
            ))
            .into_any();
    }
    let copy = Callback::new(move |text| wires.send.told(Event::Copy(text)));
    let code = told.code.clone();
    html::div()
        .attr("class", "wa-invitation")
        .child((
            invitation.qr.map(|code| qr_view(&code, "QR code that opens WhatsApp with the code typed in")),
            html::div().attr("class", "wa-stack-tight").child((
                html::p().child("The tester scans it and presses send, or writes this code to your sender. It is noticed here."),
                html::p().attr("class", "wa-proof-code").attr("dir", "ltr").child(told.code),
                html::div().attr("class", "wa-row").child((
                    copy_button("Copy", move || code.clone(), copy),
                    told.link.map(|link| copy_button("Copy link", move || link.clone(), copy)),
                )),
                wires.sandbox.get_untracked().then(|| {
                    html::div().child(link_button(
                        ButtonKind::Secondary,
                        Route::Phone.href(),
                        (icon(Icon::Phone), "Write it from the sandbox phone"),
                    ))
                }),
            )),
        ))
        .into_any()
}

/// The customer asked for no more messages: that holds for tests as well.
fn suppressed(text: String) -> AnyView {
    html::div()
        .attr("data-code", "suppressed")
        .child(notice(
            Tone::Stop,
            (
                html::p().attr("class", "wa-strong").child(text),
                html::p().child("Nothing was sent. Messages go out again once they write one of your start words, or when somebody with their consent takes them off the list."),
                html::div().child(link_button(
                    ButtonKind::Secondary,
                    Route::Activity(Some("suppressions".into())).href(),
                    "Open the suppression list",
                )),
            ),
        ))
        .into_any()
}
