//! Which language of a template a customer gets, and whether the languages of a step are sound.

use whatsapp_domain::{
    Binding, Finding, Fix, Said, Template, Translation, json,
    language::{check_language, suggestion},
    quote::quote,
    say, words,
};

use super::{
    fill::{Values, has_jinja},
    undefined,
    version::{Version, named},
};

const BY: &str = "message.languageBy";

/// `de-AT`, `DE_at` and `de_AT` are the same.
fn plain(code: &str) -> String {
    whatsapp_engine::case::lower(&code.trim().replace('-', "_"))
}

fn primary(code: &str) -> &str {
    code.split('_').next().unwrap_or(code)
}

/// The code that fits a language from a profile: the same one, however it is written; else the language without its
/// country; else the only one of that language. Chinese is not changed for Chinese in the other script.
pub(super) fn matching<S: AsRef<str>>(wanted: &str, codes: &[S]) -> Option<usize> {
    let wanted = [Some(plain(wanted)), suggestion(wanted).map(|code| plain(&code))];
    let codes: Vec<String> = codes.iter().map(|code| plain(code.as_ref())).collect();
    let find = |wanted: &str| codes.iter().position(|code| code == wanted);
    for wanted in wanted.iter().flatten().filter(|wanted| !wanted.is_empty()) {
        if let Some(place) = find(wanted) {
            return Some(place);
        }
        let language = primary(wanted);
        if let Some(place) = find(language) {
            return Some(place);
        }
        let mut alike = codes.iter().enumerate().filter(|(_, code)| primary(code) == language);
        if let (Some((place, _)), None) = (alike.next(), alike.next())
            && (language != "zh" || wanted == "zh")
        {
            return Some(place);
        }
    }
    None
}

