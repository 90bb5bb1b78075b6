//! The parts of a value: text, variables, other Jinja, and what was never closed.
//!
//! Only as much of the language as drawing and completion need; what a value gives, and what is wrong with it, the
//! engine says. A tag that has no end stops before the next one, so that a half-typed variable does not turn the rest of
//! the text into code. Positions are counted in Unicode scalar values, as findings count them.

use std::ops::Range;

/// A filter behind a variable: `default("there", true)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilterUse {
    /// Its name.
    pub name: String,
    /// What stands in its brackets; empty without.
    pub arguments: String,
}

/// What a part is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Text, as it stands.
    Text,
    /// One attribute, perhaps with filters: `{{ customer.first_name | title }}`.
    Variable {
        /// `customer.first_name`
        path: String,
        /// Its filters, in order.
        filters: Vec<FilterUse>,
    },
    /// Any other Jinja: calculations, conditions, loops, comments.
    Code,
    /// A tag without its end.
    Unclosed,
}

/// A part of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Where it stands, in characters.
    pub at: Range<usize>,
}

/// Splits a value into its parts, without gaps.
pub fn tokens(chars: &[char]) -> Vec<Token> {
    let mut found = Vec::new();
    let (mut at, mut text) = (0, 0);
    while at < chars.len() {
        if opening(chars, at).is_none() {
            at += 1;
            continue;
        }
        if text < at {
            found.push(Token { kind: Kind::Text, at: text..at });
        }
        let token = tag(chars, at);
        at = token.at.end;
        let raw = token.kind == Kind::Code && is_word_tag(&chars[token.at.clone()], "raw");
        found.push(token);
        text = at;
        if raw {
            at = raw_end(chars, at);
        }
    }
    if text < at {
        found.push(Token { kind: Kind::Text, at: text..at });
    }
    found
}

/// The second character of the tag that opens here.
fn opening(chars: &[char], at: usize) -> Option<char> {
    match (chars.get(at), chars.get(at + 1)) {
        (Some('{'), Some(&second @ ('{' | '%' | '#'))) => Some(second),
        _ => None,
    }
}

/// The tag that opens at `start`.
fn tag(chars: &[char], start: usize) -> Token {
    let second = opening(chars, start).unwrap_or('{');
    let end = match second {
        '#' => (start + 2..chars.len()).find(|&at| pair(chars, at) == Some(['#', '}'])).map(|at| at + 2),
        _ => expression_end(chars, start + 2, if second == '{' { '}' } else { '%' }),
    };
    let Some(end) = end else { return Token { kind: Kind::Unclosed, at: start..unclosed_end(chars, start) } };
    let inside = trim_signs(&chars[start + 2..end - 2]);
    let kind = match second {
        '{' => variable(inside).unwrap_or(Kind::Code),
        _ => Kind::Code,
    };
    Token { kind, at: start..end }
}

fn pair(chars: &[char], at: usize) -> Option<[char; 2]> {
    Some([*chars.get(at)?, *chars.get(at + 1)?])
}

/// Behind the `}}` or `%}` that ends the expression; none when the text or another tag comes first.
fn expression_end(chars: &[char], from: usize, first: char) -> Option<usize> {
    let mut at = from;
    let mut open = 0_usize;
    while at < chars.len() {
        if open == 0 && pair(chars, at) == Some([first, '}']) {
            return Some(at + 2);
        }
        match chars[at] {
            quote @ ('"' | '\'') => at = string_end(chars, at + 1, quote)?,
            // No expression can have two braces in a row, so this is the next tag.
            '{' if opening(chars, at).is_some() => return None,
            '(' | '[' | '{' => {
                open += 1;
                at += 1;
            }
            ')' | ']' | '}' => {
                open = open.saturating_sub(1);
                at += 1;
            }
            _ => at += 1,
        }
    }
    None
}

/// Behind the closing quotation mark.
fn string_end(chars: &[char], from: usize, quote: char) -> Option<usize> {
    let mut at = from;
    while at < chars.len() {
        match chars[at] {
            '\\' => at += 2,
            c if c == quote => return Some(at + 1),
            _ => at += 1,
        }
    }
    None
}

/// A tag without an end reaches to the next tag or to the end of its line.
fn unclosed_end(chars: &[char], start: usize) -> usize {
    (start + 2..chars.len())
        .find(|&at| chars[at] == '\n' || opening(chars, at).is_some())
        .unwrap_or(chars.len())
}

/// What stands between the braces, without the signs that strip white space.
fn trim_signs(inside: &[char]) -> &[char] {
    let inside = inside.strip_prefix(&['-']).or_else(|| inside.strip_prefix(&['+'])).unwrap_or(inside);
    inside.strip_suffix(&['-']).unwrap_or(inside)
}

