//! The page's texts, in all languages: files for people on one side, what the page downloads and the names that the code
//! uses on the other.
//!
//! A feature keeps its texts beside its code, one file a language: `src/<feature>/texts/<language>.json`. English says
//! which texts there are and what is filled into them; a language that lacks one says it in English, and a test fails.

use std::path::Path;

mod check;
mod compile;
mod generate;
mod literals;
mod sentences;
mod source;
mod text;

pub use check::{differences, unused};
pub use compile::catalogue;
pub use generate::generate;
pub use literals::{Literal, literals};
pub use sentences::{Owner, Sentence, compiled, mistranslated, owners, sentences, translations};
pub use source::{Part, Source, parts};
pub use text::{Forms, Text};

/// A language that the page speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Language {
    /// Its tag, which names its files.
    pub tag: &'static str,
    /// The plural forms that its rules tell apart (Unicode CLDR, cardinal numbers). The form `many` of Spanish and
    /// Portuguese is left out: it is for whole millions, and reads as `other`.
    pub plurals: &'static [&'static str],
}

/// The languages; the first is the one that all others are compared with.
pub const LANGUAGES: &[Language] = &[
    Language { tag: "en", plurals: &["one", "other"] },
    Language { tag: "de", plurals: &["one", "other"] },
    Language { tag: "es", plurals: &["one", "other"] },
    Language { tag: "pt-BR", plurals: &["one", "other"] },
    Language { tag: "vi", plurals: &["other"] },
    Language { tag: "ar", plurals: &["zero", "one", "two", "few", "many", "other"] },
];

/// Names of emoji, a file for each language but English, as `value_editor/emoji.rs` reads them.
const EMOJI: &str = "value_editor/emoji";

/// Writes what the page downloads: `<out>/<language>.json` for each language, and for later `<out>/emoji-<language>.json` and
/// `<out>/<language>.sentences.json`; English has its names and sentences elsewhere.
///
/// # Errors
/// When a file can't be read or written, with its path.
pub fn write(src: &Path, out: &Path) -> Result<(), String> {
    let parts = parts(src)?;
    let english = Source::read(&parts, LANGUAGES[0].tag)?;
    std::fs::create_dir_all(out).map_err(|error| format!("{}: {error}", out.display()))?;
    for language in LANGUAGES {
        let texts = catalogue(&english, &Source::read(&parts, language.tag)?);
        let path = out.join(format!("{}.json", language.tag));
        let json = serde_json::to_string(&texts).map_err(|error| error.to_string())?;
        std::fs::write(&path, json).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    let root = src.parent().unwrap_or(src);
    for language in &LANGUAGES[1..] {
        let path = out.join(format!("{}.sentences.json", language.tag));
        let json =
            serde_json::to_string(&compiled(root, language.tag)?).map_err(|error| error.to_string())?;
        std::fs::write(&path, json).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    for language in &LANGUAGES[1..] {
        let (from, to) = (
            src.join(EMOJI).join(format!("{}.json", language.tag)),
            out.join(format!("emoji-{}.json", language.tag)),
        );
        let names = std::fs::read_to_string(&from).map_err(|error| format!("{}: {error}", from.display()))?;
        let names: serde_json::Value =
            serde_json::from_str(&names).map_err(|error| format!("{}: {error}", from.display()))?;
        std::fs::write(&to, names.to_string()).map_err(|error| format!("{}: {error}", to.display()))?;
    }
    // Whose names they are.
    let licence = src.join(EMOJI).join("LICENSE-UNICODE");
    let to = out.join("emoji-LICENSE.txt");
    std::fs::copy(&licence, &to).map(drop).map_err(|error| format!("{}: {error}", licence.display()))
}
