//! Undoes one common damage of exports: UTF-8 that was read as Windows-1252, which shows a no-break space as `Â `
//! and a direction mark as `â€ª`.

use std::borrow::Cow;

/// `text` as it was before, when the damage is certain: it has one of the tell-tale first letters, and all of it
/// turns into well-formed UTF-8 again. Otherwise as it is.
pub(super) fn repaired(text: &str) -> Cow<'_, str> {
    // First bytes of what stands in phone fields: U+0080 to U+00FF, U+2000 on, U+FEFF.
    if !text.contains(['Â', 'â', 'ï']) {
        return Cow::Borrowed(text);
    }
    let bytes: Option<Vec<u8>> = text.chars().map(windows_1252).collect();
    match bytes.map(String::from_utf8) {
        Some(Ok(before)) => Cow::Owned(before),
        _ => Cow::Borrowed(text),
    }
}

/// The byte that a character has in Windows-1252; the five that it leaves open stand for themselves.
fn windows_1252(c: char) -> Option<u8> {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž', '\u{8F}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}', 'ž', 'Ÿ',
    ];
    match HIGH.iter().position(|high| *high == c) {
        Some(at) => u8::try_from(0x80 + at).ok(),
        None => u8::try_from(u32::from(c)).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repairs_what_was_utf_8() {
        for (damaged, before) in [
            ("+44Â\u{A0}7400", "+44\u{A0}7400"),
            ("â€ª+447400123456â€¬", "\u{202A}+447400123456\u{202C}"),
            ("â\u{81}¦+44â\u{81}©", "\u{2066}+44\u{2069}"),
            ("ï»¿+44", "\u{FEFF}+44"),
            ("020â€“7946", "020–7946"),
        ] {
            assert_eq!(repaired(damaged), before);
        }
    }

    #[test]
    fn leaves_the_rest() {
        for text in ["+44 7400", "Ânia +44", "téléphone âgé", "â€", "Â\u{A0}手机"] {
            assert_eq!(repaired(text), text);
        }
    }
}
