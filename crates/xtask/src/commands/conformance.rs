//! `cargo xtask conformance`: the same inputs through our code and through the originals, differences printed.

use std::path::Path;
use std::process::{Command as Process, ExitCode};

use super::{Command, unknown};
use crate::conformance::compare::{Case, Table};
use crate::conformance::pipe;
use crate::failure::{Context, Failure, Result};
use crate::paths;
use crate::process;
use crate::progress::say;
use crate::proxy;
use crate::tools::python;

pub const COMMAND: Command = Command {
    name: "conformance",
    usage: "[phone|jinja|csv|url|address]",
    about: "compares with Google's phone library, Jinja2, Python's csv, the WHATWG URL parser, IANA (installs them)",
    run,
};

/// Each is a script `conformance/KIND.py` and a `whatsapp-proxy check KIND`.
const KINDS: [&str; 5] = ["phone", "jinja", "csv", "url", "address"];

fn run(arguments: &[String]) -> Result<ExitCode> {
    if let Some(argument) = arguments.iter().find(|argument| !KINDS.contains(&argument.as_str())) {
        return Err(unknown(&COMMAND, argument));
    }
    // Another build can be judged too: an older one, or one with other compiler settings.
    let proxy = match std::env::var_os("WHATSAPP_CONFORMANCE_PROXY") {
        Some(given) => given.into(),
        None => {
            say("Building the proxy");
            proxy::build()?
        }
    };
    let mut equal = true;
    for kind in KINDS.iter().filter(|kind| arguments.is_empty() || arguments.iter().any(|a| a == *kind)) {
        let table = compare(kind, &proxy)?;
        println!("\n{}", table.render(kind));
        equal &= table.different() == 0;
    }
    Ok(if equal { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn compare(kind: &str, proxy: &Path) -> Result<Table> {
    let script = paths::root().join("conformance").join(format!("{kind}.py"));
    let python = python::python(&requirements(&paths::read_text(&script)?))?;
    say(format!("{kind}: asking the original"));
    let mut original = Process::new(python);
    // Byte code would be left beside the script.
    original.env("PYTHONDONTWRITEBYTECODE", "1").arg(&script);
    let cases: Vec<Case> = process::output(original)?
        .lines()
        .map(|line| Case::parse(line).context(format_args!("{} printed", script.display())))
        .collect::<Result<_>>()?;
    if cases.is_empty() {
        return Err(Failure::new(format!("{} printed no case", script.display())));
    }

    say(format!("{kind}: asking `whatsapp-proxy check {kind}` about {} lines", cases.len()));
    let mut ours = Process::new(proxy);
    ours.args(["check", kind]);
    let inputs = cases.iter().map(|case| case.input.to_string()).collect();
    let answers = pipe::through(ours, inputs)?;
    if answers.len() != cases.len() {
        return Err(Failure::new(format!(
            "`whatsapp-proxy check {kind}` answered {} lines for {}: one for each, in order, is expected",
            answers.len(),
            cases.len()
        )));
    }
    let mut table = Table::default();
    for (case, answer) in cases.iter().zip(&answers) {
        table.add(case, answer);
    }
    Ok(table)
}

/// The packages of the script's line `# requires: name==version …` (commas or spaces between them); none without it.
fn requirements(script: &str) -> Vec<String> {
    script
        .lines()
        .find_map(|line| line.trim().strip_prefix("# requires:"))
        .unwrap_or_default()
        .split([' ', ','])
        .filter(|package| !package.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_read_from_the_script() {
        let script =
            "#!/usr/bin/env python3\n\"\"\"What it does.\"\"\"\n# requires: a==1.2, b==3\nimport a\n";
        assert_eq!(requirements(script), ["a==1.2", "b==3"]);
        assert!(requirements("import csv\n").is_empty());
    }
}
