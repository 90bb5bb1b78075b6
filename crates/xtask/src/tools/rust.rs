//! What rustup must bring.

use std::process::Command;

use crate::cargo::WASM;
use crate::failure::{Failure, Result};
use crate::paths;
use crate::process;
use crate::progress::say;

/// The Wasm target of the toolchain in use.
pub fn wasm_target() -> Result {
    let mut sysroot = Command::new("rustc");
    sysroot.current_dir(paths::root()).args(["--print", "sysroot"]);
    let sysroot = process::output(sysroot)?;
    if std::path::Path::new(sysroot.trim()).join("lib/rustlib").join(WASM).join("lib").is_dir() {
        return Ok(());
    }
    say(format!("Installing the Rust target {WASM} (once)"));
    rustup("target", WASM)
}

/// A component such as `clippy` or `rustfmt`, by the program that it brings.
pub fn component(name: &str, cargo_command: &str) -> Result {
    let mut probe = Command::new("cargo");
    probe.current_dir(paths::root()).args([cargo_command, "--version"]);
    if process::output(probe).is_ok() {
        return Ok(());
    }
    say(format!("Installing the Rust component {name} (once)"));
    rustup("component", name)
}

fn rustup(what: &str, name: &str) -> Result {
    if paths::which("rustup").is_none() {
        return Err(Failure::new(format!(
            "the Rust {what} {name} is needed and there is no rustup here to add it. Install rustup from \
             https://rustup.rs, or add the {what} with what your Rust came from, then try again"
        )));
    }
    let mut command = Command::new("rustup");
    command.current_dir(paths::root()).args([what, "add", name]);
    process::run(&format!("rustup {what} add {name}"), command)
}
