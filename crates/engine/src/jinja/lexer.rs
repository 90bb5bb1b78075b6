//! Template text to tokens, by the rules of Jinja2 3.1 with its default settings.

use super::chars::{is_space, is_word};
use super::errors::{Fault, Pos, Res};
use std::{borrow::Cow, rc::Rc};
use whatsapp_domain::{Said, decimal, say};

/// What a token is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Tok {
    /// Text outside of tags.
    Data(Rc<str>),
    /// `{{`
    VariableBegin,
    /// `}}`
    VariableEnd,
    /// `{%`
    BlockBegin,
    /// `%}`
    BlockEnd,
    Name(Rc<str>),
    Str(Rc<str>),
    Int(i128),
    Float(f64),
    /// An operator or bracket.
    Op(&'static str),
    Eof,
}

/// A token and where it begins.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub tok: Tok,
    pub pos: Pos,
}

/// Longest first.
const OPERATORS: [&str; 26] = [
    "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{", "}", ">", "<",
    "=", ".", ":", "|", ",", ";",
];

/// Where the text goes on behind a tag, as if it began there: nothing in front of it matters any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seam {
    /// Bytes in front of it.
    pub at: usize,
    /// The same as a line and a column.
    pub pos: Pos,
    /// Tokens in front of it.
    pub tokens: usize,
}

impl Seam {
    /// The very beginning.
    pub const START: Self = Self { at: 0, pos: Pos { line: 1, column: 1 }, tokens: 0 };
}

/// Line ends as Jinja2 sees them: all become `\n`, and one at the very end is dropped.
fn normalise(source: &str) -> Cow<'_, str> {
    if !source.contains('\r') {
        return Cow::Borrowed(source.strip_suffix('\n').unwrap_or(source));
    }
    let mut text = source.replace("\r\n", "\n").replace('\r', "\n");
    if text.ends_with('\n') {
        text.pop();
    }
    Cow::Owned(text)
}

struct Lexer<'s> {
    source: &'s str,
    at: usize,
    /// Place of `placed`, kept so that places are counted once.
    pos: Pos,
    placed: usize,
    tokens: Vec<Token>,
    seams: Vec<Seam>,
}

/// Splits a template into tokens, from a seam of a text that is the same up to there; the last token is [`Tok::Eof`].
/// Gives the seams as well, whose tokens count from there.
pub(crate) fn tokenize(source: &str, from: Seam) -> Res<(Vec<Token>, Vec<Seam>)> {
    let text = normalise(source);
    let Seam { at, pos, .. } = from;
    let mut lexer = Lexer { source: &text, at, pos, placed: at, tokens: Vec::new(), seams: Vec::new() };
    while lexer.at < text.len() {
        lexer.root()?;
    }
    lexer.push(Tok::Eof, text.len());
    Ok((lexer.tokens, lexer.seams))
}

