//! Why a number is refused, as a stable code and in words.

use serde::Serialize;
use whatsapp_domain::{Phrase, Said, said::Arg, say, words};

use super::google::{Length, Number, Unreadable};
use super::names::country_name;
use super::plan::{Plan, WORLD};

/// Every reason for refusing a number. The words of [`Code::as_str`] are part of the contract: listed in the docs,
/// never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// Nothing but spaces.
    Empty,
    /// No digits, or something else between them.
    NotANumber,
    /// Digits are covered or cut off: `+1201555XXXX`.
    Masked,
    /// Letters within the number: `0740O123456`, `1-800-FLOWERS`.
    Letters,
    /// What a spreadsheet makes of a number: `4.47912E+11`, `447400123456.0`.
    Spreadsheet,
    /// Two numbers in one cell.
    Several,
    /// Written without country code, and no default country is set.
    NoCountry,
    /// Written without country code, and the default country does not exist.
    UnknownRegion,
    /// No country has this country code.
    UnknownCode,
    /// Fewer digits than any number of the country.
    TooShort,
    /// More digits than any number of the country.
    TooLong,
    /// A length between the shortest and the longest that no number of the country has.
    WrongLength,
    /// Works only within its area: the area code is missing.
    AreaCodeMissing,
    /// Right length, but the country gives out no such number.
    NotInUse,
}

impl Code {
    /// The stable word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "phone-empty",
            Self::NotANumber => "phone-not-a-number",
            Self::Masked => "phone-masked",
            Self::Letters => "phone-letters",
            Self::Spreadsheet => "phone-spreadsheet",
            Self::Several => "phone-several",
            Self::NoCountry => "phone-no-country",
            Self::UnknownRegion => "phone-unknown-region",
            Self::UnknownCode => "phone-unknown-code",
            Self::TooShort => "phone-too-short",
            Self::TooLong => "phone-too-long",
            Self::WrongLength => "phone-wrong-length",
            Self::AreaCodeMissing => "phone-area-code-missing",
            Self::NotInUse => "phone-not-in-use",
        }
    }
}

impl From<Unreadable> for Code {
    fn from(reason: Unreadable) -> Self {
        match reason {
            Unreadable::NoCountry => Self::NoCountry,
            Unreadable::UnknownCode => Self::UnknownCode,
            Unreadable::TooShort => Self::TooShort,
            Unreadable::TooLong => Self::TooLong,
        }
    }
}

impl Code {
    /// Why a number that could be read is refused; `None` when it is valid.
    pub(super) fn of(number: &Number) -> Option<Self> {
        if number.is_valid() {
            return None;
        }
        Some(match number.length() {
            Length::Possible => Self::NotInUse,
            Length::Local => Self::AreaCodeMissing,
            Length::TooShort => Self::TooShort,
            Length::TooLong => Self::TooLong,
            Length::Wrong => Self::WrongLength,
        })
    }
}

/// A refused number: the reason, words for the person who must act, and a repair where only one is thinkable.
///
/// Holds no part of the number but its length and country code, so it may be logged; `fix` may not.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Rejection {
    /// Stable, kebab-case; see [`Code`].
    pub code: &'static str,
    /// One or two sentences: what was found, what is expected.
    pub text: String,
    /// What is filled into the text, when something is.
    #[serde(skip)]
    pub said: Option<Box<Phrase>>,
    /// The number that was meant, in E.164, where that is certain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
}

impl std::fmt::Debug for Rejection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let fix = self.fix.as_ref().map(|_| "…");
        f.debug_struct("Rejection")
            .field("code", &self.code)
            .field("text", &self.text)
            .field("fix", &fix)
            .finish()
    }
}

impl std::fmt::Display for Rejection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Rejection {}

impl Rejection {
    /// What is told.
    pub fn told(&self) -> Said {
        Said::told(&*self.text, self.said.clone())
    }

    pub(super) fn new(
        code: Code,
        number: Option<&Number>,
        region: Option<&str>,
        fix: Option<Number>,
    ) -> Self {
        let mut text = match number {
            Some(number) => about_number(code, number),
            None => about_text(code, region),
        };
        if let (Code::NoCountry, Some(fix)) = (code, &fix) {
            let country = named(fix.region().unwrap_or(WORLD));
            text = text.then(say!(
                "With a + in front, it reads as a number of this country: {country}.",
                country = country
            ));
        }
        let Said { text, phrase } = text;
        Self { said: phrase, code: code.as_str(), text, fix: fix.map(|number| number.e164()) }
    }
}

fn about_text(code: Code, region: Option<&str>) -> Said {
    let text = match code {
        Code::Empty => "The phone number is empty.",
        Code::NotANumber => {
            "This is not a phone number. Write it with its country code, such as +44 7400 123456."
        }
        Code::Masked => "Some digits are covered or cut off. Use the full number.",
        Code::Letters => {
            "There are letters in the number, perhaps an O for a zero. Use digits only, such as +44 7400 123456."
        }
        Code::Spreadsheet => {
            "A spreadsheet has turned this number into a figure, and digits may be lost. Format the column as text \
             and export it again."
        }
        Code::Several => "There is more than one number here. Keep one.",
        Code::NoCountry => {
            "The country code is missing. Write the number with + and country code, such as +44 7400 123456, or \
             choose a default country."
        }
        Code::UnknownRegion => {
            return say!(
                "The default country {region} does not exist. Choose one with two letters, such as GB.",
                region = region.unwrap_or_default().chars().take(20).collect::<String>()
            );
        }
        Code::UnknownCode => {
            "No country has this country code. Check the digits after the +, such as 44 in +44 7400 123456."
        }
        Code::TooShort => "There are too few digits for a phone number.",
        Code::TooLong => "This is too long for a phone number, which has 15 digits at most.",
        Code::WrongLength | Code::AreaCodeMissing | Code::NotInUse => "This is not a valid phone number.",
    };
    text.into()
}

fn about_number(code: Code, number: &Number) -> Said {
    let country = named(number.region().or(number.plan().map(|p| p.region)).unwrap_or(WORLD));
    let (n, calling) = (number.national.len(), number.code);
    let expected = number.plan().map(lengths).unwrap_or_default();
    let found = match code {
        Code::TooShort => words!("Too short"),
        Code::TooLong => words!("Too long"),
        Code::WrongLength => words!("The wrong length"),
        Code::AreaCodeMissing => words!("The area code is missing"),
        _ => {
            return say!(
                "No number of +{calling} ({country}) is like this one. Check the digits.",
                calling = calling.to_string(),
                country = country
            );
        }
    };
    let found = say!("{found} ({country}):", found = Said::from(found), country = country);
    let calling = calling.to_string();
    found.then(if n == 1 {
        say!("1 digit after +{calling}, expected {expected}.", calling = calling, expected = expected)
    } else {
        say!(
            "{count} digits after +{calling}, expected {expected}.",
            count = n,
            calling = calling,
            expected = expected
        )
    })
}

/// The name of a country or of the international services.
fn named(region: &str) -> Arg {
    Arg::country(region, country_name(region))
}

/// `7, 9 or 10`.
fn lengths(plan: &'static Plan) -> Said {
    let all: Vec<String> = (1..32).filter(|n| plan.lengths.has(*n)).map(|n| n.to_string()).collect();
    match all.as_slice() {
        [] => Said::default(),
        [one] => one.as_str().into(),
        [rest @ .., last] => say!("{one} or {other}", one = rest.join(", "), other = last),
    }
}
