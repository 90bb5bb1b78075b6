//! The wall clock, as text.

/// Now, RFC 3339 in UTC with milliseconds: `2026-03-01T09:30:00.123Z`.
pub fn now() -> String {
    format!("{:.3}", jiff::Timestamp::now())
}

/// One millisecond after a time in that form; none when it is not one.
pub fn just_after(time: &str) -> Option<String> {
    let time: jiff::Timestamp = time.parse().ok()?;
    Some(format!("{:.3}", time + std::time::Duration::from_millis(1)))
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
    fn the_form_is_always_as_long() {
        let now = super::now();
        assert_eq!(now.len(), "2026-03-01T09:30:00.123Z".len(), "{now}");
        assert!(now.ends_with('Z') && now.contains('T'), "{now}");
    }
}
