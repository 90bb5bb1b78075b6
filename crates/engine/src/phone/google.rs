//! The reading rules of Google's library, over digits that are already cleaned.
//!
//! Follows `parse`, `is_possible_number`, `is_valid_number` and `region_code_for_number` of that library (the
//! Python port `phonenumbers` is what `conformance/phone.py` compares with), leaving out what cleaning has
//! settled: punctuation, letters, extensions.

use super::plan::{self, Plan, WORLD};

/// Fewest digits of a national number.
const NATIONAL_MIN: usize = 2;
/// Most digits of a national number: the ITU says 15, Germany has longer ones.
const NATIONAL_MAX: usize = 17;
/// Most digits of a calling code.
const CODE_MAX: usize = 3;

/// Why digits could not be read as a number at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unreadable {
    /// No calling code, and no region to take one from.
    NoCountry,
    /// The digits after the plus begin with a calling code that nobody uses.
    UnknownCode,
    TooShort,
    TooLong,
}

/// A number as read: it may still be impossible or invalid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    /// Calling code, 1 to 999.
    pub code: u16,
    /// The national significant number, leading zeros that belong to it included.
    pub national: String,
    /// Was it read as dialled to another country (`011 44 …` in the United States)?
    pub dialled_abroad: bool,
}

/// How a number's length compares with its plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Length {
    Possible,
    /// Only within an area.
    Local,
    TooShort,
    TooLong,
    /// Between the shortest and the longest, but none has it.
    Wrong,
}

impl Plan {
    fn length(&self, national: &str) -> Length {
        let n = national.len();
        if self.local_lengths.has(n) {
            Length::Local
        } else if self.lengths.has(n) {
            Length::Possible
        } else if n < self.lengths.least() {
            Length::TooShort
        } else if n > self.lengths.most() {
            Length::TooLong
        } else {
            Length::Wrong
        }
    }

    /// Is it a number that can be dialled from abroad?
    fn is_valid(&self, national: &str) -> bool {
        self.is_like(national) && self.kinds.iter().any(|kind| kind.is(national))
    }

    /// `national` without trunk prefix and carrier code, when that leaves a number.
    fn without_trunk(&self, national: &str) -> String {
        let as_is = || national.to_owned();
        let Some(pattern) = self.trunk.as_ref().and_then(|p| p.get()) else { return as_is() };
        let Some(found) = pattern.starts(national) else { return as_is() };
        let stripped = match self.trunk_rewrite {
            Some(rule) if found.group(pattern.groups(), national).is_some() => {
                found.expand(rule, national) + &national[found.end..]
            }
            _ => national[found.end..].to_owned(),
        };
        if self.is_like(national) && !self.is_like(&stripped) { as_is() } else { stripped }
    }
}

/// Reads `digits` (ASCII) that stood after a plus (`plus`), or as dialled in `home`.
pub(super) fn read(plus: bool, digits: &str, home: Option<&'static Plan>) -> Result<Number, Unreadable> {
    if !plus && home.is_none() {
        return Err(Unreadable::NoCountry);
    }
    // A plus before a number as dialled at home, `+0044…`, is passed over.
    let (plus, split) = match with_code(plus, digits, home) {
        Err(Unreadable::UnknownCode) if plus => {
            (false, Some(with_code(false, digits, home)?.ok_or(Unreadable::UnknownCode)?))
        }
        other => (plus, other?),
    };
    let (code, national, plan) = match (split, home) {
        (Some((code, national)), _) => {
            let main = plan::main_of_code(code).ok_or(Unreadable::UnknownCode)?;
            (code, national, main)
        }
        (None, Some(home)) => (home.code, digits.to_owned(), home),
        (None, None) => return Err(Unreadable::NoCountry),
    };
    if national.len() < NATIONAL_MIN {
        return Err(Unreadable::TooShort);
    }
    let stripped = plan.without_trunk(&national);
    let national = match plan.length(&stripped) {
        Length::TooShort | Length::Local | Length::Wrong => national,
        Length::Possible | Length::TooLong => stripped,
    };
    match national.len() {
        ..NATIONAL_MIN => Err(Unreadable::TooShort),
        NATIONAL_MIN..=NATIONAL_MAX => Ok(Number {
            code,
            national,
            dialled_abroad: !plus && home.is_some_and(|home| after_idd(home, digits).is_some()),
        }),
        _ => Err(Unreadable::TooLong),
    }
}

