//! The wall clock, as text.

/// Now, RFC 3339 in UTC with milliseconds: `2026-03-01T09:30:00.123Z`.
pub fn now() -> String {
    format!("{:.3}", jiff::Timestamp::now())
}

/// Now, in milliseconds since 1970.
pub fn now_ms() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

/// A number of milliseconds since 1970 in the form of [`now`].
pub fn at_ms(ms: i64) -> String {
    let time = jiff::Timestamp::from_millisecond(ms).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    format!("{time:.3}")
}

/// Milliseconds since 1970 of a time in RFC 3339; none when it is not one.
pub fn to_ms(time: &str) -> Option<i64> {
    time.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_millisecond)
}

/// One millisecond after a time in that form; none when it is not one.
pub fn just_after(time: &str) -> Option<String> {
    let time: jiff::Timestamp = time.parse().ok()?;
    Some(format!("{:.3}", time + std::time::Duration::from_millis(1)))
}

/// Whole seconds since a time in that form; none when it is not one, or lies ahead.
pub fn seconds_since(time: &str) -> Option<u64> {
    let time: jiff::Timestamp = time.parse().ok()?;
    u64::try_from(jiff::Timestamp::now().as_second() - time.as_second()).ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_millisecond_later_sorts_behind() {
        let time = "2026-03-01T09:59:59.999Z";
        assert_eq!(super::just_after(time).as_deref(), Some("2026-03-01T10:00:00.000Z"));
        assert_eq!(super::just_after("yesterday"), None);
    }

    #[test]
    fn a_time_ahead_is_no_age() {
        assert!(super::seconds_since(&super::now()).is_some_and(|age| age < 5));
        assert!(super::seconds_since("2026-03-01T09:59:59.999Z").is_some_and(|age| age > 300));
        assert_eq!(super::seconds_since("2999-03-01T09:59:59.999Z"), None);
        assert_eq!(super::seconds_since("yesterday"), None);
    }

    #[test]
    fn milliseconds_go_there_and_back() {
        let time = "2026-03-01T09:59:59.999Z";
        assert_eq!(super::at_ms(super::to_ms(time).unwrap()), time);
        assert_eq!(super::to_ms("yesterday"), None);
    }

    #[test]
    fn the_form_is_always_as_long() {
        let now = super::now();
        assert_eq!(now.len(), "2026-03-01T09:30:00.123Z".len(), "{now}");
        assert!(now.ends_with('Z') && now.contains('T'), "{now}");
    }
}
