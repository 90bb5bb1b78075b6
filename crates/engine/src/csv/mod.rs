//! One line of comma-separated values, as the parameters field takes it: `Ana,"order 4711, blue"`.
//!
//! RFC 4180 quotes. Space round a value is trimmed; a quoted value keeps the space inside its quotes. A line break
//! inside quotes belongs to the value; outside them it would start a second record, which is an error.
//!
//! Equal to Python's `csv.reader([line], strict=True, skipinitialspace=True)` with unquoted values stripped, except
//! that spaces between a closing quote and the next comma are trimmed too, where Python refuses them.
//!
//! Written by hand because the `csv-core` crate takes everything: a quote that is never closed and text after a
//! closing quote become part of the value, silently. Here both would send rubbish, so both are errors with a place.

mod parse;
mod write;

#[cfg(test)]
mod tests;

use serde_json::{Value, json};
use whatsapp_domain::Said;

pub use parse::{MAX_VALUE_CHARS, parse_record};
pub use write::format_record;

use crate::check;

/// Why a line is not one CSV record, and where.
///
/// | code | meaning |
/// | --- | --- |
/// | `unclosed-quote` | a value opens with `"` and no `"` closes it; `column` is the opening one |
/// | `text-after-quote` | something other than a comma follows a closing quote; `column` is the first such character |
/// | `second-record` | text follows an unquoted line break; `column` is the first character after the break |
/// | `value-too-long` | a value has more than [`MAX_VALUE_CHARS`] characters; `column` is the first one too many |
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CsvError {
    /// Stable, kebab-case.
    pub code: &'static str,
    /// One or two sentences for the person who typed the line.
    pub text: Said,
    /// Where, in characters from the start of the line; the first character is 1.
    pub column: usize,
}

impl std::fmt::Display for CsvError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text.text)
    }
}

impl std::error::Error for CsvError {}

/// `whatsapp-proxy check csv`: `{"input":"…"}` becomes `{"values":[…]}` or `{"error":{"code","text","column"}}`.
pub fn check_line(line: &Value) -> Value {
    let input = match check::text(line, "input") {
        Ok(input) => input,
        Err(bad) => return bad,
    };
    match parse_record(input) {
        Ok(values) => json!({ "values": values }),
        Err(error) => {
            json!({ "error": { "code": error.code, "text": error.text.text, "column": error.column } })
        }
    }
}
