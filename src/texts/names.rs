//! The names of all texts, made from the English files by `build.rs`.

use super::{Arg, Id, Text};

include!(concat!(env!("OUT_DIR"), "/texts.rs"));
