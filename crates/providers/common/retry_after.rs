//! `Retry-After` (RFC 9110, section 10.2.3): seconds, or a date that is read against the answer's own `Date`.

use whatsapp_domain::Answer;

/// Seconds that the provider asks us to wait. None when it does not say, or says nothing that makes sense (negative, in
/// the past, unreadable). Absurdly long waits are told as they are: whoever waits sets the bound.
pub fn seconds(answer: &Answer) -> Option<u64> {
    let value = answer.headers.get("retry-after")?.trim();
    if !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()) {
        return Some(value.parse().unwrap_or(u64::MAX));
    }
    let until = http_date(value)?;
    let now = http_date(answer.headers.get("date")?.trim())?;
    u64::try_from(until - now).ok()
}

/// Seconds since 1970 of an IMF-fixdate such as `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that servers still write.
fn http_date(text: &str) -> Option<i64> {
    let (_, rest) = text.split_once(", ")?;
    let parts: Vec<&str> = rest.split(' ').collect();
    let [day, month, year, clock, "GMT"] = parts.as_slice() else { return None };
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = MONTHS.iter().position(|name| name == month)? as i64 + 1;
    let number = |text: &str, max: i64| text.parse::<i64>().ok().filter(|n| (0..=max).contains(n));
    let (day, year) = (number(day, 31)?, number(year, 9999)?);
    let mut clock = clock.split(':').map(|part| number(part, 60));
    let (hours, minutes, seconds) = (clock.next()??, clock.next()??, clock.next()??);
    Some(((days(year, month, day) * 24 + hours) * 60 + minutes) * 60 + seconds)
}

/// Days since 1970-01-01 in the Gregorian calendar. Years begin in March here, so that leap days come last.
pub fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(headers: &[(&str, &str)]) -> Option<u64> {
        let headers = headers.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        seconds(&Answer { status: 429, headers, body: String::new() })
    }

    #[test]
    fn seconds_and_dates() {
        assert_eq!(with(&[("retry-after", " 30 ")]), Some(30));
        assert_eq!(with(&[("retry-after", "99999999999999999999999")]), Some(u64::MAX));
        assert_eq!(with(&[("retry-after", "-5")]), None);
        assert_eq!(with(&[("retry-after", "soon")]), None);
        assert_eq!(with(&[]), None);
        let date = ("date", "Sun, 06 Nov 1994 08:49:37 GMT");
        assert_eq!(with(&[("retry-after", "Sun, 06 Nov 1994 08:51:07 GMT"), date]), Some(90));
        assert_eq!(with(&[("retry-after", "Sun, 06 Nov 1994 08:00:00 GMT"), date]), None);
        assert_eq!(with(&[("retry-after", "Sun, 06 Nov 1994 08:51:07 GMT")]), None);
    }

    #[test]
    fn the_calendar_is_right() {
        assert_eq!(days(1970, 1, 1), 0);
        assert_eq!(days(2000, 2, 29), 11_016);
        assert_eq!(http_date("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777));
    }
}
