//! Parts of the program that a browser fetches when somebody comes to them: the node editor, activity, the sandbox's
//! pages, what is known of a saved account's replies (ADR 0020).
//!
//! They are ordinary functions of this crate. The shipped build cuts the compiled module where [`entry!`] marks a
//! function (feature `split`, `crates/bundler`); all other builds are one module, and nothing has to be fetched.

use std::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};

use crate::{
    components::*,
    texts::{console as say, spoken, texts, words},
    view::{html, prelude::*},
};

mod entries;

pub use entries::*;

/// A part that could not be fetched. Asking again fetches again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing;

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for Missing {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

/// Marks a function as the way into a late part: `entry!(PART, SHEETS, fn NAME(ARGUMENTS) -> RESULT { … })` makes a module
/// NAME with `load()`, which fetches the part, and `enter(ARGUMENTS)` for whom it is there; entering brings what the part looks like.
macro_rules! entry {
    ($part:ident, $sheets:ident, $(#[$about:meta])* fn $name:ident($($argument:ident: $type:ty),* $(,)?) -> $out:ty $body:block) => {
        $(#[$about])*
        // The cut goes through functions with a fixed name in the module, which the language calls unsafe: two of one name
        // would be one. The names hold where in the source they stand.
        #[allow(unsafe_code)]
        pub mod $name {
            use super::*;

            #[cfg(feature = "split")]
            #[wasm_split_helpers::wasm_split($part, fallible, preload(fetch))]
            fn $name($($argument: $type),*) -> Result<$out, Missing> {
                styles::bring(styles::$sheets);
                Ok($body)
            }

            #[cfg(not(feature = "split"))]
            async fn $name($($argument: $type),*) -> Result<$out, Missing> {
                styles::bring(styles::$sheets);
                Ok($body)
            }

            /// Fetches the part, unless it is there.
            ///
            /// # Errors
            /// When it can't be fetched.
            pub async fn load() -> Result<(), Missing> {
                #[cfg(feature = "split")]
                fetch().await?;
                Ok(())
            }

            /// Runs in the part; none while it is not there.
            pub fn enter($($argument: $type),*) -> Option<$out> {
                super::super::at_once($name($($argument),*))
            }
        }
    };
}
use entry;

/// What is there without waiting.
fn at_once<T>(work: impl Future<Output = Result<T, Missing>>) -> Option<T> {
    match pin!(work).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Ok(done)) => Some(done),
        _ => None,
    }
}

/// What `crates/bundler` writes beside the module when it is cut.
#[cfg(feature = "split")]
#[wasm_bindgen::prelude::wasm_bindgen(raw_module = "./whatsapp-plugin-late.js")]
extern "C" {
    /// Which file did not come last, and why.
    #[wasm_bindgen(js_name = whyMissing)]
    fn why_missing() -> String;
}

#[cfg(not(feature = "split"))]
fn why_missing() -> String {
    String::new()
}

/// Draws what `enter` gives as soon as `load` has brought it: at once when it is there, so that nothing flickers. Until then
/// `coming` stands there. Where it can't be had, `missing` hears of it, and a button asks again.
pub fn view<L>(
    coming: fn() -> AnyView,
    load: impl Fn() -> L + 'static,
    enter: impl Fn() -> Option<AnyView> + 'static,
    missing: impl Fn() + 'static,
) -> AnyView
where
    L: Future<Output = Result<(), Missing>> + 'static,
{
    let mut first = Box::pin(load());
    if first.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready()
        && let Some(there) = enter()
    {
        return there;
    }
    let stage = RwSignal::new(Stage::Coming);
    let ended = move |end: Result<(), Missing>| {
        let end = end.map_or_else(|_| Stage::Missing(why_missing()), |()| Stage::There);
        if let Stage::Missing(_) = &end {
            missing();
        }
        let _ = stage.try_set(end);
    };
    let (load, ended) = (StoredValue::new(std::rc::Rc::new(load)), StoredValue::new(std::rc::Rc::new(ended)));
    let told = ended.get_value();
    leptos::task::spawn_local(async move { told(first.await) });
    let again = move || {
        let (load, ended) = (load.get_value(), ended.get_value());
        stage.set(Stage::Coming);
        leptos::task::spawn_local(async move { ended(load().await) });
    };
    (move || match stage.get() {
        Stage::There => enter().into_any(),
        Stage::Coming => spoken(coming),
        Stage::Missing(why) => spoken(move || lost(&why, again)),
    })
    .into_any()
}

#[derive(Clone, PartialEq)]
enum Stage {
    Coming,
    There,
    Missing(String),
}

/// A page that comes.
pub fn page() -> AnyView {
    waiting_page(texts().get(say::LATE_COMING), "abc")
}

/// A few lines that come.
pub fn lines() -> AnyView {
    html::p()
        .attr("class", "wa-muted wa-row")
        .attr("role", "status")
        .child((spinner(), texts().get(say::LATE_COMING)))
        .into_any()
}

fn lost(why: &str, again: impl Fn() + Copy + 'static) -> AnyView {
    let t = texts();
    html::div()
        .attr("class", "wa-stack")
        .attr("part", "notice")
        .child((
            notice(
                Tone::Stop,
                (
                    html::p().attr("class", "wa-strong").child(t.get(say::LATE_MISSING)),
                    html::p().child(t.get(say::LATE_MISSING_HELP)),
                    html::p().attr("class", "wa-small").attr("dir", "ltr").child(why.to_owned()),
                ),
            ),
            html::div().child(button(
                ButtonKind::Primary,
                (icon(Icon::Refresh), t.get(words::TRY_AGAIN)),
                Signal::stored(false),
                again,
            )),
        ))
        .into_any()
}
