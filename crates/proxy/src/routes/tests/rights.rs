//! The table of routes, walked: without a token, without the right, with it, and with another tenant's.

use axum::{
    body::to_bytes,
    http::{Method, StatusCode},
};
use serde_json::Value;

use super::{
    table::{Route, table},
    testing::App,
};
use crate::access::{
    Access, Right,
    testing::{self, SECRET, claims, key, now, token, with_hmac},
};

async fn guarded() -> App {
    App::new(&[("TOKEN_KEY", &key())]).await
}

/// Every path with every method that it takes.
fn rows() -> Vec<(Method, &'static str, Access)> {
    let rows = |Route { path, methods, .. }| {
        methods.into_iter().map(move |(method, access)| (method, path, access)).collect::<Vec<_>>()
    };
    table().into_iter().flat_map(rows).collect()
}

fn filled(path: &str) -> String {
    path.replace("{id}", "int_0").replace("{value}", "447400123456").replace("{customer}", "447400123456")
}

/// Status, code and whole body.
async fn ask(app: &App, method: &Method, path: &str, token: Option<&str>) -> (StatusCode, String, Value) {
    let bearer = token.map(|token| format!("Bearer {token}"));
    let headers: Vec<_> = bearer.iter().map(|bearer| ("authorization", bearer.as_str())).collect();
    let response = app.send(method.as_str(), path, &headers, None).await;
    let status = response.status();
    if status == StatusCode::UNAUTHORIZED {
        assert_eq!(response.headers()["www-authenticate"], "Bearer");
    }
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    let json: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    (status, json["error"]["code"].as_str().unwrap_or_default().to_owned(), json)
}

#[tokio::test]
async fn each_route_asks_for_its_right_and_no_other_opens_it() {
    let app = guarded().await;
    let (mut guarded, mut free) = (0, Vec::new());
    for (method, path, access) in rows() {
        let at = filled(path);
        let what = format!("{method} {path}");
        let (status, code, _) = ask(&app, &method, &at, None).await;
        let right = match access {
            Access::Free => {
                free.push(path);
                assert_eq!(status, 200, "{what}");
                continue;
            }
            Access::Figures => {
                assert_eq!((status.as_u16(), code.as_str()), (403, "metrics-closed"), "{what}");
                let (status, ..) = ask(&app, &method, &at, Some(&token("acme", &Right::ALL))).await;
                assert_eq!(status, 403, "{what}: a tenant's token opens nothing that is about all");
                continue;
            }
            Access::Token => None,
            Access::Needs(right) | Access::Ticketed(right) => Some(right),
        };
        guarded += 1;
        assert_eq!((status.as_u16(), code.as_str()), (401, "token-missing"), "{what}");
        let (status, code, _) = ask(&app, &method, &at, Some("a.b.c")).await;
        assert_eq!((status.as_u16(), code.as_str()), (401, "token-refused"), "{what}");
        for one in Right::ALL {
            let (status, code, json) = ask(&app, &method, &at, Some(&token("acme", &[one]))).await;
            if right.is_none_or(|right| right == one) {
                assert!(![401, 403, 405].contains(&status.as_u16()), "{what} with {one:?}: {status} {json}");
            } else {
                assert_eq!((status.as_u16(), code.as_str()), (403, "right-missing"), "{what} with {one:?}");
                let named = right.map(Right::as_str).unwrap();
                assert!(json["error"]["text"].as_str().unwrap().contains(&format!("\"{named}\"")), "{json}");
            }
        }
        if let Some(right) = right {
            let others: Vec<_> = Right::ALL.into_iter().filter(|other| *other != right).collect();
            let (status, code, _) = ask(&app, &method, &at, Some(&token("acme", &others))).await;
            assert_eq!((status.as_u16(), code.as_str()), (403, "right-missing"), "{what} with all others");
        }
    }
    assert!(guarded >= 30, "{guarded}");
    assert_eq!(free, ["/healthz", "/openapi.json"]);
}

#[tokio::test]
async fn what_is_not_in_the_table_is_not_there() {
    let app = guarded().await;
    let all = token("acme", &Right::ALL);
    for path in
        ["/api", "/api/v1", "/api/v1/admin", "/debug", "/api/v1/integrations/int_0/secrets", "/api/v1/about/"]
    {
        for token in [None, Some(all.as_str())] {
            let (status, code, _) = ask(&app, &Method::GET, path, token).await;
            assert_eq!((status.as_u16(), code.as_str()), (404, "no-such-path"), "{path}");
        }
    }
    for Route { path, methods, .. } in table() {
        for method in [Method::GET, Method::POST, Method::PUT, Method::DELETE, Method::PATCH, Method::OPTIONS]
        {
            if !methods.iter().any(|(one, _)| *one == method) {
                let (status, code, _) = ask(&app, &method, &filled(path), Some(&all)).await;
                assert_eq!((status.as_u16(), code.as_str()), (405, "method-not-allowed"), "{method} {path}");
            }
        }
    }
}

