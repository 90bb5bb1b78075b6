//! Reads what `cargo test` prints, suite by suite: Rust's own harness and wasm-bindgen's print the same summary.

use std::process::Command;

use super::Tally;
use crate::failure::Result;
use crate::process;
use crate::progress::say;

/// Runs `cargo test …`, prints one line for each suite with tests, and everything that a failed suite printed.
pub fn run(label: &str, command: Command) -> Result<Tally> {
    let mut report = Report::default();
    let status = process::run_lines(label, command, |line| {
        if let Some(suite) = report.read(line) {
            print(&suite);
        }
    })?;
    let (last, mut tally) = report.finish();
    if let Some(suite) = last {
        print(&suite);
    }
    if !status.success() && tally.failed == 0 {
        // Nothing compiled, or the harness itself failed.
        println!("{label} failed ({status}), before a test did. See above.");
        tally.failed = 1;
    }
    Ok(tally)
}

fn print(suite: &Suite) {
    let Tally { passed, failed } = suite.tally;
    if failed > 0 || !suite.complete() {
        println!("{}", suite.lines.join("\n"));
    }
    if !suite.name.is_empty() && (suite.tally != Tally::default() || suite.ignored > 0) {
        let ignored = if suite.ignored > 0 { format!(", {} ignored", suite.ignored) } else { String::new() };
        say(format!("  {}: {passed} passed, {failed} failed{ignored}", suite.name));
    }
}

/// One test binary, or one crate's documentation tests; or, without a name, what cargo printed before the first.
#[derive(Debug, Default)]
struct Suite {
    name: String,
    lines: Vec<String>,
    tally: Tally,
    ignored: u64,
    summaries: u32,
    nothing_to_run: bool,
    error: bool,
}

impl Suite {
    fn complete(&self) -> bool {
        if self.name.is_empty() { !self.error } else { self.summaries > 0 || self.nothing_to_run }
    }
}

#[derive(Debug, Default)]
struct Report {
    current: Suite,
    total: Tally,
}

impl Report {
    /// Takes the next line; gives the suite that it ends, if it begins another.
    fn read(&mut self, line: &str) -> Option<Suite> {
        let done = match begins(line) {
            Some(name) => {
                let fresh = Suite { name, ..Suite::default() };
                let old = std::mem::replace(&mut self.current, fresh);
                Some(self.close(old))
            }
            None => None,
        };
        let suite = &mut self.current;
        if let Some((tally, ignored)) = summary(line) {
            suite.tally += tally;
            suite.ignored += ignored;
            suite.summaries += 1;
        }
        suite.nothing_to_run |= line.trim() == "no tests to run!";
        suite.error |= line.starts_with("error");
        // Before the first suite cargo tells what it compiles: only what it complains about is worth keeping.
        let routine = ["Compiling ", "Downloading ", "Downloaded ", "Blocking "];
        if !suite.name.is_empty() || !routine.iter().any(|word| line.trim_start().starts_with(word)) {
            suite.lines.push(line.to_owned());
        }
        done
    }

    fn finish(mut self) -> (Option<Suite>, Tally) {
        let last = std::mem::take(&mut self.current);
        let last = self.close(last);
        (Some(last), self.total)
    }

    fn close(&mut self, mut suite: Suite) -> Suite {
        // A binary that ended without its summary crashed: that is a failure, whatever else it said.
        if !suite.name.is_empty() && !suite.complete() {
            suite.tally.failed += 1;
        }
        self.total += suite.tally;
        suite
    }
}

/// `Running tests/layers.rs (target/…)` and `Doc-tests whatsapp_domain`.
fn begins(line: &str) -> Option<String> {
    let line = line.trim_start();
    if let Some(rest) = line.strip_prefix("Running ") {
        let (source, binary) = rest.split_once(" (")?;
        let binary = binary.strip_suffix(')')?;
        let file = binary.rsplit('/').next()?;
        let crate_name = file.rsplit_once('-').map_or(file, |(name, _)| name);
        let source = source.strip_prefix("unittests ").unwrap_or(source);
        return Some(format!("{crate_name} ({source})"));
    }
    line.strip_prefix("Doc-tests ").map(|name| format!("{name} (documentation)"))
}

/// `test result: ok. 3 passed; 0 failed; 1 ignored; …`
fn summary(line: &str) -> Option<(Tally, u64)> {
    let rest = line.trim_start().strip_prefix("test result: ")?;
    let counts = rest.split_once(". ")?.1;
    let count = |word: &str| {
        counts.split(';').find_map(|part| part.trim().strip_suffix(word)?.trim().parse::<u64>().ok())
    };
    Some((Tally { passed: count("passed")?, failed: count("failed")? }, count("ignored").unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn total(text: &str) -> Tally {
        let mut report = Report::default();
        text.lines().for_each(|line| drop(report.read(line)));
        report.finish().1
    }

    #[test]
    fn suites_are_summed() {
        let text = "   Compiling x\n     Running unittests src/lib.rs (target/debug/deps/a-1f)\n\nrunning 2 tests\n\
                    test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
                         Running tests/b.rs (target/debug/deps/b-2f)\n\
                    test result: FAILED. 1 passed; 3 failed; 0 ignored; 0 filtered out; finished in 0.02s\n\
                       Doc-tests a\n\
                    test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.10s\n\
                    test result: ok. 4 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.10s\n";
        assert_eq!(total(text), Tally { passed: 8, failed: 3 });
    }

    #[test]
    fn a_crash_counts_as_a_failure() {
        let text = "     Running unittests src/lib.rs (target/debug/deps/a-1f)\nrunning 2 tests\ntest one ... ok\n\
                    error: test failed, to rerun pass `--lib`\n\
                         Running tests/b.rs (target/debug/deps/b-2f)\n\
                    test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n";
        assert_eq!(total(text), Tally { passed: 1, failed: 1 });
    }

    #[test]
    fn a_wasm_binary_without_tests_is_no_failure() {
        let text = "     Running unittests src/lib.rs (target/wasm32-unknown-unknown/debug/deps/a-1f.wasm)\n\
                    no tests to run!\n";
        assert_eq!(total(text), Tally::default());
    }

    #[test]
    fn a_test_that_prints_running_does_not_begin_a_suite() {
        assert_eq!(begins("Running headless tests in Chrome on `http://127.0.0.1:1/`"), None);
        assert_eq!(begins("running 2 tests"), None);
        assert_eq!(begins("     Running tests/b.rs (/t/debug/deps/b-2f)").as_deref(), Some("b (tests/b.rs)"));
    }

    #[test]
    fn failed_compilation_is_shown() {
        let mut report = Report::default();
        report.read("error[E0308]: mismatched types");
        let (last, _) = report.finish();
        assert!(last.is_some_and(|suite| !suite.complete()));
    }
}
