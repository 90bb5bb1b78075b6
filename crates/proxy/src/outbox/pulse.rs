//! How the endpoint as a whole is doing. While it takes nothing, one try at a time asks whether it is back, so that events
//! wait among all others and are not each tried until they are given up.

use std::time::Duration;

use super::backoff;

/// So many failures in a row, whatever the events, and the endpoint counts as down.
const DOWN_AFTER: u32 = 5;

/// The state of the endpoint. Times are in milliseconds, counted by the caller.
#[derive(Debug, Default)]
pub(super) struct Pulse {
    failures: u32,
    until: u64,
    halted: bool,
}

impl Pulse {
    /// How many more may go out now, of `most` at a time.
    pub(super) fn room(&self, now: u64, flying: usize, most: usize) -> usize {
        if self.halted || now < self.until {
            0
        } else if self.is_down() {
            1_usize.saturating_sub(flying)
        } else {
            most.saturating_sub(flying)
        }
    }

    /// Does the endpoint take nothing?
    pub(super) fn is_down(&self) -> bool {
        self.failures >= DOWN_AFTER
    }

    /// Has it asked to be left alone for good?
    pub(super) fn is_halted(&self) -> bool {
        self.halted
    }

    /// Until when nothing goes out; none when nothing holds it up, or nothing will end it.
    pub(super) fn until(&self, now: u64) -> Option<u64> {
        (!self.halted && self.until > now).then_some(self.until)
    }

    /// An event was taken. Tells whether the endpoint was down until now.
    pub(super) fn taken(&mut self) -> bool {
        let was_down = self.is_down();
        (self.failures, self.until) = (0, 0);
        was_down
    }

    /// An event was not taken. `asked` is how long the endpoint wants to be left alone.
    pub(super) fn refused(&mut self, now: u64, first: Duration, asked: Option<Duration>, chance: f64) {
        // Those that were on their way when it went down say nothing new.
        if !(self.is_down() && now < self.until) {
            self.failures = self.failures.saturating_add(1);
        }
        let wait = if self.is_down() && now >= self.until {
            Some(backoff::probe_wait(first, self.failures - DOWN_AFTER + 1, asked, chance))
        } else {
            asked
        };
        if let Some(wait) = wait {
            self.until = self.until.max(now.saturating_add(millis(wait)));
        }
    }

    /// It wants nothing any more.
    pub(super) fn gone(&mut self) {
        self.halted = true;
    }

    /// Nothing goes out until this time, for a reason of our own.
    pub(super) fn pause(&mut self, until: u64) {
        self.until = self.until.max(until);
    }
}

/// Whole milliseconds.
pub(super) fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: Duration = Duration::from_secs(1);

    #[test]
    fn five_failures_in_a_row_leave_one_try_at_a_time_at_growing_distances() {
        let mut pulse = Pulse::default();
        for _ in 0..4 {
            pulse.refused(0, FIRST, None, 0.0);
            assert_eq!(pulse.room(0, 3, 16), 13);
        }
        pulse.refused(0, FIRST, None, 0.0);
        assert_eq!((pulse.room(999, 0, 16), pulse.until(999)), (0, Some(1000)));
        assert_eq!((pulse.room(1000, 0, 16), pulse.room(1000, 1, 16)), (1, 0));
        pulse.refused(1000, FIRST, None, 0.0);
        assert_eq!(pulse.until(1000), Some(4000));
        let mut now = 4000;
        for _ in 0..20 {
            pulse.refused(now, FIRST, None, 0.0);
            assert!(pulse.until(now).unwrap() - now <= 60_000, "a minute at most");
            now = pulse.until(now).unwrap();
        }
        assert!(pulse.taken());
        assert_eq!((pulse.room(4000, 0, 16), pulse.taken()), (16, false));
    }

    #[test]
    fn many_that_fail_at_the_same_time_are_one_sign() {
        let mut pulse = Pulse::default();
        for _ in 0..16 {
            pulse.refused(10, FIRST, None, 0.0);
        }
        assert_eq!(pulse.until(10), Some(1010));
        pulse.refused(20, FIRST, Some(Duration::from_secs(9)), 0.0);
        assert_eq!(pulse.until(20), Some(9020), "a wish counts all the same");
    }

    #[test]
    fn a_pause_that_the_endpoint_asked_for_holds_for_all() {
        let mut pulse = Pulse::default();
        pulse.refused(0, FIRST, Some(Duration::from_secs(30)), 0.0);
        assert_eq!((pulse.room(29_999, 0, 16), pulse.room(30_000, 0, 16)), (0, 16));
    }

    #[test]
    fn after_gone_nothing_goes_out_ever() {
        let mut pulse = Pulse::default();
        pulse.gone();
        assert_eq!((pulse.room(u64::MAX, 0, 16), pulse.until(0), pulse.is_halted()), (0, None, true));
    }
}
