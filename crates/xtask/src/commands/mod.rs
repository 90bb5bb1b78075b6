//! The commands. A new one is a file here, its `COMMAND`, and a line in [`all`].

use std::process::ExitCode;

use crate::failure::{Failure, Result};

mod bench;
mod conformance;
mod dev;
pub mod package;
mod pictures;
mod serve;
pub mod size;
mod test;

/// One command of `cargo xtask`.
pub struct Command {
    pub name: &'static str,
    /// What may follow the name.
    pub usage: &'static str,
    /// One line.
    pub about: &'static str,
    pub run: fn(&[String]) -> Result<ExitCode>,
}

/// Every command, in the order of the help text.
pub fn all() -> Vec<Command> {
    vec![
        serve::COMMAND,
        dev::COMMAND,
        test::COMMAND,
        conformance::COMMAND,
        bench::COMMAND,
        package::COMMAND,
        pictures::COMMAND,
        size::COMMAND,
        HELP,
    ]
}

const HELP: Command = Command {
    name: "help",
    usage: "",
    about: "prints this list",
    run: |_| {
        print_help();
        Ok(ExitCode::SUCCESS)
    },
};

pub fn print_help() {
    println!("cargo xtask COMMAND\n");
    for command in all() {
        println!("  {:<54} {}", format!("{} {}", command.name, command.usage), command.about);
    }
    println!(
        "\nMissing tools are installed once per user, under ~/.cache/whatsapp-plugin (or XDG_CACHE_HOME)."
    );
}

/// What to say about an argument that the command does not know.
fn unknown(command: &Command, argument: &str) -> Failure {
    let Command { name, usage, .. } = command;
    Failure::new(format!("`{argument}` is not known here. Usage: cargo xtask {name} {usage}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_every_command_says_what_it_does() {
        let mut names: Vec<_> = all().iter().map(|command| command.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all().len());
        assert!(all().iter().all(|command| !command.about.is_empty() && !command.about.contains('\n')));
    }
}
