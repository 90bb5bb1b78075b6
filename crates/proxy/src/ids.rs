//! Ids of what the proxy keeps: a prefix and 128 random bits.

/// Lower-case letters and digits without the ones that are easily mistaken (`i`, `l`, `o`, `u`).
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// No randomness could be had from the operating system.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gave no random bytes")]
pub struct NoRandomness;

/// Fills an array with random bytes of the operating system.
///
/// # Errors
/// [`NoRandomness`]; then nothing secret may be made.
pub fn random<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(bytes)
}

/// A new id such as `int_4j8…`: the prefix and 26 characters.
///
/// # Errors
/// As [`random`].
pub fn new_id(prefix: &str) -> Result<String, NoRandomness> {
    let mut bits = u128::from_be_bytes(random()?);
    let mut id = String::with_capacity(prefix.len() + 26);
    id.push_str(prefix);
    for _ in 0..26 {
        id.push(char::from(ALPHABET[(bits & 31) as usize]));
        bits >>= 5;
    }
    Ok(id)
}

/// Characters of a place in an event's id.
const PLACE: usize = 13;
/// Characters of the salt.
const SALT: usize = 8;

/// The id of an event: its place, so that ids sort as events do and lead to their rows, and the salt of its commit (40 bits).
pub fn event_id(place: i64, salt: i64) -> String {
    let mut id = String::with_capacity(4 + PLACE + SALT);
    id.push_str("evt_");
    for (value, length) in [(place, PLACE), (salt, SALT)] {
        for character in (0..length).rev() {
            id.push(char::from(ALPHABET[((value >> (5 * character)) & 31) as usize]));
        }
    }
    id
}

/// The place that an event's id names; none when it is no such id.
pub fn event_place(id: &str) -> Option<i64> {
    let text = id.strip_prefix("evt_").filter(|text| text.len() == PLACE + SALT)?;
    text.bytes().take(PLACE).try_fold(0_i64, |place, byte| {
        let digit = ALPHABET.iter().position(|known| *known == byte)?;
        place.checked_mul(32)?.checked_add(i64::try_from(digit).ok()?)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_events_id_sorts_as_its_place_and_leads_back_to_it() {
        let places = [0, 1, 31, 32, 1_000_000, i64::from(u32::MAX), i64::MAX];
        let ids: Vec<_> = places.iter().map(|place| event_id(*place, 0xab_cdef_0123)).collect();
        assert!(ids.is_sorted() && ids.iter().all(|id| id.len() == ids[0].len()));
        assert_eq!(ids.iter().map(|id| event_place(id).unwrap()).collect::<Vec<_>>(), places);
        assert_ne!(event_id(1, 1), event_id(1, 2));
        for other in [
            "",
            "evt_",
            "evt_u000000000000000000000",
            "int_000000000000000000000",
            "evt_zzzzzzzzzzzzz00000000",
        ] {
            assert_eq!(event_place(other), None, "{other}");
        }
    }

    #[test]
    fn ids_are_different_and_safe_in_paths() {
        let ids: std::collections::HashSet<_> = (0..1000).map(|_| new_id("int_").unwrap()).collect();
        assert_eq!(ids.len(), 1000);
        assert!(ids.iter().all(|id| id.len() == 30
            && id.starts_with("int_")
            && id[4..].bytes().all(|byte| ALPHABET.contains(&byte))));
    }
}
