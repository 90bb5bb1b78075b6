//! Steps in several languages.

use serde_json::{Value, from_value, json};
use whatsapp_domain::{FilledMessage, Node, Template, TemplateFingerprint, engine_api::RenderOutput};

use super::{fix, found, node, repaired, with_account};

fn template(language: &str, changes: Value) -> Template {
    let mut template = json!({"name": "back_in_stock", "language": language, "category": "utility", "status": "approved",
        "body": "Hi {{1}}", "buttons": []});
    for (key, value) in changes.as_object().unwrap() {
        template[key] = value.clone();
    }
    from_value(template).unwrap()
}

fn step(translations: Value) -> Node {
    node(json!({"type": "template", "template": {"name": "back_in_stock", "language": "en_GB"},
        "body": [{"value": "{{ customer.name }}"}], "languageBy": {"value": "{{ customer.language }}"},
        "translations": translations}))
}

fn customer(language: Value) -> Value {
    json!({"customer": {"phone": "+447400123456", "name": "Ana", "vorname": "Anna", "language": language}})
}

fn render(node: &Node, language: Value, templates: Option<&[Template]>) -> RenderOutput {
    with_account("infobip", node, &customer(language), templates)
}

fn sent(output: &RenderOutput) -> (String, Vec<String>) {
    match &output.message {
        Some(FilledMessage::Template { language, body, .. }) => (language.clone(), body.clone()),
        other => panic!("{other:?}"),
    }
}

fn german() -> Value {
    json!([{"language": "de", "values": {"body": [{"value": "{{ customer.vorname }}"}]}}, {"language": "fr"}])
}

#[test]
fn each_customer_gets_their_language_with_its_values() {
    let step = step(german());
    for (language, expected, value) in [
        (json!("de-AT"), "de", "Anna"),
        (json!("fr_CA"), "fr", "Ana"),
        (json!("en"), "en_GB", "Ana"),
        (json!(""), "en_GB", "Ana"),
        (Value::Null, "en_GB", "Ana"),
    ] {
        let output = render(&step, language.clone(), None);
        assert_eq!(found(&output), [""; 0], "{language}");
        assert_eq!(sent(&output), (expected.to_owned(), vec![value.to_owned()]), "{language}");
        assert_eq!(output.language.as_deref(), Some(expected));
        let body = output.request.unwrap().body.to_string();
        assert!(body.contains(&format!("\"language\":\"{expected}\"")), "{body}");
    }
    let output = render(&step, json!("it"), None);
    assert_eq!(found(&output), ["language-not-covered@message.languageBy"]);
    assert!(
        output.findings[0].text.ends_with("This customer gets English (UK) (en_GB)."),
        "{:?}",
        output.findings
    );
    assert!(output.request.is_some(), "only a warning");
}

#[test]
fn a_customer_without_a_language_gets_the_default_silently() {
    let step = step(german());
    let mut context = customer(Value::Null);
    context["customer"].as_object_mut().unwrap().remove("language");
    let output = with_account("infobip", &step, &context, None);
    assert_eq!((found(&output), output.language.as_deref()), (vec![], Some("en_GB")));
    // A slip in the name would give everybody the default.
    context["customer"]["lanugage"] = json!("de");
    let output = with_account("infobip", &step, &context, None);
    assert_eq!(found(&output), ["jinja-undefined-name@message.languageBy"]);
    let mended = repaired(&step, &output, "jinja-undefined-name");
    assert_eq!(with_account("infobip", &mended, &context, None).language.as_deref(), Some("de"));
}

#[test]
fn too_many_languages_are_a_mistake() {
    let many: Vec<Value> = (0..101).map(|number| json!({"language": format!("l{number}")})).collect();
    let output = render(&step(json!(many)), json!("de"), None);
    assert_eq!(found(&output), ["languages-too-many@message.translations"]);
    assert!(output.message.is_none());
}

#[test]
fn without_a_profile_the_language_is_not_known() {
    let output = with_account("infobip", &step(german()), &Value::Null, None);
    assert_eq!((found(&output), output.language, output.message), (vec![], None, None));
    let mut plain = step(json!([]));
    let whatsapp_domain::Message::Template { language_by, .. } = &mut plain.message else { panic!() };
    *language_by = None;
    assert_eq!(with_account("infobip", &plain, &Value::Null, None).language.as_deref(), Some("en_GB"));
}

