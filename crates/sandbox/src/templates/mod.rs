//! The message templates of the emulated webshop, in a form that belongs to no provider. Each provider's list
//! call writes the same set in its own words (`infobip/templates.rs`, `sinch/provisioning.rs`).

pub mod changes;
mod shop;

use std::borrow::Cow;

use serde::Serialize;

/// One registered template in one language.
#[derive(Debug, Clone)]
pub struct Template {
    /// Number under which WhatsApp keeps it; unique over the set.
    pub id: u32,
    /// `[a-z0-9_]`, at most 512 characters; the same for all languages of a template.
    pub name: &'static str,
    /// As it is sent: `en`, `en_GB`, `pt_BR`.
    pub language: &'static str,
    /// What it may be used for.
    pub category: Category,
    /// Whether it can be sent.
    pub status: Status,
    /// Why it was refused in review, in WhatsApp's word.
    pub reason: Option<&'static str>,
    /// Above the text; at most 60 characters when it is text.
    pub header: Option<Header>,
    /// Text with `{{1}}`, `{{2}}` …; at most 1024 characters once filled. Empty slots are numbered from 1 without gaps.
    pub body: Cow<'static, str>,
    /// One sample value for each placeholder of the body.
    pub examples: Cow<'static, [&'static str]>,
    /// Below the text; at most 60 characters, no placeholder.
    pub footer: Option<&'static str>,
    /// In the order in which the customer sees them; a button's index counts from 0.
    pub buttons: &'static [Button],
}

/// WhatsApp's three categories.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Category {
    /// Offers and invitations.
    Marketing,
    /// News about something that the customer did.
    Utility,
    /// One-time codes.
    Authentication,
}

impl Category {
    /// The word both providers use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Marketing => "MARKETING",
            Self::Utility => "UTILITY",
            Self::Authentication => "AUTHENTICATION",
        }
    }
}

/// Where a template stands in WhatsApp's review. Only `Approved` can be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Can be sent.
    Approved,
    /// Still in review.
    Pending,
    /// Refused in review.
    Rejected,
    /// Held back after poor feedback from recipients.
    Paused,
}

impl Status {
    /// Lower-case word, as the sandbox's own API has it.
    pub fn small_word(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Pending => "pending",
            Self::Rejected => "rejected",
            Self::Paused => "paused",
        }
    }
}

/// What stands above the text.
#[derive(Debug, Clone, Copy)]
pub enum Header {
    /// A line of text with at most one `{{1}}`; `example` is its sample value.
    Text {
        /// The line.
        text: &'static str,
        /// Sample value, when there is a placeholder.
        example: Option<&'static str>,
    },
    /// A picture, a video or a PDF, given by each message.
    Media(MediaKind),
}

/// Kinds of media that WhatsApp shows in its own way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MediaKind {
    /// JPEG or PNG.
    Image,
    /// MP4 or 3GPP.
    Video,
    /// Any file; PDF only in a template header.
    Document,
}

impl MediaKind {
    /// Upper-case word, as both providers' template lists have it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Image => "IMAGE",
            Self::Video => "VIDEO",
            Self::Document => "DOCUMENT",
        }
    }

    /// Lower-case word, as in a Sinch parameter key.
    pub fn small_word(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Video => "video",
            Self::Document => "document",
        }
    }
}

/// A button under the text.
#[derive(Debug, Clone, Copy)]
pub enum Button {
    /// Comes back as a message; each sending gives its payload.
    QuickReply {
        /// Label, at most 25 characters.
        text: &'static str,
    },
    /// Opens an address. With `{{1}}` at its end, each sending gives that part.
    Url {
        /// Label.
        text: &'static str,
        /// The address, perhaps with `{{1}}`.
        url: &'static str,
        /// A whole sample address, when there is a placeholder.
        example: Option<&'static str>,
    },
    /// Calls a number.
    Phone {
        /// Label.
        text: &'static str,
        /// With `+`.
        number: &'static str,
    },
    /// Copies a code of at most 15 characters that each sending gives.
    CopyCode {
        /// A sample code.
        example: &'static str,
    },
    /// The button of an authentication template: both providers take the code as a URL button's value,
    /// besides the body's.
    OneTimeCode {
        /// Label.
        text: &'static str,
    },
}

