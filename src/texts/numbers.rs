//! Phone numbers within sentences. In the browser each is a piece of its own that does not break over lines and keeps its order
//! among words from right to left; nothing is written into the text for that, so what is copied is the number.

use super::catalogue::{END, ISOLATE};

/// A piece of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Anything else.
    Words(&'a str),
    /// A number in international form: `+44 7400 123456`.
    Number(&'a str),
}

/// Fewest and most digits of a number (ITU-T E.164; the shortest that anybody has with a country code).
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// A sentence cut at its numbers. Signs around a number that isolate it are left out: what draws it isolates it.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let (mut begin, mut from) = (0, 0);
    while let Some(at) = text[from..].find('+').map(|at| from + at) {
        let Some(end) = end_of(&text[at..]).map(|length| at + length) else {
            from = at + 1;
            continue;
        };
        let is_isolated = text[begin..at].ends_with(ISOLATE) && text[end..].starts_with(END);
        let sign = if is_isolated { ISOLATE.len_utf8() } else { 0 };
        if begin < at - sign {
            found.push(Piece::Words(&text[begin..at - sign]));
        }
        found.push(Piece::Number(&text[at..end]));
        begin = end + sign;
        from = begin;
    }
    if begin < text.len() {
        found.push(Piece::Words(&text[begin..]));
    }
    found
}

/// How long the number is that begins here, if one does.
fn end_of(text: &str) -> Option<usize> {
    let (mut digits, mut end) = (0, 0);
    for (at, c) in text.char_indices().skip(1) {
        match c {
            '0'..='9' => {
                digits += 1;
                end = at + 1;
            }
            // Groups are written with one sign between them.
            ' ' | '\u{a0}' | '-' if end == at && digits > 0 => {}
            _ => break,
        }
    }
    DIGITS.contains(&digits).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> String {
        let piece = |piece: &Piece<'_>| match piece {
            Piece::Words(words) => (*words).to_owned(),
            Piece::Number(number) => format!("[{number}]"),
        };
        pieces(text).iter().map(piece).collect()
    }

    #[test]
    fn numbers_are_found_where_they_stand() {
        for (text, wanted) in [
            (
                "For this profile: +44 7400 123456 (United Kingdom).",
                "For this profile: [+44 7400 123456] (United Kingdom).",
            ),
            ("+447400123456", "[+447400123456]"),
            ("from +1 202-555-0123 to +49 1512 3456789.", "from [+1 202-555-0123] to [+49 1512 3456789]."),
            ("إلى \u{2068}+44 7400 123456\u{2069} الآن", "إلى [+44 7400 123456] الآن"),
            ("\u{2068}to +44 7400 123456\u{2069}", "\u{2068}to [+44 7400 123456]\u{2069}"),
            ("+44 7400 123456 9876 5432", "+44 7400 123456 9876 5432"),
        ] {
            assert_eq!(cut(text), wanted);
        }
    }

    #[test]
    fn what_is_no_number_stays_as_it_is() {
        for text in ["", "1 + 1", "+", "+1", "a ++ b", "+44", "C++ 2026", "+ 44 7400 123456", "😀+x"] {
            assert_eq!(cut(text), text);
        }
    }
}
