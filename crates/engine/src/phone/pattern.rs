//! A matcher for the patterns of the numbering plans.
//!
//! They use a handful of constructs over digits: `\d`, classes, groups, alternatives, `?`, `{n}`, `{n,m}` and
//! `$`. Judging them here rather than in a general regex engine keeps its Unicode tables out of the browser,
//! gives leftmost-first (backtracking) answers as the original library does, and costs well under a
//! microsecond for a number.

/// Most capturing groups in one pattern; the plans use at most nine, since `$1` to `$9` name them.
const GROUPS: usize = 10;
/// Ceiling on steps for one match. The longest in the plans needs a few hundred.
const FUEL: u32 = 100_000;
/// Ceiling on the steps of one compiled pattern, repetitions written out.
const SIZE: usize = 20_000;

#[derive(Debug, Clone, Copy)]
enum Step {
    /// One digit out of a set; bit *n* stands for digit *n*.
    Digit(u16),
    /// Go on at the first; if that fails, at the second.
    Either(u16, u16),
    Jump(u16),
    Mark(u8),
    End,
    Done,
}

/// A compiled pattern. Texts to match are ASCII digits; anything else never matches.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    steps: Vec<Step>,
    groups: usize,
}

/// Where a match ended and what its groups took.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    /// Length of the match in bytes; it starts at 0.
    pub end: usize,
    marks: [Option<u8>; 2 * GROUPS],
}

impl Found {
    /// What group `n` (from 1) took, when it took part.
    pub fn group<'t>(&self, n: usize, text: &'t str) -> Option<&'t str> {
        let (from, to) = (self.marks.get(2 * n)?.as_ref()?, self.marks.get(2 * n + 1)?.as_ref()?);
        text.get(usize::from(*from)..usize::from(*to))
    }

    /// `template` with `$1` to `$9` replaced by what the groups took (nothing when they took no part).
    pub fn expand(&self, template: &str, text: &str) -> String {
        let mut out = String::with_capacity(template.len() + text.len());
        let mut chars = template.chars().peekable();
        while let Some(c) = chars.next() {
            match chars.peek().and_then(|d| d.to_digit(10)) {
                Some(n) if c == '$' => {
                    chars.next();
                    out.push_str(self.group(n as usize, text).unwrap_or_default());
                }
                _ => out.push(c),
            }
        }
        out
    }
}

impl Pattern {
    /// Compiles `source`; white space in it has no meaning. `None` when it uses a construct that is not one of
    /// those above.
    pub fn new(source: &str) -> Option<Self> {
        let source = source.bytes().filter(|b| !b.is_ascii_whitespace()).collect();
        let mut compiler = Compiler { source, at: 0, steps: Vec::new(), groups: 0 };
        compiler.alternatives()?;
        if compiler.at != compiler.source.len() || compiler.groups >= GROUPS {
            return None;
        }
        compiler.steps.push(Step::Done);
        Some(Self { steps: compiler.steps, groups: compiler.groups })
    }

    /// How many capturing groups it has.
    pub fn groups(&self) -> usize {
        self.groups
    }

    /// The match at the start of `text`, if there is one.
    pub fn starts(&self, text: &str) -> Option<Found> {
        self.run(text, false)
    }

    /// The match that takes the whole of `text`, if there is one.
    pub fn whole(&self, text: &str) -> Option<Found> {
        self.run(text, true)
    }

    fn run(&self, text: &str, whole: bool) -> Option<Found> {
        if text.len() > usize::from(u8::MAX) {
            return None;
        }
        let mut run =
            Run { steps: &self.steps, text: text.as_bytes(), whole, marks: Default::default(), fuel: FUEL };
        run.go(0, 0).map(|end| Found { end, marks: run.marks })
    }
}

struct Run<'a> {
    steps: &'a [Step],
    text: &'a [u8],
    whole: bool,
    marks: [Option<u8>; 2 * GROUPS],
    fuel: u32,
}

