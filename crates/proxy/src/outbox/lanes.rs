//! Which event goes next. Events of one customer are a *lane*: they go one after the other, in the order in which they
//! came. Lanes go side by side. Pure: no clock, no socket, no database; times are counted in milliseconds by the caller.
//!
//! An event is *read* once its place is in here, and *settled* once it was delivered or parked in the database. The place up
//! to which all are settled is what a restart goes on from.

use std::collections::{BTreeSet, HashMap, VecDeque};

use sha2::{Digest, Sha256};

/// Events of one lane are delivered one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct LaneId(pub(crate) i64);

impl LaneId {
    /// The lane of whom an event is about, or of its integration. A digest is enough: two that fell together would only
    /// wait for each other.
    pub(crate) fn of(who: &str) -> Self {
        let digest = Sha256::digest(who);
        Self(digest.iter().take(8).fold(0, |number, byte| number << 8 | i64::from(*byte)))
    }
}

/// An event that may be sent now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Job {
    /// Its place among all events.
    pub(super) place: i64,
    /// Its lane.
    pub(super) lane: LaneId,
    /// Tries before this one.
    pub(super) tries: u32,
    /// Does it wait in the database (and not only among all events)?
    pub(super) parked: bool,
}

/// What became of a read event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Placed {
    /// It will be given out by [`Lanes::next`].
    Queued,
    /// An earlier one of its lane waits in the database, so it has to be parked there as well.
    Park,
}

/// The lanes that have something to do.
#[derive(Debug, Default)]
pub(super) struct Lanes {
    /// Lanes with events that are not parked.
    fresh: HashMap<LaneId, VecDeque<i64>>,
    /// Lanes whose first event waits in the database, with the time at which it may be tried.
    parked: HashMap<LaneId, u64>,
    /// The same by time.
    due: BTreeSet<(u64, LaneId)>,
    /// Fresh lanes with nothing in flight, in the order in which they got something to do.
    ready: VecDeque<LaneId>,
    /// Lanes with an event in flight.
    flying: BTreeSet<LaneId>,
    /// Places that were read and are not settled.
    open: BTreeSet<i64>,
    /// The highest place that was read.
    read_to: i64,
}

impl Lanes {
    /// Goes on behind this place: all up to it are settled.
    pub(super) fn after(place: i64) -> Self {
        Self { read_to: place, ..Self::default() }
    }

    /// The highest place that was read.
    pub(super) fn read_to(&self) -> i64 {
        self.read_to
    }

    /// The place up to which all are settled.
    pub(super) fn settled_to(&self) -> i64 {
        self.open.first().map_or(self.read_to, |first| first - 1)
    }

    /// How many are read and not settled.
    pub(super) fn open(&self) -> usize {
        self.open.len()
    }

    /// How many are in flight.
    pub(super) fn flying(&self) -> usize {
        self.flying.len()
    }

    /// How many lanes wait in the database.
    #[cfg(test)]
    pub(super) fn parked(&self) -> usize {
        self.parked.len()
    }

    /// Takes the next event among all. Places have to rise.
    pub(super) fn read(&mut self, place: i64, lane: LaneId) -> Placed {
        debug_assert!(place > self.read_to, "places rise");
        self.read_to = place;
        self.open.insert(place);
        if self.parked.contains_key(&lane) {
            return Placed::Park;
        }
        let queue = self.fresh.entry(lane).or_default();
        queue.push_back(place);
        if queue.len() == 1 && !self.flying.contains(&lane) {
            self.ready.push_back(lane);
        }
        Placed::Queued
    }

    /// Passes over places that hold nothing to be sent.
    pub(super) fn skip_to(&mut self, place: i64) {
        self.read_to = self.read_to.max(place);
    }

    /// A lane waits in the database until this time.
    pub(super) fn park(&mut self, lane: LaneId, until: u64) {
        if let Some(before) = self.parked.insert(lane, until) {
            self.due.remove(&(before, lane));
        }
        self.due.insert((until, lane));
    }

    /// The next lane that has waited long enough, or the next fresh event. The lane is in flight from now on. For a parked
    /// lane the database has the event: its place is none.
    pub(super) fn next(&mut self, now: u64) -> Option<Next> {
        if let Some((until, lane)) = self.due.first().copied()
            && until <= now
        {
            self.due.pop_first();
            self.flying.insert(lane);
            return Some(Next::Parked(lane));
        }
        let lane = self.ready.pop_front()?;
        let place = self.fresh.get(&lane).and_then(|queue| queue.front().copied())?;
        self.flying.insert(lane);
        Some(Next::Fresh(Job { place, lane, tries: 0, parked: false }))
    }

    /// All parked lanes that are not in flight may be tried from now on.
    pub(super) fn all_due(&mut self, now: u64) {
        let waiting = std::mem::take(&mut self.due);
        for (until, lane) in waiting {
            let until = until.min(now);
            self.parked.insert(lane, until);
            self.due.insert((until, lane));
        }
    }

    /// When the next parked lane may be tried.
    pub(super) fn next_due(&self) -> Option<u64> {
        self.due.first().map(|(until, _)| *until)
    }

    /// A fresh event was delivered.
    pub(super) fn delivered(&mut self, lane: LaneId, place: i64) {
        self.flying.remove(&lane);
        self.settled(place);
        let Some(queue) = self.fresh.get_mut(&lane) else { return };
        if queue.front() == Some(&place) {
            queue.pop_front();
        }
        if queue.is_empty() {
            self.fresh.remove(&lane);
        } else {
            self.ready.push_back(lane);
        }
    }

