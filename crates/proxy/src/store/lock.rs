//! One proxy at a time on a data folder. The lock goes with the process, however that ends.

use std::{
    fs::{File, TryLockError},
    path::Path,
};

use super::StoreError;

/// Holds the data folder until it is dropped.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "the open file is the lock")] File);

impl Lock {
    /// Takes the folder, which is made (for its owner only) when it is not there.
    ///
    /// # Errors
    /// Another process holds it, or it can't be made.
    pub fn take(folder: &Path) -> Result<Self, StoreError> {
        let fail = |error| StoreError::Folder(folder.display().to_string(), error);
        make_folder(folder).map_err(fail)?;
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(folder.join("lock"))
            .map_err(fail)?;
        match file.try_lock() {
            Ok(()) => Ok(Self(file)),
            Err(TryLockError::WouldBlock) => Err(StoreError::InUse(folder.display().to_string())),
            Err(TryLockError::Error(error)) => Err(fail(error)),
        }
    }
}

fn make_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
