//! Base URLs and media URLs: what passes is https on port 443 to a public address or a full name, carries nothing
//! else, and passes again as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whatsapp_engine::address::{is_public, parse_any_spelling};
use whatsapp_engine::url::{Purpose, judge};

fuzz_target!(|text: &str| {
    for purpose in [Purpose::Provider, Purpose::Media] {
        let Ok(judged) = judge(text, purpose) else { continue };
        let url = judged.url();
        assert!(url.as_str().starts_with("https://"), "{url}");
        assert_eq!(url.port_or_known_default(), Some(443));
        assert!(url.username().is_empty() && url.password().is_none() && url.fragment().is_none(), "{url}");
        assert!(url.as_str().is_ascii() && url.as_str().len() <= 2048, "{url}");
        match parse_any_spelling(judged.host()) {
            Some(ip) => assert!(is_public(ip) && judged.address() == Some(ip), "{url}"),
            None => assert!(judged.host().contains('.') && !judged.host().ends_with('.'), "{url}"),
        }
        assert_eq!(judge(url.as_str(), purpose).as_ref(), Ok(&judged), "{url}");
        assert!(judge(&judged.base(), Purpose::Provider).is_ok(), "{url}");
    }
});
