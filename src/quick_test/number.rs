//! The tester's number, and which country it reaches.

use leptos::prelude::*;
use whatsapp_domain::{Finding, Reached};

use super::state::{Event, Reading, State};
use crate::{components::*, runtime::Part};

/// Draws the field.
pub fn number_field(state: Part<State>, send: Callback<Event>) -> AnyView {
    let finding = Memo::new(move |_| {
        state.with(|state| match &state.reading {
            Reading::Refused(rejection) => {
                let found = Finding::error(&rejection.code, "test.to", rejection.text.clone());
                Some(match &rejection.fix {
                    Some(fix) => found.with_fix(format!("Use {fix}"), fix.clone()),
                    None => found,
                })
            }
            _ => None,
        })
    });
    // While a number is being typed it is always too short: speak up once the field is left, or a test was tried.
    let left = RwSignal::new(false);
    let insisted = Memo::new(move |_| state.with(|state| state.insisted));
    let visible = Memo::new(move |_| finding.get().filter(|_| left.get() || insisted.get()));
    let help = Memo::new(move |_| state.with(help));
    let props = FieldProps {
        path: "test.to".into(),
        label: Signal::stored("Tester's number".into()),
        beside: None,
        help: help.into(),
        optional: true,
        finding: visible.into(),
        fix: Callback::new(move |found: Finding| {
            if let Some(text) = found.fix.as_ref().and_then(|fix| fix.value.as_str()) {
                send.told(Event::ToTyped(text.to_owned()));
            }
        }),
    };
    field(props, |ids| {
        text_input(
            ids,
            TextProps {
                kind: InputKind::Phone,
                value: Signal::derive(move || state.with(|state| state.to.clone())),
                placeholder: "+44 7400 123456".into(),
                mono: false,
                input: Callback::new(move |text| {
                    left.set(false);
                    send.told(Event::ToTyped(text));
                }),
                leave: Callback::new(move |()| left.set(true)),
            },
            None,
        )
    })
}

fn help(state: &State) -> String {
    match (&state.reading, &state.step.reached) {
        (Reading::Reaches(reached), _) => format!("Reaches {}{}", place(reached), ending(state)),
        (Reading::Empty, Some(reached)) => {
            format!(
                "Left empty, the test goes to the profile's own number: {}{}",
                place(reached),
                ending(state)
            )
        }
        _ => "Left empty, the test goes to the profile's own number.".into(),
    }
}

/// The end of the sentence: whether sending will ask first.
fn ending(state: &State) -> &'static str {
    let expected = state.expected().map(|expected| expected.region);
    let found = state.reached().and_then(|reached| reached.region.clone());
    if expected.is_none() || expected == found {
        return ".";
    }
    ". Another country is expected, so sending asks you first."
}

fn place(reached: &Reached) -> String {
    if reached.country.is_empty() {
        reached.international.clone()
    } else {
        format!("{} in {}", reached.international, reached.country)
    }
}
