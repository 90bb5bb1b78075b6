//! What anybody sends to Sinch's webhook: read into items that can be stored, told and read again, or refused with words.
#![no_main]

#[path = "webhook/mod.rs"]
mod webhook;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|body: &[u8]| webhook::hold("sinch", body));
