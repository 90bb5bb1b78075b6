//! A test that would reach another country than the one its sender has in mind.

use whatsapp_domain::{Finding, Reached, said::Arg, say};

use super::{names::country_name, plan};

/// Countries whose names take an article in a sentence.
const WITH_ARTICLE: [&str; 26] = [
    "AE", "AX", "BQ", "BS", "CC", "CF", "CK", "DO", "FK", "FO", "GB", "GM", "IM", "IO", "KM", "KY", "MH",
    "MP", "MV", "NL", "PH", "SB", "TC", "US", "VG", "VI",
];

/// The name of a country (`GB`, in either case) as it stands behind "in": `the United Kingdom`. None for what is no
/// country.
pub fn in_a_sentence(region: &str) -> Option<String> {
    let region = region.trim().to_ascii_uppercase();
    if region == plan::WORLD || plan::of_region(&region).is_none() {
        return None;
    }
    let takes_article = WITH_ARTICLE.contains(&region.as_str());
    Some(format!("{}{}", if takes_article { "the " } else { "" }, country_name(&region)))
}

/// What is to be said of a number (its finding has this `field`) when its country is not the expected one (`GB`, in
/// either case), or when the expected one (a finding with `expected_field`) is no country.
pub fn check_expected(
    reached: &Reached,
    field: &str,
    expected: &str,
    expected_field: &str,
) -> Option<Finding> {
    let expected = expected.trim().to_ascii_uppercase();
    let is_same = |region: &str| region == expected;
    let Some(expected_name) = in_a_sentence(&expected) else {
        let text = "There is no such country. Give the two letters of its code, such as GB.";
        return Some(Finding::error("expected-country-unknown", expected_field, text));
    };
    let (number, expected) = (&reached.international, Arg::country(&expected, expected_name));
    let text = match reached.region.as_deref() {
        Some(region) if is_same(region) => return None,
        Some(region) => {
            let name = in_a_sentence(region).unwrap_or_else(|| country_name(region).to_owned());
            say!(
                "{number} is in {country}; you expected {expected}. Nothing was sent.",
                number = number,
                country = Arg::country(region, name),
                expected = expected
            )
        }
        None => say!(
            "{number} belongs to no country; you expected {expected}. Nothing was sent.",
            number = number,
            expected = expected
        ),
    };
    Some(Finding::error("country-unexpected", field, text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reached(international: &str, region: Option<&str>) -> Reached {
        Reached {
            e164: international.replace(' ', ""),
            international: international.into(),
            region: region.map(str::to_owned),
            country: String::new(),
        }
    }

    fn said(international: &str, region: Option<&str>, expected: &str) -> Option<(String, String, String)> {
        check_expected(&reached(international, region), "to", expected, "expectedRegion")
            .map(|finding| (finding.code, finding.field, finding.text))
    }

    #[test]
    fn another_country_is_told_with_both_names() {
        assert_eq!(said("+44 7400 123456", Some("GB"), " gb "), None);
        let (code, field, text) = said("+41 78 123 45 67", Some("CH"), "GB").unwrap();
        assert_eq!((code.as_str(), field.as_str()), ("country-unexpected", "to"));
        assert_eq!(
            text,
            "+41 78 123 45 67 is in Switzerland; you expected the United Kingdom. Nothing was sent."
        );
        // One calling code, two countries.
        assert!(
            said("+1 506-234-5678", Some("CA"), "US")
                .unwrap()
                .2
                .contains("is in Canada; you expected the United")
        );
        assert!(
            said("+800 1234 5678", None, "NL")
                .unwrap()
                .2
                .contains("no country; you expected the Netherlands.")
        );
    }

    #[test]
    fn what_is_no_country_is_said_of_the_expectation() {
        for bad in ["", "XX", "001", "England", "44", "ZZ", "\u{ff27}\u{ff22}"] {
            let (code, field, _) = said("+44 7400 123456", Some("GB"), bad).unwrap();
            assert_eq!(
                (code.as_str(), field.as_str()),
                ("expected-country-unknown", "expectedRegion"),
                "{bad}"
            );
        }
    }

    #[test]
    fn articles_stand_before_names_that_there_are() {
        for code in WITH_ARTICLE {
            assert!(plan::of_region(code).is_some() && country_name(code) != country_name("?"), "{code}");
        }
        assert_eq!(in_a_sentence("GB").as_deref(), Some("the United Kingdom"));
        assert_eq!(in_a_sentence("DE").as_deref(), Some("Germany"));
    }
}
