//! Compares what a message gives with what the template takes, and says every difference. WhatsApp does this
//! after the provider has accepted the message; what each provider then reports is in its own folder.

use crate::templates::{ButtonKind, Header, MediaKind, Status, Template};

/// The values of one template message, as either provider delivered them.
#[derive(Debug, Clone, Default)]
pub struct Values {
    /// What was given for the header.
    pub header: Option<HeaderValue>,
    /// Values for `{{1}}`, `{{2}}` …; `None` is a gap in numbered keys.
    pub body: Vec<Option<String>>,
    /// What was given for buttons.
    pub buttons: Vec<ButtonValue>,
}

/// A header's value.
#[derive(Debug, Clone)]
pub enum HeaderValue {
    /// The value of `{{1}}` in a text header.
    Text(String),
    /// A link to media.
    Media {
        /// Which kind the sender says it is.
        kind: MediaKind,
        /// Where it lies.
        url: String,
        /// Name shown for a document.
        filename: Option<String>,
    },
    /// A place or an animation; no template here takes one.
    Other,
}

/// A button's value.
#[derive(Debug, Clone)]
pub struct ButtonValue {
    /// Counted from 0 over all buttons of the template. `None`: values stand in template order, static buttons left out.
    pub index: Option<usize>,
    /// What kind of value was given.
    pub kind: ButtonKind,
    /// The value.
    pub value: String,
}

/// Why a message does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// No template of that name.
    UnknownTemplate,
    /// The template exists in other languages.
    OtherLanguage,
    /// In review, refused or paused.
    NotSendable(Status),
    /// A value is missing or empty.
    Missing,
    /// More was given than the template takes.
    Extra,
    /// Another kind of header or button.
    WrongKind,
    /// Line break, tab or more than four spaces in a row.
    Characters,
    /// Longer than WhatsApp shows once filled.
    TooLong,
    /// A document header that is no PDF.
    NotPdf,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch {
    /// What is wrong.
    pub reason: Reason,
    /// Path in Infobip's words, from `content` on; Sinch has no paths in delivery reports.
    pub field: String,
    /// The same for a reader.
    pub text: String,
}

fn mismatch(reason: Reason, field: impl Into<String>, text: impl Into<String>) -> Mismatch {
    Mismatch { reason, field: field.into(), text: text.into() }
}

/// Looks a template up among the account's. Names and language codes are compared to the letter, as WhatsApp does.
///
/// # Errors
/// The name is unknown, the language is another one, or the template cannot be sent now.
pub fn find<'t>(templates: &'t [Template], name: &str, language: &str) -> Result<&'t Template, Mismatch> {
    let languages: Vec<_> = templates.iter().filter(|t| t.name == name).map(|t| t.language).collect();
    if languages.is_empty() {
        let text = format!("no template is named {name}");
        return Err(mismatch(Reason::UnknownTemplate, "content.templateName", text));
    }
    let Some(template) = templates.iter().find(|t| t.name == name && t.language == language) else {
        let text = format!("template {name} exists in {}, not in {language}", languages.join(", "));
        return Err(mismatch(Reason::OtherLanguage, "content.language", text));
    };
    let state = match template.status {
        Status::Approved => return Ok(template),
        Status::Pending => "still in review",
        Status::Rejected => "rejected",
        Status::Paused => "paused",
    };
    let text = format!("template {name} ({language}) is {state}");
    Err(mismatch(Reason::NotSendable(template.status), "content.templateName", text))
}

/// Every difference between the template and the values; empty when the message fits.
pub fn compare(template: &Template, values: &Values) -> Vec<Mismatch> {
    let mut found = Vec::new();
    header(template, values.header.as_ref(), &mut found);
    body(template, values, &mut found);
    buttons(template, &values.buttons, &mut found);
    found
}

/// True when WhatsApp refuses the value for its characters.
pub fn has_forbidden_characters(value: &str) -> bool {
    value.contains(['\n', '\r', '\t']) || value.contains("     ")
}

