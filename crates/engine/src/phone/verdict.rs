//! The verdict on what stands in a phone field.

use serde::Serialize;
use serde_json::{Value, json};

use super::google::{self, Number, Unreadable};
use super::plan::{self, Plan};
use super::rejection::{Code, Rejection};
use super::typed::{self, Typed};
use super::{clean, fix, recent};

/// What Google's library says about a number, after cleaning. Serialises as the line of `check phone`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Verdict {
    /// `+` and digits, when the text could be read as a number, valid or not.
    pub e164: Option<String>,
    /// Does its country give out such numbers? Not: is somebody there.
    pub valid: bool,
    /// Has it a length that occurs in its country?
    pub possible: bool,
    /// ISO 3166 code of the country, `001` for numbers of no country.
    pub region: Option<String>,
    /// Why it is not valid: one of the words of [`Code`].
    pub error: Option<String>,
}

/// A valid phone number.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PhoneNumber {
    e164: String,
    international: String,
    region: Option<&'static str>,
}

impl PhoneNumber {
    /// `+447400123456`.
    pub fn e164(&self) -> &str {
        &self.e164
    }

    /// `447400123456`, as providers take it.
    pub fn digits(&self) -> &str {
        self.e164.trim_start_matches('+')
    }

    /// ISO 3166 code such as `GB`; `001` for numbers of no country, such as +800.
    pub fn region(&self) -> Option<&str> {
        self.region
    }

    /// `+44 7400 123456`, grouped as its country does.
    pub fn international(&self) -> &str {
        &self.international
    }
}

/// Shows the last digits only: numbers do not belong into logs.
impl std::fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let last = &self.e164[self.e164.len().saturating_sub(2)..];
        write!(f, "PhoneNumber(…{last} {})", self.region.unwrap_or("-"))
    }
}

/// Judges `input`; `region` is the country of numbers written without a country code. Never panics.
pub fn check(input: &str, region: Option<&str>) -> Verdict {
    match Outcome::of(input, region) {
        Outcome::Read(number) => Verdict {
            e164: Some(number.e164()),
            valid: number.is_valid(),
            possible: matches!(number.length(), google::Length::Possible | google::Length::Local),
            region: number.region().map(str::to_owned),
            error: Code::of(&number).map(|code| code.as_str().to_owned()),
        },
        Outcome::Refused(code) => Verdict {
            e164: None,
            valid: false,
            possible: false,
            region: None,
            error: Some(code.as_str().to_owned()),
        },
    }
}

/// The valid number in `input`; `region` is the country of numbers written without a country code.
///
/// # Errors
/// Refuses whatever [`check`] does not call valid, with words for the person who must act.
pub fn parse(input: &str, region: Option<&str>) -> Result<PhoneNumber, Rejection> {
    recent::or_else(input, region, || parse_anew(input, region))
}

fn parse_anew(input: &str, region: Option<&str>) -> Result<PhoneNumber, Rejection> {
    Outcome::of(input, region)
        .valid()
        .map_err(|(code, number)| Rejection::new(code, number.as_ref(), region, fix::of(input, code, region)))
}

/// As [`parse`], for text that is known to begin with a country code, with plus or without: what providers send
/// (`447400123456`), and customer ids kept as digits.
///
/// # Errors
/// As [`parse`].
pub fn parse_international(input: &str) -> Result<PhoneNumber, Rejection> {
    let outcome = Outcome::judged(input, |typed| sensible(true, &typed.digits, None).map_err(Code::from));
    outcome.valid().map_err(|(code, number)| Rejection::new(code, number.as_ref(), None, None))
}

/// `check phone`: `{"input":"…","region":"GB"|null}` in, a [`Verdict`] out. An input of `null` is an empty one. With
/// `"international":true` in the line, the answer also has the number as people write it.
pub fn check_line(line: &Value) -> Value {
    let text = |key| crate::check::optional_text(line, key);
    let (input, region) = match (text("input"), text("region")) {
        (Ok(input), Ok(region)) => (input.unwrap_or_default(), region),
        (Err(answer), _) | (_, Err(answer)) => return answer,
    };
    let mut answer = json!(check(input, region));
    if line.get("international") == Some(&Value::Bool(true)) {
        let number = match Outcome::of(input, region) {
            Outcome::Read(number) => Some(number.international()),
            Outcome::Refused(_) => None,
        };
        answer["international"] = number.into();
    }
    answer
}

enum Outcome {
    Read(Number),
    Refused(Code),
}

impl Outcome {
    fn of(input: &str, region: Option<&str>) -> Self {
        Self::judged(input, |typed| {
            let number = sensible(typed.plus, &typed.digits, home(region));
            number.map_err(|reason| match reason {
                Unreadable::NoCountry if region.is_some_and(|region| !region.trim().is_empty()) => {
                    Code::UnknownRegion
                }
                reason => reason.into(),
            })
        })
    }

    fn judged(input: &str, judge: impl FnOnce(&Typed) -> Result<Number, Code>) -> Self {
        // Far beyond any number with marks between its digits.
        const LONGEST_BYTES: usize = 4096;
        if input.len() > LONGEST_BYTES {
            return Self::Refused(Code::TooLong);
        }
        match typed::read(&clean::clean(input)).and_then(|typed| judge(&typed)) {
            Ok(number) => Self::Read(number),
            Err(code) => Self::Refused(code),
        }
    }

    fn valid(self) -> Result<PhoneNumber, (Code, Option<Number>)> {
        match self {
            Self::Refused(code) => Err((code, None)),
            Self::Read(number) => match Code::of(&number) {
                Some(code) => Err((code, Some(number))),
                None => Ok(PhoneNumber {
                    e164: number.e164(),
                    international: number.international(),
                    region: number.region(),
                }),
            },
        }
    }
}

/// The plan of the default country, in either case; `None` when there is none or it does not exist.
pub(super) fn home(region: Option<&str>) -> Option<&'static Plan> {
    plan::of_region(&region?.trim().to_ascii_uppercase())
}

/// As Google's library reads it if that gives a valid number; otherwise `00` is read as the plus that it stands for
/// in most of the world, unless it is what the default country dials and nothing valid is behind it.
pub(super) fn sensible(plus: bool, digits: &str, home: Option<&'static Plan>) -> Result<Number, Unreadable> {
    let as_typed = google::read(plus, digits, home);
    if as_typed.as_ref().is_ok_and(Number::is_valid) {
        return as_typed;
    }
    let dialled = as_typed.as_ref().is_ok_and(|number| number.dialled_abroad);
    match digits.strip_prefix("00").map(|rest| google::read(true, rest, None)) {
        Some(Ok(number)) if number.is_valid() || !dialled => Ok(number),
        _ => as_typed,
    }
}
