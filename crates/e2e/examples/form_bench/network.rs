//! Networks to measure over.

use serde_json::{Value, json};

/// What the browser makes of the line to the server.
pub struct Network {
    /// Its name on the command line.
    pub name: &'static str,
    /// For the table.
    pub words: &'static str,
    /// Milliseconds from a request to the first byte of its answer, at least.
    latency: f64,
    /// Bytes a second; none for no limit.
    down: Option<f64>,
    /// Bytes a second; none for no limit.
    up: Option<f64>,
}

impl Network {
    /// As fast as the machine.
    pub const LOOPBACK: Self =
        Self { name: "loopback", words: "loopback", latency: 0.0, down: None, up: None };
    /// The shape that Chromium's DevTools have under this name: 9 Mbit/s down, 1.5 up, each by 0.9; 60 ms by 2.75.
    pub const FAST_4G: Self = Self {
        name: "fast-4g",
        words: "fast 4G (8.1 Mbit/s, 165 ms)",
        latency: 165.0,
        down: Some(1_012_500.0),
        up: Some(168_750.0),
    };
    /// The same of that name: 1.6 Mbit/s down, 0.75 up, each by 0.9; 150 ms by 3.75.
    pub const SLOW_4G: Self = Self {
        name: "slow-4g",
        words: "slow 4G (1.4 Mbit/s, 563 ms)",
        latency: 562.5,
        down: Some(180_000.0),
        up: Some(84_375.0),
    };

    /// For `Network.emulateNetworkConditions`.
    pub fn conditions(&self) -> Value {
        let limit = |limit: Option<f64>| limit.unwrap_or(-1.0);
        json!({"offline": false, "latency": self.latency, "downloadThroughput": limit(self.down),
            "uploadThroughput": limit(self.up)})
    }
}
