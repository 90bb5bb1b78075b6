//! Formatting and clippy. Each call counts as one check.

use std::process::Command;

use super::Tally;
use crate::cargo::{WASM, cargo};
use crate::failure::Result;
use crate::process;
use crate::progress::say;
use crate::tools::rust;

pub fn run() -> Result<Tally> {
    rust::component("rustfmt", "fmt")?;
    rust::component("clippy", "clippy")?;
    rust::wasm_target()?;
    let mut tally = Tally::default();
    tally += check("formatting", cargo(["fmt", "--all", "--check"]));
    let native = cargo(["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]);
    tally += check("clippy", native);
    let wasm = cargo([
        "clippy",
        "--target",
        WASM,
        "--package=whatsapp-plugin",
        "--package=whatsapp-engine-module",
        "--lib",
        "--tests",
        "--",
        "--deny",
        "warnings",
    ]);
    tally += check("clippy for Wasm", wasm);
    Ok(tally)
}

fn check(name: &str, command: Command) -> Tally {
    let verdict = process::run(name, command);
    match &verdict {
        Ok(()) => say(format!("  {name}: passed")),
        Err(failure) => {
            println!("{failure}");
            say(format!("  {name}: failed"));
        }
    }
    Tally::one(verdict.is_ok())
}
