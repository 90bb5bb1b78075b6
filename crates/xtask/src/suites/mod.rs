//! The parts of `cargo xtask test` and how their results are counted.

pub mod browser;
pub mod e2e;
pub mod libtest;
pub mod lint;
pub mod native;
pub mod weight;

use std::ops::AddAssign;

use crate::failure::{Failure, Result};

/// How many checks passed and failed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
}

impl Tally {
    pub fn one(passed: bool) -> Self {
        Self { passed: u64::from(passed), failed: u64::from(!passed) }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// One part of the tests.
pub struct Part {
    pub name: &'static str,
    pub about: &'static str,
    pub run: fn() -> Result<Tally>,
}

/// Every part, quick ones first.
pub const PARTS: [Part; 5] = [
    Part { name: "lint", about: "formatting and clippy, for the machine and for Wasm", run: lint::run },
    Part { name: "native", about: "all crates' tests", run: native::run },
    Part { name: "browser", about: "the plugin's tests in headless Chromium", run: browser::run },
    Part { name: "e2e", about: "the served page, driven in Chromium", run: e2e::run },
    Part { name: "weight", about: "the page's bytes beside what was reached", run: weight::run },
];

/// A part that ran nothing proves nothing.
pub fn not_empty(tally: Tally, part: &str) -> Result<Tally> {
    if tally == Tally::default() {
        return Err(Failure::new(format!("no test ran, and the part {part} should have some")));
    }
    Ok(tally)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_run_is_a_failure() {
        assert!(not_empty(Tally::default(), "native").is_err());
        assert!(not_empty(Tally::one(true), "native").is_ok());
        assert!(not_empty(Tally::one(false), "native").is_ok());
    }
}