#[test]
fn a_language_needs_something_that_tells_it_and_stands_there_once() {
    let mut without = step(german());
    let whatsapp_domain::Message::Template { language_by, .. } = &mut without.message else { panic!() };
    *language_by = None;
    assert_eq!(found(&render(&without, json!("de"), None)), ["language-by-missing@message.languageBy"]);
    let twice = step(json!([{"language": "de"}, {"language": "DE"}, {"language": "en-GB"}]));
    let output = render(&twice, json!("de"), None);
    let duplicates = |output: &RenderOutput| {
        found(output)
            .into_iter()
            .filter(|finding| finding.starts_with("language-duplicate"))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        duplicates(&output),
        [
            "language-duplicate@message.translations[1].language",
            "language-duplicate@message.translations[2].language"
        ]
    );
    let once = repaired(&twice, &output, "language-duplicate");
    let once = repaired(&once, &render(&once, json!("de"), None), "language-duplicate");
    assert_eq!(found(&render(&once, json!("de"), None)), [""; 0]);
}

#[test]
fn every_language_must_be_in_the_account_and_sendable() {
    let en = template("en_GB", json!({}));
    let step = step(german());
    let output = render(
        &step,
        json!("en"),
        Some(&[en.clone(), template("de_AT", json!({})), template("fr", json!({"status": "paused"}))]),
    );
    assert_eq!(
        found(&output),
        [
            "template-not-in-language@message.translations[0].language",
            "template-paused@message.translations[1].language"
        ]
    );
    assert_eq!(
        output.findings[0].text,
        "“back_in_stock” is not there in German (de). It is in English (UK) (en_GB), German (Austria) (de_AT), French (fr)."
    );
    assert_eq!(fix(&output, "template-not-in-language").unwrap().value, "de_AT");
    let mended = repaired(&step, &output, "template-not-in-language");
    let all = [en, template("de_AT", json!({})), template("fr", json!({}))];
    let output = render(&mended, json!("de"), Some(&all));
    assert_eq!((found(&output), output.language.as_deref()), (vec![], Some("de_AT")));

    let output = render(&step, json!("en"), Some(&[]));
    assert_eq!(found(&output), ["template-missing@message.template.name"]);
    assert_eq!(
        output.findings[0].text,
        "“back_in_stock” is not in this account (synced list). Sync now if it is new, or choose another."
    );
}

#[test]
fn rows_of_a_translation_have_their_own_paths_and_repairs() {
    let broken = step(
        json!([{"language": "de", "values": {"header": {"type": "text", "text": {"value": "x"}},
        "body": [{"value": "a\nb"}, {"value": "c"}], "buttons": [{"index": 0, "type": "url", "value": {"value": "a b"}}]}}]),
    );
    let all = [template("en_GB", json!({})), template("de", json!({}))];
    // The customer gets English: the German rows are judged all the same.
    let mut step = broken;
    for _ in 0..10 {
        let output = render(&step, json!("en"), Some(&all));
        let Some(first) = output.findings.first() else { break };
        assert!(first.field.starts_with("message.translations[0]."), "{first:?}");
        step = repaired(&step, &output, &first.code.clone());
    }
    let output = render(&step, json!("de"), Some(&all));
    assert_eq!(found(&output), [""; 0]);
    assert_eq!(sent(&output), ("de".to_owned(), vec!["a b".to_owned()]));
}

