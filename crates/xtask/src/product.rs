//! The whole product: page and proxy, as `serve` runs them and the end-to-end tests drive them.

use std::path::PathBuf;
use std::time::Instant;

use crate::bundle::{self, Build};
use crate::failure::Result;
use crate::progress::{say, words};
use crate::proxy;
use crate::tools::bundler;

/// Builds page and proxy side by side: each has stretches in which only one core is busy (linking the page, the
/// last crates of the proxy).
pub fn build(build: Build) -> Result<PathBuf> {
    let step = |name: &str, work: &dyn Fn() -> Result| -> Result {
        let start = Instant::now();
        work()?;
        say(format!("{name}: done in {}", words(start.elapsed())));
        Ok(())
    };
    say("Building the page and the proxy");
    std::thread::scope(|scope| {
        let page = scope.spawn(|| step("The page's Wasm", &|| bundle::compile(build)));
        let bindgen = bundler::program(&bundler::BINDGEN);
        let proxy = step("The proxy", &|| proxy::build().map(drop));
        match page.join() {
            Ok(compiled) => compiled?,
            Err(panic) => std::panic::resume_unwind(panic),
        }
        let bindgen = bindgen?;
        step("The page's files", &|| bundle::assemble(build, &bindgen))?;
        proxy
    })?;
    Ok(proxy::path())
}
