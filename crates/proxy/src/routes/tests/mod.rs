//! All routes together.

use super::{table, testing};

mod rights;
mod tenants;
mod tickets;
