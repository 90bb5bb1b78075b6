//! What a step was mapped to, and how the provider's copy of the template differs from it now.

use serde::{Deserialize, Serialize};

use crate::{
    message::MediaKind,
    said::Said,
    say,
    template::{Template, TemplateButton, TemplateHeader, TemplateStatus, placeholders},
};

/// A template as it was when the step's rows were made for it. Name and language stand beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct TemplateFingerprint {
    /// `marketing`, `utility`, `authentication`, or the provider's word in lower case.
    pub category: String,
    /// Where it stood.
    pub status: TemplateStatus,
    /// Its header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<TemplateHeader>,
    /// Its text with `{{n}}`.
    pub body: String,
    /// The small print.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub footer: Option<String>,
    /// All its buttons, in order.
    #[serde(default)]
    pub buttons: Vec<TemplateButton>,
}

impl TemplateFingerprint {
    /// Of the template as the account has it now.
    pub fn of(template: &Template) -> Self {
        Self {
            category: template.category.clone(),
            status: template.status,
            header: template.header.clone(),
            body: template.body.clone(),
            footer: template.footer.clone(),
            buttons: template.buttons.clone(),
        }
    }
}

/// Parts of a template that can change after a step was set up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum ChangedPart {
    /// What it may be used for, and what it costs.
    Category,
    /// Where it stands with WhatsApp.
    Status,
    /// Its header.
    Header,
    /// Its text.
    Body,
    /// The small print.
    Footer,
    /// Its buttons.
    Buttons,
    /// How many values the text takes.
    Placeholders,
}

impl ChangedPart {
    /// Its name within a sentence: `the text`.
    pub fn noun(self) -> Said {
        match self {
            Self::Category => say!("the category"),
            Self::Status => say!("the status"),
            Self::Header => say!("the header"),
            Self::Body => say!("the text"),
            Self::Footer => say!("the footer"),
            Self::Buttons => say!("the buttons"),
            Self::Placeholders => say!("the number of values"),
        }
    }
}

/// One part that changed, in words to show side by side. An absent part is an empty text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateChange {
    /// Which part.
    pub part: ChangedPart,
    /// As it was when the step was set up.
    pub before: String,
    /// As the account has it now.
    pub after: String,
}

/// What changed since, in the order of the parts; empty when nothing did. A change of the status alone is one too:
/// whoever only asks whether the rows still fit leaves it and the category out.
pub fn changes(before: &TemplateFingerprint, after: &Template) -> Vec<TemplateChange> {
    let now = TemplateFingerprint::of(after);
    let count = |body: &str| placeholders(body).to_string();
    let parts = [
        (ChangedPart::Category, before.category.clone(), now.category.clone()),
        (ChangedPart::Status, status(before.status).to_owned(), status(now.status).to_owned()),
        (ChangedPart::Header, header(before.header.as_ref()), header(now.header.as_ref())),
        (ChangedPart::Body, before.body.clone(), now.body.clone()),
        (
            ChangedPart::Footer,
            before.footer.clone().unwrap_or_default(),
            now.footer.clone().unwrap_or_default(),
        ),
        (ChangedPart::Buttons, buttons(&before.buttons), buttons(&now.buttons)),
        (ChangedPart::Placeholders, count(&before.body), count(&now.body)),
    ];
    let changed = parts.into_iter().filter(|(_, before, after)| before != after);
    changed.map(|(part, before, after)| TemplateChange { part, before, after }).collect()
}

/// The status in one word for people.
fn status(status: TemplateStatus) -> &'static str {
    match status {
        TemplateStatus::Approved => "approved",
        TemplateStatus::Pending => "pending",
        TemplateStatus::Rejected => "rejected",
        TemplateStatus::Paused => "paused",
        TemplateStatus::Unavailable => "unavailable",
    }
}

