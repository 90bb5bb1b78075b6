//! The API's description, made from the handlers themselves.

use std::sync::LazyLock;

use axum::{
    http::header::CONTENT_TYPE,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};
use utoipa::OpenApi;

use super::{
    about, audit, check, customers, events, health, inbound_media, integrations, media, messages, metrics,
    outbox, quick_test_history, quick_tests, suppressions,
    table::{Route, table},
    templates, two_way, windows,
};
use crate::access::Access;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "whatsapp-proxy",
        description = "Integrations, connection checks, templates, looks at media files and quick tests. Every refusal is an ErrorEnvelope; beyond those listed with each operation, any may answer 400 (unreadable request), 401 (token missing, refused or expired), 403 (right missing, foreign origin), 408 (body too slow), 413 (body too large), 415 (body not JSON), 421 (unknown host name), 500 and 503 (storage, too many connections)."
    ),
    paths(
        health::health,
        metrics::metrics,
        document,
        about::about,
        integrations::list,
        integrations::create,
        integrations::read,
        integrations::update,
        integrations::delete,
        audit::list,
        customers::erase,
        customers::replay_unmatched,
        events::list,
        messages::list,
        messages::counts,
        messages::read,
        inbound_media::read,
        inbound_media::ticket,
        outbox::read,
        outbox::replay,
        suppressions::list,
        suppressions::add,
        suppressions::remove,
        check::unsaved,
        check::saved,
        templates::list,
        two_way::read,
        two_way::register,
        two_way::unregister,
        two_way::rotate,
        two_way::round_trip,
        media::probe,
        quick_test_history::list,
        quick_tests::create,
        quick_test_history::read_one,
        windows::read,
    )
)]
struct Api;

static DOCUMENT: LazyLock<String> = LazyLock::new(|| {
    let mut document = serde_json::to_value(Api::openapi()).unwrap_or_default();
    ask(&mut document);
    document.to_string()
});

/// Says what each operation asks for, by the table that asks for it.
fn ask(document: &mut Value) {
    document["components"]["securitySchemes"] = json!({
        "token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT",
            "description": "Minted by the host's backend: tenant, rights, sub, exp. Not asked for where the proxy is open (`access` of `about`)."},
        "ticket": {"type": "apiKey", "in": "query", "name": "ticket",
            "description": "Made by the operation beside this one; for this path alone, for minutes."},
        "figures": {"type": "http", "scheme": "bearer", "description": "METRICS_TOKEN, where it is set."},
    });
    for Route { path, methods, .. } in table() {
        for (method, access) in methods {
            let scheme = match access {
                Access::Free => json!([]),
                Access::Figures => json!([{"figures": []}, {}]),
                Access::Token => json!([{"token": []}, {}]),
                Access::Needs(right) => json!([{"token": [right.as_str()]}, {}]),
                Access::Ticketed(right) => json!([{"token": [right.as_str()]}, {"ticket": []}, {}]),
            };
            document["paths"][path][method.as_str().to_lowercase()]["security"] = scheme;
        }
    }
}

/// This description.
#[utoipa::path(get, path = "/openapi.json", tag = "proxy", responses((status = 200, description = "OpenAPI 3.1", content_type = "application/json")))]
pub(super) async fn document() -> Response {
    ([(CONTENT_TYPE, "application/json")], DOCUMENT.as_str()).into_response()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Methods of the described paths, against what the router's table says it takes.
    #[test]
    fn what_is_mounted_is_described_and_the_other_way_round() {
        let document: serde_json::Value = serde_json::from_str(&DOCUMENT).unwrap();
        let mut described = BTreeSet::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            for method in item.as_object().unwrap().keys() {
                described.insert(format!("{} {path}", method.to_uppercase()));
            }
        }
        let mut mounted = BTreeSet::new();
        for Route { path, methods, handlers } in table() {
            let takes: Vec<_> = ["GET", "POST", "PUT", "DELETE", "PATCH"]
                .into_iter()
                .filter(|method| takes(&handlers, method))
                .collect();
            // What is asked for is told for what is taken, and nothing else.
            let told: BTreeSet<_> = methods.iter().map(|(method, _)| method.as_str()).collect();
            assert_eq!(told, takes.iter().copied().collect(), "{path}");
            mounted.extend(takes.into_iter().map(|method| format!("{method} {path}")));
        }
        assert_eq!(described, mounted);
    }

    /// A method router prints the methods that it takes.
    fn takes(methods: &axum::routing::MethodRouter<crate::AppState>, method: &str) -> bool {
        let text = format!("{methods:?}");
        let field = format!("{}: ", method.to_lowercase());
        let rest = text.split(&field).nth(1).unwrap_or_else(|| panic!("no {field} in {text}"));
        !rest.starts_with("None")
    }

    #[test]
    fn each_reference_leads_somewhere() {
        let document: serde_json::Value = serde_json::from_str(&DOCUMENT).unwrap();
        let text = document.to_string();
        let references: BTreeSet<&str> =
            text.split("\"#/components/schemas/").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert!(references.contains("QuickTest") && references.contains("ErrorEnvelope"), "{references:?}");
        for name in references {
            assert!(document["components"]["schemas"].get(name).is_some(), "{name}");
        }
        let input = &document["components"]["schemas"]["IntegrationInput"]["properties"];
        assert!(input["twoWay"].is_object() && input["secrets"].is_object(), "{input}");
    }
}
