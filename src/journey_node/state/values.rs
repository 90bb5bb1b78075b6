//! The values of a template in one language while they are edited: what its header, body and buttons are filled with.

use serde::{Deserialize, Serialize};
use whatsapp_domain::{
    Binding, Button, ButtonKind, Header, Template, TemplateHeader, TemplateValues, template::placeholders,
};

use super::kind::HeaderKind;

/// Values of a template.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Values {
    /// Which header takes a value.
    pub header: HeaderKind,
    /// Value of a text header.
    pub header_text: Binding,
    /// Address of a media header.
    pub header_url: Binding,
    /// File name of a document header.
    pub header_filename: Binding,
    /// Values of the body. More than the template has are kept, in case it is chosen by mistake.
    pub body: Vec<Binding>,
    /// How many of them the template takes.
    pub count: usize,
    /// Values of the buttons.
    pub buttons: Vec<Button>,
}

/// The binding, unless nothing stands in it.
pub(super) fn some(binding: &Binding) -> Option<Binding> {
    (!binding.is_blank()).then(|| binding.clone())
}

impl Values {
    /// The binding at the end of a finding path: `body[0]`, `header.url`, `buttons[1].value`.
    pub fn binding(&self, tail: &str) -> Option<&Binding> {
        if let Some(index) = index(tail, "body[") {
            return self.body.get(index);
        }
        if let Some(index) = index(tail, "buttons[") {
            return self.buttons.get(index).map(|button| &button.value);
        }
        match tail {
            "header.text" => Some(&self.header_text),
            "header.url" => Some(&self.header_url),
            "header.filename" => Some(&self.header_filename),
            _ => None,
        }
    }

    /// The same, to change it.
    pub fn binding_mut(&mut self, tail: &str) -> Option<&mut Binding> {
        if let Some(index) = index(tail, "body[") {
            return self.body.get_mut(index);
        }
        if let Some(index) = index(tail, "buttons[") {
            return self.buttons.get_mut(index).map(|button| &mut button.value);
        }
        match tail {
            "header.text" => Some(&mut self.header_text),
            "header.url" => Some(&mut self.header_url),
            "header.filename" => Some(&mut self.header_filename),
            _ => None,
        }
    }

    /// Takes the shape of a template of the account; values keep their places, surplus ones are kept unseen.
    pub fn shape(&mut self, template: &Template) {
        self.header = match &template.header {
            Some(TemplateHeader::Text { text }) if placeholders(text) > 0 => HeaderKind::Text,
            Some(TemplateHeader::Media { kind }) => (*kind).into(),
            _ => HeaderKind::None,
        };
        self.resize(template.body_placeholders());
        let earlier = std::mem::take(&mut self.buttons);
        let asks = template.buttons.iter().enumerate().filter_map(|(index, button)| {
            let kind = button.takes?;
            let index = u8::try_from(index).ok()?;
            let kept = earlier.iter().find(|old| old.index == index && old.kind == kind);
            Some(Button { index, kind, value: kept.map(|old| old.value.clone()).unwrap_or_default() })
        });
        self.buttons = asks.collect();
    }

    /// How many of the values that must not stay empty are there, and how many such there are.
    pub fn filled(&self) -> (usize, usize) {
        let header = match self.header {
            HeaderKind::None => None,
            HeaderKind::Text => Some(&self.header_text),
            HeaderKind::Image | HeaderKind::Video | HeaderKind::Document => Some(&self.header_url),
        };
        let asks = self.buttons.iter().filter(|button| button.kind != ButtonKind::QuickReply);
        let asked = header
            .into_iter()
            .chain(self.body.iter().take(self.count))
            .chain(asks.map(|button| &button.value));
        asked.fold((0, 0), |(done, all), binding| (done + usize::from(!binding.is_blank()), all + 1))
    }

    /// Takes `count` values; surplus ones are kept unseen.
    pub fn resize(&mut self, count: usize) {
        self.count = count;
        while self.body.len() < count {
            self.body.push(Binding::default());
        }
    }

    /// As they are saved. A quick reply without a payload of its own gives back its label, as WhatsApp does by itself.
    pub fn saved(&self, template: Option<&Template>) -> TemplateValues {
        let url = || self.header_url.clone();
        let header = match self.header {
            HeaderKind::None => None,
            HeaderKind::Text => Some(Header::Text { text: self.header_text.clone() }),
            HeaderKind::Image => Some(Header::Image { url: url() }),
            HeaderKind::Video => Some(Header::Video { url: url() }),
            HeaderKind::Document => {
                Some(Header::Document { url: url(), filename: some(&self.header_filename) })
            }
        };
        let label = |button: &Button| {
            let known = template.and_then(|template| template.buttons.get(usize::from(button.index)));
            known.map(|known| known.text.clone()).unwrap_or_default()
        };
        let buttons = self.buttons.iter().map(|button| match button.kind {
            ButtonKind::QuickReply if button.value.is_blank() => {
                Button { value: Binding::new(label(button)), ..button.clone() }
            }
            _ => button.clone(),
        });
        TemplateValues {
            header,
            body: self.body.iter().take(self.count).cloned().collect(),
            buttons: buttons.collect(),
        }
    }
}

impl From<TemplateValues> for Values {
    fn from(saved: TemplateValues) -> Self {
        let mut values =
            Self { count: saved.body.len(), body: saved.body, buttons: saved.buttons, ..Self::default() };
        match saved.header {
            None => {}
            Some(Header::Text { text }) => (values.header, values.header_text) = (HeaderKind::Text, text),
            Some(Header::Image { url }) => (values.header, values.header_url) = (HeaderKind::Image, url),
            Some(Header::Video { url }) => (values.header, values.header_url) = (HeaderKind::Video, url),
            Some(Header::Document { url, filename }) => {
                (values.header, values.header_url) = (HeaderKind::Document, url);
                values.header_filename = filename.unwrap_or_default();
            }
        }
        values
    }
}

/// The number in `body[2]` behind `body[`.
pub(super) fn index(path: &str, prefix: &str) -> Option<usize> {
    path.strip_prefix(prefix)?.split(']').next()?.parse().ok()
}
