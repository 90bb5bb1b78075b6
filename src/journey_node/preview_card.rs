//! The preview: as the chosen customer sees it, as the worst cases would, and what a free message would meet.

use crate::view::{html, prelude::*};
use whatsapp_domain::engine_api::WorstCaseKind;

use super::{
    state::{Event, Kind, State, own_stops},
    view::Editor,
};
use crate::{
    clock,
    components::*,
    preview::{
        Foot,
        bubble::{Top, bubble},
        bubble_view, chat,
    },
    texts::{Arg, Id, journey_node as say, texts},
};

/// The cases in the order of the segments, with their words.
const CASES: [(Option<WorstCaseKind>, &str, Id); 5] = [
    (None, "this", say::CASE_CHOSEN),
    (Some(WorstCaseKind::Longest), "longest", say::CASE_LONG),
    (Some(WorstCaseKind::Empty), "empty", say::CASE_NONE),
    (Some(WorstCaseKind::RightToLeft), "rightToLeft", say::CASE_ARABIC),
    (Some(WorstCaseKind::Emoji), "emoji", say::CASE_EMOJIS),
];

/// Draws the card.
pub fn preview_card(editor: Editor) -> AnyView {
    let t = texts();
    let dark = RwSignal::new(false);
    html::section()
        .attr("class", "wa-card")
        .attr("data-part", "preview")
        .child((
            html::div().attr("class", "wa-card-head").child((
                html::h2().child(t.get(say::PREVIEW)),
                html::div().attr("class", "wa-row").child((profile_select(editor), dark_button(dark))),
            )),
            html::div().attr("class", "wa-card-body wa-preview-body").child((
                cases(editor),
                picture(editor, dark),
                case_findings(editor),
                window(editor),
            )),
        ))
        .into_any()
}

fn profile_select(editor: Editor) -> AnyView {
    let t = texts();
    let names = editor.part_by(State::set_up, |state| {
        state.profiles.items.iter().map(|profile| profile.name.clone()).collect::<Vec<_>>()
    });
    let chosen = editor.part_by(State::set_up, |state| state.profiles.chosen);
    html::div()
        .attr("class", "wa-input wa-input-small")
        .child(
            html::select()
                .attr("aria-label", t.get(say::PREVIEW_PROFILE))
                .attr("data-field", "profile-choice")
                .on(crate::view::ev::change, move |event| {
                    if let Ok(at) = event_target_value(&event).parse() {
                        editor.send(Event::ProfileChosen(at));
                    }
                })
                .child(move || {
                    let chosen = chosen.get();
                    let names = names.get().into_iter().enumerate();
                    names
                        .map(|(at, name)| {
                            html::option()
                                .attr("value", at.to_string())
                                .prop("selected", at == chosen)
                                .child(name)
                        })
                        .collect_view()
                }),
        )
        .into_any()
}

/// The chat as a phone in dark mode shows it.
fn dark_button(dark: RwSignal<bool>) -> AnyView {
    let t = texts();
    html::button()
        .attr("type", "button")
        .attr("class", "wa-button")
        .attr("data-size", "small")
        .attr("data-square", "")
        .attr("data-kind", "plain")
        .attr("aria-label", t.get(say::OTHER_SCHEME))
        .attr("title", t.get(say::OTHER_SCHEME))
        .attr("aria-pressed", move || if dark.get() { "true" } else { "false" })
        .on(crate::view::ev::click, move |_| dark.update(|dark| *dark = !*dark))
        .child(icon(Icon::Moon))
        .into_any()
}

fn cases(editor: Editor) -> AnyView {
    let t = texts();
    let chosen = editor.part_by(State::set_up, |state| {
        CASES.iter().find(|(case, ..)| *case == state.case).map_or("this", |(_, word, _)| word).to_owned()
    });
    let stops = editor.part_by(State::found, |state| {
        CASES.map(|(case, ..)| {
            let worst = state.worst.iter().find(|worst| Some(worst.case) == case);
            worst.is_some_and(|worst| own_stops(worst, &state.output).next().is_some())
        })
    });
    let choices = CASES
        .iter()
        .enumerate()
        .map(|(at, (_, word, label))| {
            Segment::marked(*word, t.get(*label), Memo::new(move || stops.with(|stops| stops[at])).into())
        })
        .collect();
    looks(
        t.get(say::WHOSE_VALUES),
        true,
        choices,
        chosen.into(),
        Callback::new(move |word: String| {
            let case = CASES.iter().find(|(_, known, _)| *known == word).and_then(|(case, ..)| *case);
            editor.send(Event::CaseChosen(case));
        }),
    )
}

