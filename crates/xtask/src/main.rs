//! `cargo xtask …`: one place for set-up, run, test and measure. Missing tools are installed into a per-user cache.

mod bundle;
mod cargo;
mod commands;
mod conformance;
mod embedding;
mod example;
mod failure;
mod form_pages;
mod hash;
mod paths;
mod process;
mod product;
mod progress;
mod proxy;
mod samples;
mod suites;
mod tools;

use std::process::ExitCode;

fn main() -> ExitCode {
    progress::start_clock();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (name, rest) = match arguments.split_first() {
        Some((name, rest)) => (name.as_str(), rest),
        None => ("help", &[][..]),
    };
    let name = if matches!(name, "--help" | "-h") { "help" } else { name };
    let Some(command) = commands::all().into_iter().find(|command| command.name == name) else {
        eprintln!("There is no command `{name}`.\n");
        commands::print_help();
        return ExitCode::from(2);
    };
    match (command.run)(rest) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("\ncargo xtask {name}: {failure}");
            ExitCode::FAILURE
        }
    }
}
