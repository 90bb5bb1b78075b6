//! When a try that failed is made again, and what an answer of the endpoint means.

use std::time::Duration;

use crate::upstream::{Failure, Posted};

/// Longest time between two tries, and the most that an endpoint's `Retry-After` is waited for.
const LONGEST: Duration = Duration::from_secs(3600);
/// Longest time between two tries of an endpoint that takes nothing at all: it may be back any minute.
const PROBE_LONGEST: Duration = Duration::from_secs(60);
/// Each wait is so many times as long as the one before.
const FACTOR: u32 = 3;

/// What became of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// A 2xx: it is the endpoint's now.
    Delivered,
    /// Not taken; again later.
    Again {
        /// The endpoint asked to be left alone for so long.
        wait: Option<Duration>,
    },
    /// 410: the endpoint wants nothing any more.
    Gone,
}

/// What an answer means. Redirects are not followed, so they are refusals.
pub(super) fn judge(posted: &Posted) -> Verdict {
    match posted.result {
        Ok(status) if (200..300).contains(&status) => Verdict::Delivered,
        Ok(410) => Verdict::Gone,
        Ok(429 | 503) => Verdict::Again { wait: posted.retry_after.map(|wait| wait.min(LONGEST)) },
        Ok(_) | Err(_) => Verdict::Again { wait: None },
    }
}

/// A stable code for a failure and its words.
pub(super) fn told(posted: &Posted) -> (String, String) {
    match posted.result {
        Ok(status) => {
            let words = match status {
                300..=399 => {
                    "The endpoint redirects. Redirects are not followed: set the address that it leads to."
                }
                401 | 403 => "The endpoint did not let the event in. Compare the secret on both sides.",
                404 | 405 => "There is nothing at the endpoint's address that takes events.",
                410 => {
                    "The endpoint says that it wants no more events. Nothing is sent until a replay or a restart."
                }
                413 => "The event is larger than the endpoint takes.",
                429 => "The endpoint asked for a pause.",
                500.. => "The endpoint has a problem of its own.",
                _ => "The endpoint did not take the event.",
            };
            (format!("status-{status}"), words.to_owned())
        }
        Err(failure) => (failure.code().to_owned(), words(failure).to_owned()),
    }
}

fn words(failure: Failure) -> &'static str {
    match failure {
        Failure::Blocked => {
            "The endpoint's address leads to a private network. EVENTS_ALLOW_PRIVATE is the setting for that."
        }
        Failure::Name => "The endpoint's host was not found.",
        Failure::Refused => "The endpoint's host was found, but nothing accepts connections there.",
        Failure::ConnectTimeout => "The endpoint's host did not accept a connection in time.",
        Failure::Tls => "No valid encrypted connection to the endpoint came about.",
        Failure::Unreachable => "The network does not lead to the endpoint.",
        Failure::Unsendable => "The request could not be put together.",
        Failure::Timeout => "The endpoint did not answer in time. It may have taken the event all the same.",
        Failure::Cut | Failure::BodyCut => {
            "The connection ended before the endpoint had answered. It may have taken the event all the same."
        }
    }
}

/// The wait after so many tries (at least 1) of one event. `first` is the wait after the first, `chance` from 0 to 1 spreads
/// those that failed together over another quarter of the time.
pub(super) fn wait(first: Duration, tries: u32, asked: Option<Duration>, chance: f64) -> Duration {
    spread(grown(first, tries, LONGEST), chance).max(asked.unwrap_or_default()).min(LONGEST)
}

/// The wait before an endpoint that failed so often in a row (at least 1 beyond what is normal) is tried again.
pub(super) fn probe_wait(first: Duration, failures: u32, asked: Option<Duration>, chance: f64) -> Duration {
    spread(grown(first, failures, PROBE_LONGEST), chance).min(PROBE_LONGEST).max(asked.unwrap_or_default())
}

