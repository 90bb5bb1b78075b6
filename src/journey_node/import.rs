//! Bringing a step in as JSON.

use leptos::{html, prelude::*};
use whatsapp_domain::Finding;

use super::{state::Event, view::Editor};
use crate::components::*;

/// Draws the card while it is open.
pub fn import_card(editor: Editor) -> AnyView {
    let open = editor.part(|state| state.import.is_some());
    (move || open.get().then(|| opened(editor))).into_any()
}

fn opened(editor: Editor) -> AnyView {
    let text =
        editor.part(|state| state.import.as_ref().map(|import| import.text.clone()).unwrap_or_default());
    let finding = editor.part(|state| {
        let problem = state.import.as_ref()?.problem.clone()?;
        Some(Finding::error("import", "import", problem))
    });
    let props = FieldProps {
        path: "import".into(),
        label: Signal::stored("A step as JSON".into()),
        beside: None,
        help: Signal::stored(
            "As “Copy as JSON” gives it, here or in another console. It takes the place of this step; undo brings this one back.".into(),
        ),
        optional: false,
        finding: finding.into(),
        fix: Callback::new(|_| ()),
    };
    card_titled(
        "Import a step",
        small_button(ButtonKind::Plain, "Close", move || editor.send(Event::ImportToggled)),
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
                "Use this step",
                Signal::stored(false),
                move || {
                    editor.send(Event::ImportPressed);
                },
            )),
        ),
    )
}
