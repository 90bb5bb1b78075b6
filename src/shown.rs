//! When a finding is shown beside its field: from the moment the field is left, while typing only to clear it.

use std::collections::{BTreeMap, BTreeSet};

use whatsapp_domain::Finding;

/// Which findings are in view, by field path.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Shown {
    codes: BTreeMap<String, BTreeSet<String>>,
    all: bool,
}

impl Shown {
    /// The field was left: what is known of it now may be seen.
    pub fn leave(&mut self, field: &str, findings: &[Finding]) {
        let codes =
            findings.iter().filter(|finding| finding.field == field).map(|finding| finding.code.clone());
        self.codes.insert(field.to_owned(), whatsapp_domain::order::gathered(codes));
    }

    /// Saving or sending was tried: everything may be seen from now on.
    pub fn reveal(&mut self) {
        self.all = true;
    }

    /// A fresh start.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The finding to show at a field: the first that may be seen.
    pub fn at<'a>(&self, field: &str, findings: &'a [Finding]) -> Option<&'a Finding> {
        findings.iter().filter(|finding| finding.field == field).find(|finding| {
            self.all || self.codes.get(field).is_some_and(|codes| codes.contains(&finding.code))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_appears_on_leaving_and_goes_while_typing() {
        let missing = [Finding::error("missing", "name", "Give it a name.")];
        let short = [Finding::error("short", "name", "Too short.")];
        let mut shown = Shown::default();
        assert_eq!(shown.at("name", &missing), None, "not before the field was left");
        shown.leave("name", &missing);
        assert_eq!(shown.at("name", &missing), Some(&missing[0]));
        assert_eq!(shown.at("name", &[]), None, "typing clears it");
        assert_eq!(shown.at("name", &short), None, "typing brings no new one");
        shown.leave("name", &short);
        assert_eq!(shown.at("name", &short), Some(&short[0]));
    }

    #[test]
    fn trying_to_save_shows_everything() {
        let found = [Finding::error("missing", "name", "Give it a name.")];
        let mut shown = Shown::default();
        shown.reveal();
        assert_eq!(shown.at("name", &found), Some(&found[0]));
    }
}
