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

    /// Keeps the choice of the standalone page for the next visit.
    #[wasm_bindgen(method)]
    pub fn choose(this: &TextSource, language: &str);
}

thread_local! {
    /// What was read: a language is read once for a page, because a catalogue is never given back.
    static READ: RefCell<Vec<Texts>> = const { RefCell::new(Vec::new()) };
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
        Self::keep(language, tag, &json).map_err(|OtherVersion| "another version".into())
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

fn known(language: &str, tag: &str) -> Option<Texts> {
    READ.with_borrow(|read| {
        read.iter().find(|texts| texts.language() == language && texts.tag() == tag).copied()
    })
}

/// Any texts that the page has, for what stands outside of every component.
pub fn any() -> Option<Texts> {
    READ.with_borrow(|read| read.last().copied())
}
