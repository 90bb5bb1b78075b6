//! Texts of another language, fetched when somebody asks for them.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

use super::{OtherVersion, Texts};

#[wasm_bindgen]
extern "C" {
    /// The module `www/texts.js`, which knows where the texts are.
    #[derive(Debug, Clone)]
    pub type TextSource;

    #[wasm_bindgen(method, catch)]
    async fn load(this: &TextSource, language: &str) -> Result<JsValue, JsValue>;

    /// The translations of what the engine and the proxy say, as JSON; fetched once.
    #[wasm_bindgen(method, catch)]
    async fn sentences(this: &TextSource, language: &str) -> Result<JsValue, JsValue>;

    /// The names of emoji in one of the languages but English, as JSON; fetched once.
    #[wasm_bindgen(method, catch)]
    async fn emoji(this: &TextSource, language: &str) -> Result<JsValue, JsValue>;

    /// Keeps the choice of the standalone page for the next visit.
    #[wasm_bindgen(method)]
    pub fn choose(this: &TextSource, language: &str);
}

thread_local! {
    /// What was read: a language is read once for a page, because a catalogue is never given back.
    static READ: RefCell<Vec<Texts>> = const { RefCell::new(Vec::new()) };
    /// Where sentences are fetched from, once anybody told.
    static SOURCE: RefCell<Option<TextSource>> = const { RefCell::new(None) };
}

impl Texts {
    /// The texts of a language for a reader of `tag`, from the page or fetched.
    ///
    /// # Errors
    /// When they can't be fetched or belong to another version of the page.
    pub async fn fetch(source: &TextSource, language: &str, tag: &str) -> Result<Self, JsValue> {
        if let Some(texts) = known(language, tag) {
            return Ok(texts);
        }
        let json = source.load(language).await?.as_string().unwrap_or_default();
        let texts =
            Self::keep(language, tag, &json).map_err(|OtherVersion| JsValue::from("another version"))?;
        learn().await;
        Ok(texts)
    }

    /// Reads a catalogue that was fetched, once for each language and tag.
    ///
    /// # Errors
    /// When it belongs to another version of the page.
    pub fn keep(language: &str, tag: &str, json: &str) -> Result<Self, OtherVersion> {
        if let Some(texts) = known(language, tag) {
            return Ok(texts);
        }
        let texts = Self::read(language, tag, json)?;
        READ.with_borrow_mut(|read| read.push(texts));
        Ok(texts)
    }
}

/// Where sentences are fetched from: the module `www/texts.js`.
pub fn sentences_from(source: &TextSource) {
    SOURCE.with_borrow_mut(|known| *known = Some(source.clone()));
}

/// Fetches the sentences of every language that the page speaks and has none of. Not a part of the first load: nothing
/// is said before the engine is there, or the proxy has answered. What can't be fetched is said in English.
pub async fn learn() {
    let Some(source) = SOURCE.with_borrow(Clone::clone) else { return };
    let lacking: Vec<Texts> =
        READ.with_borrow(|read| read.iter().copied().filter(|texts| texts.lacks_sentences()).collect());
    for texts in lacking {
        let json = source.sentences(texts.language()).await.ok().and_then(|json| json.as_string());
        if json.is_none_or(|json| texts.learn(&json).is_err()) {
            web_sys::console::warn_1(&format!("no sentences in {}", texts.language()).into());
        }
    }
}

/// The names of emoji in a language, as JSON; none when they can't be had.
pub async fn emoji_names(language: &str) -> Option<String> {
    let source = SOURCE.with_borrow(Clone::clone)?;
    source.emoji(language).await.ok()?.as_string()
}

fn known(language: &str, tag: &str) -> Option<Texts> {
    READ.with_borrow(|read| {
        read.iter().find(|texts| texts.language() == language && texts.tag() == tag).copied()
    })
}

/// Any texts that the page has, for what stands outside of every component.
pub fn any() -> Option<Texts> {
    READ.with_borrow(|read| read.last().copied())
}
