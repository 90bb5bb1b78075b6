//! The task that posts events: reads them behind the noted place, keeps so many on their way, and notes what became of them.

mod settling;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::{
    sync::{mpsc, watch},
    task::{JoinHandle, JoinSet},
};

use super::{
    Command,
    lanes::{Job, Lanes, Next, Placed},
    pulse::{Pulse, millis},
    sign::Signer,
};
use crate::{
    config::EventsConfig,
    ids,
    state::AppState,
    store::{Parked, StoreError},
    upstream::{Endpoint, Posted},
};

/// Events that are read ahead. Only their places are held, not their texts.
const READ_AHEAD: usize = 4096;
/// How often the place is noted when only what needs no delivery moved it.
const NOTED_EVERY: Duration = Duration::from_millis(50);
/// How long a command waits for what is on its way.
const LANDING: Duration = Duration::from_secs(1);
/// Pause after the database did not do what it was asked.
const DATABASE_PAUSE: Duration = Duration::from_secs(1);

/// A running worker.
pub(crate) struct Worker(JoinHandle<()>);

impl Worker {
    /// Waits until it has ended, but not for longer than this; the proxy has to be asked to end first. What is on its way
    /// then goes out again after the next start, under the same id.
    pub(crate) async fn ended(mut self, longest: Duration) {
        match tokio::time::timeout(longest, &mut self.0).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::error!(cause = %error, "the outbox ended early"),
            Err(_) => self.0.abort(),
        }
    }
}

#[cfg(test)]
impl Worker {
    /// Ends it as a crash would: at once, with nothing noted.
    pub(super) async fn kill(self) {
        self.0.abort();
        let _ = self.0.await;
    }
}

/// Starts the worker, if there is an endpoint. It ends when the proxy is asked to.
pub(crate) fn start(state: &AppState) -> Option<Worker> {
    let endpoint = Arc::clone(state.endpoint.as_ref()?);
    let events = state.config.events.as_ref()?;
    let (commands, asked) = mpsc::channel(8);
    state.outbox.lock().commands = Some(commands);
    let task = Task {
        // It was looked at when the settings were read.
        signer: Signer::new(&events.secret).ok()?,
        events: events.clone(),
        endpoint,
        asked,
        start: Instant::now(),
        state: state.clone(),
    };
    Some(Worker(tokio::spawn(task.run())))
}

struct Task {
    state: AppState,
    events: EventsConfig,
    endpoint: Arc<Endpoint>,
    signer: Signer,
    asked: mpsc::Receiver<Command>,
    start: Instant,
}

/// Why a session ended.
enum End {
    /// The proxy ends.
    Asked,
    /// What waits in the database was changed: begin again from there.
    Changed,
}

/// What became of an event on its way.
struct Done {
    job: Job,
    /// None when the database did not give its text.
    posted: Option<Posted>,
}

/// What one session knows.
struct Session {
    lanes: Lanes,
    pulse: Pulse,
    /// The place that the database has.
    noted: i64,
    noted_at: Instant,
    /// What was delivered since then. It keeps its slots until the database has it: so no more goes out again after a crash
    /// than there are slots.
    delivered: Vec<i64>,
    flying: JoinSet<Done>,
}

impl Task {
    async fn run(mut self) {
        let mut delivered = Vec::new();
        loop {
            match self.session(&mut delivered).await {
                Ok(End::Asked) => return,
                Ok(End::Changed) => {}
                Err(error) => {
                    tracing::error!(cause = %error, "the outbox waits for the database");
                    if self.pause(DATABASE_PAUSE).await {
                        return;
                    }
                }
            }
        }
    }

    /// Waits, and tells whether the proxy is to end.
    async fn pause(&self, time: Duration) -> bool {
        let mut ending = self.state.ending.subscribe();
        tokio::select! {
            () = tokio::time::sleep(time) => false,
            () = asked(&mut ending) => true,
        }
    }

    fn now(&self) -> u64 {
        millis(self.start.elapsed())
    }

