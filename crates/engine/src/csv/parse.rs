//! Reading: a state machine with one character of look-behind.

use super::CsvError;
use whatsapp_domain::say;

/// The longest value, in characters: the limit of Python's `csv` module (128 · 1024), far above the 4,096
/// characters of the longest WhatsApp text.
pub const MAX_VALUE_CHARS: usize = 128 * 1024;

/// What the characters so far have led to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing yet.
    StartOfRecord,
    /// After a comma, or only spaces so far.
    StartOfValue,
    /// Inside an unquoted value.
    Plain,
    /// Inside a quoted value that opened at this column.
    Quoted { opened: usize },
    /// After a quote inside a quoted value: the end, or the first half of `""`.
    QuoteInQuoted { opened: usize },
    /// After the closing quote and at least one space.
    AfterQuoted,
    /// After an unquoted line break: only more line breaks may follow.
    EndOfRecord,
}

/// The values of one record.
///
/// No text at all has no values; a line of spaces has one, which is empty. Line breaks at the end are ignored.
///
/// # Errors
/// See [`CsvError`].
pub fn parse_record(line: &str) -> Result<Vec<String>, CsvError> {
    let mut values = Vec::new();
    let mut value = Pending::default();
    let mut state = State::StartOfRecord;
    for (index, c) in line.chars().enumerate() {
        let column = index + 1;
        let is_break = matches!(c, '\n' | '\r');
        state = match state {
            State::StartOfRecord if is_break => State::EndOfRecord,
            State::StartOfRecord | State::StartOfValue => match c {
                '\n' | '\r' => value.finish_plain(&mut values, State::EndOfRecord),
                ',' => value.finish_plain(&mut values, State::StartOfValue),
                '"' => State::Quoted { opened: column },
                ' ' => State::StartOfValue,
                _ => value.push(c, column, State::Plain)?,
            },
            State::Plain => match c {
                '\n' | '\r' => value.finish_plain(&mut values, State::EndOfRecord),
                ',' => value.finish_plain(&mut values, State::StartOfValue),
                _ => value.push(c, column, State::Plain)?,
            },
            State::Quoted { opened } => match c {
                '"' => State::QuoteInQuoted { opened },
                _ => value.push(c, column, state)?,
            },
            State::QuoteInQuoted { opened } => match c {
                '"' => value.push(c, column, State::Quoted { opened })?,
                _ => after_quote(c, column, &mut value, &mut values)?,
            },
            State::AfterQuoted => after_quote(c, column, &mut value, &mut values)?,
            State::EndOfRecord if is_break => State::EndOfRecord,
            State::EndOfRecord => return Err(second_record(column)),
        };
    }
    match state {
        State::StartOfRecord | State::EndOfRecord => {}
        State::StartOfValue | State::Plain => {
            value.finish_plain(&mut values, State::EndOfRecord);
        }
        State::QuoteInQuoted { .. } | State::AfterQuoted => {
            value.finish_quoted(&mut values, State::EndOfRecord);
        }
        State::Quoted { opened } => return Err(unclosed(opened)),
    }
    Ok(values)
}

/// Is `c` taken off the ends of an unquoted value? Unicode white space and the four ASCII separators, which is what
/// Python's `str.strip` takes.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

/// The value being read.
#[derive(Default)]
struct Pending {
    text: String,
    chars: usize,
}

impl Pending {
    fn push(&mut self, c: char, column: usize, next: State) -> Result<State, CsvError> {
        if self.chars == MAX_VALUE_CHARS {
            return Err(CsvError {
                code: "value-too-long",
                text: say!("A value has more than {most} characters. Shorten it.", most = MAX_VALUE_CHARS),
                column,
            });
        }
        self.chars += 1;
        self.text.push(c);
        Ok(next)
    }

    fn finish_plain(&mut self, values: &mut Vec<String>, next: State) -> State {
        values.push(self.text.trim_matches(is_space).to_owned());
        *self = Self::default();
        next
    }

    fn finish_quoted(&mut self, values: &mut Vec<String>, next: State) -> State {
        values.push(std::mem::take(self).text);
        next
    }
}

/// What a character outside the quotes means once a quoted value has ended.
fn after_quote(
    c: char,
    column: usize,
    value: &mut Pending,
    values: &mut Vec<String>,
) -> Result<State, CsvError> {
    match c {
        ',' => Ok(value.finish_quoted(values, State::StartOfValue)),
        '\n' | '\r' => Ok(value.finish_quoted(values, State::EndOfRecord)),
        ' ' => Ok(State::AfterQuoted),
        _ => Err(CsvError {
            code: "text-after-quote",
            text: say!(
                "Value {value} goes on after its closing quote, at character {column}. Put the whole value inside the \
                 quotes, and write a quote inside it twice (\"\").",
                value = values.len() + 1,
                column = column
            ),
            column,
        }),
    }
}

fn unclosed(column: usize) -> CsvError {
    CsvError {
        code: "unclosed-quote",
        text: say!(
            "The quote at character {column} is never closed. Add a closing quote (\") at the end of the value.",
            column = column
        ),
        column,
    }
}

fn second_record(column: usize) -> CsvError {
    CsvError {
        code: "second-record",
        text: "There is a line break between values. Write all values on one line; a line break inside a value needs \
               quotes round that value."
            .into(),
        column,
    }
}
