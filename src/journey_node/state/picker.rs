//! Finding a template among the account's: search, filters, and which entry the keys are on.

use whatsapp_domain::{Template, TemplateStatus, language::language_name};

use crate::texts::{Id, Text, journey_node as say};

/// The picker while it is open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Picker {
    /// What is searched for, in name and text.
    pub search: String,
    /// Only this category; empty for all.
    pub category: String,
    /// Only this language; empty for all.
    pub language: String,
    /// Only those of this status, by its word; empty for all.
    pub status: String,
    /// Which of the entries the keys are on.
    pub active: usize,
}

/// What can happen to the open picker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PickerEvent {
    /// Opened, or closed by the same button.
    Toggled,
    /// Closed.
    Closed,
    /// Something was searched for.
    Searched(String),
    /// A category was chosen; empty for all.
    Category(String),
    /// A language was chosen; empty for all.
    Language(String),
    /// A status was chosen, by its word; empty for all.
    Status(String),
    /// The keys went up or down by so many entries.
    Moved(isize),
    /// Enter was pressed.
    Entered,
}

/// May it be chosen?
pub fn selectable(template: &Template) -> bool {
    template.status == TemplateStatus::Approved
}

/// A word for a status, and its tone.
pub fn status_word(status: TemplateStatus) -> (&'static str, Id) {
    match status {
        TemplateStatus::Approved => ("good", say::APPROVED),
        TemplateStatus::Pending => ("look", say::PENDING),
        TemplateStatus::Rejected => ("stop", say::REJECTED),
        TemplateStatus::Paused => ("look", say::PAUSED),
        TemplateStatus::Unavailable => ("stop", say::UNAVAILABLE),
    }
}

const STATES: [(TemplateStatus, &str); 5] = [
    (TemplateStatus::Approved, "approved"),
    (TemplateStatus::Pending, "pending"),
    (TemplateStatus::Rejected, "rejected"),
    (TemplateStatus::Paused, "paused"),
    (TemplateStatus::Unavailable, "unavailable"),
];

/// A status in the filter.
pub fn status_code(status: TemplateStatus) -> &'static str {
    STATES.iter().find(|(known, _)| *known == status).map_or("", |(_, code)| code)
}

/// The words of a status in the filter.
pub fn status_of(code: &str) -> Id {
    let found = STATES.iter().find(|(_, known)| *known == code);
    status_word(found.map_or(TemplateStatus::Unavailable, |(status, _)| *status)).1
}

/// Why a template can't be chosen; none for one that can.
pub fn why_not(template: &Template) -> Option<Text> {
    let text = match template.status {
        TemplateStatus::Approved => return None,
        TemplateStatus::Pending => say::WHY_PENDING,
        TemplateStatus::Rejected => say::WHY_REJECTED,
        TemplateStatus::Paused => say::WHY_PAUSED,
        TemplateStatus::Unavailable => say::WHY_UNAVAILABLE,
    };
    Some(match template.reason.as_deref().map(str::trim) {
        Some(reason) if !reason.is_empty() => say::with_reason(text, reason),
        _ => text.into(),
    })
}

/// The name of a language, else its code.
fn language_words(code: &str) -> &str {
    language_name(code).unwrap_or(code)
}

impl Picker {
    /// The entries that fit, best first: what can be sent stands above what can't.
    pub fn entries<'a>(&self, templates: &'a [Template]) -> Vec<&'a Template> {
        let words: Vec<String> = self.search.split_whitespace().map(str::to_lowercase).collect();
        let fits = |template: &&Template| {
            (self.category.is_empty() || template.category == self.category)
                && (self.language.is_empty() || template.language == self.language)
                && (self.status.is_empty() || status_code(template.status) == self.status)
                && words.iter().all(|word| mentions(template, word))
        };
        let mut entries: Vec<&Template> = templates.iter().filter(fits).collect();
        let in_name =
            |template: &Template| words.iter().all(|word| template.name.contains(&word.replace(' ', "_")));
        entries.sort_by_cached_key(|template| {
            (!selectable(template), !in_name(template), template.name.clone(), template.language.clone())
        });
        entries
    }

    /// Moves the keys by `by` entries, staying within `count`.
    pub fn step(&mut self, by: isize, count: usize) {
        self.active = self.active.saturating_add_signed(by).min(count.saturating_sub(1));
    }
}

