//! JSON for reading: lines of parts, so that a page can colour them without reading the text again.

use std::collections::BTreeSet;

use serde_json::Value;

/// What a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A name before a colon.
    Key,
    /// A text.
    Text,
    /// A number, true, false or null.
    Word,
    /// Brackets, commas, colons, spaces.
    Mark,
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// What it is.
    pub kind: Kind,
    /// As it stands in the JSON.
    pub text: String,
    /// Is it a value that none of the others hold?
    pub only_here: bool,
}

/// Writes JSON as lines, two spaces for each level. `elsewhere` are the single values (as JSON) that others hold.
pub fn lines(value: &Value, elsewhere: Option<&BTreeSet<String>>) -> Vec<Vec<Part>> {
    let mut writer = Writer { lines: vec![Vec::new()], elsewhere };
    writer.value(value, 0);
    writer.lines
}

/// All single values, as JSON.
pub fn scalars(value: &Value) -> Vec<String> {
    match value {
        Value::Object(map) => map.values().flat_map(scalars).collect(),
        Value::Array(items) => items.iter().flat_map(scalars).collect(),
        single => vec![single.to_string()],
    }
}

struct Writer<'a> {
    lines: Vec<Vec<Part>>,
    elsewhere: Option<&'a BTreeSet<String>>,
}

impl Writer<'_> {
    fn put(&mut self, kind: Kind, text: impl Into<String>) {
        self.part(Part { kind, text: text.into(), only_here: false });
    }

    fn part(&mut self, part: Part) {
        match self.lines.last_mut() {
            Some(line) => line.push(part),
            None => self.lines.push(vec![part]),
        }
    }

    fn line(&mut self, depth: usize) {
        self.lines.push(Vec::new());
        if depth > 0 {
            self.put(Kind::Mark, "  ".repeat(depth));
        }
    }

    fn value(&mut self, value: &Value, depth: usize) {
        match value {
            Value::Object(map) if !map.is_empty() => {
                self.put(Kind::Mark, "{");
                for (place, (key, value)) in map.iter().enumerate() {
                    self.separate(place, depth);
                    self.put(Kind::Key, Value::from(key.as_str()).to_string());
                    self.put(Kind::Mark, ": ");
                    self.value(value, depth + 1);
                }
                self.line(depth);
                self.put(Kind::Mark, "}");
            }
            Value::Array(items) if !items.is_empty() => {
                self.put(Kind::Mark, "[");
                for (place, value) in items.iter().enumerate() {
                    self.separate(place, depth);
                    self.value(value, depth + 1);
                }
                self.line(depth);
                self.put(Kind::Mark, "]");
            }
            Value::Object(_) => self.put(Kind::Mark, "{}"),
            Value::Array(_) => self.put(Kind::Mark, "[]"),
            single => {
                let text = single.to_string();
                let kind = if single.is_string() { Kind::Text } else { Kind::Word };
                let only_here = self.elsewhere.is_some_and(|known| !known.contains(&text));
                self.part(Part { kind, text, only_here });
            }
        }
    }

    fn separate(&mut self, place: usize, depth: usize) {
        if place > 0 {
            self.put(Kind::Mark, ",");
        }
        self.line(depth + 1);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn text(value: &Value) -> String {
        let line = |parts: Vec<Part>| parts.into_iter().map(|part| part.text).collect::<String>();
        lines(value, None).into_iter().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_lines_are_the_json() {
        for value in [
            json!({"a": 1, "b": [true, null, {"c\"": "x\ny"}], "d": {}, "e": [], "f": "{\"g\": 1}"}),
            json!([]),
            json!("é “x”"),
            json!([[[1]]]),
            Value::Null,
        ] {
            assert_eq!(text(&value), serde_json::to_string_pretty(&value).unwrap());
        }
    }

    #[test]
    fn values_are_marked_that_stand_nowhere_else() {
        let known = scalars(&json!({"x": ["Ana", 2]})).into_iter().collect();
        let value = json!({"a": "Ana", "b": "2", "c": 2, "d": "Ben"});
        let marked: Vec<_> = lines(&value, Some(&known))
            .into_iter()
            .flatten()
            .filter(|part| part.only_here)
            .map(|part| part.text)
            .collect();
        assert_eq!(marked, ["\"2\"", "\"Ben\""]);
        assert!(lines(&value, None).into_iter().flatten().all(|part| !part.only_here));
    }

    #[test]
    fn keys_texts_and_words_are_told_apart() {
        let parts: Vec<_> = lines(&json!({"a": "b", "c": null}), None)
            .into_iter()
            .flatten()
            .filter(|part| part.kind != Kind::Mark)
            .map(|part| (part.kind, part.text))
            .collect();
        let expected =
            [(Kind::Key, "\"a\""), (Kind::Text, "\"b\""), (Kind::Key, "\"c\""), (Kind::Word, "null")];
        assert_eq!(parts, expected.map(|(kind, text)| (kind, text.to_owned())));
    }
}
