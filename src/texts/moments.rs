//! Times, countries and languages as the reader writes them. All of it is the browser's knowledge.

use super::{
    Texts,
    platform::{self, Moment},
};

impl Texts {
    /// Hours, minutes and seconds of an RFC 3339 time, in the reader's zone; the text itself when it is not one.
    pub fn time_of_day(self, rfc3339: &str) -> String {
        platform::moment(self.tag(), rfc3339, Moment::Time)
    }

    /// Hours and minutes.
    pub fn hours_and_minutes(self, rfc3339: &str) -> String {
        platform::moment(self.tag(), rfc3339, Moment::Short)
    }

    /// Day, hours and minutes.
    pub fn day_and_time(self, rfc3339: &str) -> String {
        platform::moment(self.tag(), rfc3339, Moment::Day)
    }

    /// The name of a country, by its two letters.
    pub fn country(self, code: &str) -> String {
        platform::country(self.tag(), code)
    }

    /// The name of a language, by its tag; WhatsApp's underscores are read as hyphens.
    pub fn language_name(self, code: &str) -> String {
        platform::language(self.tag(), code)
    }
}
