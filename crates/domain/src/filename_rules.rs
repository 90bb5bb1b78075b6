//! What a document's file name may be: up to 240 characters, no slashes, with an extension (Infobip's OpenAPI 3.210.0;
//! phones choose the program that opens a document by its name).

use crate::{
    finding::Finding,
    limits::FILENAME_MAX,
    media::{MediaPlace, extension, name_extension},
    quote::quote,
    say,
    text_length::characters,
};

/// What is wrong with a filled, trimmed, non-empty name: `filename-characters`, `filename-too-long`,
/// `filename-extension-missing` and `filename-not-pdf` (both warnings). `url` is the document's address.
pub fn check_filename(name: &str, url: &str, place: MediaPlace, field: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    if name.chars().any(is_refused) {
        let text =
            say!("{name} can't be a file name. Leave out slashes, line breaks and tabs.", name = quote(name));
        findings.push(Finding::error("filename-characters", field, text));
    }
    let count = characters(name);
    if count > FILENAME_MAX {
        let text = say!(
            "The file name has {count} characters, and {most} are allowed. Shorten it.",
            count = count,
            most = FILENAME_MAX
        );
        findings.push(Finding::error("filename-too-long", field, text));
    }
    match name_extension(name) {
        None => {
            let text = say!(
                "{name} has no ending such as .pdf. Some phones can't open a file without one.",
                name = quote(name)
            );
            findings.push(Finding::warning("filename-extension-missing", field, text));
        }
        Some(found) if place == MediaPlace::Header && found != "pdf" => {
            let text = say!(
                "The file name ends in .{found}, and a document in a template's header is always a PDF.",
                found = found
            );
            findings.push(Finding::warning("filename-not-pdf", field, text));
        }
        Some(_) => {}
    }
    // Only for an ending that the address tells too.
    let known = extension(url).or_else(|| (place == MediaPlace::Header).then(|| "pdf".to_owned()));
    match (findings.as_mut_slice(), known) {
        ([only], Some(known)) if only.code == "filename-extension-missing" => {
            *only = only.clone().with_fix(
                say!("Add .{known}", known = &known),
                format!("{}.{known}", name.trim_end_matches('.')),
            );
        }
        _ => {}
    }
    findings
}

fn is_refused(character: char) -> bool {
    character.is_control() || matches!(character, '/' | '\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "https://cdn.example.com/a.docx";

    fn codes(name: &str, place: MediaPlace) -> Vec<String> {
        check_filename(name, URL, place, "f").into_iter().map(|finding| finding.code).collect()
    }

    #[test]
    fn names_are_judged() {
        use MediaPlace::{Header, Message};
        for (name, place, expected) in [
            ("invoice.pdf", Header, &[][..]),
            ("invoice.docx", Message, &[]),
            ("What now?.pdf", Message, &[]),
            ("Rechnung März 2026.pdf", Message, &[]),
            ("invoice.docx", Header, &["filename-not-pdf"]),
            ("invoice", Message, &["filename-extension-missing"]),
            ("a/b.pdf", Message, &["filename-characters"]),
            ("a\\b.pdf", Message, &["filename-characters"]),
            ("a\nb.pdf", Message, &["filename-characters"]),
        ] {
            assert_eq!(codes(name, place), expected, "{name:?}");
        }
    }

    #[test]
    fn the_length_holds_at_its_edge() {
        assert!(codes(&format!("{}.pdf", "ä".repeat(236)), MediaPlace::Message).is_empty());
        assert_eq!(codes(&format!("{}.pdf", "ä".repeat(237)), MediaPlace::Message), ["filename-too-long"]);
    }

    #[test]
    fn the_ending_of_the_address_is_offered() {
        let fix = |name, url| check_filename(name, url, MediaPlace::Message, "f")[0].fix.clone();
        assert_eq!(fix("invoice", URL).unwrap().value, "invoice.docx");
        assert_eq!(fix("invoice", "https://cdn.example.com/get"), None);
        let header = check_filename("invoice.", "https://cdn.example.com/get", MediaPlace::Header, "f");
        assert_eq!(header[0].fix.clone().unwrap().value, "invoice.pdf");
    }
}
