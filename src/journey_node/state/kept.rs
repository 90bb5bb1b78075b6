//! What of the editor survives a reload, and how it was kept before.

use serde::{Deserialize, Serialize};
use whatsapp_domain::{Stored, Tested, version::Versions};

use super::{Draft, KeptProfiles};

mod zero_to_one;

/// Versions of what is kept. The first one wrote no version.
const VERSIONS: Versions = Versions::new(0, &[zero_to_one::step]);

fn version() -> u32 {
    VERSIONS.newest()
}

/// What survives a reload.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// Version of this shape.
    #[serde(default = "version")]
    version: u32,
    /// The step.
    pub step: Draft,
    /// The profiles that are edited here; none when they come from the host.
    #[serde(default)]
    pub profiles: Option<KeptProfiles>,
    /// The tester's number.
    #[serde(default)]
    pub to: String,
    /// The last test of this step, as it was then.
    #[serde(default)]
    pub tested: Option<Tested>,
}

impl Stored for Kept {
    const VERSIONS: Versions = VERSIONS;
}

impl Kept {
    /// In this build's shape.
    pub fn new(
        step: Draft,
        profiles: Option<KeptProfiles>,
        to: impl Into<String>,
        tested: Option<Tested>,
    ) -> Self {
        Self { version: version(), step, profiles, to: to.into(), tested }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use whatsapp_domain::version;

    use super::*;

    /// A draft as it was kept, and what it becomes: one file for each shape.
    const FIXTURES: [(&str, &str); 4] = [
        ("0-first", include_str!("../../../tests/versions/step-draft/0-first.json")),
        ("0-languages", include_str!("../../../tests/versions/step-draft/0-languages.json")),
        (
            "0-unreadable-profile",
            include_str!("../../../tests/versions/step-draft/0-unreadable-profile.json"),
        ),
        ("1", include_str!("../../../tests/versions/step-draft/1.json")),
    ];

    #[test]
    fn every_draft_that_was_ever_kept_loads() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/versions/step-draft");
        assert_eq!(std::fs::read_dir(folder).unwrap().count(), FIXTURES.len(), "each file is listed");
        for (name, text) in FIXTURES {
            let mut file: Value = serde_json::from_str(text).unwrap();
            let kept: Kept =
                version::read(file["given"].take()).unwrap_or_else(|why| panic!("{name}: {why:?}"));
            assert_eq!(serde_json::to_value(&kept).unwrap(), file["becomes"], "{name}");
            let again: Kept = version::read(file["becomes"].take()).unwrap();
            assert_eq!(again, kept, "{name}: a second time");
        }
    }

    #[test]
    fn a_newer_draft_is_none() {
        let newer = serde_json::json!({"version": 2, "step": {}});
        assert!(matches!(version::read::<Kept>(newer), Err(version::Unread::Version(_))));
    }
}
