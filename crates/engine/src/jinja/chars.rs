//! Python's character classes and case rules, where they differ from Rust's.

use crate::case;

/// `str.isspace`, which is also `\s` in Python's patterns: Unicode white space and the four separators U+001C–U+001F.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}

/// Is it a vowel sign or the like, which Unicode calls alphabetic and Python does not call a letter? Where it matters,
/// text with such characters is refused; letters of these scripts are counted in, to keep the list short.
pub(crate) fn is_uncertain(c: char) -> bool {
    c.is_alphabetic()
        && matches!(c as u32, 0x345 | 0x5b0..=0x5c7 | 0x610..=0x61a | 0x64b..=0x65f | 0x670 | 0x6d6..=0x6ed | 0x711
            | 0x730..=0x74a | 0x7a6..=0x7b0 | 0x816..=0x82d | 0x859..=0x85b | 0x8d3..=0x109f | 0x16ee..=0x1cff
            | 0x1de7..=0x1df4 | 0x2160..=0x2188 | 0x24b6..=0x24e9 | 0x2de0..=0x2dff | 0x3007 | 0x3021..=0x302f
            | 0x3038..=0x303a | 0xa674..=0xa67b | 0xa69e..=0xa69f | 0xa6e6..=0xa6ef | 0xa802..=0xabff
            | 0xfb1e | 0x10000..=0x1ffff)
}

/// `str.isalpha` for one character.
pub(crate) fn is_letter(c: char) -> bool {
    c.is_alphabetic()
}

/// `\w` in Python's patterns.
pub(crate) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Line ends of `str.splitlines`.
pub(crate) fn is_line_end(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}' | '\u{1d}' | '\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Has the character a case (Unicode's `Cased`)?
pub(crate) fn is_cased(c: char) -> bool {
    c.is_lowercase() || c.is_uppercase() || is_title(c)
}

/// Is it one of the 31 title-case letters (`Lt`)?
pub(crate) fn is_title(c: char) -> bool {
    matches!(c, '\u{1c5}' | '\u{1c8}' | '\u{1cb}' | '\u{1f2}' | '\u{1f88}'..='\u{1f8f}' | '\u{1f98}'..='\u{1f9f}'
        | '\u{1fa8}'..='\u{1faf}' | '\u{1fbc}' | '\u{1fcc}' | '\u{1ffc}')
}

/// Appends the title-case form, with Unicode's special cases (`ß` becomes `Ss`, `ŉ` becomes `ʼN`).
pub(crate) fn push_title(out: &mut String, c: char) {
    match c {
        '\u{1c4}'..='\u{1c6}' => out.push('\u{1c5}'),
        '\u{1c7}'..='\u{1c9}' => out.push('\u{1c8}'),
        '\u{1ca}'..='\u{1cc}' => out.push('\u{1cb}'),
        '\u{1f1}'..='\u{1f3}' => out.push('\u{1f2}'),
        // Georgian has no title case: capitals there are for whole words only.
        '\u{10d0}'..='\u{10fa}' | '\u{10fd}'..='\u{10ff}' => out.push(c),
        // Greek with iota below: the title form keeps the iota.
        '\u{1f80}'..='\u{1f87}' | '\u{1f90}'..='\u{1f97}' | '\u{1fa0}'..='\u{1fa7}' => {
            out.extend(char::from_u32(c as u32 + 8));
        }
        '\u{1fb3}' | '\u{1fc3}' | '\u{1ff3}' => out.extend(char::from_u32(c as u32 + 9)),
        _ if is_title(c) => out.push(c),
        // Two- and three-letter capitals: only the first stays one.
        '\u{1fb2}' | '\u{1fb4}' | '\u{1fb7}' | '\u{1fc2}' | '\u{1fc4}' | '\u{1fc7}' | '\u{1ff2}'
        | '\u{1ff4}' | '\u{1ff7}' => {
            let mut upper = String::new();
            case::push_upper(&mut upper, c);
            // The capital iota at the end is the small one below in title case.
            upper.pop();
            out.push_str(&upper);
            out.push('\u{345}');
        }
        'ß' | '\u{fb00}'..='\u{fb06}' | '\u{fb13}'..='\u{fb17}' | '\u{587}' => {
            let mut upper = String::new();
            case::push_upper(&mut upper, c);
            let mut upper = upper.chars();
            out.extend(upper.next());
            upper.for_each(|rest| case::push_lower(out, rest));
        }
        _ => case::push_upper(out, c),
    }
}

/// `str.capitalize`.
pub(crate) fn capitalize(text: &str) -> String {
    let Some(first) = text.chars().next() else { return String::new() };
    // Lowered as a whole, since a final sigma depends on what stands round it.
    let lower = case::lower(text);
    let mut out = String::with_capacity(text.len());
    push_title(&mut out, first);
    out.extend(lower.chars().skip(lower_count(first)));
    out
}

/// `str.title`.
pub(crate) fn title(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut lower = Lowered::of(text);
    let mut after_cased = false;
    for c in text.chars() {
        let small = lower.of_next(c);
        if after_cased {
            out.push_str(&small);
        } else {
            push_title(&mut out, c);
        }
        after_cased = is_cased(c);
    }
    out
}

/// `str.swapcase`.
pub(crate) fn swapcase(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut lower = Lowered::of(text);
    for c in text.chars() {
        let small = lower.of_next(c);
        if c.is_uppercase() {
            out.push_str(&small);
        } else if c.is_lowercase() {
            case::push_upper(&mut out, c);
        } else {
            out.push(c);
        }
    }
    out
}

/// How many characters the small form of one has.
fn lower_count(c: char) -> usize {
    let mut small = String::new();
    case::push_lower(&mut small, c);
    small.chars().count()
}

/// The small form of each character as it stands in its text.
struct Lowered {
    all: std::vec::IntoIter<char>,
}

impl Lowered {
    fn of(text: &str) -> Self {
        Self { all: case::lower(text).chars().collect::<Vec<_>>().into_iter() }
    }

    fn of_next(&mut self, c: char) -> String {
        self.all.by_ref().take(lower_count(c)).collect()
    }
}

/// `str.isprintable` for one character, as far as quoting in lists needs it.
pub(crate) fn is_printable(c: char) -> bool {
    if c == ' ' {
        return true;
    }
    if (c as u32) < 0x7f {
        return c > ' ';
    }
    !(c.is_control()
        || is_space(c)
        || matches!(c as u32,
            0xad | 0x600..=0x605 | 0x61c | 0x6dd | 0x70f | 0x890..=0x891 | 0x8e2 | 0x180e
            | 0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f | 0xe000..=0xf8ff | 0xfeff
            | 0xfff0..=0xfffb | 0xfffe..=0xffff | 0x110bd | 0x110cd | 0x13430..=0x13438
            | 0x1bca0..=0x1bca3 | 0x1d173..=0x1d17a | 0xe0000..=0x10ffff))
}
