//! `cargo run -p whatsapp-engine --example check -- KIND`: JSON lines from standard input, one answer each, in order.
//! The same answers as `whatsapp-proxy check KIND`, without building the proxy. `WHATSAPP_CONFORMANCE_PROXY` with the
//! path of this program lets `cargo xtask conformance` do without it too.

use std::io::{self, BufRead, BufWriter, Write};
use std::process::ExitCode;

use serde_json::Value;
use whatsapp_engine::check;

fn main() -> ExitCode {
    let Some(kind) = std::env::args().skip(1).find(|word| word != "check") else {
        eprintln!("usage: check [check] KIND < lines");
        return ExitCode::from(2);
    };
    if check::line(&kind, &Value::Null).is_none() {
        eprintln!("there is no kind {kind}");
        return ExitCode::from(2);
    }
    match answer_all(&kind) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn answer_all(kind: &str) -> io::Result<()> {
    let mut input = io::stdin().lock();
    let mut output = BufWriter::new(io::stdout().lock());
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line)? > 0 {
        let text = String::from_utf8_lossy(&line);
        if let Some(answer) = check::text_line(kind, text.trim_end_matches(['\n', '\r'])) {
            writeln!(output, "{answer}")?;
        }
        line.clear();
    }
    output.flush()
}
