//! The tester's number, and which country it reaches.

use crate::view::prelude::*;
use whatsapp_domain::{Finding, Reached};

use super::state::{Event, Reading, State};
use crate::{
    components::*,
    runtime::Part,
    texts::{Arg, Text, Texts, quick_test as say, texts},
};

/// Draws the field.
pub fn number_field(state: Part<State>, send: Callback<Event>) -> AnyView {
    let t = texts();
    let finding = Memo::new(move || {
        state.with(|state| match &state.reading {
            Reading::Refused(rejection) => {
                let found = Finding::error(&rejection.code, "test.to", rejection.told());
                Some(match &rejection.fix {
                    Some(fix) => found.with_fix(t.say(say::use_fix(fix)), fix.clone()),
                    None => found,
                })
            }
            _ => None,
        })
    });
    // While a number is being typed it is always too short: speak up once the field is left, or a test was tried.
    let left = RwSignal::new(false);
    let insisted = Memo::new(move || state.with(|state| state.insisted));
    let visible = Memo::new(move || finding.get().filter(|_| left.get() || insisted.get()));
    let help = Memo::new(move || state.with(|state| help(t, state)));
    let props = FieldProps {
        path: "test.to".into(),
        label: Signal::stored(t.get(say::TESTER_NUMBER).into()),
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
        own_input(
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

fn help(t: Texts, state: &State) -> String {
    t.say(match (&state.reading, &state.step.reached, expected(state)) {
        (Reading::Reaches(reached), _, true) => say::reaches(place(reached)),
        (Reading::Reaches(reached), _, false) => say::reaches_other(place(reached)),
        (Reading::Empty, Some(reached), true) => say::left_empty_goes(place(reached)),
        (Reading::Empty, Some(reached), false) => say::left_empty_other(place(reached)),
        _ => say::LEFT_EMPTY.into(),
    })
}

/// Is it the expected country? If not, sending asks first.
fn expected(state: &State) -> bool {
    let expected = state.expected().map(|expected| expected.region);
    let found = state.reached().and_then(|reached| reached.region.clone());
    expected.is_none() || expected == found
}

fn place(reached: &Reached) -> Text {
    if reached.country.is_empty() {
        Text::words(&reached.international)
    } else {
        say::number_in(&reached.international, Arg::country(reached))
    }
}
