//! The filter `date`, which Jinja2 does not have: `{{ customer.birthday | date("%d.%m.%Y") }}`.
//!
//! Reads ISO 8601 (`2024-05-17`, `2024-05-17T09:30:00Z`, `2024-05-17 09:30:00.123+02:00`) and seconds since 1970 (UTC;
//! milliseconds where the number is too large for seconds). The time is printed as it was written: nothing is moved to
//! another time zone.

use super::args::Call;
use super::errors::{Fault, Res};
use super::limits::Budget;
use super::ops;
use super::value::Value;
use whatsapp_domain::{say, words};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// A day and a time on it, in the time zone it was written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Moment {
    year: i64,
    month: u32,
    day: u32,
    hour: u32,
    minute: u32,
    second: u32,
    micros: u32,
    /// Minutes east of Greenwich, if written.
    offset: Option<i32>,
}

/// Days since 1970-01-01 (proleptic Gregorian).
fn days_from(year: i64, month: u32, day: u32) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let month = i64::from((month + 9) % 12);
    let of_year = (153 * month + 2) / 5 + i64::from(day) - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The day that is `days` after 1970-01-01.
fn from_days(days: i64) -> (i64, u32, u32) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = (of_year - (153 * month + 2) / 5 + 1) as u32;
    let month = if month < 10 { month + 3 } else { month - 9 } as u32;
    (year + era * 400 + i64::from(month <= 2), month, day)
}

fn days_in(year: i64, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Reads digits off the front of a text.
struct Reader<'t>(&'t str);

impl Reader<'_> {
    fn number(&mut self, digits: usize) -> Option<u32> {
        let part = self.0.get(..digits)?;
        let value = part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())??;
        self.0 = &self.0[digits..];
        Some(value)
    }

    fn skip(&mut self, c: char) -> bool {
        match self.0.strip_prefix(c) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }
}

fn parse(text: &str) -> Option<Moment> {
    let mut reader = Reader(text.trim());
    let year = i64::from(reader.number(4)?);
    let dashes = reader.skip('-');
    let month = reader.number(2)?;
    if reader.skip('-') != dashes {
        return None;
    }
    let day = reader.number(2)?;
    let mut moment = Moment { year, month, day, hour: 0, minute: 0, second: 0, micros: 0, offset: None };
    if !reader.0.is_empty() {
        if !(reader.skip('T') || reader.skip('t') || reader.skip(' ')) {
            return None;
        }
        moment.hour = reader.number(2)?;
        let colons = reader.skip(':');
        moment.minute = reader.number(2)?;
        if if colons { reader.skip(':') } else { reader.0.starts_with(|c: char| c.is_ascii_digit()) } {
            moment.second = reader.number(2)?;
            if reader.skip('.') || reader.skip(',') {
                let digits = reader.0.bytes().take_while(u8::is_ascii_digit).count();
                if digits == 0 {
                    return None;
                }
                let padded = format!("{:0<6}", &reader.0[..digits.min(6)]);
                moment.micros = padded.parse().ok()?;
                reader.0 = &reader.0[digits..];
            }
        }
        reader.skip(' ');
        moment.offset = offset(&mut reader)?;
    }
    let valid = reader.0.is_empty()
        && (1..=12).contains(&moment.month)
        && (1..=days_in(moment.year, moment.month)).contains(&moment.day)
        && moment.hour < 24
        && moment.minute < 60
        && moment.second < 60;
    valid.then_some(moment)
}

/// `Z`, `+02:00`, `-0330`, `+02` or nothing.
fn offset(reader: &mut Reader<'_>) -> Option<Option<i32>> {
    if reader.0.is_empty() {
        return Some(None);
    }
    if reader.skip('Z') || reader.skip('z') {
        return Some(Some(0));
    }
    let sign = if reader.skip('+') {
        1
    } else if reader.skip('-') {
        -1
    } else {
        return None;
    };
    let hours = reader.number(2)?;
    reader.skip(':');
    let minutes = if reader.0.is_empty() { 0 } else { reader.number(2)? };
    (hours < 24 && minutes < 60).then(|| Some(sign * (hours * 60 + minutes) as i32))
}

fn from_timestamp(seconds: f64) -> Option<Moment> {
    if !seconds.is_finite() {
        return None;
    }
    // Seconds reach year 5138 here; larger numbers are milliseconds.
    let seconds = if seconds.abs() >= 1e11 { seconds / 1000.0 } else { seconds };
    if seconds.abs() >= 1e11 {
        return None;
    }
    let whole = seconds.floor();
    let (day, rest) = ((whole as i64).div_euclid(86_400), (whole as i64).rem_euclid(86_400) as u32);
    let (year, month, day_of_month) = from_days(day);
    Some(Moment {
        year,
        month,
        day: day_of_month,
        hour: rest / 3600,
        minute: rest / 60 % 60,
        second: rest % 60,
        micros: ((seconds - whole) * 1e6) as u32,
        offset: Some(0),
    })
}

