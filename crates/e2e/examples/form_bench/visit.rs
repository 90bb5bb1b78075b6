//! One visit of a page by a browser that never saw it.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use whatsapp_e2e::{Failure, Stage};

use crate::{SLOWED, figures::Figure, memory, network::Network};

/// A page that is not usable after this long will not be.
const PATIENCE: Duration = Duration::from_secs(60);
/// A page that fetched nothing for so long has come to rest.
const REST: Duration = Duration::from_millis(1000);

/// Bodies over the wire: all of them, or those that were complete when the first field could be used.
const FETCHED: &str = "
    const until = arguments[0] ?? Infinity;
    const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
    const done = all.filter(one => one.responseEnd > 0 && one.responseEnd <= until);
    return [done.length, done.reduce((sum, one) => sum + one.encodedBodySize, 0)];";

/// Opens a page with a new browser, slowed, and gives what was measured.
///
/// # Errors
/// When the page does not become usable.
pub async fn visit(stage: &mut Stage, path: &str, network: &Network) -> Result<Vec<(Figure, f64)>, Failure> {
    stage.another_browser().await?;
    prepare(stage, network).await?;
    stage.client().goto(&format!("{}{path}", stage.origin())).await?;
    let usable = usable(stage).await?;
    // What is left is counted and weighed, not timed.
    slow(stage, 1, &Network::LOOPBACK).await?;
    let (requests, bytes) = fetched(stage, json!(usable)).await?;
    let all = rest(stage).await?;
    let mut figures = vec![
        (Figure::Usable, usable),
        (Figure::Requests, requests),
        (Figure::BytesUsable, bytes),
        (Figure::BytesAll, all),
    ];
    figures.extend(weigh(stage).await?);
    Ok(figures)
}

/// A page that checks nothing while it is typed into is no rival: this one has to refuse a number without its country, and to
/// take it with it.
///
/// # Errors
/// When it does not.
pub async fn checks_numbers(stage: &mut Stage, path: &str, field: &str, words: &str) -> Result<(), Failure> {
    stage.another_browser().await?;
    prepare(stage, &Network::LOOPBACK).await?;
    stage.client().goto(&format!("{}{path}", stage.origin())).await?;
    usable(stage).await?;
    for (typed, refused) in [("07860 099299", true), ("+44 7860 099299", false)] {
        let script = format!(
            "const field = document.querySelector('{field}');
             field.focus();
             field.select();
             document.execCommand('insertText', false, '{typed}');"
        );
        stage.client().execute(&script, vec![]).await?;
        let start = Instant::now();
        let said = format!("return document.body.textContent.includes('{words}')");
        while stage.client().execute(&said, vec![]).await? != json!(refused) {
            if start.elapsed() > PATIENCE {
                return Err(format!("{path} does not check {typed} while it is typed").into());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
    Ok(())
}

async fn prepare(stage: &Stage, network: &Network) -> Result<(), Failure> {
    stage.devtools("Page.enable", json!({})).await?;
    stage.devtools("Network.enable", json!({})).await?;
    // The rules of react-jsonschema-form are made with `new Function`, which the proxy's policy forbids. No page has a policy here.
    stage.devtools("Page.setBypassCSP", json!({"enabled": true})).await?;
    let probe = json!({"source": include_str!("probe.js")});
    stage.devtools("Page.addScriptToEvaluateOnNewDocument", probe).await?;
    slow(stage, SLOWED, network).await
}

async fn slow(stage: &Stage, rate: u32, network: &Network) -> Result<(), Failure> {
    stage.devtools("Emulation.setCPUThrottlingRate", json!({"rate": rate})).await?;
    stage.devtools("Network.emulateNetworkConditions", network.conditions()).await?;
    Ok(())
}

async fn usable(stage: &Stage) -> Result<f64, Failure> {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        let found = stage.client().execute("return window.formBench?.usable ?? null", vec![]).await?;
        if let Some(usable) = found.as_f64() {
            return Ok(usable);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let _ = stage.screenshot("failed").await;
    Err(format!("no field could be used: {:?}", stage.console_errors().await?).into())
}

async fn fetched(stage: &Stage, until: Value) -> Result<(f64, f64), Failure> {
    let found = stage.client().execute(FETCHED, vec![until]).await?;
    match (found[0].as_f64(), found[1].as_f64()) {
        (Some(requests), Some(bytes)) => Ok((requests, bytes)),
        _ => Err(format!("the page does not tell what it fetched: {found}").into()),
    }
}

/// Waits until the page has come to rest, and gives the bytes of all that it fetched.
async fn rest(stage: &Stage) -> Result<f64, Failure> {
    let (start, mut since) = (Instant::now(), Instant::now());
    let mut known = (0.0, 0.0);
    while start.elapsed() < PATIENCE {
        let now = fetched(stage, Value::Null).await?;
        if now != known {
            (known, since) = (now, Instant::now());
        } else if since.elapsed() > REST {
            return Ok(known.1);
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Err("the page does not come to rest".into())
}

async fn weigh(stage: &Stage) -> Result<Vec<(Figure, f64)>, Failure> {
    for _ in 0..2 {
        stage.devtools("HeapProfiler.collectGarbage", json!({})).await?;
    }
    let heap = stage.devtools("Runtime.getHeapUsage", json!({})).await?;
    let nodes = stage.devtools("Memory.getDOMCounters", json!({})).await?;
    let memories = "return formBench.memories.reduce((sum, one) => sum + one.buffer.byteLength, 0)";
    let wasm = stage.client().execute(memories, vec![]).await?;
    let figure = |value: &Value| value.as_f64().unwrap_or(f64::NAN);
    Ok(vec![
        (Figure::Heap, figure(&heap["usedSize"])),
        (Figure::Wasm, figure(&wasm)),
        (Figure::Nodes, figure(&nodes["nodes"])),
        (Figure::Process, memory::written(stage.browser_process()).unwrap_or(f64::NAN)),
    ])
}
