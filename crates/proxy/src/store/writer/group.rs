//! One commit: the jobs one after the other, then the disk, then the answers.

use rusqlite::{Connection, ffi};
use tokio::sync::oneshot;

use super::{Accepted, Job, QueuePlace, Told, WriteFailed};
use crate::{
    clock, ids,
    metrics::Metrics,
    store::{
        StoreError,
        inbound::{NewEvent, Writing},
    },
};

struct Webhook {
    events: Vec<NewEvent>,
    accepted: Accepted,
    place: QueuePlace,
    answer: oneshot::Sender<Result<Accepted, WriteFailed>>,
}

/// Writes all jobs in one commit and answers each: after the commit, or after it failed. A failure that lies in what is written
/// and not in the disk is looked for job by job, so that one bad job does not take the others with it.
pub(super) fn commit(connection: &Connection, jobs: Vec<Job>, metrics: &Metrics) -> rusqlite::Result<i64> {
    let mut webhooks = Vec::with_capacity(jobs.len());
    let (mut works, mut others): (Vec<_>, Vec<Told>) = Default::default();
    for job in jobs {
        match job {
            Job::Events { events, place, answer } => {
                webhooks.push(Webhook { events, accepted: Accepted::default(), place, answer });
            }
            Job::Other(work) => works.push(work),
            Job::End => {}
        }
    }
    let result = (|| {
        execute(connection, "BEGIN IMMEDIATE")?;
        let mut writing = Writing::new(salt(), clock::now_ms());
        for work in works {
            others.push(work(connection));
            // Some failures (a full disk) roll the whole transaction back; nothing may be written outside of it.
            if connection.is_autocommit() {
                return Err(rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_FULL), None));
            }
        }
        for webhook in &mut webhooks {
            webhook.accepted = write(connection, &mut writing, &webhook.events)?;
        }
        writing.finish(connection)?;
        execute(connection, "COMMIT")?;
        Ok(writing)
    })();
    let (writing, error) = match result {
        Ok(writing) => (writing, None),
        Err(error) => {
            roll_back(connection);
            (Writing::new(0, 0), Some(error))
        }
    };
    let Some(error) = error else {
        writing.count(metrics);
        for webhook in webhooks {
            drop(webhook.place);
            let _ = webhook.answer.send(Ok(webhook.accepted));
        }
        others.into_iter().for_each(|told| told(Ok(())));
        return newest_place(connection);
    };
    let failed = WriteFailed::from(&error);
    others.into_iter().for_each(|told| told(Err(failed.clone())));
    if failed.passing || webhooks.len() < 2 {
        for webhook in webhooks {
            drop(webhook.place);
            let _ = webhook.answer.send(Err(failed.clone()));
        }
        return Err(error);
    }
    tracing::error!(cause = %error, "a commit failed for what is in it; its webhooks are written one by one");
    for Webhook { events, place, answer, .. } in webhooks {
        // Each in a commit of its own; one that fails answers itself.
        let _ = commit(connection, vec![Job::Events { events, place, answer }], metrics);
    }
    newest_place(connection)
}

fn write(connection: &Connection, writing: &mut Writing, events: &[NewEvent]) -> rusqlite::Result<Accepted> {
    let mut accepted = Accepted::default();
    for event in events {
        if writing.event(connection, event)? {
            accepted.new += 1;
        } else {
            accepted.repeated += 1;
        }
    }
    Ok(accepted)
}

/// Answers all jobs with a failure.
pub(super) fn refuse(jobs: Vec<Job>, failed: &WriteFailed) {
    for job in jobs {
        match job {
            Job::Events { place, answer, .. } => {
                drop(place);
                let _ = answer.send(Err(failed.clone()));
            }
            // Dropped with the sender of its answer, which is read as a failure.
            Job::Other(_) | Job::End => {}
        }
    }
}

/// Runs work that may fail alone: then nothing of it is kept, and the rest of the commit is.
pub(super) fn in_savepoint<T>(
    connection: &Connection,
    work: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    execute(connection, "SAVEPOINT work")?;
    let done = work(connection);
    if done.is_err() {
        execute(connection, "ROLLBACK TO work")?;
    }
    execute(connection, "RELEASE work")?;
    done
}

/// Place of the newest event that ever was.
pub(super) fn newest_place(connection: &Connection) -> rusqlite::Result<i64> {
    connection
        .prepare_cached("SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'events'), 0)")?
        .query_row([], |row| row.get(0))
}

/// Random bits for the ids of this commit; the place alone tells events apart if there are none to be had.
pub(in crate::store) fn salt() -> i64 {
    ids::random::<5>().map_or(0, |bytes| bytes.iter().fold(0, |salt, byte| salt << 8 | i64::from(*byte)))
}

fn roll_back(connection: &Connection) {
    // Some failures have rolled back already.
    if !connection.is_autocommit()
        && let Err(error) = execute(connection, "ROLLBACK")
    {
        tracing::error!(cause = %error, "a transaction could not be rolled back");
    }
}

fn execute(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute([]).map(|_| ())
}
