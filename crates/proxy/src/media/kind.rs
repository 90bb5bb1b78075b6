//! What a file's first bytes tell: its type, a picture's dimensions, a page to sign in on.

/// The type that the first bytes tell, as an Internet media type; none when they tell none.
pub fn detect(bytes: &[u8]) -> Option<&'static str> {
    if let Some(brand) = iso_media(bytes) {
        return Some(brand);
    }
    if is_web_page(bytes) {
        return Some("text/html");
    }
    if is_svg(bytes) {
        return Some("image/svg+xml");
    }
    // Some programs write a few bytes of their own in front, which readers accept within the first KiB.
    if bytes[..bytes.len().min(1024)].windows(5).any(|part| part == b"%PDF-") {
        return Some("application/pdf");
    }
    infer::get(bytes).map(|kind| kind.mime_type())
}

/// The type of a picture, a film or a sound that a browser may show in place; none for everything that it should rather save,
/// above all for what may hold a script.
pub fn shown(bytes: &[u8]) -> Option<&'static str> {
    const SHOWN: [&str; 14] = [
        "image/jpeg",
        "image/png",
        "image/gif",
        "image/webp",
        "image/avif",
        "video/mp4",
        "video/3gpp",
        "video/quicktime",
        "audio/ogg",
        "audio/mpeg",
        "audio/m4a",
        "audio/aac",
        "audio/amr",
        "audio/x-wav",
    ];
    detect(bytes).filter(|kind| SHOWN.contains(kind))
}

/// MP4 and its relatives, by the brands that the file says it is of.
fn iso_media(bytes: &[u8]) -> Option<&'static str> {
    let length = usize::try_from(u32::from_be_bytes(bytes.get(..4)?.try_into().ok()?)).ok()?;
    if bytes.get(4..8)? != b"ftyp" {
        return None;
    }
    let major = bytes.get(8..12)?;
    // Behind the main brand stands its version, then the others.
    let others = bytes.get(16..length.min(bytes.len()).min(256)).unwrap_or_default();
    std::iter::once(major).chain(others.chunks_exact(4)).find_map(of_brand)
}

fn of_brand(brand: &[u8]) -> Option<&'static str> {
    Some(match brand {
        b"qt  " => "video/quicktime",
        b"heic" | b"heix" | b"hevc" | b"heim" | b"heis" | b"mif1" | b"msf1" => "image/heif",
        b"avif" | b"avis" => "image/avif",
        b"M4A " | b"M4B " | b"M4P " => "audio/m4a",
        b"3g2a" | b"3g2b" | b"3g2c" => "video/3gpp2",
        [b'3', b'g', b'p' | b'e' | b's' | b'r' | b'g', _] => "video/3gpp",
        b"mp41" | b"mp42" | b"avc1" | b"dash" | b"MSNV" | b"mp71" | b"M4V " | b"M4VH" | b"M4VP" | b"f4v " => {
            "video/mp4"
        }
        [b'i', b's', b'o', b'm' | b'2'..=b'9'] => "video/mp4",
        _ => return None,
    })
}

/// The text at the beginning, without a byte-order mark and space, in lower case.
fn beginning(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let bytes = bytes.trim_ascii_start();
    String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase()
}

fn is_web_page(bytes: &[u8]) -> bool {
    let mut text = beginning(bytes);
    if text.starts_with("<?xml") || text.starts_with("<!--") {
        text = text
            .split_once("?>")
            .or(text.split_once("-->"))
            .map_or_else(String::new, |(_, rest)| rest.trim_start().to_owned());
    }
    ["<!doctype html", "<html", "<head", "<body", "<script", "<title", "<meta"]
        .iter()
        .any(|start| text.starts_with(start))
}

fn is_svg(bytes: &[u8]) -> bool {
    let text = beginning(bytes);
    text.starts_with("<svg") || (text.starts_with("<?xml") && text.contains("<svg"))
}

/// Width and height of a picture, in pixels.
pub fn dimensions(bytes: &[u8], detected: Option<&str>) -> Option<(u32, u32)> {
    if !matches!(detected, Some("image/jpeg" | "image/png" | "image/gif" | "image/webp")) {
        return None;
    }
    let size = imagesize::blob_size(bytes).ok()?;
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
}

