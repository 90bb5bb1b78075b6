//! A sentence of ours with what was filled into it, so that it can be said in another language.
//!
//! The English sentence stands in the code, where the rule stands that it is about; with its places it is the key under
//! which a translation is found (docs/adr/0017-sentences.md). A sentence without places needs nothing beside it; of one
//! with places the [`Phrase`] tells what stands in them.

use std::{borrow::Cow, fmt, rc::Rc};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// What is filled into a sentence, by the names of its places.
///
/// A text stands as it is; a number is written as the reader's language writes it; a list is written with commas. An
/// object is another sentence (`{"pattern", "args"}`, or `{"text"}` when nothing is filled in), a country (`{"country": "GB", "text": "the United Kingdom"}`), a
/// language (`{"language": "de", "text": "German"}`), the label of a setting (`{"setting": "apiKey", "provider": "…",
/// "text": "API key"}`) or a number of tenths (`{"tenths": 42}`).
pub type Args = Map<String, Value>;

/// The pattern of a sentence and what is filled into it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Phrase {
    /// The English sentence with its places: `{name} has {count} characters.` A brace of the sentence itself is doubled.
    #[cfg_attr(feature = "openapi", schema(value_type = String))]
    pub pattern: Cow<'static, str>,
    /// What stands in the places.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub args: Args,
}

impl Phrase {
    /// The sentence in English.
    pub fn english(&self) -> String {
        let mut out = String::with_capacity(self.pattern.len() + 32);
        fill(&self.pattern, &mut out, &mut |name, out| english(self.args.get(name), out));
        out
    }
}

/// Writes a pattern with what `put` writes for the name of each place.
pub fn fill(pattern: &str, out: &mut String, put: &mut dyn FnMut(&str, &mut String)) {
    let mut rest = pattern;
    while let Some(at) = rest.find(['{', '}']) {
        out.push_str(&rest[..at]);
        let brace = &rest[at..=at];
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix(brace) {
            out.push_str(brace);
            rest = after;
        } else if let Some((name, after)) = rest.split_once('}') {
            put(name, out);
            rest = after;
        }
    }
    out.push_str(rest);
}

fn english(arg: Option<&Value>, out: &mut String) {
    match arg {
        None | Some(Value::Null | Value::Bool(_)) => {}
        Some(Value::String(text)) => out.push_str(text),
        Some(Value::Number(number)) => out.push_str(&grouped(number.as_i64().unwrap_or_default())),
        Some(Value::Array(list)) => {
            for (place, one) in list.iter().enumerate() {
                out.push_str(if place > 0 { ", " } else { "" });
                english(Some(one), out);
            }
        }
        Some(Value::Object(members)) => match (members.get("pattern"), members.get("tenths")) {
            (Some(Value::String(pattern)), _) => {
                let args = members.get("args").and_then(Value::as_object);
                fill(pattern, out, &mut |name, out| english(args.and_then(|args| args.get(name)), out));
            }
            (_, Some(tenths)) => {
                let tenths = tenths.as_i64().unwrap_or_default();
                out.push_str(&format!("{}.{}", grouped(tenths / 10), tenths % 10));
            }
            _ => english(members.get("text"), out),
        },
    }
}

fn grouped(number: i64) -> String {
    let digits = crate::quote::grouped(usize::try_from(number.unsigned_abs()).unwrap_or(usize::MAX));
    if number < 0 { format!("-{digits}") } else { digits }
}

/// A sentence in English, and its phrase when something was filled in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Said {
    /// The sentence in English.
    pub text: String,
    /// What a translation needs beside it.
    #[serde(default, rename = "said", skip_serializing_if = "Option::is_none")]
    pub phrase: Option<Box<Phrase>>,
}

impl Said {
    /// A sentence of this pattern. [`say!`](crate::say) calls it, and checks the names.
    // A call at each sentence, of which there are hundreds, and no list made there.
    #[inline(never)]
    pub fn filled<const N: usize>(pattern: &'static str, args: [(&'static str, Arg); N]) -> Self {
        Self::filled_from(pattern, &mut args.into_iter())
    }

    fn filled_from(pattern: &'static str, args: &mut dyn Iterator<Item = (&'static str, Arg)>) -> Self {
        let args: Args = args.map(|(name, arg)| (name.to_owned(), arg.0)).collect();
        if args.is_empty() {
            return Self { text: pattern.replace("{{", "{").replace("}}", "}"), phrase: None };
        }
        let phrase = Phrase { pattern: Cow::Borrowed(pattern), args };
        Self { text: phrase.english(), phrase: Some(Box::new(phrase)) }
    }

    /// A sentence that was told: its words, and the phrase beside them.
    pub fn told(text: impl Into<String>, phrase: Option<Box<Phrase>>) -> Self {
        Self { text: text.into(), phrase }
    }

    /// Both, one after the other.
    #[must_use]
    pub fn then(self, next: impl Into<Self>) -> Self {
        let next = next.into();
        if self.text.is_empty() {
            return next;
        }
        if next.text.is_empty() {
            return self;
        }
        crate::say!("{one} {two}", one = self, two = next)
    }

    /// Is there nothing to say?
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<&str> for Said {
    #[inline(never)]
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), phrase: None }
    }
}

impl From<String> for Said {
    fn from(text: String) -> Self {
        Self { text, phrase: None }
    }
}

impl From<&Said> for Said {
    fn from(said: &Said) -> Self {
        said.clone()
    }
}

