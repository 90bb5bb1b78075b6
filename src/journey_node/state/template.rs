//! What a template of the account asks for: rows with the words around each placeholder.

use whatsapp_domain::{ButtonKind, Template, TemplateFingerprint, TemplateHeader};

use super::{draft::prefix, kind::HeaderKind, values::Values};
use crate::texts::{Text, journey_node as say};

/// A value that the editor asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Path in findings.
    pub path: String,
    /// What it is: `{{1}}`, `Header image`, `Button “View”`.
    pub label: Text,
    /// The words around it, or what is expected; empty for none.
    pub hint: Text,
    /// May it stay empty?
    pub optional: bool,
    /// What changed around it since the step was set up.
    pub changed: Option<Text>,
}

impl Row {
    fn new(path: impl Into<String>, label: impl Into<Text>, hint: impl Into<Text>) -> Self {
        Self { path: path.into(), label: label.into(), hint: hint.into(), optional: false, changed: None }
    }

    fn optional(self, optional: bool) -> Self {
        Self { optional, ..self }
    }
}

/// The rows of one language, with the template's words where they are known, and what changed around a value since
/// `seen`, the template as it was when the step was set up.
pub fn rows(
    values: &Values,
    language: Option<usize>,
    template: Option<&Template>,
    seen: Option<&TemplateFingerprint>,
) -> Vec<Row> {
    let prefix = prefix(language);
    // The same text has the same words around its values.
    let seen = seen.filter(|seen| template.is_some_and(|template| template.body != seen.body));
    let mut rows = header_rows(&prefix, values.header, template);
    for index in 0..values.count {
        let hint = template.map(|template| context_of(&template.body, index + 1)).unwrap_or_default();
        let changed = match (template, seen) {
            (Some(_), Some(seen)) => changed_words(&seen.body, &hint, index + 1),
            _ => None,
        };
        let label = Text::words(format!("{{{{{}}}}}", index + 1));
        let row = Row::new(format!("{prefix}body[{index}]"), label, Text::words(hint));
        rows.push(Row { changed, ..row });
    }
    rows.extend(button_rows(&prefix, values, template));
    rows
}

fn header_rows(prefix: &str, header: HeaderKind, template: Option<&Template>) -> Vec<Row> {
    let url = format!("{prefix}header.url");
    match header {
        HeaderKind::None => Vec::new(),
        HeaderKind::Text => {
            let text = match template.and_then(|template| template.header.as_ref()) {
                Some(TemplateHeader::Text { text }) => Text::words(text),
                _ => say::HEADER_TEXT_HINT.into(),
            };
            vec![Row::new(format!("{prefix}header.text"), say::HEADER_TEXT, text)]
        }
        HeaderKind::Image => vec![Row::new(url, say::HEADER_IMAGE, say::TAKES_IMAGE)],
        HeaderKind::Video => vec![Row::new(url, say::HEADER_VIDEO, say::TAKES_VIDEO)],
        HeaderKind::Document => vec![
            Row::new(url, say::HEADER_DOCUMENT, say::TAKES_PDF),
            Row::new(format!("{prefix}header.filename"), say::FILE_NAME, say::FILE_NAME_HINT).optional(true),
        ],
    }
}

fn button_rows(prefix: &str, values: &Values, template: Option<&Template>) -> Vec<Row> {
    let row = |(at, button): (usize, &whatsapp_domain::Button)| {
        let known = template.and_then(|template| template.buttons.get(usize::from(button.index)));
        let label = match known {
            Some(known) => say::button_named(&known.text),
            None => say::button_number(button.index + 1),
        };
        let hint = match (known.and_then(|known| known.url.clone()), button.kind) {
            (Some(url), _) => Text::words(url),
            (None, ButtonKind::QuickReply) => say::QUICK_REPLY_HINT.into(),
            (None, ButtonKind::CopyCode) => say::COPY_CODE_HINT.into(),
            (None, ButtonKind::Url) => say::URL_BUTTON_HINT.into(),
        };
        Row::new(format!("{prefix}buttons[{at}].value"), label, hint)
            .optional(button.kind == ButtonKind::QuickReply)
    };
    values.buttons.iter().enumerate().map(row).collect()
}

/// What to say when the words around a placeholder are not those of `before`.
fn changed_words(before: &str, now: &str, number: usize) -> Option<Text> {
    let was = context_of(before, number);
    match (was == now, was.is_empty()) {
        (true, _) => None,
        (false, true) => Some(say::NEW_IN_TEMPLATE.into()),
        (false, false) => Some(say::words_changed(was)),
    }
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

/// Where a placeholder starts and ends, in bytes.
pub(super) fn find(body: &str, number: usize) -> Option<(usize, usize)> {
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
