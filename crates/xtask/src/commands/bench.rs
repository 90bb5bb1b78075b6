//! `cargo xtask bench`: figures of the proxy, printed and not judged.

use std::process::ExitCode;

use super::{Command, unknown};
use crate::cargo::cargo;
use crate::failure::{Context, Result};
use crate::paths;
use crate::process;
use crate::progress::say;

pub const COMMAND: Command = Command {
    name: "bench",
    usage: "[COUNT]",
    about: "prints the proxy's own share of a quick test beside a direct call, and its memory",
    run,
};

const EXAMPLE: &str = "quick_test_bench";

fn run(arguments: &[String]) -> Result<ExitCode> {
    let count = match arguments {
        [] => None,
        [count] if count.parse::<usize>().is_ok_and(|count| count > 0) => Some(count),
        [argument, ..] => return Err(unknown(&COMMAND, argument)),
    };
    say("Building the proxy's benchmark");
    let build = cargo(["build", "--release", "--package=whatsapp-proxy", "--example", EXAMPLE]);
    process::run("building the benchmark", build)?;
    let mut bench = std::process::Command::new(paths::target().join("release/examples").join(EXAMPLE));
    bench.args(count);
    let status = bench.status().context("cannot start the benchmark")?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
