use whatsapp_domain::{Said, said::Arg, say};

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

/// Another language whose sentences are these.
fn learned(language: &str, sentences: &[(&str, &str)]) -> Texts {
    let texts = Texts::read(language, language, &serde_json::to_string(ENGLISH).unwrap()).unwrap();
    assert!(texts.lacks_sentences());
    let number = |english: &str| {
        english.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
    };
    let mut sorted: Vec<_> =
        sentences.iter().map(|(english, spoken)| (number(english), (*spoken).to_owned())).collect();
    sorted.sort();
    let both: (Vec<u32>, Vec<String>) = sorted.into_iter().unzip();
    texts.learn(&serde_json::to_string(&both).unwrap()).unwrap();
    assert!(!texts.lacks_sentences());
    texts
}

#[test]
fn a_sentence_is_said_with_what_was_filled_in() {
    let t = learned(
        "de",
        &[
            ("The text is empty.", "Der Text ist leer."),
            (
                "{what} has {count} values.",
                "\u{E100}\u{E200}one\u{E200}{what}: {count} Wert.\u{E200}other\u{E200}{what}: {count} Werte.",
            ),
            ("the header", "der Kopf"),
            ("{name} in {language}", "{name} auf {language}"),
        ],
    );
    assert_eq!(t.said(&"The text is empty.".into()), "Der Text ist leer.");
    let said =
        |count: u32| say!("{what} has {count} values.", what = Said::from("the header"), count = count);
    assert_eq!(t.said(&said(1)), "der Kopf: 1 Wert.");
    assert_eq!(t.said(&said(4096)), "der Kopf: 4,096 Werte.");
    let named = say!("{name} in {language}", name = "{x}", language = Arg::language("de", "German"));
    assert_eq!(t.said(&named.then("The text is empty.")), "{x} auf de Der Text ist leer.");
    let provider = whatsapp_providers::SCHEMAS[0].provider;
    let label =
        say!("{name} in {language}", name = Arg::setting(provider, "baseUrl", "base URL"), language = "x");
    assert_eq!(t.said(&label), format!("{} auf x", t.of_provider(provider, "base-url").unwrap()));
}

#[test]
fn what_has_no_translation_is_told_as_it_came() {
    let t = learned("de", &[("nothing", "nichts")]);
    assert_eq!(t.said(&"A new sentence.".into()), "A new sentence.");
    let said =
        say!("{size} MB, {list}.", size = Arg::tenths(57), list = vec![Said::from("nothing"), "b".into()]);
    assert_eq!(t.said(&said), "5.7 MB, nichts, b.");
    assert_eq!(english().said(&said), "5.7 MB, nothing, b.");
    assert_eq!(english().learn("{}"), Err(OtherVersion));
}

#[test]
fn what_is_filled_in_keeps_its_order_among_arabic_words() {
    let t = learned("ar", &[("{number} belongs to this account.", "ينتمي {number} إلى هذا الحساب.")]);
    let said = say!("{number} belongs to this account.", number = "+44 7860 099299");
    assert_eq!(t.said(&said), "ينتمي \u{2068}+44 7860 099299\u{2069} إلى هذا الحساب.");
}