#[test]
fn shared_rows_that_do_not_fit_a_language_become_its_own() {
    let step = step(json!([{"language": "de"}]));
    let all = [
        template("en_GB", json!({})),
        template(
            "de",
            json!({"body": "Hallo {{1}}, {{2}}", "buttons": [{"text": "Ja", "takes": "quickReply"}],
            "header": {"type": "media", "kind": "image"}}),
        ),
    ];
    let output = render(&step, json!("en"), Some(&all));
    assert_eq!(
        found(&output),
        [
            "template-header-missing@message.translations[0].header",
            "template-parameter-count@message.translations[0].body",
            "button-missing@message.translations[0].buttons",
        ]
    );
    let mended = repaired(&step, &output, "template-parameter-count");
    let output = render(&mended, json!("en"), Some(&all));
    let mended = repaired(&mended, &output, "template-header-missing");
    let mended = repaired(&mended, &render(&mended, json!("en"), Some(&all)), "button-missing");
    // What is left are the new rows, which nobody has filled.
    assert_eq!(
        found(&render(&mended, json!("en"), Some(&all))),
        [
            "media-url-empty@message.translations[0].header.url",
            "template-parameter-empty@message.translations[0].body[1]"
        ]
    );
}

#[test]
fn an_empty_value_of_another_language_concerns_others() {
    let step = step(german());
    let mut context = customer(json!("en"));
    context["customer"]["vorname"] = Value::Null;
    assert_eq!(found(&with_account("infobip", &step, &context, None)), [""; 0]);
    context["customer"]["language"] = json!("de");
    let output = with_account("infobip", &step, &context, None);
    assert_eq!(found(&output), ["template-parameter-empty@message.translations[0].body[0]"]);
    let mended = repaired(&step, &output, "template-parameter-empty");
    assert!(with_account("infobip", &mended, &context, None).skipped);
}

#[test]
fn what_a_provider_says_stands_at_the_customers_language() {
    let step = step(json!([{"language": "de", "values": {"body": [{"value": "x"}],
        "buttons": [{"index": 0, "type": "quickReply", "value": {"value": ""}}]}}]));
    let output = render(&step, json!("de"), None);
    assert_eq!(found(&output), ["button-value-empty@message.translations[0].buttons[0].value"]);
}

#[test]
fn a_changed_template_is_told_once_for_what_is_seen_and_once_for_its_category() {
    let before = template("en_GB", json!({}));
    let mut step = step(json!([]));
    let whatsapp_domain::Message::Template { template: reference, language_by, .. } = &mut step.message
    else {
        panic!()
    };
    *language_by = None;
    reference.fingerprint = Some(TemplateFingerprint::of(&before));
    let check = |step: &Node, now: Template| render(step, json!("en"), Some(&[now]));
    assert_eq!(found(&check(&step, before)), [""; 0]);
    // The status has a finding of its own, and a template that is approved at last needs none.
    assert_eq!(
        found(&check(&step, template("en_GB", json!({"status": "pending"})))),
        ["template-pending@message.template.name"]
    );

    let now = template("en_GB", json!({"body": "Hello {{1}}", "footer": "Shop", "category": "marketing"}));
    let output = check(&step, now.clone());
    assert_eq!(
        found(&output),
        ["template-changed@message.template.name", "template-category-changed@message.template.name"]
    );
    assert_eq!(
        output.findings[0].text,
        "“back_in_stock” has changed since this step was set up: the text, the footer. Check the values and the preview."
    );
    assert_eq!(
        output.findings[1].text,
        "“back_in_stock” is a marketing template now; it was utility when this step was set up. It now needs the \
         customer's consent for marketing, and is billed differently."
    );
    // Accepting one says nothing about the other.
    let mended = repaired(&step, &output, "template-changed");
    assert_eq!(found(&check(&mended, now.clone())), ["template-category-changed@message.template.name"]);
    let mended = repaired(&step, &output, "template-category-changed");
    assert_eq!(found(&check(&mended, now)), ["template-changed@message.template.name"]);
}

#[test]
fn a_changed_translation_is_told_at_its_language() {
    let before = TemplateFingerprint::of(&template("de", json!({})));
    let step = step(json!([{"language": "de", "fingerprint": before}]));
    let all = [template("en_GB", json!({})), template("de", json!({"body": "Hallo {{1}}"}))];
    let output = render(&step, json!("en"), Some(&all));
    assert_eq!(found(&output), ["template-changed@message.translations[0].language"]);
    assert!(output.findings[0].text.starts_with("“back_in_stock” in German (de) has changed"));
    let mended = repaired(&step, &output, "template-changed");
    assert_eq!(found(&render(&mended, json!("en"), Some(&all))), [""; 0]);
}
