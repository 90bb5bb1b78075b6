//! wasm-bindgen's command line, which Trunk looks for in `PATH`.

use std::process::ExitCode;

fn main() -> ExitCode {
    match wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(std::env::args_os()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("wasm-bindgen: {reason:#}");
            ExitCode::FAILURE
        }
    }
}
