//! The tables of `docs/embedding.md`, made from `www/custom-elements.json`. `UPDATE_DOCS=1 cargo test -p xtask` writes
//! them anew.
#![cfg(test)]

use std::fmt::Write;

use serde_json::Value;

use crate::paths;

const BEGIN: &str = "<!-- elements: begin, written from www/custom-elements.json -->\n";
const END: &str = "<!-- elements: end -->\n";

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn table(out: &mut String, title: &str, head: &str, rows: impl Iterator<Item = String>) {
    let rows: Vec<String> = rows.collect();
    if !rows.is_empty() {
        let _ = write!(out, "\n**{title}**\n\n{head}\n| --- | --- |\n{}", rows.concat());
    }
}

fn row(name: &str, value: &Value) -> String {
    format!("| {name} | {} |\n", text(value, "description").replace('|', "\\|"))
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value[key].as_array().into_iter().flatten()
}

fn tables(manifest: &Value) -> String {
    let mut out = String::new();
    let elements: Vec<&Value> =
        list(&manifest["modules"][0], "declarations").filter(|one| one["kind"] == "class").collect();
    for element in &elements {
        let _ = write!(out, "\n### `<{}>`\n\n{}\n", text(element, "tagName"), text(element, "description"));
        table(
            &mut out,
            "Attributes",
            "| attribute | meaning |",
            list(element, "attributes").map(|one| {
                let kind = if one["type"]["text"] == "boolean" { " (switch)" } else { "" };
                row(&format!("`{}`{kind}", text(one, "name")), one)
            }),
        );
        let of = |kind: &'static str| list(element, "members").filter(move |one| one["kind"] == kind);
        table(
            &mut out,
            "Properties",
            "| property | meaning |",
            of("field").map(|one| {
                let only = if one["readonly"] == true { " (read)" } else { "" };
                row(&format!("`{}`{only}", text(one, "name")), one)
            }),
        );
        table(
            &mut out,
            "Methods",
            "| method | meaning |",
            of("method").map(|one| row(&format!("`{}()`", text(one, "name")), one)),
        );
        table(
            &mut out,
            "Events",
            "| event | meaning |",
            list(element, "events").map(|one| row(&format!("`{}`", text(one, "name")), one)),
        );
    }
    if let Some(first) = elements.first() {
        out.push_str("\n### Look\n");
        table(
            &mut out,
            "Parts",
            "| part | meaning |",
            list(first, "cssParts").map(|one| row(&format!("`{}`", text(one, "name")), one)),
        );
        table(
            &mut out,
            "Tokens",
            "| token | meaning |",
            list(first, "cssProperties").map(|one| row(&format!("`{}`", text(one, "name")), one)),
        );
    }
    out + "\n"
}

#[test]
fn the_document_says_what_the_manifest_says() {
    let manifest: Value =
        serde_json::from_str(&paths::read_text(&paths::root().join("www/custom-elements.json")).unwrap())
            .unwrap();
    let path = paths::root().join("docs/embedding.md");
    let kept = paths::read_text(&path).unwrap();
    let (head, rest) = kept.split_once(BEGIN).unwrap();
    let (_, tail) = rest.split_once(END).unwrap();
    let now = format!("{head}{BEGIN}{}{END}{tail}", tables(&manifest));
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let kept = paths::read_text(&path).unwrap();
    assert!(kept == now, "docs/embedding.md is of another day: UPDATE_DOCS=1 cargo test -p xtask");
}

/// Tokens that hosts are told of are those that there are.
#[test]
fn every_token_is_told() {
    let manifest = paths::read_text(&paths::root().join("www/custom-elements.json")).unwrap();
    let sheet = paths::read_text(&paths::root().join("src/styles/tokens.css")).unwrap();
    for line in sheet.lines().filter_map(|line| line.trim().strip_prefix("--whatsapp-")) {
        let name = line.split(':').next().unwrap();
        if name.starts_with("chat-") || line.contains("44px") {
            continue; // the bubble looks as WhatsApp draws it, whatever the console looks like
        }
        assert!(
            manifest.contains(&format!("\"--whatsapp-{name}\"")),
            "--whatsapp-{name} is not in custom-elements.json"
        );
    }
    let value: Value = serde_json::from_str(&manifest).unwrap();
    for one in list(&value["modules"][0]["declarations"][0], "cssProperties") {
        assert!(sheet.contains(&format!("{}:", text(one, "name"))), "{} is in no sheet", text(one, "name"));
    }
}
