//! The pages of the form benchmark in one folder, as one server has them: ours, our element on a plain page, and the same form made
//! with React, type-checked and built.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::bundle;
use crate::failure::Result;
use crate::paths;
use crate::process;
use crate::progress::say;
use crate::tools::apt;

/// Where the benchmark's own files are.
const SOURCES: &str = "crates/e2e/examples/form_bench";

/// Puts them together from the page in `dist/`, each file beside its compressed form, and gives back the folder.
pub fn build() -> Result<PathBuf> {
    let sources = paths::root().join(SOURCES);
    if paths::which("npm").is_none() {
        apt::install(&["nodejs", "npm"])?;
    }
    let react = react(&sources.join("react"))?;
    let folder = paths::target().join("page/form-bench");
    bundle::remove_dir(&folder)?;
    for (from, to) in [(paths::dist(), ""), (sources.join("embedded"), "embedded"), (react, "react")] {
        let to = folder.join(to);
        paths::create_dir(&to)?;
        bundle::copy_dir(&from, &to)?;
    }
    say("Compressing the pages");
    let mut compress = Command::new("node");
    compress.arg(sources.join("compress.mjs")).arg(&folder);
    process::run("compressing the pages", compress)?;
    Ok(folder)
}

/// Builds the page in React and gives back its folder. Its packages are those of the lock file, fetched once for each change of it.
fn react(sources: &Path) -> Result<PathBuf> {
    let folder = paths::target().join("form-bench-react");
    let wanted = paths::read_text(&sources.join("package-lock.json"))?;
    let stamp = folder.join("fetched.json");
    let fetched = std::fs::read_to_string(&stamp).is_ok_and(|known| known == wanted);
    bundle::remove_dir(&folder.join("src"))?;
    paths::create_dir(&folder)?;
    bundle::copy_dir(sources, &folder)?;
    if !fetched {
        say("Fetching the packages of the page in React (once)");
        let mut install = Command::new("npm");
        install.current_dir(&folder).args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]);
        process::run("npm ci", install)?;
        paths::write(&stamp, wanted)?;
    }
    say("Building the page in React");
    let bin = folder.join("node_modules/.bin");
    let mut check = Command::new(bin.join("tsc"));
    check.current_dir(&folder).arg("--noEmit");
    process::run("the types of the page in React", check)?;
    let mut vite = Command::new(bin.join("vite"));
    vite.current_dir(&folder).args(["build", "--logLevel", "warn"]);
    process::run("the page in React", vite)?;
    Ok(folder.join("dist"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whoever builds it anywhere gets the same packages, and from wherever his npm is set up to take them.
    #[test]
    fn the_page_in_react_is_pinned_and_names_no_registry() {
        let folder = paths::root().join(SOURCES).join("react");
        let read = |name: &str| -> serde_json::Value {
            serde_json::from_str(&paths::read_text(&folder.join(name)).unwrap()).unwrap()
        };
        let (manifest, lock) = (read("package.json"), read("package-lock.json"));
        for kind in ["dependencies", "devDependencies"] {
            assert_eq!(lock["packages"][""][kind], manifest[kind], "npm install writes the lock file anew");
        }
        for (name, package) in lock["packages"].as_object().unwrap() {
            assert!(
                package.get("resolved").is_none(),
                "{name}: npm install --omit-lockfile-registry-resolved"
            );
            assert!(name.is_empty() || package["integrity"].is_string(), "{name} is not pinned");
        }
    }
}
