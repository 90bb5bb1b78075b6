//! A found value inside a sentence: in quotes, on one line, short.

/// Characters of a value that a sentence shows at most.
pub const QUOTE_MAX: usize = 40;

/// `“Linen\nshirt”`: line breaks and tabs made visible, the middle left out when it is long.
pub fn quote(value: &str) -> String {
    quote_near(value, 0)
}

/// Like [`quote`], but of a long value the part round the character at `position` (from 0) is shown.
pub fn quote_near(value: &str, position: usize) -> String {
    let count = value.chars().count();
    if count <= QUOTE_MAX {
        return format!("“{}”", visible(value.chars()));
    }
    let start = position.saturating_sub(QUOTE_MAX / 2).min(count - QUOTE_MAX);
    let part = visible(value.chars().skip(start).take(QUOTE_MAX));
    let before = if start > 0 { "…" } else { "" };
    let after = if start + QUOTE_MAX < count { "…" } else { "" };
    format!("“{before}{part}{after}”")
}

fn visible(characters: impl Iterator<Item = char>) -> String {
    characters.fold(String::new(), |mut text, character| {
        match character {
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            // Invisible ones that would turn the sentence round or break it are shown by number.
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => {
                text.push_str(&format!("\\u{{{:x}}}", u32::from(character)));
            }
            control if control.is_control() => text.push_str(&format!("\\u{{{:x}}}", u32::from(control))),
            other => text.push(other),
        }
        text
    })
}

/// `4,096`: a count as people read it.
pub fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_made_visible() {
        assert_eq!(quote("Linen\nshirt"), "“Linen\\nshirt”");
        assert_eq!(quote("a\r\n\tb\u{7}\u{202e}"), "“a\\r\\n\\tb\\u{7}\\u{202e}”");
    }

    #[test]
    fn long_values_are_cut_round_the_place() {
        let value = format!("{}X{}", "a".repeat(60), "b".repeat(60));
        assert_eq!(quote(&value), format!("“{}…”", "a".repeat(40)));
        assert_eq!(quote_near(&value, 60), format!("“…{}X{}…”", "a".repeat(20), "b".repeat(19)));
        assert_eq!(quote_near(&value, 120), format!("“…{}”", "b".repeat(40)));
        assert_eq!(quote(&"ä".repeat(40)), format!("“{}”", "ä".repeat(40)));
    }

    #[test]
    fn counts_are_grouped() {
        for (count, text) in [(0, "0"), (999, "999"), (4096, "4,096"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(count), text);
        }
    }
}
