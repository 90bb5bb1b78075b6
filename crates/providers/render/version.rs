//! One language of a step's template: its rows, its template in the account, and where its findings and repairs stand.

use serde_json::Value;
use whatsapp_domain::{
    Binding, Button, Finding, Fix, Header, Said, Template, TemplateFingerprint, TemplateRef, TemplateValues,
    Translation, json, language::language_name, quote::quote, said::Arg, say,
};

/// Values of one language as they stand in the node.
#[derive(Clone, Copy)]
pub(super) struct Rows<'a> {
    /// Value of the header.
    pub header: Option<&'a Header>,
    /// Values of the body.
    pub body: &'a [Binding],
    /// Values of the buttons.
    pub buttons: &'a [Button],
}

/// One language.
pub(super) struct Version<'a> {
    /// Where the rows stand: `message` or `message.translations[0]`. Findings about single values have fields below.
    pub rows_at: String,
    /// The same, or `message.translations[0]` also where the rows are those of the default language: fields of what
    /// concerns this language alone, such as a wrong number of values.
    pub at: String,
    /// Field of the language's code.
    pub language_field: String,
    /// Field of the template in this language: the name, for the default language.
    pub template_field: String,
    /// Place of the fingerprint in the node.
    pub fingerprint_at: String,
    /// The language's code.
    pub language: &'a str,
    /// What the rows were made for.
    pub fingerprint: Option<&'a TemplateFingerprint>,
    /// The rows.
    pub rows: Rows<'a>,
    /// The account's template in this language, when it is known.
    pub synced: Option<&'a Template>,
    /// The template in sentences: `“order_update”`, or `“order_update” in German (de)` in a step with several languages.
    pub label: Said,
}

/// `German (de)`, or the code in quotes where it has no name.
pub(super) fn named(code: &str) -> Said {
    match language_name(code) {
        Some(name) => say!("{language} ({code})", language = Arg::language(code, name), code = code),
        None => quote(code).into(),
    }
}

impl<'a> Version<'a> {
    /// The default language and the translations, in order.
    pub fn all(
        template: &'a TemplateRef,
        rows: Rows<'a>,
        translations: &'a [Translation],
        named_templates: Option<&[&'a Template]>,
    ) -> Vec<Self> {
        let label = |language: &str| match translations {
            [] => quote(&template.name).into(),
            _ => say!("{name} in {language}", name = quote(&template.name), language = named(language)),
        };
        let synced = |language: &str| {
            named_templates.and_then(|all| all.iter().find(|synced| synced.language == language).copied())
        };
        let mut versions = vec![Self {
            rows_at: "message".into(),
            at: "message".into(),
            language_field: "message.template.language".into(),
            template_field: "message.template.name".into(),
            fingerprint_at: "message.template.fingerprint".into(),
            language: &template.language,
            fingerprint: template.fingerprint.as_ref(),
            rows,
            synced: synced(&template.language),
            label: label(&template.language),
        }];
        versions.extend(translations.iter().enumerate().map(|(place, translation)| {
            let at = format!("message.translations[{place}]");
            let own = translation.values.as_ref();
            Self {
                rows_at: if own.is_some() { at.clone() } else { "message".into() },
                language_field: format!("{at}.language"),
                template_field: format!("{at}.language"),
                fingerprint_at: format!("{at}.fingerprint"),
                at,
                language: &translation.language,
                fingerprint: translation.fingerprint.as_ref(),
                rows: own.map_or(rows, |own| Rows {
                    header: own.header.as_ref(),
                    body: &own.body,
                    buttons: &own.buttons,
                }),
                synced: synced(&translation.language),
                label: label(&translation.language),
            }
        }));
        versions
    }

    fn is_translation(&self) -> bool {
        self.at != "message"
    }

    /// Turns the repairs of this language's rows, which are made for paths like the findings', into repairs of the exact
    /// place in the node. Where the rows are the default language's, the repair gives this language rows of its own.
    pub fn settle(&self, findings: &mut [Finding]) {
        if !self.is_translation() {
            return;
        }
        for finding in findings {
            let Some(fix) = finding.fix.take() else { continue };
            let path = fix.field.as_deref().unwrap_or(&finding.field);
            let within = path.strip_prefix(self.at.as_str()).and_then(|rest| rest.strip_prefix('.'));
            let is_row =
                |rest: &&str| ["header", "body", "buttons"].iter().any(|part| rest.starts_with(part));
            finding.fix = match within.filter(is_row) {
                None => Some(fix),
                Some(rest) if self.rows_at == self.at => {
                    let field = format!("{}.values.{rest}", self.at);
                    Some(Fix { field: Some(field), ..fix })
                }
                Some(rest) => self.own_rows(rest, &fix),
            };
        }
    }

    /// The default language's rows with one change, as this language's own.
    fn own_rows(&self, path: &str, fix: &Fix) -> Option<Fix> {
        let rows = TemplateValues {
            header: self.rows.header.cloned(),
            body: self.rows.body.to_vec(),
            buttons: self.rows.buttons.to_vec(),
        };
        let mut value = json::value(&rows);
        set(&mut value, path, fix.value.clone())?;
        Some(Fix { field: Some(format!("{}.values", self.at)), value, ..fix.clone() })
    }
}

/// Replaces what stands at a path such as `buttons[1].type`; null removes a key.
fn set(value: &mut Value, path: &str, new: Value) -> Option<()> {
    let path = path.replace('[', ".").replace(']', "");
    let (parents, last) = path.rsplit_once('.').unwrap_or(("", &path));
    let mut at = value;
    for part in parents.split('.').filter(|part| !part.is_empty()) {
        at = match at {
            Value::Array(items) => items.get_mut(part.parse::<usize>().ok()?)?,
            other => other.get_mut(part)?,
        };
    }
    match at {
        Value::Array(items) => *items.get_mut(last.parse::<usize>().ok()?)? = new,
        Value::Object(members) if new.is_null() => {
            members.remove(last);
        }
        Value::Object(members) => {
            members.insert(last.to_owned(), new);
        }
        _ => return None,
    }
    Some(())
}
