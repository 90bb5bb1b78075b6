//! How many quick tests an integration may send within a minute, on the monotonic clock: setting the wall clock gains or
//! costs nobody anything.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

const MINUTE: Duration = Duration::from_secs(60);
/// Integrations remembered before those without a test in the last minute are dropped.
const REMEMBERED: usize = 64;

/// When each integration sent its last tests.
pub(crate) struct Pace {
    per_minute: usize,
    sent: Mutex<HashMap<String, VecDeque<Instant>>>,
}

/// One more would be too many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooMany {
    /// How many there may be.
    pub(super) per_minute: usize,
    /// Seconds until there may be one more, rounded up.
    pub(super) seconds: u64,
}

impl Pace {
    /// So many within any minute; 0 for no limit.
    pub(crate) fn new(per_minute: usize) -> Self {
        Self { per_minute, sent: Mutex::default() }
    }

    /// Counts one more test, unless it is one too many.
    pub(super) fn take(&self, integration: &str, now: Instant) -> Result<(), TooMany> {
        if self.per_minute == 0 {
            return Ok(());
        }
        let mut all = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        let is_recent = |at: &Instant| now.saturating_duration_since(*at) < MINUTE;
        if all.len() >= REMEMBERED {
            all.retain(|_, sent| sent.back().is_some_and(is_recent));
        }
        let sent = all.entry(integration.to_owned()).or_default();
        while sent.front().is_some_and(|at| !is_recent(at)) {
            sent.pop_front();
        }
        match sent.front() {
            Some(oldest) if sent.len() >= self.per_minute => {
                let left = MINUTE.saturating_sub(now.saturating_duration_since(*oldest));
                let seconds = u64::try_from(left.as_millis().div_ceil(1000)).unwrap_or(u64::MAX).max(1);
                Err(TooMany { per_minute: self.per_minute, seconds })
            }
            _ => {
                sent.push_back(now);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(number: u64) -> Duration {
        Duration::from_secs(number)
    }

    #[test]
    fn the_eleventh_within_a_minute_waits_for_the_first_to_be_a_minute_old() {
        let (pace, start) = (Pace::new(10), Instant::now());
        for number in 0..10 {
            assert_eq!(pace.take("a", start + seconds(number)), Ok(()));
        }
        let refused = |seconds| Err(TooMany { per_minute: 10, seconds });
        assert_eq!(pace.take("a", start + seconds(10)), refused(50));
        assert_eq!(pace.take("a", start + Duration::from_millis(59_999)), refused(1));
        // A refused one does not count, so there is room for exactly as many as have become a minute old.
        assert_eq!(pace.take("a", start + seconds(60)), Ok(()));
        assert_eq!(pace.take("a", start + seconds(60)), refused(1));
        assert_eq!(pace.take("a", start + seconds(61)), Ok(()));
    }

    #[test]
    fn each_integration_has_its_own_minute() {
        let (pace, start) = (Pace::new(1), Instant::now());
        assert_eq!(pace.take("a", start), Ok(()));
        assert_eq!(pace.take("b", start), Ok(()));
        assert!(pace.take("a", start).is_err() && pace.take("b", start).is_err());
    }

    #[test]
    fn without_a_limit_all_pass() {
        let (pace, start) = (Pace::new(0), Instant::now());
        assert!((0..1000).all(|_| pace.take("a", start).is_ok()));
        assert!(pace.sent.lock().unwrap().is_empty());
    }

    #[test]
    fn what_is_old_is_forgotten() {
        let (pace, start) = (Pace::new(1), Instant::now());
        for number in 0..1000 {
            assert_eq!(pace.take(&number.to_string(), start + seconds(number)), Ok(()));
        }
        assert!(pace.sent.lock().unwrap().len() <= REMEMBERED + 1);
    }
}
