//! `cargo xtask pictures`: the node editor's states as pictures, for people to look at.

use std::process::ExitCode;

use super::{Command, unknown};
use crate::bundle::Build;
use crate::example;
use crate::failure::Result;
use crate::suites::e2e;

pub const COMMAND: Command = Command {
    name: "pictures",
    usage: "",
    about: "takes pictures of the editor's states: wide and narrow, light and dark",
    run,
};

fn run(arguments: &[String]) -> Result<ExitCode> {
    if let [argument, ..] = arguments {
        return Err(unknown(&COMMAND, argument));
    }
    let mut pictures = example::build(e2e::PACKAGE, "pictures")?;
    e2e::stage(&mut pictures, Build::Shipped)?;
    example::run(pictures)
}
