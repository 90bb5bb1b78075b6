//! Child processes: run with their output kept and a sign of life, or in the background until dropped.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::failure::{Context, Failure, Result};
use crate::progress::{say, words};

/// A silent build looks like a hung one: one line at least this often.
const SIGN_OF_LIFE: Duration = Duration::from_secs(15);
/// Of a failed command's output, this many lines at the end are shown.
const TAIL: usize = 200;

/// Runs to the end and gives every line of output, standard error included, to `on_line`. While the command is
/// silent towards the reader, `label` and its newest line are printed now and then.
pub fn run_lines(label: &str, mut command: Command, mut on_line: impl FnMut(&str)) -> Result<ExitStatus> {
    let program = command.get_program().to_string_lossy().into_owned();
    let (reader, writer) = std::io::pipe().context("cannot make a pipe")?;
    let second = writer.try_clone().context("cannot make a pipe")?;
    command.stdin(Stdio::null()).stdout(writer).stderr(second);
    let mut child = command.spawn().context(format_args!("cannot start `{program}`"))?;
    drop(command); // it holds the writing ends: the reader would wait for ever

    let (send, lines) = channel();
    let thread = std::thread::spawn(move || {
        let mut reader = BufReader::new(reader);
        let mut bytes = Vec::new();
        while matches!(reader.read_until(b'\n', &mut bytes), Ok(n) if n > 0) {
            let line = String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']).to_owned();
            bytes.clear();
            if send.send(line).is_err() {
                break;
            }
        }
    });

    let started = Instant::now();
    let mut next_sign = started + SIGN_OF_LIFE;
    let mut newest = String::new();
    loop {
        match lines.recv_timeout(next_sign.saturating_duration_since(Instant::now())) {
            Ok(line) => {
                on_line(&line);
                if tells_progress(&line) {
                    newest = line;
                }
            }
            Err(RecvTimeoutError::Timeout) => {
                say(format!("  {label}, {} so far: {}", words(started.elapsed()), shorten(newest.trim())));
                next_sign = Instant::now() + SIGN_OF_LIFE;
            }
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    let status = child.wait().context(format_args!("cannot wait for `{program}`"))?;
    let _ = thread.join();
    Ok(status)
}

/// Runs to the end; the output appears only if the command fails.
pub fn run(label: &str, command: Command) -> Result {
    let mut tail = VecDeque::new();
    let status = run_lines(label, command, |line| {
        tail.push_back(line.to_owned());
        if tail.len() > TAIL {
            tail.pop_front();
        }
    })?;
    if status.success() {
        return Ok(());
    }
    let lines: Vec<String> = tail.into();
    Err(Failure::new(format!("{label} failed ({status}).\n{}", lines.join("\n"))))
}

/// Runs to the end and gives what it wrote to standard output.
pub fn output(mut command: Command) -> Result<String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output().context(format_args!("cannot start `{program}`"))?;
    if !output.status.success() {
        let reason = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(Failure::new(format!("`{program}` failed ({}).\n{}", output.status, reason.trim_end())));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Not the middle of a compiler's warning, with its margins and pointers.
fn tells_progress(line: &str) -> bool {
    line.trim_start().starts_with(char::is_alphabetic)
}

fn shorten(line: &str) -> String {
    const WIDTH: usize = 90;
    match line.char_indices().nth(WIDTH) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

/// Waits for the child's end; Ctrl-C, SIGTERM and SIGHUP become a SIGTERM to it.
pub fn wait_passing_signals(child: &mut Child) -> Result<ExitStatus> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP]).context("cannot listen for signals")?;
    let handle = signals.handle();
    let pid = child.id();
    std::thread::scope(|scope| {
        scope.spawn(move || signals.forever().for_each(|_| ask_to_end(pid)));
        let status = child.wait();
        handle.close();
        status.context("cannot wait for a process that was started")
    })
}

/// Asks a child of ours that was not waited for yet to end (SIGTERM). Rust's own `Child::kill` gives it no chance to
/// finish.
pub fn ask_to_end(pid: u32) {
    let _ = Command::new("sh")
        .args(["-c", &format!("kill -TERM {pid}")])
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .status();
}

/// Are we the user `root`? `sudo` is then neither needed nor always there.
pub fn is_root() -> bool {
    let mut command = Command::new("id");
    command.arg("-u");
    output(command).is_ok_and(|id| id.trim() == "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn both_streams_arrive_in_order() {
        let mut seen = Vec::new();
        let status =
            run_lines("test", shell("echo a; echo b >&2; echo c"), |line| seen.push(line.to_owned()));
        assert!(status.unwrap().success());
        assert_eq!(seen, ["a", "b", "c"]);
    }

    #[test]
    fn a_failure_shows_the_output() {
        let failure = run("the thing", shell("echo reason; exit 3")).unwrap_err().to_string();
        assert!(failure.contains("the thing failed") && failure.contains("reason"), "{failure}");
    }

    #[test]
    fn an_absent_program_is_named() {
        let failure = run("the thing", Command::new("no-such-program-here")).unwrap_err().to_string();
        assert!(failure.contains("no-such-program-here"), "{failure}");
    }

    #[test]
    fn margins_of_a_warning_tell_no_progress() {
        assert!(tells_progress("   Compiling serde v1.0.229"));
        assert!(!tells_progress("  = note: `#[warn(dead_code)]` on by default"));
        assert!(!tells_progress("12 |     let x = 1;"));
        assert!(!tells_progress(""));
    }

    #[test]
    fn a_long_line_is_cut_between_characters() {
        assert_eq!(shorten(&"ä".repeat(200)).chars().count(), 91);
    }
}
