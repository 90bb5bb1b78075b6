//! The contract of the elements (docs/embedding.md), on a page of another origin: what goes in, what comes out, and when.

use serde_json::{Value, json};
use whatsapp_e2e::{Embedded, Failure};

const FORM: &str = r#"<whatsapp-integration-form id="form" proxy-url="PROXY"></whatsapp-integration-form>"#;
const NODE: &str = r#"<whatsapp-journey-node id="node" proxy-url="PROXY"></whatsapp-journey-node>"#;

fn step(text: &str) -> Value {
    json!({"version":1,"integration":"","recipient":{"value":"{{ customer.phone }}","region":"GB"},
        "message":{"type":"text","text":{"value":text},"previewUrl":false}})
}

#[tokio::test]
async fn what_is_set_before_the_script_is_there_is_kept() -> Result<(), Failure> {
    let value = step("Set early");
    let body = format!(
        "{NODE}<script>const early = document.getElementById('node'); early.value = {value}; early.readOnly = true;
         early.profiles = [{{ id: 'c1', name: 'Customer 1', context: {{ customer: {{ phone: '+447400123456' }} }} }}];</script>"
    );
    let page = Embedded::start().await?;
    page.shows_body("", "").await?;
    let account = page.connects("infobip").await?;
    page.shows_body(&body, "").await?;
    page.is_ready("node").await?;
    assert_eq!(page.runs("return node.value").await?, value, "given back word for word");
    page.until("node.shadowRoot.querySelector('.wa-bubble')").await?;
    // Put back in the same breath it would be a move, which keeps everything and tells nothing.
    page.runs("window.old = node; old.remove(); notes.length = 0;").await?;
    page.until("old.shadowRoot.childElementCount === 0").await?;
    page.runs("document.body.append(old);").await?;
    page.is_ready("node").await?;
    page.until("node.shadowRoot.querySelector('.wa-bubble')").await?;
    assert_eq!(page.runs("return node.value").await?, value, "who may only look leaves nothing behind");
    assert_eq!(
        page.runs("return ['value', 'readOnly', 'profiles'].filter(name => Object.hasOwn(node, name))")
            .await?,
        json!([])
    );
    assert_eq!(page.runs("return node.hasAttribute('readonly')").await?, true);
    let text = "node.shadowRoot.querySelector('[data-field=\"message.text\"]')";
    page.until(&format!("{text}?.readOnly")).await?;
    // The same attribute after the element was defined.
    page.runs("node.removeAttribute('readonly')").await?;
    page.until(&format!("{text}.readOnly === false")).await?;
    page.types("node", "message.text", "!", true).await?;
    // There is one account, so that is the one; it counts once the person has changed something.
    assert_eq!(
        page.runs("return [node.value.message.text.value, node.value.integration]").await?,
        json!(["Set early!", account])
    );
    Ok(())
}

#[tokio::test]
async fn input_and_change_come_from_the_person_alone() -> Result<(), Failure> {
    let page = Embedded::open("<button id=elsewhere>Elsewhere</button>").await?;
    page.connects("infobip").await?;
    let element = NODE.replace("PROXY", &page.stage.origin());
    page.runs(&format!("document.body.insertAdjacentHTML('beforeend', `{element}`)")).await?;
    page.is_ready("node").await?;
    page.runs(&format!("node.value = {}", step("One"))).await?;
    let text = "node.shadowRoot.querySelector('[data-field=\"message.text\"]')";
    page.until(&format!("{text}?.value === 'One'")).await?;
    assert_eq!(page.notes("node", "input").await?.len() + page.notes("node", "change").await?.len(), 0);
    // A host that writes back what it is told, as frameworks do, changes nothing and hears nothing more.
    page.runs("node.addEventListener('input', () => { node.value = node.value; })").await?;
    page.types("node", "message.text", " two", false).await?;
    page.until("notes.filter(note => note.name === 'input').length >= 4").await?;
    assert_eq!(page.notes("node", "change").await?.len(), 0, "while it is typed");
    page.runs("elsewhere.focus()").await?;
    page.until("notes.some(note => note.name === 'change')").await?;
    assert_eq!(page.runs("return node.value.message.text.value").await?, "One two");
    assert_eq!(page.notes("node", "input").await?.len(), 4, "one for each key");
    assert_eq!(page.notes("node", "change").await?.len(), 1);
    // The draft was offered, and the step saved, as events.
    page.until("notes.some(note => note.name === 'whatsapp-draft')").await?;
    assert_eq!(page.awaits("return node.save()").await?, true);
    let saved = page.notes("node", "whatsapp-saved").await?;
    assert_eq!(saved[0]["value"]["message"]["text"]["value"], "One two");
    assert_eq!(page.runs("return node.unsaved").await?, false);
    Ok(())
}

