//! The languages of a step: which there are, and how a customer's is found.

use crate::view::{html, prelude::*};

use super::{
    state::{Event, LanguageEvent, State, status_word},
    value_field::{ValueLook, props, value_control},
    view::Editor,
};
use crate::{
    components::*,
    texts::{journey_node as say, texts},
    value_editor::Lines,
};

/// The languages, how to add one, and where a customer's language comes from.
pub fn languages_field(editor: Editor) -> AnyView {
    let t = texts();
    let all = editor.part_by(State::set_up, |state| {
        state.draft.template.languages().map(str::to_owned).collect::<Vec<_>>()
    });
    let further = editor.part_by(State::set_up, |state| {
        let further = state.further_languages().into_iter();
        further.map(|template| (template.language.clone(), template.status)).collect::<Vec<_>>()
    });
    let several = Memo::new(move || all.with(|all| all.len() > 1));
    html::div()
        .attr("class", "wa-stack-tight")
        .child((
            html::div().attr("class", "wa-row").child((
                html::span().attr("class", "wa-label").child(t.get(say::LANGUAGES)),
                move || {
                    all.get()
                        .into_iter()
                        .enumerate()
                        .map(|(at, code)| language_chip(editor, at, code))
                        .collect_view()
                },
                move || {
                    let further = further.get();
                    (!further.is_empty()).then(|| add_language(editor, further))
                },
            )),
            move || several.get().then(|| by_field(editor)),
        ))
        .into_any()
}

fn language_chip(editor: Editor, at: usize, code: String) -> AnyView {
    let t = texts();
    let words = t.language_name(&code);
    let place = at.checked_sub(1);
    let remove = place.map(|place| {
        html::button()
            .attr("type", "button")
            .attr("class", "wa-chip-remove")
            .attr("data-needs", "edit")
            .attr("aria-label", t.say(say::remove_named(&words)))
            .on(crate::view::ev::click, move |_| {
                editor.send(Event::Language(LanguageEvent::Removed(place)));
            })
            .child(icon(Icon::Cross))
    });
    html::span()
        .attr("class", "wa-language-chip")
        .child((words.clone(), place.is_none().then(|| badge("", t.get(say::DEFAULT))), remove))
        .into_any()
}

fn add_language(editor: Editor, further: Vec<(String, whatsapp_domain::TemplateStatus)>) -> AnyView {
    let t = texts();
    html::div()
        .attr("class", "wa-input wa-input-small")
        .attr("data-needs", "edit")
        .child(
            html::select()
                .attr("aria-label", t.get(say::ADD_LANGUAGE))
                .attr("data-field", "add-language")
                .on(crate::view::ev::change, move |event| {
                    let code = event_target_value(&event);
                    // Back to its words, whatever language now stands where the chosen one stood.
                    if let Some(select) = event.target() {
                        let _ = js_sys::Reflect::set(&select, &"value".into(), &"".into());
                    }
                    if !code.is_empty() {
                        editor.send(Event::Language(LanguageEvent::Added(code)));
                    }
                })
                .child((
                    html::option().attr("value", "").child(t.get(say::ADD_LANGUAGE)),
                    further
                        .into_iter()
                        .map(|(code, status)| {
                            let can = status == whatsapp_domain::TemplateStatus::Approved;
                            let words = t.language_name(&code);
                            let label = if can {
                                words
                            } else {
                                format!("{words} · {}", t.get(status_word(status).1).to_lowercase())
                            };
                            html::option().attr("value", code).prop("disabled", !can).child(label)
                        })
                        .collect_view(),
                )),
        )
        .into_any()
}

/// Where a customer's language comes from.
fn by_field(editor: Editor) -> AnyView {
    let t = texts();
    let default = editor.part_by(State::set_up, |state| state.draft.template.language.clone());
    let given = editor.part(|state| state.output.language.clone());
    // Put into words when it changes, and not with each key.
    let help = Memo::new(move || {
        let default = t.language_name(&default.get());
        match given.get().as_deref() {
            Some(language) => t.say(say::for_profile_language(t.language_name(language), default)),
            None => t.say(say::other_languages_get(default)),
        }
    });
    let props = FieldProps {
        help: help.into(),
        ..props(editor, "message.languageBy", t.get(say::CUSTOMER_LANGUAGE).into(), String::new(), false)
    };
    field(props, |ids| {
        let look =
            ValueLook { placeholder: "{{ customer.language }}", lines: Lines::One, left_to_right: true };
        value_control(editor, ids, "message.languageBy", look)
    })
}

/// Tabs over the values of each language.
pub fn language_tabs(editor: Editor) -> AnyView {
    let t = texts();
    let all = editor.part_by(State::set_up, |state| {
        state.draft.template.languages().map(str::to_owned).collect::<Vec<_>>()
    });
    let chosen = editor.part_by(State::set_up, |state| state.language.map_or(0, |at| at + 1));
    let stops = editor.part_by(State::found, |state| {
        let mut stops = vec![0_usize; state.draft.template.translations.len() + 1];
        for finding in state.output.findings.iter().filter(|finding| finding.is_error()) {
            let (language, tail) = super::state::in_language(&finding.field);
            let ours = ["body", "header", "buttons"].iter().any(|group| tail.starts_with(group));
            if let (true, Some(count)) = (ours, stops.get_mut(language.map_or(0, |at| at + 1))) {
                *count += 1;
            }
        }
        stops
    });
    (move || {
        let all = all.get();
        (all.len() > 1).then(|| {
            let tabs = all.into_iter().enumerate().map(|(at, code)| {
                html::button()
                    .attr("type", "button")
                    .attr("class", "wa-tab")
                    .attr("role", "tab")
                    .attr("data-field", format!("language-{at}"))
                    .attr("aria-selected", move || if chosen.get() == at { "true" } else { "false" })
                    .attr("tabindex", move || if chosen.get() == at { "0" } else { "-1" })
                    .on(crate::view::ev::click, move |_| editor.send(Event::LanguageShown(at.checked_sub(1))))
                    .child((t.language_name(&code), " ", move || {
                        let count = stops.with(|stops| stops.get(at).copied().unwrap_or(0));
                        (count > 0).then(|| badge("stop", count.to_string()))
                    }))
            });
            html::div()
                .attr("class", "wa-tabs")
                .attr("role", "tablist")
                .attr("aria-label", t.get(say::VALUES_BY_LANGUAGE))
                .on(crate::view::ev::keydown, move |event: crate::view::ev::KeyboardEvent| {
                    let count = editor.peek(|state| state.draft.template.translations.len() + 1);
                    let step = match event.key().as_str() {
                        "ArrowRight" => 1,
                        "ArrowLeft" => count - 1,
                        _ => return,
                    };
                    event.prevent_default();
                    let next = (chosen.get_untracked() + step) % count;
                    editor.send(Event::LanguageShown(next.checked_sub(1)));
                    editor.send(Event::FindingPressed(format!("language-{next}")));
                })
                .child(tabs.collect_view())
        })
    })
    .into_any()
}
