//! What the browser knows about languages, for native tests: English.

/// A number.
pub fn number(_: &str, number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::from(if number < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number of tenths.
pub fn tenths(_: &str, tenths: i64) -> String {
    format!("{:.1}", tenths as f64 / 10.0)
}

/// The plural form of a number.
pub fn plural(_: &str, number: i64) -> &'static str {
    if number == 1 { "one" } else { "other" }
}

/// The name of a country.
pub fn country(_: &str, region: &str) -> String {
    region.to_owned()
}

/// The name of a language.
pub fn language(_: &str, code: &str) -> String {
    code.to_owned()
}

/// The order of two words.
pub fn compare(_: &str, one: &str, other: &str) -> std::cmp::Ordering {
    one.cmp(other)
}

/// `Ana, Ben, and Cem`; with `or` when any one of them will do.
pub fn list(_: &str, names: &[&str], any: bool) -> String {
    let joint = if any { "or" } else { "and" };
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [one, other] => format!("{one} {joint} {other}"),
        [rest @ .., last] => format!("{}, {joint} {last}", rest.join(", ")),
    }
}
