//! What is done now and then: events that were kept long enough go.

use std::time::Duration;

use tokio::task::JoinHandle;

use crate::{clock, state::AppState, store::StoreError};

/// Between two rounds.
const EVERY: Duration = Duration::from_secs(600);
/// Events that are removed in one commit, and the pause after it: what comes in goes first.
const PORTION: u32 = 500;
const BREATH: Duration = Duration::from_millis(50);
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Starts it. It ends when the proxy is asked to.
pub(crate) fn start(state: &AppState) -> JoinHandle<()> {
    let state = state.clone();
    tokio::spawn(async move {
        let mut ending = state.ending.subscribe();
        loop {
            tokio::select! {
                done = round(&state) => {
                    if let Err(error) = done {
                        tracing::error!(cause = %error, "old events could not be removed");
                    }
                }
                _ = ending.wait_for(|ending| *ending) => return,
            }
            tokio::select! {
                () = tokio::time::sleep(EVERY) => {}
                _ = ending.wait_for(|ending| *ending) => return,
            }
        }
    })
}

async fn round(state: &AppState) -> Result<(), StoreError> {
    let before = clock::now_ms() - i64::from(state.config.events_kept_days) * DAY_MS;
    let mut removed = 0;
    loop {
        let portion = state.store.remove_events(before, PORTION).await?;
        removed += portion;
        if portion < u64::from(PORTION) {
            break;
        }
        tokio::time::sleep(BREATH).await;
    }
    let undelivered = state.store.tidy_outbox().await?;
    if removed > 0 {
        tracing::info!(removed, undelivered, "events were removed that were kept long enough");
    }
    Ok(())
}
