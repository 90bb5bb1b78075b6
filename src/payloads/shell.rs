//! What has to be set before a command can run.

/// Names of the shell variables that a command uses and does not set itself, each once. In single quotes a `$` is no
/// variable.
pub fn variables(command: &str) -> Vec<String> {
    let mut used: Vec<String> = Vec::new();
    let mut rest = command;
    let mut literal = false;
    while let Some(at) = rest.find(['\'', '$', '\\']) {
        let sign = rest.as_bytes()[at];
        rest = &rest[at + 1..];
        match sign {
            b'\'' => literal = !literal,
            b'\\' if !literal => {
                let mut after = rest.chars();
                after.next();
                rest = after.as_str();
            }
            b'$' if !literal => {
                let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
                let name = &rest[..end];
                if name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
                    && !used.iter().any(|known| known == name)
                {
                    used.push(name.to_owned());
                }
            }
            _ => {}
        }
    }
    used.retain(|name| !command.lines().any(|line| line.starts_with(&format!("{name}="))));
    used
}

#[cfg(test)]
mod tests {
    use super::variables;

    #[test]
    fn variables_are_those_that_the_shell_would_fill() {
        for (command, expected) in [
            ("curl -H \"Authorization: App $API_KEY\" --data-raw 'costs $PRICE'", vec!["API_KEY"]),
            ("curl -u 'id':\"$SECRET\" 'it'\\''s $X'", vec!["SECRET"]),
            ("TOKEN=$(curl -u 'id':\"$SECRET\")\ncurl -H \"Bearer $TOKEN\"", vec!["SECRET"]),
            ("curl \"$A\" \"$B\" \"$A\"", vec!["A", "B"]),
            ("curl 'x'", vec![]),
            ("price \\$X $5 $", vec![]),
            ("ends in \\", vec![]),
            ("\\é $A", vec!["A"]),
        ] {
            assert_eq!(variables(command), expected, "{command}");
        }
    }
}
