//! Where things stand: the repository, cargo's target folder, and the per-user cache of tools.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::failure::{Context, Failure, Result};

/// The repository's root folder.
pub fn root() -> &'static Path {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    ROOT.get_or_init(|| {
        // This crate stands at crates/xtask. `cargo run` says of which clone, should two share a target folder.
        let here =
            std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        Path::new(&here).ancestors().nth(2).unwrap_or(Path::new(".")).to_owned()
    })
}

/// Cargo's target folder: `CARGO_TARGET_DIR` if set, else `target` in the repository.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(path) if !path.is_empty() => root().join(path),
        _ => root().join("target"),
    }
}

/// The assembled page, served by the proxy.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// `<cache>/whatsapp-plugin/tools/<tool>-<version>`, shared by all clones of this user.
pub fn tool(name_and_version: &str) -> Result<PathBuf> {
    Ok(cache()?.join("tools").join(name_and_version))
}

fn cache() -> Result<PathBuf> {
    let base = match std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from) {
        Some(path) if path.is_absolute() => path,
        _ => std::env::var_os("HOME")
            .filter(|home| !home.is_empty())
            .map(|home| PathBuf::from(home).join(".cache"))
            .ok_or_else(|| {
                Failure::new("neither XDG_CACHE_HOME nor HOME is set: set one, tools are kept there")
            })?,
    };
    Ok(base.join("whatsapp-plugin"))
}

/// Finds a program in `PATH`.
pub fn which(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|candidate| candidate.is_file())
}

/// `PATH` with these folders in front.
pub fn path_with(folders: &[PathBuf]) -> Result<std::ffi::OsString> {
    let old = std::env::var_os("PATH").unwrap_or_default();
    let all = folders.iter().cloned().chain(std::env::split_paths(&old));
    std::env::join_paths(all).context("cannot extend PATH")
}

/// Puts a file into the cache so that another process never sees half of it.
pub fn install(from: &Path, to: &Path) -> Result {
    if let Some(parent) = to.parent() {
        create_dir(parent)?;
    }
    let half = to.with_extension(format!("{}.part", std::process::id()));
    std::fs::copy(from, &half).context(format_args!(
        "cannot copy {} to {}",
        from.display(),
        half.display()
    ))?;
    std::fs::rename(&half, to).context(format_args!("cannot rename {} to {}", half.display(), to.display()))
}

pub fn create_dir(path: &Path) -> Result {
    std::fs::create_dir_all(path).context(format_args!("cannot create the folder {}", path.display()))
}

pub fn read(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).context(format_args!("cannot read {}", path.display()))
}

pub fn read_text(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).context(format_args!("cannot read {}", path.display()))
}

pub fn write(path: &Path, bytes: impl AsRef<[u8]>) -> Result {
    std::fs::write(path, bytes).context(format_args!("cannot write {}", path.display()))
}
