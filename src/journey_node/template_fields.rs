//! Which template: chosen from the account's, or typed when the account does not list them.

use leptos::{html, prelude::*};
use whatsapp_domain::{Template, TemplateStatus};

use super::{
    state::{Event, HeaderKind, State},
    value_field::{finding_at, fix},
    view::Editor,
};
use crate::{clock, components::*, load::Load};

/// Name and language.
pub fn template_fields(editor: Editor) -> AnyView {
    let listed = editor.part(|state| state.templates.ready().is_some_and(|list| !list.items.is_empty()));
    html::div()
        .attr("class", "wa-stack")
        .child((move || if listed.get() { pick(editor) } else { typed(editor) }, sync_line(editor)))
        .into_any()
}

fn key(template: &Template) -> String {
    format!("{}/{}", template.name, template.language)
}

/// What stands behind a template in the list.
fn note(template: &Template) -> String {
    let language = whatsapp_domain::language::language_name(&template.language).unwrap_or(&template.language);
    let state = match template.status {
        TemplateStatus::Approved => String::new(),
        TemplateStatus::Pending => " · waiting for approval".into(),
        TemplateStatus::Rejected => " · rejected".into(),
        TemplateStatus::Paused => " · paused".into(),
        TemplateStatus::Unavailable => " · not available".into(),
    };
    format!("{} · {language}{state}", template.name)
}

fn pick(editor: Editor) -> AnyView {
    let options = editor.part(|state| {
        let mut items: Vec<&Template> =
            state.templates.ready().map(|list| list.items.iter().collect()).unwrap_or_default();
        // What can be sent stands first; what can't is still there with its reason.
        items.sort_by_key(|item| {
            (item.status != TemplateStatus::Approved, item.name.clone(), item.language.clone())
        });
        let mut options = vec![(String::new(), "Choose a template".to_owned())];
        options.extend(items.into_iter().map(|item| (key(item), note(item))));
        let current = format!("{}/{}", state.draft.template.name, state.draft.template.language);
        if current.len() > 1 && !options.iter().any(|(value, _)| *value == current) {
            options.push((
                current.clone(),
                format!(
                    "{} · {} · not in this account",
                    state.draft.template.name, state.draft.template.language
                ),
            ));
        }
        options
    });
    let chosen = editor.part(|state| {
        let draft = &state.draft.template;
        if draft.name.is_empty() { String::new() } else { format!("{}/{}", draft.name, draft.language) }
    });
    let status = editor.part(|state| {
        state.template().map(|template| (template.status, template.category.clone(), template.reason.clone()))
    });
    let finding = Signal::derive(move || {
        finding_at(editor, "message.template.name")
            .get()
            .or_else(|| finding_at(editor, "message.template.language").get())
    });
    let props = FieldProps {
        path: "message.template.name".into(),
        label: Signal::stored("Template".into()),
        beside: Some(
            html::div()
                .attr("class", "wa-row")
                .child(move || {
                    status.get().map(|(status, category, _)| {
                        let (tone, word) = match status {
                            TemplateStatus::Approved => ("good", "Approved"),
                            TemplateStatus::Pending => ("look", "Pending"),
                            TemplateStatus::Rejected => ("stop", "Rejected"),
                            TemplateStatus::Paused => ("look", "Paused"),
                            TemplateStatus::Unavailable => ("stop", "Not available"),
                        };
                        (badge(tone, word), (!category.is_empty()).then(|| badge("", capitalised(&category))))
                    })
                })
                .into_any(),
        ),
        help: Signal::stored(String::new()),
        optional: false,
        finding,
        fix: fix(editor),
    };
    field(props, |ids| {
        select_input(
            ids,
            options.into(),
            chosen.into(),
            Callback::new(move |key: String| {
                let (name, language) = key.rsplit_once('/').unwrap_or_default();
                editor.send(Event::TemplateChosen(name.to_owned(), language.to_owned()));
                editor.send(Event::Left("message.template.name".into()));
            }),
        )
    })
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn typed(editor: Editor) -> AnyView {
    let one = |path: &'static str,
               label: &str,
               help: &str,
               placeholder: &str,
               read: fn(&State) -> String,
               write: fn(String) -> Event| {
        let props = FieldProps {
            path: path.into(),
            label: Signal::stored(label.into()),
            beside: None,
            help: Signal::stored(help.into()),
            optional: false,
            finding: finding_at(editor, path),
            fix: fix(editor),
        };
        let placeholder = placeholder.to_owned();
        field(props, move |ids| {
            text_input(
                ids,
                TextProps {
                    kind: InputKind::Text,
                    value: editor.part(read).into(),
                    placeholder,
                    mono: false,
                    input: Callback::new(move |text| editor.send(write(text))),
                    leave: Callback::new(move |()| editor.send(Event::Left(path.into()))),
                },
                None,
            )
        })
    };
    let header = editor.part(|state| state.draft.template.header.as_str().to_owned());
    html::div()
        .attr("class", "wa-stack")
        .child((
            html::div().attr("class", "wa-pair").child((
                one(
                    "message.template.name",
                    "Template name",
                    "As registered with WhatsApp.",
                    "order_update",
                    |state| state.draft.template.name.clone(),
                    Event::TemplateNameTyped,
                ),
                one(
                    "message.template.language",
                    "Language",
                    "The code it was registered with.",
                    "en_GB",
                    |state| state.draft.template.language.clone(),
                    Event::LanguageTyped,
                ),
            )),
            html::div().attr("class", "wa-field").child((
                html::span().attr("class", "wa-label").child("Header"),
                html::div().child(segments(
                    "Header",
                    false,
                    HeaderKind::ALL.iter().map(|(_, word, label)| Segment::new(*word, *label)).collect(),
                    header.into(),
                    Callback::new(move |word: String| {
                        editor.send(Event::HeaderChosen(HeaderKind::parse(&word).unwrap_or_default()));
                    }),
                )),
            )),
        ))
        .into_any()
}

fn sync_line(editor: Editor) -> impl IntoView {
    let templates = editor.part(|state| match &state.templates {
        Load::Ready(list) => Load::Ready((list.items.len(), list.limit, list.synced_at.clone())),
        Load::Failed(problem) => Load::Failed(problem.clone()),
        Load::Loading => Load::Loading,
        Load::Idle => Load::Idle,
    });
    let sync = move || {
        html::button()
            .attr("type", "button")
            .attr("class", "wa-link")
            .on(leptos::ev::click, move |_| editor.send(Event::SyncPressed))
            .child("Sync now")
    };
    move || {
        match templates.get() {
        Load::Idle => ().into_any(),
        Load::Loading => html::p()
            .attr("class", "wa-help wa-row")
            .attr("role", "status")
            .child((spinner(), "Asking the provider for its templates"))
            .into_any(),
        Load::Ready((count, limit, synced)) => html::p()
            .attr("class", "wa-help")
            .child((format!("{count} of {limit} templates · synced at {} · ", clock::time_of_day(&synced)), sync()))
            .into_any(),
        Load::Failed(problem) => notice(
            Tone::Look,
            (
                html::p().child(format!("The templates of this account can't be listed: {}", problem.text)),
                html::p().attr("class", "wa-small").child(
                    "Type the name and language as registered. How many values it takes, and its status, can't be checked here.",
                ),
                html::p().child(sync()),
            ),
        ),
    }
    }
}
