//! What the page downloads: a JSON list of texts in the order of the English files, without names.
//!
//! The first entry is a mark of that order and of what is filled in where, so that a page never reads the texts of
//! another version. Places are private-use characters, so that nothing which people write can be mistaken for one:
//! `U+E000` and the place's number. A plural begins with `U+E100` and the number of the place that it goes by, followed
//! by form, text, form, text, each after `U+E200`.

use crate::{Forms, Source, Text, text};

/// The character of the first place.
const PLACE: u32 = 0xE000;
/// The first character of a text that goes by the number at the first place.
const PLURAL: u32 = 0xE100;
/// Stands before each form and text of a plural.
const NEXT: char = '\u{E200}';

/// The catalogue of a language; what it lacks is said in English.
pub fn catalogue(english: &Source, language: &Source) -> Vec<String> {
    let texts = english.texts.iter().map(|(key, text)| {
        let places = text.places();
        let spoken =
            language.get(key).filter(|spoken| spoken.places().iter().all(|name| places.contains(name)));
        compiled(spoken.unwrap_or(text), &places)
    });
    std::iter::once(mark(english)).chain(texts).collect()
}

/// Changes whenever a text comes, goes, moves, or is told something else.
pub(crate) fn mark(english: &Source) -> String {
    // FNV-1a, 64 bits: two versions of one page have to differ, nobody has to be kept out.
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let mut feed = |text: &str| {
        for byte in text.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    for ((part, name), text) in &english.texts {
        feed(part);
        feed(name);
        text.places().iter().for_each(|place| feed(place));
    }
    format!("{hash:016x}")
}

fn compiled(text: &Text, places: &[String]) -> String {
    match &text.forms {
        Forms::One(text) => filled(text, places),
        Forms::Plural(forms) => {
            let by = places.iter().position(|place| place == "count").unwrap_or_default();
            let mut out = String::from(character(PLURAL, by));
            for (form, text) in forms {
                out.push(NEXT);
                out.push_str(form);
                out.push(NEXT);
                out.push_str(&filled(text, places));
            }
            out
        }
    }
}

/// A text with its places by name, and its plural forms one after the other, as the page reads sentences.
pub(crate) fn by_form(text: &Text) -> String {
    match &text.forms {
        Forms::One(text) => text.clone(),
        Forms::Plural(forms) => forms.iter().fold(String::from(character(PLURAL, 0)), |out, (form, text)| {
            format!("{out}{NEXT}{form}{NEXT}{text}")
        }),
    }
}

fn filled(text: &str, places: &[String]) -> String {
    let mut out = String::new();
    let mut from = 0;
    for (range, name) in text::places(text) {
        out.push_str(&text[from..range.start]);
        out.push(character(PLACE, places.iter().position(|place| *place == name).unwrap_or_default()));
        from = range.end;
    }
    out.push_str(&text[from..]);
    out
}

fn character(base: u32, number: usize) -> char {
    u32::try_from(number).ok().and_then(|number| char::from_u32(base + number)).unwrap_or(NEXT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::tests::source;

    #[test]
    fn places_and_plurals_become_characters_in_the_order_of_english() {
        let english = source(&[(
            "a",
            r#"{"sent": "{who} sent {what}", "values": {"one": "{count} value", "other": "{count} values"}}"#,
        )]);
        let other = source(&[("a", r#"{"sent": "{what}: {who}", "values": {"other": "W {count}"}}"#)]);
        let [mark, sent, values] = &catalogue(&english, &other)[..] else { panic!("three entries") };
        assert_eq!(mark.len(), 16);
        assert_eq!(sent, "\u{E001}: \u{E000}");
        assert_eq!(values, "\u{E100}\u{E200}other\u{E200}W \u{E000}");
    }

    #[test]
    fn what_a_language_lacks_is_said_in_english() {
        let english = source(&[("a", r#"{"one": "One", "two": "Two {what}"}"#)]);
        let other = source(&[("a", r#"{"two": "Zwei {wrong}"}"#)]);
        assert_eq!(catalogue(&english, &other)[1..], ["One", "Two \u{E000}"]);
    }

    #[test]
    fn the_mark_knows_names_places_and_order_but_not_words() {
        let of = |text| mark(&source(&[("a", text)]));
        let first = of(r#"{"one": "One {x}", "two": "Two"}"#);
        assert_eq!(first, of(r#"{"one": "Uno {x}", "two": "Dos"}"#));
        for other in [
            r#"{"one": "One {y}", "two": "Two"}"#,
            r#"{"two": "Two", "one": "One {x}"}"#,
            r#"{"one": "One {x}"}"#,
            r#"{"oneb": "One {x}", "two": "Two"}"#,
        ] {
            assert_ne!(first, of(other), "{other}");
        }
    }
}
