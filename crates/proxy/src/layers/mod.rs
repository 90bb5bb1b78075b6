//! What every request passes through.

pub mod origin;
pub mod panics;
pub mod slow;
pub mod streams;
pub mod trace;
