//! One text as it stands in a file.

use serde_json::Value;

/// A text: a sentence, or one for each plural form of what `{count}` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Its forms.
    pub forms: Forms,
}

/// The forms of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Forms {
    /// The same for every number.
    One(String),
    /// Pairs of a plural form (`one`, `other`) and its text.
    Plural(Vec<(String, String)>),
}

impl Text {
    /// Reads a value of a file.
    ///
    /// # Errors
    /// When it is neither a text nor an object of texts.
    pub fn read(value: &Value) -> Result<Self, String> {
        let forms = match value {
            Value::String(text) => Forms::One(text.clone()),
            Value::Object(forms) => Forms::Plural(
                forms
                    .iter()
                    .map(|(form, text)| {
                        let text = text.as_str().ok_or_else(|| format!("the form {form} is not a text"))?;
                        Ok((form.clone(), text.to_owned()))
                    })
                    .collect::<Result<_, String>>()?,
            ),
            _ => return Err("is neither a text nor an object of plural forms".into()),
        };
        Ok(Self { forms })
    }

    /// All its forms' texts.
    pub fn texts(&self) -> Vec<&str> {
        match &self.forms {
            Forms::One(text) => vec![text],
            Forms::Plural(forms) => forms.iter().map(|(_, text)| text.as_str()).collect(),
        }
    }

    /// The names of what is filled in, in the order in which they first stand; `count` always belongs to a plural.
    pub fn places(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        if matches!(self.forms, Forms::Plural(_)) {
            names.push("count".into());
        }
        for text in self.texts() {
            for (_, name) in places(text) {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        names
    }
}

/// The places to fill in a text (`{name}`) with their bytes. Braces round anything else are what they are.
pub fn places(text: &str) -> Vec<(std::ops::Range<usize>, String)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = text[from..].find('{').map(|at| from + at) {
        let rest = &text[open + 1..];
        let length = rest.find(|c: char| !(c.is_ascii_lowercase() || c == '_')).unwrap_or(rest.len());
        if length > 0 && rest[length..].starts_with('}') {
            found.push((open..open + length + 2, rest[..length].to_owned()));
            from = open + length + 2;
        } else {
            from = open + 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_names_in_single_braces_are_places() {
        let text =
            Text::read(&json!("{{ customer.name }} is {name}, {{{place}}} takes {{1}} of {name}")).unwrap();
        assert_eq!(text.places(), ["name", "place"]);
        assert!(Text::read(&json!("Type {{ for a variable }}")).unwrap().places().is_empty());
    }

    #[test]
    fn a_plural_is_always_told_its_number() {
        let text = Text::read(&json!({"one": "One value", "other": "{count} values of {name}"})).unwrap();
        assert_eq!(text.places(), ["count", "name"]);
        assert!(Text::read(&json!(3)).is_err());
    }
}
