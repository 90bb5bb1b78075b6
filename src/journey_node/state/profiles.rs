//! The profiles that values are shown with: handed in by the host, or edited as JSON.

use serde_json::Value;
use whatsapp_domain::profile::{ProfileSchema, SampleProfile};

use crate::{
    shared::Shared,
    texts::{Text, journey_node as say},
};

/// A profile as it is edited.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// Its name in the list.
    pub name: String,
    /// JSON as typed.
    pub text: String,
    /// It as a value, or why it can't be read.
    pub value: Result<Value, Text>,
}

/// Profiles to see values with before there are others: an everyday one, one that is nearly empty, and one that reads
/// from right to left.
const SAMPLES: [(&str, &str); 3] = [
    (
        "Ana Novák",
        r#"{
  "customer": {
    "first_name": "Ana",
    "last_name": "Novák",
    "phone": "+44 7400 123456",
    "language": "en_GB",
    "order": "4711",
    "city": "Leeds"
  },
  "event": { "product": "Linen shirt", "sku": "linen-shirt", "total": 39.5 },
  "journey": { "name": "Back in stock" }
}"#,
    ),
    (
        "+49 1512 3456789",
        r#"{
  "customer": {
    "phone": "+49 1512 3456789",
    "language": "de",
    "order": "4712"
  },
  "event": { "product": "Wool socks", "sku": "wool-socks", "total": 12 },
  "journey": { "name": "Back in stock" }
}"#,
    ),
    (
        "ليلى حداد",
        r#"{
  "customer": {
    "first_name": "ليلى",
    "last_name": "حداد",
    "phone": "+971 50 123 4567",
    "language": "ar",
    "order": "4713",
    "city": "دبي"
  },
  "event": { "product": "قميص كتان", "sku": "linen-shirt", "total": 149 },
  "journey": { "name": "Back in stock" }
}"#,
    ),
];

impl Profile {
    /// A profile from JSON text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        let text = text.into();
        let value = match whatsapp_domain::json::text::<Value>(&text) {
            Ok(value @ Value::Object(_)) => Ok(value),
            Ok(_) => Err(say::PROFILE_NOT_OBJECT.into()),
            Err(error) => Err(say::not_json(error.to_string())),
        };
        Self { name: name.into(), text, value }
    }
}

impl From<SampleProfile> for Profile {
    fn from(sample: SampleProfile) -> Self {
        let text = whatsapp_domain::json::pretty(&sample.context);
        Self::new(sample.name, text)
    }
}

/// All profiles, and the one that is chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Profiles {
    /// At least one.
    pub items: Vec<Profile>,
    /// The one that fills the values.
    pub chosen: usize,
    /// Do they come from the host? Then they are shown, not edited.
    pub from_host: bool,
    /// What attributes there are: the host's list, or what the profiles hold.
    pub schema: Shared<ProfileSchema>,
    /// Is the schema the host's?
    schema_from_host: bool,
}

impl Default for Profiles {
    fn default() -> Self {
        Self::edited(SAMPLES.iter().map(|(name, text)| Profile::new(*name, *text)).collect(), 0)
    }
}

/// As they are kept across a reload.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct KeptProfiles {
    /// Name and text of each.
    items: Vec<(String, String)>,
    /// The chosen one.
    chosen: usize,
}

impl Profiles {
    /// Profiles that are edited here.
    fn edited(items: Vec<Profile>, chosen: usize) -> Self {
        let schema = Shared::default();
        let mut all = Self { items, chosen, from_host: false, schema, schema_from_host: false };
        if all.items.is_empty() {
            return Self::default();
        }
        all.chosen = all.chosen.min(all.items.len() - 1);
        all.derive();
        all
    }

    /// The host's profiles and its schema; without profiles, those that are edited here.
    pub fn of_host(self, profiles: Vec<SampleProfile>, schema: Option<ProfileSchema>) -> Self {
        // Other profiles don't change what the host said about attributes.
        let schema = schema.or_else(|| self.schema_from_host.then(|| (*self.schema).clone()));
        let mut all = if profiles.is_empty() {
            self
        } else {
            let items = profiles.into_iter().map(Profile::from).collect();
            Self { from_host: true, ..Self::edited(items, 0) }
        };
        if let Some(schema) = schema {
            (all.schema, all.schema_from_host) = (schema.into(), true);
        }
        all
    }

