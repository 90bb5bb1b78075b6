//! Building paths by segment, so that no value can leave its place in a URL.

/// A value as one path segment or one query value: everything but unreserved characters (RFC 3986) is percent-encoded.
pub fn segment(value: &str) -> String {
    // `.` and `..` survive encoding and would still move up the path.
    if matches!(value, "." | "..") {
        return value.replace('.', "%2E");
    }
    let mut text = String::with_capacity(value.len());
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::segment;

    #[test]
    fn values_stay_in_their_segment() {
        assert_eq!(segment("01ABC-x_y"), "01ABC-x_y");
        assert_eq!(segment("../a?b#c/ü"), "..%2Fa%3Fb%23c%2F%C3%BC");
        assert_eq!(segment(".."), "%2E%2E");
    }
}