impl<'s> Lexer<'s> {
    fn rest(&self) -> &'s str {
        &self.source[self.at..]
    }

    /// The place of a byte offset; quick for one not before the last one asked for.
    fn place(&mut self, offset: usize) -> Pos {
        if offset < self.placed {
            // What was opened further up and never closed is reported where it was opened.
            (self.placed, self.pos) = (0, Pos { line: 1, column: 1 });
        }
        for c in self.source[self.placed..offset].chars() {
            if c == '\n' {
                self.pos = Pos { line: self.pos.line + 1, column: 1 };
            } else {
                self.pos.column += 1;
            }
        }
        self.placed = offset;
        self.pos
    }

    fn push(&mut self, tok: Tok, offset: usize) {
        let pos = self.place(offset);
        self.tokens.push(Token { tok, pos });
    }

    fn data(&mut self, text: &str, offset: usize) {
        if !text.is_empty() {
            self.push(Tok::Data(text.into()), offset);
        }
    }

    fn fail<T>(&mut self, offset: usize, text: impl Into<Said>) -> Res<T> {
        let pos = self.place(offset);
        Err(Fault::syntax(pos, text))
    }

    /// Skips white space after a `-`.
    fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(is_space).len();
    }

    /// Text up to the next tag, and the tag.
    fn root(&mut self) -> Res<()> {
        let start = self.at;
        let rest = self.rest();
        let found = rest
            .match_indices('{')
            .map(|(at, _)| at)
            .find(|at| matches!(rest.as_bytes().get(at + 1), Some(b'%' | b'{' | b'#')));
        let Some(found) = found else {
            self.at = self.source.len();
            self.data(rest, start);
            return Ok(());
        };
        let tag = start + found;
        let kind = rest.as_bytes()[found + 1];
        if kind == b'%'
            && let Some((strip, end, strip_after)) = raw_begin(&self.source[tag..])
        {
            self.text_before(start, tag, strip);
            self.at = tag + end;
            if strip_after {
                self.skip_space();
            }
            return self.raw(tag);
        }
        let sign = self.source.as_bytes().get(tag + 2).copied();
        self.text_before(start, tag, sign == Some(b'-'));
        self.at = tag + 2 + usize::from(matches!(sign, Some(b'-' | b'+')));
        match kind {
            b'#' => self.comment(tag),
            b'{' => {
                self.push(Tok::VariableBegin, tag);
                self.inside(tag, "}}", Tok::VariableEnd)
            }
            _ => {
                self.push(Tok::BlockBegin, tag);
                self.inside(tag, "%}", Tok::BlockEnd)
            }
        }
    }

    fn text_before(&mut self, start: usize, end: usize, strip: bool) {
        let text = &self.source[start..end];
        self.data(if strip { text.trim_end_matches(is_space) } else { text }, start);
    }

    fn comment(&mut self, tag: usize) -> Res<()> {
        // Jinja2 lets a comment pass that begins with the last characters.
        if self.rest().is_empty() {
            return Ok(());
        }
        let Some(found) = self.rest().find("#}") else {
            return self.fail(tag, "This comment has no end. Close it with “#}”.");
        };
        let strip = found > 0 && self.rest().as_bytes()[found - 1] == b'-';
        self.at += found + 2;
        if strip {
            self.skip_space();
        }
        Ok(())
    }

    fn raw(&mut self, tag: usize) -> Res<()> {
        let start = self.at;
        let rest = self.rest();
        for (found, _) in rest.match_indices("{%") {
            if let Some((strip, end, strip_after)) = raw_end(&rest[found..]) {
                self.text_before(start, start + found, strip);
                self.at = start + found + end;
                if strip_after {
                    self.skip_space();
                }
                return Ok(());
            }
        }
        if rest.is_empty() {
            return Ok(());
        }
        self.fail(tag, "This “raw” part has no end. Close it with “{% endraw %}”.")
    }

    /// The tokens of a tag, up to its end.
    fn inside(&mut self, tag: usize, end: &str, end_tok: Tok) -> Res<()> {
        let mut open: Vec<&'static str> = Vec::new();
        loop {
            let rest = self.rest();
            let start = self.at;
            let Some(first) = rest.chars().next() else {
                if let Some(bracket) = open.last() {
                    return self.fail(
                        start,
                        say!("The template ends here, but “{bracket}” is still expected.", bracket = bracket),
                    );
                }
                return self.fail(tag, say!("This tag has no end. Close it with “{end}”.", end = end));
            };
            if open.is_empty() {
                let plus = end == "%}" && rest.starts_with('+') && rest[1..].starts_with(end);
                let minus = rest.starts_with('-') && rest[1..].starts_with(end);
                if rest.starts_with(end) || plus || minus {
                    self.push(end_tok, start);
                    self.at += end.len() + usize::from(plus || minus);
                    if minus {
                        // What is skipped depends on what follows: no seam.
                        self.skip_space();
                    } else {
                        let (at, pos) = (self.at, self.place(self.at));
                        self.seams.push(Seam { at, pos, tokens: self.tokens.len() });
                    }
                    return Ok(());
                }
            }
            if is_space(first) {
                self.skip_space();
            } else if first.is_ascii_digit() {
                self.number()?;
            } else if is_word(first) {
                self.name()?;
            } else if first == '\'' || first == '"' {
                self.string(first)?;
            } else if let Some(op) = OPERATORS.iter().find(|op| rest.starts_with(**op)) {
                self.balance(op, &mut open)?;
                self.push(Tok::Op(op), start);
                self.at += op.len();
            } else {
                return self
                    .fail(start, say!("The character “{first}” is not expected here.", first = first));
            }
        }
    }

    fn balance(&mut self, op: &'static str, open: &mut Vec<&'static str>) -> Res<()> {
        match op {
            "{" => open.push("}"),
            "(" => open.push(")"),
            "[" => open.push("]"),
            "}" | ")" | "]" => match open.pop() {
                None => return self.fail(self.at, say!("“{op}” closes nothing here.", op = op)),
                Some(expected) if expected != op => {
                    return self.fail(
                        self.at,
                        say!(
                            "“{op}” stands here, but “{expected}” is expected.",
                            op = op,
                            expected = expected
                        ),
                    );
                }
                Some(_) => {}
            },
            _ => {}
        }
        Ok(())
    }

    fn name(&mut self) -> Res<()> {
        let start = self.at;
        let rest = self.rest();
        let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let name = &rest[..length];
        let valid = name
            .chars()
            .enumerate()
            .all(|(index, c)| c == '_' || c.is_alphabetic() || index > 0 && c.is_ascii_digit());
        if !valid {
            return self.fail(
                start,
                say!("“{name}” can't be a name: it has characters that names may not have.", name = name),
            );
        }
        self.push(Tok::Name(name.into()), start);
        self.at += length;
        Ok(())
    }

    fn number(&mut self) -> Res<()> {
        let start = self.at;
        let rest = self.rest();
        let after_dot = start > 0 && self.source.as_bytes()[start - 1] == b'.';
        if !after_dot && let Some(length) = float_length(rest) {
            let digits = rest[..length].replace('_', "");
            let value = decimal::parse(&digits).ok_or_else(Fault::too_large)?;
            self.push(Tok::Float(value), start);
            self.at += length;
            return Ok(());
        }
        let (length, radix) = int_length(rest);
        let digits = rest[..length].replace('_', "");
        let value = i128::from_str_radix(if radix == 10 { &digits } else { &digits[2..] }, radix);
        let pos = self.place(start);
        let value = value.map_err(|_| Fault::too_large().at(pos))?;
        self.push(Tok::Int(value), start);
        self.at += length;
        Ok(())
    }

    fn string(&mut self, quote: char) -> Res<()> {
        let start = self.at;
        let rest = self.rest();
        let mut escaped = false;
        let end = rest[1..].char_indices().find(|(_, c)| {
            let end = !escaped && *c == quote;
            escaped = !escaped && *c == '\\';
            end
        });
        let Some((length, _)) = end else {
            return self.fail(start, "This text has no closing quotation mark.");
        };
        let pos = self.place(start);
        let value = unescape(&rest[1..=length]).map_err(|fault| fault.at(pos))?;
        self.push(Tok::Str(value.into()), start);
        self.at += length + 2;
        Ok(())
    }
}

