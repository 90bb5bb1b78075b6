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
        ("Exxon 07400 123456", Some("GB")),
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
        ("+49151123456---", None, Masked),
        ("+49 151...456", None, Masked),
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

#[test]
fn repairs_only_what_is_certain() {
    for (input, region, fix) in [
        ("447400123456", None, Some("+447400123456")),
        ("44 7400 123456", Some("US"), Some("+447400123456")),
        // Swiss with a plus, but far more likely an American number without its 1.
        ("4155552671", None, None),
        // American with a plus, but Chinese mobile numbers look the same.
        ("13012345678", None, None),
        ("+52 1 55 1234 5678", None, Some("+525512345678")),
        ("447400123456.0", None, Some("+447400123456")),
        ("7400123456.0", Some("GB"), Some("+447400123456")),
        ("4.47912E+11", Some("GB"), None),
        ("+44 7400 123456 (mobile)", None, Some("+447400123456")),
        ("07400 123456 Ana", Some("GB"), Some("+447400123456")),
        ("07400 12345O", Some("GB"), None),
        ("07400 12345 O", Some("GB"), None),
        ("+4474OO123456", None, None),
        ("1-800-FLOWERS", Some("US"), None),
        ("+1201555XXXX", None, None),
        ("+447400123456, +447400123457", None, None),
    ] {
        assert_eq!(parse(input, region).unwrap_err().fix.as_deref(), fix, "{input}");
    }
}

#[test]
fn says_what_was_found_and_what_is_expected() {
    for (input, region, text) in [
        ("+44 7400 1234567", None, "Too long (United Kingdom): 11 digits after +44, expected 7, 9 or 10."),
        ("2530000", Some("US"), "The area code is missing (United States): 7 digits after +1, expected 10."),
        ("+44 3999 123456", None, "No number of +44 (United Kingdom) is like this one. Check the digits."),
        (
            "07400",
            Some("uk"),
            "The default country uk does not exist. Choose one with two letters, such as GB.",
        ),
        (
            "+4474001",
            None,
            "The area code is missing (United Kingdom): 5 digits after +44, expected 7, 9 or 10.",
        ),
        (
            "447400123456",
            None,
            "The country code is missing. Write the number with + and country code, such as +44 7400 123456, or \
             choose a default country. With a + in front, it reads as a number of this country: United Kingdom.",
        ),
    ] {
        assert_eq!(parse(input, region).unwrap_err().text, text);
    }
}

#[test]
fn reads_digits_that_are_known_to_be_international() {
    for input in ["447400123456", "+447400123456", "00447400123456", "44 7400 123456"] {
        assert_eq!(parse_international(input).unwrap().e164(), "+447400123456", "{input}");
    }
    for (input, code) in [
        ("07400123456", "phone-unknown-code"),
        ("447400123456789", "phone-too-long"),
        ("4474OO123456", "phone-letters"),
        ("", "phone-empty"),
    ] {
        let rejection = parse_international(input).unwrap_err();
        assert_eq!((rejection.code, rejection.fix), (code, None), "{input}");
    }
}

#[test]
fn a_number_shows_its_parts() {
    let number = parse("07400 123456", Some("GB")).unwrap();
    assert_eq!(number.e164(), "+447400123456");
    assert_eq!(number.digits(), "447400123456");
    assert_eq!(number.region(), Some("GB"));
    assert_eq!(number.international(), "+44 7400 123456");
    let service = parse("+80012345678", None).unwrap();
    assert_eq!((service.region(), service.international()), (Some("001"), "+800 1234 5678"));
}

#[test]
fn logs_hold_no_number() {
    let shown = format!("{:?} {:?}", parse("07400 123456", Some("GB")), parse("447400123456", None));
    assert!(!shown.contains("7400123"), "{shown}");
}

#[test]
fn answers_lines() {
    use serde_json::json;
    for (line, answer) in [
        (
            json!({"input": "07400 123456", "region": "GB"}),
            json!({"e164": "+447400123456", "valid": true, "possible": true, "region": "GB", "error": null}),
        ),
        (
            json!({"input": "+1201555XXXX", "region": null}),
            json!({"e164": null, "valid": false, "possible": false, "region": null, "error": "phone-masked"}),
        ),
        (
            json!({"input": "+4474001", "international": true}),
            json!({"e164": "+4474001", "valid": false, "possible": true, "region": null,
                   "error": "phone-area-code-missing", "international": "+44 74001"}),
        ),
        (
            json!({"input": null}),
            json!({"e164": null, "valid": false, "possible": false, "region": null, "error": "phone-empty"}),
        ),
    ] {
        assert_eq!(check_line(&line), answer);
    }
    assert_eq!(check_line(&json!({"input": 44}))["error"]["code"], "bad-line");
    assert_eq!(check_line(&json!([]))["error"]["code"], "bad-line");
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    /// Texts that come near to numbers, besides any text at all.
    fn input() -> impl Strategy<Value = String> {
        prop_oneof![
            any::<String>(),
            "[+0-9０-９٠-٩ ().,;/x*#~eEO\\-\u{200E}\u{A0}\n?]{0,30}",
            "[+]?(00)?[1-9][0-9]{5,14}(\\.0)?",
            "(tel:)?[0-9]{3,12}(;phone-context=[+a-z0-9.]{0,8})?(;ext=[0-9]{1,4})?",
        ]
    }

    fn region() -> impl Strategy<Value = Option<String>> {
        prop::option::of(prop_oneof![
            any::<String>(),
            "[A-Za-z]{2}",
            prop::sample::select(plan::regions().map(str::to_owned).collect::<Vec<_>>()),
        ])
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        /// No text and no region makes it panic, and the parts of a verdict agree with each other.
        #[test]
        fn verdicts_are_consistent(input in input(), region in region()) {
            let verdict = check(&input, region.as_deref());
            prop_assert_eq!(verdict.valid, verdict.error.is_none());
            prop_assert!(!verdict.valid || verdict.possible);
            prop_assert!(verdict.e164.is_some() || (verdict.region.is_none() && !verdict.possible));
            match parse(&input, region.as_deref()) {
                Ok(number) => {
                    prop_assert_eq!(Some(number.e164()), verdict.e164.as_deref());
                    prop_assert_eq!(number.region(), verdict.region.as_deref());
                }
                Err(rejection) => {
                    prop_assert_eq!(Some(rejection.code), verdict.error.as_deref());
                    prop_assert!(rejection.text.len() > 10);
                    if let Some(fix) = rejection.fix {
                        prop_assert!(check(&fix, None).valid, "{}", fix);
                    }
                }
            }
        }

        /// What comes out goes in again: the same verdict, whatever the default country.
        #[test]
        fn output_reads_as_itself(input in input(), region in region(), other in region()) {
            if let Ok(number) = parse(&input, region.as_deref()) {
                for text in [number.e164(), number.international()] {
                    let again = parse(text, other.as_deref());
                    prop_assert_eq!(again.as_ref().ok(), Some(&number), "{}", text);
                }
                prop_assert!(number.e164().len() <= 18 && number.digits().bytes().all(|b| b.is_ascii_digit()));
            }
        }
    }
}
