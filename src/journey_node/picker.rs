//! The template picker: search, filters, and every template with its state; what can't be sent says why.

use crate::view::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use whatsapp_domain::Template;

use super::{
    state::{
        Event, Picker, PickerEvent, State, category_words, choices, selectable, status_code, status_of,
        status_word, why_not,
    },
    value_field::{finding_at, fix},
    view::Editor,
};
use crate::{
    components::*,
    runtime::Part,
    texts::{Texts, journey_node as say, texts, words},
};

/// The chosen template as a button, and below it the open picker.
pub fn template_picker(editor: Editor) -> AnyView {
    let t = texts();
    let open = editor.part_by(State::set_up, |state| state.picker.is_some());
    let finding = Signal::derive(move || {
        finding_at(editor, "message.template.name")
            .get()
            .or_else(|| finding_at(editor, "message.template.language").get())
    });
    let props = FieldProps {
        path: "message.template.name".into(),
        label: Signal::stored(t.get(words::TEMPLATE).into()),
        beside: None,
        help: Signal::stored(String::new()),
        optional: false,
        finding,
        fix: fix(editor),
    };
    field(props, move |ids| {
        html::div()
            .attr("class", "wa-stack-tight")
            .child((chosen_button(editor, ids), move || open.get().then(|| panel(editor))))
            .into_any()
    })
}

/// What stands in the button: name, badges, language.
fn chosen_button(editor: Editor, ids: FieldIds) -> AnyView {
    let locked = locked();
    let t = texts();
    let open = editor.part_by(State::set_up, |state| state.picker.is_some());
    let shown = editor.part_by(State::set_up, |state| {
        let draft = &state.draft.template;
        let template = state.template().cloned();
        (draft.name.clone(), draft.language.clone(), template, draft.translations.len())
    });
    let content = move || {
        let (name, language, template, more) = shown.get();
        if name.is_empty() {
            return html::span()
                .attr("class", "wa-muted wa-grow")
                .child(t.get(say::CHOOSE_TEMPLATE))
                .into_any();
        }
        let badges = match &template {
            Some(template) => {
                let (tone, word) = status_word(template.status);
                (
                    badge(tone, t.get(word)),
                    (!template.category.is_empty()).then(|| badge("", category_words(t, &template.category))),
                )
                    .into_any()
            }
            None => badge("look", t.get(say::NOT_IN_ACCOUNT)).into_any(),
        };
        let languages = match more {
            0 => t.language_name(&language),
            more => format!("{} +{more}", t.language_name(&language)),
        };
        (
            html::span().attr("class", "wa-strong wa-picked-name").child(name),
            html::span().attr("class", "wa-row").child(badges),
            html::span().attr("class", "wa-muted wa-small wa-picked-language").child(languages),
        )
            .into_any()
    };
    html::div()
        .attr("class", "wa-input")
        .attr("data-invalid", move || ids.invalid.get())
        .child(
            html::button()
                .attr("type", "button")
                .attr("class", "wa-picked")
                .attr("disabled", move || locked.get().then_some(""))
                .attr("id", ids.control.get_value())
                .attr("data-field", ids.path.get_value())
                .attr("aria-haspopup", "dialog")
                .attr("aria-expanded", move || if open.get() { "true" } else { "false" })
                .attr("aria-describedby", move || ids.described.get())
                .on(ev::click, move |_| editor.send(Event::Picker(PickerEvent::Toggled)))
                .child((content, icon(Icon::Down))),
        )
        .into_any()
}

fn items(state: &State) -> &[Template] {
    state.templates.ready().map(|list| list.items.as_slice()).unwrap_or_default()
}

