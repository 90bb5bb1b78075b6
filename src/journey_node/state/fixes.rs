//! Applies a finding's repair. Repairs name the exact place in the step's JSON, such as `message.body[0].value`.

use serde_json::Value;
use whatsapp_domain::{Binding, Button, Finding};

use super::{
    draft::{Draft, in_language},
    kind::{HeaderKind, Kind},
};

/// Changes the step as the repair says; a place that isn't there changes nothing.
pub fn apply(draft: &mut Draft, finding: &Finding) {
    let Some(fix) = &finding.fix else { return };
    let path = fix.field.as_deref().unwrap_or(&finding.field);
    // Own rows of a translation stand under its `values` in the JSON, and beside its language in the draft.
    let path = &path.replacen("].values.", "].", 1);
    match &fix.value {
        value if in_language(path).1 == "values" => own_values(draft, path, value),
        value if path == "message.translations" => translations(draft, value),
        value if path.ends_with(".fingerprint") => fingerprint(draft, path, value),
        Value::Bool(on) if path == "message.previewUrl" => draft.preview_url = *on,
        Value::String(text) => text_at(draft, path, text),
        Value::Array(_) => list_at(draft, path, &fix.value),
        Value::Null => remove(draft, path),
        value => {
            if let (Ok(value), Some(binding)) =
                (whatsapp_domain::json::read::<Binding>(value), draft.binding_mut(path))
            {
                *binding = value;
            } else {
                object_at(draft, path, value);
            }
        }
    }
}

/// A translation that shared the default language's rows gets its own.
fn own_values(draft: &mut Draft, path: &str, value: &Value) {
    let own = whatsapp_domain::json::read::<whatsapp_domain::TemplateValues>(value);
    if let (Ok(values), (Some(at), _)) = (own, in_language(path))
        && let Some(translation) = draft.template.translations.get_mut(at)
    {
        translation.own = true;
        translation.values = values.into();
    }
}

/// All further languages, one of them gone.
fn translations(draft: &mut Draft, value: &Value) {
    if let Ok(kept) = whatsapp_domain::json::read::<Vec<whatsapp_domain::Translation>>(value) {
        draft.template.translations = kept.into_iter().map(Into::into).collect();
    }
}

/// A change of the account's template that somebody has looked at.
fn fingerprint(draft: &mut Draft, path: &str, value: &Value) {
    let Ok(now) = whatsapp_domain::json::read(value) else { return };
    match in_language(path) {
        (None, "template.fingerprint") => draft.template.fingerprint = Some(now),
        (Some(at), "fingerprint") => {
            if let Some(translation) = draft.template.translations.get_mut(at) {
                translation.fingerprint = Some(now);
            }
        }
        _ => {}
    }
}

fn text_at(draft: &mut Draft, path: &str, text: &str) {
    let owned = || text.to_owned();
    match path {
        "recipient.value" => draft.recipient.value = owned(),
        "recipient.region" => draft.recipient.region = Some(owned()),
        "message.template.name" => draft.template.name = owned(),
        "message.template.language" => draft.template.language = owned(),
        "message.type" => draft.kind = Kind::parse(text).unwrap_or(draft.kind),
        _ => {
            let (language, tail) = in_language(path);
            if tail == "header.type" {
                if let (Some(values), Some(kind)) = (draft.values_mut(language), HeaderKind::parse(text)) {
                    values.header = kind;
                }
            } else if let (Some(at), "language") = (language, tail) {
                if let Some(translation) = draft.template.translations.get_mut(at) {
                    translation.language = owned();
                }
            } else if let Some(binding) =
                path.strip_suffix(".fallback").and_then(|owner| draft.binding_mut(owner))
            {
                binding.fallback = Some(owned());
            } else if let Some(binding) = draft.binding_mut(path.strip_suffix(".value").unwrap_or(path)) {
                binding.value = owned();
            }
        }
    }
}

/// Lists come whole: the values of a body, the buttons.
fn list_at(draft: &mut Draft, path: &str, list: &Value) {
    let (language, tail) = in_language(path);
    let Some(values) = draft.values_mut(language) else { return };
    match tail {
        "body" => {
            if let Ok(body) = whatsapp_domain::json::read::<Vec<Binding>>(list) {
                (values.count, values.body) = (body.len(), body);
            }
        }
        "buttons" => {
            if let Ok(buttons) = whatsapp_domain::json::read::<Vec<Button>>(list) {
                values.buttons = buttons;
            }
        }
        _ => {}
    }
}