const HEADER: &str = "content.templateData.header";
const CHARACTERS: &str = "cannot have new-line/tab characters or more than 4 consecutive spaces";

fn header(template: &Template, given: Option<&HeaderValue>, found: &mut Vec<Mismatch>) {
    let mut say = |reason, text: String| found.push(mismatch(reason, HEADER, text));
    match (template.header, given) {
        (None | Some(Header::Text { example: None, .. }), None) => {}
        (None | Some(Header::Text { example: None, .. }), Some(_)) => {
            say(Reason::Extra, "the template's header takes no value".into());
        }
        (Some(Header::Text { .. }), None) => {
            say(Reason::Missing, "the header's text value is missing".into())
        }
        (Some(Header::Media(kind)), None) => {
            say(Reason::Missing, format!("the header's {} is missing", kind.small_word()));
        }
        (Some(Header::Text { text, .. }), Some(HeaderValue::Text(value))) => {
            if value.trim().is_empty() {
                say(Reason::Missing, "the header's text value is empty".into());
            } else if has_forbidden_characters(value) {
                say(Reason::Characters, CHARACTERS.into());
            } else if text.replace("{{1}}", value).chars().count() > 60 {
                say(Reason::TooLong, "the filled header is longer than 60 characters".into());
            }
        }
        (Some(Header::Media(expected)), Some(HeaderValue::Media { kind, url, .. })) => {
            if *kind != expected {
                let (expected, kind) = (expected.small_word(), kind.small_word());
                say(Reason::WrongKind, format!("the header takes {expected}, found {kind}"));
            } else if url.trim().is_empty() {
                say(Reason::Missing, "the header's link is empty".into());
            } else if expected == MediaKind::Document
                && crate::media::extension(url).is_some_and(|e| e != "pdf")
            {
                say(Reason::NotPdf, "a document in a template header has to be a PDF".into());
            }
        }
        (Some(Header::Text { .. }), Some(_)) => {
            say(Reason::WrongKind, "the header takes a text value".into())
        }
        (Some(Header::Media(kind)), Some(_)) => {
            say(Reason::WrongKind, format!("the header takes {}", kind.small_word()));
        }
    }
}

fn body(template: &Template, values: &Values, found: &mut Vec<Mismatch>) {
    const BODY: &str = "content.templateData.body.placeholders";
    let slots = template.body_slots();
    let given = values.body.iter().flatten().count();
    if values.body.len() > slots {
        found.push(mismatch(
            Reason::Extra,
            BODY,
            format!("the template takes {slots} values, found {given}"),
        ));
    }
    for n in 0..slots {
        let field = format!("{BODY}[{n}]");
        match values.body.get(n).and_then(Option::as_deref) {
            None => {
                let text = format!("value {} of {slots} is missing", n + 1);
                found.push(mismatch(Reason::Missing, BODY, text));
            }
            Some(value) if value.trim().is_empty() => {
                found.push(mismatch(Reason::Missing, field, format!("value {} is empty", n + 1)));
            }
            Some(value) if has_forbidden_characters(value) => {
                found.push(mismatch(Reason::Characters, field, CHARACTERS));
            }
            Some(_) => {}
        }
    }
    if fill(&template.body, &values.body).chars().count() > 1024 {
        found.push(mismatch(Reason::TooLong, BODY, "the filled text is longer than 1024 characters"));
    }
}