fn panel(editor: Editor) -> AnyView {
    let t = texts();
    html::div()
        .attr("class", "wa-picker")
        .attr("role", "dialog")
        .attr("aria-label", t.get(say::TEMPLATES_OF_ACCOUNT))
        .on(ev::keydown, move |event: ev::KeyboardEvent| {
            let wanted = match event.key().as_str() {
                "Escape" => PickerEvent::Closed,
                "ArrowDown" => PickerEvent::Moved(1),
                "ArrowUp" => PickerEvent::Moved(-1),
                "PageDown" => PickerEvent::Moved(6),
                "PageUp" => PickerEvent::Moved(-6),
                "Enter" => PickerEvent::Entered,
                _ => return,
            };
            // The arrows of a select, and Enter on a button, stay theirs.
            let in_search = event
                .target()
                .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
                .is_some_and(|target| target.tag_name() == "INPUT");
            if in_search || wanted == PickerEvent::Closed {
                event.prevent_default();
                event.stop_propagation();
                editor.send(Event::Picker(wanted));
            }
        })
        .child((filters(editor), list(editor)))
        .into_any()
}

fn filters(editor: Editor) -> AnyView {
    let t = texts();
    let search = editor
        .part_by(State::set_up, |state| state.picker.as_ref().map(|p| p.search.clone()).unwrap_or_default());
    let active =
        editor.part_by(State::set_up, |state| state.picker.as_ref().map_or(0, |picker| picker.active));
    let any = editor.part_by(State::set_up, |state| {
        state.picker.as_ref().is_some_and(|picker| !picker.entries(items(state)).is_empty())
    });
    let select = move |label: &'static str,
                       all: &'static str,
                       of: fn(&Template) -> &str,
                       words: fn(Texts, &str) -> String,
                       read: fn(&Picker) -> &String,
                       event: fn(String) -> PickerEvent| {
        let options = editor.part_by(State::set_up, move |state| choices(items(state), of));
        let chosen = editor.part_by(State::set_up, move |state| {
            state.picker.as_ref().map(|p| read(p).clone()).unwrap_or_default()
        });
        html::div().attr("class", "wa-input").child(
            html::select()
                .attr("aria-label", label)
                .on(ev::change, move |change| editor.send(Event::Picker(event(event_target_value(&change)))))
                .child(move || {
                    let chosen = chosen.get();
                    std::iter::once((String::new(), all.to_owned()))
                        .chain(options.get().into_iter().map(|code| (code.clone(), words(t, &code))))
                        .map(|(code, words)| {
                            let is = code == chosen;
                            html::option().attr("value", code).prop("selected", is).child(words)
                        })
                        .collect_view()
                }),
        )
    };
    html::div()
        .attr("class", "wa-picker-head")
        .child((
            html::div().attr("class", "wa-input wa-picker-search").child((
                html::span().attr("class", "wa-input-start").child(icon(Icon::Search)),
                html::input()
                    .attr("type", "text")
                    .attr("data-field", "template-search")
                    .attr("role", "combobox")
                    .attr("aria-label", t.get(say::SEARCH_TEMPLATES))
                    .attr("aria-expanded", move || if any.get() { "true" } else { "false" })
                    .attr("aria-controls", move || any.get().then_some("wa-template-list"))
                    .attr("aria-activedescendant", move || {
                        any.get().then(|| format!("wa-template-{}", active.get()))
                    })
                    .attr("autocomplete", "off")
                    .attr("spellcheck", "false")
                    .attr("placeholder", t.get(say::SEARCH_HINT))
                    .prop("value", move || search.get())
                    .on(ev::input, move |event| {
                        editor.send(Event::Picker(PickerEvent::Searched(event_target_value(&event))));
                    }),
            )),
            html::div().attr("class", "wa-picker-filters").child((
                select(
                    t.get(words::LANGUAGE),
                    t.get(say::ALL_LANGUAGES),
                    |template| &template.language,
                    |t, code| t.language_name(code),
                    |picker| &picker.language,
                    PickerEvent::Language,
                ),
                select(
                    t.get(say::CATEGORY),
                    t.get(say::ALL_CATEGORIES),
                    |template| &template.category,
                    category_words,
                    |picker| &picker.category,
                    PickerEvent::Category,
                ),
                select(
                    t.get(say::STATUS),
                    t.get(say::ALL_STATES),
                    |template| status_code(template.status),
                    |t, code| t.get(status_of(code)).to_owned(),
                    |picker| &picker.status,
                    PickerEvent::Status,
                ),
            )),
        ))
        .into_any()
}

