//! How long a key press takes in the node editor: from the key to findings and preview in the page, in Chromium with
//! its processor slowed four times, and how many keys are drawn a frame late, slowed and not. Run by `cargo xtask bench typing`;
//! prints figures and judges none.

use std::time::Duration;

use serde_json::{Value, json};
use whatsapp_e2e::fantoccini::Locator;
use whatsapp_e2e::{Failure, Person};

/// How much slower than this machine the page is to believe it runs.
const SLOWED: u32 = 4;
/// Key presses in each field, unless the command says otherwise.
const KEYS: usize = 300;
/// Key presses in each field that are counted as fast as this machine is.
const KEYS_UNSLOWED: usize = 100;
/// Milliseconds from one frame to the next.
const FRAME_MS: f64 = 1000.0 / 60.0;
/// A key whose frame comes later than this many after it went down has lost one.
const FRAMES_MAX: f64 = 1.5;
/// Keys between two pauses that are long enough for the worst cases to be filled.
const KEYS_BETWEEN_PAUSES: usize = 30;

/// Notes for each key press how long the page took for it: from its `input` event, which the browser sends when the
/// character stands in the field, until findings and preview are in the page (all that follows from a key is worked off
/// before the event gets back to the window). And from the moment when the key went down, the browser's own work
/// included, to the same end, and to the next frame. The preview has to show another text by then.
const WATCH: &str = r#"
    const seen = window.seen = {own: [], script: [], frame: [], stale: 0, long: 0};
    const preview = () => document.querySelector('.wa-bubble-text')?.textContent ?? '';
    // What it showed is known from the key before: reading a long one takes its time.
    let pressed = 0, written = 0, before = preview();
    addEventListener('keydown', event => { pressed = event.timeStamp; }, true);
    addEventListener('input', () => { written = performance.now(); }, true);
    addEventListener('input', () => {
        const started = pressed;
        seen.own.push(performance.now() - written);
        seen.script.push(performance.now() - started);
        const now = preview();
        if (now === before) seen.stale += 1;
        before = now;
        requestAnimationFrame(() => {
            const drawn = new MessageChannel();
            drawn.port1.onmessage = () => seen.frame.push(performance.now() - started);
            drawn.port2.postMessage(0);
        });
    });
    new PerformanceObserver(list => { seen.long += list.getEntries().length; }).observe({entryTypes: ['longtask']});
"#;

/// Ten values, each with a variable and plain text.
fn template_node() -> String {
    let value = |n: usize| json!({"value": format!("{{{{ customer.first_name | default('friend') }}}} {n}")});
    let body: Vec<Value> = (1..=10).map(value).collect();
    json!({"message": {"type": "template", "template": {"name": "parcel_details", "language": "en_GB"}, "body": body}})
        .to_string()
}

/// 4,000 characters with the last key, ten variables, formatting and several lines.
fn text_node(keys: usize) -> String {
    let line =
        "Hi *{{ customer.first_name }}*, your _{{ event.product }}_ is on its way to {{ customer.city }}. ";
    let filler =
        "It left the depot this morning and arrives within two days; you can follow it on our site. ";
    let mut text = String::new();
    for at in 0..10 {
        text.push_str(if at % 3 == 0 { line } else { "Order {{ customer.order }} 📦\n- " });
        text.push_str(&filler.repeat(3));
        text.push('\n');
    }
    let room = 4_000_usize.saturating_sub(keys + KEYS_UNSLOWED + text.chars().count());
    text.extend(filler.chars().cycle().take(room));
    json!({"message": {"type": "text", "text": {"value": text}}}).to_string()
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let keys = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(KEYS);
    let person = Person::arrive().await?;
    person.connects("infobip").await?;
    person.edits_a_node().await?;
    println!(
        "A key press in the node editor, Chromium with its processor slowed {SLOWED}×, {keys} keys each:"
    );
    println!("{:<56} {:>8} {:>8} {:>8} {:>8}", "milliseconds", "p50", "p90", "p99", "most");

    person.imports(&template_node()).await?;
    person.stage.wait_for(Locator::Css("[data-field=\"message.body[9]\"]")).await?;
    measure(&person, "one of 10 template values", "message.body[4]", keys).await?;

    person.imports(&text_node(keys)).await?;
    person.stage.wait_for(Locator::Css("[data-field=\"message.text\"]")).await?;
    measure(&person, "the end of a 4,000-character text", "message.text", keys).await?;
    hostile(&person).await?;
    floor(&person, keys).await
}

/// What the browser itself takes for a key: the same watchers on a page that holds nothing but a text area of 4,000
/// characters, so that nothing follows from a key.
async fn floor(person: &Person, keys: usize) -> Result<(), Failure> {
    const EMPTY: &str = "data:text/html,<textarea data-field='floor' rows=8 cols=60></textarea>";
    person.stage.client().goto(EMPTY).await?;
    let fill = "document.querySelector('textarea').value = 'x'.repeat(3700);";
    person.stage.client().execute(fill, vec![]).await?;
    measure(person, "beside it, an empty page with a text area", "floor", keys).await
}

