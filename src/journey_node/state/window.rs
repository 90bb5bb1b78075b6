//! The 24 hours after a customer's last message, in which free messages arrive.

use whatsapp_domain::limits::CUSTOMER_SERVICE_WINDOW_HOURS;

use super::kind::Kind;
use crate::texts::{Text, journey_node as say};

/// When the customer wrote last, as the slider says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LastWrote {
    /// 3 hours ago.
    #[default]
    Hours3,
    /// 23 hours ago.
    Hours23,
    /// 30 hours ago.
    Hours30,
    /// Never.
    Never,
}

/// What a message would meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meets {
    /// Would it arrive?
    pub arrives: bool,
    /// `good`, `look` or `stop`.
    pub tone: &'static str,
    /// What would happen.
    pub text: Text,
}

impl LastWrote {
    /// All stops of the slider.
    pub const ALL: [Self; 4] = [Self::Hours3, Self::Hours23, Self::Hours30, Self::Never];

    /// The stop at a place of the slider.
    pub fn at(place: usize) -> Self {
        Self::ALL.get(place).copied().unwrap_or(Self::Never)
    }

    /// Its place on the slider.
    pub fn place(self) -> usize {
        Self::ALL.iter().position(|stop| *stop == self).unwrap_or(0)
    }

    fn hours(self) -> Option<u32> {
        match self {
            Self::Hours3 => Some(3),
            Self::Hours23 => Some(23),
            Self::Hours30 => Some(30),
            Self::Never => None,
        }
    }

    /// Its words: `3 h ago`, `never`.
    pub fn words(self) -> Text {
        self.hours().map_or(say::NEVER.into(), say::hours_ago)
    }

    /// Its mark under the slider.
    pub fn mark(self) -> Text {
        self.hours().map_or(say::NEVER.into(), say::hours)
    }

    /// What a message of this kind would meet.
    pub fn meets(self, kind: Kind) -> Meets {
        let window = CUSTOMER_SERVICE_WINDOW_HOURS;
        if kind == Kind::Template {
            let text = say::ARRIVES_TEMPLATE.into();
            return Meets { arrives: true, tone: "good", text };
        }
        match self.hours().and_then(|hours| window.checked_sub(hours)).filter(|left| *left > 0) {
            Some(left) if left <= 2 => {
                Meets { arrives: true, tone: "look", text: say::arrives_soon(left, window) }
            }
            Some(left) => Meets { arrives: true, tone: "good", text: say::arrives(left, window) },
            None => Meets {
                arrives: false,
                tone: "stop",
                text: match self {
                    Self::Never => say::refused_never(window),
                    _ => say::refused_over(window),
                },
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_messages_meet_the_window_and_templates_do_not() {
        for (stop, tone, arrives) in [
            (LastWrote::Hours3, "good", true),
            (LastWrote::Hours23, "look", true),
            (LastWrote::Hours30, "stop", false),
            (LastWrote::Never, "stop", false),
        ] {
            let meets = stop.meets(Kind::Text);
            assert_eq!((meets.tone, meets.arrives), (tone, arrives), "{stop:?}");
            assert!(stop.meets(Kind::Template).arrives);
            assert_eq!(LastWrote::at(stop.place()), stop);
        }
        let text = crate::texts::english().say(LastWrote::Hours3.meets(Kind::Image).text);
        assert!(text.contains("21 of the 24 hours"), "{text}");
    }
}
