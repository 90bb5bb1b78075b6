//! `whatsapp-bindgen MODULE.wasm OUT_DIR NAME [--cut] [--debug]`: writes `NAME.js`, `NAME.d.ts` and `NAME_bg.wasm` for a page
//! that loads them by `import` (wasm-bindgen's target `web`). With `--cut` the module is taken apart first: its late parts and
//! `NAME-late.js`, which fetches them, are written too.

mod cut;

use std::error::Error;
use std::process::ExitCode;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let (flags, paths): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let known = flags.iter().all(|flag| ["--cut", "--debug"].contains(&flag.as_str()));
    let has = |flag: &str| flags.iter().any(|given| given == flag);
    let done = match paths.as_slice() {
        [module, out_dir, name] if known => generate(module, out_dir, name, has("--cut"), has("--debug")),
        _ => Err("usage: whatsapp-bindgen MODULE.wasm OUT_DIR NAME [--cut] [--debug]".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("whatsapp-bindgen: {reason:#}");
            ExitCode::FAILURE
        }
    }
}

fn generate(module: &str, out_dir: &str, name: &str, cut: bool, debug: bool) -> Result<(), Box<dyn Error>> {
    let first = if cut { Some(cut::cut(module, out_dir, name, debug)?) } else { None };
    let mut bindgen = Bindgen::new();
    bindgen
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
        // Late parts share the first one's table of functions and memory by the linker's names.
        .keep_lld_exports(cut);
    match &first {
        Some(first) => bindgen.input_path(first),
        None => bindgen.input_path(module),
    };
    bindgen.generate(out_dir)?;
    if let Some(first) = first {
        std::fs::remove_file(first)?;
    }
    Ok(())
}
