//! The first card: from which account, what kind of message, and to whom.

use crate::view::{html, prelude::*};

use super::{
    state::{Event, Kind, State},
    template_fields::template_fields,
    value_field::{ValueLook, finding_at, fix, props, value_control},
    view::Editor,
};
use crate::{
    components::*,
    texts::{Arg, journey_node as say, texts},
    value_editor::Lines,
};

/// Countries offered for numbers without one.
const REGIONS: &[&str] = &[
    "AR", "AU", "AT", "BE", "BR", "CA", "CL", "CO", "HR", "CZ", "DK", "EG", "FI", "FR", "DE", "GR", "HK",
    "HU", "IN", "ID", "IE", "IL", "IT", "JP", "KE", "MY", "MX", "NL", "NZ", "NG", "NO", "PK", "PE", "PH",
    "PL", "PT", "RO", "SA", "SG", "SK", "ZA", "KR", "ES", "SE", "CH", "TW", "TH", "TR", "UA", "AE", "GB",
    "US", "VN",
];

/// Draws the card.
pub fn message_card(editor: Editor) -> AnyView {
    let t = texts();
    let kind = editor.part_by(State::set_up, |state| state.draft.kind.as_str().to_owned());
    let is_template = editor.part_by(State::set_up, |state| state.draft.kind == Kind::Template);
    let choices = Kind::ALL.iter().map(|(_, word, label)| Segment::new(*word, t.get(*label))).collect();
    card_titled(
        t.get(say::MESSAGE),
        segments(
            t.get(say::KIND_OF_MESSAGE),
            false,
            choices,
            kind.into(),
            Callback::new(move |word: String| {
                if let Some(kind) = Kind::parse(&word) {
                    editor.send(Event::KindChosen(kind));
                }
            }),
        ),
        (
            move || {
                (!is_template.get()).then(|| {
                    notice(Tone::Info, html::p().attr("class", "wa-small").child(t.get(say::FREE_WINDOW)))
                })
            },
            account_field(editor),
            move || is_template.get().then(|| template_fields(editor)),
            recipient_field(editor),
        ),
    )
}

fn account_field(editor: Editor) -> AnyView {
    let t = texts();
    let options = editor.part_by(State::set_up, |state| {
        let items = state.integrations.ready().into_iter().flatten();
        items.map(|item| (item.id.clone(), item.name.clone())).collect::<Vec<_>>()
    });
    let chosen = editor.part_by(State::set_up, |state| state.draft.integration.clone());
    field(props(editor, "integration", t.get(say::SEND_FROM).into(), String::new(), false), |ids| {
        select_input(
            ids,
            options.into(),
            chosen.into(),
            Callback::new(move |id| editor.send(Event::IntegrationChosen(id))),
        )
    })
}

fn recipient_field(editor: Editor) -> AnyView {
    let t = texts();
    let region =
        editor.part_by(State::set_up, |state| state.draft.recipient.region.clone().unwrap_or_default());
    let reached = editor.part(|state| state.output.reached.clone());
    // Put into words when it changes, and not with each key.
    let help = Memo::new(move || {
        reached.with(|reached| match reached {
            Some(reached) if !reached.country.is_empty() => {
                t.say(say::reached_in(&reached.international, Arg::country(reached)))
            }
            Some(reached) => t.say(say::reached(&reached.international)),
            None => t.get(say::RECIPIENT_HELP).into(),
        })
    });
    let number = FieldProps {
        help: help.into(),
        ..props(editor, "recipient.value", t.get(say::SEND_TO).into(), String::new(), false)
    };
    let country = FieldProps {
        path: "recipient.region".into(),
        label: Signal::stored(t.get(say::NUMBERS_WITHOUT_COUNTRY).into()),
        beside: None,
        help: Signal::stored(String::new()),
        optional: false,
        finding: finding_at(editor, "recipient.region"),
        fix: fix(editor),
    };
    let mut countries: Vec<(String, String)> =
        REGIONS.iter().map(|code| ((*code).to_owned(), t.country(code))).collect();
    t.sort(&mut countries, |(_, name)| name);
    let countries = countries.into_iter().map(|(code, name)| (code, t.say(say::are_from(name))));
    let none = (String::new(), t.get(say::MUST_HAVE_COUNTRY).to_owned());
    let options = Signal::stored(std::iter::once(none).chain(countries).collect::<Vec<_>>());
    html::div()
        .attr("class", "wa-pair")
        .child((
            field(number, |ids| {
                let look =
                    ValueLook { placeholder: "{{ customer.phone }}", lines: Lines::One, left_to_right: true };
                value_control(editor, ids, "recipient.value", look)
            }),
            field(country, |ids| {
                select_input(
                    ids,
                    options,
                    region.into(),
                    Callback::new(move |code| editor.send(Event::RegionChosen(code))),
                )
            }),
        ))
        .into_any()
}
