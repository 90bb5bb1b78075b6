//! What `cargo xtask conformance` is made of.

pub mod compare;
pub mod pipe;
