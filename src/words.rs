//! Small helpers for sentences.

/// `1 value`, `3 values`.
pub fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// The providers' names in a sentence: `Infobip or Sinch`.
pub fn providers(joint: &str) -> String {
    let names: Vec<&str> = whatsapp_providers::SCHEMAS.iter().map(|schema| schema.name).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} {joint} {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_names_read_well() {
        assert_eq!((count(1, "value"), count(0, "value")), ("1 value".into(), "0 values".into()));
        let names = providers("or");
        for schema in whatsapp_providers::SCHEMAS {
            assert!(names.contains(schema.name), "{names}");
        }
        assert_eq!(names.matches(" or ").count(), 1);
    }
}