impl PartialEq<str> for Said {
    fn eq(&self, text: &str) -> bool {
        self.text == text
    }
}

impl PartialEq<&str> for Said {
    fn eq(&self, text: &&str) -> bool {
        self.text == *text
    }
}

/// What is filled into one place; see [`Args`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arg(Value);

impl Arg {
    /// A country, by its two letters and as it stands in an English sentence.
    pub fn country(region: &str, english: impl Into<String>) -> Self {
        Self::named("country", region, english.into())
    }

    /// A language of WhatsApp's, by its code and its English name.
    pub fn language(code: &str, english: impl Into<String>) -> Self {
        Self::named("language", code, english.into())
    }

    #[inline(never)]
    fn text(text: &str) -> Self {
        Self(text.into())
    }

    fn named(kind: &str, code: &str, english: String) -> Self {
        let members = [(kind.to_owned(), code.into()), ("text".to_owned(), english.into())];
        Self(Value::Object(members.into_iter().collect()))
    }

    /// The label of a setting, by its provider and key, as it stands within an English sentence.
    pub fn setting(provider: &str, key: &str, english: impl Into<String>) -> Self {
        let mut arg = Self::named("setting", key, english.into());
        if let Value::Object(members) = &mut arg.0 {
            members.insert("provider".into(), provider.into());
        }
        arg
    }

    /// A number of tenths: 42 is written 4.2.
    pub fn tenths(tenths: u64) -> Self {
        Self(Value::Object([("tenths".to_owned(), tenths.into())].into_iter().collect()))
    }
}

impl From<Said> for Arg {
    fn from(said: Said) -> Self {
        let mut members = Map::new();
        match said.phrase {
            None => {
                members.insert("text".into(), said.text.into());
            }
            Some(phrase) => {
                members.insert("pattern".into(), phrase.pattern.into_owned().into());
                if !phrase.args.is_empty() {
                    members.insert("args".into(), Value::Object(phrase.args));
                }
            }
        }
        Self(Value::Object(members))
    }
}

impl From<&Said> for Arg {
    fn from(said: &Said) -> Self {
        said.clone().into()
    }
}

impl From<Vec<Said>> for Arg {
    fn from(list: Vec<Said>) -> Self {
        Self(Value::Array(list.into_iter().map(|said| Self::from(said).0).collect()))
    }
}

macro_rules! from_texts {
    ($($text:ty)*) => {$(
        impl From<$text> for Arg {
            fn from(text: $text) -> Self {
                Self::text(text.as_ref())
            }
        }
    )*};
}
from_texts!(&str &&str &String Rc<str> &Rc<str>);

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<char> for Arg {
    fn from(character: char) -> Self {
        Self(character.to_string().into())
    }
}

macro_rules! from_numbers {
    ($($number:ty)*) => {$(
        impl From<$number> for Arg {
            fn from(number: $number) -> Self {
                Self(number.into())
            }
        }
    )*};
}
from_numbers!(u8 u16 u32 u64 usize i32 i64);

/// A sentence for people, as a [`Said`]: its English pattern, and by name what is filled in.
///
/// `say!("{name} has {count} characters.", name = quote(name), count = count)`. A name that is missing or unknown does
/// not compile. Texts go in as they are, numbers as numbers.
#[macro_export]
macro_rules! say {
    ($pattern:literal $(, $name:ident = $value:expr)* $(,)?) => {{
        const _: fn() = || {
            let _ = ::core::format_args!($pattern $(, $name = "")*);
        };
        $crate::said::Said::filled($pattern, [$((stringify!($name), $crate::said::Arg::from($value))),*])
    }};
}

/// Words that stand in other sentences, or for themselves, and are translated: `words!("a picture")` is the text.
#[macro_export]
macro_rules! words {
    ($words:literal) => {
        $words
    };
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json, to_value};

    use super::*;

    #[test]
    fn a_sentence_is_filled_in_and_tells_its_parts() {
        let what = say!("the value of {button}", button = "“Shop”");
        let said = say!(
            "{what} has {count} characters in {{{{ }}}}, {size} MB, in {country}: {list}.",
            what = what,
            count = 4096_u32,
            size = Arg::tenths(57),
            country = Arg::country("GB", "the United Kingdom"),
            list = vec![Said::from("one"), say!("two {x}", x = "{y}")],
        );
        let text =
            "the value of “Shop” has 4,096 characters in {{ }}, 5.7 MB, in the United Kingdom: one, two {y}.";
        assert_eq!(said, text);
        let phrase = said.phrase.unwrap();
        assert_eq!(phrase.english(), text);
        let json = to_value(&phrase).unwrap();
        assert_eq!(json["args"]["what"]["args"], json!({"button": "“Shop”"}));
        assert_eq!(json["args"]["count"], 4096);
        assert_eq!(from_value::<Phrase>(json).unwrap(), *phrase);
    }

    #[test]
    fn words_with_braces_stay_as_they_are_within_another_sentence() {
        let said = say!("{one}!", one = Said::from("Close it with }}"));
        assert_eq!(said, "Close it with }}!");
        assert_eq!(Said::from("One.").then("Two."), "One. Two.");
        assert_eq!(Said::default().then("Two."), "Two.");
    }

    #[test]
    fn a_broken_pattern_is_no_panic() {
        for pattern in ["{", "}", "{a", "a}", "{}", "{{}", "{a}{"] {
            let mut out = String::new();
            fill(pattern, &mut out, &mut |name, out| out.push_str(name));
        }
    }
}
