//! Fractions from decimal digits and back, exactly.
//!
//! The standard library and `serde_json` have three such readers and writers between them, each made to be as fast as can be
//! with tables that no compression makes smaller: a twentieth of the module that a browser loads. Here are short ones. Numbers
//! of few digits, which is nearly all of them, take a short way; the rest is done with whole numbers of any size.

mod big;
mod print;
mod read;

pub use print::{fixed, json, scientific};
pub use read::parse;

/// `sign`, `mantissa × 2^exponent`.
fn parts(value: f64) -> (bool, u64, i32) {
    let bits = value.to_bits();
    let (exponent, mantissa) = ((bits >> 52 & 0x7FF) as i32, bits & ((1 << 52) - 1));
    let (mantissa, exponent) =
        if exponent == 0 { (mantissa, -1074) } else { (mantissa | 1 << 52, exponent - 1075) };
    (value.is_sign_negative(), mantissa, exponent)
}

#[cfg(test)]
mod tests;