    /// As kept across a reload.
    pub fn kept(&self) -> KeptProfiles {
        let items = self.items.iter().map(|profile| (profile.name.clone(), profile.text.clone())).collect();
        KeptProfiles { items, chosen: self.chosen }
    }

    /// The chosen one.
    ///
    /// # Panics
    /// Never: there is always at least one, and the choice is kept inside.
    pub fn current(&self) -> &Profile {
        &self.items[self.chosen.min(self.items.len() - 1)]
    }

    /// What Jinja sees; null while the JSON can't be read.
    pub fn context(&self) -> Value {
        self.current().value.clone().unwrap_or(Value::Null)
    }

    /// All that can be read.
    pub fn readable(&self) -> Vec<Value> {
        self.items.iter().filter_map(|profile| profile.value.clone().ok()).collect()
    }

    /// Chooses one; a place that isn't there changes nothing.
    pub fn choose(&mut self, at: usize) {
        if at < self.items.len() {
            self.chosen = at;
        }
    }

    /// The chosen one's JSON was typed.
    pub fn typed(&mut self, text: String) {
        let at = self.chosen.min(self.items.len() - 1);
        let name = self.items[at].name.clone();
        self.items[at] = Profile::new(name, text);
        self.derive();
    }

    /// The chosen one's name was typed.
    pub fn named(&mut self, name: String) {
        let at = self.chosen.min(self.items.len() - 1);
        self.items[at].name = name;
    }

    /// One more, a copy of the chosen one.
    pub fn add(&mut self) {
        let copy = Profile::new(
            format!("{} {}", self.current().name, self.items.len() + 1),
            self.current().text.clone(),
        );
        self.items.push(copy);
        self.chosen = self.items.len() - 1;
        self.derive();
    }

    /// The chosen one goes, unless it is the last.
    pub fn remove(&mut self) {
        if self.items.len() > 1 {
            self.items.remove(self.chosen);
            self.chosen = self.chosen.min(self.items.len() - 1);
            self.derive();
        }
    }

    fn derive(&mut self) {
        if !self.schema_from_host {
            self.schema = ProfileSchema::from_profiles(&self.readable()).into();
        }
    }
}

impl From<KeptProfiles> for Profiles {
    fn from(kept: KeptProfiles) -> Self {
        let items = kept.items.into_iter().map(|(name, text)| Profile::new(name, text)).collect();
        Self::edited(items, kept.chosen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_samples_can_be_read() {
        let profiles = Profiles::default();
        assert_eq!(profiles.readable().len(), SAMPLES.len());
        assert!(profiles.schema.attributes.iter().any(|attribute| attribute.path == "customer.first_name"));
    }

    #[test]
    fn what_can_t_be_read_stays_as_typed_and_counts_as_no_profile() {
        let mut profiles = Profiles::default();
        profiles.typed("{\"customer\": ".into());
        let problem = crate::texts::english().say(profiles.current().value.as_ref().unwrap_err());
        assert!(problem.contains("not JSON"), "{problem}");
        assert_eq!((profiles.current().text.as_str(), profiles.context()), ("{\"customer\": ", Value::Null));
        profiles.typed("[]".into());
        assert!(profiles.current().value.is_err());
    }

    #[test]
    fn profiles_come_and_go_but_never_the_last() {
        let mut profiles = Profiles::default();
        profiles.add();
        profiles.named("Zoe".into());
        assert_eq!((profiles.items.len(), profiles.current().name.as_str()), (4, "Zoe"));
        let again = Profiles::from(profiles.kept());
        assert_eq!(again, profiles, "kept across a reload");
        for _ in 0..9 {
            profiles.remove();
        }
        assert_eq!(profiles.items.len(), 1);
        profiles.choose(7);
        assert_eq!(profiles.chosen, 0);
    }

    #[test]
    fn the_host_s_profiles_take_the_place_of_the_samples() {
        let sample = SampleProfile {
            id: "c1".into(),
            name: "Customer 1".into(),
            context: serde_json::json!({"customer":{"plan":"gold"}}),
        };
        let profiles = Profiles::default().of_host(vec![sample], None);
        assert!(profiles.from_host);
        assert_eq!(profiles.schema.attributes[0].path, "customer.plan");
        let schema = ProfileSchema::from_profiles(&[serde_json::json!({"event":{"x":1}})]);
        let mut profiles = profiles.of_host(Vec::new(), Some(schema.clone()));
        profiles.typed("{}".into());
        assert_eq!(*profiles.schema, schema, "the host's own schema stays");
    }
}
