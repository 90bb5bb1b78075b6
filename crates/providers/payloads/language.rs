//! The choice of a customer's language as Jinja, by the same rules as when we send: the same code, however it is written;
//! else the language without its country; else the only one of that language; else the default.

use whatsapp_domain::{Binding, WhenEmpty};

use super::{
    messages::Branch,
    symbols::{Notes, literal},
};

fn plain(code: &str) -> String {
    whatsapp_engine::case::lower(&code.trim().replace('-', "_"))
}

fn primary(code: &str) -> &str {
    code.split('_').next().unwrap_or(code)
}

/// The bodies of all languages, the default one first, behind what chooses one of them.
pub(super) fn choice(by: Option<&Binding>, all: Vec<(&str, Branch)>, notes: &mut Notes) -> String {
    let by = by.filter(|by| !by.is_blank());
    let (Some(by), true) = (by, all.len() > 1) else {
        return all.first().map(|(_, branch)| branch.written()).unwrap_or_default();
    };
    if by.when_empty == WhenEmpty::Skip {
        notes.add("Customers without a language are not left out: they get the default one.");
    }
    notes.add("Languages are told from codes such as de or de-AT; codes with a script, such as zh-Hant-TW, are not.");
    let codes: Vec<String> = all.iter().map(|(code, _)| plain(code)).collect();
    let mut text = format!("{{% set wa_language %}}{}{{% endset %}}\n", by.value);
    if by.when_empty == WhenEmpty::Fallback
        && let Some(fallback) = &by.fallback
    {
        let fallback = literal(fallback);
        text +=
            &format!("{{% if not wa_language | trim %}}{{% set wa_language = {fallback} %}}{{% endif %}}\n");
    }
    text += "{% set wa_language = wa_language | trim | replace(\"-\", \"_\") | lower %}\n";
    text += "{% set wa_primary = wa_language.split(\"_\")[0] %}\n";
    text += &format!("{{% set wa_version %}}{}{{% endset %}}\n", version(&codes));
    for (place, (_, branch)) in all.iter().enumerate().skip(1) {
        let word = if place == 1 { "if" } else { "elif" };
        text += &format!("{{% {word} wa_version == \"{place}\" %}}\n{}", branch.written());
    }
    let default = all.first().map(|(_, branch)| branch.written()).unwrap_or_default();
    format!("{text}{{% else %}}\n{default}{{% endif %}}")
}

/// Jinja that prints the place of the language.
fn version(codes: &[String]) -> String {
    let mut conditions: Vec<(String, usize)> = Vec::new();
    for (place, code) in codes.iter().enumerate() {
        conditions.push((format!("wa_language == {}", literal(code)), place));
    }
    for (place, code) in codes.iter().enumerate() {
        conditions.push((format!("wa_primary == {}", literal(code)), place));
    }
    for (place, code) in codes.iter().enumerate() {
        let language = primary(code);
        if codes.iter().filter(|other| primary(other) == language).count() == 1 {
            // Not for Chinese of another country, which is another script.
            let name = if language == "zh" { "wa_language" } else { "wa_primary" };
            conditions.push((format!("{name} == {}", literal(language)), place));
        }
    }
    let mut text = String::new();
    for (number, (condition, place)) in conditions.iter().enumerate() {
        let word = if number == 0 { "if" } else { "elif" };
        text += &format!("{{% {word} {condition} %}}{place}");
    }
    text + "{% else %}0{% endif %}"
}
