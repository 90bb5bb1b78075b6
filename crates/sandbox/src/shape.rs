//! Reads a JSON object strictly and notes every fault with its path: unknown names, wrong types, missing,
//! blank and over-long values. The words are those that Infobip's published error samples use.

use serde_json::{Map, Value};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// The largest request body that is read, in bytes. No limit is documented; real messages stay below 64 KiB.
pub const MAX_BODY_BYTES: usize = 1024 * 1024;

/// Faults by dotted path, each path with its texts in the order of finding.
#[derive(Debug, Default)]
pub struct Violations(RefCell<BTreeMap<String, Vec<String>>>);

impl Violations {
    /// Notes a fault; `path` is empty for the body as a whole.
    pub fn add(&self, path: &str, text: impl Into<String>) {
        let path = if path.is_empty() { "body" } else { path };
        self.0.borrow_mut().entry(path.to_owned()).or_default().push(text.into());
    }

    /// The faults, or `None` when there is none.
    pub fn found(self) -> Option<BTreeMap<String, Vec<String>>> {
        let map = self.0.into_inner();
        (!map.is_empty()).then_some(map)
    }
}

/// An object under inspection. Every name that is asked for becomes a known one; [`Object::close`] reports the rest.
#[derive(Debug)]
pub struct Object<'a> {
    map: &'a Map<String, Value>,
    path: String,
    known: Vec<&'static str>,
    violations: &'a Violations,
}

/// Length bounds in Unicode characters.
#[derive(Debug, Clone, Copy)]
pub struct Length {
    /// Fewest.
    pub min: usize,
    /// Most.
    pub max: usize,
}

/// Shorthand for [`Length`].
pub const fn length(min: usize, max: usize) -> Length {
    Length { min, max }
}

impl<'a> Object<'a> {
    /// Starts on a value; notes a fault and gives `None` unless it is an object.
    pub fn read(value: &'a Value, path: impl Into<String>, violations: &'a Violations) -> Option<Self> {
        let path = path.into();
        match value {
            Value::Object(map) => Some(Self { map, path, known: Vec::new(), violations }),
            Value::Null => {
                violations.add(&path, "must not be null");
                None
            }
            _ => {
                violations.add(&path, "must be an object");
                None
            }
        }
    }

    /// The dotted path of a member.
    pub fn path_of(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// Notes a fault of a member.
    pub fn fault(&self, key: &str, text: impl Into<String>) {
        self.violations.add(&self.path_of(key), text);
    }

    /// A member as it is; JSON `null` counts as absent.
    pub fn raw(&mut self, key: &'static str) -> Option<&'a Value> {
        self.known.push(key);
        self.map.get(key).filter(|v| !v.is_null())
    }

    /// A text that has to be there and not blank.
    pub fn required_text(&mut self, key: &'static str, bounds: Length) -> Option<&'a str> {
        match self.raw(key) {
            None => {
                self.fault(key, "must not be blank");
                None
            }
            Some(value) => {
                let text = self.text_value(key, value, bounds)?;
                if text.trim().is_empty() {
                    self.fault(key, "must not be blank");
                    return None;
                }
                Some(text)
            }
        }
    }

    /// A text that may be absent.
    pub fn text(&mut self, key: &'static str, bounds: Length) -> Option<&'a str> {
        let value = self.raw(key)?;
        self.text_value(key, value, bounds)
    }

    fn text_value(&self, key: &str, value: &'a Value, Length { min, max }: Length) -> Option<&'a str> {
        let Some(text) = value.as_str() else {
            self.fault(key, "must be a string");
            return None;
        };
        if !(min..=max).contains(&text.chars().count()) {
            self.fault(key, format!("size must be between {min} and {max}"));
        }
        Some(text)
    }

    /// One of the given words, or absent.
    pub fn word(&mut self, key: &'static str, words: &[&'static str]) -> Option<&'static str> {
        let value = self.raw(key)?;
        let found = value.as_str().and_then(|text| words.iter().find(|w| **w == text));
        if found.is_none() {
            self.fault(key, format!("must be one of {}", words.join(", ")));
        }
        found.copied()
    }

    /// `true` or `false`, or absent.
    pub fn flag(&mut self, key: &'static str) -> Option<bool> {
        let value = self.raw(key)?;
        if !value.is_boolean() {
            self.fault(key, "must be a boolean");
        }
        value.as_bool()
    }

    /// An object that may be absent.
    pub fn object(&mut self, key: &'static str) -> Option<Object<'a>> {
        let value = self.raw(key)?;
        Object::read(value, self.path_of(key), self.violations)
    }

    /// An object that has to be there.
    pub fn required_object(&mut self, key: &'static str) -> Option<Object<'a>> {
        match self.raw(key) {
            Some(value) => Object::read(value, self.path_of(key), self.violations),
            None => {
                self.fault(key, "must not be null");
                None
            }
        }
    }

    /// A list that may be absent.
    pub fn list(&mut self, key: &'static str) -> Option<&'a [Value]> {
        let value = self.raw(key)?;
        if !value.is_array() {
            self.fault(key, "must be an array");
        }
        value.as_array().map(Vec::as_slice)
    }

    /// A list that has to be there; it may be empty.
    pub fn required_list(&mut self, key: &'static str) -> Option<&'a [Value]> {
        if self.map.get(key).is_none_or(Value::is_null) {
            self.known.push(key);
            self.fault(key, "must not be null");
            return None;
        }
        self.list(key)
    }

    /// All members, for an object whose names are data. Counts every name as known.
    pub fn entries(self) -> impl Iterator<Item = (&'a String, &'a Value)> {
        self.map.iter()
    }

    /// Which of these names are present with a value.
    pub fn present(&self, keys: &[&'static str]) -> Vec<&'static str> {
        keys.iter().copied().filter(|k| self.map.get(*k).is_some_and(|v| !v.is_null())).collect()
    }

    /// The faults' collector, for values read by hand.
    pub fn violations(&self) -> &'a Violations {
        self.violations
    }

    /// Ends the inspection: names that nothing asked for are faults.
    pub fn close(self) {
        for key in self.map.keys().filter(|key| !self.known.contains(&key.as_str())) {
            self.fault(key, "unknown property");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_fault_is_noted_at_its_path() {
        let body = json!({"a": 1, "b": "", "c": "xxxx", "e": {"f": [], "g": "no"}, "x": null});
        let violations = Violations::default();
        let mut top = Object::read(&body, "", &violations).unwrap();
        top.required_text("a", length(1, 3));
        top.required_text("b", length(1, 3));
        top.text("c", length(0, 3));
        top.required_text("d", length(1, 3));
        let mut inner = top.required_object("e").unwrap();
        inner.flag("g");
        inner.close();
        top.required_list("h");
        top.close();
        let found = violations.found().unwrap();
        assert_eq!(
            serde_json::to_value(found).unwrap(),
            json!({
                "a": ["must be a string"],
                "b": ["size must be between 1 and 3", "must not be blank"],
                "c": ["size must be between 0 and 3"],
                "d": ["must not be blank"],
                "e.f": ["unknown property"],
                "e.g": ["must be a boolean"],
                "h": ["must not be null"],
                "x": ["unknown property"],
            })
        );
    }

    #[test]
    fn lengths_count_characters_not_bytes() {
        let body = json!({"a": "äöü"});
        let violations = Violations::default();
        let mut top = Object::read(&body, "", &violations).unwrap();
        assert_eq!(top.required_text("a", length(1, 3)), Some("äöü"));
        top.close();
        assert!(violations.found().is_none());
    }
}
