//! Values as symbols: a provider builds its request around them, and where a symbol ended up in the JSON, Jinja text is
//! put that gives the value. So the exported body has the provider's own form, whatever that is.

use std::collections::BTreeSet;

use serde_json::Value;
use whatsapp_domain::{Binding, Said, WhenEmpty, say};
use whatsapp_engine::jinja;

/// A symbol stands between these two, which no text of people holds: they are for private use.
const START: char = '\u{e000}';
const END: char = '\u{e001}';

/// What a plain webhook does not do, in the order in which it was found, each once.
#[derive(Default)]
pub(super) struct Notes {
    pub all: Vec<Said>,
    seen: BTreeSet<String>,
}

impl Notes {
    pub fn add(&mut self, text: impl Into<Said>) {
        let text = text.into();
        if self.seen.insert(text.text.clone()) {
            self.all.push(text);
        }
    }
}

/// A value in a request that is being built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Symbol {
    /// What stands in the message: a fixed text, or a symbol.
    pub text: String,
    /// The Jinja variable behind it; none for a fixed text.
    pub variable: Option<String>,
}

/// The symbols of one message, or of its recipient.
pub(super) struct Symbols {
    /// Tells the symbols of several sets apart.
    tag: char,
    /// Jinja statements that come before the body.
    pub statements: Vec<String>,
    /// What gives the value of each symbol.
    expressions: Vec<String>,
}

/// Does this text need filling, or would it be read as Jinja?
pub(super) fn has_jinja(text: &str) -> bool {
    ["{{", "{%", "{#"].iter().any(|opening| text.contains(opening))
}

/// A text as Jinja writes it within an expression.
pub(super) fn literal(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '\\' => quoted.push_str("\\\\"),
            '"' => quoted.push_str("\\\""),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

impl Symbols {
    /// An empty set; `tag` is a letter that no other set of the same body has.
    pub fn new(tag: char) -> Self {
        Self { tag, statements: Vec::new(), expressions: Vec::new() }
    }

    /// A symbol for the value of a Jinja expression.
    pub fn of(&mut self, expression: &str) -> String {
        self.expressions.push(expression.to_owned());
        self.marker(self.expressions.len() - 1)
    }

    fn marker(&self, number: usize) -> String {
        format!("{START}{}{number}{END}", self.tag)
    }

    /// A text that is the same for everybody.
    pub fn fixed(&mut self, text: &str) -> Symbol {
        let text = if has_jinja(text) { self.of(&literal(text)) } else { text.to_owned() };
        Symbol { text, variable: None }
    }

    /// A variable that holds what a Jinja text prints.
    pub fn variable(&mut self, template: &str) -> String {
        // As at the end of a text by itself, where Jinja drops one line end.
        let template =
            template.strip_suffix('\n').map_or(template, |text| text.strip_suffix('\r').unwrap_or(text));
        let name = format!("wa_{}", self.statements.len());
        self.statements.push(format!("{{% set {name} %}}{template}{{% endset %}}"));
        name
    }

    /// A value of a binding; `what` names it in notes. The symbol is trimmed where the provider gets it trimmed.
    pub fn binding(&mut self, binding: &Binding, what: Said, trim: bool, notes: &mut Notes) -> Symbol {
        let fallback = binding.fallback.as_deref().filter(|text| !text.trim().is_empty());
        let fallback = fallback.filter(|_| binding.when_empty == WhenEmpty::Fallback);
        if !has_jinja(&binding.value) {
            let text =
                jinja::render(&binding.value, &Value::Null).map(|text| text.output).unwrap_or_default();
            let text = if text.trim().is_empty() { fallback.unwrap_or_default() } else { &text };
            return self.fixed(if trim { text.trim() } else { text });
        }
        let name = self.variable(&binding.value);
        match (fallback, binding.when_empty) {
            (Some(fallback), _) => self.when_empty(&name, &literal(fallback)),
            (None, WhenEmpty::Skip) => notes.add(say!(
                "Customers for whom {what} is empty are not left out: the request goes out with an empty value.",
                what = what
            )),
            (None, _) => notes.add(say!("Nothing stops a request in which {what} is empty.", what = what)),
        }
        self.filled(name, trim)
    }

    /// A value that may be missing: none for nothing at all.
    pub fn optional(&mut self, binding: Option<&Binding>, trim: bool) -> Option<Symbol> {
        let binding = binding.filter(|binding| !binding.is_blank())?;
        let mut unused = Notes::default();
        let symbol = self.binding(binding, Said::default(), trim, &mut unused);
        (!symbol.text.trim().is_empty()).then_some(symbol)
    }

    /// The symbol of a variable.
    pub fn filled(&mut self, name: String, trim: bool) -> Symbol {
        let expression = if trim { format!("{name} | trim") } else { name.clone() };
        Symbol { text: self.of(&expression), variable: Some(name) }
    }

    /// Gives a variable another value where it is blank.
    pub fn when_empty(&mut self, name: &str, expression: &str) {
        self.statements
            .push(format!("{{% if not {name} | trim %}}{{% set {name} = {expression} %}}{{% endif %}}"));
    }

    /// JSON with Jinja in place of the symbols of this set; a `+` before a symbol is kept.
    pub fn put_in(&self, json: String) -> String {
        let mut text = json;
        for (number, expression) in self.expressions.iter().enumerate() {
            let symbol = self.marker(number);
            let plus = format!("{{{{ (\"+\" ~ ({expression})) | tojson }}}}");
            text = text.replace(&format!("\"+{symbol}\""), &plus);
            text = text.replace(&format!("\"{symbol}\""), &format!("{{{{ {expression} | tojson }}}}"));
        }
        text
    }
}

/// Is a symbol left? Then a provider made something else of it, which nothing can express.
pub(super) fn is_left(text: &str) -> bool {
    text.contains([START, END])
}
