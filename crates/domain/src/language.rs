//! Language codes of templates, such as `en_GB`.
//!
//! A code must be written exactly as the template was registered: underscore, lower-case language, upper-case country.
//! The list is a suggestion only: WhatsApp adds languages, so an unknown code in the right form is worth a warning,
//! never an error.

/// What can be said of a language code from its text alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LanguageVerdict {
    /// Has the form of a code: two or three lower-case letters, then perhaps an underscore and two upper-case ones.
    pub valid: bool,
    /// Stands in [`LANGUAGES`].
    pub known: bool,
}

/// Judges a code as it is: nothing is trimmed or corrected (see [`suggestion`] for that).
pub fn check_language(code: &str) -> LanguageVerdict {
    LanguageVerdict { valid: has_form(code), known: language_name(code).is_some() }
}

/// The English name of a known code: `English (UK)` for `en_GB`.
pub fn language_name(code: &str) -> Option<&'static str> {
    LANGUAGES.iter().find(|(known, _)| *known == code).map(|(_, name)| *name)
}

/// The known code that was probably meant by a text that is none: `en_US` for `en-US` or `EN_us`, `fr` for `fr_FR`,
/// `zh_TW` for `zh-Hant-TW`. `None` if the code is known already or nothing is near.
pub fn suggestion(text: &str) -> Option<String> {
    if language_name(text).is_some() {
        return None;
    }
    let mut parts = text.trim().split(['-', '_', ' ']);
    let language = parts.next()?.to_ascii_lowercase();
    let rest: Vec<&str> = parts.collect();
    let region = match rest.as_slice() {
        [] => None,
        [region] => Some(*region),
        // A script between the two, as in `zh-Hant-TW`.
        [script, region] if script.len() == 4 => Some(*region),
        _ => return None,
    };
    let Some(region) = region else {
        return language_name(&language).is_some().then_some(language);
    };
    let code = format!("{language}_{}", region.to_ascii_uppercase());
    if !has_form(&code) {
        return None;
    }
    [code, language].into_iter().find(|candidate| language_name(candidate).is_some())
}

fn has_form(code: &str) -> bool {
    let (language, region) = match code.split_once('_') {
        Some((language, region)) => (language, Some(region)),
        None => (code, None),
    };
    matches!(language.len(), 2 | 3)
        && language.bytes().all(|b| b.is_ascii_lowercase())
        && region.is_none_or(|region| region.len() == 2 && region.bytes().all(|b| b.is_ascii_uppercase()))
}

