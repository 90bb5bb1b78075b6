//! Times as people read them, from RFC 3339 text.

/// Hours, minutes and seconds in the reader's own zone; the text itself when it is not a time.
#[cfg(target_arch = "wasm32")]
pub fn time_of_day(rfc3339: &str) -> String {
    let date = js_sys::Date::new(&rfc3339.into());
    if date.get_time().is_nan() {
        return rfc3339.to_owned();
    }
    format!("{:02}:{:02}:{:02}", date.get_hours(), date.get_minutes(), date.get_seconds())
}

/// Day and time in UTC, as they stand in the text: `2026-05-07 09:30 UTC`.
#[cfg(target_arch = "wasm32")]
pub fn date_and_time(rfc3339: &str) -> String {
    match (rfc3339.get(..10), rfc3339.get(11..16), rfc3339.ends_with('Z')) {
        (Some(day), Some(time), true) => format!("{day} {time} UTC"),
        _ => rfc3339.to_owned(),
    }
}

/// Now, RFC 3339 in UTC.
#[cfg(target_arch = "wasm32")]
pub fn now() -> String {
    String::from(js_sys::Date::new_0().to_iso_string())
}

/// So many hours before now, RFC 3339 in UTC.
#[cfg(target_arch = "wasm32")]
pub fn hours_ago(hours: u32) -> String {
    let past = js_sys::Date::now() - f64::from(hours) * 3_600_000.0;
    String::from(js_sys::Date::new(&past.into()).to_iso_string())
}
