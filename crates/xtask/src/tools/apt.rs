//! Debian packages, for the few things that are not worth building.

use std::io::IsTerminal;
use std::process::Command;

use crate::failure::{Failure, Result};
use crate::paths::which;
use crate::process;
use crate::progress::say;

/// Installs packages with `apt-get`, through `sudo` unless we are root.
pub fn install(packages: &[&str]) -> Result {
    let list = packages.join(" ");
    if which("apt-get").is_none() {
        return Err(Failure::new(format!(
            "{list} is needed and there is no apt-get here. Install it with your system's package manager, then \
             try again"
        )));
    }
    say(format!("Installing {list} with apt-get (once)"));
    process::run("apt-get update", apt(&["update", "-q"])?)?;
    let mut arguments = vec!["install", "-y", "-q"];
    arguments.extend_from_slice(packages);
    process::run(&format!("apt-get install {list}"), apt(&arguments)?)
}

fn apt(arguments: &[&str]) -> Result<Command> {
    let mut command = if process::is_root() {
        Command::new("apt-get")
    } else if which("sudo").is_some() {
        let mut sudo = Command::new("sudo");
        // Without a terminal nobody can type a password: fail at once instead of waiting.
        if !std::io::stdin().is_terminal() {
            sudo.arg("-n");
        }
        sudo.args(["--preserve-env=DEBIAN_FRONTEND", "apt-get"]);
        sudo
    } else {
        return Err(Failure::new(format!(
            "`apt-get {}` needs root and there is no sudo. Run it as root, then try again",
            arguments.join(" ")
        )));
    };
    command.env("DEBIAN_FRONTEND", "noninteractive").args(arguments);
    Ok(command)
}
