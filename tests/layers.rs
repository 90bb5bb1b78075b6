//! The direction of knowledge is a test: `domain` ← `engine` ← `providers` ← (`proxy`, plugin). See ARCHITECTURE.md.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used)] // a panic is how a test fails

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    process::Command,
};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Names of all crates that `package` is built from, tests and build scripts apart.
fn tree(package: &str, target: &str) -> BTreeSet<String> {
    let arguments = [
        "tree",
        "--offline",
        "--package",
        package,
        "--edges",
        "normal",
        "--prefix",
        "none",
        "--target",
        target,
    ];
    let output = Command::new(env!("CARGO")).args(arguments).current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).unwrap();
    let names: BTreeSet<String> =
        text.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect();
    assert!(names.contains(package), "cargo tree did not even name {package}");
    names
}

#[track_caller]
fn forbids(package: &str, target: &str, forbidden: &[&str]) {
    let known = tree(package, target);
    let found: Vec<_> = forbidden.iter().copied().filter(|name| known.contains(*name)).collect();
    assert!(
        found.is_empty(),
        "{package} may not know {found:?}: move what needs them outwards, to the proxy or the plugin (ARCHITECTURE.md)"
    );
}

const BROWSER: [&str; 5] = ["leptos", "web-sys", "js-sys", "wasm-bindgen", "gloo-net"];
const SERVER: [&str; 6] = ["tokio", "axum", "hyper", "reqwest", "sqlx", "rustls"];
const NATIVE: &str = "x86_64-unknown-linux-gnu";
const WASM: &str = "wasm32-unknown-unknown";

#[test]
fn the_pure_layers_know_neither_browser_nor_server() {
    for package in ["whatsapp-domain", "whatsapp-engine", "whatsapp-providers"] {
        for target in [NATIVE, WASM] {
            forbids(package, target, &BROWSER);
            forbids(package, target, &SERVER);
        }
    }
}

#[test]
fn knowledge_points_inwards() {
    forbids(
        "whatsapp-domain",
        NATIVE,
        &["whatsapp-engine", "whatsapp-providers", "whatsapp-proxy", "whatsapp-plugin"],
    );
    forbids("whatsapp-engine", NATIVE, &["whatsapp-providers", "whatsapp-proxy", "whatsapp-plugin"]);
    forbids("whatsapp-providers", NATIVE, &["whatsapp-proxy", "whatsapp-plugin", "whatsapp-sandbox"]);
    forbids("whatsapp-proxy", NATIVE, &["whatsapp-plugin", "leptos"]);
    forbids("whatsapp-plugin", WASM, &["whatsapp-proxy", "whatsapp-sandbox"]);
    forbids("whatsapp-plugin", WASM, &SERVER);
    // The sandbox is written from the providers' reference, not from our code: only so can it contradict it.
    forbids("whatsapp-sandbox", NATIVE, &["whatsapp-domain", "whatsapp-engine", "whatsapp-providers"]);
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            if !["tests", "target", "fixtures", "examples", "benches"].iter().any(|skip| path.ends_with(skip))
            {
                rust_files(&path, found);
            }
        } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
}

/// The code of a file: without comments and without its test module.
fn code(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text);
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Everything about one provider lives in its folder; whoever else names it decides something in its place.
#[test]
fn no_code_outside_a_provider_s_folder_names_it() {
    let mut files = Vec::new();
    for folder in ["src", "crates/domain/src", "crates/engine/src", "crates/providers", "crates/proxy/src"] {
        rust_files(&root().join(folder), &mut files);
    }
    assert!(files.len() > 100, "only {} files were looked at", files.len());
    let mut found = Vec::new();
    for path in files {
        let relative = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
        let own = ["crates/providers/infobip/", "crates/providers/sinch/", "crates/providers/lib.rs"];
        if own.iter().any(|folder| relative.starts_with(folder)) {
            continue;
        }
        let text = code(&std::fs::read_to_string(&path).unwrap());
        for (number, line) in text.lines().enumerate() {
            let lower = line.to_lowercase();
            if (lower.contains("infobip") || lower.contains("sinch")) && !ALLOWED.contains(&relative.as_str())
            {
                found.push(format!("{relative}: `{}` (code line {number})", line.trim()));
            }
        }
    }
    assert!(found.is_empty(), "a provider is named outside its folder:\n{}", found.join("\n"));
}

/// Where a name is only shown: the command line's help has an example of a whole integration.
const ALLOWED: [&str; 1] = ["crates/proxy/src/command/kinds.rs"];
