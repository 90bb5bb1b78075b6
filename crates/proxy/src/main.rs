//! `whatsapp-proxy`: the proxy and its command line.

use std::process::ExitCode;

fn main() -> ExitCode {
    whatsapp_proxy::command::main(std::env::args_os())
}
