use super::*;

fn said(text: impl Into<Text>) -> String {
    english().say(text.into())
}

#[test]
fn a_catalogue_of_another_version_is_refused() {
    let json = |list: &[&str]| serde_json::to_string(list).unwrap();
    assert!(Texts::read("en", "en-GB", &json(ENGLISH)).is_ok());
    let mut other = ENGLISH.to_vec();
    other[0] = "0123456789abcdef";
    assert_eq!(Texts::read("en", "en", &json(&other)), Err(OtherVersion));
    assert_eq!(Texts::read("en", "en", &json(&ENGLISH[1..])), Err(OtherVersion));
    assert_eq!(Texts::read("en", "en", "<!doctype html>"), Err(OtherVersion));
}

#[test]
fn words_from_elsewhere_stay_as_they_are() {
    assert_eq!(said(Text::words("\u{E000}{name}")), "\u{E000}{name}");
}

#[test]
fn numbers_are_grouped() {
    assert_eq!(
        [0, 999, 1000, -1_234_567].map(|number| english().number(number)),
        ["0", "999", "1,000", "-1,234,567"]
    );
}

#[test]
fn words_from_elsewhere_keep_their_own_order_among_arabic_ones() {
    let json = serde_json::to_string(ENGLISH).unwrap();
    let arabic = Texts::read("ar", "ar-EG", &json).unwrap();
    assert_eq!(arabic.direction(), "rtl");
    assert_eq!(arabic.say(Text::words("+44 7400 123456")), "\u{2068}+44 7400 123456\u{2069}");
    assert_eq!(arabic.say(integrations::delete_named("Shop")), "Delete \u{2068}Shop\u{2069}");
    assert_eq!(english().say(integrations::delete_named("Shop")), "Delete Shop");
}
