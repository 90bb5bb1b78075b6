//! Replies that are taken: whom they belong to, and which words stop and start messages.

use crate::view::{html, prelude::*};
use whatsapp_domain::NumberFormat;

use super::{
    state::{Event, State},
    two_way_card::change,
    view::{finding_at, fix},
};
use crate::{
    components::*,
    runtime::Store,
    texts::{integration_form as say, texts},
};

/// A number from the range that Ofcom keeps for films and examples.
const EXAMPLE: &str = "447700900123";
const EXAMPLE_SHOWN: &str = "+44 7700 900123";

/// Both.
pub fn reply_settings(store: Store<State, Event>) -> AnyView {
    (matching(store), keywords(store)).into_any()
}

/// How the customer behind a number is found, with what would be looked for.
fn matching(store: Store<State, Event>) -> AnyView {
    let t = texts();
    let format = store.part(|state| state.two_way.number_format);
    let chosen = Signal::derive(move || {
        match format.get() {
            NumberFormat::Plus => "plus",
            NumberFormat::Digits => "digits",
        }
        .to_owned()
    });
    let key = store.part(|state| state.two_way.customer_id_key.clone());
    let example = move || match (key.get().trim(), format.get()) {
        ("", _) => String::new(),
        (key, NumberFormat::Plus) => t.say(say::looked_for(EXAMPLE_SHOWN, key, format!("+{EXAMPLE}"))),
        (key, NumberFormat::Digits) => t.say(say::looked_for(EXAMPLE_SHOWN, key, EXAMPLE)),
    };
    const PATH: &str = "twoWay.customerIdKey";
    let props = FieldProps {
        path: PATH.into(),
        label: Signal::stored(t.get(say::CUSTOMER_ID).into()),
        beside: None,
        help: Signal::stored(String::new()),
        optional: false,
        finding: finding_at(store, PATH),
        fix: fix(store),
    };
    let choices = vec![Segment::new("plus", format!("+{EXAMPLE}")), Segment::new("digits", EXAMPLE)];
    html::div()
        .attr("class", "wa-stack-tight")
        .child((
            html::div().attr("class", "wa-pair").child((
                field(props, move |ids| {
                    text_input(
                        ids,
                        TextProps {
                            kind: InputKind::Text,
                            value: key.into(),
                            placeholder: "phone".into(),
                            mono: false,
                            input: Callback::new(move |text| {
                                change(store, |two_way| two_way.customer_id_key = text)
                            }),
                            leave: Callback::new(move |()| store.send(Event::Left(PATH.into()))),
                        },
                        None,
                    )
                }),
                html::div().attr("class", "wa-field").child((
                    html::span().attr("class", "wa-label").child(t.get(say::SAVED_AS)),
                    html::div().attr("dir", "ltr").child(segments(
                        t.get(say::SAVED_AS),
                        false,
                        choices,
                        chosen,
                        Callback::new(move |value: String| {
                            let format =
                                if value == "digits" { NumberFormat::Digits } else { NumberFormat::Plus };
                            change(store, |two_way| two_way.number_format = format)
                        }),
                    )),
                )),
            )),
            html::p()
                .attr("class", "wa-help")
                .attr("aria-live", "polite")
                .child(move || with_numbers(example())),
        ))
        .into_any()
}

/// The words, a row for each language.
fn keywords(store: Store<State, Event>) -> AnyView {
    let t = texts();
    let languages = store.part(State::keyword_languages);
    let own = store.part(|state| state.two_way.keywords != whatsapp_domain::Keywords::default());
    let row = move |language: String| {
        let name = t.language_name(&language);
        let head = html::th().attr("scope", "row").child(name.clone());
        html::tr().child((head, words(store, &name, &language, false), words(store, &name, &language, true)))
    };
    let wrong = store
        .part(|state| state.findings.iter().any(|found| found.is_error() && found.field.starts_with(PATHS)));
    html::details()
        .attr("class", "wa-details")
        .attr("data-part", "keywords")
        // What stops a save is in sight, and takes the focus.
        .attr("open", move || wrong.get().then_some(""))
        .child((
            html::summary().child(t.get(say::KEYWORDS)),
            html::div().attr("class", "wa-stack-tight").child((
                html::p().attr("class", "wa-help").child(t.get(say::KEYWORDS_HELP)),
                html::table().attr("class", "wa-keywords").child((
                    html::thead().child(html::tr().child((
                        html::th().attr("scope", "col").child(t.get(say::KEYWORDS_LANGUAGE)),
                        html::th().attr("scope", "col").child(t.get(say::KEYWORDS_STOP)),
                        html::th().attr("scope", "col").child(t.get(say::KEYWORDS_START)),
                    ))),
                    html::tbody().child(move || languages.get().into_iter().map(row).collect_view()),
                )),
                move || {
                    own.get().then(|| {
                        html::div().attr("data-needs", "edit").child(small_button(
                            ButtonKind::Secondary,
                            t.get(say::KEYWORDS_RESET),
                            move || store.send(Event::WordsReset),
                        ))
                    })
                },
            )),
        ))
        .into_any()
}

const PATHS: &str = "twoWay.keywords";

fn words(store: Store<State, Event>, name: &str, language: &str, start: bool) -> impl IntoView + use<> {
    let t = texts();
    let field = format!("{PATHS}.{}.{language}", if start { "start" } else { "stop" });
    let finding = finding_at(store, &field);
    let (left, id) = (field.clone(), format!("wa-words-{start}-{language}"));
    let described = id.clone();
    let locked = locked();
    let wish = if start { say::KEYWORDS_START } else { say::KEYWORDS_STOP };
    let label = t.say(say::keywords_named(wish, name));
    let (read, write) = (language.to_owned(), language.to_owned());
    let value = store.part(move |state| state.words(&read, start));
    let node = NodeRef::<html::Textarea>::new();
    html::td().attr("data-label", t.get(wish)).child((
        html::div()
            .attr("class", "wa-input")
            .attr("data-invalid", move || finding.with(Option::is_some).then_some("error"))
            .child(
                html::textarea()
                    .node_ref(node)
                    .attr("rows", "1")
                    .attr("readonly", move || locked.get().then_some(""))
                    .attr("dir", "auto")
                    .attr("lang", language.to_owned())
                    .attr("autocomplete", "off")
                    .attr("spellcheck", "false")
                    .attr("aria-label", label)
                    .attr("data-field", field)
                    .attr("aria-describedby", described)
                    .attr("aria-invalid", move || finding.with(Option::is_some).then_some("true"))
                    .prop("value", move || value.get())
                    .on(crate::view::ev::focus, move |_| {
                        if let Some(control) = node.get_untracked() {
                            show(&control);
                        }
                    })
                    .on(crate::view::ev::blur, move |_| store.send(Event::Left(left.clone())))
                    .on(crate::view::ev::input, move |event| {
                        let (language, text) = (write.clone(), event_target_value(&event));
                        store.send(Event::WordsTyped { language, start, text });
                    }),
            ),
        html::div().attr("id", id).attr("aria-live", "polite").child(move || {
            finding.get().map(|found| {
                html::p()
                    .attr("class", "wa-finding")
                    .attr("data-severity", "error")
                    .attr("data-code", found.code.clone())
                    .child(with_numbers(t.finding(&found)))
            })
        }),
    ))
}
