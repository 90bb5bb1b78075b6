//! Trunk, which only `dev` needs.

use std::path::PathBuf;

use crate::cargo::cargo;
use crate::failure::{Context, Result};
use crate::paths;
use crate::process;
use crate::progress::say;
use crate::tools::versions::TRUNK;

/// Trunk's path in the cache; builds it first if it isn't there (some minutes).
pub fn trunk() -> Result<PathBuf> {
    let folder = paths::tool(&format!("trunk-{TRUNK}"))?;
    let program = folder.join("bin/trunk");
    if program.is_file() {
        return Ok(program);
    }
    say(format!("Building Trunk {TRUNK} (once for this user, about seven minutes on two cores)"));
    // Installed beside and renamed, so that a broken-off build leaves nothing that looks finished.
    let half = folder.with_extension(format!("{}.part", std::process::id()));
    let root = half.to_string_lossy().into_owned();
    let install = cargo(["install", "trunk", "--version", TRUNK, "--locked", "--root", &root]);
    process::run("building Trunk", install)?;
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::rename(&half, &folder).context(format_args!("cannot rename {}", half.display()))?;
    Ok(program)
}
