//! Versions of what is kept: how a value of an earlier version becomes one of this build's, and what is said of one that this
//! build does not know.
//!
//! Every door by which a kept value comes in reads it with [`read`] or by its [`Stored::VERSIONS`]: the elements' `value`, drafts, pasted JSON,
//! the proxy's API, the command line. What no door does is to guess at a version that it does not know.
//!
//! **Making a version.** A version is needed as soon as a reader of today would lose or misread something when it reads a value and
//! writes it again; a key that only says nothing where it is absent is not enough. Write the step from the version before as a file
//! of its own beside the type (`version/node/one_to_two.rs`), append it to the list, and put a value of the version before with what
//! becomes of it under `tests/versions/`. Steps work on JSON, never on today's types, so they stay true when the types move on.

use serde::{Deserialize, Deserializer, de::DeserializeOwned, de::Error as _};
use serde_json::{Map, Value};

use crate::{integration::IntegrationInput, json, node::Node};

/// From one version to the next one; the key `version` is not its business.
pub type Step = fn(&mut Map<String, Value>);

/// The versions of one kind of value.
#[derive(Debug, Clone, Copy)]
pub struct Versions {
    first: u32,
    steps: &'static [Step],
}

/// Steps of journeys. There is one version: what was added since the first day is told apart by being absent
/// (`docs/adr/0018-versions-of-values.md`).
pub const NODE: Versions = Versions::new(1, &[]);

/// Integrations. There is one version, for the same reason.
pub const INTEGRATION: Versions = Versions::new(1, &[]);

/// A value of a version that this build does not know: a newer one, or none that there ever was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownVersion {
    /// What stands in `version`, as JSON.
    pub found: String,
    /// The newest version that this build knows.
    pub known: u32,
}

impl std::fmt::Display for UnknownVersion {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { found, known } = self;
        write!(
            f,
            "it was saved in version {found} of its format, and this program reads version {known}; update the program"
        )
    }
}

impl Versions {
    /// Versions from `first` on, with a step from each to the next one.
    pub const fn new(first: u32, steps: &'static [Step]) -> Self {
        Self { first, steps }
    }

    /// The oldest version that is read.
    pub const fn oldest(&self) -> u32 {
        self.first
    }

    /// The version that this build writes.
    pub const fn newest(&self) -> u32 {
        // A list of steps is written by hand: it is never that long.
        self.first + self.steps.len() as u32
    }

    /// Brings a value to this build's version, in place. One without `version` is of the first one: people who write values by hand
    /// leave it out. What is no object stays as it is; its reader says what is wrong with it.
    ///
    /// # Errors
    /// [`UnknownVersion`] for every other version than those from the first to the newest; then nothing of it is changed.
    pub fn migrate(&self, value: &mut Value) -> Result<(), UnknownVersion> {
        let Some(fields) = value.as_object_mut() else { return Ok(()) };
        let version = match fields.get("version") {
            None => self.first,
            Some(found) => found
                .as_u64()
                .and_then(|version| u32::try_from(version).ok())
                .filter(|version| (self.first..=self.newest()).contains(version))
                .ok_or_else(|| UnknownVersion { found: json::line(found), known: self.newest() })?,
        };
        for step in self.steps.iter().skip((version - self.first) as usize) {
            step(fields);
        }
        fields.insert("version".into(), self.newest().into());
        Ok(())
    }
}

/// A type whose values are kept.
pub trait Stored: DeserializeOwned {
    /// Its versions.
    const VERSIONS: Versions;
}

impl Stored for Node {
    const VERSIONS: Versions = NODE;
}

impl Stored for IntegrationInput {
    const VERSIONS: Versions = INTEGRATION;
}

/// Why a kept value can't be used.
#[derive(Debug)]
pub enum Unread {
    /// Its version is not known here. It has to be kept as it is.
    Version(UnknownVersion),
    /// It is not of the form that it should have.
    Form(json::Error),
}

/// Reads a kept value of any version that is known.
///
/// # Errors
/// [`Unread`].
pub fn read<T: Stored>(mut value: Value) -> Result<T, Unread> {
    T::VERSIONS.migrate(&mut value).map_err(Unread::Version)?;
    json::read(&value).map_err(Unread::Form)
}

/// A kept value inside something else that is read, such as a request, for `#[serde(deserialize_with)]`. One of an unknown version
/// is let through where it can be read at all, with its `version`, so that whoever looks at it refuses it in its own words.
///
/// # Errors
/// When it can't be read; of an unknown version that is what is said.
pub fn inside<'de, T: Stored, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut value = Value::deserialize(deserializer)?;
    let unknown = T::VERSIONS.migrate(&mut value).err();
    json::read(&value).map_err(|error| unknown.map_or_else(|| D::Error::custom(error), D::Error::custom))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Made up, to see the mechanism at work: `text` becomes `words`, then a list.
    const THREE: Versions = Versions::new(
        1,
        &[
            |fields| {
                if let Some(text) = fields.remove("text") {
                    fields.insert("words".into(), text);
                }
            },
            |fields| {
                if let Some(words) = fields.remove("words") {
                    fields.insert("words".into(), json!([words]));
                }
            },
        ],
    );

    #[test]
    fn each_version_goes_through_the_steps_after_it() {
        let newest = json!({"version": 3, "words": ["Hi"], "kept": null});
        for earlier in [
            json!({"text": "Hi", "kept": null}),
            json!({"version": 1, "text": "Hi", "kept": null}),
            json!({"version": 2, "words": "Hi", "kept": null}),
            newest.clone(),
        ] {
            let mut value = earlier.clone();
            assert_eq!((THREE.migrate(&mut value), &value), (Ok(()), &newest), "{earlier}");
        }
        let mut list = json!([1]);
        assert_eq!((THREE.migrate(&mut list), list), (Ok(()), json!([1])), "no object, no version");
    }

    #[test]
    fn no_other_version_is_guessed_at() {
        for version in
            [json!(0), json!(4), json!(-1), json!(1.5), json!("1"), json!(null), json!(4_294_967_297_u64)]
        {
            let value = json!({"version": version, "text": "Hi"});
            let mut kept = value.clone();
            let unknown = UnknownVersion { found: version.to_string(), known: 3 };
            assert_eq!(THREE.migrate(&mut kept), Err(unknown), "{version}");
            assert_eq!(kept, value, "not touched");
        }
    }

    #[test]
    fn inside_of_a_request_an_unknown_version_is_named_or_let_through() {
        let ask =
            |node: Value| serde_json::from_value::<crate::quick_test::QuickTestInput>(json!({"node": node}));
        let message = json!({"type": "text", "text": {"value": "Hi"}});
        assert_eq!(ask(json!({"message": message})).unwrap().node.version, 1);
        let newer = ask(json!({"version": 7, "message": message})).unwrap();
        assert_eq!(newer.node.version, 7, "whoever looks at it refuses it");
        let refused = ask(json!({"version": 7, "steps": []})).unwrap_err().to_string();
        assert!(refused.contains("version 7 of its format"), "{refused}");
        let refused = ask(json!({"version": 1})).unwrap_err().to_string();
        assert!(refused.contains("message"), "{refused}");
    }
}
