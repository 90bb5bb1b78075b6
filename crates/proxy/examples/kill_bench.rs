//! Kills the proxy (SIGKILL) at random moments while webhooks pour in and events go to a console, and counts what was acknowledged,
//! what is there and what the console got, as sets. Fails when anything is lost, doubled or out of order.
//!
//! `cargo run --release -p whatsapp-proxy --example kill_bench [-- ROUNDS]`

#[path = "../tests/it/kill/harness.rs"]
mod harness;

use std::{
    ffi::OsString,
    process::{Command, ExitCode},
    time::{SystemTime, UNIX_EPOCH},
};

const ROUNDS: u32 = 100;

fn main() -> ExitCode {
    let first = std::env::args().nth(1);
    // The proxy under test is this very program, started once more.
    if first.as_deref() == Some("serve") {
        return whatsapp_proxy::command::main(["whatsapp-proxy", "serve"].map(OsString::from));
    }
    let rounds = first.and_then(|text| text.parse().ok()).unwrap_or(ROUNDS);
    let seed = SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |time| time.subsec_nanos().into());
    println!("killing the proxy {rounds} times, seed {seed}");
    let run = || {
        let program = std::env::current_exe()?;
        let command = |folder: &std::path::Path| {
            let mut command = Command::new(&program);
            command.arg("serve").env("WHATSAPP_PROXY_DATA_DIR", folder);
            command
        };
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        runtime.block_on(harness::run(&command, rounds, seed))
    };
    match run() {
        Ok(tally) => {
            println!("{tally}");
            if tally.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("kill_bench: {error}");
            ExitCode::FAILURE
        }
    }
}
