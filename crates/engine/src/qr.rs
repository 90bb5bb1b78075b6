//! QR codes, for links that are opened with a phone.

use qrcodegen::{QrCode as Code, QrCodeEcc};
use whatsapp_domain::engine_api::QrCode;

/// The text as a QR code that stays readable with 15 % of it hidden; none when it is too long (2,331 bytes).
pub fn draw(text: &str) -> Option<QrCode> {
    let code = Code::encode_text(text, QrCodeEcc::Medium).ok()?;
    let size = code.size();
    let mut path = String::new();
    for y in 0..size {
        let mut x = 0;
        while x < size {
            let start = x;
            while x < size && code.get_module(x, y) {
                x += 1;
            }
            if x > start {
                // One box for each run: a line of single modules shows seams between them.
                path.push_str(&format!("M{start} {y}h{}v1H{start}z", x - start));
            }
            x += 1;
        }
    }
    Some(QrCode { size: u8::try_from(size).ok()?, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The dark modules, read back from the path.
    fn modules(code: &QrCode) -> Vec<Vec<bool>> {
        let size = usize::from(code.size);
        let mut rows = vec![vec![false; size]; size];
        for piece in code.path.split('M').skip(1) {
            let (start, rest) = piece.split_once(' ').unwrap();
            let (y, rest) = rest.split_once('h').unwrap();
            let (run, rest) = rest.split_once('v').unwrap();
            let (start, y, run): (usize, usize, usize) =
                (start.parse().unwrap(), y.parse().unwrap(), run.parse().unwrap());
            assert_eq!(rest, format!("1H{start}z"));
            rows[y][start..start + run].fill(true);
        }
        rows
    }

    #[test]
    fn the_drawing_is_the_code_module_by_module() {
        let text = "https://wa.me/447860099299?text=CHECK-7K3M9P";
        let drawn = draw(text).unwrap();
        let code = Code::encode_text(text, QrCodeEcc::Medium).unwrap();
        assert_eq!(i32::from(drawn.size), code.size());
        for (y, row) in modules(&drawn).into_iter().enumerate() {
            for (x, dark) in row.into_iter().enumerate() {
                let (x, y) = (i32::try_from(x).unwrap(), i32::try_from(y).unwrap());
                assert_eq!(dark, code.get_module(x, y), "{x},{y}");
            }
        }
    }

    #[test]
    fn a_text_that_is_too_long_has_no_code() {
        assert!(draw(&"x".repeat(2331)).is_some());
        assert_eq!(draw(&"x".repeat(2332)), None);
    }
}
