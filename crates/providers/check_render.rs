//! `whatsapp-proxy check render`: a node kept in a file, filled for one profile, without a proxy or an account.
//!
//! A line in is `{"integration":{…},"node":{…},"context":{"customer":{…}},"messageId":"…","templates":[…]}`; `context`,
//! `messageId` and `templates` (the account's, as the proxy lists them) may be left out. A line out is `{"request":{"method","url","headers","body"},"findings":[…]}`, or `{"findings":[…]}`
//! with at least one error, or `{"error":{"code":"bad-line","text":…}}` for a line that is not of this form.
//!
//! The request shows the `Authorization` header that it would carry: `App ***`, or with `--show-secrets` the secret
//! that the line gave. Where a token would have to be fetched first (OAuth2) it is `Bearer ***` either way, since
//! nothing is called. A secret that the line leaves out is a warning: files in git hold none.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use whatsapp_domain::{
    AddressPolicy, Finding, IntegrationInput, Message, Node, Settings, Stored, Template,
    integration::INTEGRATION_VERSION, quote::quote, say,
};

use crate::{
    masking::{masked, revealed},
    provider::Provider,
    render::{RenderInput, render},
};

/// Characters of a message id, as every provider takes it.
const MESSAGE_ID_MAX: usize = 50;

/// A line that could be read.
struct Line {
    integration: IntegrationInput,
    node: Node,
    context: Value,
    message_id: Option<String>,
    templates: Option<Vec<Template>>,
}

/// The answer to one line; never panics.
pub fn check_render_line(line: &Value, show_secrets: bool) -> Value {
    match read(line) {
        Ok(line) => answer(&line, show_secrets),
        Err(text) => json!({"error": {"code": "bad-line", "text": text}}),
    }
}

fn read(line: &Value) -> Result<Line, String> {
    let Value::Object(line) = line else {
        return Err("The line is not a JSON object with the keys integration, node and context.".into());
    };
    let context = match line.get("context") {
        None | Some(Value::Null) => json!({}),
        Some(Value::Object(context)) => Value::Object(context.clone()),
        Some(_) => return Err("context: this is not an object such as {\"customer\":{…}}.".into()),
    };
    let message_id = match line.get("messageId") {
        None | Some(Value::Null) => None,
        Some(Value::String(id)) if is_message_id(id) => Some(id.clone()),
        Some(_) => {
            return Err(format!(
                "messageId: this is not a text of 1 to {MESSAGE_ID_MAX} letters, digits, hyphens and underscores."
            ));
        }
    };
    let templates = match line.get("templates") {
        None | Some(Value::Null) => None,
        Some(_) => Some(part(line, "templates")?),
    };
    let (integration, node) = (stored(line, "integration")?, stored(line, "node")?);
    Ok(Line { integration, node, context, message_id, templates })
}

fn is_message_id(id: &str) -> bool {
    (1..=MESSAGE_ID_MAX).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// One part of the line that is kept in files, of whatever version. An unknown version that can be read all the same gets its
/// finding later.
pub(crate) fn stored<T: Stored>(line: &Map<String, Value>, key: &str) -> Result<T, String> {
    let mut value = line.get(key).ok_or_else(|| missing(key))?.clone();
    // A version that is no number is a mistake in the line, and its place is told.
    let unknown = T::VERSIONS.migrate(&mut value).err().filter(|_| value["version"].is_u64());
    read_part(&value, key).map_err(|error| unknown.map_or(error, |unknown| format!("{key}: {unknown}.")))
}

/// One part of the line, or the path of what is wrong in it. Values are not repeated: they may be secrets.
pub(crate) fn part<T: DeserializeOwned>(line: &Map<String, Value>, key: &str) -> Result<T, String> {
    read_part(line.get(key).ok_or_else(|| missing(key))?, key)
}

fn missing(key: &str) -> String {
    format!("{key}: this key is missing.")
}

fn read_part<T: DeserializeOwned>(value: &Value, key: &str) -> Result<T, String> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        let path = match path.as_str() {
            "." => key.to_owned(),
            index if index.starts_with('[') => format!("{key}{index}"),
            _ => format!("{key}.{path}"),
        };
        format!("{path}: {}.", without_values(&error.inner().to_string()))
    })
}

/// Serde's words without the value that it found: `invalid type: string "…", expected u32` loses what is in quotes.
fn without_values(text: &str) -> String {
    match (text.find('"'), text.rfind('"')) {
        (Some(first), Some(last)) if first < last => format!("{}…{}", &text[..=first], &text[last..]),
        _ => text.to_owned(),
    }
}

fn answer(line: &Line, show_secrets: bool) -> Value {
    let integration = &line.integration;
    let Some(provider) = crate::find(&integration.provider) else {
        return json!({"findings": [unknown_provider(&integration.provider)]});
    };
    let policy = AddressPolicy::default();
    let settings = provider.normalise(&integration.settings, &policy);
    let mut findings = integration_findings(provider, integration, &settings, &policy);
    let rendered = render(&RenderInput {
        provider,
        settings: &settings,
        node: &line.node,
        context: &line.context,
        to: None,
        message_id: line.message_id.as_deref(),
        templates: line.templates.as_deref(),
        policy: &policy,
    });
    findings.extend(rendered.findings);
    let language = rendered.language;
    if rendered.skipped {
        let text = "This customer is left out: a value is empty that is set to leave such customers out.";
        findings.push(Finding::error("customer-skipped", "", text));
    }
    findings.sort_by_key(|finding| !finding.is_error());
    match rendered.request {
        Some(request) if !findings.iter().any(Finding::is_error) => {
            let request = if show_secrets {
                revealed(provider, &settings, &integration.secrets, request)
            } else {
                masked(provider, &settings, request)
            };
            match language.filter(|_| has_translations(&line.node)) {
                Some(language) => json!({"request": request, "findings": findings, "language": language}),
                None => json!({"request": request, "findings": findings}),
            }
        }
        _ => json!({"findings": findings}),
    }
}

/// Does the step hold several languages, so that the one of this customer is worth a word?
fn has_translations(node: &Node) -> bool {
    matches!(&node.message, Message::Template { translations, .. } if !translations.is_empty())
}

/// A finding about a provider that there is none of.
pub(crate) fn unknown_provider(id: &str) -> Finding {
    let known: Vec<&str> = crate::ALL.iter().map(|provider| provider.schema().provider).collect();
    let text = say!(
        "There is no provider {id}. There are {providers}.",
        id = quote(id),
        providers = known.join(", ")
    );
    Finding::error("provider-unknown", "provider", text)
}

fn integration_findings(
    provider: &dyn Provider,
    integration: &IntegrationInput,
    settings: &Settings,
    policy: &AddressPolicy,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    if integration.version == 0 || integration.version > INTEGRATION_VERSION {
        let text = say!(
            "This integration was saved in version {version} of its format, and this program reads version \
             {known}. Update it.",
            version = integration.version,
            known = INTEGRATION_VERSION
        );
        findings.push(Finding::error("version-unknown", "integration.version", text));
    }
    findings.extend(provider.check_settings(settings, &integration.secrets, &|_| true, policy));
    let absent = provider.schema().shown(settings).filter(|field| field.is_secret() && field.required);
    for field in
        absent.filter(|field| integration.secrets.get(field.key).is_none_or(|secret| secret.is_empty()))
    {
        let text = say!(
            "The {label} is not in this line. Sending needs it; the request shows *** in its place.",
            label = field.label
        );
        findings.push(Finding::warning("secret-absent", field.path(), text));
    }
    findings
}

#[cfg(test)]
mod tests;
