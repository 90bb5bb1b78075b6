//! Values that must not be seen: no `Display`, no content in `Debug`, wiped when dropped.

use serde::{Deserialize, Deserializer};
use zeroize::Zeroize;

/// A key, token or password. It can be read in and used, but it is never serialised.
#[derive(Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String, format = Password))]
pub struct Secret(String);

impl Secret {
    /// Takes the text over; the caller's copy is gone with it.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself. Only for the place that puts it on the wire or under encryption.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// No text at all?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What may be shown to recognise it by: `…` and the last four characters, or only `…` when it is
    /// shorter than twelve (four of few would be telling).
    pub fn hint(&self) -> String {
        let count = self.0.chars().count();
        if count < 12 {
            "…".into()
        } else {
            format!("…{}", self.0.chars().skip(count - 4).collect::<String>())
        }
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(***)")
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_and_hint_do_not_tell() {
        let secret = Secret::new("0123456789abcdef");
        assert_eq!(format!("{secret:?}"), "Secret(***)");
        assert_eq!(secret.hint(), "…cdef");
        assert_eq!(Secret::new("short").hint(), "…");
    }
}
