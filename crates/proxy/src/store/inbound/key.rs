//! What recognises a redelivery.

use sha2::{Digest, Sha256};

/// 23 bytes: the first 10 of the message's id, 9 of digest over integration and id, 4 over what happened to the message. Ids that
/// begin with their time, as ULIDs do, so stand together in the index, and a commit touches few of its pages; 72 bits behind the
/// same beginning keep two of a billion messages apart. No customer chooses ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Key([u8; 23]);

/// The part that all events of a message share.
pub(crate) type MessageKey = [u8; 19];

/// Bytes of a message's id as they are.
const BEGINNING: usize = 10;
/// Bytes of a [`MessageKey`].
const MESSAGE: usize = 19;

impl Key {
    /// Of something that happened to a message; `what` tells it from other things that did.
    pub(crate) fn of_message(integration: &str, message_id: &str, what: &[&str]) -> Self {
        let mut key = [0; 23];
        key[..MESSAGE].copy_from_slice(&Self::message(integration, message_id));
        key[MESSAGE..].copy_from_slice(&digest(what)[..4]);
        Self(key)
    }

    /// Of something that has no id but its content.
    pub(crate) fn of_content(integration: &str, content: &[u8]) -> Self {
        let mut hash = Sha256::new();
        put(&mut hash, integration.as_bytes());
        put(&mut hash, content);
        let mut key = [0; 23];
        key.copy_from_slice(&hash.finalize()[..23]);
        Self(key)
    }

    /// The part that all events of this message share.
    pub(crate) fn message(integration: &str, message_id: &str) -> MessageKey {
        let mut key = [0; MESSAGE];
        let beginning = &message_id.as_bytes()[..message_id.len().min(BEGINNING)];
        key[..beginning.len()].copy_from_slice(beginning);
        key[BEGINNING..].copy_from_slice(&digest(&[integration, message_id])[..MESSAGE - BEGINNING]);
        key
    }

    /// The part that all events of its message share.
    pub(crate) fn message_part(&self) -> &[u8] {
        &self.0[..MESSAGE]
    }

    /// The key of another thing that happened to the same message.
    pub(crate) fn beside(&self, what: &str) -> Self {
        let mut key = self.0;
        key[MESSAGE..].copy_from_slice(&digest(&[what, &format!("{:02x?}", &self.0[MESSAGE..])])[..4]);
        Self(key)
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

fn digest(parts: &[&str]) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in parts {
        put(&mut hash, part.as_bytes());
    }
    hash.finalize().into()
}

/// The length in front keeps `a` + `bc` apart from `ab` + `c`.
fn put(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_le_bytes());
    hash.update(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_of_a_message_share_their_beginning_and_nothing_else_does() {
        let inbound = Key::of_message("int_1", "m1", &["inbound"]);
        let read = Key::of_message("int_1", "m1", &["read", "2026-01-01T00:00:00.000Z"]);
        assert_eq!(inbound.message_part(), read.message_part());
        assert_ne!(inbound, read);
        assert_eq!(inbound.message_part(), Key::message("int_1", "m1"));
        for (integration, message) in [("int_2", "m1"), ("int_1", "m2"), ("int_1m", "1")] {
            assert_ne!(Key::message(integration, message), Key::message("int_1", "m1"));
        }
        assert_ne!(inbound.beside("opted_out"), inbound.beside("opted_in"));
        assert_ne!(Key::of_content("int_1", b"x"), Key::of_content("int_2", b"x"));
    }
}
