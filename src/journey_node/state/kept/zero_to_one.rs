//! Drafts of before a step could have several languages, and of before they said their version.
//!
//! Then a template's values stood beside its name, and the one profile was a text of its own. Drafts that were kept later, still
//! without a version, have both in today's places and are left as they are.

use serde_json::{Map, Value, json};

/// Values that stood beside the template's name.
const VALUES: [&str; 7] = ["header", "headerText", "headerUrl", "headerFilename", "body", "count", "buttons"];

pub fn step(kept: &mut Map<String, Value>) {
    if let Some(template) = kept.get_mut("step").and_then(|step| step.get_mut("template"))
        && let Some(template) = template.as_object_mut()
        && !template.contains_key("values")
    {
        let values: Map<String, Value> =
            VALUES.iter().filter_map(|key| Some(((*key).to_owned(), template.remove(*key)?))).collect();
        template.insert("values".into(), values.into());
    }
    if let Some(profile) = kept.remove("profile")
        && !kept.contains_key("profiles")
    {
        kept.insert("profiles".into(), json!({"items": [[name(&profile), profile]], "chosen": 0}));
    }
}

/// The profile had no name: the customer's, where the text has one, else a number.
fn name(profile: &Value) -> String {
    let read: Option<Value> = profile.as_str().and_then(|text| whatsapp_domain::json::text(text).ok());
    let name = read.as_ref().and_then(|profile| profile["customer"]["first_name"].as_str());
    name.filter(|name| !name.trim().is_empty()).unwrap_or("1").to_owned()
}
