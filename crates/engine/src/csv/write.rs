//! Writing: quotes only where reading needs them.

use super::parse::is_space;

/// One line that [`parse_record`](super::parse_record) reads back as exactly these values (as long as none is longer
/// than [`MAX_VALUE_CHARS`](super::MAX_VALUE_CHARS)).
pub fn format_record<S: AsRef<str>>(values: &[S]) -> String {
    // Nothing at all reads as no values, so a lone empty value needs its quotes.
    if let [only] = values
        && only.as_ref().is_empty()
    {
        return "\"\"".to_owned();
    }
    let mut line = String::new();
    for (index, value) in values.iter().enumerate() {
        if index > 0 {
            line.push(',');
        }
        let value = value.as_ref();
        if needs_quotes(value) {
            line.push('"');
            line.push_str(&value.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(value);
        }
    }
    line
}

fn needs_quotes(value: &str) -> bool {
    value.contains([',', '"', '\n', '\r']) || value.starts_with(is_space) || value.ends_with(is_space)
}
