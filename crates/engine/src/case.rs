//! Small and capital letters of all scripts: what the standard library's `to_lowercase` and `to_uppercase` give, from tables a
//! tenth as large. `build_case.rs` makes them from that library.

include!(concat!(env!("OUT_DIR"), "/case.rs"));

/// The text in small letters. A sigma at the end of a word is the final one.
pub fn lower(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        if c == 'Σ' {
            let ends = !letter_comes(&mut text[at + c.len_utf8()..].chars());
            out.push(if ends && letter_comes(&mut text[..at].chars().rev()) { 'ς' } else { 'σ' });
        } else {
            push_lower(&mut out, c);
        }
    }
    out
}

/// The text in capital letters.
pub fn upper(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        push_upper(&mut out, c);
    }
    out
}

/// Appends the small form of one letter, whatever stands round it.
pub fn push_lower(out: &mut String, c: char) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
    } else {
        push(out, c, &LOWER, &LOWER_SEVERAL);
    }
}

/// Appends the capital form of one letter.
pub fn push_upper(out: &mut String, c: char) {
    if c.is_ascii() {
        out.push(c.to_ascii_uppercase());
    } else {
        push(out, c, &UPPER, &UPPER_SEVERAL);
    }
}

fn push(out: &mut String, c: char, runs: &[(u32, i32)], several: &[(char, &str)]) {
    const FIRST: u32 = (1 << 21) - 1;
    let at = u32::from(c);
    let run = runs.partition_point(|(run, _)| run & FIRST <= at).checked_sub(1);
    if let Some((run, distance)) = run.and_then(|run| runs.get(run)) {
        let (from, step, further) = (at - (run & FIRST), (run >> 21 & 1) + 1, run >> 22);
        if from <= further * step && from % step == 0 {
            out.extend(char::from_u32(at.wrapping_add_signed(*distance)));
            return;
        }
    }
    match several.binary_search_by_key(&c, |(c, _)| *c) {
        Ok(found) => out.push_str(several[found].1),
        Err(_) => out.push(c),
    }
}

/// Is the next of these, apart from those that are passed over, a letter with a case?
fn letter_comes(mut chars: &mut dyn Iterator<Item = char>) -> bool {
    (&mut chars).find(|c| !passed_over(*c)).is_some_and(crate::jinja::is_cased)
}

fn passed_over(c: char) -> bool {
    const FIRST: u32 = (1 << 21) - 1;
    let at = u32::from(c);
    let run = PASSED_OVER.partition_point(|run| run & FIRST <= at).checked_sub(1);
    run.and_then(|run| PASSED_OVER.get(run)).is_some_and(|run| at - (run & FIRST) <= run >> 21)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_letter_is_the_standard_librarys() {
        for c in '\0'..=char::MAX {
            let (mut small, mut capital) = (String::new(), String::new());
            push_lower(&mut small, c);
            push_upper(&mut capital, c);
            assert_eq!(small, c.to_lowercase().collect::<String>(), "{c:?}");
            assert_eq!(capital, c.to_uppercase().collect::<String>(), "{c:?}");
        }
    }

    #[test]
    fn a_sigma_is_the_standard_librarys_next_to_every_letter() {
        for c in '\0'..=char::MAX {
            let text = format!("Σ{c} A{c}Σ AΣ{c} AΣ{c}A AΣ{c}'A a{c}'Σ {c}ΣA");
            assert_eq!(lower(&text), text.to_lowercase(), "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn texts_are_the_standard_librarys(text in "[ΣσςA'\\.ßİı\u{307}\u{345}ǅ é]{0,8}|\\PC{0,20}") {
            prop_assert_eq!(lower(&text), text.to_lowercase());
            prop_assert_eq!(upper(&text), text.to_uppercase());
        }
    }
}
