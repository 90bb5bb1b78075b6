//! Programs and scripts from npm packages.

use std::path::PathBuf;
use std::process::Command;

use crate::failure::{Context, Failure, Result};
use crate::paths;
use crate::process;
use crate::progress::say;
use crate::tools::{
    apt,
    versions::{AXE, AXE_SHA256, BINARYEN},
};

/// wasm-opt's path in the cache; fetches it first if it isn't there.
pub fn wasm_opt() -> Result<PathBuf> {
    package("binaryen", BINARYEN, "node_modules/.bin/wasm-opt", |_| Ok(()))
}

/// axe-core's script in the cache; fetches it first if it isn't there. What is not the pinned script is refused.
pub fn axe() -> Result<PathBuf> {
    package("axe-core", AXE, "node_modules/axe-core/axe.min.js", |script| {
        let mut sum = Command::new("sha256sum");
        sum.arg(script);
        let found = process::output(sum)?;
        if found.starts_with(AXE_SHA256) {
            return Ok(());
        }
        Err(Failure::new(format!("axe-core {AXE} is not what it was: {found}")))
    })
}

/// A file of a package, fetched into the cache once.
fn package(
    name: &str,
    version: &str,
    file: &str,
    check: impl FnOnce(&std::path::Path) -> Result,
) -> Result<PathBuf> {
    let folder = paths::tool(&format!("{name}-{version}"))?;
    let wanted = folder.join(file);
    if wanted.exists() {
        return Ok(wanted);
    }
    if paths::which("npm").is_none() {
        apt::install(&["nodejs", "npm"])?;
    }
    say(format!("Fetching {name} {version} (once for this user)"));
    let half = folder.with_extension(format!("{}.part", std::process::id()));
    paths::create_dir(&half)?;
    let mut install = Command::new("npm");
    install
        .current_dir(&half)
        .args([
            "install",
            "--no-audit",
            "--no-fund",
            "--no-package-lock",
            "--ignore-scripts",
            "--prefix",
            ".",
        ])
        .arg(format!("{name}@{version}"));
    process::run(&format!("npm install {name}"), install)?;
    check(&half.join(file))?;
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::rename(&half, &folder).context(format_args!("cannot rename {}", half.display()))?;
    Ok(wanted)
}