#[tokio::test]
async fn a_head_is_a_get_to_rights_too() {
    let app = guarded().await;
    for (method, path, access) in rows() {
        if method == Method::GET && matches!(access, Access::Needs(_) | Access::Ticketed(_) | Access::Token) {
            let response = app.send("HEAD", &filled(path), &[], None).await;
            assert_eq!(response.status(), 401, "{path}");
        }
    }
}

#[tokio::test]
async fn bad_tokens_are_told_apart_from_old_ones() {
    let app = guarded().await;
    let path = "/api/v1/about";
    let of = |exp: i64| {
        let mut claims = claims("acme", &[Right::View]);
        claims["exp"] = exp.into();
        with_hmac("HS256", &claims, SECRET)
    };
    let (status, code, json) = ask(&app, &Method::GET, path, Some(&of(now() - 60))).await;
    assert_eq!((status.as_u16(), code.as_str()), (401, "token-expired"));
    assert_eq!(json["error"]["retry"], "now");
    for bad in [
        of(now() + 2 * 3600),
        with_hmac("HS256", &claims("acme", &[Right::View]), &[1; 32]),
        with_hmac("none", &claims("acme", &[Right::View]), SECRET),
        format!("{}.", testing::unsigned("none", &claims("acme", &[Right::View]))),
    ] {
        let (status, code, json) = ask(&app, &Method::GET, path, Some(&bad)).await;
        assert_eq!((status.as_u16(), code.as_str()), (401, "token-refused"));
        assert_eq!(json["error"]["retry"], "never");
    }
    // A token is taken from its header alone.
    let good = token("acme", &[Right::View]);
    let response = app.send("GET", &format!("{path}?token={good}&access_token={good}"), &[], None).await;
    assert_eq!(response.status(), 401);
    let response = app.send("GET", path, &[("cookie", &format!("token={good}"))], None).await;
    assert_eq!(response.status(), 401);
    for header in [good.clone(), format!("Basic {good}"), "Bearer".into(), "Bearer ".into()] {
        let response = app.send("GET", path, &[("authorization", &header)], None).await;
        assert_eq!(response.status(), 401, "{header}");
    }
    let (status, _, json) = ask(&app, &Method::GET, path, Some(&good)).await;
    assert_eq!((status.as_u16(), &json["access"]), (200, &"token".into()));
}

#[tokio::test]
async fn without_a_key_the_proxy_is_open_and_says_so() {
    let app = App::new(&[]).await;
    let about = app.get("/api/v1/about").await;
    assert_eq!(about["access"], "open");
    // A host's page that brings a token all the same is not sent away.
    let (status, ..) = ask(&app, &Method::GET, "/api/v1/integrations", Some("a.b.c")).await;
    assert_eq!(status, 200);
    assert_eq!(app.send("GET", "/metrics", &[], None).await.status(), 200);
}

#[tokio::test]
async fn the_figures_have_a_token_of_their_own() {
    const FIGURES: &str = "figures-0123456789-abcdef";
    for pairs in [&[("METRICS_TOKEN", FIGURES)][..], &[("METRICS_TOKEN", FIGURES), ("TOKEN_KEY", &key())]] {
        let app = App::new(pairs).await;
        let tenant = token("acme", &Right::ALL);
        let status = async |token| ask(&app, &Method::GET, "/metrics", token).await.0.as_u16();
        assert_eq!(status(None).await, 401);
        assert_eq!(status(Some("figures-0123456789-abcdeg")).await, 401);
        assert_eq!(status(Some(&tenant)).await, 401);
        assert_eq!(status(Some(FIGURES)).await, 200);
    }
}

#[tokio::test]
async fn putting_keys_in_asks_for_the_right_to() {
    let app = guarded().await;
    let input = |secret: &str| serde_json::json!({"version": 1, "name": "Shop", "provider": "infobip", "secrets": {"apiKey": secret}});
    for (method, path) in [("POST", "/api/v1/integrations"), ("PUT", "/api/v1/integrations/int_0")] {
        for (secret, rights, wanted) in [
            ("planted-0123456789", &[Right::Edit][..], 403),
            ("planted-0123456789", &[Right::Edit, Right::Secrets], 0),
            ("", &[Right::Edit], 0),
        ] {
            let bearer = format!("Bearer {}", token("acme", rights));
            let response = app.send(method, path, &[("authorization", &bearer)], Some(input(secret))).await;
            let status = response.status().as_u16();
            // Whatever else is wrong is not about rights.
            assert_eq!(status == 403, wanted == 403, "{method} {rights:?}: {status}");
            assert_ne!(status, 401);
        }
    }
}
