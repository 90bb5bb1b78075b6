//! A button that puts text on the clipboard and says so.

use std::time::Duration;

use leptos::prelude::*;

use super::{ButtonKind, Icon, Told, icon, small_button};

/// How long the button says that it copied.
const SAID: Duration = Duration::from_secs(2);

/// A small button with these words; `text` is asked for when it is pressed.
pub fn copy_button(
    words: &'static str,
    text: impl Fn() -> String + 'static,
    copy: Callback<String>,
) -> AnyView {
    let copied = RwSignal::new(false);
    let label = move || if copied.get() { "Copied" } else { words };
    small_button(ButtonKind::Secondary, (icon(Icon::Copy), label), move || {
        copy.told(text());
        copied.set(true);
        // The button may be gone by then.
        set_timeout(
            move || {
                let _ = copied.try_set(false);
            },
            SAID,
        );
    })
}
