//! Findings in the order in which people mend them: what stops the send first, then down the form.

use whatsapp_domain::{Finding, Severity, order};

/// Errors before warnings, each in the order of the form's fields; nothing said twice of one place, and no warning about a caption's
/// length where an error stands at it.
pub(crate) fn ordered(findings: Vec<Finding>) -> Vec<Finding> {
    let mut kept: Vec<Finding> = Vec::with_capacity(findings.len());
    for finding in findings {
        let is_same = |other: &Finding| {
            other.code == finding.code && other.field == finding.field && other.at == finding.at
        };
        if !kept.iter().any(is_same) {
            kept.push(finding);
        }
    }
    // A provider's own maximum is beyond WhatsApp's: past it, only that is said.
    let stopped: Vec<String> =
        kept.iter().filter(|other| other.is_error()).map(|other| other.field.clone()).collect();
    kept.retain(|finding| finding.code != "caption-long" || !stopped.contains(&finding.field));
    order::by_number(kept, |finding| {
        let (group, language, part, number) = place(&finding.field);
        // One number out of all, the first the weightiest: 1 bit, 4, 27, 4 and 28.
        let within = |number: usize, bits: u32| (number as u64).min((1 << bits) - 1);
        let places = [(group, 4), (language, 27), (part, 4), (number, 28)];
        places.iter().fold(u64::from(finding.severity != Severity::Error), |all, (place, bits)| {
            all << bits | within(*place, *bits)
        })
    })
}

/// Where a field stands in the form: its group, its language, its part, and its number in brackets.
fn place(field: &str) -> (usize, usize, usize, usize) {
    const GROUPS: [&str; 7] =
        ["version", "integration", "message.template", "message.languageBy", "recipient", "to", "message."];
    const PARTS: [&str; 7] = ["header", "body", "buttons", "text", "url", "caption", "filename"];
    let group = GROUPS.iter().position(|group| field.starts_with(group)).unwrap_or(GROUPS.len());
    let number = |text: &str| text.split_once('[')?.1.split_once(']')?.0.parse::<usize>().ok();
    let (language, part) = match field.split_once("translations[") {
        // `message.translations` itself comes with the default language's rows.
        Some((_, rest)) => {
            let place = rest.split_once(']').and_then(|(place, _)| place.parse::<usize>().ok());
            let within = rest.split_once("].").map_or("", |(_, within)| within);
            (place.unwrap_or(0) + 1, within)
        }
        None => (0, field.strip_prefix("message.").unwrap_or_default()),
    };
    if part == "language" && language > 0 {
        return (group, language, 0, 0);
    }
    let place = PARTS.iter().position(|name| part.starts_with(name)).unwrap_or(PARTS.len());
    (group, language, place + 1, number(part).map_or(0, |number| number + 1))
}

#[cfg(test)]
mod tests {
    use whatsapp_domain::TextSpan;

    use super::*;

    #[test]
    fn what_stops_the_send_comes_first_then_the_form() {
        let findings = vec![
            Finding::warning("w1", "message.body[0]", ""),
            Finding::error("t2", "message.translations[1].language", ""),
            Finding::error("t1b", "message.translations[0].body[1]", ""),
            Finding::error("t1a", "message.translations[0].language", ""),
            Finding::error("by", "message.languageBy", ""),
            Finding::error("e4", "message.buttons[0].value", ""),
            Finding::error("e3", "message.body[10]", ""),
            Finding::error("e2", "message.body[2]", ""),
            Finding::error("e1", "message.header.url", ""),
            Finding::warning("w0", "integration", ""),
            Finding::error("e0", "message.template.name", ""),
            Finding::error("r", "recipient.value", ""),
            Finding::error("count", "message.body", ""),
            Finding::error("z", "settings.sender", ""),
        ];
        let codes: Vec<_> = ordered(findings).into_iter().map(|finding| finding.code).collect();
        assert_eq!(
            codes,
            ["e0", "by", "r", "e1", "count", "e2", "e3", "e4", "t1a", "t1b", "t2", "z", "w0", "w1"]
        );
    }

    #[test]
    fn nothing_is_said_twice() {
        let findings = vec![
            Finding::warning("caption-long", "message.caption", ""),
            Finding::error("caption-over-provider-limit", "message.caption", ""),
            Finding::error("a", "f", "first"),
            Finding::error("a", "f", "second"),
            Finding::error("a", "g", ""),
            Finding::error("a", "g", "").with_at(Some(TextSpan { start: 1, end: 2 })),
            Finding::error("a", "g", "").with_at(Some(TextSpan { start: 1, end: 2 })),
        ];
        let kept = ordered(findings);
        assert_eq!(
            kept.iter().map(|finding| finding.code.as_str()).collect::<Vec<_>>(),
            ["caption-over-provider-limit", "a", "a", "a"]
        );
        assert_eq!(kept[1].text, "first");
    }
}
