//! The key under which secrets are stored: given, or in a file that is made at the first start.

use std::{
    fs::OpenOptions,
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
};

use base64::{Engine, prelude::BASE64_STANDARD};
use zeroize::{Zeroize, Zeroizing};

use crate::{config::KeySource, ids};

/// 32 bytes that are wiped when dropped.
pub struct Key(Zeroizing<[u8; 32]>);

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// Not 32 bytes in Base64.
    #[error("{0} does not hold 32 bytes in Base64; `openssl rand -base64 32` makes such a key")]
    Form(String),
    /// The file can't be read or made.
    #[error("the key file {0} can't be used: {1}")]
    File(PathBuf, std::io::Error),
    /// The file can be read by others.
    #[error("the key file {0} can be read by others than its owner; `chmod 600` it")]
    Open(PathBuf),
    /// No randomness for a new key.
    #[error(transparent)]
    Random(#[from] ids::NoRandomness),
}

impl Key {
    /// The key of these bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The key that the settings name; a file that is not there yet is made, readable by its owner only.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn load(source: &KeySource) -> Result<Self, KeyError> {
        match source {
            KeySource::Given(text) => Self::read(text.expose(), "WHATSAPP_PROXY_KEY"),
            KeySource::File(path) => match std::fs::read_to_string(path).map(Zeroizing::new) {
                Ok(text) => {
                    refuse_if_open(path)?;
                    Self::read(&text, &path.display().to_string())
                }
                Err(error) if error.kind() == ErrorKind::NotFound => Self::make(path),
                Err(error) => Err(KeyError::File(path.clone(), error)),
            },
        }
    }

    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    fn read(text: &str, place: &str) -> Result<Self, KeyError> {
        let mut bytes = BASE64_STANDARD.decode(text.trim()).map_err(|_| KeyError::Form(place.into()))?;
        let key = <[u8; 32]>::try_from(bytes.as_slice()).map(Self::from_bytes);
        bytes.zeroize();
        key.map_err(|_| KeyError::Form(place.into()))
    }

    fn make(path: &Path) -> Result<Self, KeyError> {
        let key = Self::from_bytes(ids::random()?);
        let text = Zeroizing::new(BASE64_STANDARD.encode(key.bytes()));
        let write = || {
            let mut options = OpenOptions::new();
            // `create_new`: of two first starts only one makes the key.
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = options.open(path)?;
            file.write_all(text.as_bytes())?;
            file.write_all(b"\n")?;
            // The key must survive what it has sealed.
            file.sync_all()
        };
        write().map_err(|error| KeyError::File(path.into(), error))?;
        Ok(key)
    }
}

#[cfg(unix)]
fn refuse_if_open(path: &Path) -> Result<(), KeyError> {
    use std::os::unix::fs::PermissionsExt;
    let data = std::fs::metadata(path).map_err(|error| KeyError::File(path.into(), error))?;
    if data.permissions().mode() & 0o077 == 0 { Ok(()) } else { Err(KeyError::Open(path.into())) }
}

#[cfg(not(unix))]
fn refuse_if_open(_path: &Path) -> Result<(), KeyError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use whatsapp_domain::Secret;

    use super::*;

    #[test]
    fn a_key_file_is_made_once_and_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let source = KeySource::File(path.clone());
        let made = Key::load(&source).unwrap();
        let read = Key::load(&source).unwrap();
        assert_eq!(made.bytes(), read.bytes());
        assert_ne!(made.bytes(), &[0; 32]);
    }

    #[cfg(unix)]
    #[test]
    fn a_key_file_is_for_its_owner_only() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let source = KeySource::File(path.clone());
        Key::load(&source).unwrap();
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(Key::load(&source), Err(KeyError::Open(_))));
    }

    #[test]
    fn a_key_of_the_wrong_form_is_refused_without_being_told() {
        for text in ["", "short", "AAAA", "not base64 at all!"] {
            let error = Key::load(&KeySource::Given(Secret::new(text))).err().unwrap();
            assert!(matches!(error, KeyError::Form(_)));
            assert!(text.is_empty() || !error.to_string().contains(text));
        }
        let good = BASE64_STANDARD.encode([7; 32]);
        assert_eq!(Key::load(&KeySource::Given(Secret::new(good))).unwrap().bytes(), &[7; 32]);
    }
}