fn object_at(draft: &mut Draft, path: &str, object: &Value) {
    let (language, tail) = in_language(path);
    let Some(values) = draft.values_mut(language) else { return };
    if tail == "header"
        && let Ok(header) = whatsapp_domain::json::read(object)
    {
        let whole = whatsapp_domain::TemplateValues {
            header: Some(header),
            body: values.body.clone(),
            buttons: values.buttons.clone(),
        };
        let count = values.count;
        *values = whole.into();
        values.count = count;
    }
}

fn remove(draft: &mut Draft, path: &str) {
    let (language, tail) = in_language(path);
    if tail == "header" {
        if let Some(values) = draft.values_mut(language) {
            values.header = HeaderKind::None;
        }
    } else if path == "message.languageBy" {
        draft.template.language_by = Binding::default();
    } else if let Some(binding) = path.strip_suffix(".fallback").and_then(|owner| draft.binding_mut(owner)) {
        binding.fallback = None;
    } else if let Some(binding) = draft.binding_mut(path) {
        *binding = Binding::default();
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn fixed(path: &str, value: Value) -> Draft {
        let mut draft = Draft::default();
        draft.template.values.resize(2);
        draft.template.values.body[0].value = "old".into();
        draft.template.translations.push(Default::default());
        draft.template.translations[0].values.resize(1);
        let mut finding = Finding::error("x", path, "x");
        finding.fix = Some(whatsapp_domain::Fix::new("x", None, value));
        apply(&mut draft, &finding);
        draft
    }

    #[test]
    fn every_form_of_a_repair_arrives() {
        let value = |draft: &Draft, path: &str| draft.binding(path).unwrap().value.clone();
        assert_eq!(value(&fixed("message.body[0].value", json!("new")), "message.body[0]"), "new");
        assert_eq!(
            fixed("message.body[1].fallback", json!("there")).template.values.body[1].fallback.as_deref(),
            Some("there")
        );
        let in_german = fixed("message.translations[0].body[0].value", json!("neu"));
        assert_eq!(value(&in_german, "message.translations[0].body[0]"), "neu");
        assert_eq!(value(&in_german, "message.body[0]"), "old");
        assert_eq!(fixed("message.body", json!([{"value":"a"}])).template.values.count, 1);
        let buttons = json!([{"index":2,"type":"url","value":{"value":"x"}}]);
        assert_eq!(fixed("message.buttons", buttons).template.values.buttons[0].index, 2);
        assert_eq!(
            fixed("message.header", json!({"type":"video"})).template.values.header,
            HeaderKind::Video
        );
        assert_eq!(
            fixed("message.header", json!({"type":"video"})).template.values.body[0].value,
            "old",
            "the rest of the values stays"
        );
        assert_eq!(fixed("message.header.type", json!("image")).template.values.header, HeaderKind::Image);
        assert_eq!(fixed("message.body[0]", Value::Null).template.values.body[0], Binding::default());
        assert_eq!(fixed("recipient.region", json!("GB")).recipient.region.as_deref(), Some("GB"));
        assert_eq!(
            fixed("message.translations[0].language", json!("de")).template.translations[0].language,
            "de"
        );
        assert_eq!(fixed("message.type", json!("video")).kind, Kind::Video);
    }

    #[test]
    fn repairs_of_languages_and_changed_templates_arrive() {
        let in_german = fixed("message.translations[0].values.body[0].value", json!("neu"));
        assert_eq!(in_german.binding("message.translations[0].body[0]").unwrap().value, "neu");
        let own = fixed("message.translations[0].values", json!({"body": [{"value": "a"}, {"value": "b"}]}));
        assert!(own.template.translations[0].own);
        assert_eq!(own.binding("message.translations[0].body[1]").unwrap().value, "b");
        assert!(fixed("message.translations", json!([])).template.translations.is_empty());
        let print = json!({"category": "utility", "status": "approved", "body": "Hi"});
        let accepted = fixed("message.template.fingerprint", print.clone());
        assert_eq!(accepted.template.fingerprint.unwrap().body, "Hi");
        let accepted = fixed("message.translations[0].fingerprint", print);
        assert_eq!(accepted.template.translations[0].fingerprint.as_ref().unwrap().body, "Hi");
        assert!(fixed("message.previewUrl", json!(true)).preview_url);
    }

    #[test]
    fn a_place_that_is_not_there_changes_nothing() {
        let before = fixed("nothing", json!("x"));
        assert_eq!(fixed("message.body[9].value", json!("x")), before);
        assert_eq!(fixed("message.translations[7].body[0]", json!("x")), before);
        assert_eq!(fixed("message.nothing", json!([1])), before);
        assert_eq!(fixed("message.nothing", json!({"a":1})), before);
    }
}