#[tokio::test]
async fn moving_keeps_what_was_typed_and_coming_back_restores_it() -> Result<(), Failure> {
    let page = Embedded::open(&format!("{FORM}<section id=there></section>")).await?;
    page.is_ready("form").await?;
    page.types("form", "name", "Shop", true).await?;
    let inner = "form.shadowRoot.querySelector('[data-field=name]')";
    page.runs(&format!("window.before = {inner}; there.append(form)")).await?;
    page.runs("return new Promise(done => setTimeout(done, 100))").await?;
    assert_eq!(page.runs(&format!("return before === {inner} && before.value")).await?, "Shop");
    assert_eq!(page.notes("form", "whatsapp-ready").await?.len(), 1);
    page.runs("window.kept = form; form.remove(); notes.length = 0").await?;
    page.until("kept.shadowRoot.childElementCount === 0").await?;
    assert_eq!(page.runs("return kept.value.name").await?, "Shop", "also while it is off the page");
    page.runs("document.body.append(kept)").await?;
    page.is_ready("form").await?;
    page.until(&format!("{inner}?.value === 'Shop'")).await?;
    assert_eq!(page.runs("return form.value.name").await?, "Shop");
    Ok(())
}

#[tokio::test]
async fn a_plain_form_takes_the_elements_as_its_controls() -> Result<(), Failure> {
    let body = format!(
        "<form id=plain><fieldset id=set>{}</fieldset></form>",
        FORM.replace("id=", "name=\"account\" required id=")
    );
    let page = Embedded::open(&body).await?;
    page.is_ready("form").await?;
    let state = "return [form.form === plain, [...plain.elements].includes(form), plain.checkValidity(), form.validity.valueMissing, new FormData(plain).get('account')]";
    assert_eq!(page.runs(state).await?, json!([true, true, false, true, null]));
    assert_eq!(page.notes("form", "whatsapp-invalid").await?.len(), 1);
    page.types("form", "name", "Shop", true).await?;
    let value: Value = serde_json::from_str(
        page.runs("return new FormData(plain).get('account')").await?.as_str().unwrap_or_default(),
    )?;
    assert_eq!((&value["name"], &value["provider"]), (&json!("Shop"), &json!("infobip")));
    let stopped =
        "return [form.validity.customError, form.validationMessage.length > 0, plain.checkValidity()]";
    assert_eq!(page.runs(stopped).await?, json!([true, true, false]), "a key and an address are missing");
    // Its own words of the element stand beside the fields.
    page.until("form.shadowRoot.querySelector('.wa-finding')").await?;
    page.runs("set.disabled = true").await?;
    assert_eq!(
        page.runs("return [form.shadowRoot.firstElementChild.inert, form.matches(':disabled')]").await?,
        json!([true, true])
    );
    page.runs("set.disabled = false; plain.reset()").await?;
    page.until("form.shadowRoot.querySelector('[data-field=name]').value === ''").await?;
    assert_eq!(
        page.runs("return [form.value, new FormData(plain).get('account')]").await?,
        json!([null, null])
    );
    Ok(())
}

