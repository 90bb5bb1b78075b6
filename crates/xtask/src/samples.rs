//! The sample hosts: type-checked and built from the package, as a console's own build would do it.

use std::path::PathBuf;
use std::process::Command;

use crate::bundle;
use crate::commands::package;
use crate::failure::Result;
use crate::paths;
use crate::process;
use crate::progress::say;
use crate::tools::apt;

/// Builds them from the page in `dist/` and gives back the folder of their pages. Their packages are fetched once for
/// each change of `samples/package.json`.
pub fn build() -> Result<PathBuf> {
    let package = package::assemble(&paths::dist())?;
    let folder = paths::target().join("samples");
    let sources = paths::root().join("samples");
    paths::create_dir(&folder)?;
    let wanted = paths::read_text(&sources.join("package.json"))?;
    let fetched = std::fs::read_to_string(folder.join("fetched.json")).is_ok_and(|known| known == wanted);
    bundle::copy_dir(&sources, &folder)?;
    if !fetched {
        if paths::which("npm").is_none() {
            apt::install(&["nodejs", "npm"])?;
        }
        say("Fetching the packages of the sample hosts (React, Vue, Vite, TypeScript; once)");
        let mut install = Command::new("npm");
        install.current_dir(&folder).args([
            "install",
            "--no-audit",
            "--no-fund",
            "--no-package-lock",
            "--ignore-scripts",
        ]);
        process::run("npm install", install)?;
    }
    // The package itself as it stands now, where its users have it.
    let installed = folder.join("node_modules/whatsapp-elements");
    bundle::remove_dir(&installed)?;
    paths::create_dir(&installed)?;
    bundle::copy_dir(&package, &installed)?;
    paths::write(&folder.join("fetched.json"), wanted)?;
    let bin = folder.join("node_modules/.bin");
    let mut check = Command::new(bin.join("tsc"));
    check.current_dir(&folder).arg("--noEmit");
    process::run("the samples’ types", check)?;
    let mut vite = Command::new(bin.join("vite"));
    vite.current_dir(&folder).args(["build", "--logLevel", "warn"]);
    process::run("the samples’ pages", vite)?;
    Ok(folder.join("dist"))
}