/// Types into a field, slowed and as fast as this machine is, and prints what was noted.
async fn measure(person: &Person, what: &str, field: &str, keys: usize) -> Result<(), Failure> {
    let stage = &person.stage;
    let control = stage.wait_for(Locator::Css(&format!("[data-field=\"{field}\"]"))).await?;
    control.click().await?;
    // To the end of the text.
    control.send_keys("\u{E009}\u{E010}\u{E000}").await?;
    println!("{what}");
    let seen = typed(person, field, keys, SLOWED).await?;
    row("  input event → findings and preview", &seen["own"]);
    row("  key down → findings and preview", &seen["script"]);
    row("  key down → frame", &seen["frame"]);
    let count = seen["script"].as_array().map_or(0, Vec::len);
    println!("  keys drawn a frame late: {} of {count}", late(&seen["frame"]));
    println!(
        "  preview not yet changed after a key: {} of {count}; tasks of more than 50 ms: {}",
        seen["stale"], seen["long"]
    );
    let seen = typed(person, field, KEYS_UNSLOWED, 1).await?;
    row("  as fast as this machine: key down → frame", &seen["frame"]);
    println!(
        "  as fast as this machine: keys drawn a frame late: {} of {KEYS_UNSLOWED}",
        late(&seen["frame"])
    );
    Ok(())
}

/// Types with a pause now and then, and gives what was noted.
async fn typed(person: &Person, field: &str, keys: usize, slowed: u32) -> Result<Value, Failure> {
    let stage = &person.stage;
    // Known from the start: what was noted of another field would count as well, and so would its watchers.
    let begin = format!(
        "if (window.seen) {{ for (const key of ['own', 'script', 'frame']) seen[key] = []; seen.stale = seen.long = 0; }}
         else {{ {WATCH} }}"
    );
    stage.client().execute(&begin, vec![]).await?;
    let control = stage.wait_for(Locator::Css(&format!("[data-field=\"{field}\"]"))).await?;
    stage.devtools("Emulation.setCPUThrottlingRate", json!({"rate": slowed})).await?;
    tokio::time::sleep(Duration::from_millis(600)).await;
    for at in 0..keys {
        let key = char::from(b'a' + u8::try_from(at % 26)?);
        control.send_keys(&key.to_string()).await?;
        // About ten keys a second, faster than people type; now and then they stop for a moment.
        let pause = if at % KEYS_BETWEEN_PAUSES == KEYS_BETWEEN_PAUSES - 1 { 600 } else { 90 };
        tokio::time::sleep(Duration::from_millis(pause)).await;
    }
    tokio::time::sleep(Duration::from_millis(600)).await;
    stage.devtools("Emulation.setCPUThrottlingRate", json!({"rate": 1})).await?;
    Ok(stage.client().execute("return window.seen;", vec![]).await?)
}

/// How many of these times are longer than a key may take to its frame.
fn late(frames: &Value) -> usize {
    let times = frames.as_array().into_iter().flatten().filter_map(Value::as_f64);
    times.filter(|time| *time > FRAMES_MAX * FRAME_MS).count()
}

fn row(what: &str, times: &Value) {
    let mut times: Vec<f64> = times.as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
    times.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let place = ((times.len() as f64 * share).ceil() as usize).clamp(1, times.len().max(1)) - 1;
        times.get(place).copied().unwrap_or(f64::NAN)
    };
    println!("{what:<44} {:>8.1} {:>8.1} {:>8.1} {:>8.1}", at(0.5), at(0.9), at(0.99), at(1.0));
}

/// Jinja that would run for ever, pasted into the text: each has to end in a finding.
async fn hostile(person: &Person) -> Result<(), Failure> {
    const TEXTS: [&str; 6] = [
        "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
        "{{ 'x' * 999999999 }}",
        "{% for i in range(999999999) %}{{ i }}{% endfor %}",
        "{% set x = 'a' * 9999 %}{% for i in range(9999) %}{{ x | replace('a', x) }}{% endfor %}",
        "{{ range(99999999) | list | sum }}",
        "{% for i in range(9999) %}{{ 'aaaaaaaaaaaaaaaaaaaaaaaa' | center(99999) | wordcount }}{% endfor %}",
    ];
    let stage = &person.stage;
    println!("Jinja that would not end, pasted into the text (milliseconds to its finding in the page):");
    for (slowed, words) in [(1, "as fast as this machine"), (SLOWED, "slowed")] {
        stage.devtools("Emulation.setCPUThrottlingRate", json!({"rate": slowed})).await?;
        let mut worst = 0.0_f64;
        for text in TEXTS {
            let took = stage
                .client()
                .execute(
                    "const control = document.querySelector('[data-field=\"message.text\"]');
                     const started = performance.now();
                     control.focus();
                     control.value = arguments[0];
                     control.dispatchEvent(new Event('input', {bubbles: true}));
                     return performance.now() - started;",
                    vec![text.into()],
                )
                .await?;
            worst = worst.max(took.as_f64().unwrap_or(f64::NAN));
            stage.wait_for(Locator::Css("li[data-code^=\"jinja-\"]")).await?;
        }
        println!("  the worst of {}, {words}: {worst:.1}", TEXTS.len());
    }
    stage.devtools("Emulation.setCPUThrottlingRate", json!({"rate": 1})).await?;
    Ok(())
}
