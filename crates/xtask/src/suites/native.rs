//! Every crate's tests on this machine, except those that need a browser.

use super::{Tally, libtest, not_empty};
use crate::cargo::cargo;
use crate::failure::Result;
use crate::tools;

pub fn run() -> Result<Tally> {
    tools::strace::strace()?;
    let command = cargo(["test", "--workspace", "--exclude", super::e2e::PACKAGE, "--no-fail-fast"]);
    not_empty(libtest::run("native tests", command)?, "native")
}
