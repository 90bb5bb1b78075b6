//! The texts of `--help`.

use super::kinds::{KINDS, Kind};
use crate::config::table;

pub(super) fn all() -> String {
    format!(
        "The proxy between a console and WhatsApp providers.

  whatsapp-proxy [serve] [--config FILE]   serve until SIGTERM or Ctrl-C
  whatsapp-proxy check KIND                JSON lines in, JSON lines out
  whatsapp-proxy COMMAND --help            more on a command
  whatsapp-proxy --version

KIND is one of {}.
",
        super::kinds::names()
    )
}

pub(super) fn serve() -> String {
    format!(
        "whatsapp-proxy [serve] [--config FILE]

Serves the API, the console page and (when it is on) the sandbox, until SIGTERM or Ctrl-C.
Settings come from the environment, then from FILE (TOML, or JSON when its name ends in .json; names
in lower case without the prefix: listen = \"127.0.0.1:8787\"). WHATSAPP_PROXY_CONFIG names FILE too.

Settings:
{}",
        table::terminal()
    )
}

pub(super) fn check() -> String {
    let mut text = String::from(
        "whatsapp-proxy check KIND

Reads JSON lines from standard input and writes one JSON line for each, empty ones too, in order. A line
that can't be read gets an error with the code bad-line; the next one goes on. A line holds 1 MiB at most.

Kinds:
",
    );
    for kind in KINDS {
        text += &format!("  {:9} {}\n", kind.name, kind.about);
    }
    text + "\n`whatsapp-proxy check KIND --help` shows an example.\n"
}

pub(super) fn kind(kind: &Kind) -> String {
    let line = serde_json::from_str(kind.example).unwrap_or_default();
    let options = if kind.name == "render" { " [--show-secrets]" } else { "" };
    format!(
        "whatsapp-proxy check {}{options}\n\n{}\n\nExample, a line in:\n{}\nand the line out:\n{}\n",
        kind.name,
        kind.about,
        kind.example,
        kind.answer(Ok(&line), false)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_example_is_answered_without_an_error() {
        for kind in KINDS {
            let line = serde_json::from_str(kind.example).unwrap();
            let answer = kind.answer(Ok(&line), false);
            assert!(answer.get("error").is_none_or(serde_json::Value::is_null), "{}: {answer}", kind.name);
            if kind.name == "render" {
                assert!(answer["request"]["url"].is_string(), "{answer}");
                assert!(!answer.to_string().contains("0123456789abcdef"), "{answer}");
            }
        }
    }
}
