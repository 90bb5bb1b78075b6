//! WhatsApp's text formatting: `*bold*`, `_italic_`, `~struck~`, `` `code` ``, ```` ```mono``` ````, lists, quotes and links.
//!
//! A marker counts when it stands at the edge of a word and its partner follows on the same line; anything else is
//! plain text, as on the phone.

use std::{cell::RefCell, rc::Rc};

use crate::shared::Shared;

/// Marks where a filled value starts; never typed by people (private use area).
pub const VALUE_START: char = '\u{E000}';
/// Marks where a filled value ends.
pub const VALUE_END: char = '\u{E001}';

/// How a piece of text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// `*…*`
    pub bold: bool,
    /// `_…_`
    pub italic: bool,
    /// `~…~`
    pub struck: bool,
    /// `` `…` `` or ```` ```…``` ````
    pub mono: bool,
    /// Part of a link?
    pub link: bool,
    /// Came from a value?
    pub filled: bool,
}

/// A piece of text with one look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// The text.
    pub text: String,
    /// Its look.
    pub style: Style,
}

/// What a line is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineKind {
    /// Text.
    Plain,
    /// `> …`
    Quote,
    /// `- …` or `* …`
    Bullet,
    /// `1. …` with its number.
    Numbered(String),
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is.
    pub kind: LineKind,
    /// What it says.
    pub spans: Vec<Span>,
}

/// Splits a text into formatted lines. While one line of a long text is typed into, the others are those of the last time.
pub fn lines(text: &str) -> Vec<Shared<Line>> {
    let mut filled = false;
    if text.len() < LONG {
        return text.split('\n').map(|line| read_line(line, &mut filled).into()).collect();
    }
    LAST.with_borrow_mut(|last| {
        let count = text.split('\n').count();
        let now: Vec<Known> = text
            .split('\n')
            .enumerate()
            .map(|(at, line)| {
                // By its place from the start, or from the end where lines came or went before it.
                let known = [Some(at), (at + last.len()).checked_sub(count)].into_iter().flatten();
                let known = known.filter_map(|at| last.get(at)).find(|known| known.is(line, filled)).cloned();
                let known = known.unwrap_or_else(|| Known::read(line, filled));
                filled = known.filled_behind;
                known
            })
            .collect();
        let read = now.iter().map(|known| known.read.clone()).collect();
        *last = now;
        read
    })
}

/// Bytes from which on a text's lines are remembered; shorter ones are read in no time.
const LONG: usize = 512;

thread_local! {
    /// The lines of the last long text.
    static LAST: RefCell<Vec<Known>> = const { RefCell::new(Vec::new()) };
}

/// A line that was read.
#[derive(Clone)]
struct Known {
    text: Rc<str>,
    /// Did a value reach into it from the line before, and does one reach out of it?
    filled: bool,
    filled_behind: bool,
    read: Shared<Line>,
}

impl Known {
    fn read(line: &str, filled: bool) -> Self {
        let mut filled_behind = filled;
        let read = read_line(line, &mut filled_behind).into();
        Self { text: line.into(), filled, filled_behind, read }
    }

    fn is(&self, line: &str, filled: bool) -> bool {
        *self.text == *line && self.filled == filled
    }
}

fn read_line(line: &str, filled: &mut bool) -> Line {
    let line = line.trim_end_matches('\r');
    let (kind, rest) = kind_of(line);
    let mut spans = Vec::new();
    let chars: Vec<char> = rest.chars().collect();
    inline(&chars, Style::default(), filled, &mut spans);
    Line { kind, spans }
}

fn kind_of(line: &str) -> (LineKind, &str) {
    if let Some(rest) = line.strip_prefix("> ") {
        return (LineKind::Quote, rest);
    }
    if let Some(rest) = line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")) {
        return (LineKind::Bullet, rest);
    }
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    match line[digits..].strip_prefix(". ") {
        Some(rest) if (1..=3).contains(&digits) => (LineKind::Numbered(line[..digits].to_owned()), rest),
        _ => (LineKind::Plain, line),
    }
}

