//! The first card: from which account, what kind of message, and to whom.

use leptos::{html, prelude::*};

use super::{
    state::{Event, Kind},
    template_fields::template_fields,
    value_field::{ValueLook, finding_at, fix, props, value_control},
    view::Editor,
};
use crate::{components::*, value_editor::Lines};

/// Countries offered for numbers without one: code and name, by name.
const REGIONS: &[(&str, &str)] = &[
    ("", "must have a country code"),
    ("AR", "Argentina"),
    ("AU", "Australia"),
    ("AT", "Austria"),
    ("BE", "Belgium"),
    ("BR", "Brazil"),
    ("CA", "Canada"),
    ("CL", "Chile"),
    ("CO", "Colombia"),
    ("HR", "Croatia"),
    ("CZ", "Czechia"),
    ("DK", "Denmark"),
    ("EG", "Egypt"),
    ("FI", "Finland"),
    ("FR", "France"),
    ("DE", "Germany"),
    ("GR", "Greece"),
    ("HK", "Hong Kong"),
    ("HU", "Hungary"),
    ("IN", "India"),
    ("ID", "Indonesia"),
    ("IE", "Ireland"),
    ("IL", "Israel"),
    ("IT", "Italy"),
    ("JP", "Japan"),
    ("KE", "Kenya"),
    ("MY", "Malaysia"),
    ("MX", "Mexico"),
    ("NL", "Netherlands"),
    ("NZ", "New Zealand"),
    ("NG", "Nigeria"),
    ("NO", "Norway"),
    ("PK", "Pakistan"),
    ("PE", "Peru"),
    ("PH", "Philippines"),
    ("PL", "Poland"),
    ("PT", "Portugal"),
    ("RO", "Romania"),
    ("SA", "Saudi Arabia"),
    ("SG", "Singapore"),
    ("SK", "Slovakia"),
    ("ZA", "South Africa"),
    ("KR", "South Korea"),
    ("ES", "Spain"),
    ("SE", "Sweden"),
    ("CH", "Switzerland"),
    ("TW", "Taiwan"),
    ("TH", "Thailand"),
    ("TR", "Türkiye"),
    ("UA", "Ukraine"),
    ("AE", "United Arab Emirates"),
    ("GB", "United Kingdom"),
    ("US", "United States"),
    ("VN", "Vietnam"),
];

/// Draws the card.
pub fn message_card(editor: Editor) -> AnyView {
    let kind = editor.part(|state| state.draft.kind.as_str().to_owned());
    let is_template = editor.part(|state| state.draft.kind == Kind::Template);
    let choices = Kind::ALL.iter().map(|(_, word, label)| Segment::new(*word, *label)).collect();
    card_titled(
        "Message",
        segments(
            "Kind of message",
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
                    notice(
                        Tone::Info,
                        html::p().attr("class", "wa-small").child(
                            "Free messages reach a customer only within 24 hours of their last message to you. Outside of that, use a template.",
                        ),
                    )
                })
            },
            account_field(editor),
            move || is_template.get().then(|| template_fields(editor)),
            recipient_field(editor),
        ),
    )
}

fn account_field(editor: Editor) -> AnyView {
    let options = editor.part(|state| {
        let items = state.integrations.ready().into_iter().flatten();
        items.map(|item| (item.id.clone(), item.name.clone())).collect::<Vec<_>>()
    });
    let chosen = editor.part(|state| state.draft.integration.clone());
    field(props(editor, "integration", "Send from".into(), String::new(), false), |ids| {
        select_input(
            ids,
            options.into(),
            chosen.into(),
            Callback::new(move |id| editor.send(Event::IntegrationChosen(id))),
        )
    })
}

fn recipient_field(editor: Editor) -> AnyView {
    let region = editor.part(|state| state.draft.recipient.region.clone().unwrap_or_default());
    let help = editor.part(|state| match &state.output.reached {
        Some(reached) if !reached.country.is_empty() => {
            format!("For this profile: {} ({}).", reached.international, reached.country)
        }
        Some(reached) => format!("For this profile: {}.", reached.international),
        None => "The profile attribute that holds the phone number.".into(),
    });
    let number = FieldProps {
        help: help.into(),
        ..props(editor, "recipient.value", "Send to".into(), String::new(), false)
    };
    let country = FieldProps {
        path: "recipient.region".into(),
        label: Signal::stored("Numbers without a country".into()),
        beside: None,
        help: Signal::stored(String::new()),
        optional: false,
        finding: finding_at(editor, "recipient.region"),
        fix: fix(editor),
    };
    let options = Signal::stored(
        REGIONS
            .iter()
            .map(|(code, name)| {
                let label = if code.is_empty() { (*name).to_owned() } else { format!("are from {name}") };
                ((*code).to_owned(), label)
            })
            .collect::<Vec<_>>(),
    );
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
