//! The programs of `crates/bundler`, built once per version of wasm-bindgen and of their own source, for all clones.

use std::path::{Path, PathBuf};

use crate::cargo::cargo;
use crate::failure::{Failure, Result};
use crate::hash::fingerprint;
use crate::paths;
use crate::process;
use crate::progress::say;

/// One program, cargo's name for it if that is another, the feature that it needs, and whether it is worth optimising:
/// wasm-bindgen runs for a second, and built without optimisation is ready three times sooner; brotli at its highest
/// setting is not like that.
pub struct Program {
    name: &'static str,
    binary: Option<&'static str>,
    feature: &'static str,
    release: bool,
}

/// wasm-bindgen as a library: all that `serve` needs.
pub const BINDGEN: Program =
    Program { name: "whatsapp-bindgen", binary: None, feature: "bindgen", release: false };
/// wasm-bindgen's command line, for Trunk.
pub const WASM_BINDGEN: Program =
    Program { name: "wasm-bindgen", binary: Some("whatsapp-wasm-bindgen"), feature: "cli", release: false };
/// Runs browser tests for cargo.
pub const TEST_RUNNER: Program =
    Program { name: "wasm-bindgen-test-runner", binary: None, feature: "cli", release: false };
/// Sizes after gzip and brotli.
pub const MEASURE: Program =
    Program { name: "whatsapp-measure", binary: None, feature: "measure", release: true };

/// The program's path in the cache; builds it first if it isn't there.
pub fn program(program: &Program) -> Result<PathBuf> {
    let lock = paths::read_text(&paths::root().join("Cargo.lock"))?;
    let version = wasm_bindgen_version(&lock)?;
    let source = source_fingerprint(&paths::root().join("crates/bundler"))?;
    let Program { name, binary, feature, release } = program;
    let binary = binary.unwrap_or(name);
    let cached = paths::tool(&format!("{name}-{version}-{source}"))?.join(name);
    if cached.is_file() {
        return Ok(cached);
    }
    say(format!("Building {name} {version} (once for this user)"));
    let (profile, folder) = if *release { ("release", "release") } else { ("dev", "debug") };
    let build = cargo([
        "build",
        "--package=whatsapp-bundler",
        "--features",
        feature,
        "--bin",
        binary,
        "--profile",
        profile,
    ]);
    process::run(&format!("building {name}"), build)?;
    paths::install(&paths::target().join(folder).join(binary), &cached)?;
    Ok(cached)
}

/// The version of wasm-bindgen in `Cargo.lock`.
fn wasm_bindgen_version(lock: &str) -> Result<&str> {
    lock.split_once("name = \"wasm-bindgen\"\nversion = \"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(version, _)| version)
        .ok_or_else(|| Failure::new("Cargo.lock does not name a version of wasm-bindgen"))
}

fn source_fingerprint(folder: &Path) -> Result<String> {
    let mut files = vec![folder.join("Cargo.toml")];
    gather(&folder.join("src"), &mut files);
    files.sort();
    let contents = files.iter().map(|file| paths::read(file)).collect::<Result<Vec<_>>>()?;
    Ok(fingerprint(contents.iter().map(Vec::as_slice))[..8].to_owned())
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in folder.read_dir().into_iter().flatten().flatten() {
        if entry.path().is_dir() {
            gather(&entry.path(), files);
        } else {
            files.push(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_comes_from_the_lock_file() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"9.9.9\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.1\"\nsource = \"x\"\n";
        assert_eq!(wasm_bindgen_version(lock).unwrap(), "0.2.1");
        assert!(wasm_bindgen_version("").is_err());
    }

    #[test]
    fn the_lock_file_of_this_workspace_is_understood() {
        let lock = paths::read_text(&paths::root().join("Cargo.lock")).unwrap();
        let manifest = paths::read_text(&paths::root().join("Cargo.toml")).unwrap();
        let version = wasm_bindgen_version(&lock).unwrap();
        assert!(manifest.contains(&format!("wasm-bindgen-cli-support = \"={version}\"")), "{version}");
    }
}
