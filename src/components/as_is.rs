//! A saved value that can't be edited here: why, and the value as it stands, to be read and copied.

use serde_json::Value;

use super::{Tone, notice};
use crate::{
    texts::{Text, components as say, texts},
    view::{html, prelude::*},
};

/// What keeps it from being edited, and its JSON. `outdated` when another version of this page could edit it.
pub fn as_is(why: &Text, outdated: bool, value: &Value) -> AnyView {
    let t = texts();
    let json = whatsapp_domain::json::pretty(value);
    let help = outdated.then(|| html::p().child(t.get(say::UPDATE_HELP)));
    html::div()
        .attr("class", "wa-stack")
        .child((
            notice(Tone::Stop, (html::p().attr("class", "wa-strong").child(t.say(why)), help)),
            // A region by its name and focusable, so that a long one can be scrolled by keyboard.
            html::pre()
                .attr("class", "wa-code")
                .attr("dir", "ltr")
                .attr("tabindex", "0")
                .attr("role", "region")
                .attr("aria-label", t.get(say::AS_SAVED))
                .child(json),
        ))
        .into_any()
}
