//! strace: on Linux, the test of a disk whose syncs fail makes them fail with it.

use crate::failure::Result;
use crate::{paths, tools::apt};

/// Installs it where it is missing and of use.
pub fn strace() -> Result {
    if cfg!(target_os = "linux") && paths::which("strace").is_none() {
        apt::install(&["strace"])
    } else {
        Ok(())
    }
}
