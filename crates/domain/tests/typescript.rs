//! The types of the package (`www/types.d.ts`) come from the Rust types, by way of the schemas that the API's description
//! has too. `UPDATE_DOCS=1 cargo test -p whatsapp-domain --features openapi` writes them anew.
#![cfg(feature = "openapi")]
#![allow(clippy::unwrap_used)] // a panic is how a test fails

use std::{collections::BTreeMap, fmt::Write, path::PathBuf};

use serde_json::{Map, Value};
use utoipa::{PartialSchema, ToSchema};

const HEAD: &str =
    "// Made from the Rust types in crates/domain (crates/domain/tests/typescript.rs). Do not edit.\n";

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../www/types.d.ts")
}

/// Every schema that a host meets, by name.
fn schemas() -> BTreeMap<String, Value> {
    fn add<T: ToSchema + PartialSchema>(all: &mut BTreeMap<String, Value>) {
        let mut inner = Vec::new();
        T::schemas(&mut inner);
        inner.push((T::name().into_owned(), T::schema()));
        for (name, schema) in inner {
            if name == "BTreeMap" {
                continue; // a map is written where it is used
            }
            all.insert(name, serde_json::to_value(schema).unwrap());
        }
    }
    let mut all = BTreeMap::new();
    add::<whatsapp_domain::Node>(&mut all);
    add::<whatsapp_domain::IntegrationInput>(&mut all);
    add::<whatsapp_domain::Integration>(&mut all);
    add::<whatsapp_domain::CheckReport>(&mut all);
    add::<whatsapp_domain::Problem>(&mut all);
    add::<whatsapp_domain::SampleProfile>(&mut all);
    add::<whatsapp_domain::ProfileSchema>(&mut all);
    all
}

/// A comment, indented.
fn comment(schema: &Value, indent: &str) -> String {
    let Some(text) = schema.get("description").and_then(Value::as_str) else { return String::new() };
    // Links of Rust's documentation are plain names here.
    let text = text.replace("*/", "* /").replace("[`", "`").replace("`]", "`");
    let mut lines = text.lines();
    match (lines.next(), text.lines().count()) {
        (Some(one), 1) => format!("{indent}/** {one} */\n"),
        _ => {
            let body: String =
                text.lines().map(|line| format!("{indent} * {line}\n").replace(" * \n", " *\n")).collect();
            format!("{indent}/**\n{body}{indent} */\n")
        }
    }
}

/// The type that a schema describes.
fn typed(schema: &Value, indent: &str) -> String {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        return match reference.rsplit('/').next().unwrap() {
            "BTreeMap" => "Record<string, string>".into(),
            name => name.to_owned(),
        };
    }
    for (key, joint) in [("oneOf", " | "), ("anyOf", " | "), ("allOf", " & ")] {
        if let Some(all) = schema.get(key).and_then(Value::as_array) {
            let mut parts: Vec<String> = all
                .iter()
                .map(|one| typed(one, indent))
                .map(|one| if joint == " & " && one.contains(" | ") { format!("({one})") } else { one })
                .collect();
            parts.dedup();
            return parts.join(joint);
        }
    }
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        return values.iter().map(Value::to_string).collect::<Vec<_>>().join(" | ");
    }
    if let Some(value) = schema.get("const") {
        return value.to_string();
    }
    match schema.get("type") {
        Some(Value::Array(kinds)) => {
            let one = |kind: &Value| {
                let mut schema = schema.clone();
                schema["type"] = kind.clone();
                typed(&schema, indent)
            };
            kinds.iter().map(one).collect::<Vec<_>>().join(" | ")
        }
        Some(Value::String(kind)) => match kind.as_str() {
            "string" => "string".into(),
            "integer" | "number" => "number".into(),
            "boolean" => "boolean".into(),
            "null" => "null".into(),
            "array" => {
                let item = schema.get("items").map_or("unknown".into(), |items| typed(items, indent));
                if item.contains([' ', '{']) { format!("Array<{item}>") } else { format!("{item}[]") }
            }
            "object" => object(schema, indent),
            other => panic!("no type for {other}"),
        },
        // Any JSON.
        _ => "unknown".into(),
    }
}

fn object(schema: &Value, indent: &str) -> String {
    let none = Map::new();
    let properties = schema.get("properties").and_then(Value::as_object).unwrap_or(&none);
    if properties.is_empty() {
        return match schema.get("additionalProperties") {
            Some(inner) if inner.is_object() => format!("Record<string, {}>", typed(inner, indent)),
            _ => "Record<string, unknown>".into(),
        };
    }
    let required: Vec<&str> = schema
        .get("required")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let inside = format!("{indent}  ");
    let mut text = String::from("{\n");
    for (name, inner) in properties {
        let optional = if required.contains(&name.as_str()) { "" } else { "?" };
        let _ =
            writeln!(text, "{}{inside}{name}{optional}: {};", comment(inner, &inside), typed(inner, &inside));
    }
    text + indent + "}"
}

fn declarations() -> String {
    let mut text = HEAD.to_owned();
    for (name, schema) in schemas() {
        let body = typed(&schema, "");
        let _ = write!(text, "\n{}export type {name} = {body};\n", comment(&schema, ""));
    }
    text
}

#[test]
fn the_package_s_types_are_those_of_the_rust_code() {
    let now = declarations();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path(), &now).unwrap();
    }
    let kept = std::fs::read_to_string(path()).unwrap_or_default();
    assert!(
        kept == now,
        "www/types.d.ts is of another day: UPDATE_DOCS=1 cargo test -p whatsapp-domain --features openapi"
    );
}

#[test]
fn shapes_become_types() {
    let cases = [
        (r##"{"type":["string","null"]}"##, "string | null"),
        (r##"{"type":"array","items":{"$ref":"#/components/schemas/Finding"}}"##, "Finding[]"),
        (r##"{"oneOf":[{"type":"null"},{"$ref":"#/x/Media"}]}"##, "null | Media"),
        (r##"{"type":"string","enum":["later","now"]}"##, "\"later\" | \"now\""),
        (r##"{"type":"object","additionalProperties":{"type":"integer"}}"##, "Record<string, number>"),
        (
            r##"{"allOf":[{"$ref":"#/x/A"},{"oneOf":[{"type":"null"},{"type":"string"}]}]}"##,
            "A & (null | string)",
        ),
        (
            r##"{"type":"object","properties":{"a":{"type":"string"},"b":{}},"required":["a"]}"##,
            "{\n  a: string;\n  b?: unknown;\n}",
        ),
    ];
    for (schema, expected) in cases {
        assert_eq!(typed(&serde_json::from_str(schema).unwrap(), ""), expected, "{schema}");
    }
}
