//! A message as words, and whether it is nothing but keywords and politeness.

use std::collections::BTreeMap;

use super::defaults::POLITE;

/// A message of more words is no keyword, whatever stands in it.
pub const MESSAGE_MAX: usize = 16;

/// The words of a text, alike for all ways of writing them; none when there are more than `most`.
pub fn of(text: &str, most: usize) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut word = String::new();
    for c in text.chars() {
        match c {
            // Written inside words without being letters of their own: "don't", Arabic vowel signs and lengthening,
            // joiners, combining marks, the presentation selector of an emoji.
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
            | '\u{fe0f}' => {}
            c if c.is_alphanumeric() => word.extend(c.to_lowercase().map(plain)),
            // A mark that stands behind its letter belongs to it.
            '\u{300}'..='\u{36f}' => word.push(c),
            _ if word.is_empty() => {}
            _ => {
                words.push(std::mem::take(&mut word));
                if words.len() > most {
                    return None;
                }
            }
        }
        // No word of that length is a keyword; without a bound a message of one long word would be copied whole.
        if word.len() > 200 {
            return None;
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    (words.len() <= most).then_some(words)
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

/// Is the message at least one keyword, with nothing but keywords and polite words around it?
pub fn is_made_of(said: &[String], keywords: &BTreeMap<String, Vec<String>>) -> bool {
    let split = |text: &str| of(text, MESSAGE_MAX).filter(|words| !words.is_empty());
    let keywords: Vec<Vec<String>> = keywords.values().flatten().filter_map(|text| split(text)).collect();
    let polite: Vec<Vec<String>> = POLITE.iter().filter_map(|text| split(text)).collect();
    // reach[i]: can the first i words be told apart into phrases — and is a keyword among them?
    let mut reach = vec![(false, false); said.len() + 1];
    reach[0].0 = true;
    for start in 0..said.len() {
        let (without, with) = reach[start];
        if !without && !with {
            continue;
        }
        for (phrases, is_keyword) in [(&keywords, true), (&polite, false)] {
            for phrase in phrases.iter().filter(|phrase| said[start..].starts_with(phrase)) {
                let end = &mut reach[start + phrase.len()];
                end.1 |= with || is_keyword;
                end.0 |= without && !is_keyword;
            }
        }
    }
    reach[said.len()].1
}
