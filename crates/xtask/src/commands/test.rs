//! `cargo xtask test`: everything that must hold, with one closing line.

use std::process::ExitCode;
use std::time::Instant;

use super::{Command, unknown};
use crate::failure::Result;
use crate::progress::{elapsed, say, words};
use crate::suites::{PARTS, Part, Tally};

pub const COMMAND: Command = Command {
    name: "test",
    usage: "[lint|native|browser|e2e|weight]",
    about: "runs all tests, or the parts named; ends with `N passed, N failed`",
    run,
};

fn run(arguments: &[String]) -> Result<ExitCode> {
    let chosen = choose(arguments)?;
    let mut total = Tally::default();
    for part in chosen {
        let Part { name, about, run } = part;
        say(format!("{name}: {about}"));
        let start = Instant::now();
        let tally = run().unwrap_or_else(|failure| {
            println!("The part {name} could not run: {failure}");
            Tally::one(false)
        });
        total += tally;
        let time = words(start.elapsed());
        say(format!("{name}: {} passed, {} failed in {time}", tally.passed, tally.failed));
    }
    say(format!("All done after {}", words(elapsed())));
    println!("{} passed, {} failed", total.passed, total.failed);
    Ok(if total.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The parts named, in the table's order; all of them when none is named.
fn choose(names: &[String]) -> Result<Vec<&'static Part>> {
    if let Some(name) = names.iter().find(|name| PARTS.iter().all(|part| part.name != **name)) {
        return Err(unknown(&COMMAND, name));
    }
    Ok(PARTS.iter().filter(|part| names.is_empty() || names.iter().any(|name| name == part.name)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(arguments: &[&str]) -> Vec<&'static str> {
        let arguments: Vec<String> = arguments.iter().map(|name| (*name).to_owned()).collect();
        choose(&arguments).unwrap().iter().map(|part| part.name).collect()
    }

    #[test]
    fn parts_run_in_the_order_of_the_table() {
        assert_eq!(names(&[]), ["lint", "native", "browser", "e2e", "weight"]);
        assert_eq!(names(&["browser", "lint"]), ["lint", "browser"]);
    }

    #[test]
    fn an_unknown_part_is_refused() {
        assert!(choose(&["unit".to_owned()]).is_err());
    }
}
