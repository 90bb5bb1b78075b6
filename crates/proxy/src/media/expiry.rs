//! When a signed link ends, as far as its own query says: links of Amazon, Google, Azure, Alibaba, CloudFront and the
//! usual `expires=`. Nothing is verified; a link that says nothing may still end.

use std::borrow::Cow;

use base64::{Engine, prelude::BASE64_STANDARD};
use jiff::{SignedDuration, Timestamp, civil, tz::TimeZone};
use url::Url;

/// The end of a link; none when it tells none.
pub fn of(url: &Url) -> Option<Timestamp> {
    let pairs: Vec<(Cow<'_, str>, Cow<'_, str>)> = url.query_pairs().collect();
    let value = |name: &str| {
        pairs.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_ref())
    };
    // A start and a length, in the query of a store's signature.
    for store in ["X-Amz", "X-Goog", "X-Oss"] {
        if let (Some(start), Some(seconds)) =
            (value(&format!("{store}-Date")), value(&format!("{store}-Expires")))
        {
            return compact(start)?.checked_add(SignedDuration::from_secs(whole(seconds)?)).ok();
        }
    }
    // Azure's shared access signature.
    if value("sig").is_some()
        && let Some(end) = value("se").and_then(written)
    {
        return Some(end);
    }
    if let Some(end) = value("Policy").and_then(policy) {
        return Some(end);
    }
    ["expires", "exp", "expiry", "expiration", "expires_at", "expire", "x-expires"]
        .iter()
        .filter_map(|name| value(name))
        .find_map(|text| seconds_or_milliseconds(text).or_else(|| written(text)))
}

/// `20260101T120000Z`
fn compact(text: &str) -> Option<Timestamp> {
    utc(civil::DateTime::strptime("%Y%m%dT%H%M%SZ", text).ok()?)
}

/// RFC 3339, without seconds too, or a date alone.
fn written(text: &str) -> Option<Timestamp> {
    if let Ok(time) = text.parse() {
        return Some(time);
    }
    let short = civil::DateTime::strptime("%Y-%m-%dT%H:%MZ", text).ok();
    utc(short.or_else(|| text.parse::<civil::Date>().ok().map(|date| date.at(0, 0, 0, 0)))?)
}

fn utc(time: civil::DateTime) -> Option<Timestamp> {
    Some(time.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

/// Seconds, or milliseconds, since 1970; only between 2001 and 2286, so that a number of another meaning is not read
/// as a time.
fn seconds_or_milliseconds(text: &str) -> Option<Timestamp> {
    let number = whole(text)?;
    match text.len() {
        10 => Timestamp::from_second(number).ok(),
        13 => Timestamp::from_millisecond(number).ok(),
        _ => None,
    }
}

fn whole(text: &str) -> Option<i64> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

/// CloudFront's custom policy: JSON in Base64, with letters of its own for `+`, `=` and `/`.
fn policy(text: &str) -> Option<Timestamp> {
    let text: String = text
        .chars()
        .map(|letter| match letter {
            '-' => '+',
            '_' => '=',
            '~' => '/',
            other => other,
        })
        .collect();
    let json: serde_json::Value = serde_json::from_slice(&BASE64_STANDARD.decode(text).ok()?).ok()?;
    let end = json.pointer("/Statement/0/Condition/DateLessThan/AWS:EpochTime")?.as_i64()?;
    Timestamp::from_second(end).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(query: &str) -> Option<String> {
        of(&Url::parse(&format!("https://cdn.example.com/a.jpg?{query}")).unwrap())
            .map(|time| time.to_string())
    }

    #[test]
    fn links_of_the_usual_stores_tell_their_end() {
        let noon = Some("2026-01-01T12:00:00Z".to_owned());
        let policy = BASE64_STANDARD
            .encode(r#"{"Statement":[{"Resource":"*","Condition":{"DateLessThan":{"AWS:EpochTime":1767268800}}}]}"#)
            .replace('+', "-")
            .replace('=', "_")
            .replace('/', "~");
        for query in [
            "X-Amz-Date=20260101T110000Z&X-Amz-Expires=3600&X-Amz-Signature=a",
            "x-amz-expires=3600&x-amz-date=20260101T110000Z",
            "X-Goog-Date=20260101T110000Z&X-Goog-Expires=3600",
            "x-oss-date=20260101T110000Z&x-oss-expires=3600",
            "sv=2024-01-01&se=2026-01-01T12%3A00%3A00Z&sig=a",
            "se=2026-01-01T12:00Z&sig=a",
            "Expires=1767268800&Signature=a&Key-Pair-Id=K",
            "a=b&exp=1767268800",
            "expires=1767268800000",
            "expiry=2026-01-01T13:00:00%2B01:00",
            &format!("Policy={policy}&Signature=a"),
        ] {
            assert_eq!(end(query), noon, "{query}");
        }
        assert_eq!(end("se=2026-01-01&sig=a").as_deref(), Some("2026-01-01T00:00:00Z"));
    }

    #[test]
    fn other_queries_tell_none() {
        for query in [
            "",
            "v=1767268800",
            "expires=soon",
            "expires=3600",
            "expires=-1767268800",
            "expires=99999999999999999999",
            "se=2026-01-01T12:00:00Z",
            "se=yesterday&sig=a",
            "X-Amz-Expires=3600",
            "X-Amz-Date=20261301T110000Z&X-Amz-Expires=3600",
            "X-Amz-Date=20260101T110000Z&X-Amz-Expires=9223372036854775807",
            "X-Amz-Date=20260101T110000Z&X-Amz-Expires=-1",
            "Policy=%25%25",
            "Policy=e30_",
        ] {
            assert_eq!(end(query), None, "{query}");
        }
    }
}
