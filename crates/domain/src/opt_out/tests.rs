use serde_json::{from_value, json, to_value};

use super::*;

fn heard(text: &str) -> Option<Wish> {
    Keywords::default().hears(text)
}

#[test]
fn the_whole_message_is_the_wish() {
    for text in [
        "STOP",
        "stop",
        " Stop. ",
        "Stop!!!",
        "\"STOP\"",
        "🛑 stop 🛑",
        "Stop. Thank you",
        "please stop",
        "Hi, stop please. Thanks!",
        "STOP STOP STOP",
        "Stop. Unsubscribe me, please",
        "stop all",
        "S\u{200d}TOP",
        "Opt-out",
        "No more messages, thanks",
        "No quiero más mensajes.",
        "opt out",
        "Abmelden bitte",
        "Bitte keine Nachrichten mehr, danke",
        "¡BAJA!",
        "baja, por favor",
        "Sair, obrigada",
        "Dừng",
        "Dừng lại ạ",
        "huy dang ky",
        "TC",
        "توقف",
        "إلغاء الاشتراك من فضلك",
        "الغاء الإشتراك",
        "تَوَقَّف",
        "توقـــف",
    ] {
        assert_eq!(heard(text), Some(Wish::Stop), "{text}");
    }
    for text in
        ["START", "Start please", "Subscribe", "ALTA", "começar", "Đăng ký", "ابدا", "Anmelden, danke"]
    {
        assert_eq!(heard(text), Some(Wish::Start), "{text}");
    }
}

#[test]
fn a_message_that_says_more_is_none() {
    for text in [
        "",
        "   ",
        "!!!",
        "🙂",
        "don't stop",
        "don't stop sending",
        "Don’t stop",
        "please don't stop",
        "stop sending me the wrong size",
        "Where is the bus stop?",
        "I can't stop thanking you",
        "stopping by",
        "unstoppable",
        "non-stop",
        "thank you",
        "please",
        "start stop",
        "stop and start",
        "When do you start?",
        "Đúng",
        "Từ chối",
        "cancel",
        "Remover",
        "dung",
        "How do I unsubscribe from the other list but not this one",
        "nicht abmelden",
        "no quiero darme de baja",
        "não parar",
        "لا توقف",
    ] {
        assert_eq!(heard(text), None, "{text}");
    }
    assert_eq!(heard(&"stop ".repeat(1000)), None);
    assert_eq!(heard(&"s".repeat(1_000_000)), None);
}

#[test]
fn the_lists_can_be_changed_and_are_kept_as_they_are() {
    let keywords: Keywords =
        from_value(json!({"stop": {"fr": ["Arrêt", "no thanks"]}, "start": {}})).unwrap();
    assert_eq!(keywords.hears("arrêt !"), Some(Wish::Stop));
    assert_eq!(keywords.hears("No, thanks."), Some(Wish::Stop), "a keyword may hold a polite word");
    assert_eq!(keywords.hears("stop"), None);
    assert_eq!(to_value(&keywords).unwrap(), json!({"stop": {"fr": ["Arrêt", "no thanks"]}, "start": {}}));
    // A stored value from before the lists has the first ones.
    assert_eq!(from_value::<Keywords>(json!({})).unwrap(), Keywords::default());
    assert!(Keywords::default().stop.keys().eq(["ar", "de", "en", "es", "pt-BR", "vi"]));
}

#[test]
fn lists_that_cannot_work_are_found() {
    assert_eq!(Keywords::default().check(), []);
    let found = |stop: serde_json::Value, start: serde_json::Value| {
        let keywords: Keywords = from_value(json!({"stop": stop, "start": start})).unwrap();
        keywords.check().into_iter().map(|finding| (finding.code, finding.field)).collect::<Vec<_>>()
    };
    let one = |code: &str, field: &str| vec![(code.to_owned(), field.to_owned())];
    assert_eq!(
        found(json!({"en": ["stop", " ! "]}), json!({})),
        one("keyword-empty", "twoWay.keywords.stop.en[1]")
    );
    assert_eq!(
        found(json!({}), json!({"en": ["a".repeat(41)]})),
        one("keyword-too-long", "twoWay.keywords.start.en[0]")
    );
    assert_eq!(
        found(json!({"en": ["stop"]}), json!({"de": ["los", "Stop!"]})),
        one("keyword-in-both", "twoWay.keywords.start.de[1]")
    );
    assert_eq!(
        found(json!({"en": (0..51).map(|n| format!("stop{n}")).collect::<Vec<_>>()}), json!({})),
        one("keywords-too-many", "twoWay.keywords.stop.en")
    );
}

#[test]
fn what_does_not_begin_with_a_first_word_is_no_wish() {
    let keywords = Keywords::default();
    let first = keywords.first_words();
    let own = keywords.stop.values().chain(keywords.start.values()).flatten();
    for phrase in own {
        for text in [
            phrase.clone(),
            phrase.to_uppercase(),
            format!("«{phrase}», {phrase}!"),
            format!("\u{200e} {phrase}"),
        ] {
            assert!(first.begin(&text), "{text}");
        }
    }
    for text in ["Hi, stop please. Thanks!", "S\u{200d}TOP", "تَوَقَّف", "🛑 stop 🛑", "please stop"]
    {
        assert!(heard(text).is_some() && first.begin(text), "{text}");
    }
    for text in ["", "🙂", "Where is my parcel?", &"stop".repeat(100)] {
        assert!(!first.begin(text) && heard(text).is_none(), "{text}");
    }
}
