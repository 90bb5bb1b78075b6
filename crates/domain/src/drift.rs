//! What a step was mapped to, and how the provider's copy of the template differs from it now.

use serde::{Deserialize, Serialize};

use crate::{
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

/// What changed since, in the order of the parts; empty when nothing did. A change of the status alone is one too:
/// whoever only asks whether the rows still fit leaves it and the category out.
pub fn changed_parts(before: &TemplateFingerprint, after: &Template) -> Vec<ChangedPart> {
    [
        (ChangedPart::Category, before.category != after.category),
        (ChangedPart::Status, before.status != after.status),
        (ChangedPart::Header, before.header != after.header),
        (ChangedPart::Body, before.body != after.body),
        // An empty one is none.
        (
            ChangedPart::Footer,
            before.footer.as_deref().unwrap_or("") != after.footer.as_deref().unwrap_or(""),
        ),
        (ChangedPart::Buttons, before.buttons != after.buttons),
        (ChangedPart::Placeholders, placeholders(&before.body) != placeholders(&after.body)),
    ]
    .into_iter()
    .filter_map(|(part, changed)| changed.then_some(part))
    .collect()
}

/// A category within a sentence; a word of the provider's that we don't know stays as it is.
pub fn category_noun(category: &str) -> Said {
    match category {
        "marketing" => say!("marketing"),
        "utility" => say!("utility"),
        "authentication" => say!("authentication"),
        other => say!("{word}", word = other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{message::MediaKind, node::ButtonKind};

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
        assert_eq!(changed_parts(&TemplateFingerprint::of(&template()), &template()), []);
    }

    #[test]
    fn each_part_is_seen_alone() {
        let parts = |change: fn(&mut Template)| {
            let mut now = template();
            change(&mut now);
            changed_parts(&TemplateFingerprint::of(&template()), &now)
        };
        assert_eq!(parts(|now| now.category = "marketing".into()), [ChangedPart::Category]);
        assert_eq!(parts(|now| now.status = TemplateStatus::Paused), [ChangedPart::Status]);
        let media: fn(&mut Template) =
            |now| now.header = Some(TemplateHeader::Media { kind: MediaKind::Image });
        assert_eq!(parts(media), [ChangedPart::Header]);
        assert_eq!(parts(|now| now.body = "Order {{1}} is on its way.".into()), [ChangedPart::Body]);
        assert_eq!(parts(|now| now.footer = Some("Shop".into())), [ChangedPart::Footer]);
        assert_eq!(parts(|now| now.footer = Some(String::new())), [], "an empty one is none");
        assert_eq!(parts(|now| now.buttons[0].text = "See".into()), [ChangedPart::Buttons]);
        assert_eq!(
            parts(|now| now.buttons[0].url = Some("https://shop.example.com".into())),
            [ChangedPart::Buttons]
        );
        assert_eq!(parts(|now| now.body.push_str(" {{2}}")), [ChangedPart::Body, ChangedPart::Placeholders]);
    }

    #[test]
    fn a_category_that_is_not_known_is_the_providers_word() {
        assert_eq!(category_noun("marketing"), Said::from("marketing"));
        let other = category_noun("service");
        assert_eq!(
            (other.text.as_str(), other.phrase.is_some()),
            ("service", true),
            "it is no sentence of ours"
        );
    }
}
