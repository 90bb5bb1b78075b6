//! A request as a command for a POSIX shell. Secrets are shell variables; everything else is in single quotes, where
//! nothing but a single quote means anything.

use serde_json::Value;
use whatsapp_domain::{OutgoingRequest, json};

use crate::provider::Login;

/// The text as one word of a shell.
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// The whole command: with a token that has to be fetched first, two of them.
pub(super) fn command(login: &Login, request: &OutgoingRequest) -> String {
    let mut lines = Vec::new();
    if let Login::Token { url, user, variable, token, .. } = login {
        lines.push(format!(
            "{token}=$(curl -sS -X POST {} -u {}:\"${variable}\" -d 'grant_type=client_credentials' | \
             sed -n 's/.*\"access_token\"[[:space:]]*:[[:space:]]*\"\\([^\"]*\\)\".*/\\1/p')",
            quoted(url),
            quoted(user),
        ));
    }
    let mut words = vec![format!("curl -X {} {}", request.method, quoted(&request.url))];
    words.push(match login {
        Login::Header { scheme, variable, .. } => format!("-H \"Authorization: {scheme} ${variable}\""),
        Login::Basic { user, variable, .. } => format!("-u {}:\"${variable}\"", quoted(user)),
        Login::Token { token, .. } => format!("-H \"Authorization: Bearer ${token}\""),
    });
    words.extend(
        request.headers.iter().map(|(name, value)| format!("-H {}", quoted(&format!("{name}: {value}")))),
    );
    match &request.body {
        Value::Null => {}
        Value::String(form) => words.push(format!("--data-raw {}", quoted(form))),
        body => words.push(format!("--data-raw {}", quoted(&json::line(body)))),
    }
    lines.push(words.join(" \\\n  "));
    lines.join("\n")
}