fn buttons(template: &Template, given: &[ButtonValue], found: &mut Vec<Mismatch>) {
    const BUTTONS: &str = "content.templateData.buttons";
    let takers: Vec<(usize, ButtonKind)> =
        template.buttons.iter().enumerate().filter_map(|(i, b)| Some((i, b.takes()?))).collect();
    let mut filled = vec![false; template.buttons.len()];
    for (position, value) in given.iter().enumerate() {
        let field = format!("{BUTTONS}[{position}]");
        let taker = match value.index {
            Some(index) => takers.iter().find(|(i, _)| *i == index),
            None => takers.get(position),
        };
        let Some((index, kind)) = taker else {
            found.push(mismatch(Reason::Extra, field, "no button of the template takes this value"));
            continue;
        };
        if let Some(seen) = filled.get_mut(*index) {
            *seen = true;
        }
        if *kind != value.kind {
            found.push(mismatch(Reason::WrongKind, field, "another type of button stands at this place"));
        } else if value.value.is_empty() && *kind != ButtonKind::QuickReply {
            found.push(mismatch(Reason::Missing, field, "the button's value is empty"));
        } else if *kind == ButtonKind::CopyCode && value.value.chars().count() > 15 {
            found.push(mismatch(Reason::TooLong, field, "the code is longer than 15 characters"));
        }
    }
    for (index, _) in takers {
        if !filled.get(index).copied().unwrap_or(false) {
            let text = format!("the value of button {} is missing", index + 1);
            found.push(mismatch(Reason::Missing, BUTTONS, text));
        }
    }
}

