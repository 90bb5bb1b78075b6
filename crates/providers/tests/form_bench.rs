//! The form benchmark's page in React draws and checks our form by a JSON schema: this makes it from the providers' own, so that
//! both sides have the same fields, words and conditions. `UPDATE_DOCS=1 cargo test -p whatsapp-providers --test form_bench`
//! writes it anew.
#![allow(clippy::unwrap_used)] // a panic is how a test fails

use serde_json::{Map, Value, json};
use whatsapp_domain::{
    Condition, Field, FieldKind, Limits, SettingsSchema,
    integration::{MESSAGES_PER_SECOND_MAX, NAME_MAX, TEMPLATES_MAX},
};
use whatsapp_providers::SCHEMAS;

const KEPT: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/../e2e/examples/form_bench/react/src/providers.json");

/// A field as JSON Schema. What a schema can't check has a `format`, which the page knows.
fn property(field: &Field) -> Value {
    let mut property = json!({"type": "string", "title": field.label, "description": field.help});
    match field.kind {
        FieldKind::Text => property["format"] = field.key.into(),
        FieldKind::Phone => property["format"] = "sender".into(),
        FieldKind::Secret => property["format"] = "secret".into(),
        FieldKind::Url => property["pattern"] = hosts_like(field.placeholder).into(),
        FieldKind::Choice(choices) => {
            let one =
                |choice: &whatsapp_domain::Choice| json!({"const": choice.value, "title": choice.label});
            property["oneOf"] = choices.iter().map(one).collect();
        }
    }
    if !field.default.is_empty() {
        property["default"] = field.default.into();
    }
    if field.required {
        property["minLength"] = 1.into();
    }
    property
}

/// Addresses of which this is one, with or without the scheme: the first part of the host is the account's own.
fn hosts_like(example: &str) -> String {
    let host = example.trim_start_matches("https://");
    let (_, owned) = host.split_once('.').unwrap();
    format!(r"^\s*(https://)?[A-Za-z0-9-]+\.{}/*\s*$", owned.replace('.', r"\."))
}

fn object<'a>(fields: impl Iterator<Item = &'a Field> + Clone) -> Value {
    let properties: Map<String, Value> =
        fields.clone().map(|field| (field.key.into(), property(field))).collect();
    let required: Vec<&str> = fields.filter(|field| field.required).map(|field| field.key).collect();
    json!({"properties": properties, "required": required})
}

/// The fields of one provider: those that are always there, and by each setting those that come with it.
fn of_provider(schema: &SettingsSchema) -> Value {
    let mut then = object(schema.fields.iter().filter(|field| field.condition == Condition::Always));
    let mut conditions: Vec<Condition> = Vec::new();
    for field in schema.fields {
        if field.condition != Condition::Always && !conditions.contains(&field.condition) {
            conditions.push(field.condition);
        }
    }
    let branch = |condition: &Condition| match condition {
        Condition::Always => json!({}),
        Condition::When { key, values } => json!({
            "if": {"properties": {*key: {"enum": values}}, "required": [key]},
            "then": object(schema.fields.iter().filter(|field| field.condition == *condition)),
        }),
    };
    then["allOf"] = conditions.iter().map(branch).collect();
    json!({
        "if": {"properties": {"provider": {"const": schema.provider}}, "required": ["provider"]},
        "then": then,
    })
}

/// How the fields of one provider look: in its order, secrets hidden.
fn looks(schema: &SettingsSchema) -> Value {
    let mut order = vec!["name", "provider"];
    order.extend(schema.fields.iter().map(|field| field.key));
    order.extend(["twoWay", "limits", "*"]);
    let mut looks = json!({"ui:order": order});
    for field in schema.fields {
        let mut look = json!({"ui:placeholder": field.placeholder});
        if field.is_secret() {
            look["ui:widget"] = "password".into();
            look["ui:options"] = json!({"autocomplete": "off"});
        }
        looks[field.key] = look;
    }
    looks
}

fn made() -> Value {
    let providers: Vec<Value> =
        SCHEMAS.iter().map(|one| json!({"const": one.provider, "title": one.name})).collect();
    let limits = Limits::default();
    let secrets: std::collections::BTreeSet<&str> = SCHEMAS
        .iter()
        .flat_map(|schema| schema.fields)
        .filter(|field| field.is_secret())
        .map(|f| f.key)
        .collect();
    json!({
        "schema": {
            "type": "object",
            "properties": {
                "name": {"type": "string", "title": "Name", "minLength": 1, "maxLength": NAME_MAX},
                "provider": {"type": "string", "title": "Provider", "oneOf": providers, "default": SCHEMAS[0].provider},
                "twoWay": {
                    "type": "object",
                    "title": "Replies from customers",
                    "properties": {
                        "enabled": {"type": "boolean", "title": "Take replies and follow messages", "default": false},
                        "customerIdKey": {"type": "string", "title": "Customer ID with the phone number", "default": "phone", "minLength": 1},
                        "numberFormat": {"type": "string", "title": "Saved as", "default": "plus", "oneOf": [
                            {"const": "plus", "title": "+44123456789"}, {"const": "digits", "title": "44123456789"}]},
                    },
                },
                "limits": {
                    "type": "object",
                    "title": "Limits",
                    "properties": {
                        "messagesPerSecond": {"type": "integer", "title": "Messages a second", "minimum": 1,
                            "maximum": MESSAGES_PER_SECOND_MAX, "default": limits.messages_per_second},
                        "templates": {"type": "integer", "title": "Templates", "minimum": 1,
                            "maximum": TEMPLATES_MAX, "default": limits.templates},
                    },
                },
            },
            "required": ["name", "provider"],
            "allOf": SCHEMAS.iter().map(|schema| of_provider(schema)).collect::<Vec<_>>(),
        },
        "looks": SCHEMAS.iter().map(|one| (one.provider.to_owned(), looks(one))).collect::<Map<_, _>>(),
        "secrets": secrets,
    })
}

#[test]
fn the_benchmark_s_page_has_the_fields_that_the_form_has() {
    let now = format!("{:#}\n", made());
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(KEPT, &now).unwrap();
    }
    let kept = std::fs::read_to_string(KEPT).unwrap_or_default();
    assert!(
        kept == now,
        "the providers' forms changed: UPDATE_DOCS=1 cargo test -p whatsapp-providers --test form_bench"
    );
}
