//! The time, as RFC 3339 text.

/// Now, RFC 3339 in UTC.
#[cfg(target_arch = "wasm32")]
pub fn now() -> String {
    String::from(js_sys::Date::new_0().to_iso_string())
}

/// The minute that is now, counted from 1970.
#[cfg(target_arch = "wasm32")]
pub fn minute() -> i64 {
    (js_sys::Date::now() / 60_000.0) as i64
}

/// So many hours before now, RFC 3339 in UTC.
#[cfg(target_arch = "wasm32")]
pub fn hours_ago(hours: u32) -> String {
    let past = js_sys::Date::now() - f64::from(hours) * 3_600_000.0;
    String::from(js_sys::Date::new(&past.into()).to_iso_string())
}
