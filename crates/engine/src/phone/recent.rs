//! The number that was parsed last. While somebody types into a step, the same customer's number is parsed with each key, and
//! that is a fifth of what the engine does then.

use std::cell::RefCell;

use super::{PhoneNumber, Rejection};

/// Longest text that is kept, in bytes; numbers are far below.
const KEPT_MAX: usize = 64;

type Parsed = Result<PhoneNumber, Rejection>;

struct Last {
    input: String,
    region: Option<String>,
    parsed: Parsed,
}

thread_local! {
    static LAST: RefCell<Option<Last>> = const { RefCell::new(None) };
}

/// What the last parsing of the same text for the same country gave, else what `parse` gives. One number stays in memory
/// for each thread, until the next one.
pub(super) fn or_else(input: &str, region: Option<&str>, parse: impl FnOnce() -> Parsed) -> Parsed {
    let known = LAST.with_borrow(|last| {
        let last = last.as_ref().filter(|last| last.input == input && last.region.as_deref() == region)?;
        Some(last.parsed.clone())
    });
    known.unwrap_or_else(|| {
        let parsed = parse();
        if input.len() <= KEPT_MAX {
            let last =
                Last { input: input.to_owned(), region: region.map(str::to_owned), parsed: parsed.clone() };
            LAST.set(Some(last));
        }
        parsed
    })
}

#[cfg(test)]
mod tests {
    use super::super::parse;

    #[test]
    fn text_and_country_both_count() {
        let digits = |input, region| parse(input, region).map(|number| number.digits().to_owned());
        for _ in 0..2 {
            assert_eq!(digits("07400 123456", Some("GB")).unwrap(), "447400123456");
        }
        assert_eq!(digits("07400 123456", None).unwrap_err().code, "phone-no-country");
        assert_eq!(digits("07400 123456", Some("DE")).unwrap(), "497400123456");
        assert_eq!(digits("07400 123457", Some("GB")).unwrap(), "447400123457");
        assert_eq!(digits("07400 123456", Some("GB")).unwrap(), "447400123456");
    }
}