fn grown(first: Duration, times: u32, longest: Duration) -> Duration {
    let factor = FACTOR.saturating_pow(times.saturating_sub(1).min(20));
    first.saturating_mul(factor).min(longest)
}

fn spread(wait: Duration, chance: f64) -> Duration {
    wait + wait.mul_f64(0.25 * chance.clamp(0.0, 1.0))
}

/// What `Retry-After` says: seconds, or a date as seen from `now` (seconds since 1970). What makes no sense is none.
pub(crate) fn retry_after(value: &str, now: i64) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than fit are as good as for ever.
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX)));
    }
    let date = jiff::fmt::rfc2822::parse(value).ok()?;
    u64::try_from(date.timestamp().as_second() - now).ok().map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(number: u64) -> Duration {
        Duration::from_secs(number)
    }

    fn posted(result: Result<u16, Failure>, retry_after: Option<Duration>) -> Posted {
        Posted { result, retry_after }
    }

    #[test]
    fn waits_grow_to_an_hour_and_never_beyond() {
        let waits: Vec<u64> = (1..=9).map(|tries| wait(seconds(5), tries, None, 0.0).as_secs()).collect();
        assert_eq!(waits, [5, 15, 45, 135, 405, 1215, 3600, 3600, 3600]);
        assert_eq!(wait(seconds(5), u32::MAX, None, 1.0), LONGEST);
        assert_eq!(wait(seconds(4), 1, None, 1.0), seconds(5), "spread over a quarter more");
    }

    #[test]
    fn an_endpoint_s_wish_is_waited_for_within_the_hour() {
        assert_eq!(wait(seconds(5), 1, Some(seconds(60)), 0.0), seconds(60));
        assert_eq!(
            wait(seconds(5), 3, Some(seconds(1)), 0.0),
            seconds(45),
            "never sooner than by our own pace"
        );
        assert_eq!(wait(seconds(5), 1, Some(seconds(1_000_000_000)), 0.0), LONGEST);
        assert_eq!(probe_wait(seconds(5), 9, None, 1.0), PROBE_LONGEST);
        assert_eq!(probe_wait(seconds(5), 1, Some(seconds(600)), 0.0), seconds(600));
    }

    #[test]
    fn retry_after_is_read_in_every_form_it_comes_in() {
        let now = 1_772_357_400; // 2026-03-01T09:30:00Z
        assert_eq!(retry_after("120", now), Some(seconds(120)));
        assert_eq!(retry_after(" 0 ", now), Some(seconds(0)));
        assert_eq!(retry_after("Sun, 01 Mar 2026 09:31:00 GMT", now), Some(seconds(60)));
        assert_eq!(retry_after("99999999999999999999999", now), Some(seconds(u64::MAX)));
        for nonsense in ["", "-5", "soon", "1.5", "Sun, 01 Mar 2026 09:29:00 GMT", "1e3"] {
            assert_eq!(retry_after(nonsense, now), None, "{nonsense}");
        }
    }

    #[test]
    fn only_a_2xx_is_delivered_and_only_a_410_ends_it() {
        for status in [200, 201, 202, 204, 299] {
            assert_eq!(judge(&posted(Ok(status), None)), Verdict::Delivered);
        }
        assert_eq!(judge(&posted(Ok(410), None)), Verdict::Gone);
        for status in [199, 301, 302, 400, 401, 404, 413, 500, 502, 599] {
            assert_eq!(
                judge(&posted(Ok(status), Some(seconds(9)))),
                Verdict::Again { wait: None },
                "{status}"
            );
        }
        for status in [429, 503] {
            assert_eq!(
                judge(&posted(Ok(status), Some(seconds(9)))),
                Verdict::Again { wait: Some(seconds(9)) }
            );
            assert_eq!(
                judge(&posted(Ok(status), Some(seconds(u64::MAX)))),
                Verdict::Again { wait: Some(LONGEST) }
            );
        }
        assert_eq!(judge(&posted(Err(Failure::Timeout), None)), Verdict::Again { wait: None });
    }
}
