//! Phone numbers as marketers store them, judged exactly as Google's library does.
//!
//! Text goes through four steps: `clean` gives what looks alike one spelling, `typed` finds a plus and digits or
//! refuses, `google` reads them by Google's rules over the numbering plans of the `phonenumber` crate (`plan`),
//! `verdict` says what came of it.
//!
//! # Where it differs from Google's library on purpose
//! `conformance/phone.py` compares the two and prints these apart:
//! - **Read through** although Google's library gives up or misreads: direction marks and other characters that can't
//!   be seen, spaces, dashes and brackets that it does not know, dots in the middle of the line, keycaps, these
//!   characters read in the wrong encoding (`â€ª+44…`), `00` for `+` whatever the default country dials (unless its
//!   own reading is a valid number), `+00`, `00+`.
//! - **Refused** although Google's library finds a number: letters as digits (`1-800-FLOWERS`; in a marketer's list
//!   a letter is a typing error or a mask far more often than a vanity number, and a wrong guess reaches a
//!   stranger), letters behind the number that are no extension, covered or cut-off digits, `447400123456.0`,
//!   `447,400,123,456`, two numbers in one cell (`4155552671;4155552672` would be an extension).
//!
//! Digits without plus and without default country are refused, as by Google's library: `4155552671`, meant for
//! the United States, would reach Switzerland. Where they are known to begin with a country code, there is
//! [`parse_international`].

mod clean;
mod digits;
mod encoding;
mod expected;
mod extension;
mod fix;
mod google;
mod mangled;
mod names;
mod pattern;
mod plan;
mod recent;
mod rejection;
mod typed;
mod verdict;

#[cfg(test)]
mod tests;

pub use expected::{check_expected, in_a_sentence};
pub use names::country_name;
pub use rejection::{Code, Rejection};
pub use verdict::{PhoneNumber, Verdict, check, check_line, parse, parse_international};