fn mentions(template: &Template, word: &str) -> bool {
    template.name.contains(word)
        || template.body.to_lowercase().contains(word)
        || template.category.contains(word)
        || language_words(&template.language).to_lowercase().contains(word)
        || template.buttons.iter().any(|button| button.text.to_lowercase().contains(word))
}

/// The values of one property over all templates, each once, in order.
pub fn choices(templates: &[Template], of: fn(&Template) -> &str) -> Vec<String> {
    let mut all: Vec<String> = templates.iter().map(|template| of(template).to_owned()).collect();
    all.sort();
    all.dedup();
    all.retain(|value| !value.is_empty());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn template(name: &str, language: &str, category: &str, status: TemplateStatus, body: &str) -> Template {
        Template {
            name: name.into(),
            language: language.into(),
            category: category.into(),
            status,
            reason: None,
            header: None,
            body: body.into(),
            footer: None,
            buttons: Vec::new(),
        }
    }

    fn all() -> Vec<Template> {
        use TemplateStatus::*;
        vec![
            template("sale", "de", "marketing", Rejected, "Alles muss raus"),
            template("order_update", "en_GB", "utility", Approved, "Your order left"),
            template("back_in_stock", "en_GB", "marketing", Approved, "It is back, order now"),
            template("order_update", "de", "utility", Approved, "Ihre Bestellung"),
        ]
    }

    fn names(picker: &Picker) -> Vec<String> {
        let all = all();
        picker.entries(&all).iter().map(|t| format!("{}/{}", t.name, t.language)).collect()
    }

    #[test]
    fn what_can_be_sent_stands_first() {
        let found = names(&Picker::default());
        assert_eq!(found, ["back_in_stock/en_GB", "order_update/de", "order_update/en_GB", "sale/de"]);
    }

    #[test]
    fn a_name_counts_more_than_a_text() {
        let found = names(&Picker { search: "order".into(), ..Picker::default() });
        assert_eq!(found, ["order_update/de", "order_update/en_GB", "back_in_stock/en_GB"]);
        let found = names(&Picker { search: "german UTILITY".into(), ..Picker::default() });
        assert_eq!(found, ["order_update/de"]);
        assert!(names(&Picker { search: "nothing".into(), ..Picker::default() }).is_empty());
    }

    #[test]
    fn filters_narrow_it_down() {
        assert_eq!(names(&Picker { category: "utility".into(), ..Picker::default() }).len(), 2);
        assert_eq!(names(&Picker { language: "de".into(), ..Picker::default() }).len(), 2);
        assert_eq!(names(&Picker { status: "approved".into(), ..Picker::default() }).len(), 3);
        assert_eq!(names(&Picker { status: "rejected".into(), ..Picker::default() }), ["sale/de"]);
        assert_eq!(choices(&all(), |template| status_code(template.status)), ["approved", "rejected"]);
        assert_eq!(choices(&all(), |template| &template.category), ["marketing", "utility"]);
    }

    #[test]
    fn the_keys_stay_inside() {
        let mut picker = Picker::default();
        picker.step(-1, 4);
        assert_eq!(picker.active, 0);
        picker.step(9, 4);
        assert_eq!(picker.active, 3);
        picker.step(1, 0);
        assert_eq!(picker.active, 0);
    }

    #[test]
    fn the_reason_is_given() {
        let mut rejected = all().remove(0);
        rejected.reason = Some("ABUSIVE_CONTENT".into());
        let why = crate::texts::english().say(why_not(&rejected).unwrap());
        assert_eq!(why, "WhatsApp rejected it. The reason given: ABUSIVE_CONTENT");
        assert_eq!(why_not(&all()[1]), None);
    }
}