    /// A fresh event may go at once again: it was not its fault.
    pub(super) fn put_back(&mut self, lane: LaneId) {
        self.flying.remove(&lane);
        if self.fresh.contains_key(&lane) {
            self.ready.push_front(lane);
        }
    }

    /// All fresh events of a lane, which have to be parked together, since one of them failed. They are settled by
    /// [`Lanes::settled`] once that is done.
    pub(super) fn take_fresh(&mut self, lane: LaneId) -> Vec<i64> {
        self.flying.remove(&lane);
        self.fresh.remove(&lane).map(Vec::from).unwrap_or_default()
    }

    /// An event was parked, or delivered: a restart does not have to look at it again.
    pub(super) fn settled(&mut self, place: i64) {
        self.open.remove(&place);
    }

    /// The first event of a parked lane is gone, and another one of it waits in the database until this time.
    pub(super) fn parked_again(&mut self, lane: LaneId, until: u64) {
        self.flying.remove(&lane);
        self.park(lane, until);
    }

    /// Nothing of a lane waits in the database any more.
    pub(super) fn unparked(&mut self, lane: LaneId) {
        self.flying.remove(&lane);
        if let Some(until) = self.parked.remove(&lane) {
            self.due.remove(&(until, lane));
        }
    }
}

/// What goes next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Next {
    /// This event.
    Fresh(Job),
    /// The first event of this lane in the database.
    Parked(LaneId),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lane(name: &str) -> LaneId {
        LaneId::of(name)
    }

    fn fresh(place: i64, name: &str) -> Option<Next> {
        Some(Next::Fresh(Job { place, lane: lane(name), tries: 0, parked: false }))
    }

    #[test]
    fn one_of_a_lane_at_a_time_and_lanes_side_by_side() {
        let mut lanes = Lanes::after(10);
        for (place, name) in [(11, "a"), (12, "a"), (13, "b"), (14, "a")] {
            assert_eq!(lanes.read(place, lane(name)), Placed::Queued);
        }
        assert_eq!(lanes.next(0), fresh(11, "a"));
        assert_eq!(lanes.next(0), fresh(13, "b"));
        assert_eq!(lanes.next(0), None, "the rest of a waits for its first");
        assert_eq!(lanes.settled_to(), 10);
        lanes.delivered(lane("b"), 13);
        assert_eq!(lanes.settled_to(), 10, "13 is done, 11 is not");
        lanes.delivered(lane("a"), 11);
        assert_eq!((lanes.settled_to(), lanes.next(0)), (11, fresh(12, "a")));
        lanes.delivered(lane("a"), 12);
        assert_eq!(lanes.next(0), fresh(14, "a"));
        lanes.delivered(lane("a"), 14);
        assert_eq!((lanes.settled_to(), lanes.open(), lanes.flying()), (14, 0, 0));
        assert!(lanes.fresh.is_empty() && lanes.ready.is_empty(), "nothing is left behind");
    }

    #[test]
    fn what_fails_takes_its_lane_along_and_no_other() {
        let mut lanes = Lanes::after(0);
        for (place, name) in [(1, "a"), (2, "b"), (3, "a")] {
            lanes.read(place, lane(name));
        }
        assert_eq!(lanes.next(0), fresh(1, "a"));
        assert_eq!(lanes.take_fresh(lane("a")), [1, 3]);
        lanes.park(lane("a"), 500);
        for place in [1, 3] {
            lanes.settled(place);
        }
        assert_eq!(lanes.read(4, lane("a")), Placed::Park, "behind those that wait");
        lanes.settled(4);
        assert_eq!(lanes.next(0), fresh(2, "b"));
        lanes.delivered(lane("b"), 2);
        assert_eq!((lanes.next(499), lanes.next_due(), lanes.settled_to()), (None, Some(500), 4));
        assert_eq!(lanes.next(500), Some(Next::Parked(lane("a"))));
        assert_eq!(lanes.next(500), None, "one at a time here as well");
        lanes.parked_again(lane("a"), 500);
        assert_eq!(lanes.next(500), Some(Next::Parked(lane("a"))));
        lanes.unparked(lane("a"));
        assert_eq!((lanes.read(5, lane("a")), lanes.next(500)), (Placed::Queued, fresh(5, "a")));
    }

    #[test]
    fn what_was_read_while_its_lane_was_tried_waits_for_it() {
        let mut lanes = Lanes::after(0);
        lanes.read(1, lane("a"));
        assert_eq!(lanes.next(0), fresh(1, "a"));
        lanes.read(2, lane("a"));
        assert_eq!(lanes.next(0), None);
        lanes.put_back(lane("a"));
        assert_eq!(lanes.next(0), fresh(1, "a"), "the same one again");
        lanes.delivered(lane("a"), 1);
        assert_eq!(lanes.next(0), fresh(2, "a"));
    }

    #[test]
    fn a_lane_that_is_parked_anew_has_one_time_only() {
        let mut lanes = Lanes::after(0);
        lanes.park(lane("a"), 100);
        lanes.park(lane("a"), 300);
        assert_eq!((lanes.next(200), lanes.next_due(), lanes.parked()), (None, Some(300), 1));
    }

    #[test]
    fn places_that_are_passed_over_count_as_settled() {
        let mut lanes = Lanes::after(3);
        lanes.skip_to(9);
        assert_eq!((lanes.settled_to(), lanes.read_to()), (9, 9));
        lanes.read(12, lane("a"));
        lanes.skip_to(10);
        assert_eq!((lanes.settled_to(), lanes.read_to()), (11, 12));
    }
}
