//! Which template: chosen from the account's, or typed when the account does not list them; and its languages.

use crate::view::{html, prelude::*};
use whatsapp_domain::TemplateList;

use super::{
    languages::languages_field,
    picker::template_picker,
    state::{Event, HeaderKind, State},
    value_field::{finding_at, fix},
    view::Editor,
};
use crate::{
    components::*,
    load::Load,
    texts::{journey_node as say, texts, words},
};

/// Template, the state of the list, and languages.
pub fn template_fields(editor: Editor) -> AnyView {
    let listed = editor
        .part_by(State::set_up, |state| state.templates.ready().is_some_and(|list| !list.items.is_empty()));
    let chosen = editor.part_by(State::set_up, |state| !state.draft.template.name.is_empty());
    html::div()
        .attr("class", "wa-stack")
        .child((
            html::div().attr("class", "wa-stack-tight").child((
                move || if listed.get() { template_picker(editor) } else { typed(editor) },
                sync_line(editor),
            )),
            move || (listed.get() && chosen.get()).then(|| languages_field(editor)),
        ))
        .into_any()
}

fn typed(editor: Editor) -> AnyView {
    let t = texts();
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
                    value: editor.part_by(State::set_up, read).into(),
                    placeholder,
                    mono: false,
                    input: Callback::new(move |text| editor.send(write(text))),
                    leave: Callback::new(move |()| editor.send(Event::Left(path.into()))),
                },
                None,
            )
        })
    };
    let header =
        editor.part_by(State::set_up, |state| state.draft.template.values.header.as_str().to_owned());
    html::div()
        .attr("class", "wa-stack")
        .child((
            html::div().attr("class", "wa-pair").child((
                one(
                    "message.template.name",
                    t.get(say::TEMPLATE_NAME),
                    t.get(say::TEMPLATE_NAME_HELP),
                    "order_update",
                    |state| state.draft.template.name.clone(),
                    Event::TemplateNameTyped,
                ),
                one(
                    "message.template.language",
                    t.get(words::LANGUAGE),
                    t.get(say::TEMPLATE_LANGUAGE_HELP),
                    "en_GB",
                    |state| state.draft.template.language.clone(),
                    Event::LanguageTyped,
                ),
            )),
            html::div().attr("class", "wa-field").child((
                html::span().attr("class", "wa-label").child(t.get(say::HEADER)),
                html::div().child(segments(
                    t.get(say::HEADER),
                    false,
                    HeaderKind::ALL
                        .iter()
                        .map(|(_, word, label)| Segment::new(*word, t.get(*label)))
                        .collect(),
                    header.into(),
                    Callback::new(move |word: String| {
                        editor.send(Event::HeaderChosen(HeaderKind::parse(&word).unwrap_or_default()));
                    }),
                )),
            )),
        ))
        .into_any()
}

/// How many templates of how many, when the provider was asked, and how to ask again.
fn sync_line(editor: Editor) -> AnyView {
    let t = texts();
    let templates = editor.part_by(State::set_up, |state| match &state.templates {
        Load::Ready(list) => Load::Ready(TemplateList {
            items: Vec::new(),
            synced_at: list.synced_at.clone(),
            limit: list.limit,
            attempt: list.attempt.clone(),
        }),
        Load::Failed(problem) => Load::Failed(problem.clone()),
        Load::Loading => Load::Loading,
        Load::Idle => Load::Idle,
    });
    let count =
        editor.part_by(State::set_up, |state| state.templates.ready().map_or(0, |list| list.items.len()));
    let syncing = editor.part_by(State::set_up, |state| state.syncing);
    let sync = move || {
        html::button()
            .attr("type", "button")
            .attr("class", "wa-link")
            .attr("aria-disabled", move || syncing.get().then_some("true"))
            .on(crate::view::ev::click, move |_| {
                if !syncing.get_untracked() {
                    editor.send(Event::SyncPressed);
                }
            })
            .child(move || t.get(if syncing.get() { say::SYNCING } else { say::SYNC_NOW }))
    };
    (move || match templates.get() {
        Load::Idle => ().into_any(),
        Load::Loading => html::p()
            .attr("class", "wa-help wa-row")
            .attr("role", "status")
            .child((spinner(), t.get(say::ASKING_TEMPLATES)))
            .into_any(),
        Load::Ready(list) => ready_line(&list, count.get(), sync().into_any()),
        Load::Failed(problem) => notice(
            Tone::Look,
            (
                html::p().child(t.say(say::cant_list(problem.told()))),
                html::p().attr("class", "wa-small").child(t.get(say::CANT_LIST_HELP)),
                html::p().child(sync()),
            ),
        ),
    })
    .into_any()
}

fn ready_line(list: &TemplateList, count: usize, sync: AnyView) -> AnyView {
    let t = texts();
    let synced = t.time_of_day(&list.synced_at);
    let full = u32::try_from(count).unwrap_or(u32::MAX) >= list.limit;
    let line = html::p().attr("class", "wa-help").attr("role", "status").child((
        t.say(say::synced(count, list.limit, &synced)),
        " · ",
        sync,
    ));
    let at_limit = full.then(|| html::p().attr("class", "wa-small wa-look").child(t.get(say::AT_LIMIT)));
    let attempt = list.attempt.as_ref().map(|attempt| {
        let failed = if attempt.at.is_empty() {
            say::sync_failed(attempt.problem.told())
        } else {
            say::sync_failed_at(t.time_of_day(&attempt.at), attempt.problem.told())
        };
        notice(
            Tone::Look,
            (
                html::p().child(t.say(failed)),
                html::p().attr("class", "wa-small").child(t.say(say::old_list(&synced))),
            ),
        )
    });
    html::div().attr("class", "wa-stack-tight").child((line, at_limit, attempt)).into_any()
}
