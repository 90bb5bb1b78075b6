//! Small helpers for sentences.

/// `1 value`, `3 values`.
pub fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