/// Is this the tag `{% word %}`?
fn is_word_tag(tag: &[char], word: &str) -> bool {
    let Some(inside) = tag.get(2..tag.len().saturating_sub(2)) else { return false };
    tag[1] == '%' && trim_signs(inside).iter().collect::<String>().trim() == word
}

/// Where `{% endraw %}` stands; the end of the text when it does not.
fn raw_end(chars: &[char], from: usize) -> usize {
    let closes = |at: usize| {
        let end = (at + 2..chars.len()).take(20).find(|&end| pair(chars, end) == Some(['%', '}']));
        end.is_some_and(|end| is_word_tag(&chars[at..end + 2], "endraw"))
    };
    (from..chars.len()).find(|&at| opening(chars, at) == Some('%') && closes(at)).unwrap_or(chars.len())
}

pub(super) fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// An attribute with filters, if that is all there is.
fn variable(inside: &[char]) -> Option<Kind> {
    let mut reader = Reader { chars: inside, at: 0 };
    reader.space();
    let path = reader.path()?;
    let mut filters = Vec::new();
    loop {
        reader.space();
        if reader.at == inside.len() {
            return Some(Kind::Variable { path, filters });
        }
        reader.skip('|')?;
        reader.space();
        let name = reader.name()?;
        let arguments = if reader.peek() == Some('(') { reader.brackets()? } else { String::new() };
        filters.push(FilterUse { name, arguments });
    }
}

