//! Where an extension begins: `ext. 12`, `x12`, `#12`, `;ext=12`, `,,12#`, as Google's library reads them.

/// The position in `text` (cleaned) from which the rest is an extension, when `is_number` accepts what stands
/// before it.
pub(super) fn start(text: &str, is_number: impl Fn(&str) -> bool) -> Option<usize> {
    if !text.contains(|c: char| c.is_alphabetic() || "#~,;".contains(c)) {
        return None;
    }
    let lower = text.to_ascii_lowercase();
    let at = lower.char_indices().map(|(at, _)| at).find(|at| is_extension(&lower[*at..]))?;
    is_number(&text[..at]).then_some(at)
}

/// Is the whole of `rest` an extension? The most digits differ: the clearer the label, the more.
fn is_extension(rest: &str) -> bool {
    if let Some(digits) = rest.strip_prefix(";ext=") {
        return is_digits(digits, 20);
    }
    let spaced = rest.trim_start_matches(' ');
    let labelled = rest.trim_start_matches([' ', ',']);
    label(labelled).is_some_and(|(after, most)| ends(after, most))
        || spaced.strip_prefix(";").or(spaced.strip_prefix(",,")).is_some_and(|after| ends(after, 15))
        || commas(spaced).is_some_and(|after| ends(after, 9))
        || with_hash_behind(rest)
}

/// What follows a label, and how many digits may follow it.
fn label(text: &str) -> Option<(&str, usize)> {
    const CLEAR: usize = 20;
    const VAGUE: usize = 9;
    let clear =
        text.strip_prefix("доб").or(text.strip_prefix("ДОБ")).or(text.strip_prefix("anexo")).or_else(|| {
            let after = text.strip_prefix('e').unwrap_or(text).strip_prefix("xt")?;
            let after = ["ensio\u{301}", "ensi\u{f3}", "ensio"]
                .iter()
                .find_map(|l| after.strip_prefix(l))
                .unwrap_or(after);
            Some(after.strip_prefix('n').unwrap_or(after))
        });
    let vague = || text.strip_prefix("int").or(text.strip_prefix(['x', '#', '~']));
    clear.map(|after| (after, CLEAR)).or_else(|| vague().map(|after| (after, VAGUE)))
}

/// Optional `:` or `.`, separators, 1 to `most` digits, optional `#`.
fn ends(after: &str, most: usize) -> bool {
    let after = after.strip_prefix([':', '.']).unwrap_or(after).trim_start_matches([' ', ',', '-']);
    is_digits(after.strip_suffix('#').unwrap_or(after), most)
}

fn commas(text: &str) -> Option<&str> {
    text.starts_with(',').then(|| text.trim_start_matches(','))
}

/// The American ` - 503#`.
fn with_hash_behind(text: &str) -> bool {
    let digits = text.trim_start_matches(['-', ' ']);
    digits.len() < text.len() && digits.strip_suffix('#').is_some_and(|digits| is_digits(digits, 6))
}

fn is_digits(text: &str, most: usize) -> bool {
    (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_where_it_begins() {
        for (text, number) in [
            ("+44 20 7946 0018 ext. 123", Some("+44 20 7946 0018")),
            ("+44 20 7946 0018,extn:123", Some("+44 20 7946 0018")),
            ("020 7946 0018 x 12", Some("020 7946 0018")),
            ("020 7946 0018X12#", Some("020 7946 0018")),
            ("+7 495 123 45 67 доб. 12", Some("+7 495 123 45 67")),
            ("415-555-2671 - 503#", Some("415-555-2671")),
            ("+14155552671;ext=55", Some("+14155552671")),
            ("+14155552671,,55#", Some("+14155552671")),
            ("+14155552671,55", Some("+14155552671")),
            ("+14155552671 EXTENSION 5", Some("+14155552671")),
            ("+14155552671 x1234567890", None),
            ("+14155552671 ext", None),
            ("+14155552671", None),
        ] {
            assert_eq!(start(text, |_| true).map(|at| &text[..at]), number, "{text}");
        }
        assert_eq!(start("ext 12", |number| !number.is_empty()), None);
    }
}
