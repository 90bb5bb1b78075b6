//! What a template of the account asks for: rows with the words around each placeholder.

use whatsapp_domain::{Binding, Button, Template, TemplateHeader, template::placeholders};

use super::draft::{HeaderKind, TemplateDraft};

/// A value that the editor asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Path in findings.
    pub path: String,
    /// What it is: `{{1}}`, `Header image`, `Button “View”`.
    pub label: String,
    /// The words around it, or what is expected; empty for none.
    pub hint: String,
    /// May it stay empty?
    pub optional: bool,
}

impl Row {
    fn new(path: impl Into<String>, label: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { path: path.into(), label: label.into(), hint: hint.into(), optional: false }
    }

    fn optional(self, optional: bool) -> Self {
        Self { optional, ..self }
    }
}

/// Shapes the draft after a template of the account; values keep their places, surplus ones are kept unseen.
pub fn table(draft: &mut TemplateDraft, template: &Template) {
    draft.header = match &template.header {
        Some(TemplateHeader::Text { text }) if placeholders(text) > 0 => HeaderKind::Text,
        Some(TemplateHeader::Media { kind }) => (*kind).into(),
        _ => HeaderKind::None,
    };
    draft.count = template.body_placeholders();
    while draft.body.len() < draft.count {
        draft.body.push(Binding::default());
    }
    let earlier = std::mem::take(&mut draft.buttons);
    let asks = template.buttons.iter().enumerate().filter_map(|(index, button)| {
        let kind = button.takes?;
        let index = u8::try_from(index).ok()?;
        let kept = earlier.iter().find(|old| old.index == index && old.kind == kind);
        Some(Button { index, kind, value: kept.map(|old| old.value.clone()).unwrap_or_default() })
    });
    draft.buttons = asks.collect();
}

/// The rows of a draft, with the template's words where they are known.
pub fn rows(draft: &TemplateDraft, template: Option<&Template>) -> Vec<Row> {
    let mut rows = Vec::new();
    match draft.header {
        HeaderKind::None => {}
        HeaderKind::Text => {
            let text = match template.and_then(|template| template.header.as_ref()) {
                Some(TemplateHeader::Text { text }) => text.clone(),
                _ => "Up to 60 characters in all".into(),
            };
            rows.push(Row::new("message.header.text", "Header text", text));
        }
        HeaderKind::Image => {
            rows.push(Row::new("message.header.url", "Header image", "JPEG or PNG, up to 5 MB"))
        }
        HeaderKind::Video => {
            rows.push(Row::new("message.header.url", "Header video", "MP4 or 3GPP, up to 16 MB"))
        }
        HeaderKind::Document => {
            rows.push(Row::new("message.header.url", "Header document", "PDF, up to 100 MB"));
            rows.push(Row::new(
                "message.header.filename",
                "File name",
                "Shown on the phone; else taken from the address",
            ));
        }
    }
    for index in 0..draft.count {
        let hint = template.map(|template| context_of(&template.body, index + 1)).unwrap_or_default();
        rows.push(Row::new(format!("message.body[{index}]"), format!("{{{{{}}}}}", index + 1), hint));
    }
    for (at, button) in draft.buttons.iter().enumerate() {
        let known = template.and_then(|template| template.buttons.get(usize::from(button.index)));
        let label = match known {
            Some(known) => format!("Button “{}”", known.text),
            None => format!("Button {}", button.index + 1),
        };
        let hint = match (known.and_then(|known| known.url.clone()), button.kind) {
            (Some(url), _) => url,
            (None, whatsapp_domain::ButtonKind::QuickReply) => {
                "Payload of a tap; its label when left empty".into()
            }
            (None, whatsapp_domain::ButtonKind::CopyCode) => {
                "The code that is copied, up to 15 characters".into()
            }
            (None, whatsapp_domain::ButtonKind::Url) => "Ends the registered address".into(),
        };
        let quick = button.kind == whatsapp_domain::ButtonKind::QuickReply;
        rows.push(Row::new(format!("message.buttons[{at}].value"), label, hint).optional(quick));
    }
    rows
}

/// A few words on either side of a placeholder.
pub fn context_of(body: &str, number: usize) -> String {
    const WORDS: usize = 3;
    let Some((start, end)) = find(body, number) else { return String::new() };
    let line_start = body[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = body[end..].find('\n').map_or(body.len(), |at| end + at);
    let before: Vec<&str> = body[line_start..start].split_inclusive(' ').collect();
    let after: Vec<&str> = body[end..line_end].split_inclusive(' ').collect();
    let cut_before = before.len() > WORDS;
    // The first piece after the braces belongs to the same word (`{{1}},`), so it does not count.
    let cut_after = after.len() > WORDS + 1;
    let head: String = before[before.len().saturating_sub(WORDS)..].concat();
    let tail: String = after[..after.len().min(WORDS + 1)].concat();
    let dots = |cut: bool| if cut { "…" } else { "" };
    format!("{}{head}{{{{{number}}}}}{}{}", dots(cut_before), tail.trim_end(), dots(cut_after))
}

fn find(body: &str, number: usize) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(start) = body[from..].find("{{").map(|at| from + at) {
        let end = body[start..].find("}}").map(|at| start + at + 2)?;
        if body[start + 2..end - 2].trim().parse() == Ok(number) {
            return Some((start, end));
        }
        from = end;
    }
    None
}
