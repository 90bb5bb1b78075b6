//! A Python with the packages that a conformance script names.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::{Context, Failure, Result};
use crate::hash::fingerprint;
use crate::paths;
use crate::process;
use crate::progress::say;
use crate::tools::apt;

/// The interpreter of a virtual environment that holds these packages (`name==version`), made first if it isn't in the
/// cache; the system's own when none is needed.
pub fn python(packages: &[String]) -> Result<PathBuf> {
    if packages.is_empty() {
        if let Some(system) = paths::which("python3") {
            return Ok(system);
        }
        apt::install(&["python3"])?;
        return Ok("python3".into());
    }
    let unpinned: Vec<&str> =
        packages.iter().map(String::as_str).filter(|package| !package.contains("==")).collect();
    if !unpinned.is_empty() {
        return Err(Failure::new(format!(
            "{} has no version: write it as name==version, so that everybody compares with the same thing",
            unpinned.join(", ")
        )));
    }
    let mut sorted = packages.to_vec();
    sorted.sort();
    let key = &fingerprint(sorted.iter().map(String::as_bytes))[..8];
    let folder = paths::tool(&format!("python-{key}"))?;
    let ready = folder.join("ready");
    let program = folder.join("bin/python");
    if ready.is_file() {
        return Ok(program);
    }
    say(format!("Making a Python environment with {} (once for this user)", sorted.join(" ")));
    // A virtual environment can't be moved: a mark says that it is complete.
    let _ = std::fs::remove_dir_all(&folder);
    venv(&folder)?;
    let mut pip = Command::new(&program);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(&sorted);
    process::run("pip install", pip)?;
    std::fs::write(&ready, sorted.join("\n")).context(format_args!("cannot write {}", ready.display()))?;
    Ok(program)
}

fn venv(folder: &Path) -> Result {
    let make = || {
        let mut command = Command::new("python3");
        command.args(["-m", "venv"]).arg(folder);
        process::run("python3 -m venv", command)
    };
    // Debian ships Python without its venv module.
    if paths::which("python3").is_none() || make().is_err() {
        apt::install(&["python3", "python3-venv"])?;
        let _ = std::fs::remove_dir_all(folder);
        make()?;
    }
    Ok(())
}
