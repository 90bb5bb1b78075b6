//! The API's description, made from the handlers themselves.

use std::sync::LazyLock;

use axum::{
    http::header::CONTENT_TYPE,
    response::{IntoResponse, Response},
};
use utoipa::OpenApi;

use super::{
    about, check, customers, events, health, inbound_media, integrations, media, messages, metrics, outbox,
    quick_test_history, quick_tests, suppressions, templates, two_way, windows,
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "whatsapp-proxy",
        description = "Integrations, connection checks, templates, looks at media files and quick tests. Every refusal is an ErrorEnvelope; beyond those listed with each operation, any may answer 400 (unreadable request), 403 (foreign origin), 408 (body too slow), 413 (body too large), 415 (body not JSON), 421 (unknown host name), 500 and 503 (storage, too many connections)."
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
        customers::erase,
        customers::replay_unmatched,
        events::list,
        messages::list,
        messages::counts,
        messages::read,
        inbound_media::read,
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

static DOCUMENT: LazyLock<String> = LazyLock::new(|| Api::openapi().to_json().unwrap_or_default());

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
        for (path, methods) in super::super::table() {
            // A method router prints the methods that it takes.
            for method in ["GET", "POST", "PUT", "DELETE", "PATCH"] {
                if takes(methods.clone(), method) {
                    mounted.insert(format!("{method} {path}"));
                }
            }
        }
        assert_eq!(described, mounted);
    }

    fn takes(methods: axum::routing::MethodRouter<crate::AppState>, method: &str) -> bool {
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
