//! One line of values: any text is read or refused with a place inside it; what was read survives writing and reading.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whatsapp_engine::csv::{format_record, parse_record};

fuzz_target!(|line: &str| match parse_record(line) {
    Ok(values) => assert_eq!(parse_record(&format_record(&values)), Ok(values)),
    Err(error) => assert!((1..=line.chars().count()).contains(&error.column), "{error:?}"),
});
