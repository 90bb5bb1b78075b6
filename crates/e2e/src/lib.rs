//! The stage for end-to-end tests: a proxy that serves the built page with the sandbox on, and a browser that opens it.
//!
//! Each test opens its own [`Stage`], with its own proxy, database and browser session, so tests may run side by side.
//! `cargo xtask test e2e` builds what is needed and says by environment variables where it stands. Run alone, the
//! tests fail and say so.
//!
//! ```no_run
//! # async fn example() -> Result<(), whatsapp_e2e::Failure> {
//! use whatsapp_e2e::{Stage, fantoccini::Locator};
//!
//! let stage = Stage::open("/").await?;
//! stage.wait_for(Locator::Css("h1")).await?;
//! stage.screenshot("start").await?;
//! # Ok(())
//! # }
//! ```

mod access;
mod browser;
mod embedded;
mod host;
mod person;
mod process;
mod proxy;
mod stage;
mod tokens;

pub use access::Looker;
pub use embedded::Embedded;
pub use fantoccini;
pub use host::{Answer, COPY, Host, PACKAGE};
pub use person::Person;
pub use proxy::UNREACHABLE;
pub use stage::Stage;

/// Why a test could not go on.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// A setting that `cargo xtask test e2e` gives.
fn given(variable: &str) -> Result<std::path::PathBuf, Failure> {
    std::env::var_os(variable)
        .map(Into::into)
        .ok_or_else(|| format!("{variable} is not set: run these tests with `cargo xtask test e2e`").into())
}
