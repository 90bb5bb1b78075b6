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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        outbox::LaneId,
        routes::testing::App,
        store::testing::{inbound, put},
    };

    #[tokio::test]
    async fn what_is_too_old_goes_and_the_outbox_forgets_it() {
        let app = App::new(&[("EVENTS_KEPT_DAYS", "2")]).await;
        let store = &app.state.store;
        for number in 0..1200 {
            put(store, vec![inbound(&format!("m{number}"), Some("447400123456"), None)]).await;
        }
        store.outbox_park(vec![(7, LaneId::of("a")), (1150, LaneId::of("b"))]).await.unwrap();
        let old = clock::now_ms() - 3 * DAY_MS;
        store
            .write(move |connection| {
                connection.execute("UPDATE events SET received_at = ? WHERE place <= 1100", [old])?;
                Ok(())
            })
            .await
            .unwrap();
        round(&app.state).await.unwrap();
        let left = app.get("/api/v1/events?limit=500").await;
        assert_eq!(left["items"].as_array().unwrap().len(), 100);
        assert_eq!(left["items"][0]["message_id"], "m1100");
        assert_eq!(store.outbox_lanes().await.unwrap().len(), 1, "of what is there");
        round(&app.state).await.unwrap();
        assert_eq!(app.get("/api/v1/events?limit=500").await["items"].as_array().unwrap().len(), 100);
    }
}
