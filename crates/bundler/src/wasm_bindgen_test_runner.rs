//! wasm-bindgen's test runner, as cargo's `runner` for `wasm32-unknown-unknown` calls it.

use std::process::ExitCode;

fn main() -> ExitCode {
    match wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(std::env::args_os()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("wasm-bindgen-test-runner: {reason:#}");
            ExitCode::FAILURE
        }
    }
}
