//! What a bubble shows, worked out from the filled message and, for a template, its registered text.

use whatsapp_domain::{
    ButtonKind, FilledButton, FilledHeader, FilledMessage, MediaKind, Template, TemplateHeader,
};

use super::format::{Line, VALUE_END, VALUE_START, lines};
use crate::{
    shared::Shared,
    texts::{Text, preview as say},
};

/// What stands on top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Top {
    /// A bold line.
    Text(Vec<Shared<Line>>),
    /// Media.
    Media {
        /// Its kind.
        kind: MediaKind,
        /// Where it is; empty while unknown.
        url: String,
        /// File name; empty for none.
        filename: String,
    },
}

/// A button under the bubble.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BubbleButton {
    /// Label.
    pub text: Text,
    /// Its kind; none for fixed links and phone numbers.
    pub kind: Option<ButtonKind>,
    /// Where it leads or what it copies; empty for nothing to show.
    pub leads_to: String,
}

/// A bubble.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bubble {
    /// Above the text.
    pub top: Option<Top>,
    /// The text.
    pub lines: Vec<Shared<Line>>,
    /// Small print.
    pub footer: String,
    /// Buttons.
    pub buttons: Vec<BubbleButton>,
    /// Said beside the bubble when it can't be shown as the customer sees it.
    pub note: Option<Text>,
}

