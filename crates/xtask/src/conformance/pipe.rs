//! Many lines into a program and its answers out, without either side waiting for the other.

use std::io::{BufRead, BufReader, BufWriter, Write};
use std::process::{Command, Stdio};

use crate::failure::{Context, Failure, Result};

/// Writes the lines to the program's standard input and gives the lines that it prints.
pub fn through(mut command: Command, lines: Vec<String>) -> Result<Vec<String>> {
    let program = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context(format_args!("cannot start {program}"))?;
    let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(Failure::new(format!("{program} has no input or output")));
    };
    let writer = std::thread::spawn(move || -> std::io::Result<()> {
        let mut input = BufWriter::new(input);
        for line in lines {
            writeln!(input, "{line}")?;
        }
        input.flush()
    });
    let answers: std::io::Result<Vec<String>> = BufReader::new(output).lines().collect();
    let answers = answers.context(format_args!("cannot read what {program} answers"))?;
    let status = child.wait().context(format_args!("cannot wait for {program}"))?;
    let written = writer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    if !status.success() {
        return Err(Failure::new(format!("{program} ended with {status}; its own words are above")));
    }
    written.context(format_args!("{program} stopped reading"))?;
    Ok(answers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_a_pipe_holds_goes_through() {
        let lines: Vec<String> = (0..50_000).map(|n| format!("line {n}")).collect();
        assert_eq!(through(Command::new("cat"), lines.clone()).unwrap(), lines);
    }

    #[test]
    fn a_failure_is_no_answer() {
        assert!(through(Command::new("false"), Vec::new()).is_err());
    }
}