struct Reader<'a> {
    chars: &'a [char],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn space(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    fn skip(&mut self, c: char) -> Option<()> {
        (self.peek() == Some(c)).then(|| self.at += 1)
    }

    fn name(&mut self) -> Option<String> {
        let start = self.at;
        if self.peek().is_none_or(|c| c.is_ascii_digit()) {
            return None;
        }
        while self.peek().is_some_and(is_name) {
            self.at += 1;
        }
        (self.at > start).then(|| self.chars[start..self.at].iter().collect())
    }

    /// `customer.address.city`, `event.items[0]`, `customer["first name"]`.
    fn path(&mut self) -> Option<String> {
        let mut path = self.name()?;
        if matches!(path.as_str(), "true" | "false" | "none" | "True" | "False" | "None" | "not") {
            return None;
        }
        loop {
            match self.peek() {
                Some('.') => {
                    self.at += 1;
                    path.push('.');
                    path.push_str(&self.name()?);
                }
                Some('[') => {
                    let inside = self.brackets()?;
                    let plain = inside.chars().all(|c| c.is_ascii_digit());
                    let quoted = inside.len() > 2
                        && inside.starts_with(['"', '\''])
                        && inside.ends_with(&inside[..1])
                        && inside[1..inside.len() - 1].chars().all(|c| is_name(c) || c == ' ' || c == '-');
                    match (inside.is_empty(), plain, quoted) {
                        (false, true, _) => path.push_str(&format!("[{inside}]")),
                        (false, _, true) => path.push_str(&format!("[\"{}\"]", &inside[1..inside.len() - 1])),
                        _ => return None,
                    }
                }
                _ => return Some(path),
            }
        }
    }

    /// What stands between the brackets that open here.
    fn brackets(&mut self) -> Option<String> {
        let start = self.at + 1;
        let mut open = 0_usize;
        while let Some(c) = self.peek() {
            match c {
                '"' | '\'' => {
                    self.at = string_end(self.chars, self.at + 1, c)?;
                    continue;
                }
                '(' | '[' | '{' => open += 1,
                ')' | ']' | '}' => open -= 1,
                _ => {}
            }
            self.at += 1;
            if open == 0 {
                return Some(self.chars[start..self.at - 1].iter().collect());
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Parts as letters and their text, for short tables: `T`ext, `V`ariable, `C`ode, `U`nclosed.
    fn show(text: &str) -> String {
        let chars: Vec<char> = text.chars().collect();
        let all = tokens(&chars);
        let mut end = 0;
        let one = |token: &Token| {
            assert_eq!(token.at.start, end, "no gaps in {text}");
            end = token.at.end;
            let letter = match token.kind {
                Kind::Text => 'T',
                Kind::Variable { .. } => 'V',
                Kind::Code => 'C',
                Kind::Unclosed => 'U',
            };
            format!("{letter}⟨{}⟩", chars[token.at.clone()].iter().collect::<String>())
        };
        let shown = all.iter().map(one).collect();
        assert_eq!(end, chars.len(), "all of {text}");
        shown
    }

    fn the_variable(text: &str) -> Option<(String, Vec<(String, String)>)> {
        let chars: Vec<char> = text.chars().collect();
        match tokens(&chars).into_iter().next()?.kind {
            Kind::Variable { path, filters } => {
                Some((path, filters.into_iter().map(|one| (one.name, one.arguments)).collect()))
            }
            _ => None,
        }
    }

    #[test]
    fn texts_variables_and_code_are_told_apart() {
        for (text, expected) in [
            ("", ""),
            ("Hi", "T⟨Hi⟩"),
            ("Hi {{ customer.first_name }}!", "T⟨Hi ⟩V⟨{{ customer.first_name }}⟩T⟨!⟩"),
            ("{{a}}{{b}}", "V⟨{{a}}⟩V⟨{{b}}⟩"),
            ("{{- a -}}", "V⟨{{- a -}}⟩"),
            ("{{ a + 1 }}", "C⟨{{ a + 1 }}⟩"),
            ("{{ 1 }}", "C⟨{{ 1 }}⟩"),
            ("{{ true }}", "C⟨{{ true }}⟩"),
            ("{{ 'x' }}", "C⟨{{ 'x' }}⟩"),
            ("{% if a %}b{% endif %}", "C⟨{% if a %}⟩T⟨b⟩C⟨{% endif %}⟩"),
            ("{# no {{ a }} #}b", "C⟨{# no {{ a }} #}⟩T⟨b⟩"),
            ("{% raw %}{{ a }}{% endraw %}c", "C⟨{% raw %}⟩T⟨{{ a }}⟩C⟨{% endraw %}⟩T⟨c⟩"),
            ("{% raw %}{{ a }}", "C⟨{% raw %}⟩T⟨{{ a }}⟩"),
            ("a { b } }} c", "T⟨a { b } }} c⟩"),
        ] {
            assert_eq!(show(text), expected, "{text}");
        }
    }

    #[test]
    fn quotation_marks_and_brackets_hide_braces() {
        for (text, expected) in [
            (r#"{{ a | default("}}") }}x"#, r#"V⟨{{ a | default("}}") }}⟩T⟨x⟩"#),
            (r#"{{ "a\"}}" }}x"#, r#"C⟨{{ "a\"}}" }}⟩T⟨x⟩"#),
            (r#"{{ {"a": {"b": 1}}.a }}x"#, r#"C⟨{{ {"a": {"b": 1}}.a }}⟩T⟨x⟩"#),
            ("{% set a = '%}' %}x", "C⟨{% set a = '%}' %}⟩T⟨x⟩"),
        ] {
            assert_eq!(show(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_not_closed_leaves_the_rest_alone() {
        for (text, expected) in [
            ("{{", "U⟨{{⟩"),
            ("Hi {{ cust", "T⟨Hi ⟩U⟨{{ cust⟩"),
            ("{{ cust and {{ b }} c", "U⟨{{ cust and ⟩V⟨{{ b }}⟩T⟨ c⟩"),
            ("{{ cust\nnext line", "U⟨{{ cust⟩T⟨\nnext line⟩"),
            ("{{ a | default(\"x }}\n{{ b }}", "U⟨{{ a | default(\"x }}⟩T⟨\n⟩V⟨{{ b }}⟩"),
            ("{% if a", "U⟨{% if a⟩"),
            ("{# a", "U⟨{# a⟩"),
        ] {
            assert_eq!(show(text), expected, "{text}");
        }
    }

    #[test]
    fn variables_know_their_path_and_filters() {
        let plain = |path: &str| Some((path.to_owned(), vec![]));
        assert_eq!(the_variable("{{ customer.first_name }}"), plain("customer.first_name"));
        assert_eq!(the_variable("{{ event.items[0].name }}"), plain("event.items[0].name"));
        assert_eq!(the_variable("{{ customer['first name'] }}"), plain("customer[\"first name\"]"));
        assert_eq!(
            the_variable(r#"{{ a.b|default("x | y", true) | title }}"#),
            Some((
                "a.b".into(),
                vec![("default".into(), r#""x | y", true"#.into()), ("title".into(), String::new())]
            ))
        );
        for other in [
            "{{ a.b() }}",
            "{{ a | }}",
            "{{ a b }}",
            "{{ a[b] }}",
            "{{ a['' ] }}",
            "{{ a[']'] }}",
            "{{ a. }}",
        ] {
            assert_eq!(the_variable(other), None, "{other}");
        }
    }

    #[test]
    fn positions_are_characters() {
        let chars: Vec<char> = "👨‍👩‍👧 é שלום {{ a }}".chars().collect();
        let variable = tokens(&chars).pop().unwrap();
        assert_eq!(chars[variable.at.start], '{');
        assert_eq!(variable.at, chars.len() - 7..chars.len());
    }

    #[test]
    fn hostile_texts_of_full_length_are_read_to_their_end() {
        for piece in ["{{ \"", "{{ a ", "{% raw %}", "{{ '{{ \" ", "{#", "{{ [(", "{{ a }} b"] {
            let chars: Vec<char> = piece.chars().cycle().take(4096).collect();
            let parts = tokens(&chars);
            assert_eq!(parts.last().map(|part| part.at.end), Some(4096), "{piece}");
        }
    }
}