/// `{% raw %}` at the start of `text`: strip before, length, strip after.
fn raw_begin(text: &str) -> Option<(bool, usize, bool)> {
    let (strip, rest) = signed(&text[2..]);
    let rest = rest.trim_start_matches(is_space).strip_prefix("raw")?.trim_start_matches(is_space);
    let (strip_after, rest) = match rest.strip_prefix("-%}") {
        Some(rest) => (true, rest),
        None => (false, rest.strip_prefix("%}")?),
    };
    Some((strip, text.len() - rest.len(), strip_after))
}

/// `{% endraw %}` at the start of `text`: strip before, length, strip after.
fn raw_end(text: &str) -> Option<(bool, usize, bool)> {
    let (strip, rest) = signed(&text[2..]);
    let rest = rest.trim_start_matches(is_space).strip_prefix("endraw")?.trim_start_matches(is_space);
    let (strip_after, rest) = match rest.strip_prefix("-%}") {
        Some(rest) => (true, rest),
        None => (false, rest.strip_prefix("+%}").or_else(|| rest.strip_prefix("%}"))?),
    };
    Some((strip, text.len() - rest.len(), strip_after))
}

fn signed(text: &str) -> (bool, &str) {
    match text.as_bytes().first() {
        Some(b'-') => (true, &text[1..]),
        Some(b'+') => (false, &text[1..]),
        _ => (false, text),
    }
}

/// Length of `digits`, where single `_` may stand between digits.
fn digits_length(text: &str, is_digit: impl Fn(u8) -> bool) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if is_digit(bytes[at]) {
            at += 1;
        } else if at > 0 && bytes[at] == b'_' && bytes.get(at + 1).is_some_and(|b| is_digit(*b)) {
            at += 2;
        } else {
            break;
        }
    }
    at
}

