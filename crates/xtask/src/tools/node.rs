//! Programs from npm packages.

use std::path::PathBuf;
use std::process::Command;

use crate::failure::{Context, Result};
use crate::paths;
use crate::process;
use crate::progress::say;
use crate::tools::{apt, versions::BINARYEN};

/// wasm-opt's path in the cache; fetches it first if it isn't there.
pub fn wasm_opt() -> Result<PathBuf> {
    let folder = paths::tool(&format!("binaryen-{BINARYEN}"))?;
    let program = folder.join("node_modules/.bin/wasm-opt");
    if program.exists() {
        return Ok(program);
    }
    if paths::which("npm").is_none() {
        apt::install(&["nodejs", "npm"])?;
    }
    say(format!("Fetching wasm-opt (binaryen {BINARYEN}, once for this user)"));
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
        .arg(format!("binaryen@{BINARYEN}"));
    process::run("npm install binaryen", install)?;
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::rename(&half, &folder).context(format_args!("cannot rename {}", half.display()))?;
    Ok(program)
}
