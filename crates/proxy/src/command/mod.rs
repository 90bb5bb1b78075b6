//! The command line: `serve` and `check`.

pub mod check;
mod help;
mod kinds;

use std::{ffi::OsString, io, path::PathBuf, process::ExitCode};

use lexopt::prelude::*;
use tracing_subscriber::EnvFilter;

use crate::{
    config::{self, Config, ConfigError, LogFormat},
    serve,
};
use kinds::Kind;

/// What the arguments ask for.
#[derive(Debug, PartialEq, Eq)]
enum Command {
    Help(String),
    Version,
    Serve { file: Option<PathBuf> },
    Check { kind: &'static Kind, show_secrets: bool },
}

/// Exit code for arguments and settings that can't be used.
const USAGE: u8 = 2;

/// Runs the command line.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    match parse(arguments) {
        Ok(Command::Help(text)) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Ok(Command::Version) => {
            println!("whatsapp-proxy {}", env!("CARGO_PKG_VERSION"));
            ExitCode::SUCCESS
        }
        Ok(Command::Serve { file }) => match read_config(file) {
            Ok(config) => serve(config),
            Err(error) => fail(&error.to_string(), USAGE),
        },
        Ok(Command::Check { kind, show_secrets }) => {
            let answer = |line: Result<&serde_json::Value, &str>| kind.answer(line, show_secrets);
            match check::run(io::stdin().lock(), io::stdout().lock(), &answer) {
                Ok(()) => ExitCode::SUCCESS,
                // Whoever reads has seen enough, as `head` does.
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
                Err(error) => fail(&error.to_string(), 1),
            }
        }
        Err(text) => fail(&text, USAGE),
    }
}

fn fail(text: &str, code: u8) -> ExitCode {
    eprintln!("whatsapp-proxy: {text}");
    ExitCode::from(code)
}

fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, String> {
    let mut parser = lexopt::Parser::from_iter(arguments);
    let mut words: Vec<String> = Vec::new();
    let (mut help, mut show_secrets, mut file) = (false, false, None);
    while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
        match argument {
            Short('h') | Long("help") => help = true,
            Short('V') | Long("version") => return Ok(Command::Version),
            Long("show-secrets") => show_secrets = true,
            Long("config") => file = Some(PathBuf::from(parser.value().map_err(|error| error.to_string())?)),
            Value(word) => words.push(word.string().map_err(|error| error.to_string())?),
            other => {
                return Err(format!("{}; `whatsapp-proxy --help` lists what there is", other.unexpected()));
            }
        }
    }
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let only = |given: bool, name: &str, command: &str| {
        if given { Err(format!("{name} belongs to `whatsapp-proxy {command}`")) } else { Ok(()) }
    };
    match words.as_slice() {
        [] if help => Ok(Command::Help(help::all())),
        ["serve"] if help => Ok(Command::Help(help::serve())),
        [] | ["serve"] => {
            only(show_secrets, "--show-secrets", "check render")?;
            Ok(Command::Serve { file })
        }
        ["check"] if help => Ok(Command::Help(help::check())),
        ["check"] => Err(format!("check what? There is {}", kinds::names())),
        ["check", kind] => {
            only(file.is_some(), "--config", "serve")?;
            let kind = kinds::find(kind)?;
            if help {
                return Ok(Command::Help(help::kind(kind)));
            }
            only(show_secrets && kind.name != "render", "--show-secrets", "check render")?;
            Ok(Command::Check { kind, show_secrets })
        }
        ["check", _, more, ..] | ["serve", more, ..] => Err(format!("\"{more}\" is one word too many")),
        [other, ..] => Err(format!("there is no command \"{other}\"; there are serve and check")),
    }
}

fn read_config(file: Option<PathBuf>) -> Result<Config, ConfigError> {
    let file = file.or_else(|| config::environment("CONFIG").map(PathBuf::from));
    match file {
        Some(path) => {
            let values = config::file(&path)?;
            Config::read(&[&config::environment, &values])
        }
        None => Config::read(&[&config::environment]),
    }
}

fn serve(config: Config) -> ExitCode {
    let filter = match EnvFilter::try_new(&config.log) {
        Ok(filter) => filter,
        Err(error) => return fail(&format!("LOG: {error}"), USAGE),
    };
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    match config.log_format {
        LogFormat::Text => builder.with_ansi(false).init(),
        LogFormat::Json => builder.json().flatten_event(true).init(),
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error.to_string(), 1),
    };
    let started = |state: &crate::AppState, address: std::net::SocketAddr| {
        tracing::info!(%address, "listening");
        // Nobody has to listen to this; the log says it too.
        let _ = greet(&mut io::stdout().lock(), state, address);
    };
    // The signals first: from the moment the proxy says where it is, they end it cleanly.
    let served = runtime.block_on(async { serve::serve(config, serve::signals()?, started).await });
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error.to_string(), 1),
    }
}

/// Where the proxy is, and what the sandbox offers.
fn greet(out: &mut impl io::Write, state: &crate::AppState, address: std::net::SocketAddr) -> io::Result<()> {
    if state.config.static_dir.is_some() {
        writeln!(out, "The console is at http://{address}/")?;
    } else {
        writeln!(out, "The API is at http://{address}/api/v1 (no page: STATIC_DIR is not set)")?;
    }
    if let (Some(sandbox), Some(origin)) = (&state.sandbox, &state.upstream.policy().sandbox) {
        writeln!(out, "{}", sandbox.banner(origin))?;
    }
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(words: &[&str]) -> Result<Command, String> {
        parse(std::iter::once("whatsapp-proxy").chain(words.iter().copied()).map(OsString::from))
    }

    #[test]
    fn serve_is_what_is_done_without_words() {
        assert_eq!(parsed(&[]), Ok(Command::Serve { file: None }));
        assert_eq!(
            parsed(&["serve", "--config", "a.toml"]),
            Ok(Command::Serve { file: Some("a.toml".into()) })
        );
    }

    #[test]
    fn check_takes_a_kind() {
        let Ok(Command::Check { kind, show_secrets: true }) = parsed(&["check", "render", "--show-secrets"])
        else {
            panic!("check render is there");
        };
        assert_eq!(kind.name, "render");
        assert!(parsed(&["check"]).unwrap_err().contains("phone"));
        assert!(parsed(&["check", "colour"]).unwrap_err().contains("no kind"));
    }

    #[test]
    fn what_does_not_belong_is_told() {
        for words in [
            &["check", "phone", "--show-secrets"] as &[_],
            &["check", "phone", "more"],
            &["--show-secrets"],
            &["check", "phone", "--config", "x"],
            &["frobnicate"],
            &["--frobnicate"],
            &["serve", "now"],
        ] {
            assert!(parsed(words).is_err(), "{words:?}");
        }
    }

    #[test]
    fn each_help_is_there() {
        for words in
            [&["--help"] as &[_], &["serve", "-h"], &["check", "--help"], &["check", "phone", "--help"]]
        {
            assert!(
                matches!(parsed(words), Ok(Command::Help(text)) if text.contains("whatsapp-proxy")),
                "{words:?}"
            );
        }
    }
}
