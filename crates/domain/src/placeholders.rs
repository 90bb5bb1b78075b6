//! A template's text with its values in place of `{{1}}`, `{{2}}`, …

/// The text with `values[n - 1]` for each `{{n}}`; a placeholder without a value stays as it is.
pub fn fill_placeholders<S: AsRef<str>>(text: &str, values: &[S]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        filled.push_str(before);
        let value = after.split_once("}}").and_then(|(number, tail)| {
            let number: usize = number.trim().parse().ok()?;
            Some((values.get(number.checked_sub(1)?)?, tail))
        });
        match value {
            Some((value, tail)) => {
                filled.push_str(value.as_ref());
                rest = tail;
            }
            None => {
                filled.push_str("{{");
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::fill_placeholders;

    #[test]
    fn values_stand_for_their_numbers() {
        for (text, values, expected) in [
            ("Hi {{1}}, {{ 2 }} is back", &["Ana", "it"][..], "Hi Ana, it is back"),
            ("{{2}}{{1}}{{2}}", &["a", "b"], "bab"),
            ("Hi {{1}} {{2}}", &["Ana"], "Hi Ana {{2}}"),
            ("Hi {{0}} {{name}} {{1", &["Ana"], "Hi {{0}} {{name}} {{1"),
            ("{{1}}", &["{{1}}"], "{{1}}"),
            ("{{{1}}}", &["x"], "{{{1}}}"),
            ("", &[], ""),
        ] {
            assert_eq!(fill_placeholders(text, values), expected, "{text}");
        }
    }
}