/// Its text as it is; media in words.
fn header(header: Option<&TemplateHeader>) -> String {
    match header {
        None => String::new(),
        Some(TemplateHeader::Text { text }) => text.clone(),
        Some(TemplateHeader::Media { kind: MediaKind::Image }) => "(picture)".into(),
        Some(TemplateHeader::Media { kind: MediaKind::Video }) => "(video)".into(),
        Some(TemplateHeader::Media { kind: MediaKind::Document }) => "(document)".into(),
        Some(TemplateHeader::Other { name }) => format!("({name})"),
    }
}

/// One line for each: label, what it takes, where it leads.
fn buttons(buttons: &[TemplateButton]) -> String {
    use crate::node::ButtonKind;
    let line = |button: &TemplateButton| {
        let kind = match button.takes {
            Some(ButtonKind::QuickReply) => " (quick reply)",
            Some(ButtonKind::CopyCode) => " (code to copy)",
            Some(ButtonKind::Url) => " (link with a value)",
            None => "",
        };
        let url = button.url.as_deref().map(|url| format!(": {url}")).unwrap_or_default();
        format!("{}{kind}{url}", button.text)
    };
    buttons.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node::ButtonKind;

    fn template() -> Template {
        Template {
            name: "order_update".into(),
            language: "en_GB".into(),
            category: "utility".into(),
            status: TemplateStatus::Approved,
            reason: None,
            header: Some(TemplateHeader::Text { text: "Hi {{1}}".into() }),
            body: "Order {{1}} left.".into(),
            footer: None,
            buttons: vec![TemplateButton { text: "Track".into(), takes: Some(ButtonKind::Url), url: None }],
        }
    }

    #[test]
    fn the_same_template_has_not_changed() {
        assert_eq!(changes(&TemplateFingerprint::of(&template()), &template()), []);
    }

    #[test]
    fn each_part_is_seen_alone() {
        let parts = |change: fn(&mut Template)| {
            let mut now = template();
            change(&mut now);
            let found = changes(&TemplateFingerprint::of(&template()), &now);
            found.into_iter().map(|change| (change.part, change.before, change.after)).collect::<Vec<_>>()
        };
        let one = |part, before: &str, after: &str| vec![(part, before.to_owned(), after.to_owned())];
        assert_eq!(
            parts(|now| now.category = "marketing".into()),
            one(ChangedPart::Category, "utility", "marketing")
        );
        assert_eq!(
            parts(|now| now.status = TemplateStatus::Paused),
            one(ChangedPart::Status, "approved", "paused")
        );
        assert_eq!(
            parts(|now| now.header = Some(TemplateHeader::Media { kind: MediaKind::Image })),
            one(ChangedPart::Header, "Hi {{1}}", "(picture)")
        );
        assert_eq!(
            parts(|now| now.body = "Order {{1}} is on its way.".into()),
            one(ChangedPart::Body, "Order {{1}} left.", "Order {{1}} is on its way.")
        );
        assert_eq!(parts(|now| now.footer = Some("Shop".into())), one(ChangedPart::Footer, "", "Shop"));
        let label: fn(&mut Template) = |now| now.buttons[0].text = "See".into();
        assert_eq!(
            parts(label),
            one(ChangedPart::Buttons, "Track (link with a value)", "See (link with a value)")
        );
        let body_and_count = parts(|now| now.body.push_str(" {{2}}"));
        assert_eq!(body_and_count.len(), 2);
        assert_eq!(body_and_count[1], (ChangedPart::Placeholders, "1".into(), "2".into()));
    }

    #[test]
    fn changes_have_the_documented_keys() {
        let change =
            TemplateChange { part: ChangedPart::Placeholders, before: "1".into(), after: "2".into() };
        let json = serde_json::json!({"part": "placeholders", "before": "1", "after": "2"});
        assert_eq!(serde_json::to_value(&change).unwrap(), json);
        assert_eq!(serde_json::from_value::<TemplateChange>(json).unwrap(), change);
    }
}
