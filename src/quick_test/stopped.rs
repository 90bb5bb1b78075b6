//! A test that did not go out: stopped here because of its country, or refused by the proxy.

use crate::view::{ev, html, prelude::*};
use whatsapp_domain::{Finding, Problem};

use super::{
    meaning::{Goal, Stop, goal, stop},
    state::{Event, GUARD_FIELD, Guard, Invitation},
    view::Wires,
};
use crate::{
    components::*,
    load::Load,
    route::Route,
    texts::{quick_test as say, texts, words},
    two_way::qr_view,
};

/// Another country than the expected one: what would happen, and the two ways on.
pub fn guard_notice(guard: Guard, wires: Wires) -> AnyView {
    let t = texts();
    let Wires { send, press, .. } = wires;
    let change = html::button()
        .attr("type", "button")
        .attr("class", "wa-button")
        .attr("data-size", "small")
        .attr("data-kind", "primary")
        // The safe way on has the focus, so that Enter never sends.
        .attr("data-field", GUARD_FIELD)
        .on(ev::click, move |_| send.told(Event::NumberWanted))
        .child(t.get(say::CHANGE_NUMBER));
    notice(
        Tone::Stop,
        (
            html::p().attr("class", "wa-strong").child(with_numbers(t.say(guard.title()))),
            html::p().child(with_numbers(t.say(guard.reason()))),
            html::div().attr("class", "wa-row").child((
                change,
                small_button(ButtonKind::Secondary, t.say(guard.agree_label()), move || {
                    send.told(Event::Agreed);
                    press.told(());
                }),
            )),
        ),
    )
}

/// The proxy's refusal. What it found in the step is listed, each with the way to its field.
pub fn refusal(problem: Problem, wires: Wires) -> AnyView {
    let t = texts();
    match stop(&problem) {
        Some(Stop::WindowClosed) => return window_closed(wires),
        Some(Stop::Suppressed) => return suppressed(),
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
                let words = t.get(if found.field == "to" { say::CHANGE_NUMBER } else { say::GO_TO_FIELD });
                Some(small_button(ButtonKind::Secondary, words, move || wires.go.told(field.clone())))
            }
            Some(Goal::Account) | None => None,
        };
        html::li().attr("class", "wa-stack-tight").attr("data-code", found.code.clone()).child((
            html::p().attr("class", single.then_some("wa-strong")).child(t.finding(&found)),
            way.map(|way| html::div().child(way)),
        ))
    });
    let lead = (!single).then(|| html::p().attr("class", "wa-strong").child(t.get(say::STOPPED)));
    notice(Tone::Stop, (lead, html::ul().attr("class", "wa-stack-tight").child(rows.collect_view())))
}

/// A free message outside the 24 hours: a template arrives all the same, or the tester writes first.
fn window_closed(wires: Wires) -> AnyView {
    let t = texts();
    let Wires { state, send, template, .. } = wires;
    let invitation = Memo::new(move || state.with(|state| state.invitation.clone()));
    html::div()
        .attr("class", "wa-stack-tight")
        .attr("data-code", "window-closed")
        .child((
            notice(
                Tone::Stop,
                (
                    html::p().attr("class", "wa-strong").child(t.get(say::WINDOW_CLOSED_TITLE)),
                    html::p().child(t.get(say::WINDOW_CLOSED)),
                    html::div().attr("class", "wa-row").child((
                        edits(small_button(ButtonKind::Primary, t.get(say::USE_TEMPLATE), move || {
                            template.told(())
                        })),
                        small_button(ButtonKind::Secondary, t.get(say::INVITE), move || {
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
    let t = texts();
    let told = match invitation.told {
        Load::Ready(told) => told,
        Load::Failed(problem) => return problem_notice(&problem),
        _ => {
            return html::p()
                .attr("class", "wa-muted wa-row")
                .child((spinner(), t.get(say::MAKING_CODE)))
                .into_any();
        }
    };
    if invitation.arrived {
        return html::div()
            .attr("class", "wa-stack-tight")
            .child((
                html::p()
                    .attr("class", "wa-note wa-strong")
                    .child((disc("good"), html::span().child(t.get(say::TESTER_WROTE)))),
                html::div().child(small_button(ButtonKind::Primary, t.get(say::SEND_AGAIN), move || {
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
            invitation.qr.map(|code| qr_view(&code, t.get(words::QR_LABEL))),
            html::div().attr("class", "wa-stack-tight").child((
                html::p().child(t.get(say::SCAN)),
                html::p().attr("class", "wa-proof-code").attr("dir", "ltr").child(told.code),
                html::div().attr("class", "wa-row").child((
                    copy_button(t.get(words::COPY), move || code.clone(), copy),
                    told.link.map(|link| copy_button(t.get(words::COPY_LINK), move || link.clone(), copy)),
                )),
                wires.sandbox.get_untracked().then(|| {
                    html::div().child(link_button(
                        ButtonKind::Secondary,
                        Route::Phone.href(),
                        (icon(Icon::Phone), t.get(words::WRITE_FROM_PHONE)),
                    ))
                }),
            )),
        ))
        .into_any()
}

/// The customer asked for no more messages: that holds for tests as well.
fn suppressed() -> AnyView {
    let t = texts();
    html::div()
        .attr("data-code", "suppressed")
        .child(notice(
            Tone::Stop,
            (
                html::p().attr("class", "wa-strong").child(t.get(say::SUPPRESSED_TITLE)),
                html::p().child(t.get(say::SUPPRESSED)),
                html::div().child(link_button(
                    ButtonKind::Secondary,
                    Route::Activity(Some("suppressions".into())).href(),
                    t.get(say::OPEN_SUPPRESSIONS),
                )),
            ),
        ))
        .into_any()
}
