//! See the crate's description.

pub mod address;
pub mod case;
pub mod check;
pub mod csv;
pub mod jinja;
pub mod language;
pub mod phone;
pub mod qr;
pub mod stamp;
pub mod url;
