//! Bringing a step in as JSON.

use crate::view::{html, prelude::*};
use whatsapp_domain::Finding;

use super::{
    state::{Event, State},
    view::Editor,
};
use crate::{
    components::*,
    texts::{journey_node as say, texts, words},
};

/// Draws the card while it is open.
pub fn import_card(editor: Editor) -> AnyView {
    let open = editor.part_by(State::set_up, |state| state.import.is_some());
    (move || open.get().then(|| opened(editor))).into_any()
}

fn opened(editor: Editor) -> AnyView {
    let t = texts();
    let text = editor.part_by(State::set_up, |state| {
        state.import.as_ref().map(|import| import.text.clone()).unwrap_or_default()
    });
    let finding = editor.part_by(State::set_up, move |state| {
        let problem = state.import.as_ref()?.problem.clone()?;
        Some(Finding::error("import", "import", t.say(problem)))
    });
    let props = FieldProps {
        path: "import".into(),
        label: Signal::stored(t.get(say::STEP_AS_JSON).into()),
        beside: None,
        help: Signal::stored(t.get(say::STEP_AS_JSON_HELP).into()),
        optional: false,
        finding: finding.into(),
        fix: Callback::new(|_| ()),
    };
    card_titled(
        t.get(say::IMPORT_STEP),
        small_button(ButtonKind::Plain, t.get(words::CLOSE), move || editor.send(Event::ImportToggled)),
        (
            field(props, |ids| {
                text_area(
                    ids,
                    TextProps {
                        kind: InputKind::Text,
                        value: text.into(),
                        placeholder: "{\"version\":1,\"message\":{…}}".into(),
                        mono: true,
                        input: Callback::new(move |text| editor.send(Event::ImportTyped(text))),
                        leave: Callback::new(|()| ()),
                    },
                    6,
                )
            }),
            html::div().child(button(
                ButtonKind::Primary,
                t.get(say::USE_STEP),
                Signal::stored(false),
                move || {
                    editor.send(Event::ImportPressed);
                },
            )),
        ),
    )
}
