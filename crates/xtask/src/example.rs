//! Programs that are built and started for somebody who looks at what they print: benchmarks, pictures.

use std::process::{Command, ExitCode};

use crate::cargo::cargo;
use crate::failure::{Context, Result};
use crate::paths;
use crate::process;
use crate::progress::say;

/// Builds an example of a package, optimised, and gives back how to start it.
pub fn build(package: &str, name: &str) -> Result<Command> {
    say(format!("Building {name}"));
    let build = cargo(["build", "--release", "--package", package, "--example", name]);
    process::run(&format!("building {name}"), build)?;
    Ok(Command::new(paths::target().join("release/examples").join(name)))
}

/// Starts it and waits; its output is the caller's.
pub fn run(mut command: Command) -> Result<ExitCode> {
    let status = command.status().context("cannot start it")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
