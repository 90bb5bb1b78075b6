//! Makes the names of the page's texts from the English files (`src/texts/`, docs/adr/0012-texts.md).

use std::{env, error::Error, fs, path::Path};

use whatsapp_texts::{LANGUAGES, Source, generate, parts};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rerun-if-changed=crates/providers");
    let parts = parts(Path::new("src"))?;
    let english = Source::read(&parts, LANGUAGES[0].tag)?;
    let out = env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?;
    Ok(fs::write(Path::new(&out).join("texts.rs"), generate(&english))?)
}
