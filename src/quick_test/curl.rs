//! A test's request as a command for a shell, to show it to somebody's support.

use serde_json::Value;
use whatsapp_domain::OutgoingRequest;

/// How secrets are shown in requests.
const MASK: &str = "***";
/// The shell variable that stands for the masked secret.
pub const KEY_VARIABLE: &str = "WHATSAPP_KEY";

/// The command for a POSIX shell. What is masked in the request is the variable [`KEY_VARIABLE`].
pub fn curl(request: &OutgoingRequest) -> String {
    let mut lines = vec![format!("curl --request {} {}", request.method, quoted(&request.url))];
    for (name, value) in &request.headers {
        lines.push(format!("--header {}", header(&format!("{name}: {value}"))));
    }
    let body = match &request.body {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    };
    lines.extend(body.map(|body| format!("--data-raw {}", quoted(&body))));
    lines.join(" \\\n  ")
}

/// In single quotes nothing means anything to a shell, except the quote itself.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// The secret is put together with the rest by the shell: `'Authorization: App '"$WHATSAPP_KEY"`.
fn header(line: &str) -> String {
    match line.split_once(MASK) {
        Some((before, "")) => format!("{}\"${KEY_VARIABLE}\"", quoted(before)),
        Some((before, after)) => format!("{}\"${KEY_VARIABLE}\"{}", quoted(before), quoted(after)),
        None => quoted(line),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_shell_gives_curl_the_same_request() {
        let text = "it's $HOME `id` \\ \"x\"\n'; rm -rf /; '";
        let mut request = OutgoingRequest::post_json("https://x.example/a?b=1&c='", json!({"text": text}));
        request.headers.insert("Authorization".into(), "App ***".into());
        // `printf` shows what the shell makes of each argument.
        let script =
            format!("WHATSAPP_KEY='k e$y'\n{}", curl(&request).replacen("curl", "printf '%s\\0'", 1));
        let output = std::process::Command::new("sh").arg("-c").arg(script).output().unwrap();
        let told = String::from_utf8(output.stdout).unwrap();
        let body = json!({"text": text}).to_string();
        let expected = [
            "--request",
            "POST",
            "https://x.example/a?b=1&c='",
            "--header",
            "Accept: application/json",
            "--header",
            "Authorization: App k e$y",
            "--header",
            "Content-Type: application/json",
            "--data-raw",
            &body,
        ];
        assert_eq!(told.trim_end_matches('\0').split('\0').collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_request_without_a_body_has_no_data() {
        assert!(!curl(&OutgoingRequest::get("https://x.example")).contains("--data"));
    }
}
