//! `whatsapp-proxy`: the proxy and its command line.

use std::process::ExitCode;

/// Thousands of small pieces live for one webhook and are freed by another thread than the one that made them: the system's
/// allocator costs a quarter of the rate there (`cargo xtask bench webhooks`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    whatsapp_proxy::command::main(std::env::args_os())
}
