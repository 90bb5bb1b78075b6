//! Messages with symbols for their values, and the Jinja text that stands for each.

use whatsapp_domain::{
    Binding, Button, FilledButton, FilledHeader, FilledMessage, Header, Media, MediaKind, filename, order,
    say,
};
use whatsapp_engine::url::{Purpose, judge};

use super::{
    symbols::{Symbol, Symbols, has_jinja, literal},
    webhook::{Export, has_fallback},
};

/// A body, and the statements before it.
pub(super) struct Branch {
    /// Jinja statements that print nothing.
    pub statements: Vec<String>,
    /// Jinja text that gives JSON.
    pub body: String,
}

impl Branch {
    /// Statements on lines of their own; JSON does not mind white space before it.
    pub fn written(&self) -> String {
        let statements: String = self.statements.iter().flat_map(|statement| [statement, "\n"]).collect();
        format!("{statements}{}", self.body)
    }
}

/// Header, body and buttons of one language.
pub(super) type Rows<'a> = (Option<&'a Header>, &'a [Binding], &'a [Button]);

/// A template message in one language.
pub(super) fn template(
    export: &mut Export<'_>,
    name: &str,
    language: &str,
    rows: Rows<'_>,
) -> Option<Branch> {
    let (header, body, buttons) = rows;
    let mut symbols = Symbols::new('m');
    let header = header.map(|header| filled_header(export, header, &mut symbols));
    let body = body.iter().enumerate().map(|(place, binding)| {
        let what = say!("the value {number}", number = place + 1);
        symbols.binding(binding, what, false, &mut export.notes).text
    });
    let body = body.collect();
    let mut filled: Vec<FilledButton> = Vec::with_capacity(buttons.len());
    for button in buttons {
        let what = say!("the value of button {number}", number = u32::from(button.index) + 1);
        let value = symbols.binding(&button.value, what, true, &mut export.notes).text;
        filled.push(FilledButton { index: button.index, kind: button.kind, value });
    }
    let message = FilledMessage::Template {
        name: name.into(),
        language: language.into(),
        header,
        body,
        buttons: order::by_number(filled, |button| button.index.into()),
    };
    let body = export.body(&message, &symbols)?;
    Some(Branch { statements: symbols.statements, body })
}

fn filled_header(export: &mut Export<'_>, header: &Header, symbols: &mut Symbols) -> FilledHeader {
    let mut media = |kind: MediaKind, url: &Binding, name: Option<Option<&Binding>>| {
        let address = address(export, symbols, url);
        let filename = name.map(|name| header_name(symbols, name, url, &address));
        FilledHeader::Media { kind, url: address.text, filename }
    };
    match header {
        Header::Image { url } => media(MediaKind::Image, url, None),
        Header::Video { url } => media(MediaKind::Video, url, None),
        Header::Document { url, filename } => media(MediaKind::Document, url, Some(filename.as_ref())),
        Header::Text { text } => {
            let text = symbols.binding(text, say!("the header's value"), false, &mut export.notes).text;
            FilledHeader::Text { text }
        }
    }
}

/// An address; a fixed one as it will be sent.
fn address(export: &mut Export<'_>, symbols: &mut Symbols, binding: &Binding) -> Symbol {
    let symbol = symbols.binding(binding, say!("the address"), true, &mut export.notes);
    if symbol.variable.is_some() {
        export.notes.add("Addresses are sent as they are filled, without percent-encoding.");
        return symbol;
    }
    match judge(&symbol.text, Purpose::Media) {
        Ok(judged) if !export.policy.is_sandbox_media(&symbol.text) => {
            Symbol { text: judged.as_str().to_owned(), variable: None }
        }
        _ => symbol,
    }
}

/// The name that an address tells.
enum Told {
    Fixed(String),
    /// A Jinja expression.
    Expression(String),
}

/// The name in an address: a fixed one, or the last part of one that ends in `.pdf` or the like for everybody.
fn told(url: &Binding, address: &Symbol) -> Option<Told> {
    let Some(variable) = &address.variable else {
        return filename::from_url(&address.text).map(Told::Fixed);
    };
    let (_, tail) = url.value.trim().rsplit_once("}}")?;
    if tail.contains('/') {
        return filename::from_url(&format!("https://x{tail}")).map(Told::Fixed);
    }
    filename::from_url(&format!("https://x/x{tail}"))?;
    let part = format!("({variable} | trim).split(\"?\")[0].split(\"#\")[0].split(\"/\")[-1]");
    Some(Told::Expression(part))
}