impl Run<'_> {
    fn go(&mut self, mut step: usize, mut at: usize) -> Option<usize> {
        loop {
            self.fuel = self.fuel.checked_sub(1)?;
            match *self.steps.get(step)? {
                Step::Digit(set) => {
                    let digit = self.text.get(at)?.wrapping_sub(b'0');
                    if digit > 9 || set & (1 << digit) == 0 {
                        return None;
                    }
                    (step, at) = (step + 1, at + 1);
                }
                Step::Either(first, second) => {
                    if let Some(end) = self.go(first as usize, at) {
                        return Some(end);
                    }
                    step = second as usize;
                }
                Step::Jump(to) => step = to as usize,
                Step::Mark(n) => {
                    let before = self.marks[usize::from(n)].replace(at as u8);
                    let end = self.go(step + 1, at);
                    if end.is_none() {
                        self.marks[usize::from(n)] = before;
                    }
                    return end;
                }
                Step::End if at != self.text.len() => return None,
                Step::End => step += 1,
                Step::Done if self.whole && at != self.text.len() => return None,
                Step::Done => return Some(at),
            }
        }
    }
}

struct Compiler {
    source: Vec<u8>,
    at: usize,
    steps: Vec<Step>,
    groups: usize,
}

impl Compiler {
    fn peek(&self) -> Option<u8> {
        self.source.get(self.at).copied()
    }

    fn take(&mut self) -> Option<u8> {
        let b = self.peek()?;
        self.at += 1;
        Some(b)
    }

