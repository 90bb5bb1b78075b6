//! A document's name on the phone, when nobody gave one.

use crate::limits::FILENAME_MAX;

/// Name of a document whose URL does not tell one. Template headers take PDF only, and some providers want a name.
pub const DEFAULT_FILENAME: &str = "document.pdf";

/// Extensions of the programs that hand out files: they say nothing about the file.
const PROGRAMS: [&str; 8] = ["php", "asp", "aspx", "ashx", "jsp", "cgi", "do", "action"];

/// The name of a PDF in a template's header: that of the URL, else [`DEFAULT_FILENAME`].
pub fn for_header(url: &str) -> String {
    let is_pdf = |name: &String| name.to_ascii_lowercase().ends_with(".pdf");
    from_url(url).filter(is_pdf).unwrap_or_else(|| DEFAULT_FILENAME.to_owned())
}

/// The last part of a URL's path as a file name, percent-decoded; none when it has no extension to tell the kind by.
///
/// Control characters and slashes never get into a name; over-long ones are cut in front of their extension.
pub fn from_url(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let path = path.split_once("://").map_or(path, |(_, rest)| rest);
    let (_, last) = path.rsplit_once('/')?;
    let name: String = decode(last).chars().filter(|c| !c.is_control() && !matches!(c, '/' | '\\')).collect();
    let (stem, extension) = name.trim().rsplit_once('.')?;
    let is_extension =
        (1..=8).contains(&extension.len()) && extension.bytes().all(|b| b.is_ascii_alphanumeric());
    let is_program = PROGRAMS.contains(&extension.to_ascii_lowercase().as_str());
    if stem.trim_matches('.').is_empty() || !is_extension || is_program {
        return None;
    }
    let stem: String = stem.chars().take(FILENAME_MAX - extension.len() - 1).collect();
    Some(format!("{stem}.{extension}"))
}

/// Percent-decoded, `+` left alone; the text itself where that is no UTF-8.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        match (first, tail) {
            (b'%', [high, low, after @ ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                bytes.push(hex(*high) << 4 | hex(*low));
                rest = after;
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn hex(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        _ => digit.to_ascii_lowercase() - b'a' + 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_part_of_the_path_is_the_name() {
        for (url, name) in [
            ("https://cdn.example.com/docs/INV-2041.pdf", Some("INV-2041.pdf")),
            ("https://cdn.example.com/a/Gr%C3%B6%C3%9Fe%20M.pdf?v=2#p", Some("Größe M.pdf")),
            ("https://cdn.example.com/a%2Fb.pdf", Some("ab.pdf")),
            ("https://cdn.example.com/%ff.pdf", Some("%ff.pdf")),
            ("https://cdn.example.com/download", None),
            ("https://cdn.example.com/get.php?id=7", None),
            ("https://cdn.example.com/.pdf", None),
            ("https://cdn.example.com/", None),
            ("https://cdn.example.com", None),
            ("", None),
            ("%", None),
        ] {
            assert_eq!(from_url(url).as_deref(), name, "{url}");
        }
    }

    #[test]
    fn a_header_is_always_a_pdf() {
        assert_eq!(for_header("https://cdn.example.com/INV-1.PDF"), "INV-1.PDF");
        assert_eq!(for_header("https://cdn.example.com/INV-1.docx"), DEFAULT_FILENAME);
        assert_eq!(for_header("https://cdn.example.com/get.php"), DEFAULT_FILENAME);
    }

    #[test]
    fn long_names_keep_their_extension() {
        let name = from_url(&format!("https://cdn.example.com/{}.pdf", "ä".repeat(300))).unwrap();
        assert_eq!(name.chars().count(), FILENAME_MAX);
        assert!(name.ends_with("ä.pdf"));
    }
}