/// The text with its values; a placeholder without one stays as it is written.
pub fn fill(text: &str, values: &[Option<String>]) -> String {
    // One pass, so that a value that itself looks like a placeholder is left alone.
    let mut out = String::with_capacity(text.len() + 64);
    let mut rest = text;
    while let Some(start) = rest.find("{{") {
        out.push_str(&rest[..start]);
        let inner = &rest[start + 2..];
        let value = inner.find("}}").and_then(|end| {
            let number = inner[..end].trim().parse::<usize>().ok()?;
            Some((end, values.get(number.checked_sub(1)?)?.as_deref()?))
        });
        match value {
            Some((end, value)) => {
                out.push_str(value);
                rest = &inner[end + 2..];
            }
            None => {
                out.push_str("{{");
                rest = inner;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::templates::all;

    fn text(values: &[&str]) -> Vec<Option<String>> {
        values.iter().map(|v| Some((*v).to_owned())).collect()
    }

    fn button(index: Option<usize>, kind: ButtonKind, value: &str) -> ButtonValue {
        ButtonValue { index, kind, value: value.into() }
    }

    fn media(kind: MediaKind, url: &str) -> Option<HeaderValue> {
        Some(HeaderValue::Media { kind, url: url.into(), filename: Some("a.pdf".into()) })
    }

    fn reasons(name: &str, language: &str, values: Values) -> Vec<Reason> {
        compare(find(all(), name, language).unwrap(), &values).into_iter().map(|m| m.reason).collect()
    }

    #[test]
    fn look_up_tells_the_three_refusals_apart() {
        assert_eq!(find(all(), "order_updat", "en_GB").unwrap_err().reason, Reason::UnknownTemplate);
        assert_eq!(find(all(), "order_update", "en-GB").unwrap_err().reason, Reason::OtherLanguage);
        assert_eq!(find(all(), "order_update", "EN_GB").unwrap_err().reason, Reason::OtherLanguage);
        for (name, language, status) in [
            ("flash_prizes", "en_GB", Status::Rejected),
            ("winter_preview", "en_GB", Status::Paused),
            ("loyalty_points", "pt_BR", Status::Pending),
        ] {
            assert_eq!(find(all(), name, language).unwrap_err().reason, Reason::NotSendable(status));
        }
    }

    #[test]
    fn body_values_are_counted_and_read() {
        let body = |values: &[&str]| {
            reasons("order_update", "en_GB", Values { body: text(values), ..Values::default() })
        };
        assert_eq!(body(&["Ana", "order 1"]), []);
        assert_eq!(body(&["Ana"]), [Reason::Missing]);
        assert_eq!(body(&[]), [Reason::Missing, Reason::Missing]);
        assert_eq!(body(&["Ana", "order 1", "more"]), [Reason::Extra]);
        assert_eq!(body(&["Ana", "  "]), [Reason::Missing]);
        for bad in ["a\nb", "a\tb", "a     b", "a\rb"] {
            assert_eq!(body(&["Ana", bad]), [Reason::Characters], "{bad:?}");
        }
        assert_eq!(body(&["Ana", "a    b"]), [], "four spaces are allowed");
        assert_eq!(body(&["Ana", &"x".repeat(1100)]), [Reason::TooLong]);
        let gap = Values { body: vec![None, Some("order 1".into())], ..Values::default() };
        assert_eq!(reasons("order_update", "en_GB", gap), [Reason::Missing]);
    }

    #[test]
    fn headers_have_to_be_of_the_registered_kind() {
        let header = |name, language, header, body: &[&str]| {
            reasons(name, language, Values { header, body: text(body), buttons: vec![] })
        };
        let pdf = "https://cdn.example.com/a.pdf";
        assert_eq!(header("invoice_ready", "de", media(MediaKind::Document, pdf), &["a", "b"]), []);
        assert_eq!(header("invoice_ready", "de", None, &["a", "b"]), [Reason::Missing]);
        let word = media(MediaKind::Document, "https://cdn.example.com/a.docx?x=1.pdf");
        assert_eq!(header("invoice_ready", "de", word, &["a", "b"]), [Reason::NotPdf]);
        let image = media(MediaKind::Image, "https://cdn.example.com/a.png");
        assert_eq!(header("invoice_ready", "de", image.clone(), &["a", "b"]), [Reason::WrongKind]);
        assert_eq!(header("order_update", "de", image.clone(), &["a", "b"]), [Reason::Extra]);
        assert_eq!(
            reasons(
                "summer_sale",
                "en_GB",
                Values {
                    header: image,
                    body: text(&["a", "b"]),
                    buttons: vec![button(None, ButtonKind::CopyCode, "X")]
                }
            ),
            [Reason::WrongKind]
        );
        let long = Some(HeaderValue::Text("x".repeat(60)));
        assert_eq!(
            reasons(
                "summer_sale",
                "en_GB",
                Values {
                    header: long,
                    body: text(&["a", "b"]),
                    buttons: vec![button(None, ButtonKind::CopyCode, "X")]
                }
            ),
            [Reason::TooLong]
        );
    }

    #[test]
    fn buttons_are_matched_by_order_or_by_index() {
        use ButtonKind::{CopyCode, QuickReply, Url};
        let survey = |buttons| {
            reasons("survey_request", "en_US", Values { header: None, body: text(&["a"]), buttons })
        };
        let full = vec![button(None, QuickReply, "y"), button(None, QuickReply, "n"), button(None, Url, "1")];
        assert_eq!(survey(full.clone()), []);
        assert_eq!(survey(full[..2].to_vec()), [Reason::Missing]);
        assert_eq!(survey([full.clone(), full.clone()].concat()), [Reason::Extra; 3]);
        let swapped = vec![full[2].clone(), full[1].clone(), full[0].clone()];
        assert_eq!(survey(swapped), [Reason::WrongKind, Reason::WrongKind]);
        let by_index =
            vec![button(Some(2), Url, "1"), button(Some(0), QuickReply, ""), button(Some(1), QuickReply, "")];
        assert_eq!(survey(by_index), []);
        let store = |buttons| {
            reasons("store_visit", "en_GB", Values { header: None, body: text(&["a", "b"]), buttons })
        };
        assert_eq!(store(vec![]), []);
        assert_eq!(store(vec![button(Some(0), Url, "x")]), [Reason::Extra], "a static button takes none");
        let sale = |code: &str| {
            let header = Some(HeaderValue::Text("25 %".into()));
            reasons(
                "summer_sale",
                "en_GB",
                Values { header, body: text(&["a", "b"]), buttons: vec![button(None, CopyCode, code)] },
            )
        };
        assert_eq!(sale("SUMMER25"), []);
        assert_eq!(sale("SUMMER25SUMMER25"), [Reason::TooLong]);
        assert_eq!(sale(""), [Reason::Missing]);
    }

    #[test]
    fn filling_is_one_pass() {
        assert_eq!(fill("{{1}} and {{2}}", &text(&["{{2}}", "b"])), "{{2}} and b");
        assert_eq!(fill("{{1}} {{ 2 }} {{x", &text(&["a"])), "a {{ 2 }} {{x");
        assert_eq!(fill("{{0}}", &text(&["a"])), "{{0}}");
    }
}
