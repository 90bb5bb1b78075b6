//! The page: two Wasm modules, their JavaScript, the files of `www/` and the texts of each language, put together in
//! `dist/`.
//!
//! File names are the same here and in Trunk's build: those of the packages, without hashes.

use std::path::{Path, PathBuf};

use crate::cargo::{WASM, cargo};
use crate::failure::{Context, Failure, Result};
use crate::hash::fingerprint;
use crate::paths;
use crate::process;
use crate::progress::say;
use crate::tools::{bundler, rust};

/// One Wasm module: its package (which names its files in `dist/`), cargo's name for its library, and whether what is shipped
/// of it is cut into a first part and late ones.
pub struct Module {
    pub package: &'static str,
    library: &'static str,
    cut: bool,
}

/// The page's own module, loaded first.
pub const APP: Module = Module { package: "whatsapp-plugin", library: "whatsapp_plugin", cut: true };
/// Phone numbers, Jinja and CSV, loaded when first needed.
pub const ENGINE: Module =
    Module { package: "whatsapp-engine-module", library: "whatsapp_engine_module", cut: false };
const MODULES: [Module; 2] = [APP, ENGINE];

impl Module {
    fn is_cut(&self, build: Build) -> bool {
        self.cut && build == Build::Shipped
    }
}

/// How the modules are built.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Build {
    /// Small: what users get.
    Shipped,
    /// Quick to build, with names for a debugger.
    Quick,
}

impl Build {
    /// Cargo's profile and the folder it writes to.
    fn profile(self) -> (&'static str, &'static str) {
        match self {
            Self::Shipped => ("wasm", "wasm"),
            Self::Quick => ("dev", "debug"),
        }
    }
}

/// Compiles both modules.
pub fn compile(build: Build) -> Result {
    rust::wasm_target()?;
    let (profile, _) = build.profile();
    for module in &MODULES {
        let mut command =
            cargo(["rustc", "--lib", "--crate-type", "cdylib", "--target", WASM, "--profile", profile]);
        command.args(["--package", module.package]);
        if module.is_cut(build) {
            // The linker tells which function and which data reaches which.
            command.args(["--features", "split", "--", "-C", "link-arg=--emit-relocs"]);
        }
        process::run("building the page", command)?;
    }
    Ok(())
}

/// Runs wasm-bindgen on the compiled modules and puts the page together in `dist/`.
pub fn assemble(build: Build, bindgen: &Path) -> Result {
    let out = paths::target().join("page").join(build.profile().1);
    for module in &MODULES {
        bind(build, module, bindgen, &out.join(module.package))?;
    }
    let dist = paths::dist();
    let half = dist.with_extension("part");
    remove_dir(&half)?;
    paths::create_dir(&half)?;
    copy_dir(&paths::root().join("www"), &half)?;
    let glue = half.join("glue");
    paths::create_dir(&glue)?;
    copy_dir(&paths::root().join("glue"), &glue)?;
    // After what stands in for some of it.
    for module in &MODULES {
        copy_dir(&out.join(module.package), &half)?;
    }
    whatsapp_texts::write(&paths::root().join("src"), &half.join("texts")).map_err(Failure::new)?;
    let page = paths::read_text(&paths::root().join("index.html"))?;
    paths::write(&half.join("index.html"), without_trunk(&page))?;
    remove_dir(&dist)?;
    std::fs::rename(&half, &dist).context(format_args!("cannot rename {}", half.display()))
}

/// Compiles and assembles, one after the other.
pub fn page(build: Build) -> Result {
    say("Building the page (Wasm)");
    compile(build)?;
    assemble(build, &bundler::program(&bundler::BINDGEN)?)
}

fn bind(build: Build, module: &Module, bindgen: &Path, out: &Path) -> Result {
    let wasm = paths::target().join(WASM).join(build.profile().1).join(format!("{}.wasm", module.library));
    if !wasm.is_file() {
        return Err(Failure::new(format!(
            "{} was not built: does the package {} still have crate-type cdylib?",
            wasm.display(),
            module.package
        )));
    }
    let key = fingerprint([&paths::read(&wasm)?[..], bindgen.to_string_lossy().as_bytes()]);
    let stamp = out.with_extension("stamp");
    if out.is_dir() && std::fs::read_to_string(&stamp).is_ok_and(|old| old == key) {
        return Ok(());
    }
    remove_dir(out)?;
    paths::create_dir(out)?;
    let mut command = std::process::Command::new(bindgen);
    command.arg(&wasm).arg(out).arg(module.package);
    if build == Build::Quick {
        command.arg("--debug");
    }
    if module.is_cut(build) {
        command.arg("--cut");
    }
    process::run(&format!("wasm-bindgen on {}", module.package), command)?;
    paths::write(&stamp, key)
}

/// The page without the lines meant for Trunk: the files that they name are in place already.
fn without_trunk(page: &str) -> String {
    page.lines().filter(|line| !line.contains("<link data-trunk")).map(|line| format!("{line}\n")).collect()
}

pub fn remove_dir(path: &Path) -> Result {
    match std::fs::remove_dir_all(path) {
        Err(reason) if reason.kind() != std::io::ErrorKind::NotFound => {
            Err(Failure::new(format!("cannot remove {}: {reason}", path.display())))
        }
        _ => Ok(()),
    }
}

/// Copies what is in `from` into `to`, folders included, hidden files left out.
pub fn copy_dir(from: &Path, to: &Path) -> Result {
    let entries = from.read_dir().context(format_args!("cannot list {}", from.display()))?;
    for entry in entries {
        let source: PathBuf = entry.context(format_args!("cannot list {}", from.display()))?.path();
        let Some(name) = source.file_name() else { continue };
        if name.to_string_lossy().starts_with('.') {
            continue;
        }
        let target = to.join(name);
        if source.is_dir() {
            paths::create_dir(&target)?;
            copy_dir(&source, &target)?;
        } else {
            std::fs::copy(&source, &target).context(format_args!("cannot copy {}", source.display()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_lines_for_trunk_go() {
        let page = "<head>\n  <link data-trunk rel=\"rust\" href=\"Cargo.toml\" />\n  <link rel=\"stylesheet\" href=\"a.css\" />\n</head>\n";
        assert_eq!(without_trunk(page), "<head>\n  <link rel=\"stylesheet\" href=\"a.css\" />\n</head>\n");
    }

    #[test]
    fn every_trunk_link_of_the_page_stands_on_one_line_of_its_own() {
        let page = paths::read_text(&paths::root().join("index.html")).unwrap();
        assert!(page.contains("data-trunk"));
        assert!(
            !without_trunk(&page).contains("data-trunk"),
            "a data-trunk link is spread over several lines"
        );
        for line in page.lines().filter(|line| line.contains("<link data-trunk")) {
            let line = line.trim();
            assert!(line.starts_with("<link data-trunk") && line.ends_with("/>"), "{line}");
        }
    }
}
