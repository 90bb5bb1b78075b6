//! What the card about replies says.

pub const TITLE: &str = "Replies from customers";
pub const ON: &str = "On";
pub const OFF: &str = "Off";
pub const SWITCH: &str = "Take replies and follow messages";
pub const SWITCH_HELP: &str =
    "What customers write becomes campaign events at once, and every message is followed to “read”.";
pub const KEY: &str = "Customer ID with the phone number";
pub const FORMAT: &str = "Saved as";
pub const SAVE_FIRST: &str = "Save to get the callback URL.";
pub const WORDS: &str = "Words that stop and start messages";
pub const WORDS_HELP: &str = "Separated by commas. They count as a whole message, whatever the case and punctuation: “Stop. Thank you” counts, “don’t stop” does not.";
pub const LANGUAGE: &str = "Language";
pub const STOP_WORDS: &str = "Stop";
pub const START_WORDS: &str = "Start again";
pub const WORDS_RESET: &str = "Back to our words";

/// `A reply from +44 7700 900123 belongs to the customer whose phone is +447700900123.`
pub fn looked_for(number: &str, key: &str, value: &str) -> String {
    format!("A reply from {number} belongs to the customer whose {key} is {value}.")
}

/// A language in the words of the page.
pub fn language_name(code: &str) -> String {
    let known = whatsapp_domain::language::language_name(&code.replace('-', "_"));
    known.map_or_else(|| code.to_owned(), str::to_owned)
}
