use serde_json::json;
use wasm_bindgen_test::wasm_bindgen_test;
use whatsapp_plugin::sandbox_faults::sandbox_faults;

use crate::page::{mount, problem};

#[wasm_bindgen_test]
async fn a_switch_is_set_and_explained() {
    let page = mount(
        |made| match &made.body {
            Some(body) => Ok(body.clone()),
            None => Ok(json!({"infobip":{"kind":"none","seconds":null,"remaining":null},
                "sinch":{"kind":"none","seconds":null,"remaining":null}})),
        },
        || sandbox_faults(true),
    );
    page.reads("Infobip").await;
    page.types("infobip.kind", "cut").await;
    page.reads("the line goes dead before the answer").await;
    page.reads("Fault on").await;
    let put = &page.calls("PUT")[0];
    assert_eq!(put.body.as_ref().unwrap()["infobip"]["kind"], "cut");
    assert_eq!(put.body.as_ref().unwrap()["sinch"]["kind"], "none");
}

#[wasm_bindgen_test]
async fn a_refused_switch_says_why() {
    let page = mount(
        |made| {
            if made.method == "PUT" {
                problem("seconds-too-many", "seconds has to be at most 120")
            } else {
                Ok(json!({"infobip":{"kind":"slow","seconds":5,"remaining":null},"sinch":{"kind":"none"}}))
            }
        },
        || sandbox_faults(true),
    );
    page.reads("Infobip").await;
    page.types("infobip.seconds", "999").await;
    page.reads("at most 120").await;
}

#[wasm_bindgen_test]
async fn a_template_is_changed_and_brought_back() {
    let told = |changes: serde_json::Value, status: &str| {
        json!({"changes": [{"id": "paused", "label": "Paused", "text": "WhatsApp holds it back."}],
            "templates": [{"name": "order_update", "language": "en_GB", "status": status, "category": "utility",
                "changes": changes}]})
    };
    let page = mount(
        move |made| match (made.path.ends_with("/template-changes"), made.method) {
            (true, "PUT") => Ok(told(json!(["paused"]), "paused")),
            (true, _) => Ok(told(json!([]), "approved")),
            (false, _) => Ok(json!({"infobip":{"kind":"none"},"sinch":{"kind":"none"}})),
        },
        || sandbox_faults(true),
    );
    page.reads("Now: approved, utility.").await;
    page.presses_field("template.paused").await;
    page.reads("Now: paused, utility.").await;
    page.reads("order_update, en_GB (changed)").await;
    assert_eq!(
        page.calls("PUT")[0].body,
        Some(json!({"name": "order_update", "language": "en_GB", "changes": ["paused"]}))
    );
    page.presses("Bring all back").await;
    page.reads("Now: approved, utility.").await;
    assert_eq!(page.calls("DELETE").len(), 1);
}
