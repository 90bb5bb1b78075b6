use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::*;

/// Published in the test suite of SI-PY.
const BODY: &str = r#"{"app_id":"01EB37HMH1M6SV18BSNS3G135H","accepted_time":"2020-11-17T15:09:11.659Z","project_id":"c36f3d3d-1513-2edd-ae42-11995557ff61","message_delivery_report":{"message_id":"01EQBC1A3BEK731GY4YXEN0C2R","conversation_id":"01EPYATA64TMNZ1FV02JKF12JF","status":"QUEUED_ON_CHANNEL","contact_id":"01EXA07N79THJ20WSN6AS30TMW"}}"#;
const SECRET: &str = "foo_secret1234";
const NONCE_OF_IT: &str = "01FJA8B4A7BM43YGWSG9GBV067";
const TIME: i64 = 1_634_579_353;
const SIGNATURE_OF_IT: &str = "Yc+3R1pIS78xLASybulhs8BsSo9BPB3Pr92QCUoczfk=";

fn headers(signature: &str, nonce: &str, time: &str) -> BTreeMap<String, String> {
    [(SIGNATURE, signature), (NONCE, nonce), (TIMESTAMP, time), (ALGORITHM, "HmacSHA256")]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
}

fn published() -> BTreeMap<String, String> {
    headers(SIGNATURE_OF_IT, NONCE_OF_IT, &TIME.to_string())
}

fn judge(headers: &BTreeMap<String, String>, body: &str, now: i64) -> Result<Signed, SignatureCode> {
    check(&Secret::new(SECRET), headers, body.as_bytes(), now)
}

fn sign(body: &str, nonce: &str, time: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    mac.update(format!("{body}.{nonce}.{time}").as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

#[test]
fn the_published_vector_is_accepted_and_gives_its_nonce() {
    assert_eq!(judge(&published(), BODY, TIME), Ok(Signed { nonce: Some(NONCE_OF_IT.into()) }));
    let upper = published().into_iter().map(|(name, value)| (name.to_uppercase(), value)).collect();
    assert!(judge(&upper, BODY, TIME + 12).is_ok(), "names have any case");
    let mut without = published();
    without.remove(ALGORITHM);
    assert!(judge(&without, BODY, TIME).is_ok(), "there is one way to sign");
}

#[test]
fn the_window_is_five_minutes_both_ways() {
    for (now, expected) in [
        (TIME + 300, None),
        (TIME - 300, None),
        (TIME + 301, Some(SignatureCode::Stale)),
        (TIME - 301, Some(SignatureCode::Early)),
        (i64::MAX, Some(SignatureCode::Stale)),
        (i64::MIN, Some(SignatureCode::Early)),
    ] {
        assert_eq!(judge(&published(), BODY, now).err(), expected, "{now}");
    }
}

#[test]
fn a_changed_byte_anywhere_is_refused() {
    for at in 0..BODY.len() {
        let mut body = BODY.as_bytes().to_vec();
        body[at] ^= 1;
        assert_eq!(check(&Secret::new(SECRET), &published(), &body, TIME), Err(SignatureCode::Wrong), "{at}");
    }
    assert_eq!(judge(&published(), &format!("{BODY}\n"), TIME), Err(SignatureCode::Wrong));
    assert_eq!(check(&Secret::new("other"), &published(), BODY.as_bytes(), TIME), Err(SignatureCode::Wrong));
    let other_time = headers(SIGNATURE_OF_IT, NONCE_OF_IT, &(TIME + 1).to_string());
    assert_eq!(judge(&other_time, BODY, TIME), Err(SignatureCode::Wrong));
    let other_nonce = headers(SIGNATURE_OF_IT, "01FJA8B4A7BM43YGWSG9GBV068", &TIME.to_string());
    assert_eq!(judge(&other_nonce, BODY, TIME), Err(SignatureCode::Wrong));
    for cut in [&SIGNATURE_OF_IT[..40], "", "AAAA", "Yc+3R1pIS78xLASybulhs8BsSo9BPB3Pr92QCUoczfk"] {
        assert!(judge(&headers(cut, NONCE_OF_IT, &TIME.to_string()), BODY, TIME).is_err(), "{cut}");
    }
}

#[test]
fn the_border_between_body_and_nonce_cannot_be_shifted() {
    // All of these join to the same signed text; only the first is what Sinch signed.
    let text = format!("{BODY}.{NONCE_OF_IT}.{TIME}");
    assert!(
        judge(
            &headers(&sign(BODY, NONCE_OF_IT, &TIME.to_string()), NONCE_OF_IT, &TIME.to_string()),
            BODY,
            TIME
        )
        .is_ok()
    );
    let dots: Vec<usize> = text.match_indices('.').map(|(at, _)| at).collect();
    let mut tried = 0;
    for (first, &one) in dots.iter().enumerate() {
        for &two in &dots[first + 1..] {
            let (body, nonce, time) = (&text[..one], &text[one + 1..two], &text[two + 1..]);
            let judged = judge(&headers(SIGNATURE_OF_IT, nonce, time), body, TIME);
            assert_eq!(judged.is_ok(), body == BODY, "{nonce} {time}");
            tried += 1;
        }
    }
    assert!(tried >= 3, "{tried}");
    // The same with a body that ends in what looks like a nonce.
    let (body, time) = (format!("{BODY}.extra"), TIME.to_string());
    let signature = sign(&body, NONCE_OF_IT, &time);
    let shifted = headers(&signature, &format!("extra.{NONCE_OF_IT}"), &time);
    assert_eq!(judge(&shifted, BODY, TIME), Err(SignatureCode::Malformed));
}

#[test]
fn odd_parts_are_refused_even_when_they_are_signed() {
    let good = TIME.to_string();
    for (nonce, time) in [
        ("", good.as_str()),
        ("a.b", &good),
        ("a b", &good),
        ("a\u{e9}", &good),
        (&"a".repeat(129), &good),
        ("abc", ""),
        ("abc", "+1634579353"),
        ("abc", " 1634579353"),
        ("abc", "1634579353.0"),
        ("abc", "1634579353999"),
        ("abc", "１６３４５７９３５３"),
    ] {
        let signed = headers(&sign(BODY, nonce, time), nonce, time);
        assert_eq!(judge(&signed, BODY, TIME), Err(SignatureCode::Malformed), "{nonce:?} {time:?}");
    }
    let mut other = published();
    other.insert(ALGORITHM.into(), "HmacSHA1".into());
    assert_eq!(judge(&other, BODY, TIME), Err(SignatureCode::AlgorithmUnknown));
    let mut twice = published();
    twice.insert(NONCE.to_uppercase(), "x".into());
    assert_eq!(judge(&twice, BODY, TIME), Err(SignatureCode::Malformed));
    for name in [SIGNATURE, NONCE, TIMESTAMP] {
        let mut without = published();
        without.remove(name);
        assert_eq!(judge(&without, BODY, TIME), Err(SignatureCode::Missing), "{name}");
    }
}

#[test]
fn an_empty_secret_proves_nothing() {
    let mut mac = Hmac::<Sha256>::new_from_slice(b"").unwrap();
    mac.update(format!("{BODY}.{NONCE_OF_IT}.{TIME}").as_bytes());
    let signed = headers(&STANDARD.encode(mac.finalize().into_bytes()), NONCE_OF_IT, &TIME.to_string());
    assert_eq!(check(&Secret::new(""), &signed, BODY.as_bytes(), TIME), Err(SignatureCode::Wrong));
}
