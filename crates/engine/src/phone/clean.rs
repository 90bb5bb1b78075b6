//! One spelling for what looks alike: digits of every script, spaces, dashes, brackets and marks of every kind.
//!
//! Nothing is judged here and nothing that a person would read differently is changed.

use super::{digits, encoding};

/// `input` with every digit, plus, space, dash, dot, slash and bracket in its ASCII spelling, line breaks as
/// `\n`, full-width characters as their ASCII twins, and characters that can't be seen left out.
pub(super) fn clean(input: &str) -> String {
    let text: String = encoding::repaired(input).chars().filter(|c| !is_invisible(*c)).map(plain).collect();
    text.trim().to_owned()
}

/// Direction marks, joiners, zero-width spaces, soft hyphens, and the marks that turn a digit into a keycap.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{20E3}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E01EF}')
}

fn plain(c: char) -> char {
    if let Some(digit) = digits::ascii(c) {
        return digit;
    }
    match c {
        // The ASCII characters in full width, U+FF01 to U+FF5E.
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
        // Fillers and the blank Braille cell are seen as spaces, though they are none for Unicode.
        '\u{3164}' | '\u{FFA0}' | '\u{2800}' => ' ',
        c if c.is_whitespace() => ' ',
        '\u{FE62}' | '\u{207A}' | '\u{208A}' | '\u{2795}' => '+',
        // Everything in Unicode's category Pd, and what is typed in its place.
        '\u{58A}'
        | '\u{5BE}'
        | '\u{1400}'
        | '\u{1806}'
        | '\u{2010}'..='\u{2015}'
        | '\u{2043}'
        | '\u{2053}'
        | '\u{207B}'
        | '\u{208B}'
        | '\u{2212}'
        | '\u{223C}'
        | '\u{2796}'
        | '\u{2E17}'
        | '\u{2E1A}'
        | '\u{2E3A}'
        | '\u{2E3B}'
        | '\u{2E40}'
        | '\u{2E5D}'
        | '\u{301C}'
        | '\u{3030}'
        | '\u{30A0}'
        | '\u{30FC}'
        | '\u{FE31}'
        | '\u{FE32}'
        | '\u{FE58}'
        | '\u{FE63}'
        | '\u{FF70}'
        | '\u{10D6E}'
        | '\u{10EAD}'
        | '\u{2D7}'
        | '\u{AF}'
        | '\u{2C9}' => '-',
        '\u{207D}' | '\u{208D}' | '\u{2768}' | '\u{276A}' | '\u{FD3E}' | '\u{FE35}' | '\u{FE59}'
        | '\u{FF5F}' | '\u{2985}' => '(',
        '\u{207E}' | '\u{208E}' | '\u{2769}' | '\u{276B}' | '\u{FD3F}' | '\u{FE36}' | '\u{FE5A}'
        | '\u{FF60}' | '\u{2986}' => ')',
        '\u{B7}' | '\u{2024}' | '\u{2027}' | '\u{2219}' | '\u{22C5}' | '\u{3002}' | '\u{30FB}'
        | '\u{FE52}' | '\u{FF61}' | '\u{FF65}' => '.',
        '\u{2044}' | '\u{2215}' | '\u{29F8}' => '/',
        '\u{60C}' | '\u{3001}' | '\u{FE50}' | '\u{FF64}' => ',',
        '\u{61B}' | '\u{FE54}' => ';',
        '\u{2217}' | '\u{204E}' | '\u{66D}' | '\u{FE61}' => '*',
        '\u{FE5F}' => '#',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_through_what_looks_alike() {
        for (input, expected) in [
            ("\u{202A}+44\u{A0}7400\u{2009}123456\u{202C}", "+44 7400 123456"),
            ("\u{200E}\u{FEFF}＋４４（０）７４００－１２３４５６", "+44(0)7400-123456"),
            ("٠٧٤٠٠ ١٢٣٤٥٦", "07400 123456"),
            ("4\u{FE0F}\u{20E3}4\u{FE0F}\u{20E3}", "44"),
            ("44–7400—123456−1", "44-7400-123456-1"),
            ("01·23‧45", "01.23.45"),
            ("\t07400\r\n\r\n123456\u{3000}", "07400\n\n\n\n123456"),
            ("Ｔｅｌ：　１２３", "Tel: 123"),
            ("e\u{301}•…", "e\u{301}•…"),
            ("â€ª+44Â\u{A0}7400â€¬", "+44 7400"),
        ] {
            assert_eq!(clean(input), expected);
        }
    }
}