fn inline(chars: &[char], style: Style, filled: &mut bool, out: &mut Vec<Span>) {
    let mut at = 0;
    while at < chars.len() {
        if let Some((inner, next, styled)) = styled_run(chars, at, style) {
            if styled.mono {
                for &c in inner {
                    push(out, c, styled, filled);
                }
            } else {
                inline(inner, styled, filled, out);
            }
            at = next;
        } else if let Some(end) = link_end(chars, at) {
            for &c in &chars[at..end] {
                push(out, c, Style { link: true, ..style }, filled);
            }
            at = end;
        } else {
            // Up to where something may start again, all characters look the same.
            let end = (at + 1..chars.len()).find(|&i| may_start(chars[i])).unwrap_or(chars.len());
            push(out, chars[at], style, filled);
            match out.last_mut() {
                Some(last) if !is_value_mark(chars[at]) => last.text.extend(&chars[at + 1..end]),
                _ => chars[at + 1..end].iter().for_each(|&c| push(out, c, style, filled)),
            }
            at = end;
        }
    }
}

/// May a formatted run, a link or a value start or end at this character?
fn may_start(c: char) -> bool {
    matches!(c, '*' | '_' | '~' | '`' | 'h') || is_value_mark(c)
}

fn push(out: &mut Vec<Span>, c: char, style: Style, filled: &mut bool) {
    match c {
        VALUE_START => *filled = true,
        VALUE_END => *filled = false,
        _ => {
            let style = Style { filled: *filled, ..style };
            match out.last_mut() {
                Some(last) if last.style == style => last.text.push(c),
                _ => out.push(Span { text: c.into(), style }),
            }
        }
    }
}

/// A formatted run that starts here: its inside, where it ends, and its look.
fn styled_run(chars: &[char], at: usize, style: Style) -> Option<(&[char], usize, Style)> {
    if chars[at..].starts_with(&['`'; 3]) {
        let inside = at + 3;
        let end = (inside + 1..chars.len()).find(|&i| chars[i..].starts_with(&['`'; 3]))?;
        return Some((&chars[inside..end], end + 3, Style { mono: true, ..style }));
    }
    let styled = match chars[at] {
        '*' if !style.bold => Style { bold: true, ..style },
        '_' if !style.italic => Style { italic: true, ..style },
        '~' if !style.struck => Style { struck: true, ..style },
        '`' => Style { mono: true, ..style },
        _ => return None,
    };
    let marker = chars[at];
    let opens = at == 0 || !is_word(previous(chars, at));
    let inside = at + 1;
    if !opens || chars.get(inside).is_none_or(|c| c.is_whitespace() || *c == marker) {
        return None;
    }
    let end = (inside + 1..chars.len()).find(|&i| {
        chars[i] == marker && !chars[i - 1].is_whitespace() && following(chars, i).is_none_or(|c| !is_word(c))
    })?;
    Some((&chars[inside..end], end + 1, styled))
}

fn is_value_mark(c: char) -> bool {
    c == VALUE_START || c == VALUE_END
}

fn previous(chars: &[char], at: usize) -> char {
    chars[..at].iter().rev().copied().find(|&c| !is_value_mark(c)).unwrap_or(' ')
}

fn following(chars: &[char], at: usize) -> Option<char> {
    chars[at + 1..].iter().copied().find(|&c| !is_value_mark(c))
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric()
}