/// Replaces `{{n}}` by marked values; what has no value yet stays as it is, marked all the same.
pub fn fill(text: &str, values: &[String]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((inside, tail)) = after.split_once("}}") else { break };
        let value = inside.trim().parse::<usize>().ok().and_then(|n| values.get(n.wrapping_sub(1)));
        out.push_str(before);
        out.push(VALUE_START);
        match value.filter(|value| !value.is_empty()) {
            Some(value) => out.push_str(value),
            None => out.extend(["{{", inside, "}}"]),
        }
        out.push(VALUE_END);
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// The bubble of a message.
pub fn bubble(message: &FilledMessage, template: Option<&Template>) -> Bubble {
    match message {
        FilledMessage::Template { name, header, body, buttons, .. } => match template {
            Some(template) => registered(template, header.as_ref(), body, buttons),
            None => unknown(name, header.as_ref(), body, buttons),
        },
        FilledMessage::Text { text, .. } => Bubble { lines: lines(text), ..Bubble::default() },
        FilledMessage::Media { kind, url, caption, filename } => Bubble {
            top: Some(Top::Media {
                kind: *kind,
                url: url.clone(),
                filename: filename.clone().unwrap_or_default(),
            }),
            lines: caption.as_deref().filter(|text| !text.is_empty()).map(lines).unwrap_or_default(),
            ..Bubble::default()
        },
    }
}

fn registered(
    template: &Template,
    header: Option<&FilledHeader>,
    body: &[String],
    buttons: &[FilledButton],
) -> Bubble {
    let top = match (&template.header, header) {
        (Some(TemplateHeader::Text { text }), header) => {
            let value = match header {
                Some(FilledHeader::Text { text }) => text.clone(),
                _ => String::new(),
            };
            Some(Top::Text(lines(&fill(text, &[value]))))
        }
        (Some(TemplateHeader::Media { kind }), header) => Some(match header {
            Some(FilledHeader::Media { url, filename, .. }) => {
                Top::Media { kind: *kind, url: url.clone(), filename: filename.clone().unwrap_or_default() }
            }
            _ => Top::Media { kind: *kind, url: String::new(), filename: String::new() },
        }),
        _ => None,
    };
    let draw = |(index, button): (usize, &whatsapp_domain::TemplateButton)| {
        let value = buttons
            .iter()
            .find(|filled| usize::from(filled.index) == index)
            .map(|filled| filled.value.clone());
        let value = value.unwrap_or_default();
        let leads_to = match (&button.url, button.takes) {
            (Some(url), _) => plain(&fill(url, &[value])),
            (None, Some(ButtonKind::CopyCode)) => value,
            _ => String::new(),
        };
        BubbleButton { text: Text::words(&button.text), kind: button.takes, leads_to }
    };
    Bubble {
        top,
        lines: lines(&fill(&template.body, body)),
        footer: template.footer.clone().unwrap_or_default(),
        buttons: template.buttons.iter().enumerate().map(draw).collect(),
        note: None,
    }
}

fn plain(text: &str) -> String {
    text.replace([VALUE_START, VALUE_END], "")
}

/// The provider did not tell the template's text: only the values can be shown.
fn unknown(name: &str, header: Option<&FilledHeader>, body: &[String], buttons: &[FilledButton]) -> Bubble {
    let top = header.map(|header| match header {
        FilledHeader::Text { text } => Top::Text(lines(text)),
        FilledHeader::Media { kind, url, filename } => {
            Top::Media { kind: *kind, url: url.clone(), filename: filename.clone().unwrap_or_default() }
        }
    });
    let value =
        |(index, value): (usize, &String)| format!("{{{{{}}}}} {VALUE_START}{value}{VALUE_END}", index + 1);
    let text = body.iter().enumerate().map(value).collect::<Vec<_>>().join("\n");
    let draw = |button: &FilledButton| BubbleButton {
        text: say::button(button.index + 1),
        kind: Some(button.kind),
        leads_to: button.value.clone(),
    };
    Bubble {
        top,
        lines: if text.is_empty() { Vec::new() } else { lines(&text) },
        footer: String::new(),
        buttons: buttons.iter().map(draw).collect(),
        note: Some(if name.is_empty() { say::UNKNOWN_TEXT_UNNAMED.into() } else { say::unknown_text(name) }),
    }
}

#[cfg(test)]
mod tests {
    use whatsapp_domain::{TemplateButton, TemplateStatus};

    use super::*;

    fn template() -> Template {
        Template {
            name: "order".into(),
            language: "en".into(),
            category: "utility".into(),
            status: TemplateStatus::Approved,
            reason: None,
            header: Some(TemplateHeader::Media { kind: MediaKind::Image }),
            body: "Hi {{1}}, *{{2}}* is back".into(),
            footer: Some("Reply STOP".into()),
            buttons: vec![
                TemplateButton { text: "Call".into(), takes: None, url: None },
                TemplateButton {
                    text: "View".into(),
                    takes: Some(ButtonKind::Url),
                    url: Some("https://s.example/{{1}}".into()),
                },
            ],
        }
    }

    fn text_of(lines: &[Shared<Line>]) -> String {
        lines.iter().flat_map(|line| line.spans.iter().map(|span| span.text.as_str())).collect()
    }

    #[test]
    fn values_stand_in_the_registered_text() {
        let message = FilledMessage::Template {
            name: "order".into(),
            language: "en".into(),
            header: None,
            body: vec!["Ana".into(), String::new()],
            buttons: vec![FilledButton { index: 1, kind: ButtonKind::Url, value: "p/7".into() }],
        };
        let bubble = bubble(&message, Some(&template()));
        assert_eq!(
            text_of(&bubble.lines),
            "Hi Ana, {{2}} is back",
            "an empty value leaves its place visible"
        );
        assert_eq!(bubble.buttons[1].leads_to, "https://s.example/p/7");
        assert_eq!(bubble.buttons[0].kind, None);
        assert!(matches!(bubble.top, Some(Top::Media { kind: MediaKind::Image, .. })));
        assert_eq!(bubble.note, None);
    }

    #[test]
    fn an_unknown_template_says_so_and_shows_its_values() {
        let message = FilledMessage::Template {
            name: "secret_sale".into(),
            language: "en".into(),
            header: None,
            body: vec!["Ana".into()],
            buttons: vec![],
        };
        let bubble = bubble(&message, None);
        assert!(crate::texts::english().say(bubble.note.unwrap()).contains("secret_sale"));
        assert_eq!(text_of(&bubble.lines), "{{1}} Ana");
    }

    #[test]
    fn broken_placeholders_stay_as_they_are() {
        assert_eq!(fill("a {{ b", &[]), "a {{ b");
        assert_eq!(plain(&fill("{{1}}{{2", &["x".into()])), "x{{2");
        assert_eq!(plain(&fill("{{0}} {{name}}", &["x".into()])), "{{0}} {{name}}");
    }
}
