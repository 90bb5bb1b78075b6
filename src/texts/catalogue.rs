//! The words of one language.

use std::{borrow::Borrow, sync::OnceLock};

use super::{Arg, ENGLISH, Id, MARK, PROVIDERS, Text, platform, told::Sentences};

/// The first place in a text; the others follow. Private-use characters, see `crates/texts/src/compile.rs`.
const PLACE: char = '\u{E000}';
/// Begins a text that goes by the number at the first place; the others follow.
const PLURAL: char = '\u{E100}';
/// Stands before each form of a plural and before its text.
const NEXT: char = '\u{E200}';

/// Begins a piece that is ordered by itself, by its first letter; from left to right when it has none.
pub(super) const ISOLATE: char = '\u{2068}';
/// Ends it.
pub(super) const END: char = '\u{2069}';

/// The words of one language; copies are free. Lives as long as the page, of which each language has one.
#[derive(Debug, Clone, Copy)]
pub struct Texts(pub(super) &'static Catalogue);

#[derive(Debug)]
pub(super) struct Catalogue {
    /// The reader's language tag, for numbers and dates: `en-GB`.
    tag: String,
    /// The language of the texts: `en`.
    language: String,
    texts: Vec<&'static str>,
    /// The translations of what the engine and the proxy say, once they came.
    pub(super) sentences: OnceLock<Sentences>,
}

/// The downloaded texts belong to another version of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OtherVersion;

impl Texts {
    /// Reads a downloaded catalogue. `language` is the one that it is written in, `tag` the reader's own (`de` and
    /// `de-AT`). What it takes is never given back, so read each once.
    ///
    /// # Errors
    /// When it belongs to another version of the page.
    pub fn read(language: &str, tag: &str, json: &str) -> Result<Self, OtherVersion> {
        let texts: Vec<String> = whatsapp_domain::json::text(json).map_err(|_| OtherVersion)?;
        let texts: Vec<&'static str> = texts.into_iter().map(|text| &*text.leak()).collect();
        if texts.len() != ENGLISH_LENGTH || texts.first() != Some(&MARK) {
            return Err(OtherVersion);
        }
        let catalogue = Catalogue {
            tag: tag.to_owned(),
            language: language.to_owned(),
            texts,
            sentences: OnceLock::new(),
        };
        Ok(Self(Box::leak(Box::new(catalogue))))
    }

    /// The reader's language tag: `en-GB`.
    pub fn tag(self) -> &'static str {
        &self.0.tag
    }

    /// The language of the texts: `en`.
    pub fn language(self) -> &'static str {
        &self.0.language
    }

    /// `rtl` or `ltr`.
    pub fn direction(self) -> &'static str {
        if self.0.language == "ar" { "rtl" } else { "ltr" }
    }

    /// The words of a text that nothing is filled into.
    pub fn get(self, id: Id) -> &'static str {
        // The mark stands first. Of the right length, it has every text.
        self.0.texts.get(usize::from(id.0) + 1).copied().unwrap_or_default()
    }

    /// A text of a provider, by its name there; none when it has none of that name.
    pub fn of_provider(self, provider: &str, name: &str) -> Option<&'static str> {
        let found = PROVIDERS.binary_search_by(|(one, other, _)| (*one, *other).cmp(&(provider, name)));
        found.ok().map(|at| self.get(PROVIDERS[at].2))
    }

    /// A text in words.
    pub fn say(self, text: impl Borrow<Text>) -> String {
        match text.borrow() {
            Text::Words(words) => self.isolated(words),
            Text::Told(said) => self.said(said),
            Text::Said(id, args) => {
                let mut out = String::new();
                self.fill(self.form(self.get(*id), args), args, &mut out);
                out
            }
        }
    }

    /// A number as the reader writes it.
    pub fn number(self, number: i64) -> String {
        platform::number(self.tag(), number)
    }

    /// Names in a sentence: `Ana and Ben`.
    pub fn all_of(self, names: &[&str]) -> String {
        platform::list(self.tag(), names, false)
    }

    /// Names of which any will do: `Ana or Ben`.
    pub fn any_of(self, names: &[&str]) -> String {
        platform::list(self.tag(), names, true)
    }

    /// Puts what is read in a list into the order of the reader's alphabet.
    pub fn sort<T>(self, list: &mut [T], name: impl Fn(&T) -> &str) {
        list.sort_by(|one, other| platform::compare(self.tag(), name(one), name(other)));
    }

    /// Words from elsewhere, kept in one piece: among Arabic words, the groups of a phone number would stand in the
    /// wrong order.
    pub(super) fn isolated(self, words: &str) -> String {
        match self.direction() {
            "rtl" if !words.is_empty() => format!("{ISOLATE}{words}{END}"),
            _ => words.to_owned(),
        }
    }

    /// The form of a text that fits its number.
    fn form(self, text: &'static str, args: &[Arg]) -> &'static str {
        let Some(by) = text.chars().next().and_then(|first| place(first, PLURAL)) else { return text };
        let number = match args.get(by) {
            Some(Arg::Number(number)) => *number,
            _ => 0,
        };
        self.form_for(text, number)
    }

    /// The same for a number that is known.
    pub(super) fn form_for(self, text: &str, number: i64) -> &str {
        if text.chars().next().and_then(|first| place(first, PLURAL)).is_none() {
            return text;
        }
        let wanted = platform::plural(self.tag(), number);
        let mut parts = text.split(NEXT).skip(1);
        let mut last = "";
        while let (Some(form), Some(words)) = (parts.next(), parts.next()) {
            last = words;
            if form == wanted {
                break;
            }
        }
        // The form `other` stands last.
        last
    }

    fn fill(self, text: &str, args: &[Arg], out: &mut String) {
        for c in text.chars() {
            match place(c, PLACE).and_then(|at| args.get(at)) {
                None => out.push(c),
                Some(Arg::Number(number)) => out.push_str(&self.number(*number)),
                Some(Arg::Tenths(tenths)) => out.push_str(&platform::tenths(self.tag(), *tenths)),
                Some(Arg::Words(words)) => out.push_str(&self.isolated(words)),
                Some(Arg::Said(text)) => out.push_str(&self.say(text)),
                Some(Arg::Country(region, english)) => match self.language() {
                    "en" => out.push_str(english),
                    _ => out.push_str(&platform::country(self.tag(), region)),
                },
            }
        }
    }
}

impl PartialEq for Texts {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

/// How many entries a catalogue of this version has.
const ENGLISH_LENGTH: usize = ENGLISH.len();

/// English without a download, for tests; what is shipped never asks for it and leaves it out.
pub fn english() -> Texts {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    Texts(CATALOGUE.get_or_init(|| Catalogue {
        tag: "en".into(),
        language: "en".into(),
        texts: ENGLISH.to_vec(),
        sentences: OnceLock::new(),
    }))
}

/// The number of a place, counted from the first; there are at most sixteen.
fn place(c: char, first: char) -> Option<usize> {
    let number = u32::from(c).checked_sub(u32::from(first))?;
    (number < 16).then_some(number as usize)
}
