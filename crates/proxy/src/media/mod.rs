//! What a media file is, from its first bytes, and how long a link lasts, from its address.

pub mod expiry;
pub mod kind;
