//! Providers' times, all brought to one form: RFC 3339 in UTC with milliseconds, which sorts as text.

use super::retry_after::days;

/// A time as a provider writes it: RFC 3339 with any number of fractional digits, `+0000` without a colon (Infobip), no
/// zone at all (Sinch, meaning UTC), or a blank instead of `T`. None when it is no time of the years 1970 to 9999.
pub fn utc(text: &str) -> Option<String> {
    let text = text.trim();

    let bytes = text.as_bytes();
    let number = |from: usize, to: usize| -> Option<i64> {
        let part = bytes.get(from..to)?;
        part.iter()
            .all(u8::is_ascii_digit)
            .then(|| part.iter().fold(0, |sum, b| sum * 10 + i64::from(b - b'0')))
    };
    let marks = [(4, b'-'), (7, b'-'), (13, b':'), (16, b':')];
    if !marks.iter().all(|&(at, mark)| bytes.get(at) == Some(&mark))
        || !matches!(bytes.get(10), Some(b'T' | b't' | b' '))
    {
        return None;
    }
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let in_range = (1970..=9999).contains(&year)
        && (1..=12).contains(&month)
        && (1..=month_length(year, month)).contains(&day)
        && hour <= 23
        && minute <= 59
        && second <= 60;
    if !in_range {
        return None;
    }
    let mut at = 19;
    let mut millis = 0;
    if bytes.get(at) == Some(&b'.') {
        let digits = bytes[at + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
        if digits == 0 {
            return None;
        }
        for place in 0..3 {
            let digit = if place < digits { i64::from(bytes[at + 1 + place] - b'0') } else { 0 };
            millis = millis * 10 + digit;
        }
        at += 1 + digits;
    }
    let offset = offset(bytes.get(at..)?)?;
    // A leap second is the last one of its minute here: nothing else knows it.
    let seconds = ((days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second.min(59) - offset * 60;
    of_unix(seconds, millis)
}

/// Minutes east of UTC: `Z`, nothing, `+01:00`, `+0100`, `-03`.
fn offset(zone: &[u8]) -> Option<i64> {
    let digits = |part: &[u8]| -> Option<i64> {
        (part.len() == 2 && part.iter().all(u8::is_ascii_digit))
            .then(|| i64::from(part[0] - b'0') * 10 + i64::from(part[1] - b'0'))
    };
    let (sign, rest) = match zone {
        [] | [b'Z' | b'z'] => return Some(0),
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = match rest.len() {
        2 => (digits(rest)?, 0),
        4 => (digits(&rest[..2])?, digits(&rest[2..])?),
        5 if rest[2] == b':' => (digits(&rest[..2])?, digits(&rest[3..])?),
        _ => return None,
    };
    (hours <= 23 && minutes <= 59).then_some(sign * (hours * 60 + minutes))
}

fn month_length(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The text of a time that is given in seconds since 1970 and milliseconds.
fn of_unix(seconds: i64, millis: i64) -> Option<String> {
    if seconds < 0 {
        return None;
    }
    let (day, clock) = (seconds / 86_400, seconds % 86_400);
    // The days' count backwards, years beginning in March (the inverse of `days`).
    let day = day + 719_468;
    let (era, of_era) = (day / 146_097, day % 146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let march_month = (5 * of_year + 2) / 153;
    let day_of_month = of_year - (153 * march_month + 2) / 5 + 1;
    let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (hour, minute, second) = (clock / 3600, clock / 60 % 60, clock % 60);
    (year <= 9999).then(|| {
        format!("{year:04}-{month:02}-{day_of_month:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z")
    })
}

#[cfg(test)]
mod tests {
    use super::utc;

    #[test]
    fn every_way_of_writing_is_read() {
        for (written, read) in [
            ("2026-02-03T04:05:06.789+0000", "2026-02-03T04:05:06.789Z"),
            ("2026-02-03T01:05:06.000-0300", "2026-02-03T04:05:06.000Z"),
            ("2026-02-03T09:35:06+05:30", "2026-02-03T04:05:06.000Z"),
            ("2026-02-03T04:05:06Z", "2026-02-03T04:05:06.000Z"),
            ("2026-02-03T04:05:06", "2026-02-03T04:05:06.000Z"),
            ("2026-02-03T04:05:06.1", "2026-02-03T04:05:06.100Z"),
            ("2026-02-03T04:05:06.123456789Z", "2026-02-03T04:05:06.123Z"),
            ("2026-02-03 04:05:06.12Z", "2026-02-03T04:05:06.120Z"),
            ("2026-01-01T00:30:00.000+0100", "2025-12-31T23:30:00.000Z"),
            ("2024-02-29T23:59:60Z", "2024-02-29T23:59:59.000Z"),
            ("2024-02-29T23:30:00-01", "2024-03-01T00:30:00.000Z"),
            ("1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z"),
        ] {
            assert_eq!(utc(written).as_deref(), Some(read), "{written}");
        }
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in [
            "",
            "now",
            "2026-02-30T00:00:00Z",
            "2025-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:00:00.Z",
            "2026-01-01T00:00:00+1",
            "2026-01-01T00:00:00+99:00",
            "2026-01-01",
            "1700000000",
            "1969-12-31T23:59:59Z",
            "1970-01-01T00:00:00+0100",
            "9999-12-31T23:59:59-0100",
            "２０２６-01-01T00:00:00Z",
            "2026-01-01T00:00:00Zulu",
        ] {
            assert_eq!(utc(text), None, "{text}");
        }
    }

    /// Every day of some centuries there and back.
    #[test]
    fn the_calendar_is_right_both_ways() {
        for day in 0..200_000_i64 {
            let text = super::of_unix(day * 86_400, 0).unwrap();
            let part = |from: usize, to: usize| text[from..to].parse::<i64>().unwrap();
            assert_eq!(super::days(part(0, 4), part(5, 7), part(8, 10)), day, "{text}");
        }
    }
}