fn render(moment: &Moment, format: &str) -> Res<String> {
    use std::fmt::Write;
    let Moment { year, month, day, hour, minute, second, micros, offset } = *moment;
    let days = days_from(year, month, day);
    let weekday = (days + 3).rem_euclid(7) as usize;
    let of_year = days - days_from(year, 1, 1) + 1;
    let month_name = MONTHS.get(month as usize - 1).copied().unwrap_or("");
    let hour12 = if hour % 12 == 0 { 12 } else { hour % 12 };
    let mut out = String::new();
    let mut chars = format.chars();
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        let mut letter = chars.next();
        // `%-d` prints without leading zeros.
        let bare = letter == Some('-');
        if bare {
            letter = chars.next();
        }
        let two = |value: u32| if bare { value.to_string() } else { format!("{value:02}") };
        match letter {
            Some('Y') => out.push_str(&format!("{year:04}")),
            Some('y') => out.push_str(&two((year.rem_euclid(100)) as u32)),
            Some('m') => out.push_str(&two(month)),
            Some('d') => out.push_str(&two(day)),
            Some('e') => out.push_str(&format!("{day:2}")),
            Some('H') => out.push_str(&two(hour)),
            Some('I') => out.push_str(&two(hour12)),
            Some('M') => out.push_str(&two(minute)),
            Some('S') => out.push_str(&two(second)),
            Some('f') => out.push_str(&format!("{micros:06}")),
            Some('p') => out.push_str(if hour < 12 { "AM" } else { "PM" }),
            Some('j') => out.push_str(&if bare { of_year.to_string() } else { format!("{of_year:03}") }),
            Some('B') => out.push_str(month_name),
            Some('b' | 'h') => out.push_str(&month_name[..3]),
            Some('A') => out.push_str(DAYS[weekday]),
            Some('a') => out.push_str(&DAYS[weekday][..3]),
            Some('u') => out.push_str(&(weekday + 1).to_string()),
            Some('w') => out.push_str(&((weekday + 1) % 7).to_string()),
            Some('F') => out.push_str(&format!("{year:04}-{month:02}-{day:02}")),
            Some('T') => out.push_str(&format!("{hour:02}:{minute:02}:{second:02}")),
            Some('R') => out.push_str(&format!("{hour:02}:{minute:02}")),
            Some('z') => {
                if let Some(offset) = offset {
                    let sign = if offset < 0 { '-' } else { '+' };
                    let _ = write!(out, "{sign}{:02}{:02}", offset.abs() / 60, offset.abs() % 60);
                }
            }
            Some('Z') => out.push_str(if offset == Some(0) { "UTC" } else { "" }),
            Some('%') => out.push('%'),
            Some(other) => {
                return Err(Fault::value(say!(
                    "“%{other}” is not a part of a date. There are %Y %m %d %H %M %S %y %B %b %A %a %I %p %j %u %z %%.",
                    other = other
                )));
            }
            None => return Err(Fault::value("The format of the date ends with a single “%”. Write “%%”.")),
        }
    }
    Ok(out)
}

/// `value | date(format)`; nothing stays nothing.
pub(crate) fn filter(budget: &Budget, value: &Value, call: Call) -> Res<Value> {
    let [format] = call.bind("date", ["format"], 0)?;
    let format = format.unwrap_or_else(|| Value::from("%Y-%m-%d"));
    let Some(format) = format.as_str() else {
        return Err(Fault::value("The format of a date must be text."));
    };
    budget.text(format.len().saturating_mul(10))?;
    let moment = match value {
        Value::Undefined(path) => {
            return Err(ops::undefined(path, words!("it is not a date; give a default before “date”")));
        }
        Value::None => return Ok(Value::None),
        Value::Str(text) => parse(&text.text).ok_or_else(|| {
            let shown: String = text.text.chars().take(40).collect();
            Fault::value(say!(
                "“{shown}” is not a date. A date looks like 2024-05-17 or 2024-05-17T09:30:00Z.",
                shown = shown
            ))
        })?,
        Value::Int(seconds) => {
            from_timestamp(*seconds as f64).ok_or_else(|| Fault::value("This number is not a date."))?
        }
        Value::Float(seconds) => {
            from_timestamp(*seconds).ok_or_else(|| Fault::value("This number is not a date."))?
        }
        other => return Err(Fault::value(say!("A date can't be made from {found}.", found = other.said()))),
    };
    render(&moment, format).map(Value::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, format: &str) -> Option<String> {
        parse(text).and_then(|moment| render(&moment, format).ok())
    }

    #[test]
    fn reads_what_profiles_hold() {
        assert_eq!(shown("2024-05-17", "%d.%m.%Y").as_deref(), Some("17.05.2024"));
        assert_eq!(shown("20240517", "%-d %B %Y").as_deref(), Some("17 May 2024"));
        assert_eq!(shown("2024-05-17T09:05:00Z", "%A, %I:%M %p %Z").as_deref(), Some("Friday, 09:05 AM UTC"));
        assert_eq!(
            shown("2024-02-29 23:59:59.5+02:00", "%a %b %j %H:%M:%S.%f %z").as_deref(),
            Some("Thu Feb 060 23:59:59.500000 +0200")
        );
        for bad in [
            "",
            "2023-02-29",
            "17.05.2024",
            "2024-5-1",
            "2024-05-17T25:00",
            "2024-13-01",
            "2024-05-17x",
            "éa24",
        ] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn days_go_both_ways() {
        for days in (-800_000..800_000).step_by(997) {
            let (year, month, day) = from_days(days);
            assert_eq!(days_from(year, month, day), days);
        }
        assert_eq!(from_days(0), (1970, 1, 1));
    }

    #[test]
    fn timestamps_are_seconds_or_milliseconds() {
        assert_eq!(from_timestamp(1_700_000_000.0), from_timestamp(1_700_000_000_000.0));
        assert_eq!(from_timestamp(-1.0).map(|m| (m.year, m.second)), Some((1969, 59)));
        assert_eq!(from_timestamp(f64::NAN), None);
    }
}
