//! `cargo xtask dev`: Trunk's server with reload on change, beside the proxy that it forwards the API to.

use std::os::unix::process::CommandExt;
use std::process::{Command as Process, ExitCode};

use super::{Command, unknown};
use crate::failure::{Context, Result};
use crate::paths;
use crate::process;
use crate::progress::say;
use crate::proxy::{self, Settings};
use crate::tools::{bundler, rust, trunk};

pub const COMMAND: Command = Command {
    name: "dev",
    usage: "",
    about: "`trunk serve`, rebuilding on every change, beside the proxy (installs Trunk)",
    run,
};

/// Where `Trunk.toml` forwards the API to.
const PROXY_PORT: u16 = 8787;

fn run(arguments: &[String]) -> Result<ExitCode> {
    if let Some(argument) = arguments.first() {
        return Err(unknown(&COMMAND, argument));
    }
    proxy::check_port(PROXY_PORT)?;
    rust::wasm_target()?;
    let trunk = trunk::trunk()?;
    let wasm_bindgen = bundler::program(&bundler::WASM_BINDGEN)?;
    say("Building the proxy");
    let proxy = proxy::build()?;
    let data = paths::root().join("data");
    paths::create_dir(&data)?;
    // The page comes from Trunk.
    let settings = Settings { port: PROXY_PORT, sandbox: true, page: None, data: &data };
    let running = proxy::start(&proxy, &settings)?;

    say("Starting Trunk");
    let folders: Vec<_> = wasm_bindgen.parent().map(|folder| folder.to_path_buf()).into_iter().collect();
    let mut server = Process::new(&trunk)
        .current_dir(paths::root())
        .env("PATH", paths::path_with(&folders)?)
        .args(["serve", "--offline"])
        .process_group(0)
        .spawn()
        .context("cannot start Trunk")?;
    let ended = process::wait_passing_signals(&mut server);
    running.end()?;
    Ok(if ended?.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
