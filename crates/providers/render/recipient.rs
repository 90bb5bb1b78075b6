//! Whom the message reaches.

use whatsapp_domain::{Finding, Reached, Said, said::Arg, say, words};
use whatsapp_engine::phone::{self, PhoneNumber, Rejection};

use super::{
    RenderInput,
    fill::{Values, has_jinja},
};

/// Google's code for numbers that belong to no country.
const NO_COUNTRY: &str = "001";

/// The number of the tester, else of the customer; none when it can't be known, with a finding if it is wrong.
pub(super) fn reach(input: &RenderInput<'_>, values: &mut Values<'_>) -> Option<Reached> {
    let recipient = &input.node.recipient;
    let region = recipient.region.as_deref().map(str::trim).filter(|region| !region.is_empty());
    let (text, field) = match input.to {
        Some(to) => (to.to_owned(), "to"),
        None => (values.jinja(&recipient.value, "recipient.value", "recipient.value")?, "recipient.value"),
    };
    let typed = if input.to.is_some() { None } else { Some(recipient.value.as_str()) };
    let rejection = match phone::parse(&text, region) {
        Ok(number) => {
            let number = reached(&number);
            values.findings.extend(double_zero(&number, &text, field, typed));
            return Some(number);
        }
        Err(rejection) => rejection,
    };
    if let Some(number) = without_plus(&rejection) {
        values.findings.push(plus_missing(&number, field, typed));
        return Some(number);
    }
    let finding = refused(rejection, field, typed);
    let dropped = typed.and_then(|typed| plus_dropped(values, typed, region));
    values.findings.push(match dropped.filter(|_| finding.fix.is_none()) {
        Some(without) => finding.with_fix(words!("Drop the plus"), without),
        None => finding,
    });
    None
}

/// The step's recipient without the `+` that somebody put in front, if the number is read without it: `+{{ customer.phone }}`
/// over numbers as they are dialled at home.
fn plus_dropped(values: &Values<'_>, typed: &str, region: Option<&str>) -> Option<String> {
    let without = typed.trim_start().strip_prefix('+')?.trim_start();
    let text = if has_jinja(without) { values.trial(without)? } else { without.to_owned() };
    match phone::parse(&text, region) {
        Ok(_) => Some(without.to_owned()),
        Err(rejection) => without_plus(&rejection).map(|_| without.to_owned()),
    }
}

/// A typed number with `00` in front is read where `00` is dialled; with `+` it is read everywhere. What a profile holds
/// can't be mended from here, and is read all the same.
fn double_zero(number: &Reached, text: &str, field: &str, typed: Option<&str>) -> Option<Finding> {
    let is_typed = typed.is_some_and(|typed| !has_jinja(typed));
    if !is_typed || !text.trim_start().starts_with("00") {
        return None;
    }
    let words = say!(
        "The number starts with 00 and is read as {number}. Not every country dials 00; a + is right everywhere.",
        number = &number.international
    );
    let finding = Finding::warning("phone-double-zero", field, words);
    Some(finding.with_fix(say!("Use {value}", value = &number.e164), number.e164.clone()))
}

/// Many consoles store numbers as digits with the country code in front (`447400123456`). Such a number is read when
/// only one reading is thinkable; ten digits that could be American, say, are refused.
fn without_plus(rejection: &Rejection) -> Option<Reached> {
    let meant = rejection.fix.as_deref().filter(|_| rejection.code == "phone-no-country")?;
    phone::parse(meant, None).ok().map(|number| reached(&number))
}

fn plus_missing(number: &Reached, field: &str, typed: Option<&str>) -> Finding {
    let text = say!(
        "The number has no + in front, and is read as {number} ({country}). Write it with +, or choose the country of such numbers.",
        number = &number.international,
        country = country(number)
    );
    let finding = Finding::warning("phone-plus-missing", field, text);
    if typed.is_some_and(has_jinja) {
        return finding;
    }
    finding.with_fix(say!("Use {value}", value = &number.e164), number.e164.clone())
}

fn country(number: &Reached) -> Arg {
    match &number.region {
        Some(region) => Arg::country(region, &*number.country),
        None => number.country.as_str().into(),
    }
}

/// A number as it is shown.
pub(crate) fn reached(number: &PhoneNumber) -> Reached {
    let region = number.region().filter(|region| *region != NO_COUNTRY);
    Reached {
        e164: number.e164().to_owned(),
        international: number.international().to_owned(),
        region: region.map(str::to_owned),
        country: region.map(phone::country_name).unwrap_or_default().to_owned(),
    }
}

/// `typed` is the node's recipient; none for a tester's number, which is always plain text.
fn refused(rejection: Rejection, field: &str, typed: Option<&str>) -> Finding {
    let from_profile = typed.is_some_and(has_jinja);
    let (field, text): (_, Said) = match rejection.code {
        "phone-empty" if from_profile => (
            field,
            "This customer has no phone number here. Choose the attribute that holds it, or another customer.".into(),
        ),
        "phone-empty" => (field, "There is no phone number yet. Enter one with its country code.".into()),
        "phone-unknown-region" => ("recipient.region", rejection.told()),
        _ => (field, rejection.told()),
    };
    let finding = Finding::error(rejection.code, field, text);
    match rejection.fix {
        // A profile can't be mended from here.
        Some(number) if !from_profile => finding.with_fix(say!("Use {value}", value = &number), number),
        _ => finding,
    }
}
