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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use whatsapp_domain::language::suggestion;

    use super::*;

    #[test]
    fn answers_the_command_line() {
        assert_eq!(check_line(&json!({"input": "en_US"})), json!({"valid": true, "known": true}));
        assert_eq!(check_line(&json!({"input": "xx_YY"})), json!({"valid": true, "known": false}));
        assert_eq!(check_line(&json!({"input": "en-US"})), json!({"valid": false, "known": false}));
        assert_eq!(check_line(&json!({"input": null}))["error"]["code"], "bad-line");
    }

    proptest! {
        #[test]
        fn known_is_valid_and_a_suggestion_is_known(text in "[ a-zA-Z_-]{0,8}|(EN|pt|zh|fil)[-_ ](us|BR|Hant|cn)([-_](TW|hk))?|\\PC*") {
            let verdict = check_language(&text);
            prop_assert!(verdict.valid || !verdict.known);
            if let Some(code) = suggestion(&text) {
                prop_assert!(!verdict.known && check_language(&code).known);
                prop_assert_eq!(suggestion(&code), None);
            }
        }
    }
}
