//! The chooser of the page's language.

use crate::view::{ev, html, prelude::*};

use crate::{
    components::{Tone, notice},
    texts::{LANGUAGES, Spoken, TextSource, Texts, console as say, texts},
};

/// Each language by its own name, as whoever looks for it knows it.
const NAMES: [&str; LANGUAGES.len()] =
    ["English", "Deutsch", "Español", "Português (Brasil)", "Tiếng Việt", "العربية"];

/// The language of the standalone page, and how to change it.
#[derive(Clone, Copy)]
pub struct Chooser {
    spoken: Spoken,
    source: StoredValue<TextSource>,
    failed: RwSignal<bool>,
}

impl Chooser {
    /// Speaks these texts until others are chosen.
    pub fn new(source: TextSource, first: Texts) -> Self {
        let chooser = Self {
            spoken: Spoken::provide(first),
            source: StoredValue::new(source),
            failed: RwSignal::new(false),
        };
        mark_page(first);
        chooser
    }

    fn choose(self, language: String) {
        self.failed.set(false);
        let source = self.source.get_value();
        leptos::task::spawn_local(async move {
            match Texts::fetch(&source, &language, &language).await {
                Ok(texts) => {
                    source.choose(&language);
                    mark_page(texts);
                    self.spoken.0.set(texts);
                }
                Err(_) => self.failed.set(true),
            }
        });
    }

    /// The list of languages.
    pub fn view(self) -> AnyView {
        let t = texts();
        let options = LANGUAGES.iter().zip(NAMES).map(move |(language, name)| {
            html::option()
                .attr("value", *language)
                .attr("lang", *language)
                .prop("selected", t.language() == *language)
                .child(name)
        });
        html::label()
            .attr("class", "wa-language")
            .child((
                html::span().attr("class", "wa-hidden-visually").child(t.get(say::LANGUAGE)),
                html::select()
                    .on(ev::change, move |event| self.choose(event_target_value(&event)))
                    .child(options.collect_view()),
            ))
            .into_any()
    }

    /// Says that a language could not be had.
    pub fn problem(self) -> AnyView {
        let t = texts();
        (move || {
            self.failed.get().then(|| {
                html::div()
                    .attr("class", "wa-page")
                    .child(notice(Tone::Look, html::p().child(t.get(say::LANGUAGE_MISSING))))
            })
        })
        .into_any()
    }
}

/// The standalone page is ours, so its language is said where browsers and screen readers look for it.
fn mark_page(texts: Texts) {
    let document = document();
    document.set_title(texts.get(say::PAGE_TITLE));
    if let Some(root) = document.document_element() {
        let _ = root.set_attribute("lang", texts.tag());
        let _ = root.set_attribute("dir", texts.direction());
    }
}
