//! What every request passes through.

pub mod origin;
pub mod panics;
pub mod streams;
pub mod trace;
