//! A change of a text together with where the caret or the selection stands then.

use std::ops::Range;

/// The text after a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The whole text.
    pub text: String,
    /// What is selected then, in characters; empty for a caret.
    pub selection: Range<usize>,
}

/// Puts `new` in place of `at`, and leaves the caret behind it.
pub fn replace(chars: &[char], at: Range<usize>, new: &str) -> Edit {
    let end = at.end.min(chars.len());
    let start = at.start.min(end);
    let text =
        chars[..start].iter().copied().chain(new.chars()).chain(chars[end..].iter().copied()).collect();
    let caret = start + new.chars().count();
    Edit { text, selection: caret..caret }
}

/// A place that the browser counted in UTF-16 units, in characters. A place inside of a character is before it.
pub fn from_utf16(text: &str, units: usize) -> usize {
    let mut passed = 0;
    text.chars()
        .take_while(|c| {
            passed += c.len_utf16();
            passed <= units
        })
        .count()
}

/// A place in characters as the browser counts it.
pub fn to_utf16(text: &str, chars: usize) -> usize {
    text.chars().take(chars).map(char::len_utf16).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_survive_both_ways_of_counting() {
        let text = "a👨‍👩‍👧é\u{301}b";
        for place in 0..=text.chars().count() {
            assert_eq!(from_utf16(text, to_utf16(text, place)), place);
        }
        assert_eq!(from_utf16("👍", 1), 0, "inside of a pair");
        assert_eq!(from_utf16("ab", 9), 2);
    }

    #[test]
    fn replacing_leaves_the_caret_behind() {
        let chars: Vec<char> = "Hi 👍!".chars().collect();
        assert_eq!(replace(&chars, 3..4, "you"), Edit { text: "Hi you!".into(), selection: 6..6 });
        assert_eq!(replace(&chars, 9..12, "x").text, "Hi 👍!x");
    }
}
