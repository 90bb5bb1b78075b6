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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_different_and_safe_in_paths() {
        let ids: std::collections::HashSet<_> = (0..1000).map(|_| new_id("int_").unwrap()).collect();
        assert_eq!(ids.len(), 1000);
        assert!(ids.iter().all(|id| id.len() == 30
            && id.starts_with("int_")
            && id[4..].bytes().all(|byte| ALPHABET.contains(&byte))));
    }
}
