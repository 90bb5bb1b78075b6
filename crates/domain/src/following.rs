//! A message on its way: accepted → sent → delivered → read, or failed.

use serde::{Deserialize, Serialize};

use crate::{
    inbound::{DeliveryReport, DeliveryStatus},
    outcome::Outcome,
};

/// How far a message got and when. Built up from reports that may come in any order and more than once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Following {
    /// The provider's id of the message.
    pub message_id: String,
    /// How far it got. `accepted` is not an arrival.
    pub status: DeliveryStatus,
    /// When the provider took it over. All times are RFC 3339 in UTC with milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted_at: Option<String>,
    /// When it went to WhatsApp.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<String>,
    /// When it reached the phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered_at: Option<String>,
    /// When it was seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_at: Option<String>,
    /// When it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed_at: Option<String>,
    /// Why it failed and what to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
}

impl Following {
    /// A message that the provider has just taken over.
    pub fn new(message_id: impl Into<String>, accepted_at: Option<String>) -> Self {
        Self {
            message_id: message_id.into(),
            status: DeliveryStatus::Accepted,
            accepted_at,
            sent_at: None,
            delivered_at: None,
            read_at: None,
            failed_at: None,
            outcome: None,
        }
    }

    /// Takes a report in and says whether anything changed. Whether it is about this message is the caller's to know.
    ///
    /// The result does not depend on the order of the reports. Of two times for one stage the earlier stands.
    pub fn apply(&mut self, report: &DeliveryReport) -> bool {
        let arrived = |status| matches!(status, DeliveryStatus::Delivered | DeliveryStatus::Read);
        if report.status == DeliveryStatus::Failed && arrived(self.status) {
            return false;
        }
        let rises = self.status.rises_to(report.status);
        if rises {
            self.status = report.status;
        }
        let mut changed = rises;
        if arrived(self.status) && (self.failed_at.is_some() || self.outcome.is_some()) {
            (self.failed_at, self.outcome, changed) = (None, None, true);
        }
        let stage = match report.status {
            DeliveryStatus::Accepted => &mut self.accepted_at,
            DeliveryStatus::Sent => &mut self.sent_at,
            DeliveryStatus::Delivered => &mut self.delivered_at,
            DeliveryStatus::Read => &mut self.read_at,
            DeliveryStatus::Failed => &mut self.failed_at,
        };
        let is_earlier = match (&report.at, stage.as_ref()) {
            (Some(new), Some(known)) => new < known,
            (Some(_), None) => true,
            (None, _) => false,
        };
        if is_earlier {
            stage.clone_from(&report.at);
            changed = true;
        }
        if report.status == DeliveryStatus::Failed
            && report.outcome.is_some()
            && (is_earlier || self.outcome.is_none())
            && self.outcome != report.outcome
        {
            self.outcome.clone_from(&report.outcome);
            changed = true;
        }
        changed
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::outcome::Verdict;

    fn report(status: DeliveryStatus, second: u32) -> DeliveryReport {
        let failed = status == DeliveryStatus::Failed;
        DeliveryReport {
            message_id: "m1".into(),
            own_id: None,
            status,
            at: Some(format!("2026-01-01T00:00:{second:02}.000Z")),
            to: None,
            user_id: None,
            outcome: failed.then(|| Outcome::new(Verdict::Refused, &format!("code-{second}"), "")),
            raw: Value::Null,
        }
    }

    /// Every order of the items.
    fn orders<T: Clone>(items: &[T]) -> Vec<Vec<T>> {
        if items.is_empty() {
            return vec![vec![]];
        }
        (0..items.len())
            .flat_map(|first| {
                let mut rest = items.to_vec();
                let head = rest.remove(first);
                orders(&rest).into_iter().map(move |tail| [vec![head.clone()], tail].concat())
            })
            .collect()
    }

    #[test]
    fn the_end_does_not_depend_on_the_order() {
        use DeliveryStatus::{Delivered, Failed, Read, Sent};
        let stories = [
            vec![report(Sent, 1), report(Delivered, 2), report(Read, 3), report(Failed, 4)],
            vec![report(Sent, 1), report(Failed, 2), report(Failed, 3), report(Sent, 4)],
            vec![report(Delivered, 2), report(Failed, 1), report(Delivered, 3), report(Sent, 5)],
            vec![report(Read, 3), report(Sent, 1)],
        ];
        for story in stories {
            let mut ends = orders(&story).into_iter().map(|reports| {
                let mut following = Following::new("m1", None);
                for report in &reports {
                    following.apply(report);
                    let before = following.clone();
                    assert!(!following.apply(report), "a repeat changes nothing: {report:?}");
                    assert_eq!(following, before);
                }
                following
            });
            let first = ends.next().unwrap();
            assert!(ends.all(|end| end == first), "{story:?}");
        }
    }

    #[test]
    fn a_failure_shows_why_and_an_arrival_takes_it_back() {
        let mut following = Following::new("m1", Some("2026-01-01T00:00:00.000Z".into()));
        assert!(following.apply(&report(DeliveryStatus::Failed, 5)));
        assert_eq!(following.status, DeliveryStatus::Failed);
        assert_eq!(following.outcome.as_ref().unwrap().code, "code-5");
        assert!(!following.apply(&report(DeliveryStatus::Failed, 9)));
        assert!(following.apply(&report(DeliveryStatus::Delivered, 6)));
        assert_eq!((following.failed_at.as_ref(), following.outcome.as_ref()), (None, None));
        assert!(!following.apply(&report(DeliveryStatus::Failed, 4)));
        assert_eq!(following.status, DeliveryStatus::Delivered);
    }

    #[test]
    fn read_without_delivered_is_read() {
        let mut following = Following::new("m1", None);
        assert!(following.apply(&report(DeliveryStatus::Read, 3)));
        assert_eq!((following.status, following.delivered_at.as_ref()), (DeliveryStatus::Read, None));
        assert!(following.apply(&report(DeliveryStatus::Delivered, 2)), "its time is news");
        assert_eq!(following.status, DeliveryStatus::Read);
    }
}