fn float_length(text: &str) -> Option<usize> {
    let decimal = |text: &str| digits_length(text, |b| b.is_ascii_digit());
    let whole = decimal(text);
    let mut end = whole;
    if text[end..].starts_with('.') {
        let fraction = decimal(&text[end + 1..]);
        if fraction > 0 {
            end += 1 + fraction;
        }
    }
    if text[end..].starts_with(['e', 'E']) {
        let sign = usize::from(text[end + 1..].starts_with(['+', '-']));
        let exponent = decimal(&text[end + 1 + sign..]);
        if exponent > 0 {
            return Some(end + 1 + sign + exponent);
        }
    }
    (end > whole).then_some(end)
}

/// Length and radix of an integer; the text begins with a digit.
fn int_length(text: &str) -> (usize, u32) {
    let prefixed = |radix: u32| {
        let rest = &text[2..];
        // One `_` may follow the prefix.
        let skip = usize::from(rest.starts_with('_'));
        let digits = digits_length(&rest[skip..], |b| (b as char).is_digit(radix));
        (digits > 0).then_some((2 + skip + digits, radix))
    };
    let found = match text.as_bytes() {
        [b'0', b'b' | b'B', ..] => prefixed(2),
        [b'0', b'o' | b'O', ..] => prefixed(8),
        [b'0', b'x' | b'X', ..] => prefixed(16),
        _ => None,
    };
    found.unwrap_or_else(|| {
        if text.starts_with('0') {
            (digits_length(text, |b| b == b'0'), 10)
        } else {
            (digits_length(text, |b| b.is_ascii_digit()), 10)
        }
    })
}

/// Python's `unicode-escape`, as Jinja2 applies it to text in quotation marks.
fn unescape(text: &str) -> Res<String> {
    if !text.contains('\\') {
        return Ok(text.to_owned());
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            None | Some('\n') => {}
            Some(c @ ('\\' | '\'' | '"')) => out.push(c),
            Some('a') => out.push('\u{7}'),
            Some('b') => out.push('\u{8}'),
            Some('f') => out.push('\u{c}'),
            Some('n') => out.push('\n'),
            Some('r') => out.push('\r'),
            Some('t') => out.push('\t'),
            Some('v') => out.push('\u{b}'),
            Some(c @ '0'..='7') => {
                let mut value = c.to_digit(8).unwrap_or(0);
                for _ in 0..2 {
                    let Some(digit) = chars.peek().and_then(|c| c.to_digit(8)) else { break };
                    value = value * 8 + digit;
                    chars.next();
                }
                out.extend(char::from_u32(value));
            }
            Some(c @ ('x' | 'u' | 'U')) => {
                let digits = match c {
                    'x' => 2,
                    'u' => 4,
                    _ => 8,
                };
                let mut value = 0u32;
                for _ in 0..digits {
                    let digit = chars.next().and_then(|c| c.to_digit(16)).ok_or_else(|| {
                        Fault::new(
                            "jinja-syntax",
                            say!(
                                "“\\{c}” needs {digits} hexadecimal digits after it.",
                                c = c,
                                digits = digits
                            ),
                        )
                    })?;
                    value = (value << 4) | digit;
                }
                out.push(char::from_u32(value).ok_or_else(|| {
                    Fault::new("jinja-syntax", say!("“\\{c}” with these digits is not a character.", c = c))
                })?);
            }
            Some('N') => {
                return Err(Fault::unsupported(
                    "“\\N{…}” is not available. Type the character itself instead.",
                ));
            }
            // Python turns these into their escaped spelling.
            Some(c) if !c.is_ascii() => {
                let code = c as u32;
                let spelled = match code {
                    ..0x100 => format!("\\x{code:02x}"),
                    0x100..0x10000 => format!("\\u{code:04x}"),
                    _ => format!("\\U{code:08x}"),
                };
                out.push_str(&spelled);
            }
            Some(c) => {
                out.push('\\');
                out.push(c);
            }
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each of these is noticed at its end and reported at its beginning.
    #[test]
    fn what_is_never_closed_is_an_error_with_a_place() {
        for (source, line) in
            [("Hi\n{{ customer.name", 2), ("{{https://cdn.example.com/", 1), ("\n\n{% if a", 3)]
        {
            let error =
                crate::jinja::TemplateError::from(tokenize(source, Seam::START).map(|_| ()).unwrap_err());
            assert_eq!((error.code.as_str(), error.line), ("jinja-syntax", line), "{source:?}");
        }
    }
}