fn link_end(chars: &[char], at: usize) -> Option<usize> {
    let starts = |word: &str| word.chars().enumerate().all(|(i, c)| chars.get(at + i) == Some(&c));
    if !(starts("https://") || starts("http://")) || (at > 0 && is_word(previous(chars, at))) {
        return None;
    }
    let mut end = (at..chars.len()).find(|&i| chars[i].is_whitespace()).unwrap_or(chars.len());
    while end > at && (".,;:!?)]}'\"*_~".contains(chars[end - 1]) || chars[end - 1] == VALUE_END) {
        end -= 1;
    }
    (end > at + 8).then_some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The look of each span as letters, for short tables.
    fn show(text: &str) -> String {
        let spans = lines(text).remove(0).spans.clone();
        let one = |span: &Span| {
            let s = span.style;
            let flags = [
                (s.bold, 'b'),
                (s.italic, 'i'),
                (s.struck, 's'),
                (s.mono, 'm'),
                (s.link, 'l'),
                (s.filled, 'f'),
            ];
            let letters: String = flags.iter().filter(|(on, _)| *on).map(|(_, letter)| *letter).collect();
            if letters.is_empty() { span.text.clone() } else { format!("[{letters}:{}]", span.text) }
        };
        spans.iter().map(one).collect()
    }

    #[test]
    fn markers_count_at_the_edges_of_words() {
        for (text, expected) in [
            ("*bold* and _it_ and ~gone~", "[b:bold] and [i:it] and [s:gone]"),
            ("*_both_*", "[bi:both]"),
            ("2*3*4", "2*3*4"),
            ("* not bold*", "* not bold*"),
            ("*open", "*open"),
            ("snake_case_name", "snake_case_name"),
            ("`*code*`", "[m:*code*]"),
            ("```a *b*```", "[m:a *b*]"),
            ("(*x*)", "([b:x])"),
            ("**", "**"),
            ("", ""),
        ] {
            // A leading `* ` is a bullet, so that row is read inside a line.
            let text = if text.starts_with("* ") { format!("x {text}") } else { text.to_owned() };
            let expected =
                if expected.starts_with("* ") { format!("x {expected}") } else { expected.to_owned() };
            assert_eq!(show(&text), expected, "{text}");
        }
    }

    #[test]
    fn links_end_before_punctuation() {
        assert_eq!(show("see https://shop.example/a?b=1."), "see [l:https://shop.example/a?b=1].");
        assert_eq!(show("xhttps://shop.example"), "xhttps://shop.example");
    }

    #[test]
    fn values_keep_their_mark_through_formatting() {
        assert_eq!(show("Hi *\u{E000}Ana\u{E001}*"), "Hi [bf:Ana]");
        assert_eq!(show("\u{E000}A\u{E001}*b*"), "[f:A]*b*", "no bold inside a word, value or not");
    }

    #[test]
    fn lines_of_a_long_text_are_what_they_would_be_alone() {
        let long: String =
            (0..20).map(|n| format!("It left the *depot* {n} hours ago, _of course_.\n")).collect();
        let texts = [
            long.clone(),
            format!("{long}x"),
            format!("{long}xy\r"),
            format!("new\n{long}"),
            format!("\u{E000}a value\n{long}of two lines\u{E001} ends"),
            format!("{long}of two lines ends"),
            long.replacen("depot", "*", 1),
        ];
        for text in texts {
            let mut filled = false;
            let alone: Vec<Line> = text.split('\n').map(|line| read_line(line, &mut filled)).collect();
            let read: Vec<Line> = lines(&text).iter().map(|line| (**line).clone()).collect();
            assert_eq!(read, alone, "{text}");
        }
        let (one, other) = (lines(&long), lines(&format!("new\n{long}")));
        assert!(std::ptr::eq(&*one[5], &*other[6]), "not read again");
    }

    #[test]
    fn lines_know_what_they_are() {
        let kinds: Vec<_> =
            lines("> q\n- a\n* b\n12. c\nd").into_iter().map(|line| line.kind.clone()).collect();
        let expected = [
            LineKind::Quote,
            LineKind::Bullet,
            LineKind::Bullet,
            LineKind::Numbered("12".into()),
            LineKind::Plain,
        ];
        assert_eq!(kinds, expected);
    }
}
