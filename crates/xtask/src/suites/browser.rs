//! The tests that run inside headless Chromium: those written with `wasm_bindgen_test`.

use super::{Tally, libtest, not_empty};
use crate::cargo::{WASM, cargo};
use crate::failure::Result;
use crate::tools::{browser, bundler, rust};

pub fn run() -> Result<Tally> {
    rust::wasm_target()?;
    let chrome = browser::browser()?;
    let runner = bundler::program(&bundler::TEST_RUNNER)?;
    // Documentation tests run natively; here they would each start a browser.
    let mut command = cargo(["test", "--target", WASM, "--lib", "--tests", "--no-fail-fast"]);
    command
        .args(["--package", "whatsapp-plugin", "--package", "whatsapp-engine-module"])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner)
        .env("CHROMEDRIVER", &chrome.driver)
        .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", browser::capabilities(&chrome)?)
        .env("WASM_BINDGEN_USE_BROWSER", "1")
        // Seconds. The runner's defaults (5 to start the driver, 20 for all tests of a binary) are for faster machines.
        .env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60")
        .env("WASM_BINDGEN_TEST_TIMEOUT", "300");
    not_empty(libtest::run("browser tests", command)?, "browser")
}
