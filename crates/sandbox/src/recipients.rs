//! Numbers whose last five digits decide what becomes of a message that the provider has accepted. All others
//! receive everything. `+44 7700 900001` to `900008` are numbers that no one has, and end the right way.
//!
//! | ends in | what happens |
//! | --- | --- |
//! | 00001 | not on WhatsApp |
//! | 00002 | last wrote more than 24 hours ago: free text and media fail, templates arrive |
//! | 00003 | has blocked the business |
//! | 00004 | has stopped marketing messages: marketing templates fail, all else arrives |
//! | 00005 | media cannot be fetched from the address given |
//! | 00006 | has had too many marketing messages lately: marketing templates fail |
//! | 00007 | phone switched off until the message expires |
//! | 00008 | WhatsApp fails inside |

use crate::message::{Failure, Kind, Provider, Shown};
use crate::templates::Category;

/// What would be said of the message in a delivery report; `None` when it arrives.
pub fn fate(provider: Provider, to: &str, shown: &Shown, category: Option<Category>) -> Option<Failure> {
    let digits: String = to.chars().filter(char::is_ascii_digit).collect();
    let ending = digits.get(digits.len().checked_sub(5)?..)?;
    let marketing = category == Some(Category::Marketing);
    let has_media = matches!(&shown.header, Some(h) if !matches!(h, crate::message::Header::Text { .. }));
    let free = shown.kind != Kind::Template;
    // (Infobip's error id and name, Sinch's reason code, text)
    let (infobip, sinch, text) = match ending {
        "00001" => {
            ("7002 EC_UNKNOWN_USER", "RECIPIENT_INVALID_CHANNEL_IDENTITY", "the number is not on WhatsApp")
        }
        "00002" if free => (
            "7010 EC_NO_SESSION",
            "OUTSIDE_ALLOWED_SENDING_WINDOW",
            "more than 24 hours have passed since the customer last wrote; send a template",
        ),
        "00003" => {
            ("7003 EC_BLOCKED_USER", "RECIPIENT_NOT_REACHABLE", "the customer has blocked this business")
        }
        "00004" if marketing => (
            "7033 EC_MARKETING_OPT_OUT",
            "RECIPIENT_NOT_OPTED_IN",
            "the customer has stopped marketing messages (channel code 131050)",
        ),
        "00005" if has_media => (
            "7013 EC_MEDIA_HOSTING_ERROR",
            "MEDIA_NOT_REACHABLE",
            "the media could not be fetched from its address",
        ),
        "00006" if marketing => (
            "7032 EC_FREQUENCY_CAPPING",
            "DELIVERY_REJECTED_DUE_TO_POLICY",
            "the customer has had too many marketing messages lately (channel code 131049)",
        ),
        "00007" => {
            ("15 EXPIRED_EXPIRED", "MESSAGE_EXPIRED", "the phone was not reached before the message expired")
        }
        "00008" => {
            ("7050 EC_PROVIDER_INTERNAL_ERROR", "INTERNAL_ERROR", "WhatsApp could not process the message")
        }
        _ => return None,
    };
    let code = match provider {
        Provider::Infobip => infobip,
        Provider::Sinch => sinch,
    };
    Some(Failure { code: code.into(), text: text.into() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::templates::MediaKind;

    #[test]
    fn endings_decide() {
        let text = Shown::text("hello");
        let picture = Shown::media(MediaKind::Image, "https://cdn.example.com/a.png", None, None);
        let template = Shown::unknown_template("any", "en");
        let code = |to: &str, shown: &Shown, category| {
            fate(Provider::Infobip, to, shown, category).map(|f| f.code.split(' ').next().unwrap().to_owned())
        };
        let is = |found: Option<String>, expected: Option<&str>| assert_eq!(found.as_deref(), expected);
        is(code("447700900123", &text, None), None);
        is(code("441134960001", &text, None), None);
        is(code("447700900001", &text, None), Some("7002"));
        is(code("447700900002", &text, None), Some("7010"));
        is(code("447700900002", &template, Some(Category::Utility)), None);
        is(code("447700900003", &text, None), Some("7003"));
        is(code("447700900004", &template, Some(Category::Marketing)), Some("7033"));
        is(code("447700900004", &template, Some(Category::Utility)), None);
        is(code("447700900005", &picture, None), Some("7013"));
        is(code("447700900005", &text, None), None);
        is(code("447700900006", &template, Some(Category::Marketing)), Some("7032"));
        is(code("447700900007", &text, None), Some("15"));
        is(code("447700900008", &text, None), Some("7050"));
        is(code("1", &text, None), None);
        let sinch = fate(Provider::Sinch, "+447700900002", &text, None).unwrap();
        assert_eq!(sinch.code, "OUTSIDE_ALLOWED_SENDING_WINDOW");
    }
}
