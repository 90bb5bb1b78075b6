//! What can be done to a registered template behind the back of those who use it, on demand: WhatsApp and colleagues do
//! it to real ones.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use serde::{Deserialize, Serialize};

use super::{Category, Status, Template};

/// A change of one template.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Change {
    /// WhatsApp made it a marketing template.
    Marketing,
    /// Its text has other words.
    Reworded,
    /// Its text takes one value more.
    PlaceholderAdded,
    /// Its text takes one value less.
    PlaceholderRemoved,
    /// WhatsApp holds it back.
    Paused,
    /// WhatsApp turned it down, with a reason.
    Rejected,
    /// It is gone.
    Deleted,
}

/// All changes, in the order in which several are made.
pub const ALL: [Change; 7] = [
    Change::Marketing,
    Change::Reworded,
    Change::PlaceholderAdded,
    Change::PlaceholderRemoved,
    Change::Paused,
    Change::Rejected,
    Change::Deleted,
];

impl Change {
    /// Words for a switch.
    pub fn label(self) -> &'static str {
        match self {
            Self::Marketing => "Made marketing",
            Self::Reworded => "Text edited",
            Self::PlaceholderAdded => "Placeholder added",
            Self::PlaceholderRemoved => "Placeholder removed",
            Self::Paused => "Paused",
            Self::Rejected => "Rejected",
            Self::Deleted => "Deleted",
        }
    }

    /// What it brings about.
    pub fn text(self) -> &'static str {
        match self {
            Self::Marketing => {
                "WhatsApp decided that it is marketing: it costs more, and customers can stop it."
            }
            Self::Reworded => "A sentence was added to its text.",
            Self::PlaceholderAdded => "Its text takes one value more, so messages made before do not fit.",
            Self::PlaceholderRemoved => "Its text takes one value less, so messages made before do not fit.",
            Self::Paused => "WhatsApp holds it back because customers did not like it.",
            Self::Rejected => {
                "WhatsApp turned it down in a new review. Sinch tells the reason; Infobip's list has none."
            }
            Self::Deleted => "It is gone from the account.",
        }
    }

    /// Makes the change; none when nothing is left.
    fn apply(self, mut template: Template) -> Option<Template> {
        match self {
            Self::Marketing => template.category = Category::Marketing,
            Self::Reworded => template.body.to_mut().push_str(" Thank you for shopping with us."),
            Self::PlaceholderAdded => {
                let number = template.body_slots() + 1;
                template.body.to_mut().push_str(&format!(" Your reference is {{{{{number}}}}}."));
                template.examples.to_mut().push("R-1001");
            }
            Self::PlaceholderRemoved => {
                if let Some(example) = template.examples.to_mut().pop() {
                    let placeholder = format!("{{{{{}}}}}", template.body_slots());
                    template.body = Cow::Owned(template.body.replace(&placeholder, example));
                }
            }
            Self::Paused => template.status = Status::Paused,
            Self::Rejected => {
                template.status = Status::Rejected;
                template.reason = Some("INCORRECT_CATEGORY");
            }
            Self::Deleted => return None,
        }
        Some(template)
    }
}

/// The account's templates with the changes that were made to them.
#[derive(Debug, Clone)]
pub struct Registered {
    changes: BTreeMap<u32, BTreeSet<Change>>,
    templates: Arc<Vec<Template>>,
}

impl Default for Registered {
    fn default() -> Self {
        Self { changes: BTreeMap::new(), templates: Arc::new(super::all().to_vec()) }
    }
}

impl Registered {
    /// The templates as both providers have them now.
    pub fn templates(&self) -> Arc<Vec<Template>> {
        Arc::clone(&self.templates)
    }

    /// The changes of one template.
    pub fn changes(&self, id: u32) -> impl Iterator<Item = Change> {
        self.changes.get(&id).into_iter().flatten().copied()
    }

    /// Puts these changes in place of those made before, to the template in one language or, without one, in all; tells
    /// whether there is such a template.
    pub fn set(&mut self, name: &str, language: Option<&str>, changes: &BTreeSet<Change>) -> bool {
        let is_meant = |template: &&Template| {
            template.name == name && language.is_none_or(|language| template.language == language)
        };
        let ids: Vec<u32> = super::all().iter().filter(is_meant).map(|template| template.id).collect();
        for id in &ids {
            self.changes.insert(*id, changes.clone());
        }
        self.changes.retain(|_, changes| !changes.is_empty());
        let changed = |template: &Template| {
            self.changes(template.id).try_fold(template.clone(), |template, change| change.apply(template))
        };
        self.templates = Arc::new(super::all().iter().filter_map(changed).collect());
        !ids.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(changes: &[Change]) -> Option<Template> {
        let mut registered = Registered::default();
        assert!(registered.set("order_update", Some("en_GB"), &changes.iter().copied().collect()));
        let templates = registered.templates();
        assert_eq!(
            templates.iter().filter(|template| template.name == "order_update").count(),
            if changes.contains(&Change::Deleted) { 3 } else { 4 }
        );
        templates.iter().find(|t| t.name == "order_update" && t.language == "en_GB").cloned()
    }

    #[test]
    fn each_change_changes_what_it_says() {
        let before = after(&[]).unwrap();
        let now = after(&[Change::Marketing]).unwrap();
        assert_eq!((now.category, &now.body), (Category::Marketing, &before.body));
        let now = after(&[Change::Reworded]).unwrap();
        assert!(now.body.starts_with(&*before.body) && now.body.len() > before.body.len());
        assert_eq!(now.body_slots(), before.body_slots());
        let now = after(&[Change::PlaceholderAdded]).unwrap();
        assert_eq!((now.body_slots(), now.examples.len()), (3, 3));
        let now = after(&[Change::PlaceholderRemoved]).unwrap();
        assert_eq!((now.body_slots(), now.examples.len()), (1, 1));
        assert!(now.body.contains("order 4711"), "{}", now.body);
        let now = after(&[Change::Rejected]).unwrap();
        assert_eq!((now.status, now.reason), (Status::Rejected, Some("INCORRECT_CATEGORY")));
        assert_eq!(after(&[Change::Paused]).unwrap().status, Status::Paused);
        assert!(after(&[Change::Deleted, Change::Marketing]).is_none());
        let now = after(&[Change::Marketing, Change::PlaceholderAdded, Change::Reworded]).unwrap();
        assert_eq!((now.category, now.body_slots()), (Category::Marketing, 3));
    }

    #[test]
    fn without_a_language_all_are_meant_and_an_unknown_name_is_none() {
        let mut registered = Registered::default();
        let paused = BTreeSet::from([Change::Paused]);
        assert!(registered.set("order_update", None, &paused));
        let is_paused = |t: &&Template| t.name == "order_update" && t.status == Status::Paused;
        assert_eq!(registered.templates().iter().filter(is_paused).count(), 4);
        assert!(registered.set("order_update", Some("de"), &BTreeSet::new()));
        assert_eq!(registered.templates().iter().filter(is_paused).count(), 3);
        assert!(!registered.set("order_update", Some("fr"), &paused) && !registered.set("", None, &paused));
    }

    #[test]
    fn a_template_without_values_loses_none() {
        let mut registered = Registered::default();
        registered.set("hello_world", None, &BTreeSet::from([Change::PlaceholderRemoved]));
        assert_eq!(registered.templates()[0].body, super::super::all()[0].body);
    }
}
