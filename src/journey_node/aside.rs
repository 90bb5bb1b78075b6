//! What it means: the preview, the test, and the profile behind them.

use crate::view::{html, prelude::*};

use super::{
    preview_card::preview_card,
    profile_card::profile_card,
    state::{Event, Kind, State},
    view::{Editor, press_id, send_button},
};
use crate::{
    components::*,
    quick_test::{Wires, test_pane},
    texts::{journey_node as say, texts, words},
};

/// The right-hand column.
pub fn aside(editor: Editor) -> AnyView {
    (preview_card(editor), test_card(editor), profile_card(editor)).into_any()
}

fn test_card(editor: Editor) -> AnyView {
    let t = texts();
    card((
        html::div().attr("class", "wa-card-head").child((
            html::h2().child(t.get(say::TEST)),
            html::div().attr("class", "wa-row").child(send_button(
                editor,
                ButtonKind::Secondary,
                t.get(words::SEND_TEST),
            )),
        )),
        html::div().attr("class", "wa-card-body").child(test_pane(Wires {
            state: editor.part(|state| state.test.in_view()),
            sandbox: editor.part_by(State::set_up, State::in_sandbox),
            followed: editor
                .part_by(State::set_up, |state| state.integration().is_some_and(|item| item.two_way.enabled)),
            template: Callback::new(move |()| editor.send(Event::KindChosen(Kind::Template))),
            send: Callback::new(move |event| editor.send(Event::Test(event))),
            go: Callback::new(move |field| editor.send(Event::FindingPressed(field))),
            press: Callback::new(move |()| editor.send(Event::SendPressed(press_id()))),
        })),
    ))
}
