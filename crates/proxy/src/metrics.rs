//! Figures for whoever runs the proxy, in the text form of Prometheus at `/metrics`. No label holds an id, a name or a number of
//! anybody: only words from the lists here.

use std::time::Duration;

use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};
use whatsapp_domain::campaign_event::EventStatus;

use crate::outbox::OutboxCounts;

/// Why a webhook was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// No integration of this provider has this token.
    Token,
    /// The integration takes no replies.
    Off,
    /// No signature, or one that does not fit.
    Signature,
    /// The signature's time is too far from ours.
    Stale,
    /// The agreed header is not there or wrong.
    Credentials,
    /// The body names another account.
    Crossed,
    /// Too many bytes.
    TooLarge,
    /// The body did not come in time, or ended early.
    Body,
    /// Another method than POST.
    Method,
    /// As much was waiting as may wait.
    Busy,
    /// The database did not take it.
    Storage,
}

impl Refusal {
    const ALL: [Self; 11] = [
        Self::Token,
        Self::Off,
        Self::Signature,
        Self::Stale,
        Self::Credentials,
        Self::Crossed,
        Self::TooLarge,
        Self::Body,
        Self::Method,
        Self::Busy,
        Self::Storage,
    ];

    fn as_str(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Off => "off",
            Self::Signature => "signature",
            Self::Stale => "stale",
            Self::Credentials => "credentials",
            Self::Crossed => "crossed",
            Self::TooLarge => "too_large",
            Self::Body => "body",
            Self::Method => "method",
            Self::Busy => "busy",
            Self::Storage => "storage",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Reason {
    reason: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Status {
    status: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Handed {
    result: &'static str,
}

/// All figures. Counting is an addition to an atomic number.
pub struct Metrics {
    registry: std::sync::Mutex<Registry>,
    accepted: Counter,
    replayed: Counter,
    refused: Family<Reason, Counter>,
    events: Family<Status, Counter>,
    repeated: Counter,
    held: Counter,
    commits: Histogram,
    commit_time: Histogram,
    commit_failures: Counter,
    writes_fail: Gauge,
    connections: Gauge,
    connections_refused: Counter,
    connections_cut: Counter,
    outbox_waiting: Gauge,
    waiting: Gauge,
    handed_on: Family<Handed, Gauge>,
}

/// A connection that counts as one until this is dropped.
pub(crate) struct Connected(Gauge);

impl Drop for Connected {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// Every status of an event, so that each has its line from the start.
const STATUSES: [EventStatus; 11] = [
    EventStatus::Inbound,
    EventStatus::Accepted,
    EventStatus::Sent,
    EventStatus::Delivered,
    EventStatus::Read,
    EventStatus::Failed,
    EventStatus::OptedOut,
    EventStatus::OptedIn,
    EventStatus::Template,
    EventStatus::Notice,
    EventStatus::Unreadable,
];

impl Default for Metrics {
    fn default() -> Self {
        let metrics = Self {
            registry: std::sync::Mutex::new(Registry::with_prefix("whatsapp_proxy")),
            accepted: Counter::default(),
            replayed: Counter::default(),
            refused: Family::default(),
            events: Family::default(),
            repeated: Counter::default(),
            held: Counter::default(),
            commits: Histogram::new([1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0, 1024.0]),
            commit_time: Histogram::new([0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1.0, 5.0]),
            commit_failures: Counter::default(),
            writes_fail: Gauge::default(),
            connections: Gauge::default(),
            connections_refused: Counter::default(),
            connections_cut: Counter::default(),
            outbox_waiting: Gauge::default(),
            waiting: Gauge::default(),
            handed_on: Family::default(),
        };
        // A line that is there from the start can be watched from the start.
        for reason in Refusal::ALL {
            drop(metrics.refused.get_or_create(&Reason { reason: reason.as_str() }));
        }
        for status in STATUSES {
            drop(metrics.events.get_or_create(&Status { status: status.as_str() }));
        }
        metrics.register(|registry| {
            let own = &metrics;
            registry.register(
                "webhooks_accepted",
                "Webhooks that were answered with 2xx",
                own.accepted.clone(),
            );
            registry.register(
                "webhooks_replayed",
                "Webhooks whose signature was seen before; nothing changed",
                own.replayed.clone(),
            );
            registry.register(
                "webhooks_refused",
                "Webhooks that were not taken, by reason",
                own.refused.clone(),
            );
            registry.register("webhooks_waiting", "Webhooks that wait for the disk", own.waiting.clone());
            registry.register("events", "Events that were written, by status", own.events.clone());
            registry.register(
                "events_repeated",
                "Events that were there already; nothing changed",
                own.repeated.clone(),
            );
            registry.register(
                "events_unmatched",
                "Events whose customer was not known when they came",
                own.held.clone(),
            );
            registry.register("commit_size", "Webhooks and other writes in one commit", own.commits.clone());
            registry.register("commit_seconds", "Time that a commit took", own.commit_time.clone());
            registry.register(
                "outbox",
                "Events handed on to the console since the start: taken, tries that failed, and given up",
                own.handed_on.clone(),
            );
            registry.register("commit_failures", "Commits that failed", own.commit_failures.clone());
            registry.register(
                "writes_fail",
                "1 while the newest commit is one that failed: nothing is taken then",
                own.writes_fail.clone(),
            );
            registry.register("connections", "Connections that are served now", own.connections.clone());
            registry.register(
                "connections_refused",
                "Connections that were told 503, since there were as many as may be",
                own.connections_refused.clone(),
            );
            registry.register(
                "connections_cut",
                "Connections that ended early: their client was too slow, went away, or spoke no HTTP",
                own.connections_cut.clone(),
            );
            registry.register(
                "outbox_waiting",
                "Events that wait to be handed on to the console, dead letters aside",
                own.outbox_waiting.clone(),
            );
        });
        metrics
    }
}

impl Metrics {
    /// Adds figures of another part of the proxy; called once for each at start.
    pub(crate) fn register(&self, add: impl FnOnce(&mut Registry)) {
        add(&mut self.registry.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
    }

    /// A webhook was taken.
    pub(crate) fn accepted(&self) {
        self.accepted.inc();
    }

    /// A webhook came again with the same signature.
    pub(crate) fn replayed(&self) {
        self.replayed.inc();
    }

    /// A webhook was not taken.
    pub(crate) fn refused(&self, reason: Refusal) {
        self.refused.get_or_create(&Reason { reason: reason.as_str() }).inc();
    }

    /// A commit is on the disk.
    pub(crate) fn committed(&self, jobs: usize, took: Duration) {
        self.commits.observe(jobs as f64);
        self.commit_time.observe(took.as_secs_f64());
        self.writes_fail.set(0);
    }

    /// A commit is not.
    pub(crate) fn commit_failed(&self) {
        self.commit_failures.inc();
        self.writes_fail.set(1);
    }

    /// A connection is served until what is given is dropped.
    pub(crate) fn connected(&self) -> Connected {
        self.connections.inc();
        Connected(self.connections.clone())
    }

    /// A connection was more than there may be.
    pub(crate) fn connection_refused(&self) {
        self.connections_refused.inc();
    }

    /// A connection ended early.
    pub(crate) fn connection_cut(&self) {
        self.connections_cut.inc();
    }

    /// Did the newest commit fail?
    pub(crate) fn writes_fail(&self) -> bool {
        self.writes_fail.get() != 0
    }

    /// Events of one commit.
    pub(crate) fn written(&self, statuses: &[EventStatus], repeated: u64, held: u64) {
        let mut counts = [0_u64; STATUSES.len()];
        for status in statuses {
            if let Some(place) = STATUSES.iter().position(|known| known == status) {
                counts[place] += 1;
            }
        }
        for (status, count) in STATUSES.iter().zip(counts).filter(|(_, count)| *count > 0) {
            self.events.get_or_create(&Status { status: status.as_str() }).inc_by(count);
        }
        self.repeated.inc_by(repeated);
        self.held.inc_by(held);
    }

    /// All figures as text; `waiting` is how many webhooks wait now, `undelivered` how many events.
    pub(crate) fn text(&self, waiting: usize, undelivered: u64, outbox: OutboxCounts) -> String {
        self.waiting.set(i64::try_from(waiting).unwrap_or(i64::MAX));
        self.outbox_waiting.set(i64::try_from(undelivered).unwrap_or(i64::MAX));
        for (result, count) in
            [("delivered", outbox.delivered), ("failed", outbox.failed), ("dead", outbox.dead)]
        {
            self.handed_on.get_or_create(&Handed { result }).set(i64::try_from(count).unwrap_or(i64::MAX));
        }
        let mut text = String::new();
        let registry = self.registry.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        // Writing into a text does not fail.
        let _ = encode(&mut text, &registry);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_there_from_the_start_and_counts() {
        let metrics = Metrics::default();
        let text = metrics.text(0, 0, OutboxCounts::default());
        for line in [
            "whatsapp_proxy_webhooks_accepted_total 0",
            "whatsapp_proxy_webhooks_refused_total{reason=\"token\"} 0",
            "whatsapp_proxy_events_total{status=\"inbound\"} 0",
            "whatsapp_proxy_webhooks_waiting 0",
            "whatsapp_proxy_writes_fail 0",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
        metrics.accepted();
        metrics.refused(Refusal::Busy);
        metrics.written(&[EventStatus::Read, EventStatus::Read], 3, 0);
        metrics.committed(2, Duration::from_millis(3));
        let connected = (metrics.connected(), metrics.connected());
        drop(connected.0);
        metrics.connection_refused();
        metrics.connection_cut();
        let text = metrics.text(7, 5, OutboxCounts { dead: 4, ..OutboxCounts::default() });
        for line in [
            "webhooks_accepted_total 1",
            "webhooks_refused_total{reason=\"busy\"} 1",
            "events_total{status=\"read\"} 2",
            "events_repeated_total 3",
            "webhooks_waiting 7",
            "commit_size_count 1",
            "outbox{result=\"dead\"} 4",
            "outbox_waiting 5",
            "whatsapp_proxy_connections 1",
            "connections_refused_total 1",
            "connections_cut_total 1",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
        metrics.commit_failed();
        assert!(
            metrics.writes_fail() && metrics.text(0, 0, OutboxCounts::default()).contains("writes_fail 1")
        );
        metrics.committed(1, Duration::ZERO);
        assert!(!metrics.writes_fail());
    }
}
