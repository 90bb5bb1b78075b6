//! What the parts do together.

use super::*;

fn e164(input: &str, region: Option<&str>) -> Option<String> {
    let verdict = check(input, region);
    verdict.e164.filter(|_| verdict.valid)
}

#[test]
fn reads_through() {
    for (input, region) in [
        ("+447400123456", None),
        ("07400 123456", Some("GB")),
        ("07400 123456", Some("gb ")),
        ("7400123456", Some("GB")),
        ("447400123456", Some("GB")),
        ("00447400123456", None),
        ("0044 7400 123456", Some("US")),
        ("0044 (0) 7400 123456", Some("GB")),
        ("+00447400123456", None),
        ("+00 44 7400 123456", Some("US")),
        ("00+447400123456", None),
        ("++447400123456", None),
        ("+ 44 7400 123456", None),
        ("(+44) 7400/123456", None),
        ("+44 (0)7400 123456", None),
        ("+4407400123456", None),
        ("\u{202A}+44\u{A0}7400\u{2009}123456\u{202C}", None),
        ("\u{2066}+44 7400‑123–456\u{2069}", None),
        ("＋４４（７４００）１２３４５６", None),
        ("٠٧٤٠٠١٢٣٤٥٦", Some("GB")),
        ("+४४७४००१२३४५६", None),
        ("+44\t7400\n123456", None),
        ("+44·7400·123456", None),
        ("'+447400123456", None),
        ("=\"+447400123456\"", None),
        ("Tel: +44 7400 123456", None),
        ("WhatsApp +44 7400 123456", None),
        ("Tel07400 123456", Some("GB")),
        ("* +44 7400 123456", None),
        ("tel:+44-7400-123456", None),
        ("tel:7400-123456;phone-context=+44", None),
        ("tel:07400123456;phone-context=example.com", Some("GB")),
        ("tel:+447400123456;ext=12", None),
        ("+44 7400 123456 ext. 12", None),
        ("whatsapp:+447400123456", None),
        ("+44 7400 123456 📱", None),
    ] {
        assert_eq!(e164(input, region).as_deref(), Some("+447400123456"), "{input} {region:?}");
    }
    assert_eq!(e164("+39 06 698 12345", None).as_deref(), Some("+390669812345"));
    assert_eq!(e164("011 44 7400 123456", Some("US")).as_deref(), Some("+447400123456"));
}

#[test]
fn refuses() {
    use Code::*;
    for (input, region, code) in [
        ("", None, Empty),
        (" \u{200B}\u{FEFF}", None, Empty),
        ("n/a", None, NotANumber),
        ("#N/A", None, NotANumber),
        ("+", None, NotANumber),
        ("5", Some("GB"), NotANumber),
        ("#31#+447400123456", None, NotANumber),
        ("+447400:123456", None, NotANumber),
        ("+1201555XXXX", None, Masked),
        ("+44 7*** ***456", None, Masked),
        ("*******3456", Some("GB"), Masked),
        ("xxx-xxx-3456", Some("GB"), Masked),
        ("•••• 3456", Some("GB"), Masked),
        ("****", Some("GB"), Masked),
        ("+4474001234__", None, Masked),
        ("+49151123456…", None, Masked),
        ("+49151123456...", None, Masked),
        ("0740O123456", Some("GB"), Letters),
        ("O7400123456", Some("GB"), Letters),
        ("+4474OO123456", None, Letters),
        ("1-800-FLOWERS", Some("US"), Letters),
        ("07400 123456 home", Some("GB"), Letters),
        ("+49 151 1234567x", None, Letters),
        ("4.47912E+11", Some("GB"), Spreadsheet),
        ("4,47912e11", Some("GB"), Spreadsheet),
        ("'4.47912345678E+11", Some("GB"), Spreadsheet),
        ("447400123456.0", Some("GB"), Spreadsheet),
        ("+447400123456,00", None, Spreadsheet),
        ("+447400123456, +447400123457", None, Several),
        ("07400123456/07400123457", Some("GB"), Several),
        ("4155552671;4155552672", Some("US"), Several),
        ("07400123456 or 07400123457", Some("GB"), Several),
        ("07400123456\n07400123457", Some("GB"), Several),
        ("07400 123456", None, NoCountry),
        ("447400123456", None, NoCountry),
        ("07400 123456", Some("XX"), UnknownRegion),
        ("+999123456789", None, UnknownCode),
        ("+4", None, NotANumber),
        ("+441", None, TooShort),
        ("+4474001234567890123456", None, TooLong),
        ("+44 7400 12345", None, NotInUse),
        ("+44 7400 1234567", None, TooLong),
        ("2530000", Some("US"), AreaCodeMissing),
        ("+44 3999 123456", None, NotInUse),
        (&"1".repeat(5000), Some("GB"), TooLong),
    ] {
        let verdict = check(input, region);
        assert_eq!(verdict.error.as_deref(), Some(code.as_str()), "{input} {region:?}");
        assert!(!verdict.valid);
        let rejection = parse(input, region).unwrap_err();
        assert_eq!(rejection.code, code.as_str());
        assert!(rejection.text.ends_with('.') && !rejection.text.contains('!'), "{}", rejection.text);
    }
}
