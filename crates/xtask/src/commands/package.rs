//! `cargo xtask package`: the elements as an npm package, a folder and a tarball of it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use serde_json::json;

use super::{Command, unknown};
use crate::bundle::{self, Build};
use crate::failure::{Context, Failure, Result};
use crate::paths;
use crate::process;
use crate::progress::say;

pub const COMMAND: Command = Command {
    name: "package",
    usage: "[--dev-build]",
    about: "makes the elements' npm package: a folder and a tarball",
    run,
};

/// The package's name.
const NAME: &str = "whatsapp-elements";

/// What stands in `dist/` for the standalone page alone.
const PAGE_ONLY: [&str; 4] = ["index.html", "shell.css", "start.js", "icon.svg"];

fn run(arguments: &[String]) -> Result<ExitCode> {
    let build = match arguments {
        [] => Build::Shipped,
        [one] if one == "--dev-build" => Build::Quick,
        [one, ..] => return Err(unknown(&COMMAND, one)),
    };
    bundle::page(build)?;
    let folder = assemble(&paths::dist())?;
    let tarball = pack(&folder)?;
    say(format!("The package: {} and {}", folder.display(), tarball.display()));
    Ok(ExitCode::SUCCESS)
}

/// Puts the package together beside earlier ones and gives back its folder.
pub fn assemble(dist: &Path) -> Result<PathBuf> {
    let folder = paths::target().join("package").join(NAME);
    bundle::remove_dir(&folder)?;
    paths::create_dir(&folder)?;
    bundle::copy_dir(dist, &folder)?;
    for name in PAGE_ONLY {
        std::fs::remove_file(folder.join(name))
            .context(format_args!("{name} is not in {}", dist.display()))?;
    }
    let root = paths::root();
    for (from, to) in
        [("LICENSE-MIT", "LICENSE"), ("docs/embedding.md", "README.md"), ("CHANGELOG.md", "CHANGELOG.md")]
    {
        std::fs::copy(root.join(from), folder.join(to)).context(format_args!("cannot copy {from}"))?;
    }
    paths::write(&folder.join("package.json"), manifest(version()?))?;
    Ok(folder)
}

/// The workspace's version.
fn version() -> Result<String> {
    let manifest = paths::read_text(&paths::root().join("Cargo.toml"))?;
    let (_, rest) = manifest.split_once("[workspace.package]\nversion = \"").ok_or_else(no_version)?;
    rest.split_once('"').map(|(version, _)| version.to_owned()).ok_or_else(no_version)
}

fn no_version() -> Failure {
    Failure::new("Cargo.toml does not begin [workspace.package] with a version")
}

fn manifest(version: String) -> String {
    let manifest = json!({
        "name": NAME,
        "version": version,
        "description": "WhatsApp integration form, journey-node editor and activity list as custom elements",
        "license": "MIT",
        "type": "module",
        "main": "./embed.js",
        "types": "./embed.d.ts",
        "exports": {
            ".": {"types": "./embed.d.ts", "default": "./embed.js"},
            "./elements.js": {"types": "./embed.d.ts", "default": "./elements.js"},
            "./types.js": {"types": "./types.d.ts"},
            "./*": "./*",
        },
        // The one file that does something when it is imported: it defines the elements.
        "sideEffects": ["./embed.js"],
        "customElements": "./custom-elements.json",
        "files": ["*"],
    });
    format!("{manifest:#}\n")
}

/// The same bytes for the same folder, whoever packs it and when.
fn pack(folder: &Path) -> Result<PathBuf> {
    let base = folder.parent().unwrap_or(folder);
    let tarball = base.join(format!("{NAME}-{}.tgz", version()?));
    let mut tar = std::process::Command::new("tar");
    tar.current_dir(base)
        .args([
            "--create",
            "--gzip",
            "--sort=name",
            "--mtime=@0",
            "--owner=0",
            "--group=0",
            "--numeric-owner",
        ])
        .arg(format!("--transform=s,^{NAME},package,"))
        .arg("--file")
        .arg(&tarball)
        .arg(NAME);
    process::run("tar", tar)?;
    Ok(tarball)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_elements_say_the_version_of_the_package() {
        let script = paths::read_text(&paths::root().join("www/elements.js")).unwrap();
        let wanted = format!("export const VERSION = \"{}\";", version().unwrap());
        assert!(script.contains(&wanted), "www/elements.js does not say `{wanted}`");
        assert!(manifest("1.2.3".into()).contains("\"version\": \"1.2.3\""));
    }

    /// Scripts of the package import nothing that stays behind.
    #[test]
    fn the_elements_need_no_file_of_the_page() {
        let www = paths::root().join("www");
        for entry in www.read_dir().unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if PAGE_ONLY.contains(&name.as_str()) || path.extension().is_none_or(|ending| ending != "js") {
                continue;
            }
            let script = paths::read_text(&path).unwrap();
            for file in PAGE_ONLY {
                assert!(!script.contains(&format!("\"./{file}\"")), "{name} needs {file}");
            }
        }
    }
}
