//! The texts between quotes in Rust source, outside of comments, attributes and tests.

/// A text in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    /// Its value.
    pub text: String,
    /// Is it the first argument of `say!` or `words!`?
    pub said: bool,
    /// The name in front of the bracket that it stands in: `error` in `Finding::error("x")`, `expect`; empty elsewhere.
    pub within: String,
    /// Its line, from 1.
    pub line: usize,
}

/// All texts of a file, in order. What cannot be read as Rust gives fewer of them, never a panic.
pub fn literals(source: &str) -> Vec<Literal> {
    let mut reader =
        Reader { rest: source, line: 1, found: Vec::new(), calls: Vec::new(), word: String::new() };
    reader.read();
    reader.found
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
    found: Vec<Literal>,
    /// The names in front of the brackets that are open.
    calls: Vec<String>,
    /// The word that was read last.
    word: String,
}

impl Reader<'_> {
    fn read(&mut self) {
        while let Some(c) = self.rest.chars().next() {
            if self.rest.starts_with("//") {
                self.skip(self.rest.find('\n').unwrap_or(self.rest.len()));
            } else if self.rest.starts_with("/*") {
                self.skip(self.rest.find("*/").map_or(self.rest.len(), |at| at + 2));
            } else if self.rest.starts_with("#[cfg(test)]\nmod ") {
                self.test_module();
            } else if self.rest.starts_with("#[") || self.rest.starts_with("#![") {
                self.skip(self.rest.find("]\n").map_or(self.rest.len(), |at| at + 1));
            } else if c == '"' {
                self.text();
            } else if let Some(hashes) = raw(self.rest) {
                self.raw_text(hashes);
            } else if c == '\'' {
                self.character();
            } else {
                self.other(c);
            }
        }
    }

    fn skip(&mut self, bytes: usize) {
        let (skipped, rest) = self.rest.split_at(bytes);
        self.line += skipped.matches('\n').count();
        self.rest = rest;
    }

    /// The end of a test module's block: its closing brace stands at the line's start, as rustfmt puts it.
    fn test_module(&mut self) {
        let head = self.rest["#[cfg(test)]\n".len()..].find(['{', ';']).map(|at| at + "#[cfg(test)]\n".len());
        match head {
            Some(at) if self.rest[at..].starts_with('{') => {
                self.skip(self.rest[at..].find("\n}\n").map_or(self.rest.len(), |end| at + end + 2));
            }
            Some(at) => self.skip(at + 1),
            None => self.skip(self.rest.len()),
        }
    }

    fn text(&mut self) {
        let line = self.line;
        let mut text = String::new();
        let mut characters = self.rest.char_indices().skip(1).peekable();
        let mut end = self.rest.len();
        while let Some((at, c)) = characters.next() {
            match c {
                '"' => {
                    end = at + 1;
                    break;
                }
                '\\' => match characters.next().map(|(_, c)| c) {
                    Some('n') => text.push('\n'),
                    Some('r') => text.push('\r'),
                    Some('t') => text.push('\t'),
                    Some('\n') => while characters.next_if(|(_, c)| c.is_whitespace()).is_some() {},
                    Some('u') => {
                        let code: String =
                            characters.by_ref().map(|(_, c)| c).take_while(|c| *c != '}').skip(1).collect();
                        text.extend(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32));
                    }
                    Some(other) => text.push(other),
                    None => break,
                },
                other => text.push(other),
            }
        }
        self.add(text, line);
        self.skip(end);
    }

    fn raw_text(&mut self, hashes: usize) {
        let line = self.line;
        let start = hashes + 2;
        let close = format!("\"{}", "#".repeat(hashes));
        let end = self.rest[start..].find(&close).map_or(self.rest.len(), |at| start + at);
        let text = self.rest[start.min(end)..end].to_owned();
        self.add(text, line);
        self.skip((end + close.len()).min(self.rest.len()));
    }

    fn add(&mut self, text: String, line: usize) {
        let within = self.calls.last().cloned().unwrap_or_default();
        let said = self.word == "(";
        self.word.clear();
        self.found.push(Literal { text, said, within, line });
    }

    /// A character, or the name of a lifetime.
    fn character(&mut self) {
        let mut characters = self.rest.chars().skip(1);
        let length = match (characters.next(), characters.next()) {
            (Some('\\'), Some(_)) => self.rest[3..].find('\'').map_or(self.rest.len(), |at| at + 4),
            (Some(c), Some('\'')) => c.len_utf8() + 2,
            _ => 1,
        };
        self.skip(length);
    }

    fn other(&mut self, c: char) {
        match c {
            '(' | '[' | '{' => {
                self.calls.push(std::mem::take(&mut self.word));
                if c == '(' && self.calls.last().is_some_and(|name| name == "say!" || name == "words!") {
                    self.word.push(c);
                }
            }
            ')' | ']' | '}' => {
                self.calls.pop();
                self.word.clear();
            }
            c if c.is_alphanumeric() || matches!(c, '_' | '!') => {
                if self.word.ends_with('!') {
                    self.word.clear();
                }
                self.word.push(c);
            }
            c if c.is_whitespace() => {}
            _ => self.word.clear(),
        }
        self.skip(c.len_utf8());
    }
}

/// The number of `#` of a raw text that begins here.
fn raw(source: &str) -> Option<usize> {
    let rest = source.strip_prefix('r')?;
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    rest[hashes..].starts_with('"').then_some(hashes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(source: &str) -> Vec<String> {
        literals(source).into_iter().map(|literal| literal.text).collect()
    }

    #[test]
    fn texts_are_read_as_the_compiler_reads_them() {
        let source = "let a = \"One \\\n      line\"; // \"no\"\n/* \"no\" */ let b = r#\"raw \"it\\n\"\"#; 'x'; '\"'; \
                      '\\''; fn f<'a>() { \"\\u{201c}x\\\"\" }\n#[doc = \"no\"]\nconst C: char = '\\u{2028}'; \"end\"";
        assert_eq!(texts(source), ["One line", "raw \"it\\n\"", "“x\"", "end"]);
    }

    #[test]
    fn tests_are_left_out_and_what_follows_them_is_not() {
        let source =
            "\"a\"\n#[cfg(test)]\nmod tests {\n    \"b\"\n}\n\n\"c\"\n#[cfg(test)]\nmod more;\n\"d\"";
        assert_eq!(texts(source), ["a", "c", "d"]);
    }

    #[test]
    fn only_the_pattern_of_a_sentence_is_said() {
        let found = literals("say!(\"One {a}.\", a = quote(\"b\"));\nother(\"c\", say!(\n  \"d\"))");
        let said: Vec<_> = found.iter().map(|literal| (literal.text.as_str(), literal.said)).collect();
        assert_eq!(said, [("One {a}.", true), ("b", false), ("c", false), ("d", true)]);
        assert_eq!(found[1].within, "quote");
        assert_eq!(found[3].line, 3);
    }
}