/// Known codes and their English names, by name.
///
/// Sources: the enumeration of Infobip's OpenAPI 3.210.0 (2026-07-23), and `be_BY` and `prs_AF` from Meta's
/// supported languages of 2026-05-21.
pub const LANGUAGES: &[(&str, &str)] = &[
    ("af", "Afrikaans"),
    ("sq", "Albanian"),
    ("ar", "Arabic"),
    ("ar_EG", "Arabic (Egypt)"),
    ("ar_LB", "Arabic (Lebanon)"),
    ("ar_MA", "Arabic (Morocco)"),
    ("ar_QA", "Arabic (Qatar)"),
    ("ar_AE", "Arabic (UAE)"),
    ("az", "Azerbaijani"),
    ("be_BY", "Belarusian"),
    ("bn", "Bengali"),
    ("bn_IN", "Bengali (India)"),
    ("bg", "Bulgarian"),
    ("ca", "Catalan"),
    ("zh_CN", "Chinese (China)"),
    ("zh_HK", "Chinese (Hong Kong)"),
    ("zh_TW", "Chinese (Taiwan)"),
    ("hr", "Croatian"),
    ("cs", "Czech"),
    ("da", "Danish"),
    ("prs_AF", "Dari"),
    ("nl", "Dutch"),
    ("nl_BE", "Dutch (Belgium)"),
    ("en", "English"),
    ("en_AU", "English (Australia)"),
    ("en_CA", "English (Canada)"),
    ("en_GH", "English (Ghana)"),
    ("en_IN", "English (India)"),
    ("en_IE", "English (Ireland)"),
    ("en_JM", "English (Jamaica)"),
    ("en_MY", "English (Malaysia)"),
    ("en_NZ", "English (New Zealand)"),
    ("en_QA", "English (Qatar)"),
    ("en_SG", "English (Singapore)"),
    ("en_ZA", "English (South Africa)"),
    ("en_AE", "English (UAE)"),
    ("en_GB", "English (UK)"),
    ("en_US", "English (US)"),
    ("en_UG", "English (Uganda)"),
    ("et", "Estonian"),
    ("fil", "Filipino"),
    ("fi", "Finnish"),
    ("fr", "French"),
    ("fr_BE", "French (Belgium)"),
    ("fr_CA", "French (Canada)"),
    ("fr_CI", "French (Côte d’Ivoire)"),
    ("fr_MA", "French (Morocco)"),
    ("fr_CH", "French (Switzerland)"),
    ("ka", "Georgian"),
    ("de", "German"),
    ("de_AT", "German (Austria)"),
    ("de_CH", "German (Switzerland)"),
    ("el", "Greek"),
    ("gu", "Gujarati"),
    ("ha", "Hausa"),
    ("he", "Hebrew"),
    ("hi", "Hindi"),
    ("hu", "Hungarian"),
    ("id", "Indonesian"),
    ("ga", "Irish"),
    ("it", "Italian"),
    ("ja", "Japanese"),
    ("kn", "Kannada"),
    ("kk", "Kazakh"),
    ("rw_RW", "Kinyarwanda"),
    ("ko", "Korean"),
    ("ky_KG", "Kyrgyz"),
    ("lo", "Lao"),
    ("lv", "Latvian"),
    ("lt", "Lithuanian"),
    ("mk", "Macedonian"),
    ("ms", "Malay"),
    ("ml", "Malayalam"),
    ("mr", "Marathi"),
    ("nb", "Norwegian"),
    ("fa", "Persian"),
    ("pl", "Polish"),
    ("pt_BR", "Portuguese (Brazil)"),
    ("pt_PT", "Portuguese (Portugal)"),
    ("pa", "Punjabi"),
    ("ro", "Romanian"),
    ("ru", "Russian"),
    ("sr", "Serbian"),
    ("si_LK", "Sinhala"),
    ("sk", "Slovak"),
    ("sl", "Slovenian"),
    ("es", "Spanish"),
    ("es_AR", "Spanish (Argentina)"),
    ("es_CL", "Spanish (Chile)"),
    ("es_CO", "Spanish (Colombia)"),
    ("es_CR", "Spanish (Costa Rica)"),
    ("es_DO", "Spanish (Dominican Republic)"),
    ("es_EC", "Spanish (Ecuador)"),
    ("es_HN", "Spanish (Honduras)"),
    ("es_MX", "Spanish (Mexico)"),
    ("es_PA", "Spanish (Panama)"),
    ("es_PE", "Spanish (Peru)"),
    ("es_ES", "Spanish (Spain)"),
    ("es_UY", "Spanish (Uruguay)"),
    ("sw", "Swahili"),
    ("sv", "Swedish"),
    ("ta", "Tamil"),
    ("te", "Telugu"),
    ("th", "Thai"),
    ("tr", "Turkish"),
    ("uk", "Ukrainian"),
    ("ur", "Urdu"),
    ("uz", "Uzbek"),
    ("vi", "Vietnamese"),
    ("zu", "Zulu"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn judges_form_and_presence() {
        for (code, valid, known) in [
            ("en_US", true, true),
            ("en", true, true),
            ("fil", true, true),
            ("zh_CN", true, true),
            ("prs_AF", true, true),
            ("fr_FR", true, false),
            ("xx", true, false),
            ("en-US", false, false),
            ("en_us", false, false),
            ("EN_US", false, false),
            ("english", false, false),
            ("en_", false, false),
            ("_US", false, false),
            ("e", false, false),
            ("en_US_x", false, false),
            ("en_USA", false, false),
            (" en", false, false),
            ("en\n", false, false),
            ("", false, false),
            ("ëñ", false, false),
        ] {
            assert_eq!(check_language(code), LanguageVerdict { valid, known }, "{code:?}");
        }
    }

    #[test]
    fn suggests_what_was_meant() {
        for (text, expected) in [
            ("en-US", Some("en_US")),
            ("EN_us", Some("en_US")),
            ("EN", Some("en")),
            (" en_GB ", Some("en_GB")),
            ("pt br", Some("pt_BR")),
            ("fr_FR", Some("fr")),
            ("zh-Hant-TW", Some("zh_TW")),
            ("en_US", None),
            ("english", None),
            ("pt", None),
            ("xx_YY", None),
            ("en_USA", None),
            ("en-", None),
            ("", None),
        ] {
            assert_eq!(suggestion(text).as_deref(), expected, "{text:?}");
        }
    }

    #[test]
    fn the_list_is_sound() {
        let codes: BTreeSet<&str> = LANGUAGES.iter().map(|(code, _)| *code).collect();
        let names: BTreeSet<&str> = LANGUAGES.iter().map(|(_, name)| *name).collect();
        assert_eq!(codes.len(), LANGUAGES.len());
        assert_eq!(names.len(), LANGUAGES.len());
        assert!(codes.iter().all(|code| has_form(code)));
        assert!(LANGUAGES.is_sorted_by_key(|(_, name)| *name));
        assert_eq!(language_name("en_GB"), Some("English (UK)"));
    }
}