    /// Begins from what the database has, until something else is to be begun from. `delivered` is what the session before could not
    /// note, and then what this one could not.
    async fn session(&mut self, delivered: &mut Vec<i64>) -> Result<End, StoreError> {
        // What can't be noted is not sent.
        self.state.store.ping().await?;
        let place = self.state.store.outbox_begin().await?;
        if !delivered.is_empty() {
            self.state.store.outbox_note(place, delivered.clone()).await?;
            delivered.clear();
        }
        let mut session = Session {
            lanes: Lanes::after(place),
            pulse: Pulse::default(),
            noted: place,
            noted_at: Instant::now(),
            delivered: Vec::new(),
            flying: JoinSet::new(),
        };
        for (lane, left) in self.state.store.outbox_lanes().await? {
            session.lanes.park(lane, self.now().saturating_add(left));
        }
        let end = self.carry_on(&mut session).await;
        *delivered = session.delivered;
        end
    }

    async fn carry_on(&mut self, session: &mut Session) -> Result<End, StoreError> {
        let mut tail = self.state.store.newest_event();
        let mut ending = self.state.ending.subscribe();
        loop {
            let newest = *tail.borrow_and_update();
            self.note(session, false).await?;
            self.read(session, newest).await?;
            self.send(session).await?;
            let wake = self.wake(session);
            tokio::select! {
                Some(done) = session.flying.join_next() => self.settle(session, done).await?,
                changed = tail.changed(), if session.lanes.open() < READ_AHEAD => {
                    if changed.is_err() {
                        return Ok(End::Asked);
                    }
                }
                () = tokio::time::sleep(wake) => {}
                Some(command) = self.asked.recv() => {
                    self.obey(session, command).await?;
                    return Ok(End::Changed);
                }
                () = asked(&mut ending) => {
                    self.finish(session).await?;
                    return Ok(End::Asked);
                }
            }
        }
    }

    /// Time until something has to be done even if nothing happens.
    fn wake(&self, session: &Session) -> Duration {
        let now = self.now();
        if !session.delivered.is_empty() {
            return DATABASE_PAUSE;
        }
        let noted = NOTED_EVERY.saturating_sub(session.noted_at.elapsed());
        let to_note =
            (session.lanes.settled_to() > session.noted).then_some(noted.max(Duration::from_millis(1)));
        let to_send = match session.pulse.until(now) {
            Some(until) => Some(until),
            None if session.pulse.is_halted() => None,
            None => session.lanes.next_due(),
        };
        let to_send = to_send.map(|at| Duration::from_millis(at.saturating_sub(now).max(1)));
        [to_note, to_send].into_iter().flatten().min().unwrap_or(Duration::from_secs(60))
    }

    /// Reads on, up to the newest event.
    async fn read(&self, session: &mut Session, newest: i64) -> Result<(), StoreError> {
        let lanes = &mut session.lanes;
        while lanes.read_to() < newest && lanes.open() < READ_AHEAD / 2 {
            let limit = READ_AHEAD - lanes.open();
            let rows = self.state.store.outbox_read(lanes.read_to(), newest, limit).await?;
            let all = rows.len() < limit;
            let mut parked = Vec::new();
            for (place, lane) in rows {
                if lanes.read(place, lane) == Placed::Park {
                    parked.push((place, lane));
                }
            }
            if all {
                lanes.skip_to(newest);
            }
            if !parked.is_empty() {
                self.state.store.outbox_park(parked.clone()).await?;
                for (place, _) in parked {
                    lanes.settled(place);
                }
            }
        }
        Ok(())
    }

