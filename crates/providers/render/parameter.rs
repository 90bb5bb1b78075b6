//! Template values: what WhatsApp refuses in them, with a repair of the binding they came from.

use whatsapp_domain::{
    Binding,
    parameter::{check_parameter, clean_parameter},
    words,
};

use super::{
    fill::{Filled, Values},
    mend,
};

/// Judges a filled template value.
pub(super) fn check(values: &mut Values<'_>, binding: &Binding, filled: &Filled, field: &str) {
    let found = check_parameter(&filled.text, field);
    if found.is_empty() {
        return;
    }
    let is_good = |text: &str| check_parameter(text, "").is_empty();
    let fix = mend::mended(values, binding, filled, clean_parameter, replacing, is_good)
        .map(|(part, text)| mend::text_fix(words!("Replace with a space"), format!("{field}.{part}"), text));
    let is_literal = filled.is_literal(binding);
    values.findings.extend(found.into_iter().map(|finding| {
        let at = finding.at.filter(|_| is_literal);
        mend::with(finding, fix.clone()).with_at(at)
    }));
}

/// The variable with filters that replace the line breaks and tabs of this value; with runs of spaces or rarer line
/// breaks, written word by word, which mends them for every customer.
fn replacing(inner: &str, value: &str) -> String {
    let mut rest = value.to_owned();
    let mut filters = inner.to_owned();
    for (found, written) in [("\r\n", "\\r\\n"), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t")] {
        if rest.contains(found) {
            rest = rest.replace(found, " ");
            filters.push_str(&format!(" | replace(\"{written}\", \" \")"));
        }
    }
    if check_parameter(&rest, "").is_empty() {
        filters
    } else {
        format!("({inner} | string).split() | join(\" \")")
    }
}
