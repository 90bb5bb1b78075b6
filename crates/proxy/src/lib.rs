//! The proxy between consoles and providers: the only place with sockets, secrets, clocks and a database.
//!
//! [`app::app`] is the whole of it as a function from request to answer; [`serve`] puts it behind a listener, and
//! [`command`] is the command line around both.

pub mod access;
pub mod app;
mod clock;
pub mod command;
pub mod config;
mod connections;
mod extract;
pub mod guard;
mod housekeeping;
mod ids;
mod layers;
mod media;
mod metrics;
mod outbox;
mod problem;
mod routes;
pub mod serve;
pub mod state;
pub mod store;
pub mod upstream;
pub mod vault;
mod webhooks;

pub use app::app;
pub use state::AppState;
