//! What the page says, in the reader's language. Code names a text; its words are in the files of `texts/` folders
//! (`src/<feature>/texts/<language>.json`), and of those only one language's are downloaded (docs/adr/0013-texts.md).
//!
//! A text without places to fill in is a constant ([`Id`]), one with places a function that makes a [`Text`]: what is
//! unknown, or filled in wrongly, does not compile. States hold [`Text`]s, views turn them into words.

mod catalogue;
#[cfg(target_arch = "wasm32")]
mod context;
#[cfg(target_arch = "wasm32")]
mod fetched;
#[cfg(target_arch = "wasm32")]
mod moments;
mod names;
mod numbers;
#[cfg(target_arch = "wasm32")]
mod platform;
#[cfg(not(target_arch = "wasm32"))]
#[path = "platform_native.rs"]
mod platform;
mod told;

pub use catalogue::{OtherVersion, Texts, english};
#[cfg(target_arch = "wasm32")]
pub use context::{Spoken, spoken, texts};
#[cfg(target_arch = "wasm32")]
pub use fetched::{TextSource, any, emoji_names, learn, sentences_from};
pub use names::*;
pub use numbers::{Piece, pieces};

use whatsapp_domain::Said;

/// A text that nothing is filled into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Id(u16);

/// Something to say: a text and what is filled into it, or words that came from elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    /// A text of the page.
    Said(Id, Vec<Arg>),
    /// Words that are the same in every language, because a person or a provider wrote them.
    Words(String),
    /// A sentence of the engine or the proxy.
    Told(Box<Said>),
}

/// What is filled into a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg {
    /// A number, written as the reader's language writes it.
    Number(i64),
    /// A number of tenths: 42 is written 4.2.
    Tenths(i64),
    /// Words as they are: names, codes, numbers of phones.
    Words(String),
    /// Another text.
    Said(Text),
    /// A country by its two letters, and as it stands in an English sentence (`the United Kingdom`).
    Country(String, String),
}

impl Text {
    fn new(id: Id, args: Vec<Arg>) -> Self {
        Self::Said(id, args)
    }

    /// Words that are the same in every language.
    pub fn words(words: impl Into<String>) -> Self {
        Self::Words(words.into())
    }
}

impl From<Said> for Text {
    fn from(said: Said) -> Self {
        Self::Told(Box::new(said))
    }
}

impl From<Said> for Arg {
    fn from(said: Said) -> Self {
        Self::Said(said.into())
    }
}

impl From<Id> for Text {
    fn from(id: Id) -> Self {
        Self::Said(id, Vec::new())
    }
}

impl Arg {
    /// The country of a number.
    pub fn country(reached: &whatsapp_domain::Reached) -> Self {
        match &reached.region {
            Some(region) => Self::Country(region.clone(), reached.country.clone()),
            None => Self::Words(reached.country.clone()),
        }
    }
}

impl From<&str> for Arg {
    fn from(words: &str) -> Self {
        Self::Words(words.to_owned())
    }
}

impl From<&String> for Arg {
    fn from(words: &String) -> Self {
        Self::Words(words.clone())
    }
}

impl From<String> for Arg {
    fn from(words: String) -> Self {
        Self::Words(words)
    }
}

impl From<Text> for Arg {
    fn from(text: Text) -> Self {
        Self::Said(text)
    }
}

impl From<Id> for Arg {
    fn from(id: Id) -> Self {
        Self::Said(id.into())
    }
}

/// Numbers as they come; none on a page is near the end of 64 bits.
macro_rules! from_numbers {
    ($($number:ty)*) => {$(
        impl From<$number> for Arg {
            fn from(number: $number) -> Self {
                Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        }
    )*};
}
from_numbers!(u8 u16 u32 u64 usize i32 i64);

#[cfg(test)]
mod tests;
