//! `cargo xtask size`: what a browser downloads from `cargo xtask serve`, beside the design's budgets. With `--wasm-opt`
//! the same after `wasm-opt -Oz`, which makes the modules smaller raw and larger compressed.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, ExitCode};

use super::{Command, unknown};
use crate::bundle::{self, Build, ENGINE};
use crate::failure::{Context, Failure, Result};
use crate::paths;
use crate::process;
use crate::progress::say;
use crate::tools::{bundler, node};

pub const COMMAND: Command = Command {
    name: "size",
    usage: "[--wasm-opt]",
    about: "prints raw, gzip and brotli bytes of what the page loads first and in all",
    run,
};

/// Brotli bytes up to the first usable field (a kilobyte here is 1,000 bytes).
const FIRST_BUDGET: u64 = 110_000;
/// Brotli bytes with everything.
const ALL_BUDGET: u64 = 219_000;

/// Brotli bytes that were reached, first load and all: the tests refuse more. Lower them with each saving; who raises one
/// says in the commit what it buys.
pub const REACHED: (u64, u64) = (240_900, 949_200);

fn run(arguments: &[String]) -> Result<ExitCode> {
    let wasm_opt = match arguments {
        [] => None,
        [flag] if flag == "--wasm-opt" => Some(node::wasm_opt()?),
        [argument, ..] => return Err(unknown(&COMMAND, argument)),
    };
    bundle::page(Build::Shipped)?;
    print(wasm_opt.as_deref())?;
    Ok(ExitCode::SUCCESS)
}

/// Prints the parts of the page that stands in `dist/` beside the budgets; gives the brotli bytes of the first load and of all.
///
/// # Errors
/// When a part can't be read or measured.
pub fn print(wasm_opt: Option<&Path>) -> Result<(u64, u64)> {
    let measure = bundler::program(&bundler::MEASURE)?;
    let shrunk = gather(wasm_opt)?;
    say("Measuring");
    let rows = measured(&measure, &shrunk)?;

    let (first, later): (Vec<_>, Vec<_>) = rows.iter().partition(|row| !is_late(&row.name));
    println!("\n{:<44} {:>10} {:>10} {:>10}", "bytes", "raw", "gzip 9", "brotli 11");
    for row in first.iter().chain(&later) {
        row.print();
    }
    let first_sum = Row::sum("loads first", &first);
    let all_sum = Row::sum("in all", &rows.iter().collect::<Vec<_>>());
    println!();
    first_sum.print();
    println!("{}", verdict(first_sum.brotli, FIRST_BUDGET));
    all_sum.print();
    println!("{}", verdict(all_sum.brotli, ALL_BUDGET));
    Ok((first_sum.brotli, all_sum.brotli))
}

/// A copy of the files that a browser loads, with both modules through `wasm-opt -Oz` when it is given.
fn gather(wasm_opt: Option<&Path>) -> Result<Vec<PathBuf>> {
    let out = paths::target().join("page/size");
    paths::create_dir(&out)?;
    let mut files = Vec::new();
    let dist = paths::dist();
    collect(&dist, &mut files)?;
    files.sort();
    let mut seen = HashSet::new();
    let mut results = Vec::new();
    for file in files {
        // What wasm-bindgen copied beside a module stands in `www/` too; a browser loads one of them.
        if !seen.insert(paths::read(&file)?) {
            continue;
        }
        let name = file.strip_prefix(&dist).context("a file outside dist")?;
        let result = out.join(name);
        if let Some(parent) = result.parent() {
            paths::create_dir(parent)?;
        }
        let wasm = file.extension().is_some_and(|extension| extension == "wasm");
        if let Some(wasm_opt) = wasm_opt.filter(|_| wasm) {
            say(format!("wasm-opt -Oz on {}", name.display()));
            let mut command = Process::new(wasm_opt);
            command.arg("-Oz").arg(&file).arg("-o").arg(&result);
            process::run("wasm-opt", command)?;
        } else {
            std::fs::copy(&file, &result).context(format_args!("cannot copy {}", file.display()))?;
        }
        results.push(result);
    }
    Ok(results)
}

