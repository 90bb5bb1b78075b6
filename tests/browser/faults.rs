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
