//! What of the form survives a reload. There is no room in it for a secret.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use whatsapp_domain::{Limits, Settings, Stored, TwoWay, version::Versions};

use super::State;

/// Versions of what is kept. There is one; drafts of the first days don't say it, and what they lack has a default.
const VERSIONS: Versions = Versions::new(1, &[]);

fn version() -> u32 {
    VERSIONS.newest()
}

/// The form as it was left.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    /// Version of this shape.
    #[serde(default = "version")]
    version: u32,
    /// What people call it.
    pub name: String,
    /// Id of the provider.
    pub provider: String,
    /// What was typed, for each provider.
    pub settings: BTreeMap<String, Settings>,
    /// Replies.
    #[serde(default)]
    pub two_way: TwoWay,
    /// Limits.
    #[serde(default)]
    pub limits: Limits,
}

/// The draft's name in the page's store.
pub fn draft_key(id: Option<&str>) -> String {
    format!("integration:{}", id.unwrap_or("new"))
}

impl Stored for Draft {
    const VERSIONS: Versions = VERSIONS;
}

impl From<&State> for Draft {
    fn from(state: &State) -> Self {
        Self {
            version: version(),
            name: state.name.clone(),
            provider: state.provider.clone(),
            settings: state.settings.clone(),
            two_way: state.two_way.clone(),
            limits: state.limits,
        }
    }
}

impl Draft {
    /// Puts what was kept back into the form.
    pub fn restore(self, state: &mut State) {
        state.name = self.name;
        state.provider = self.provider;
        state.settings = self.settings;
        state.two_way = self.two_way;
        state.words.clear();
        state.limits = self.limits;
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use whatsapp_domain::{Keywords, version};

    use super::*;

    /// A draft as it was kept, and what it becomes: one file for each shape.
    const FIXTURES: [(&str, &str); 3] = [
        ("1-first", include_str!("../../../tests/versions/form-draft/1-first.json")),
        ("1-keywords", include_str!("../../../tests/versions/form-draft/1-keywords.json")),
        ("1-name-alone", include_str!("../../../tests/versions/form-draft/1-name-alone.json")),
    ];

    #[test]
    fn every_draft_that_was_ever_kept_loads() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/versions/form-draft");
        assert_eq!(std::fs::read_dir(folder).unwrap().count(), FIXTURES.len(), "each file is listed");
        for (name, text) in FIXTURES {
            let mut file: Value = serde_json::from_str(text).unwrap();
            let draft: Draft =
                version::read(file["given"].take()).unwrap_or_else(|why| panic!("{name}: {why:?}"));
            let mut becomes = file["becomes"].take();
            if becomes["twoWay"].get("keywords").is_none() {
                // Whoever never chose words has those of this build.
                becomes["twoWay"]["keywords"] = serde_json::to_value(Keywords::default()).unwrap();
            }
            assert_eq!(serde_json::to_value(&draft).unwrap(), becomes, "{name}");
        }
    }
}
