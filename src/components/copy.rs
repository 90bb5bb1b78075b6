//! A button that puts text on the clipboard and says so.

use std::time::Duration;

use crate::view::prelude::*;

use super::{ButtonKind, Icon, icon, small_button};
use crate::texts::{components as say, texts};

/// How long the button says that it copied.
const SAID: Duration = Duration::from_secs(2);

/// A small button with these words; `text` is asked for when it is pressed. A page that was fetched over plain `http`
/// has no clipboard, and the button says so.
pub fn copy_button(
    words: &'static str,
    text: impl Fn() -> String + 'static,
    copy: Callback<String>,
) -> AnyView {
    let t = texts();
    let said = RwSignal::new(None);
    let label = move || said.get().unwrap_or(words);
    small_button(ButtonKind::Secondary, (icon(Icon::Copy), label), move || {
        copy.told(text());
        said.set(Some(t.get(if window().is_secure_context() { say::COPIED } else { say::NO_CLIPBOARD })));
        let done = move || {
            // The button may be gone by then.
            let _ = said.try_set(None);
        };
        set_timeout(done, SAID);
    })
}
