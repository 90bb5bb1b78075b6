//! The editor of one value: text with variables that are picked, completed and shown as what they mean.

pub mod complete;
pub mod count;
pub mod edit;
pub mod emoji;
pub mod filters;
pub mod label;
pub mod marks;
pub mod paint;
pub mod suggest;
pub mod token;
