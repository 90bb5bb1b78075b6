//! What became of events on their way: taken, to be tried again, or given up.

use std::time::Duration;

use whatsapp_domain::outbox::OutboxFailure;

use super::{DATABASE_PAUSE, Done, Session, Task, chance};
use crate::{
    clock,
    outbox::{
        backoff::{self, Verdict},
        lanes::{Job, LaneId},
        pulse::millis,
    },
    store::{Parked, Settled, StoreError},
    upstream::Posted,
};

impl Task {
    /// Notes what became of an event, and of all others that are done by now.
    pub(super) async fn settle(
        &self,
        session: &mut Session,
        first: Result<Done, tokio::task::JoinError>,
    ) -> Result<(), StoreError> {
        let mut next = Some(first);
        while let Some(done) = next {
            // A task that panicked leaves its lane in flight; the session begins anew.
            let Ok(done) = done else { return Err(StoreError::Unreadable("event")) };
            self.settle_one(session, done).await?;
            next = session.flying.try_join_next();
        }
        Ok(())
    }

    async fn settle_one(&self, session: &mut Session, done: Done) -> Result<(), StoreError> {
        let Done { job, posted } = done;
        let now = self.now();
        let Some(posted) = posted else {
            session.pulse.pause(now + millis(DATABASE_PAUSE));
            if job.parked {
                session.lanes.parked_again(job.lane, now);
            } else {
                session.lanes.put_back(job.lane);
            }
            return Ok(());
        };
        match backoff::judge(&posted) {
            Verdict::Delivered => {
                if session.pulse.taken() {
                    tracing::info!("the endpoint for events is back");
                    session.lanes.all_due(now);
                }
                self.state.outbox.delivered(clock::now());
                if job.parked {
                    let left =
                        self.state.store.outbox_settle(job.place, job.lane, Settled::Delivered).await?;
                    self.go_on(session, job.lane, left, now);
                } else {
                    session.lanes.delivered(job.lane, job.place);
                    session.delivered.push(job.place);
                }
                Ok(())
            }
            Verdict::Gone => {
                let failure = self.failed(&posted);
                tracing::warn!(
                    code = failure.code,
                    "the endpoint wants no more events: nothing is sent until a replay or a restart"
                );
                session.pulse.gone();
                if job.parked {
                    session.lanes.parked_again(job.lane, now);
                } else {
                    session.lanes.put_back(job.lane);
                }
                Ok(())
            }
            Verdict::Again { wait } => self.again(session, job, &posted, wait).await,
        }
    }

    /// An event was not taken: it waits for another try, or is given up.
    async fn again(
        &self,
        session: &mut Session,
        job: Job,
        posted: &Posted,
        asked: Option<Duration>,
    ) -> Result<(), StoreError> {
        let (now, tries) = (self.now(), job.tries + 1);
        let failure = self.failed(posted);
        let was_down = session.pulse.is_down();
        session.pulse.refused(now, self.events.retry, asked, chance());
        if session.pulse.is_down() && !was_down {
            tracing::warn!(code = failure.code, "the endpoint takes no events: they wait");
        }
        let given_up = self.events.tries > 0 && tries >= self.events.tries;
        let wait = millis(backoff::wait(self.events.retry, tries, asked, chance()));
        let settled = if given_up {
            self.state.outbox.lock().dead += 1;
            tracing::warn!(
                place = job.place,
                tries,
                code = failure.code,
                "an event was given up: it is a dead letter now"
            );
            Settled::Dead { tries, failure }
        } else {
            Settled::Waits { tries, failure, wait_ms: wait }
        };
        if !job.parked {
            // Its followers go into the database with it, so that the order outlives a restart.
            let places = session.lanes.take_fresh(job.lane);
            self.state.store.outbox_park(places.iter().map(|place| (*place, job.lane)).collect()).await?;
            for place in places {
                session.lanes.settled(place);
            }
        }
        let left = self.state.store.outbox_settle(job.place, job.lane, settled).await?;
        self.go_on(session, job.lane, left, now);
        Ok(())
    }

    fn go_on(&self, session: &mut Session, lane: LaneId, left: Option<Parked>, now: u64) {
        match left {
            Some(next) => session.lanes.parked_again(lane, now.saturating_add(next.wait_ms)),
            None => session.lanes.unparked(lane),
        }
    }

    fn failed(&self, posted: &Posted) -> OutboxFailure {
        let (code, text) = backoff::told(posted);
        let failure = OutboxFailure { at: clock::now(), code, text };
        tracing::debug!(code = failure.code, "an event was not taken");
        let mut seen = self.state.outbox.lock();
        seen.failed += 1;
        seen.last_failure = Some(failure.clone());
        failure
    }
}