    /// Sends what may go now.
    async fn send(&self, session: &mut Session) -> Result<(), StoreError> {
        loop {
            let now = self.now();
            if !session.delivered.is_empty() {
                return Ok(());
            }
            if session.pulse.room(now, session.lanes.flying(), self.events.at_once) == 0 {
                return Ok(());
            }
            let job = match session.lanes.next(now) {
                Some(Next::Fresh(job)) => job,
                Some(Next::Parked(lane)) => match self.state.store.outbox_first(lane).await? {
                    Some(Parked { place, tries, .. }) => Job { place, lane, tries, parked: true },
                    None => {
                        session.lanes.unparked(lane);
                        continue;
                    }
                },
                None => return Ok(()),
            };
            let (state, endpoint, signer) =
                (self.state.clone(), Arc::clone(&self.endpoint), self.signer.clone());
            session.flying.spawn(async move {
                let posted = post(&state, &endpoint, &signer, job.place).await;
                Done { job, posted }
            });
        }
    }

    /// Writes down what was delivered and how far all are settled: before anything else goes out, and what needed no delivery now
    /// and then. While the database does not take it, nothing goes out; begun anew, the same would go out again and again.
    async fn note(&self, session: &mut Session, at_once: bool) -> Result<(), StoreError> {
        let place = session.lanes.settled_to();
        let is_due = at_once || session.noted_at.elapsed() >= NOTED_EVERY;
        if session.delivered.is_empty() && !(place > session.noted && is_due) {
            return Ok(());
        }
        match self.state.store.outbox_note(place, session.delivered.clone()).await {
            Ok(()) => {
                (session.noted, session.noted_at) = (place, Instant::now());
                session.delivered.clear();
                Ok(())
            }
            Err(error) if error.is_passing() && !at_once => {
                tracing::error!(cause = %error, "the outbox waits until it can be noted what was delivered");
                Ok(())
            }
            Err(error) => Err(error),
        }
    }

    /// What is on its way may arrive; then nothing goes out any more.
    async fn finish(&self, session: &mut Session) -> Result<(), StoreError> {
        self.land(session, self.state.config.shutdown).await
    }

    /// Waits for what is on its way, for so long at most, and notes everything.
    async fn land(&self, session: &mut Session, longest: Duration) -> Result<(), StoreError> {
        let until = tokio::time::Instant::now() + longest;
        while let Ok(Some(done)) = tokio::time::timeout_at(until, session.flying.join_next()).await {
            self.settle(session, done).await?;
        }
        self.note(session, true).await
    }

    async fn obey(&self, session: &mut Session, command: Command) -> Result<(), StoreError> {
        // What takes longer than this goes out again under the same id.
        self.land(session, LANDING).await?;
        session.flying.abort_all();
        match command {
            Command::Revive(ids, answer) => {
                let revived = self.state.store.outbox_revive(ids).await;
                let _ = answer.send(revived);
            }
            Command::Rewind(place, answer) => {
                let rewound = self.state.store.outbox_rewind(place).await;
                let _ = answer.send(rewound);
            }
            Command::Forget(answer) => {
                let _ = answer.send(());
            }
        }
        Ok(())
    }
}

/// Waits until the proxy is asked to end, or is gone.
async fn asked(ending: &mut watch::Receiver<bool>) {
    let _ = ending.wait_for(|ending| *ending).await;
}

/// Posts the event at a place. An event that is gone counts as delivered: there is nothing to send any more.
async fn post(state: &AppState, endpoint: &Endpoint, signer: &Signer, place: i64) -> Option<Posted> {
    let (id, body) = match state.store.event_to_deliver(place).await {
        Ok(Some(found)) => found,
        Ok(None) => return Some(Posted { result: Ok(204), retry_after: None }),
        Err(error) => {
            tracing::error!(cause = %error, place, "an event could not be read");
            return None;
        }
    };
    let now = jiff::Timestamp::now().as_second();
    let headers = signer.headers(&id, now, &body)?;
    Some(endpoint.post(headers, body).await)
}

/// A number from 0 to 1 that spreads tries; without randomness they are not spread.
fn chance() -> f64 {
    ids::random::<2>().map_or(0.0, |bytes| f64::from(u16::from_be_bytes(bytes)) / f64::from(u16::MAX))
}