/// The calling code and the rest, when the digits begin with one: after a plus, after what is dialled for abroad,
/// or that of `home` where the number makes more sense without it.
fn with_code(
    plus: bool,
    digits: &str,
    home: Option<&'static Plan>,
) -> Result<Option<(u16, String)>, Unreadable> {
    let abroad = if plus { Some(digits) } else { home.and_then(|home| after_idd(home, digits)) };
    if let Some(rest) = abroad {
        if rest.len() <= NATIONAL_MIN {
            return Err(Unreadable::TooShort);
        }
        return split_code(rest).map(Some).ok_or(Unreadable::UnknownCode);
    }
    let Some(home) = home else { return Ok(None) };
    let Some(rest) = digits.strip_prefix(&home.code.to_string()) else { return Ok(None) };
    let rest = home.without_trunk(rest);
    let better = !home.is_like(digits) && home.is_like(&rest);
    Ok((better || home.length(digits) == Length::TooLong).then_some((home.code, rest)))
}

/// The digits after what is dialled for abroad; no calling code begins with 0.
fn after_idd<'d>(home: &Plan, digits: &'d str) -> Option<&'d str> {
    let found = home.idd.as_ref()?.get()?.starts(digits)?;
    Some(&digits[found.end..]).filter(|rest| !rest.starts_with('0'))
}

/// The shortest calling code in use that the digits begin with, and the rest.
fn split_code(digits: &str) -> Option<(u16, String)> {
    if digits.starts_with('0') {
        return None;
    }
    (1..=CODE_MAX.min(digits.len())).find_map(|n| {
        let code = digits[..n].parse().ok()?;
        plan::of_code(code).map(|_| (code, digits[n..].to_owned()))
    })
}

impl Number {
    /// The main plan of its calling code.
    pub fn plan(&self) -> Option<&'static Plan> {
        plan::main_of_code(self.code)
    }

    /// The region it belongs to; [`WORLD`] when to none; `None` when several share the calling code and it fits
    /// none of them.
    pub fn region(&self) -> Option<&'static str> {
        match plan::of_code(self.code)? {
            // Codes of no country come once for each service; the first stands for all.
            [only] => Some(only.region),
            several => several.iter().find(|plan| self.is_of(plan)).map(|plan| plan.region),
        }
    }

    fn is_of(&self, plan: &Plan) -> bool {
        match plan.leading.as_ref().and_then(|p| p.get()) {
            Some(leading) => leading.starts(&self.national).is_some(),
            None => plan.is_valid(&self.national),
        }
    }

    /// Has its plan such numbers? Not: is somebody there.
    pub fn is_valid(&self) -> bool {
        let Some(region) = self.region() else { return false };
        let plan = if region == WORLD { self.plan() } else { plan::of_region(region) };
        plan.is_some_and(|plan| plan.is_valid(&self.national))
    }

    /// How its length compares with the main plan of its calling code.
    pub fn length(&self) -> Length {
        self.plan().map_or(Length::Wrong, |plan| plan.length(&self.national))
    }

    /// `+` and all digits.
    pub fn e164(&self) -> String {
        format!("+{}{}", self.code, self.national)
    }

    /// `+`, calling code, and the national number grouped as its country does.
    pub fn international(&self) -> String {
        let national = self.plan().and_then(|plan| {
            plan.layouts.iter().find_map(|layout| {
                let starts = |p: &plan::Lazy| p.get().is_some_and(|p| p.starts(&self.national).is_some());
                layout.leading.as_ref().is_none_or(starts).then_some(())?;
                let found = layout.pattern.as_ref()?.get()?.whole(&self.national)?;
                Some(found.expand(layout.template, &self.national))
            })
        });
        format!("+{} {}", self.code, national.as_deref().unwrap_or(&self.national))
    }
}
