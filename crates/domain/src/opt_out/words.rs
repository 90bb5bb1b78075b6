//! A message as words, and whether it is nothing but keywords and politeness.
//!
//! This is asked of every message that comes in, so nothing is made of a phrase to compare it: it is read along the message,
//! and nearly always ends at the first letter.

use std::{char::ToLowercase, collections::BTreeMap, iter::Map};

use super::defaults::POLITE;

/// A message of more words is no keyword, whatever stands in it.
pub const MESSAGE_MAX: usize = 16;
/// Longest word, in bytes; none of a keyword's is as long.
const WORD_MAX: usize = 200;

/// What a character does to the word that it stands in.
enum Piece {
    /// Belongs to it, in this form.
    Letters(Map<ToLowercase, fn(char) -> char>),
    /// Is read over.
    Nothing,
    /// Ends it.
    End,
}

fn piece(c: char) -> Piece {
    match c {
        // Written inside words without being letters of their own: "don't", Arabic vowel signs and lengthening, joiners,
        // directions, the presentation selector of an emoji.
        '\''
        | '’'
        | 'ʼ'
        | '`'
        | '\u{640}'
        | '\u{64b}'..='\u{65f}'
        | '\u{670}'
        | '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}'
        | '\u{fe0e}'
        | '\u{fe0f}' => Piece::Nothing,
        // A mark that stands behind its letter belongs to it.
        c if c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}') => {
            Piece::Letters(c.to_lowercase().map(plain))
        }
        _ => Piece::End,
    }
}

/// Letters that Arabic writers use for one another.
fn plain(c: char) -> char {
    match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' => 'ي',
        'ة' => 'ه',
        c => c,
    }
}

/// The words of a text, alike for all ways of writing them; none when they are too many or too long to be a wish.
pub fn of(text: &str) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text.chars() {
        match piece(c) {
            Piece::Letters(letters) => word.extend(letters),
            Piece::Nothing => {}
            Piece::End if word.is_empty() => {}
            Piece::End => words.push(std::mem::take(&mut word)),
        }
        if words.len() > MESSAGE_MAX || word.len() > WORD_MAX {
            return None;
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    (words.len() <= MESSAGE_MAX).then_some(words)
}

/// The first word of a text, as [`of`] gives it; none when there is none, or none so short that it could be a wish's.
pub fn first(text: &str) -> Option<String> {
    let mut word = String::new();
    for c in text.chars() {
        match piece(c) {
            Piece::Letters(letters) => word.extend(letters),
            Piece::End if !word.is_empty() => break,
            Piece::Nothing | Piece::End => {}
        }
        if word.len() > WORD_MAX {
            return None;
        }
    }
    (!word.is_empty()).then_some(word)
}

/// How many words of the message this phrase takes, if the message begins with it.
fn begins(said: &[String], phrase: &str) -> Option<usize> {
    // Nearly all phrases end here.
    if let Some(first) = phrase.bytes().next().filter(u8::is_ascii_alphabetic)
        && said.first()?.bytes().next() != Some(first.to_ascii_lowercase())
    {
        return None;
    }
    let mut taken = 0;
    // What is left of the word that is compared.
    let mut word = None;
    for c in phrase.chars() {
        match piece(c) {
            Piece::Letters(letters) => {
                let rest = match &mut word {
                    Some(rest) => rest,
                    None => word.insert(said.get(taken)?.chars()),
                };
                for letter in letters {
                    if rest.next() != Some(letter) {
                        return None;
                    }
                }
            }
            Piece::Nothing => {}
            Piece::End => taken += end(&mut word)?,
        }
    }
    taken += end(&mut word)?;
    (taken > 0).then_some(taken)
}

/// One more word if there was one and it is whole.
fn end(word: &mut Option<std::str::Chars<'_>>) -> Option<usize> {
    match word.take() {
        None => Some(0),
        Some(mut rest) => rest.next().is_none().then_some(1),
    }
}

/// Is the message at least one keyword, with nothing but keywords and polite words around it?
pub fn is_made_of(said: &[String], keywords: &BTreeMap<String, Vec<String>>) -> bool {
    // For each place: can the words before it be told apart into phrases, without a keyword among them, and with one?
    let mut reach = vec![(false, false); said.len() + 1];
    reach[0].0 = true;
    for start in 0..said.len() {
        let (without, with) = reach[start];
        if !without && !with {
            continue;
        }
        for phrase in keywords.values().flatten() {
            if let Some(taken) = begins(&said[start..], phrase) {
                reach[start + taken].1 = true;
            }
        }
        for phrase in POLITE {
            if let Some(taken) = begins(&said[start..], phrase) {
                let end = &mut reach[start + taken];
                (end.0, end.1) = (end.0 || without, end.1 || with);
            }
        }
    }
    reach[said.len()].1
}
