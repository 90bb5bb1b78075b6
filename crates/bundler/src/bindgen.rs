//! `whatsapp-bindgen MODULE.wasm OUT_DIR NAME [--debug]`: writes `NAME.js`, `NAME.d.ts` and `NAME_bg.wasm` for a page
//! that loads them by `import` (wasm-bindgen's target `web`).

use std::error::Error;
use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        [module, out_dir, name] => generate(module, out_dir, name, false),
        [module, out_dir, name, "--debug"] => generate(module, out_dir, name, true),
        _ => Err("usage: whatsapp-bindgen MODULE.wasm OUT_DIR NAME [--debug]".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("whatsapp-bindgen: {reason:#}");
            ExitCode::FAILURE
        }
    }
}

fn generate(module: &str, out_dir: &str, name: &str, debug: bool) -> Result<(), Box<dyn Error>> {
    Bindgen::new()
        .input_path(module)
        .out_name(name)
        .web(true)?
        .typescript(true)
        // `init()` without an argument finds its module beside the script.
        .omit_default_module_path(false)
        .keep_debug(debug)
        // Names of functions are a large part of a module and help only someone with a debugger.
        .demangle(debug)
        .remove_name_section(!debug)
        .remove_producers_section(!debug)
        .generate(out_dir)?;
    Ok(())
}