fn picture(editor: Editor, dark: RwSignal<bool>) -> AnyView {
    let t = texts();
    let shown = editor.part(|state| {
        let output = state.viewed();
        let chosen = state.draft.kind != Kind::Template || !state.draft.template.name.trim().is_empty();
        let message = state.previewed_message().filter(|_| chosen);
        let mut bubble = message.map(|(message, _)| bubble(message, state.previewed(output)))?;
        if let Some(Top::Media { url, .. }) = &mut bubble.top
            && !state.is_settled(url)
        {
            url.clear();
        }
        Some(bubble)
    });
    let name = editor.part_by(State::set_up, move |state| {
        state.integration().map(|item| item.name.clone()).unwrap_or_else(|| t.get(say::YOUR_BUSINESS).into())
    });
    let arrives = editor.part_by(State::set_up, |state| state.window.stop.meets(state.draft.kind).arrives);
    // Put into words when it changes, and not with each key.
    let facts = editor.part(|state| {
        let output = state.viewed();
        let several = !state.draft.template.translations.is_empty() && state.draft.kind == Kind::Template;
        let earlier = state.previewed_message().is_some_and(|(_, earlier)| earlier);
        (output.language.clone().filter(|_| several), output.reached.clone(), output.skipped, earlier)
    });
    let about = Memo::new(move || {
        facts.with(|(language, reached, skipped, earlier)| {
            let language = language.as_deref().map(|code| t.say(say::in_language(t.language_name(code))));
            let reached = reached.as_ref().map(|reached| {
                if reached.country.is_empty() {
                    t.say(say::to_number(&reached.international))
                } else {
                    t.say(say::to_number_in(&reached.international, Arg::country(reached)))
                }
            });
            let skipped = skipped.then(|| t.get(say::LEFT_OUT).to_owned());
            let earlier = earlier.then(|| t.get(say::AS_BEFORE).to_owned());
            [language, reached, skipped, earlier].into_iter().flatten().collect::<Vec<_>>().join(" · ")
        })
    });
    // Written anew when another minute has begun, and not with each key.
    let written = StoredValue::new((0, String::new()));
    let time = move || {
        let minute = clock::minute();
        if written.with_value(|(last, _)| *last != minute) {
            written.set_value((minute, t.hours_and_minutes(&clock::now())));
        }
        written.with_value(|(_, time)| time.clone())
    };
    (
        html::div()
            .attr("class", "wa-preview-chat")
            .attr("data-other-scheme", move || dark.get().then_some(""))
            .child(move || {
                let content = match shown.get() {
                    Some(bubble) => {
                        let foot = if arrives.get() { Foot::Read } else { Foot::Refused };
                        bubble_view(bubble, time(), foot)
                    }
                    None => {
                        html::p().attr("class", "wa-chat-empty").child(t.get(say::PREVIEW_EMPTY)).into_any()
                    }
                };
                chat(name.get(), content)
            }),
        move || {
            let about = about.get();
            (!about.is_empty())
                .then(|| html::p().attr("class", "wa-small wa-muted").child(with_numbers(about)))
        },
    )
        .into_any()
}

/// What stops the worst case in view.
fn case_findings(editor: Editor) -> AnyView {
    let t = texts();
    let found = editor.part_by(State::found, |state| {
        let stops = state.case.map(|_| {
            let findings = state.viewed().findings.iter();
            findings.filter(|finding| finding.is_error()).cloned().collect::<Vec<_>>()
        });
        let made = state.case.is_some() && state.worst.is_empty();
        (stops, made)
    });
    (move || {
        let (stops, waiting) = found.get();
        let stops = stops?;
        if waiting {
            return Some(html::p().attr("class", "wa-small wa-muted").child(t.get(say::FILLING)).into_any());
        }
        if stops.is_empty() {
            let text = t.get(say::NOTHING_STOPS_VALUES);
            return Some(html::p().attr("class", "wa-note wa-small").child((disc("good"), text)).into_any());
        }
        let rows = stops.into_iter().map(|found| {
            let path = found.field.clone();
            html::li().attr("class", "wa-note wa-small").child((
                disc("look"),
                html::button()
                    .attr("type", "button")
                    .attr("class", "wa-finding-text")
                    .attr("dir", "auto")
                    .on(crate::view::ev::click, move |_| editor.send(Event::FindingPressed(path.clone())))
                    .child(t.finding(&found)),
            ))
        });
        Some(html::ul().attr("class", "wa-stack-tight").child(rows.collect_view()).into_any())
    })
    .into_any()
}

/// "Customer last wrote …": what the proxy knows, a slider to try something else, and what a message would meet then.
fn window(editor: Editor) -> AnyView {
    let t = texts();
    let stop = editor.part_by(State::set_up, |state| state.window.stop);
    let stops = editor.part_by(State::set_up, |state| state.window.stops());
    let place = editor.part_by(State::set_up, |state| state.window.place());
    let known = editor.part_by(State::set_up, |state| state.window.known_words());
    let meets = editor.part_by(State::set_up, |state| state.window.stop.meets(state.draft.kind));
    html::div()
        .attr("class", "wa-window")
        .child((
            html::label().attr("class", "wa-label").attr("for", "wa-last-wrote").child((
                t.get(say::LAST_WROTE),
                " ",
                html::span().attr("class", "wa-window-now").child(move || t.say(stop.get().words())),
            )),
            html::input()
                .attr("type", "range")
                .attr("id", "wa-last-wrote")
                .attr("data-field", "last-wrote")
                .attr("min", "0")
                .attr("max", move || (stops.get().len() - 1).to_string())
                .attr("step", "1")
                .attr("aria-valuetext", move || t.say(stop.get().words()))
                .attr("aria-describedby", "wa-window-known wa-window-meets")
                .prop("value", move || {
                    // After the stops: a range keeps no value beyond its end.
                    stops.track();
                    place.get().to_string()
                })
                .on(crate::view::ev::input, move |event| {
                    let place = event_target_value(&event).parse().unwrap_or(0);
                    editor.send(Event::LastWroteMoved(place));
                }),
            html::div().attr("class", "wa-window-marks").attr("aria-hidden", "true").child(move || {
                stops.get().into_iter().map(|stop| html::span().child(t.say(stop.mark()))).collect_view()
            }),
            html::p()
                .attr("class", "wa-small wa-muted")
                .attr("id", "wa-window-known")
                .child(move || known.get().map(|words| t.say(words))),
            html::p()
                .attr("class", "wa-note wa-small")
                .attr("id", "wa-window-meets")
                .attr("role", "status")
                .child((move || disc(meets.get().tone), html::span().child(move || t.say(meets.get().text)))),
        ))
        .into_any()
}
