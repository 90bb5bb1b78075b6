//! When the provider's copy of a template changed after the step was set up: what changed, where each value went, and
//! taking the new template over.

use std::collections::BTreeSet;

use whatsapp_domain::{
    Binding, ChangedPart, Template, TemplateFingerprint, drift::changed_parts, template::placeholders,
};

use super::values::Values;

/// What changed in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The language; none for the default one.
    pub language: Option<usize>,
    /// Its code.
    pub code: String,
    /// The parts that changed.
    pub parts: Vec<ChangedPart>,
    /// The template that the step was set up with.
    pub before: TemplateFingerprint,
    /// As the account has it now.
    pub after: TemplateFingerprint,
    /// For each value of the new text, the old one (from 0) that fits it; none for a new one.
    pub carried: Vec<Option<usize>>,
    /// Old values (from 0) that the new text has no place for.
    pub dropped: Vec<usize>,
}

/// What changed between the step's template and the account's; none when nothing did.
pub fn difference(
    language: Option<usize>,
    seen: Option<&TemplateFingerprint>,
    now: Option<&Template>,
) -> Option<Difference> {
    let (seen, now) = (seen?, now?);
    let parts = changed_parts(seen, now);
    if parts.is_empty() {
        return None;
    }
    let carried = carried(&seen.body, &now.body);
    let dropped = (0..placeholders(&seen.body)).filter(|old| !carried.contains(&Some(*old))).collect();
    let (before, after) = (seen.clone(), TemplateFingerprint::of(now));
    Some(Difference { language, code: now.language.clone(), parts, before, after, carried, dropped })
}

/// Words on either side of a placeholder that tell its meaning.
const WORDS: usize = 3;

/// For each placeholder of the new text the one of the old text that means the same: the words around it decide, and
/// where they tell nothing, its number.
pub fn carried(before: &str, after: &str) -> Vec<Option<usize>> {
    let (old, new) = (contexts(before), contexts(after));
    let mut pairs: Vec<(usize, usize, usize)> = Vec::new();
    for (to, here) in new.iter().enumerate() {
        for (from, there) in old.iter().enumerate() {
            let score = alike(here, there) * 2 + usize::from(from == to);
            if score > 1 {
                pairs.push((score, to, from));
            }
        }
    }
    // The surest first; of equal ones those in reading order.
    pairs.sort_by_key(|&(score, to, from)| (usize::MAX - score, to, from));
    let mut carried = vec![None; new.len()];
    let mut used = BTreeSet::new();
    for (_, to, from) in pairs {
        if carried[to].is_none() && used.insert(from) {
            carried[to] = Some(from);
        }
    }
    // Where the words tell nothing: the same number, or what is left over when no value came or went.
    for (to, place) in carried.iter_mut().enumerate() {
        if place.is_none() && to < old.len() && used.insert(to) {
            *place = Some(to);
        }
    }
    if old.len() == new.len() {
        let mut left = (0..old.len()).filter(|from| !used.contains(from));
        for place in carried.iter_mut().filter(|place| place.is_none()) {
            *place = left.next();
        }
    }
    carried
}

/// The words before and after each placeholder, in order of the numbers.
fn contexts(text: &str) -> Vec<(Vec<String>, Vec<String>)> {
    (1..=placeholders(text))
        .map(|number| {
            let Some((start, end)) = super::template::find(text, number) else { return Default::default() };
            let before = words(&text[..start]).into_iter().rev().take(WORDS).collect();
            let after = words(&text[end..]).into_iter().take(WORDS).collect();
            (before, after)
        })
        .collect()
}

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && word.parse::<u32>().is_err())
        .map(str::to_lowercase)
        .collect()
}

/// How many of the nearest words two places share; the nearer, the more.
fn alike(one: &(Vec<String>, Vec<String>), other: &(Vec<String>, Vec<String>)) -> usize {
    let side = |one: &[String], other: &[String]| {
        one.iter()
            .enumerate()
            .filter(|(_, word)| other.contains(word))
            .map(|(at, _)| WORDS - at)
            .sum::<usize>()
    };
    side(&one.0, &other.0) + side(&one.1, &other.1)
}

/// The values move to where they belong in the new template; what has no place there goes.
pub fn adopt(values: &mut Values, seen: &TemplateFingerprint, now: &Template) {
    let old = std::mem::take(&mut values.body);
    let body = carried(&seen.body, &now.body).into_iter();
    let body: Vec<Binding> =
        body.map(|from| from.and_then(|from| old.get(from).cloned()).unwrap_or_default()).collect();
    values.body = body;
    // A button keeps its value by its label, wherever it stands now.
    let earlier = values.buttons.clone();
    for button in &mut values.buttons {
        let label = |index: u8| seen.buttons.get(usize::from(index)).map(|button| button.text.as_str());
        let wanted = now.buttons.get(usize::from(button.index)).map(|button| button.text.as_str());
        let same = earlier.iter().find(|old| label(old.index) == wanted && old.kind == button.kind);
        if let Some(same) = same {
            button.value = same.value.clone();
        }
    }
    values.shape(now);
}