#[tokio::test]
async fn twenty_elements_and_two_copies_of_the_script_share_a_page() -> Result<(), Failure> {
    let page = Embedded::start().await?;
    let scripts = r#"<script type="module" src="/whatsapp/embed.js"></script><script type="module" src="/copy/embed.js"></script>"#;
    let body: String = (0..20)
        .map(|at| {
            if at % 2 == 0 {
                FORM.replace("id=\"form\"", &format!("id=\"e{at}\""))
            } else {
                NODE.replace("id=\"node\"", &format!("id=\"e{at}\""))
            }
        })
        .collect();
    page.shows(scripts, &body, "").await?;
    page.until("notes.filter(note => note.name === 'whatsapp-ready').length === 20").await?;
    let modules = "return performance.getEntriesByType('resource').filter(one => one.name.endsWith('_bg.wasm') && one.name.includes('whatsapp-plugin')).length";
    assert_eq!(page.runs(modules).await?, 1, "one module for all");
    let sheets = "const all = [...document.querySelectorAll('whatsapp-integration-form, whatsapp-journey-node')].flatMap(one => one.shadowRoot.adoptedStyleSheets);
        return [all.length, new Set(all).size]";
    assert_eq!(page.runs(sheets).await?, json!([20, 1]), "one sheet for all");
    // What is typed into one is in no other.
    page.types("e0", "name", "First", true).await?;
    page.types("e2", "name", "Second", true).await?;
    assert_eq!(
        page.runs("return [e0.value.name, e2.value.name, e4.value]").await?,
        json!(["First", "Second", null])
    );
    assert_eq!(page.stage.console_errors().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn nothing_is_left_in_the_host_s_page() -> Result<(), Failure> {
    let page = Embedded::open("").await?;
    page.connects("infobip").await?;
    page.until("customElements.get('whatsapp-journey-node')").await?;
    let before = traces(&page).await?;
    let elements = format!("{FORM}{NODE}").replace("PROXY", &page.stage.origin());
    page.runs(&format!("document.body.insertAdjacentHTML('beforeend', `{elements}`)")).await?;
    page.is_ready("form").await?;
    page.is_ready("node").await?;
    page.types("form", "name", "Shop", true).await?;
    page.presses("form", "Sinch").await?;
    page.until("notes.filter(note => note.name === 'whatsapp-draft').length > 1").await?;
    let mut during = traces(&page).await?;
    during["listeners"] = before["listeners"].clone(); // listens for the page's end while it is there
    assert_eq!(during, before);
    page.runs("form.remove(); node.remove()").await?;
    page.runs("return new Promise(done => setTimeout(done, 1000))").await?;
    assert_eq!(traces(&page).await?, before);
    Ok(())
}

/// Everything of the page that an element has no business with.
async fn traces(page: &Embedded) -> Result<Value, Failure> {
    let mut traces = page
        .runs(
            "return { head: document.head.innerHTML, sheets: document.adoptedStyleSheets.length, html: [...document.documentElement.attributes].map(one => one.name + one.value),
               body: [...document.body.attributes].map(one => one.name), cookie: document.cookie, address: location.href, history: history.length,
               local: Object.keys(localStorage), session: Object.keys(sessionStorage), globals: Object.keys(window).length, title: document.title }",
        )
        .await?;
    let mut listeners = Vec::new();
    for target in ["window", "document", "document.documentElement", "document.body"] {
        let object = page.stage.devtools("Runtime.evaluate", json!({"expression": target})).await?;
        let id = &object["result"]["objectId"];
        let found = page.stage.devtools("DOMDebugger.getEventListeners", json!({"objectId": id})).await?;
        let mut types: Vec<String> = found["listeners"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|one| format!("{target} {}", one["type"].as_str().unwrap_or_default()))
            .collect();
        types.sort();
        listeners.append(&mut types);
    }
    traces["listeners"] = json!(listeners);
    Ok(traces)
}

#[tokio::test]
async fn the_page_s_proxy_is_the_first_one_and_no_other_is_called() -> Result<(), Failure> {
    let page = Embedded::open(FORM).await?;
    page.is_ready("form").await?;
    let other = FORM.replace("\"form\"", "\"other\"").replace("PROXY", &page.host.origin());
    page.runs(&format!("document.body.insertAdjacentHTML('beforeend', `{other}`)")).await?;
    page.until("notes.some(note => note.id === 'other' && note.name === 'whatsapp-error')").await?;
    assert_eq!(page.notes("other", "whatsapp-error").await?[0]["code"], "proxy-fixed");
    page.runs("form.setAttribute('proxy-url', location.origin)").await?;
    assert_eq!(page.notes("form", "whatsapp-error").await?[0]["code"], "proxy-fixed");
    page.runs("form.value = { provider: 'sinch', name: 'x', proxyUrl: location.origin, settings: { proxyUrl: location.origin } }; form.integration = '../../x'").await?;
    page.runs("return new Promise(done => setTimeout(done, 500))").await?;
    let calls = "return performance.getEntriesByType('resource').filter(one => one.initiatorType === 'fetch' && one.name.startsWith(location.origin) && !one.name.includes('/whatsapp/')).map(one => one.name)";
    assert_eq!(page.runs(calls).await?, json!([]));
    Ok(())
}

#[tokio::test]
async fn a_value_of_an_unknown_version_is_shown_as_it_is_and_kept_byte_for_byte() -> Result<(), Failure> {
    let page = Embedded::open(&format!("{FORM}{NODE}")).await?;
    page.connects("sinch").await?;
    page.is_ready("node").await?;
    page.is_ready("form").await?;
    for (id, newer) in [
        (
            "node",
            r#"{"version":7,"steps":[{"new":true,"a":1}],"b":[],"a":null,"message":{"type":"text","text":{"value":"Hi"}}}"#,
        ),
        (
            "form",
            r#"{"version":7,"provider":"sinch","settings":[{"z":1,"a":"x"}],"name":"Shop","extra":{"kept":1.5}}"#,
        ),
    ] {
        page.runs(&format!("notes.length = 0; {id}.value = {newer}")).await?;
        page.until(&format!("{id}.shadowRoot.textContent.includes('version 7')")).await?;
        assert_eq!(page.notes(id, "whatsapp-error").await?[0]["code"], "value-version-unknown");
        // It can be read, by keyboard too, and there is nothing to type into or to press.
        let region = format!("{id}.shadowRoot.querySelector('pre[role=region][tabindex=\"0\"][aria-label]')");
        assert_eq!(
            page.runs(&format!("return JSON.stringify(JSON.parse({region}.textContent))")).await?,
            json!(newer)
        );
        let controls = format!(
            "return {id}.shadowRoot.querySelectorAll('input, select, textarea, button, [contenteditable]').length"
        );
        assert_eq!(page.runs(&controls).await?, json!(0));
        assert_eq!(page.awaits(&format!("return {id}.save()")).await?, json!(false), "save is refused");
        assert_eq!(page.runs(&format!("return JSON.stringify({id}.value)")).await?, json!(newer));
        page.runs(&format!(
            "const moved = {id}, place = moved.parentNode; moved.remove(); place.append(moved)"
        ))
        .await?;
        assert_eq!(page.runs(&format!("return JSON.stringify({id}.value)")).await?, json!(newer), "moved");
        for name in ["input", "change", "whatsapp-saved", "whatsapp-draft"] {
            assert_eq!(page.notes(id, name).await?, Vec::<Value>::new(), "{id} {name}");
        }
    }
    page.runs(&format!("node.value = {}", step("Known again"))).await?;
    page.until("!node.shadowRoot.textContent.includes('version 7')").await?;
    assert_eq!(page.runs("return node.value").await?, step("Known again"));
    Ok(())
}

#[tokio::test]
async fn an_integration_that_a_newer_proxy_saved_is_looked_at_only() -> Result<(), Failure> {
    let page = Embedded::open(FORM).await?;
    page.is_ready("form").await?;
    let newer = json!({"version": 2, "id": "int_newer", "name": "Shop of tomorrow", "provider": "sinch", "settings": {"appId": "a"},
        "secrets": {}, "twoWay": {}, "limits": {}, "createdAt": "2026-01-01T00:00:00Z", "updatedAt": "2026-01-01T00:00:00Z"});
    page.runs(&format!(
        "window.written = []; const fetched = window.fetch;
         window.fetch = (input, init) => {{
           const {{ url, method }} = input instanceof Request ? input : {{ url: String(input), method: init?.method ?? 'GET' }};
           if (!url.endsWith('/integrations/int_newer')) return fetched(input, init);
           if (method !== 'GET') written.push(method);
           return Promise.resolve(new Response(JSON.stringify({newer}), {{ headers: {{ 'content-type': 'application/json' }} }}));
         }};
         form.integration = 'int_newer'"
    ))
    .await?;
    page.until("form.shadowRoot.textContent.includes('version 2')").await?;
    assert_eq!(
        page.runs("return form.shadowRoot.querySelector('h1').textContent").await?,
        "Shop of tomorrow"
    );
    let shown = "return JSON.parse(form.shadowRoot.querySelector('pre').textContent).settings";
    assert_eq!(page.runs(shown).await?, json!({"appId": "a"}));
    assert_eq!(
        page.runs("return form.shadowRoot.querySelectorAll('input, select, textarea, button').length")
            .await?,
        json!(0)
    );
    assert_eq!(page.awaits("return form.save()").await?, json!(false));
    assert_eq!(page.runs("return written").await?, json!([]));
    Ok(())
}

#[tokio::test]
async fn an_element_speaks_the_language_around_it() -> Result<(), Failure> {
    let page = Embedded::open(&format!("<main lang=\"de-AT\" id=around>{FORM}</main>")).await?;
    page.is_ready("form").await?;
    page.types("form", "name", "Laden", true).await?;
    assert_eq!(
        page.runs("return [form.shadowRoot.firstElementChild.lang, document.documentElement.lang]").await?,
        json!(["de-AT", "en"])
    );
    let german = page.runs("return form.shadowRoot.querySelector('h1').textContent").await?;
    page.runs("form.lang = 'ar'").await?;
    page.until("form.shadowRoot.firstElementChild.dir === 'rtl'").await?;
    page.until(&format!("form.shadowRoot.querySelector('h1').textContent !== {german}")).await?;
    assert_eq!(page.runs("return form.shadowRoot.querySelector('[data-field=name]').value").await?, "Laden");
    Ok(())
}

#[tokio::test]
async fn the_activity_list_is_an_element_too() -> Result<(), Failure> {
    let page =
        Embedded::open(r#"<whatsapp-activity id="activity" proxy-url="PROXY"></whatsapp-activity>"#).await?;
    page.is_ready("activity").await?;
    page.until("activity.shadowRoot.querySelector('[role=tab][aria-selected=true]')").await?;
    let chosen = "return activity.shadowRoot.querySelector('[role=tab][aria-selected=true]').id";
    let first = page.runs(chosen).await?;
    page.runs("notes.length = 0; activity.list = 'outbox'").await?;
    page.is_ready("activity").await?;
    page.until("activity.shadowRoot.querySelector('[role=tab][aria-selected=true]')").await?;
    assert_ne!(page.runs(chosen).await?, first);
    assert_eq!(
        page.runs("return [activity.form, 'value' in activity && activity.value]").await?,
        json!([null, null])
    );
    Ok(())
}

/// What tools and `docs/embedding.md` are told of the elements is what they have.
#[tokio::test]
async fn the_manifest_tells_what_the_classes_have() -> Result<(), Failure> {
    let page = Embedded::open("").await?;
    page.until("customElements.get('whatsapp-activity')").await?;
    let script = "const manifest = await (await fetch('/whatsapp/custom-elements.json')).json();
        const elements = manifest.modules[0].declarations.filter(one => one.customElement), wrong = [];
        for (const { tagName, attributes, members, events } of elements) {
          const known = customElements.get(tagName);
          if (!known) { wrong.push(tagName); continue; }
          const element = document.createElement(tagName);
          for (const { name } of attributes)
            if (!known.observedAttributes.includes(name) && name !== 'name') wrong.push(`${tagName} ${name}`);
          for (const { kind, name } of members) {
            if (!(name in element)) wrong.push(`${tagName} ${kind} ${name}`);
            if (kind === 'method' && typeof element[name] !== 'function') wrong.push(`${tagName} ${name}()`);
          }
          const own = new Set();
          for (let at = known.prototype; at !== HTMLElement.prototype; at = Object.getPrototypeOf(at))
            Object.getOwnPropertyNames(at).filter(name => !/^(constructor|.*Callback)$/.test(name)).forEach(name => own.add(name));
          const told = new Set([...members, ...attributes].map(one => one.name.replace(/-(.)/g, (_, letter) => letter.toUpperCase()).toLowerCase()));
          for (const name of known.formAssociated ? own : []) if (!told.has(name.toLowerCase())) wrong.push(`${tagName} ${name} is not told`);
        }
        return [elements.length, wrong];";
    assert_eq!(page.awaits(script).await?, json!([3, []]));
    Ok(())
}

#[tokio::test]
async fn an_element_in_a_narrow_column_lays_itself_out_for_it() -> Result<(), Failure> {
    let page = Embedded::open(&format!("<div id=column>{FORM}</div>")).await?;
    page.is_ready("form").await?;
    let columns = "getComputedStyle(form.shadowRoot.querySelector('.wa-columns')).gridTemplateColumns.split(' ').length";
    page.until(&format!("{columns} === 2")).await?;
    page.runs("column.style.width = '420px'").await?;
    page.until(&format!("{columns} === 1")).await?;
    let over = "return form.shadowRoot.querySelector('.wa').scrollWidth <= 420";
    assert_eq!(page.runs(over).await?, true, "nothing sticks out");
    // The bar at the foot is the element's, not the window's.
    assert_eq!(
        page.runs("return getComputedStyle(form.shadowRoot.querySelector('.wa-foot-bar')).position").await?,
        "sticky"
    );
    Ok(())
}

#[tokio::test]
async fn the_host_s_token_is_sent_and_renewed() -> Result<(), Failure> {
    // 32 bytes, all of them 7.
    let page = Embedded::with_key("BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=").await?;
    let mint = r#"<script>
        const part = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
        const text = (value) => part(new TextEncoder().encode(JSON.stringify(value)));
        window.asked = [];
        async function token({ renew }) {
          asked.push(renew);
          const end = Math.floor(Date.now() / 1000) + (renew ? 600 : -600);
          const body = text({ alg: 'HS256', typ: 'JWT' }) + '.' + text({ tenant: 'acme', rights: ['view', 'edit', 'secrets', 'test'], sub: 'ann', exp: end });
          const key = await crypto.subtle.importKey('raw', new Uint8Array(32).fill(7), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
          return body + '.' + part(new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(body))));
        }
        document.getElementById('form').token = token;
    </script>"#;
    page.shows_body(&format!("{FORM}{mint}"), "").await?;
    page.is_ready("form").await?;
    assert_eq!(
        page.runs("return asked.slice(0, 2)").await?,
        json!([false, true]),
        "the ended one, then a new one"
    );
    page.presses("form", "Fill in sandbox account").await?;
    assert_eq!(page.awaits("return form.save()").await?, true);
    assert_eq!(page.notes("form", "whatsapp-error").await?.len(), 0);
    Ok(())
}
