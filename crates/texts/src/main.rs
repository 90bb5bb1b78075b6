//! `whatsapp-texts SRC OUT`: what the page downloads, for Trunk's build; `cargo xtask` calls the library.

use std::{path::Path, process::ExitCode};

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let [src, out] = &arguments[..] else {
        eprintln!("usage: whatsapp-texts SRC OUT");
        return ExitCode::FAILURE;
    };
    match whatsapp_texts::write(Path::new(src), Path::new(out)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
