//! The whole way from a node to findings, message and request.

mod arbitrary;
mod empties;
mod examples;
mod languages;
mod media;
mod no_profile;
mod recipients;
mod repairs;
mod templates;
mod texts;
mod values;

use serde_json::{Value, from_value, json};
use whatsapp_domain::{AddressPolicy, Finding, Fix, Node, Template, engine_api::RenderOutput};

use super::{RenderInput, render};

/// A node around this message, for a customer whose number is good.
fn node(message: Value) -> Node {
    from_value(json!({"version": 1, "integration": "int_1",
        "recipient": {"value": "{{ customer.phone }}", "region": "GB"}, "message": message}))
    .unwrap()
}

/// Renders for a customer with these attributes and a phone number.
fn rendered(node: &Node, customer: Value, template: Option<&Template>) -> RenderOutput {
    let mut customer = customer;
    customer["phone"] = json!("+447400123456");
    in_context(node, &json!({"customer": customer}), template)
}

fn in_context(node: &Node, context: &Value, template: Option<&Template>) -> RenderOutput {
    with_provider("infobip", node, context, template)
}

fn with_provider(id: &str, node: &Node, context: &Value, template: Option<&Template>) -> RenderOutput {
    with_account(id, node, context, template.map(std::slice::from_ref))
}

/// Renders against an account's templates.
fn with_account(id: &str, node: &Node, context: &Value, templates: Option<&[Template]>) -> RenderOutput {
    let settings = match id {
        "infobip" => json!({"baseUrl": "https://xyz.api.infobip.com", "sender": "447860099299"}),
        _ => json!({"baseUrl": "https://eu.conversation.api.sinch.com", "keyId": "key",
            "projectId": "c36f3d3d-1513-4edd-ae42-11995557ff61", "appId": "01FAKEAPPID00000000000000A"}),
    };
    let provider = crate::find(id).unwrap();
    let settings = provider.normalise(&from_value(settings).unwrap(), &AddressPolicy::default());
    render(&RenderInput {
        provider,
        settings: &settings,
        node,
        context,
        to: None,
        message_id: None,
        templates,
        policy: &AddressPolicy::default(),
    })
}

/// Codes and fields, as `code@field`.
fn found(output: &RenderOutput) -> Vec<String> {
    output.findings.iter().map(|finding| format!("{}@{}", finding.code, finding.field)).collect()
}

/// The repair of the first finding with this code.
fn fix(output: &RenderOutput, code: &str) -> Option<Fix> {
    output.findings.iter().find(|finding| finding.code == code)?.fix.clone()
}

/// The node with a repair applied, as an editor does it: what stands at the path is replaced.
fn repaired(node: &Node, output: &RenderOutput, code: &str) -> Node {
    repaired_of(node, output.findings.iter().find(|finding| finding.code == code).unwrap())
}

/// The same for one finding.
fn repaired_of(node: &Node, finding: &Finding) -> Node {
    let fix = finding.fix.as_ref().unwrap();
    let path = fix.field.as_deref().unwrap_or(&finding.field);
    let pointer = format!("/{}", path.replace('[', ".").replace(']', "").replace('.', "/"));
    let mut json = serde_json::to_value(node).unwrap();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match json.pointer_mut(parent).unwrap() {
        Value::Array(items) => items[key.parse::<usize>().unwrap()] = fix.value.clone(),
        object => object[key] = fix.value.clone(),
    }
    from_value(json).unwrap()
}
