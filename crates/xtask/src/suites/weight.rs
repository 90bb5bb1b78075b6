//! The page's weight: it does not grow unnoticed.

use super::Tally;
use crate::bundle::{self, Build};
use crate::commands::size::{self, REACHED};
use crate::failure::Result;

/// Another compiler or library moves a few hundred bytes by itself.
const LEEWAY_PERCENT: u64 = 1;

/// Measures what users get; the end-to-end tests have just built it.
pub fn run() -> Result<Tally> {
    bundle::page(Build::Shipped)?;
    let (first, all) = size::print(None)?;
    println!();
    let mut tally = Tally::default();
    for (what, found, reached) in [("first load", first, REACHED.0), ("page in all", all, REACHED.1)] {
        tally += Tally::one(holds(found, reached));
        println!("{}", told(what, found, reached));
    }
    Ok(tally)
}

fn holds(found: u64, reached: u64) -> bool {
    found <= reached + reached * LEEWAY_PERCENT / 100
}

fn told(what: &str, found: u64, reached: u64) -> String {
    if !holds(found, reached) {
        return format!(
            "FAILED: the {what} has {found} bytes (brotli); {reached} were reached. Find what grew, or raise REACHED in \
             crates/xtask/src/commands/size.rs and say in the commit what it buys."
        );
    }
    let less = reached.saturating_sub(found);
    let lower = if less * 100 > reached * LEEWAY_PERCENT { " Lower REACHED to it." } else { "" };
    format!("ok: the {what} has {found} bytes (brotli), {reached} were reached.{lower}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_is_refused_and_savings_are_noticed() {
        assert!(holds(1_000, 1_000) && holds(1_010, 1_000) && !holds(1_011, 1_000));
        assert!(told("page", 1_011, 1_000).starts_with("FAILED"));
        assert!(told("page", 980, 1_000).contains("Lower"));
        assert!(!told("page", 995, 1_000).contains("Lower"));
    }
}