fn list(editor: Editor) -> AnyView {
    let t = texts();
    let entries = editor.part_by(State::set_up, |state| {
        let Some(picker) = &state.picker else { return Vec::new() };
        picker.entries(items(state)).into_iter().cloned().collect::<Vec<_>>()
    });
    let active =
        editor.part_by(State::set_up, |state| state.picker.as_ref().map_or(0, |picker| picker.active));
    let chosen = editor.part_by(State::set_up, |state| {
        (state.draft.template.name.clone(), state.draft.template.language.clone())
    });
    (move || {
        let entries = entries.get();
        if entries.is_empty() {
            return html::p()
                .attr("class", "wa-picker-empty wa-muted")
                .attr("role", "status")
                .child(t.get(say::NO_TEMPLATE_FITS))
                .into_any();
        }
        html::ul()
            .attr("class", "wa-picker-list")
            .attr("role", "listbox")
            .attr("id", "wa-template-list")
            .attr("aria-label", t.get(say::TEMPLATES))
            .child(
                entries
                    .into_iter()
                    .enumerate()
                    .map(|(at, template)| entry(editor, at, template, active, chosen))
                    .collect_view(),
            )
            .into_any()
    })
    .into_any()
}

fn entry(
    editor: Editor,
    at: usize,
    template: Template,
    active: Part<usize>,
    chosen: Part<(String, String)>,
) -> AnyView {
    let t = texts();
    let can = selectable(&template);
    let reason = why_not(&template);
    let (tone, word) = status_word(template.status);
    let (name, language) = (template.name.clone(), template.language.clone());
    let is_chosen = {
        let (name, language) = (name.clone(), language.clone());
        move || chosen.with(|chosen| chosen.0 == name && chosen.1 == language)
    };
    let row = html::li();
    let scroll = NodeRef::<html::Li>::new();
    Effect::new(move |_| {
        if active.get() == at
            && let Some(row) = scroll.get()
        {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            row.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
    row.node_ref(scroll)
        .attr("class", "wa-picker-entry")
        .attr("role", "option")
        .attr("id", format!("wa-template-{at}"))
        .attr("data-template", format!("{name}/{language}"))
        .attr("data-active", move || (active.get() == at).then_some(""))
        .attr("aria-selected", move || if is_chosen() { "true" } else { "false" })
        .attr("aria-disabled", (!can).then_some("true"))
        // The search keeps the focus while the list is pressed.
        .on(ev::mousedown, |event| event.prevent_default())
        .on(ev::click, move |_| {
            if can {
                editor.send(Event::TemplateChosen(name.clone(), language.clone()));
                editor.send(Event::FindingPressed("message.template.name".into()));
            }
        })
        .child((
            html::div().attr("class", "wa-row").child((
                html::span().attr("class", "wa-strong").child(template.name.clone()),
                html::span().attr("class", "wa-small wa-muted").child(t.language_name(&template.language)),
                html::span().attr("class", "wa-row wa-picker-badges").child((
                    (!can).then(|| badge(tone, t.get(word))),
                    (!template.category.is_empty()).then(|| badge("", category_words(t, &template.category))),
                )),
            )),
            html::p()
                .attr("class", "wa-small wa-muted wa-one-line")
                .attr("dir", "auto")
                .child(template.body.clone()),
            reason.map(|reason| html::p().attr("class", "wa-small wa-picker-reason").child(t.say(reason))),
        ))
        .into_any()
}
