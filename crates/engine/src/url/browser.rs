//! The browser's own reading of URLs, which whoever runs in one lends: this crate knows no browser.

use std::sync::OnceLock;

/// Reads a URL and writes it as `URL.href` does; none for what it can't read.
pub type Reader = fn(&str) -> Option<String>;

static READER: OnceLock<Reader> = OnceLock::new();

/// From now on URLs are read so. The first who says it counts; before, no URL can be read.
pub fn read_by(reader: Reader) {
    let _ = READER.set(reader);
}

/// The URL as the browser writes it; none for what it can't read.
pub(super) fn parse(text: &str) -> Option<String> {
    READER.get().and_then(|reader| reader(text))
}
