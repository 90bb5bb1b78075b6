use proptest::prelude::*;
use serde_json::json;

use super::*;

fn code(url: &str, purpose: Purpose) -> String {
    match judge(url, purpose) {
        Ok(_) => "ok".to_owned(),
        Err(refusal) => refusal.code,
    }
}

#[test]
fn base_urls_are_mended() {
    for (typed, base) in [
        ("https://xxxxx.api.infobip.com", "https://xxxxx.api.infobip.com"),
        ("XXXXX.api.infobip.com", "https://xxxxx.api.infobip.com"),
        ("  Base URL: https://xxxxx.api.infobip.com/whatsapp/1/?a=b \n", "https://xxxxx.api.infobip.com"),
        ("BASEURL=xxxxx.api.infobip.com", "https://xxxxx.api.infobip.com"),
        ("//eu.conversation.api.sinch.com/v1/", "https://eu.conversation.api.sinch.com"),
        ("eu.conversation.api.sinch.com:443/v1", "https://eu.conversation.api.sinch.com"),
        ("HTTPS://api.infobip.com.:443", "https://api.infobip.com"),
        ("\u{feff}api.infobip.com\u{200b}", "https://api.infobip.com"),
        ("https://münchen.example.com", "https://xn--mnchen-3ya.example.com"),
        ("https://ａｐｉ。infobip。com/", "https://api.infobip.com"),
        ("https://8.8.8.8/", "https://8.8.8.8"),
        ("https://0x08080808", "https://8.8.8.8"),
        ("https://[2606:4700::1]:443", "https://[2606:4700::1]"),
        ("baseurl.example.com", "https://baseurl.example.com"),
    ] {
        assert_eq!(judge(typed, Purpose::Provider).unwrap().base(), base, "{typed:?}");
    }
}

#[test]
fn media_urls_pass_whole() {
    for (typed, sent) in [
        ("https://cdn.example.com/a.pdf", "https://cdn.example.com/a.pdf"),
        (" https://CDN.example.com/my file.pdf?x=1&y=@# ", ""),
        (" https://CDN.example.com/my file.pdf?x=1&y=@ ", "https://cdn.example.com/my%20file.pdf?x=1&y=@"),
        ("https://cdn.example.com/a^b?c^d", "https://cdn.example.com/a%5Eb?c^d"),
        ("https://cdn.shop.example/@user/é.jpg", "https://cdn.shop.example/@user/%C3%A9.jpg"),
        ("https://my_bucket.s3.amazonaws.com/x", "https://my_bucket.s3.amazonaws.com/x"),
    ] {
        match judge(typed, Purpose::Media) {
            Ok(judged) => assert_eq!(judged.as_str(), sent, "{typed:?}"),
            Err(refusal) => assert_eq!((refusal.code.as_str(), sent), ("url-fragment", ""), "{typed:?}"),
        }
    }
}

