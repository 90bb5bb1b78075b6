//! Answers the questions of [`whatsapp_domain::engine_api`]: native in tests, in the browser as the late module.

mod session;

pub use session::Session;

use whatsapp_domain::engine_api::{
    CsvProblem, EngineIntegration, EngineRequest, EngineResponse, PhoneRejection, RenderOutput, RenderRequest,
};
use whatsapp_domain::{AddressPolicy, Said, Settings};
use whatsapp_engine::{csv, jinja, phone, qr};

use crate::{
    check_render::unknown_provider,
    masking::masked,
    payloads::payloads,
    provider::Provider,
    render::{RenderInput, reached, render},
    worst_cases::worst_cases,
};

/// Answers one question. Never panics.
pub fn dispatch(request: EngineRequest) -> EngineResponse {
    match request {
        EngineRequest::CheckIntegration { integration, stored, policy } => {
            check_integration(&integration, &stored, &policy)
        }
        EngineRequest::Render(request) => EngineResponse::Render(Box::new(render_node(&request))),
        EngineRequest::WorstCases { render, schema, profiles } => {
            EngineResponse::WorstCases { cases: worst_cases(&render, &schema, &profiles) }
        }
        EngineRequest::Payloads { render } => EngineResponse::Payloads { items: payloads(&render) },
        EngineRequest::Phone { input, region } => read_phone(&input, region.as_deref()),
        EngineRequest::Country { reached, expected } => EngineResponse::Country {
            finding: phone::check_expected(&reached, "to", &expected, "expectedRegion"),
            found: reached.region.as_deref().and_then(phone::in_a_sentence),
            expected: phone::in_a_sentence(&expected),
        },
        EngineRequest::ParseCsv { input } => match csv::parse_record(&input) {
            Ok(values) => EngineResponse::ParseCsv { values: Some(values), error: None },
            Err(error) => {
                let column = u32::try_from(error.column).unwrap_or(u32::MAX);
                let Said { text, phrase } = error.text;
                let error = CsvProblem { code: error.code.into(), text, said: phrase, column };
                EngineResponse::ParseCsv { values: None, error: Some(error) }
            }
        },
        EngineRequest::FormatCsv { values } => {
            EngineResponse::FormatCsv { text: csv::format_record(&values) }
        }
        EngineRequest::Names { template } => {
            EngineResponse::Names { names: jinja::names(&template).unwrap_or_default() }
        }
        EngineRequest::Qr { text } => EngineResponse::Qr { code: qr::draw(&text) },
    }
}

fn check_integration(
    integration: &EngineIntegration,
    stored: &[String],
    policy: &AddressPolicy,
) -> EngineResponse {
    let Some(provider) = crate::find(&integration.provider) else {
        let findings = vec![unknown_provider(&integration.provider)];
        return EngineResponse::CheckIntegration { findings, settings: Settings::new() };
    };
    let settings = provider.normalise(&integration.settings, policy);
    let is_stored = |key: &str| stored.iter().any(|stored| stored == key);
    let mut findings = provider.check_settings(&settings, &integration.secrets, &is_stored, policy);
    // A doubt about the number itself comes before a word about how it is written.
    let habits = provider.habits(&integration.settings, &settings);
    findings.extend(
        habits
            .into_iter()
            .filter(|habit| !findings.iter().any(|f| f.field == habit.field))
            .collect::<Vec<_>>(),
    );
    EngineResponse::CheckIntegration { findings, settings }
}

/// The account of a question as it sends: its provider, and its settings, normalised.
type Account = (&'static dyn Provider, Settings);

/// None for a provider that is not known.
fn account(request: &RenderRequest) -> Option<Account> {
    let provider = crate::find(&request.integration.provider)?;
    Some((provider, provider.normalise(&request.integration.settings, &request.policy)))
}

/// Renders what the page asks for; its request shows a masked header.
pub(crate) fn render_node(request: &RenderRequest) -> RenderOutput {
    rendered(account(request).as_ref(), request)
}

/// The same when the account is known.
fn rendered(account: Option<&Account>, request: &RenderRequest) -> RenderOutput {
    let Some((provider, settings)) = account else {
        let findings = vec![unknown_provider(&request.integration.provider)];
        return RenderOutput { findings, ..RenderOutput::default() };
    };
    let provider = *provider;
    let output = render(&RenderInput {
        provider,
        settings,
        node: &request.node,
        context: &request.context,
        to: request.to.as_deref(),
        message_id: None,
        templates: request.templates.as_deref(),
        policy: &request.policy,
    });
    let shown = output.request.filter(|_| !request.without_request);
    RenderOutput { request: shown.map(|request| masked(provider, settings, request)), ..output }
}

fn read_phone(input: &str, region: Option<&str>) -> EngineResponse {
    match phone::parse(input, region) {
        Ok(number) => EngineResponse::Phone { reached: Some(reached(&number)), rejection: None },
        Err(rejection) => {
            let rejection = PhoneRejection {
                code: rejection.code.to_owned(),
                text: rejection.text,
                said: rejection.said,
                fix: rejection.fix,
            };
            EngineResponse::Phone { reached: None, rejection: Some(rejection) }
        }
    }
}

#[cfg(test)]
mod tests;
