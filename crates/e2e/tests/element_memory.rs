//! Mounting and removing frees everything: after a thousand times the page is as large as after a hundred.

use serde_json::{Value, json};
use whatsapp_e2e::{Embedded, Failure};

#[tokio::test]
async fn a_thousand_mounts_leave_nothing() -> Result<(), Failure> {
    let page = Embedded::open("").await?;
    page.connects("infobip").await?;
    page.until("customElements.get('whatsapp-journey-node')").await?;
    mounts(&page, 100).await?;
    let first = measured(&page).await?;
    mounts(&page, 900).await?;
    let last = measured(&page).await?;
    println!("after 100 mounts {first}, after 1000 {last}");
    let grown = |what: &str| last[what].as_f64().unwrap_or(f64::MAX) - first[what].as_f64().unwrap_or(0.0);
    assert!(grown("wasm") <= 256.0 * 1024.0, "Wasm memory grew: {first} {last}");
    assert!(grown("heap") <= 1024.0 * 1024.0, "the heap grew: {first} {last}");
    assert!(grown("nodes") <= 50.0, "nodes are held: {first} {last}");
    assert!(grown("listeners") <= 20.0, "listeners are held: {first} {last}");
    Ok(())
}

/// Mounts both elements in turns, each until its component is there, and removes them.
async fn mounts(page: &Embedded, count: u32) -> Result<(), Failure> {
    let proxy = page.stage.origin();
    let mut left = count;
    while left > 0 {
        let some = left.min(50);
        left -= some;
        let script = format!(
            "for (let at = 0; at < {some}; at++) {{
               const element = document.createElement(at % 2 ? 'whatsapp-journey-node' : 'whatsapp-integration-form');
               element.setAttribute('proxy-url', '{proxy}');
               const ready = new Promise(done => element.addEventListener('whatsapp-ready', done, {{ once: true }}));
               document.body.append(element);
               await ready;
               if (at % 5 === 0) await new Promise(done => setTimeout(done, 20));
               element.remove();
               await null;
             }}
             notes.length = 0;"
        );
        page.awaits(&script).await?;
    }
    Ok(())
}

async fn measured(page: &Embedded) -> Result<Value, Failure> {
    page.awaits("await new Promise(done => setTimeout(done, 1500))").await?;
    let devtools = |command, parameters| page.stage.devtools(command, parameters);
    for _ in 0..3 {
        devtools("HeapProfiler.collectGarbage", json!({})).await?;
    }
    let heap = devtools("Runtime.getHeapUsage", json!({})).await?;
    let counters = devtools("Memory.getDOMCounters", json!({})).await?;
    let wasm = page.awaits("return (await (await import('/whatsapp/whatsapp-plugin.js')).default()).memory.buffer.byteLength").await?;
    Ok(
        json!({"wasm": wasm, "heap": heap["usedSize"], "nodes": counters["nodes"], "listeners": counters["jsEventListeners"]}),
    )
}
