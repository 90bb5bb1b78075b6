//! The tools that the commands need, and how each comes onto the machine. A command asks for a tool when it is about
//! to use it: nobody waits for a tool that his command can do without.

pub mod apt;
pub mod browser;
pub mod bundler;
pub mod node;
pub mod python;
pub mod rust;
pub mod strace;
pub mod trunk;

/// The one table of pinned versions. The version of wasm-bindgen stands in the root `Cargo.toml`, those of the
/// conformance scripts' packages in the scripts.
pub mod versions {
    /// Trunk, from crates.io. 0.22 asks for a newer Rust than this workspace.
    pub const TRUNK: &str = "0.21.14";
    /// wasm-opt, from the npm package `binaryen`.
    pub const BINARYEN: &str = "132.0.0";
    /// axe-core, from npm, and the checksum of its `axe.min.js`.
    pub const AXE: &str = "4.14.1";
    /// SHA-256 in hex.
    pub const AXE_SHA256: &str = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c";
}