/// The kind of value that a sending gives for a button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ButtonKind {
    /// A quick reply's payload.
    QuickReply,
    /// The variable end of an address.
    Url,
    /// A code to copy.
    CopyCode,
    /// Something that none of these templates has: a flow, a catalogue, a call.
    Other,
}

impl Button {
    /// What a sending must give for this button; `None` for a static one, which must be left out.
    pub fn takes(&self) -> Option<ButtonKind> {
        match self {
            Self::QuickReply { .. } => Some(ButtonKind::QuickReply),
            Self::Url { url, .. } if url.contains("{{1}}") => Some(ButtonKind::Url),
            Self::OneTimeCode { .. } => Some(ButtonKind::Url),
            Self::CopyCode { .. } => Some(ButtonKind::CopyCode),
            Self::Url { .. } | Self::Phone { .. } => None,
        }
    }
}

impl Template {
    /// How many values the body takes: its highest placeholder number.
    pub fn body_slots(&self) -> usize {
        (1..=99).take_while(|n| self.body.contains(&format!("{{{{{n}}}}}"))).count()
    }
}

/// Every template as it was at first, grouped by name.
pub fn all() -> &'static [Template] {
    shop::TEMPLATES
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_set_holds_what_a_newcomer_needs_to_try() {
        let has = |f: &dyn Fn(&Template) -> bool| all().iter().any(f);
        for kind in [MediaKind::Image, MediaKind::Video, MediaKind::Document] {
            assert!(has(&|t| matches!(t.header, Some(Header::Media(k)) if k == kind)), "{kind:?}");
        }
        assert!(has(&|t| matches!(t.header, Some(Header::Text { example: Some(_), .. }))));
        assert!(has(&|t| matches!(t.header, Some(Header::Text { example: None, .. }))));
        for status in [Status::Approved, Status::Pending, Status::Rejected, Status::Paused] {
            assert!(has(&|t| t.status == status), "{status:?}");
        }
        for language in ["en_GB", "en_US", "de", "es", "pt_BR", "ar"] {
            assert!(has(&|t| t.language == language), "{language}");
        }
        let names: BTreeSet<_> = all().iter().map(|t| t.name).collect();
        assert!(names.len() >= 10);
    }

    #[test]
    fn every_template_keeps_whatsapps_own_limits() {
        let mut seen = BTreeSet::new();
        for t in all() {
            let label = format!("{} {}", t.name, t.language);
            assert!(seen.insert((t.name, t.language)), "twice: {label}");
            assert!(
                t.name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'),
                "{label}"
            );
            assert_eq!(t.examples.len(), t.body_slots(), "{label}");
            assert!(t.footer.is_none_or(|f| f.chars().count() <= 60 && !f.contains("{{")), "{label}");
            assert!(t.buttons.len() <= 10, "{label}");
            assert!(!t.body.starts_with("{{") && !t.body.ends_with("}}"), "{label}");
            if let Some(Header::Text { text, example }) = t.header {
                assert!(text.chars().count() <= 60, "{label}");
                assert_eq!(text.contains("{{1}}"), example.is_some(), "{label}");
            }
            for button in t.buttons {
                match button {
                    Button::Url { url, example, text } => {
                        assert!(text.chars().count() <= 25);
                        assert_eq!(url.ends_with("{{1}}"), example.is_some(), "{label}");
                    }
                    Button::QuickReply { text }
                    | Button::Phone { text, .. }
                    | Button::OneTimeCode { text } => {
                        assert!(text.chars().count() <= 25, "{label}");
                    }
                    Button::CopyCode { example } => assert!(example.len() <= 15, "{label}"),
                }
            }
        }
        let ids: BTreeSet<_> = all().iter().map(|t| t.id).collect();
        assert_eq!(ids.len(), all().len());
    }
}