/// Pieces of a text, each with whether the other text lacks it.
pub type Pieces = Vec<(bool, String)>;

/// Two texts cut into words with the spaces behind them, so that what changed can be marked: the longest run of words
/// that both share, in order, is not.
pub fn word_difference(before: &str, after: &str) -> (Pieces, Pieces) {
    let (old, new) = (pieces(before), pieces(after));
    // Texts of templates have at most 1,024 characters; something longer is not worth the square of its words.
    if old.len().saturating_mul(new.len()) > 400_000 {
        return (vec![(true, before.to_owned())], vec![(true, after.to_owned())]);
    }
    let mut longest = vec![vec![0_u32; new.len() + 1]; old.len() + 1];
    for (i, one) in old.iter().enumerate().rev() {
        for (j, other) in new.iter().enumerate().rev() {
            longest[i][j] = if one.trim_end() == other.trim_end() {
                longest[i + 1][j + 1] + 1
            } else {
                longest[i + 1][j].max(longest[i][j + 1])
            };
        }
    }
    let (mut was, mut now) = (Pieces::new(), Pieces::new());
    let (mut i, mut j) = (0, 0);
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i].trim_end() == new[j].trim_end() {
            push(&mut was, false, old[i]);
            push(&mut now, false, new[j]);
            (i, j) = (i + 1, j + 1);
        } else if j >= new.len() || (i < old.len() && longest[i + 1][j] >= longest[i][j + 1]) {
            push(&mut was, true, old[i]);
            i += 1;
        } else {
            push(&mut now, true, new[j]);
            j += 1;
        }
    }
    (was, now)
}

fn pieces(text: &str) -> Vec<&str> {
    text.split_inclusive(char::is_whitespace).collect()
}

fn push(pieces: &mut Pieces, changed: bool, text: &str) {
    match pieces.last_mut() {
        Some((same, last)) if *same == changed => last.push_str(text),
        _ => pieces.push((changed, text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_the_words_that_changed_are_marked() {
        let (was, now) = word_difference("Your order {{1}} left today", "Your parcel {{1}} left");
        let marked = |pieces: &Pieces| {
            pieces
                .iter()
                .map(|(on, text)| if *on { format!("[{text}]") } else { text.clone() })
                .collect::<String>()
        };
        assert_eq!(marked(&was), "Your [order ]{{1}} left [today]");
        assert_eq!(marked(&now), "Your [parcel ]{{1}} left");
        let (was, now) = word_difference("", "New");
        assert_eq!((marked(&was), marked(&now)), (String::new(), "[New]".into()));
        assert_eq!(marked(&word_difference("same", "same").0), "same");
    }

    use super::*;

    #[test]
    fn values_follow_their_words() {
        for (before, after, expected) in [
            ("Hi {{1}}, order {{2}} left", "Hi {{1}}, order {{2}} left today", vec![Some(0), Some(1)]),
            ("Hi {{1}}, order {{2}} left", "Your order {{1}} left, dear {{2}}", vec![Some(1), Some(0)]),
            ("Hi {{1}}", "Hi {{1}}, your code is {{2}}", vec![Some(0), None]),
            ("Hi {{1}}, your code is {{2}}", "Your code is {{1}}", vec![Some(1)]),
            ("{{1}} {{2}}", "{{1}} {{2}}", vec![Some(0), Some(1)]),
            ("Guten Tag {{1}}", "Good day {{1}}", vec![Some(0)]),
            ("Hi", "Hi {{1}}", vec![None]),
            ("Hi {{1}}", "Hi", vec![]),
        ] {
            assert_eq!(carried(before, after), expected, "{before} -> {after}");
        }
    }

    fn template(body: &str) -> Template {
        serde_json::from_value(
            serde_json::json!({"name":"a","language":"en","category":"utility","status":"approved",
            "body":body,"buttons":[]}),
        )
        .unwrap()
    }

    #[test]
    fn taking_the_new_template_over_moves_the_values() {
        let old = template("Hi {{1}}, order {{2}} left");
        let new = template("Your order {{1}} left. Hi {{2}}. Code {{3}}");
        let seen = TemplateFingerprint::of(&old);
        let mut values =
            Values { body: vec![Binding::new("name"), Binding::new("order")], count: 2, ..Values::default() };
        let found = difference(None, Some(&seen), Some(&new)).unwrap();
        assert_eq!((found.carried, found.dropped), (vec![Some(1), Some(0), None], vec![]));
        adopt(&mut values, &seen, &new);
        let texts: Vec<_> = values.body.iter().map(|binding| binding.value.as_str()).collect();
        assert_eq!((texts, values.count), (vec!["order", "name", ""], 3));
        assert_eq!(difference(None, Some(&TemplateFingerprint::of(&new)), Some(&new)), None);
    }

    #[test]
    fn a_value_without_a_place_is_named() {
        let seen = TemplateFingerprint::of(&template("Hi {{1}}, your code is {{2}}"));
        let found = difference(None, Some(&seen), Some(&template("Your code is {{1}}"))).unwrap();
        assert_eq!(found.dropped, [0]);
    }
}
