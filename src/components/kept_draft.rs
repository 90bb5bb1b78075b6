//! A draft that is kept beside the one that is edited: what it is, and the way to it.

use serde_json::Value;
use whatsapp_domain::{Stored, version};

use super::{ButtonKind, Tone, edits, notice, small_button};
use crate::{
    drafts,
    runtime::Services,
    texts::{components as say, texts},
    view::{html, prelude::*},
};

/// Says that there is one under this name, if there is. `settle` keeps what was typed a moment ago; `open` takes the draft
/// that was chosen, and what stands there now is kept in its place.
pub fn kept_draft<T: Stored>(
    key: impl Fn() -> String + Clone + 'static,
    settle: impl Fn() + Clone + 'static,
    open: impl Fn(T) + Clone + 'static,
) -> AnyView {
    let services = Services::expect();
    let newest = {
        let key = key.clone();
        move || services.drafts(|store| drafts::aside(store, &key()).pop())
    };
    let kept = RwSignal::new(newest());
    (move || {
        let kept_now = kept.get()?;
        let (key, newest, settle, open) = (key.clone(), newest.clone(), settle.clone(), open.clone());
        let can = version::read::<T>(kept_now.clone()).is_ok();
        let t = texts();
        let forget = {
            let (key, newest) = (key.clone(), newest.clone());
            move || {
                services.drafts(|store| drafts::forget_aside(store, &key()));
                let _ = kept.try_set(newest());
            }
        };
        let open = move || {
            settle();
            if let Some(draft) = services.drafts(|store| drafts::exchange(store, &key())) {
                open(draft);
            }
            let _ = kept.try_set(newest());
        };
        let buttons = html::div().attr("class", "wa-row").child((
            can.then(|| small_button(ButtonKind::Secondary, t.get(say::KEPT_OPEN), open)),
            small_button(ButtonKind::Plain, t.get(say::KEPT_DISCARD), forget),
        ));
        let content = (
            html::p().child(t.get(if can { say::KEPT_OTHER } else { say::KEPT_NEWER })),
            (!can).then(|| as_json(&kept_now)),
            edits(buttons),
        );
        Some(html::div().attr("data-part", "kept-draft").child(notice(Tone::Info, content)))
    })
    .into_any()
}

/// What can't be opened can be read and copied.
fn as_json(value: &Value) -> AnyView {
    let t = texts();
    let json = serde_json::to_string_pretty(value).unwrap_or_default();
    html::details()
        .attr("class", "wa-details wa-small")
        .child((
            html::summary().child(t.get(say::KEPT_JSON)),
            html::pre()
                .attr("class", "wa-code")
                .attr("dir", "ltr")
                .attr("tabindex", "0")
                .attr("role", "region")
                .attr("aria-label", t.get(say::KEPT_JSON))
                .child(json),
        ))
        .into_any()
}
