//! Identifiers and times in the providers' forms. Random enough not to collide in a test run; nothing here guards anything.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::{SystemTime, UNIX_EPOCH};

fn random() -> u64 {
    // Each `RandomState` carries fresh keys, so the empty hash differs every time.
    RandomState::new().build_hasher().finish()
}

/// A version 4 UUID, as Infobip gives its messages.
pub fn uuid() -> String {
    let (a, b) = (random(), random());
    format!(
        "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
        a >> 32,
        (a >> 16) & 0xffff,
        a & 0xfff,
        0x8000 | ((b >> 48) & 0x3fff),
        b & 0xffff_ffff_ffff
    )
}

/// Nineteen digits, as Infobip's `bulkId`.
pub fn bulk_id() -> String {
    format!("{}", 1_000_000_000_000_000_000 + random() % 9_000_000_000_000_000_000)
}

/// A ULID: 26 characters of Crockford's alphabet, the first ten the time, as Sinch gives its messages.
pub fn ulid() -> String {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let millis = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_millis());
    let value = (millis << 80) | (u128::from(random()) << 16) | u128::from(random() & 0xffff);
    (0..26).rev().map(|i| char::from(ALPHABET[((value >> (5 * i)) & 31) as usize])).collect()
}

/// A made-up token.
pub fn token(prefix: &str) -> String {
    format!("{prefix}.{:016x}{:016x}", random(), random())
}

/// Now, RFC 3339, UTC, milliseconds.
pub fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms() {
        let groups: Vec<_> = uuid().split('-').map(str::len).collect();
        assert_eq!(groups, [8, 4, 4, 4, 12]);
        assert_eq!(uuid().chars().nth(14), Some('4'));
        assert_eq!(bulk_id().len(), 19);
        assert_eq!(ulid().len(), 26);
        assert!(ulid().starts_with("01"), "the time part of these decades");
        assert_ne!(ulid(), ulid());
        let time = now();
        assert_eq!((time.len(), &time[10..11], &time[19..20], &time[23..]), (24, "T", ".", "Z"), "{time}");
    }
}