#[test]
fn refusals_have_their_codes() {
    use Purpose::{Media, Provider};
    let long = format!("https://cdn.example.com/{}", "x".repeat(MAX_CHARS));
    let grows = format!("https://cdn.example.com/{}", "é".repeat(1000));
    for (typed, purpose, expected) in [
        ("", Provider, "url-empty"),
        (" \n", Media, "url-empty"),
        ("Base URL:", Provider, "url-empty"),
        (long.as_str(), Media, "url-too-long"),
        (grows.as_str(), Media, "url-too-long"),
        ("https://cdn.exa\nmple.com/a", Media, "url-control-character"),
        ("https://cdn.example.com/a\tb", Media, "url-control-character"),
        ("https:\\\\cdn.example.com/a", Media, "url-backslash"),
        ("https://cdn.example.com\\@10.0.0.1/a", Media, "url-backslash"),
        ("cdn.example.com/a", Media, "url-scheme-missing"),
        ("//cdn.example.com/a", Media, "url-scheme-missing"),
        ("http://cdn.example.com/a", Media, "url-not-https"),
        ("HTTP:cdn.example.com", Provider, "url-not-https"),
        ("ftp://cdn.example.com/a", Media, "url-scheme"),
        ("javascript:alert(1)", Provider, "url-scheme"),
        ("file:///etc/passwd", Provider, "url-scheme"),
        ("https:/cdn.example.com/a", Media, "url-malformed"),
        ("https:cdn.example.com/a", Media, "url-malformed"),
        ("https:///cdn.example.com/a", Media, "url-malformed"),
        ("https://", Provider, "url-malformed"),
        ("ht．tps://api.infobip.com", Provider, "url-malformed"),
        ("://api.infobip.com", Provider, "url-malformed"),
        ("https://ex ample.com/", Provider, "url-malformed"),
        ("https://1.2.3.4.5/", Provider, "url-malformed"),
        ("https://[fe80::1%25eth0]/", Provider, "url-malformed"),
        ("https://[::1", Provider, "url-malformed"),
        ("https://example%00.com/", Provider, "url-malformed"),
        ("https://example%2f.com/", Provider, "url-malformed"),
        ("https://api.infobip.com:99999/", Provider, "url-malformed"),
        ("https://me@api.infobip.com", Provider, "url-user-info"),
        ("https://@api.infobip.com", Provider, "url-user-info"),
        ("https://api.infobip.com@10.0.0.1/", Provider, "url-user-info"),
        ("https://api\u{ad}.infobip.com", Provider, "url-hidden-character"),
        ("https://api.infobip.com/#x", Provider, "url-fragment"),
        ("https://10.0.0.1#.infobip.com", Provider, "url-fragment"),
        ("https://api.infobip.com:8443", Provider, "url-port"),
        ("api.infobip.com:80", Provider, "url-port"),
        ("https://a..example.com", Provider, "url-host-malformed"),
        ("https://example.com..", Provider, "url-host-malformed"),
        ("https://.", Provider, "url-host-malformed"),
        ("https://exa$mple.com", Provider, "url-host-malformed"),
        ("https://intern", Provider, "url-reserved-name"),
        ("https://redis", Provider, "url-single-label"),
        ("redis:443", Provider, "url-single-label"),
        ("https://LOCALHOST.", Provider, "url-reserved-name"),
        ("https://loc%61lhost/x", Media, "url-reserved-name"),
        ("https://ⓛocalhost/x", Media, "url-reserved-name"),
        ("https://metadata.google.internal/x", Media, "url-reserved-name"),
        ("https://127.0.0.1.nip.io/x", Media, "url-name-embeds-address"),
        ("https://127.1/x", Media, "url-address-not-public"),
        ("https://①②⑦.0.0.1/x", Media, "url-address-not-public"),
        ("https://0x7f。1/x", Media, "url-address-not-public"),
        ("https://[::ffff:8.8.8.8]/x", Media, "url-address-not-public"),
        ("https://[64:ff9b::10.0.0.1]/x", Media, "url-address-not-public"),
        ("https://cdn.example.com", Media, "url-path-missing"),
        ("https://cdn.example.com/?", Media, "url-path-missing"),
        ("https://cdn.example.com?file=a.jpg", Media, "ok"),
        ("https://cdn.example.com/a/..", Media, "url-path-missing"),
    ] {
        assert_eq!(code(typed, purpose), expected, "{typed:?}");
    }
}

#[test]
fn a_refusal_repeats_nothing_that_may_be_secret() {
    let text = |typed: &str| judge(typed, Purpose::Provider).unwrap_err().text.text;
    assert!(text("ftp://cdn.example.com/").contains("ftp:"));
    for typed in
        ["s3cretkey:s3cret@api.infobip.com", "https://s3cret:x@api.infobip.com", "https://s3cret", "s3cret:x"]
    {
        assert!(!text(typed).contains("s3cret"), "{typed}");
    }
}

#[test]
fn answers_the_command_line() {
    let line = |url: &str, purpose: &str| check_line(&json!({"url": url, "purpose": purpose}));
    assert_eq!(line("https://cdn.example.com/a", "media"), json!({"allowed": true, "code": null}));
    assert_eq!(line("https://127.1/a", "media"), json!({"allowed": false, "code": "url-address-not-public"}));
    assert_eq!(line("https://127.1/a", "other")["error"]["code"], "bad-line");
    assert_eq!(check_line(&json!({"url": "x"}))["error"]["code"], "bad-line");
}

proptest! {
    #[test]
    fn never_panics(text in "(https:|http:|x:)?[/\\\\]{0,3}[a-z0-9.:@#%\\[\\]\\\\？。é\u{ad}\t]{0,40}|\\PC*") {
        let _ = judge(&text, Purpose::Provider);
        let _ = judge(&text, Purpose::Media);
    }

    /// What was judged once is judged the same again, and means the same.
    #[test]
    fn what_passes_is_stable(text in "(https://)?[a-z0-9.é。A-Z%_-]{1,30}(\\.com|\\.example|\\.é)(:443)?[/a-zé ?=@]{0,20}") {
        if let Ok(judged) = judge(&text, Purpose::Provider) {
            let again = judge(judged.as_str(), Purpose::Provider).unwrap();
            prop_assert_eq!(judged, again);
        }
    }
}