/// A document in a header always has a name.
fn header_name(symbols: &mut Symbols, name: Option<&Binding>, url: &Binding, address: &Symbol) -> String {
    let told = told(url, address).unwrap_or_else(|| Told::Fixed(filename::DEFAULT_FILENAME.into()));
    match (symbols.optional(name, true), told) {
        (Some(Symbol { text, variable: None }), _) => text,
        (Some(Symbol { text, variable: Some(variable) }), told) => {
            let told = match told {
                Told::Fixed(name) => literal(&name),
                Told::Expression(expression) => expression,
            };
            symbols.when_empty(&variable, &told);
            text
        }
        (None, Told::Fixed(name)) => symbols.fixed(&name).text,
        (None, Told::Expression(expression)) => symbols.of(&expression),
    }
}

/// A text message.
pub(super) fn text(export: &mut Export<'_>, text: &Binding, preview_url: bool) -> Option<Branch> {
    let mut symbols = Symbols::new('m');
    let text = symbols.binding(text, say!("the text"), false, &mut export.notes).text;
    let body = export.body(&FilledMessage::Text { text, preview_url }, &symbols)?;
    Some(Branch { statements: symbols.statements, body })
}

/// Media with a caption and a name that some customers may be without: one body for each case, since providers leave
/// out what is missing, or send another kind of message.
pub(super) fn media(export: &mut Export<'_>, kind: MediaKind, media: &Media) -> Option<Branch> {
    let mut symbols = Symbols::new('m');
    let url = address(export, &mut symbols, &media.url);
    let caption = symbols.optional(media.caption.as_ref(), false);
    let is_document = kind == MediaKind::Document;
    let mut name = symbols.optional(media.filename.as_ref().filter(|_| is_document), true);
    let mut maybe: Vec<(&str, String)> = Vec::new();
    if let (Some(Symbol { variable: Some(variable), .. }), Some(binding)) = (&caption, &media.caption)
        && !has_fallback(binding)
    {
        maybe.push(("caption", variable.clone()));
    }
    let derived = if is_document { told(&media.url, &url) } else { None };
    match (&name, derived) {
        (Some(Symbol { variable: Some(variable), .. }), Some(told)) => {
            let told = match told {
                Told::Fixed(name) => literal(&name),
                Told::Expression(expression) => expression,
            };
            symbols.when_empty(variable, &told);
        }
        (Some(Symbol { variable: Some(variable), .. }), None)
            if media.filename.as_ref().is_some_and(|binding| !has_fallback(binding)) =>
        {
            maybe.push(("name", variable.clone()));
        }
        (None, Some(Told::Expression(expression))) => {
            name = Some(Symbol { text: symbols.of(&expression), variable: None });
        }
        // A fixed name in a fixed address is the provider's part to find.
        (None, Some(Told::Fixed(fixed))) if has_jinja(&media.url.value) => name = Some(symbols.fixed(&fixed)),
        _ => {}
    }
    let mut body = String::new();
    // From all parts down to none; what is certain is in each.
    for mask in (0..1usize << maybe.len()).rev() {
        let has = |part: &str| {
            maybe.iter().position(|(name, _)| *name == part).is_none_or(|bit| mask & (1 << bit) != 0)
        };
        let message = FilledMessage::Media {
            kind,
            url: url.text.clone(),
            caption: caption.as_ref().filter(|_| has("caption")).map(|symbol| symbol.text.clone()),
            filename: name.as_ref().filter(|_| has("name")).map(|symbol| symbol.text.clone()),
        };
        let json = export.body(&message, &symbols)?;
        let conditions = maybe.iter().enumerate().filter(|(bit, _)| mask & (1 << bit) != 0);
        let condition = conditions
            .map(|(_, (_, variable))| format!("{variable} | trim"))
            .collect::<Vec<_>>()
            .join(" and ");
        let word = if body.is_empty() { "if" } else { "elif" };
        body.push_str(&match (condition.is_empty(), maybe.is_empty()) {
            (true, true) => json,
            (true, false) => format!("{{% else %}}{json}{{% endif %}}"),
            (false, _) => format!("{{% {word} {condition} %}}{json}"),
        });
    }
    Some(Branch { statements: symbols.statements, body })
}
