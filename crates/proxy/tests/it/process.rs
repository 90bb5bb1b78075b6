//! The proxy as a process: start, refusals to start, signals.

use std::{
    io::{BufRead, BufReader, Read},
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

pub fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_whatsapp-proxy"));
    for (name, _) in std::env::vars() {
        if name.starts_with("WHATSAPP_PROXY_") {
            command.env_remove(name);
        }
    }
    command
        .env("WHATSAPP_PROXY_LISTEN", "127.0.0.1:0")
        .env("WHATSAPP_PROXY_DATA_DIR", folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Ends with the test, however that ends.
pub struct Killed(pub Child);

impl Drop for Killed {
    fn drop(&mut self) {
        // Gone already is fine too.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts it and waits until it says where it is.
pub fn started(mut command: Command) -> (Child, String) {
    let mut child = command.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    let origin =
        line.split_whitespace().find(|word| word.starts_with("http://")).unwrap_or_else(|| panic!("{line}"));
    let end = origin[7..].find('/').map_or(origin.len(), |at| at + 7);
    (child, origin[..end].to_owned())
}

fn refused(mut command: Command) -> (i32, String) {
    let mut child = command.spawn().unwrap();
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if start.elapsed() > Duration::from_secs(10) {
            child.kill().unwrap();
            panic!("it started");
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    let mut text = String::new();
    child.stderr.take().unwrap().read_to_string(&mut text).unwrap();
    (status.code().unwrap_or(-1), text)
}

#[test]
fn a_second_process_on_the_same_folder_does_not_start() {
    let folder = tempfile::tempdir().unwrap();
    let (mut first, _) = started(command(folder.path()));
    let (code, text) = refused(command(folder.path()));
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("another proxy is using the data folder"), "{text}");
    // However the first ends, the folder is free again.
    first.kill().unwrap();
    first.wait().unwrap();
    let (mut third, _) = started(command(folder.path()));
    third.kill().unwrap();
    third.wait().unwrap();
}

#[test]
fn what_is_unsafe_or_wrong_does_not_start_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    for (name, value, words) in [
        ("LISTEN", "0.0.0.0:0", "TOKEN_KEY"),
        ("SANDBOX", "perhaps", "neither on nor off"),
        ("KEY", "c2hvcnQ=", "32 bytes"),
        ("STATIC_DIR", "/nowhere/at/all", "index.html"),
        ("LOG", "[[", "LOG"),
        ("CONFIG", "/nowhere/at/all.toml", "/nowhere/at/all.toml"),
    ] {
        let mut command = command(folder.path());
        command.env(format!("WHATSAPP_PROXY_{name}"), value);
        let (code, text) = refused(command);
        assert!(code == 1 || code == 2, "{name}: {code}");
        assert!(text.contains(words), "{name}: {text}");
        assert!(!text.contains("c2hvcnQ="), "{text}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_signal_ends_it_cleanly_and_what_was_saved_stays() {
    let folder = tempfile::tempdir().unwrap();
    for signal in ["-TERM", "-INT"] {
        let (mut child, _) = started(command(folder.path()));
        let sent = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        let status = child.wait().unwrap();
        assert_eq!(status.code(), Some(0), "{signal}");
        assert!(
            !folder.path().join("whatsapp-proxy.sqlite-wal").exists(),
            "the log is folded into the database"
        );
    }
    // Proxies of the environment are of no interest to it either way: it starts and answers.
    let mut command = command(folder.path());
    command.env("HTTPS_PROXY", "http://127.0.0.1:1").env("HTTP_PROXY", "http://127.0.0.1:1");
    let (mut child, origin) = started(command);
    assert!(origin.starts_with("http://127.0.0.1:"));
    child.kill().unwrap();
    child.wait().unwrap();
}
