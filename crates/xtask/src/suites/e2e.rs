//! The page as `serve` serves it, driven over WebDriver.

use std::process::Command;

use super::{Tally, libtest, not_empty};
use crate::bundle::Build;
use crate::cargo::cargo;
use crate::failure::Result;
use crate::paths;
use crate::product;
use crate::samples;
use crate::tools::{browser, node};

/// The crate that holds these tests.
pub const PACKAGE: &str = "whatsapp-e2e";

pub fn run() -> Result<Tally> {
    let mut command = cargo(["test", "--package", PACKAGE, "--no-fail-fast"]);
    command.env("WHATSAPP_E2E_AXE", node::axe()?);
    stage(&mut command, Build::Shipped)?;
    command.env("WHATSAPP_E2E_SAMPLES", samples::build()?);
    not_empty(libtest::run("end-to-end tests", command)?, "e2e")
}

/// Builds page and proxy, and tells a program of this crate where they and the browser are.
pub fn stage(command: &mut Command, build: Build) -> Result {
    let chrome = browser::browser()?;
    let proxy = product::build(build)?;
    command
        .env("WHATSAPP_E2E_PROXY", proxy)
        .env("WHATSAPP_E2E_PAGE", paths::dist())
        .env("WHATSAPP_E2E_SCREENS", paths::target().join("screens"))
        .env("WHATSAPP_E2E_CHROMEDRIVER", &chrome.driver)
        .env("WHATSAPP_E2E_WEBDRIVER_JSON", browser::capabilities(&chrome)?);
    Ok(())
}
