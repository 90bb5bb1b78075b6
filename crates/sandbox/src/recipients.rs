//! Numbers whose last five digits decide what becomes of a message that the provider has accepted. All others
//! receive everything. `+44 7700 900001` to `900008` are numbers that no one has, and end the right way.
//!
//! | ends in | what happens |
//! | --- | --- |
//! | 00001 | not on WhatsApp |
//! | 00002 | last wrote more than 24 hours ago: free text and media fail until it writes, templates arrive |
//! | 00003 | has blocked the business |
//! | 00004 | has stopped marketing messages: marketing templates fail, all else arrives |
//! | 00005 | media cannot be fetched from the address given |
//! | 00006 | has had too many marketing messages lately: marketing templates fail |
//! | 00007 | phone switched off until the message expires |
//! | 00008 | WhatsApp fails inside |

use crate::message::{Failure, Header, Kind, Provider, Shown};
use crate::templates::Category;

/// A number's ending and what it brings about.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Last five digits.
    pub ending: &'static str,
    /// Which messages fail.
    pub fails: Fails,
    /// Infobip's error id and name.
    pub infobip: &'static str,
    /// Sinch's reason code.
    pub sinch: &'static str,
    /// Description in the delivery report.
    pub text: &'static str,
}

/// Which messages fail for a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fails {
    /// All.
    All,
    /// Everything but templates.
    FreeMessages,
    /// Marketing templates.
    Marketing,
    /// Everything with a picture, video or document.
    Media,
}

const fn rule(
    ending: &'static str,
    fails: Fails,
    infobip: &'static str,
    sinch: &'static str,
    text: &'static str,
) -> Rule {
    Rule { ending, fails, infobip, sinch, text }
}

/// All rules.
pub const RULES: [Rule; 8] = [
    rule(
        "00001",
        Fails::All,
        "7002 EC_UNKNOWN_USER",
        "RECIPIENT_INVALID_CHANNEL_IDENTITY",
        "the number is not on WhatsApp",
    ),
    rule(
        "00002",
        Fails::FreeMessages,
        "7010 EC_NO_SESSION",
        "OUTSIDE_ALLOWED_SENDING_WINDOW",
        "more than 24 hours have passed since the customer last wrote; send a template",
    ),
    rule(
        "00003",
        Fails::All,
        "7003 EC_BLOCKED_USER",
        "RECIPIENT_NOT_REACHABLE",
        "the customer has blocked this business",
    ),
    rule(
        "00004",
        Fails::Marketing,
        "7033 EC_MARKETING_OPT_OUT",
        "RECIPIENT_NOT_OPTED_IN",
        "the customer has stopped marketing messages (channel code 131050)",
    ),
    rule(
        "00005",
        Fails::Media,
        "7013 EC_MEDIA_HOSTING_ERROR",
        "MEDIA_NOT_REACHABLE",
        "the media could not be fetched from its address",
    ),
    rule(
        "00006",
        Fails::Marketing,
        "7032 EC_FREQUENCY_CAPPING",
        "DELIVERY_REJECTED_DUE_TO_POLICY",
        "the customer has had too many marketing messages lately (channel code 131049)",
    ),
    rule(
        "00007",
        Fails::All,
        "15 EXPIRED_EXPIRED",
        "MESSAGE_EXPIRED",
        "the phone was not reached before the message expired",
    ),
    rule(
        "00008",
        Fails::All,
        "7050 EC_PROVIDER_INTERNAL_ERROR",
        "INTERNAL_ERROR",
        "WhatsApp could not process the message",
    ),
];

/// What would be said of the message in a delivery report; `None` when it arrives.
/// `has_written` says that the customer wrote less than 24 hours ago, which opens the window.
pub fn fate(
    provider: Provider,
    to: &str,
    shown: &Shown,
    category: Option<Category>,
    has_written: bool,
) -> Option<Failure> {
    let digits: String = to.chars().filter(char::is_ascii_digit).collect();
    let rule = RULES.iter().find(|rule| digits.ends_with(rule.ending))?;
    let fails = match rule.fails {
        Fails::All => true,
        Fails::FreeMessages => shown.kind != Kind::Template && !has_written,
        Fails::Marketing => category == Some(Category::Marketing),
        Fails::Media => matches!(&shown.header, Some(header) if !matches!(header, Header::Text { .. })),
    };
    let code = match provider {
        Provider::Infobip => rule.infobip,
        Provider::Sinch => rule.sinch,
    };
    fails.then(|| Failure { code: code.into(), text: rule.text.into() })
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
            fate(Provider::Infobip, to, shown, category, false)
                .map(|f| f.code.split(' ').next().unwrap().to_owned())
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
        let sinch = fate(Provider::Sinch, "+447700900002", &text, None, false).unwrap();
        assert_eq!(sinch.code, "OUTSIDE_ALLOWED_SENDING_WINDOW");
        assert_eq!(
            fate(Provider::Sinch, "+447700900002", &text, None, true),
            None,
            "whoever writes opens it"
        );
    }
}