/// Is this a page on which people log in: a web page with a field for a password, or one that a redirect led to and
/// that speaks of signing in?
pub fn is_login_page(bytes: &[u8], detected: Option<&str>, redirected: bool) -> bool {
    if detected != Some("text/html") {
        return false;
    }
    let text = String::from_utf8_lossy(bytes).to_ascii_lowercase();
    let asks =
        ["type=\"password\"", "type='password'", "type=password"].iter().any(|field| text.contains(field));
    let speaks = ["sign in", "sign-in", "signin", "log in", "log-in", "login", "anmelden", "iniciar sesi"]
        .iter()
        .any(|words| text.contains(words));
    asks || (redirected && speaks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pictures_films_and_sounds_are_shown_in_place() {
        assert_eq!(shown(b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"), Some("image/jpeg"));
        assert_eq!(shown(b"OggS\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00"), Some("audio/ogg"));
        for page in [
            "<!doctype html><script>1</script>",
            "<svg xmlns='x'><script>1</script></svg>",
            "%PDF-1.7",
            "hello",
            "",
        ] {
            assert_eq!(shown(page.as_bytes()), None, "{page}");
        }
    }

    fn ftyp(brands: &[&str]) -> Vec<u8> {
        let mut bytes = (16 + 4 * (brands.len() as u32 - 1)).to_be_bytes().to_vec();
        bytes.extend(b"ftyp");
        bytes.extend(brands[0].as_bytes());
        bytes.extend([0; 4]);
        brands[1..].iter().for_each(|brand| bytes.extend(brand.as_bytes()));
        bytes.extend(b"\0\0\0\x08moov");
        bytes
    }

    #[test]
    fn types_are_told_by_the_first_bytes() {
        for (bytes, expected) in [
            (&b"\xff\xd8\xff\xe0\0\x10JFIF"[..], Some("image/jpeg")),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Some("image/png")),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Some("image/webp")),
            (b"GIF89a\x01\0\x01\0", Some("image/gif")),
            (b"%PDF-1.7\n", Some("application/pdf")),
            (b"junk\n%PDF-1.4", Some("application/pdf")),
            (b"PK\x03\x04\x14\0\0\0", Some("application/zip")),
            (b"\x1aE\xdf\xa3\x01\0\0\0", None),
            (b"  <!DOCTYPE HTML><html>", Some("text/html")),
            (b"\xef\xbb\xbf<html lang=en>", Some("text/html")),
            (b"<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC>", Some("text/html")),
            (b"<!-- hello -->\n<html>", Some("text/html")),
            (b"<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>", Some("text/xml")),
            (b"<svg xmlns=\"http://www.w3.org/2000/svg\">", Some("image/svg+xml")),
            (b"{\"error\":1}", None),
            (b"", None),
            (b"\0\0", None),
        ] {
            let found = detect(bytes);
            // What the crate makes of a few bytes of Matroska is its own matter, as long as it is no MP4.
            if bytes.starts_with(b"\x1aE") {
                assert!(!matches!(found, Some("video/mp4" | "video/3gpp")), "{found:?}");
            } else {
                assert_eq!(found, expected, "{:?}", String::from_utf8_lossy(bytes));
            }
        }
    }

    #[test]
    fn relatives_of_mp4_are_told_apart() {
        for (brands, expected) in [
            (&["isom", "iso2", "avc1", "mp41"][..], Some("video/mp4")),
            (&["mp42"], Some("video/mp4")),
            (&["M4V ", "mp42"], Some("video/mp4")),
            (&["3gp4", "isom"], Some("video/3gpp")),
            (&["qt  ", "mp42"], Some("video/quicktime")),
            (&["heic", "mif1"], Some("image/heif")),
            (&["avif", "mif1"], Some("image/avif")),
            (&["M4A ", "isom"], Some("audio/m4a")),
            (&["XAVC", "mp42"], Some("video/mp4")),
        ] {
            assert_eq!(detect(&ftyp(brands)), expected, "{brands:?}");
        }
    }

    #[test]
    fn pages_to_sign_in_on() {
        let page = b"<html><form><input type='password'></form></html>";
        assert!(is_login_page(page, detect(page), false));
        let words = b"<html><h1>Log in with your account</h1></html>";
        assert!(is_login_page(words, detect(words), true) && !is_login_page(words, detect(words), false));
        assert!(!is_login_page(b"type='password'", None, true));
    }

    #[test]
    fn no_bytes_are_too_odd() {
        let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/../sandbox/samples");
        for (name, expected) in [
            ("picture.jpg", Some((640, 360))),
            ("picture.png", Some((320, 180))),
            ("picture.webp", Some((320, 180))),
            ("video.mp4", None),
        ] {
            let whole = std::fs::read(format!("{samples}/{name}")).unwrap();
            assert_eq!(dimensions(&whole, detect(&whole)), expected, "{name}");
            // Cut anywhere, and with any byte of the head changed: a verdict, never a crash.
            for at in 0..whole.len().min(700) {
                for (change, length) in [(0, at), (0x55, whole.len()), (0xff, whole.len())] {
                    let mut bytes = whole[..length].to_vec();
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte ^= change;
                    }
                    for detected in ["image/jpeg", "image/png", "image/webp", "image/gif"] {
                        dimensions(&bytes, Some(detected));
                    }
                    detect(&bytes);
                }
            }
        }
    }
}
