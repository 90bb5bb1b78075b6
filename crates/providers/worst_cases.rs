//! A step for the profiles that break steps: the longest values, none at all, values written from right to left, values
//! with emoji. Each is rendered as any other profile, so that every limit is tested after filling.

mod samples;
mod uses;

use serde_json::{Map, Value};
use whatsapp_domain::{
    AttributeKind, Binding, Message, Node, ProfileSchema,
    engine_api::{RenderOutput, RenderRequest, WorstCase, WorstCaseKind},
    json,
};

use crate::{engine_api::render_node, render::ordered};
use uses::{Use, uses};

/// Levels of an attribute's path that are followed.
const DEPTH_MAX: usize = 16;

/// One case of each kind.
///
/// Attributes that tell whom a message is for, where media lies or which language it has stay as they are, since others
/// would only break those; `empty` empties all but the recipient's. Numbers, dates and truth values keep their type.
pub fn worst_cases(request: &RenderRequest, schema: &ProfileSchema, profiles: &[Value]) -> Vec<WorstCase> {
    let known = Known::new(request, schema, profiles);
    let uses = uses(&request.node);
    [WorstCaseKind::Longest, WorstCaseKind::Empty, WorstCaseKind::RightToLeft, WorstCaseKind::Emoji]
        .into_iter()
        .map(|case| {
            let mut context = known.base.clone();
            for used in &uses {
                if let Some(value) = known.value(case, used) {
                    put(&mut context, &used.path, value);
                }
            }
            let output = render_all(request, &context);
            WorstCase { case, context, output }
        })
        .collect()
}

/// Renders the customer's language, and adds what is found in all others: the same value may fit one text and not
/// another.
fn render_all(request: &RenderRequest, context: &Value) -> RenderOutput {
    let mut request = RenderRequest { context: context.clone(), ..request.clone() };
    let mut output = render_node(&request);
    let languages: Vec<String> = match &request.node.message {
        Message::Template { template, translations, .. } if !translations.is_empty() => {
            let all = translations.iter().map(|translation| translation.language.clone());
            std::iter::once(template.language.clone()).chain(all).collect()
        }
        _ => Vec::new(),
    };
    for language in languages.iter().filter(|language| output.language.as_ref() != Some(*language)) {
        speak(&mut request.node, language);
        let more = render_node(&request).findings;
        output.findings.extend(more.into_iter().filter(|finding| finding.field != "message.languageBy"));
    }
    output.findings = ordered(output.findings);
    if output.findings.iter().any(whatsapp_domain::Finding::is_error) {
        output.request = None;
    }
    output
}

/// Makes every customer of a node get this language.
fn speak(node: &mut Node, language: &str) {
    if let Message::Template { language_by, .. } = &mut node.message {
        *language_by = Some(Binding::new(language));
    }
}

/// What is known of the attributes.
struct Known<'a> {
    /// The profile to start from.
    base: Value,
    schema: &'a ProfileSchema,
    /// What the profiles tell, where the host's schema does not.
    derived: ProfileSchema,
    profiles: Vec<&'a Value>,
}

impl<'a> Known<'a> {
    fn new(request: &'a RenderRequest, schema: &'a ProfileSchema, profiles: &'a [Value]) -> Self {
        let profiles: Vec<&Value> = profiles.iter().filter(|profile| profile.is_object()).collect();
        let chosen = Some(&request.context).filter(|context| context.is_object());
        let mut base =
            chosen.or(profiles.first().copied()).cloned().unwrap_or_else(|| Value::Object(Map::new()));
        if chosen.is_none() {
            // Without any profile the schema's examples make one.
            for attribute in &schema.attributes {
                let path = uses::dotted(&attribute.path);
                if let (None, Some(example)) = (get(&base, &path), attribute.examples.first()) {
                    put(&mut base, &path, typed(example, attribute.kind));
                }
            }
        }
        let mut all: Vec<Value> = vec![base.clone()];
        all.extend(profiles.iter().copied().cloned());
        Self { base, schema, derived: ProfileSchema::from_profiles(&all), profiles }
    }