    fn eat(&mut self, text: &[u8]) -> bool {
        let found = self.source[self.at..].starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    fn alternatives(&mut self) -> Option<()> {
        let start = self.steps.len();
        self.sequence()?;
        if !self.eat(b"|") {
            return Some(());
        }
        // start: Either(start + 1, other); the first alternative, moved on by one; Jump(end); other: the rest
        self.insert(start)?;
        let jump = self.steps.len();
        self.steps.push(Step::Jump(0));
        self.steps[start] = Step::Either(start as u16 + 1, jump as u16 + 1);
        self.alternatives()?;
        self.steps[jump] = Step::Jump(self.steps.len() as u16);
        Some(())
    }

    fn sequence(&mut self) -> Option<()> {
        while let Some(b) = self.peek() {
            if b == b'|' || b == b')' {
                break;
            }
            let start = self.steps.len();
            self.item()?;
            self.repeats(start)?;
        }
        Some(())
    }

    fn item(&mut self) -> Option<()> {
        (self.steps.len() < SIZE).then_some(())?;
        match self.take()? {
            digit @ b'0'..=b'9' => self.steps.push(Step::Digit(1 << (digit - b'0'))),
            b'\\' => {
                (self.take()? == b'd').then_some(())?;
                self.steps.push(Step::Digit(0x3FF));
            }
            b'[' => {
                let set = self.class()?;
                self.steps.push(Step::Digit(set));
            }
            b'$' => self.steps.push(Step::End),
            b'(' if self.eat(b"?:") => {
                self.alternatives()?;
                self.eat(b")").then_some(())?;
            }
            b'(' => {
                self.groups += 1;
                let group = u8::try_from(self.groups).ok().filter(|g| usize::from(*g) < GROUPS)?;
                self.steps.push(Step::Mark(2 * group));
                self.alternatives()?;
                self.eat(b")").then_some(())?;
                self.steps.push(Step::Mark(2 * group + 1));
            }
            _ => return None,
        }
        Some(())
    }

    fn class(&mut self) -> Option<u16> {
        let mut set = 0u16;
        loop {
            match self.take()? {
                b']' => return Some(set),
                b'\\' => {
                    (self.take()? == b'd').then_some(())?;
                    set |= 0x3FF;
                }
                from @ b'0'..=b'9' => {
                    let to = if self.eat(b"-") { self.take().filter(u8::is_ascii_digit)? } else { from };
                    set |= (from..=to).map(|d| 1 << (d - b'0')).sum::<u16>();
                }
                _ => return None,
            }
        }
    }

    /// `?`, `{n}`, `{n,m}` or `{n,}`-less nothing after the item that begins at `start`.
    fn repeats(&mut self, start: usize) -> Option<()> {
        let (least, most) = if self.eat(b"?") {
            (0, 1)
        } else if self.eat(b"{") {
            let least = self.number()?;
            let most = if self.eat(b",") { self.number()? } else { least };
            self.eat(b"}").then_some(())?;
            (least, most)
        } else {
            return Some(());
        };
        let item: Vec<Step> = self.steps.drain(start..).collect();
        (least <= most && most > 0 && item.len() * most < SIZE).then_some(())?;
        for turn in 0..most {
            if turn >= least {
                let at = self.steps.len();
                // The way out is patched below, when the end is known.
                self.steps.push(Step::Either(at as u16 + 1, u16::MAX));
            }
            let by = self.steps.len() as i64 - start as i64;
            self.steps.extend(item.iter().map(|step| step.moved(by)));
        }
        let end = self.steps.len() as u16;
        for step in &mut self.steps[start..] {
            if let Step::Either(_, out @ u16::MAX) = step {
                *out = end;
            }
        }
        Some(())
    }

    fn number(&mut self) -> Option<usize> {
        let mut n = None;
        while let Some(digit) = self.peek().filter(u8::is_ascii_digit) {
            self.at += 1;
            n = Some(n.unwrap_or(0) * 10 + usize::from(digit - b'0')).filter(|n| *n < 100);
            n?;
        }
        n
    }

    /// Makes room for one step at `start`, moving what follows.
    fn insert(&mut self, start: usize) -> Option<()> {
        (self.steps.len() < SIZE).then_some(())?;
        let tail: Vec<Step> = self.steps.drain(start..).collect();
        self.steps.push(Step::Done);
        self.steps.extend(tail.iter().map(|step| step.moved(1)));
        Some(())
    }
}

impl Step {
    /// The same step when its neighbours stand `by` further on.
    fn moved(self, by: i64) -> Self {
        let shift = |to: u16| (i64::from(to) + by) as u16;
        match self {
            Self::Either(first, second) => Self::Either(shift(first), shift(second)),
            Self::Jump(to) => Self::Jump(shift(to)),
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(pattern: &str, text: &str) -> bool {
        Pattern::new(pattern).unwrap().whole(text).is_some()
    }

    #[test]
    fn matches_the_whole_by_backtracking() {
        assert!(whole(r"\d{8}|\d{10,11}", "1234567890"));
        assert!(whole(r"1|12", "12"));
        assert!(!whole(r"1|12", "123"));
        assert!(whole(r"7(?:[1-57-9]\d\d|624)\d{6}", "7400123456"));
        assert!(!whole(r"7(?:[1-57-9]\d\d|624)\d{6}", "7625123456"));
        assert!(whole("(?:3\n  [0-24])?9", "949".get(1..).unwrap()) == whole("(?:3[0-24])?9", "49"));
    }

    #[test]
    fn optional_groups_and_ranges() {
        for (text, expected) in [("", false), ("5", true), ("15", true), ("1515", true), ("151515", false)] {
            assert_eq!(whole(r"(?:1?5){1,2}", text), expected, "{text}");
        }
        assert!(whole(r"(?:1|(?:2|3){2}){0,2}", "231"));
        assert!(whole(r"(?:1|(?:2|3){2}){0,2}", ""));
    }

    #[test]
    fn takes_the_first_alternative_at_the_start() {
        let pattern = Pattern::new(r"([0-24-8]\d{5})$|0|180020").unwrap();
        assert_eq!(pattern.starts("0123456").unwrap().end, 1);
        let found = pattern.starts("012345").unwrap();
        assert_eq!((found.end, found.group(1, "012345")), (6, Some("012345")));
        assert!(pattern.starts("9").is_none());
    }

    #[test]
    fn expands_groups_that_took_part() {
        let pattern = Pattern::new(r"0(?:(11|2)15)?(\d)").unwrap();
        let found = pattern.starts("011154").unwrap();
        assert_eq!(found.expand("9$1-$2", "011154"), "911-4");
        let found = pattern.starts("04").unwrap();
        assert_eq!(found.expand("9$1-$2$", "04"), "9-4$");
    }

    #[test]
    fn refuses_what_it_does_not_know() {
        for source in ["(", "[1", "a", r"\w", "1*", "1{2", "1{3,2}", ")", "1{0}", "[^1]", "."] {
            assert!(Pattern::new(source).is_none(), "{source}");
        }
    }

    #[test]
    fn long_or_foreign_texts_do_not_match() {
        let pattern = Pattern::new(r"\d{1,99}").unwrap();
        assert!(pattern.whole(&"1".repeat(300)).is_none());
        assert!(pattern.whole("1a").is_none());
    }
}
