//! Python's ways to put values into text: `%` and `.format()`.

pub(crate) mod braces;
pub(crate) mod percent;
pub(crate) mod spec;
