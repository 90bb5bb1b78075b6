//! What the providers do wrong on purpose with reports and messages, and the two addresses that set it.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State as Extracted;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use super::Stage;
use crate::state::State;

/// Most extra copies of a callback.
const MAX_DUPLICATES: u8 = 5;
/// Most milliseconds between two reports: a minute.
const MAX_DELAY_MS: u64 = 60_000;
/// Most messages of a burst.
pub const MAX_BURST: u32 = 1_000;

/// The switches. What is left out when they are set returns to its default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Switches {
    /// Extra copies of every callback, 0 to 5.
    pub duplicates: u8,
    /// The last stage is reported before the first; of several messages the last comes first.
    pub reorder: bool,
    /// Milliseconds before each report, at most a minute.
    pub delay_ms: u64,
    /// Reports that never go out: `true` for all, or their stages.
    pub lose: Lose,
    /// As how many messages each message of the phone's owner comes, all at once; 1 to 1,000.
    pub burst: u32,
    /// Are messages read when the phone's inbox is looked at?
    pub read_when_seen: bool,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            duplicates: 0,
            reorder: false,
            delay_ms: 150,
            lose: Lose::All(false),
            burst: 1,
            read_when_seen: true,
        }
    }
}

/// Which reports are lost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Lose {
    /// All or none.
    All(bool),
    /// Those of these stages.
    Stages(Vec<Stage>),
}

impl Lose {
    /// Is the report of this stage lost?
    pub fn has(&self, stage: Stage) -> bool {
        match self {
            Self::All(all) => *all,
            Self::Stages(stages) => stages.contains(&stage),
        }
    }
}

/// `GET /sandbox/api/reports`
pub(crate) async fn get_reports(Extracted(state): Extracted<Arc<State>>) -> Json<Switches> {
    Json(state.callbacks().switches())
}

/// `POST` or `PUT /sandbox/api/reports`
pub(crate) async fn set_reports(Extracted(state): Extracted<Arc<State>>, body: Bytes) -> Response {
    let refused = |code, text: &str| crate::phone::error(StatusCode::BAD_REQUEST, code, text);
    let switches: Switches = match serde_json::from_slice(&body) {
        Ok(switches) => switches,
        Err(cause) => return refused("reports-unreadable", &cause.to_string()),
    };
    if switches.duplicates > MAX_DUPLICATES {
        return refused("duplicates-too-many", "duplicates has to be at most 5");
    }
    if switches.delay_ms > MAX_DELAY_MS {
        return refused("delay-too-long", "delayMs has to be at most 60000");
    }
    if !(1..=MAX_BURST).contains(&switches.burst) {
        return refused("burst-out-of-range", "burst has to be from 1 to 1000");
    }
    state.callbacks().set_switches(switches.clone());
    Json(switches).into_response()
}