/// Which version the customer gets; none while that can't be known. An empty language is the default one.
pub(super) fn chosen(
    by: Option<&Binding>,
    versions: &[Version<'_>],
    values: &mut Values<'_>,
) -> Option<usize> {
    let Some(by) = by.filter(|by| !by.is_blank()) else {
        if versions.len() > 1 {
            let text = "Nothing tells yet which customer gets which language, so all get the default one. Choose the \
                        attribute that holds it.";
            values.findings.push(Finding::warning("language-by-missing", BY, text));
        }
        return Some(0);
    };
    let wanted = values.optional(Some(by), BY, words!("The language"))?.unwrap_or_default();
    // A customer without a language is nothing unusual; only a name that looks misspelt is worth a word.
    values.findings.retain(|finding| {
        let is_missing = finding.field == BY && finding.code == "jinja-undefined-name";
        !is_missing || finding.fix.as_ref().is_some_and(|fix| fix.label != undefined::LET_BE_MISSING)
    });
    if wanted.trim().is_empty() {
        return Some(0);
    }
    let codes: Vec<&str> = versions.iter().map(|version| version.language).collect();
    matching(&wanted, &codes).or_else(|| {
        let gets = codes.first().map(|code| named(code)).unwrap_or_default();
        let text = say!(
            "{wanted} is not among the languages of this step. This customer gets {language}.",
            wanted = quote(&wanted),
            language = gets
        );
        let at = (!has_jinja(&by.value))
            .then(|| whatsapp_domain::TextSpan { start: 0, end: by.value.chars().count() });
        values.findings.push(Finding::warning("language-not-covered", BY, text).with_at(at));
        Some(0)
    })
}

/// A language that stands in the step twice: which one a customer gets would be chance.
pub(super) fn duplicates(versions: &[Version<'_>], translations: &[Translation]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (place, version) in versions.iter().enumerate().skip(1) {
        let code = plain(version.language);
        if code.is_empty() || !versions[..place].iter().any(|earlier| plain(earlier.language) == code) {
            continue;
        }
        let text = say!(
            "{language} stands in this step twice. Keep one of them.",
            language = named(version.language)
        );
        let mut kept = translations.to_vec();
        kept.remove(place - 1);
        let place = Some("message.translations".into());
        let fix = Some(Fix::new(say!("Remove this one"), place, json::value(&kept)));
        findings.push(Finding { fix, ..Finding::error("language-duplicate", &version.language_field, text) });
    }
    findings
}

/// What is wrong with a version's code, and whether the account has the template in it. `account` holds the templates
/// of the step's name, when they are known and there are any; `taken` the codes of all versions.
pub(super) fn code_finding(
    version: &Version<'_>,
    name: &str,
    account: Option<&[&Template]>,
    taken: &[&str],
) -> Option<Finding> {
    let (language, field) = (version.language, version.language_field.as_str());
    if version.synced.is_some() {
        return None;
    }
    if let Some(account) = account {
        return Some(not_there(language, field, name, account, taken));
    }
    if language.trim().is_empty() {
        // Choosing a template gives its language too: one thing to do, one finding.
        if name.trim().is_empty() {
            return None;
        }
        let text = "There is no language yet. Choose the one that the template is registered in.";
        return Some(Finding::error("template-language-missing", field, text));
    }
    let verdict = check_language(language);
    let finding = if !verdict.valid {
        let text = say!(
            "{language} is not a language code. Codes look like en or en_GB.",
            language = quote(language)
        );
        Finding::error("template-language-form", field, text)
    } else if !verdict.known {
        let text = say!(
            "{language} is not among the languages that WhatsApp lists. Check it.",
            language = quote(language)
        );
        Finding::warning("template-language-unknown", field, text)
    } else {
        return None;
    };
    Some(match suggestion(language) {
        Some(code) => finding.with_fix(say!("Use {value}", value = &code), code),
        None => finding,
    })
}

fn not_there(language: &str, field: &str, name: &str, account: &[&Template], taken: &[&str]) -> Finding {
    let codes: Vec<&str> = account.iter().map(|template| template.language.as_str()).collect();
    let there: Vec<Said> = codes.iter().take(10).map(|code| named(code)).collect();
    let there = match codes.len() > there.len() {
        true => say!("{languages} and more", languages = there),
        false => say!("{languages}", languages = there),
    };
    let finding = if language.trim().is_empty() {
        let text = say!(
            "There is no language yet. {name} is there in {languages}.",
            name = quote(name),
            languages = there
        );
        Finding::error("template-language-missing", field, text)
    } else {
        let text = say!(
            "{name} is not there in {language}. It is in {languages}.",
            name = quote(name),
            language = named(language),
            languages = there
        );
        Finding::error("template-not-in-language", field, text)
    };
    let free: Vec<&str> = codes.into_iter().filter(|code| !taken.contains(code)).collect();
    match matching(language, &free).or((!free.is_empty()).then_some(0)) {
        Some(place) => finding.with_fix(say!("Use {value}", value = named(free[place])), free[place]),
        None => finding,
    }
}

#[cfg(test)]
mod tests {
    use super::matching;

    #[test]
    fn a_profiles_language_finds_its_code() {
        for (wanted, codes, expected) in [
            ("de", &["en_GB", "de"][..], Some(1)),
            (" DE-at ", &["en_GB", "de", "de_AT"], Some(2)),
            ("de-AT", &["en_GB", "de"], Some(1)),
            ("de", &["en_GB", "de_AT"], Some(1)),
            ("de_DE", &["en_GB", "de_AT"], Some(1)),
            ("de", &["en_GB", "de_AT", "de_CH"], None),
            ("de_LU", &["de_AT", "de_CH"], None),
            ("en", &["de", "en_US", "en_GB"], None),
            ("zh-Hant-TW", &["zh_CN", "zh_TW"], Some(1)),
            ("zh_TW", &["zh_CN"], None),
            ("zh", &["zh_CN"], Some(0)),
            ("fil", &["fi", "fil"], Some(1)),
            ("fi", &["fil"], None),
            ("it", &["en", "de"], None),
            ("", &["en"], None),
            ("_", &["en"], None),
        ] {
            assert_eq!(matching(wanted, codes), expected, "{wanted} {codes:?}");
        }
    }
}
