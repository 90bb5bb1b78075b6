//! How far a test is on its way, as a line in time: accepted, sent, delivered, read, or failed.

use whatsapp_domain::{DeliveryStatus, QuickTest, Verdict};

use crate::texts::{Id, words};

/// One place on the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Which.
    pub status: DeliveryStatus,
    /// Was it reached?
    pub reached: bool,
    /// When, RFC 3339; a provider may tell that a place was reached without telling when.
    pub at: Option<String>,
}

/// How far the message is, as far as it is known. Nothing for one that was not taken over.
pub fn status(test: &QuickTest) -> Option<DeliveryStatus> {
    match &test.following {
        Some(following) => Some(following.status),
        None => (test.outcome.verdict == Verdict::Accepted).then_some(DeliveryStatus::Accepted),
    }
}

/// The places in their order. A failure stands behind the last place that was reached, and ends the line.
pub fn way(test: &QuickTest) -> Vec<Place> {
    use DeliveryStatus::{Accepted, Delivered, Failed, Read, Sent};
    let Some(status) = status(test) else { return Vec::new() };
    let at = |place: DeliveryStatus| {
        let following = test.following.as_ref()?;
        match place {
            Accepted => following.accepted_at.clone(),
            Sent => following.sent_at.clone(),
            Delivered => following.delivered_at.clone(),
            Read => following.read_at.clone(),
            Failed => following.failed_at.clone(),
        }
    };
    let place = |place: DeliveryStatus| {
        let mut at = at(place);
        if place == Accepted {
            at = at.or_else(|| Some(test.created_at.clone()));
        }
        // Whoever read a message has got it, also when no report said so.
        let passed = status != Failed && rank(place) <= rank(status);
        Place { status: place, reached: at.is_some() || passed, at }
    };
    let places = [Accepted, Sent, Delivered, Read].map(place).into_iter();
    if status != Failed {
        return places.collect();
    }
    let failed = Place { status: Failed, reached: true, at: at(Failed) };
    places.filter(|place| place.reached).chain([failed]).collect()
}

/// A place's word in JSON.
pub fn word(status: DeliveryStatus) -> &'static str {
    match status {
        DeliveryStatus::Accepted => "accepted",
        DeliveryStatus::Sent => "sent",
        DeliveryStatus::Delivered => "delivered",
        DeliveryStatus::Read => "read",
        DeliveryStatus::Failed => "failed",
    }
}

/// A place's name for people.
pub fn name(status: DeliveryStatus) -> Id {
    match status {
        DeliveryStatus::Accepted => words::ACCEPTED,
        DeliveryStatus::Sent => words::SENT,
        DeliveryStatus::Delivered => words::DELIVERED,
        DeliveryStatus::Read => words::READ,
        DeliveryStatus::Failed => words::FAILED,
    }
}

fn rank(status: DeliveryStatus) -> u8 {
    match status {
        DeliveryStatus::Accepted => 0,
        DeliveryStatus::Sent => 1,
        DeliveryStatus::Delivered => 2,
        DeliveryStatus::Read => 3,
        DeliveryStatus::Failed => 4,
    }
}

/// Can anything more be heard of it?
pub fn is_at_its_end(test: &QuickTest) -> bool {
    matches!(status(test), None | Some(DeliveryStatus::Read | DeliveryStatus::Failed))
}

/// Does `new` know more of the same test than `known`? Answers may come in any order.
pub fn knows_more(new: &QuickTest, known: &QuickTest) -> bool {
    match (&new.following, &known.following) {
        (Some(new), Some(known)) => {
            new != known && (new.status == known.status || known.status.rises_to(new.status))
        }
        (Some(_), None) => true,
        (None, _) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json};

    use super::*;

    fn followed(following: serde_json::Value) -> QuickTest {
        from_value(json!({"id":"test_1","integration":"int_1","integrationName":"Shop","provider":"p",
            "createdAt":"2026-01-01T00:00:00Z",
            "reached":{"e164":"+1","international":"+1","region":null,"country":""},
            "message":{"type":"text","text":"Hi","previewUrl":false},
            "request":{"method":"POST","url":"https://x","headers":{},"body":null},
            "outcome":{"verdict":"accepted","code":"accepted","cause":"x","retry":"never","safeToRepeat":false,"known":true},
            "durationMs":12,"following":following}))
        .unwrap()
    }

    fn reached(test: &QuickTest) -> Vec<(DeliveryStatus, bool)> {
        way(test).into_iter().map(|place| (place.status, place.reached)).collect()
    }

    #[test]
    fn only_what_is_known_is_reached() {
        use DeliveryStatus::{Accepted, Delivered, Read, Sent};
        let fresh = followed(json!(null));
        let expected = [(Accepted, true), (Sent, false), (Delivered, false), (Read, false)];
        assert_eq!(reached(&fresh), expected);
        assert_eq!(way(&fresh)[0].at.as_deref(), Some("2026-01-01T00:00:00Z"));
        // Read without a report of delivery, as happens.
        let read = followed(json!({"messageId":"m","status":"read","readAt":"2026-01-01T00:00:09Z"}));
        assert!(reached(&read).iter().all(|(_, reached)| *reached));
        assert_eq!(way(&read)[2].at, None, "nobody said when it was delivered");
    }

    #[test]
    fn a_failure_ends_the_line_where_it_was() {
        use DeliveryStatus::{Accepted, Failed, Sent};
        let failed = json!({"messageId":"m","status":"failed","sentAt":"2026-01-01T00:00:01Z","failedAt":"2026-01-01T00:00:02Z"});
        assert_eq!(reached(&followed(failed)), [(Accepted, true), (Sent, true), (Failed, true)]);
    }

    #[test]
    fn an_older_answer_knows_no_more() {
        let at = |status: &str| followed(json!({"messageId":"m","status":status}));
        assert!(knows_more(&at("delivered"), &at("sent")));
        assert!(!knows_more(&at("sent"), &at("delivered")));
        assert!(!knows_more(&at("sent"), &at("sent")));
        assert!(!knows_more(&followed(json!(null)), &at("accepted")));
        assert!(
            is_at_its_end(&at("read")) && is_at_its_end(&at("failed")) && !is_at_its_end(&at("delivered"))
        );
    }
}