    fn kind(&self, path: &[String]) -> Option<AttributeKind> {
        let of = |schema: &ProfileSchema| {
            schema
                .attributes
                .iter()
                .find(|attribute| uses::dotted(&attribute.path) == path)
                .map(|found| found.kind)
        };
        of(self.schema).or_else(|| of(&self.derived))
    }

    /// Values that some customer has, the base profile's first.
    fn values(&self, path: &[String]) -> Vec<Value> {
        let mut values: Vec<Value> = std::iter::once(&self.base)
            .chain(self.profiles.iter().copied())
            .filter_map(|profile| get(profile, path).cloned())
            .collect();
        let attribute = self.schema.attributes.iter().find(|attribute| uses::dotted(&attribute.path) == path);
        if let Some(attribute) = attribute {
            values.extend(attribute.examples.iter().map(|example| typed(example, attribute.kind)));
        }
        values.retain(|value| !value.is_null());
        values
    }

    /// The value of an attribute in a case; none to leave it as it is.
    fn value(&self, case: WorstCaseKind, used: &Use) -> Option<Value> {
        if case == WorstCaseKind::Empty {
            return (!used.in_recipient).then(|| match get(&self.base, &used.path) {
                Some(Value::Array(_)) => Value::Array(Vec::new()),
                _ => Value::Null,
            });
        }
        if used.is_kept() {
            return None;
        }
        // An attribute that nobody has stays unknown: its own finding says so.
        let kind = self.kind(&used.path)?;
        let values = self.values(&used.path);
        let texts: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
        let is_words =
            kind == AttributeKind::Text && !used.in_code && !texts.iter().any(|text| is_code(text));
        match case {
            WorstCaseKind::Longest => {
                let longest = values.iter().max_by_key(|value| length(value)).cloned();
                match &longest {
                    Some(value) if !is_words || length(value) >= samples::LONG.chars().count() => longest,
                    None if !is_words => None,
                    _ => Some(samples::LONG.into()),
                }
            }
            _ if !is_words || values.iter().any(|value| !value.is_string()) => None,
            WorstCaseKind::RightToLeft => {
                let is_long = texts.iter().any(|text| text.chars().count() > samples::NAME_MAX);
                Some(if is_long { samples::RIGHT_TO_LEFT_TEXT } else { samples::RIGHT_TO_LEFT_NAME }.into())
            }
            _ => Some(samples::EMOJI.into()),
        }
    }
}

/// An example as a profile would hold it.
fn typed(example: &str, kind: AttributeKind) -> Value {
    let parsed = match kind {
        AttributeKind::Number | AttributeKind::Boolean | AttributeKind::List | AttributeKind::Object => {
            json::text(example.trim()).ok()
        }
        _ => None,
    };
    parsed.unwrap_or_else(|| example.into())
}

/// Order numbers, voucher codes and the like, which no name could stand for.
fn is_code(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit()) && !text.trim().contains(char::is_whitespace)
}

/// Characters as printed.
fn length(value: &Value) -> usize {
    match value {
        Value::String(text) => text.chars().count(),
        other => json::line(other).chars().count(),
    }
}

fn get<'a>(context: &'a Value, path: &[String]) -> Option<&'a Value> {
    path.iter().try_fold(context, |at, part| match at {
        Value::Array(items) => items.get(part.parse::<usize>().ok()?),
        other => other.get(part),
    })
}

/// Puts a value where a path leads, with the objects on the way; not into lists, and not in place of a text.
fn put(context: &mut Value, path: &[String], value: Value) {
    let Some((last, parents)) = path.split_last() else { return };
    if parents.is_empty() || path.len() > DEPTH_MAX {
        return;
    }
    let mut at = context;
    for part in parents {
        if at.is_null() {
            *at = Value::Object(Map::new());
        }
        let Value::Object(members) = at else { return };
        at = members.entry(part.clone()).or_insert(Value::Null);
    }
    if at.is_null() {
        *at = Value::Object(Map::new());
    }
    if let Value::Object(members) = at {
        members.insert(last.clone(), value);
    }
}

#[cfg(test)]
mod tests;
