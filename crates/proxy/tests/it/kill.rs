//! Killed at any moment: what was acknowledged is there, once, and reaches the console. A few rounds; `cargo xtask bench kill`
//! makes a hundred.

pub mod harness;

use std::process::Command;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_or_doubled_when_the_proxy_is_killed() {
    let start = |folder: &std::path::Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_whatsapp-proxy"));
        command.arg("serve").env("WHATSAPP_PROXY_DATA_DIR", folder);
        command
    };
    let tally = harness::run(&start, 6, 7).await.unwrap();
    assert!(tally.acknowledged.len() > 50, "the rounds did nothing: {tally}");
    assert!(tally.is_clean(), "{tally}");
}