/// What a browser loads: neither type declarations nor files for people.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result {
    let entries = folder.read_dir().context(format_args!("cannot list {}", folder.display()))?;
    for entry in entries {
        let path = entry.context(format_args!("cannot list {}", folder.display()))?.path();
        // A reader downloads one language.
        if path.parent().is_some_and(|parent| parent.ends_with("texts")) && !path.ends_with("en.json") {
            continue;
        }
        // For editors and other tools.
        if path.ends_with("custom-elements.json") {
            continue;
        }
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| {
            ["html", "css", "js", "json", "wasm", "svg", "woff2"].iter().any(|loaded| extension == *loaded)
        }) {
            files.push(path);
        }
    }
    Ok(())
}

/// The engine, the late parts of the page's module (their names hold the fingerprint of their build), and what only they ask
/// for.
fn is_late(name: &str) -> bool {
    let file = name.rsplit('/').next().unwrap_or(name);
    let engine = file
        .strip_prefix(ENGINE.package)
        .is_some_and(|rest| rest.starts_with('.') || rest.starts_with("_bg."));
    let part = file.strip_prefix(bundle::APP.package).is_some_and(|rest| rest.starts_with('-'))
        && file.ends_with(".wasm");
    engine || part
}

struct Row {
    name: String,
    raw: u64,
    gzip: u64,
    brotli: u64,
}

impl Row {
    fn print(&self) {
        println!("{:<44} {:>10} {:>10} {:>10}", self.name, self.raw, self.gzip, self.brotli);
    }

    fn sum(name: &str, rows: &[&Self]) -> Self {
        let sum = |value: fn(&Self) -> u64| rows.iter().map(|row| value(row)).sum();
        Self {
            name: name.to_owned(),
            raw: sum(|row| row.raw),
            gzip: sum(|row| row.gzip),
            brotli: sum(|row| row.brotli),
        }
    }
}

fn measured(measure: &Path, files: &[PathBuf]) -> Result<Vec<Row>> {
    let mut command = Process::new(measure);
    command.args(files);
    let base = paths::target().join("page/size");
    process::output(command)?.lines().map(|line| row(line, &base)).collect()
}

/// `raw TAB gzip TAB brotli TAB path`
fn row(line: &str, base: &Path) -> Result<Row> {
    let mut parts = line.split('\t');
    let mut number = || parts.next().and_then(|text| text.parse().ok());
    let (Some(raw), Some(gzip), Some(brotli)) = (number(), number(), number()) else {
        return Err(Failure::new(format!(
            "whatsapp-measure printed `{line}`: three numbers and a path are expected"
        )));
    };
    let path = parts.next().unwrap_or_default();
    let name = Path::new(path).strip_prefix(base).map_or(path.to_owned(), |name| name.display().to_string());
    Ok(Row { name, raw, gzip, brotli })
}

fn verdict(brotli: u64, budget: u64) -> String {
    let (verdict, apart) =
        if brotli <= budget { ("under", budget - brotli) } else { ("OVER", brotli - budget) };
    format!("    {verdict} the budget of {budget} bytes (brotli) by {apart}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_fetched_late_is_told_from_what_is_first() {
        for late in [
            "whatsapp-engine-module_bg.wasm",
            "whatsapp-engine-module.js",
            "whatsapp-plugin-editor.0123456789abcdef.wasm",
        ] {
            assert!(is_late(late), "{late}");
        }
        for first in
            ["whatsapp-plugin_bg.wasm", "whatsapp-plugin.js", "whatsapp-plugin-late.js", "elements.js"]
        {
            assert!(!is_late(first), "{first}");
        }
    }

    #[test]
    fn a_measured_line_becomes_a_row() {
        let row = row("30\t20\t10\t/t/page/size/snippets/a.js", Path::new("/t/page/size")).unwrap();
        assert_eq!((row.raw, row.gzip, row.brotli, row.name.as_str()), (30, 20, 10, "snippets/a.js"));
    }

    #[test]
    fn over_and_under_are_told() {
        assert!(verdict(110_001, FIRST_BUDGET).contains("OVER"));
        assert!(verdict(110_000, FIRST_BUDGET).contains("under"));
    }
}
