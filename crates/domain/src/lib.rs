//! Types and rules of a WhatsApp integration. No browser, no async runtime, no HTTP.

pub mod finding;

pub use finding::{Finding, Fix, Severity};
