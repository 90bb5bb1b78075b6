//! `whatsapp-proxy check language`. The rules are in [`whatsapp_domain::language`].

use serde_json::{Value, json};
use whatsapp_domain::language::check_language;

use crate::check;

/// `{"input":"en_US"}` becomes `{"valid":bool,"known":bool}`.
pub fn check_line(line: &Value) -> Value {
    match check::text(line, "input") {
        Ok(input) => {
            let verdict = check_language(input);
            json!({ "valid": verdict.valid, "known": verdict.known })
        }
        Err(bad) => bad,
    }
}
