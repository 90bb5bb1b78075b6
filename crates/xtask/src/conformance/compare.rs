//! One input, what the original says about it, what we say, and whether that is the same.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::Value;

/// Of what differs, this many are printed for each group.
const EXAMPLES: usize = 3;
/// A longer line of an example is cut after this many characters.
const WIDTH: usize = 400;

/// One line of a conformance script: `{"in":…,"expected":{…},"group":…}`.
#[derive(Debug)]
pub struct Case {
    pub input: Value,
    expected: serde_json::Map<String, Value>,
    group: String,
}

impl Case {
    pub fn parse(line: &str) -> Result<Self, String> {
        let wrong = |what: &str| format!("`{line}`: {what}");
        let mut json: Value = serde_json::from_str(line).map_err(|e| wrong(&e.to_string()))?;
        let Value::Object(expected) = json["expected"].take() else {
            return Err(wrong("`expected` must be an object"));
        };
        if expected.is_empty() {
            return Err(wrong("`expected` says nothing"));
        }
        if !json["in"].is_object() {
            return Err(wrong("`in` must be an object"));
        }
        let group = json["group"].as_str().unwrap_or("all").to_owned();
        Ok(Self { input: json["in"].take(), expected, group })
    }
}

/// What a comparison came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Equal,
    /// The original prints something and we say that we can't. Never silently other text.
    Refused,
    Different,
}

/// `"error": true` means that ours must have an error; any other expected key must be equal to ours. An error of
/// ours where the original gives an output counts as refused.
pub fn verdict(case: &Case, ours: &Value) -> Verdict {
    let failed = !matches!(ours.get("error"), None | Some(Value::Null | Value::Bool(false)));
    let must_fail = case.expected.get("error") == Some(&Value::Bool(true));
    if must_fail {
        return if failed { Verdict::Equal } else { Verdict::Different };
    }
    if failed && case.expected.contains_key("output") {
        return Verdict::Refused;
    }
    let same = case.expected.iter().all(|(key, value)| match (key.as_str(), value) {
        ("error", Value::Null | Value::Bool(false)) => !failed,
        _ => ours.get(key) == Some(value),
    });
    if same { Verdict::Equal } else { Verdict::Different }
}

#[derive(Debug, Default)]
struct Group {
    equal: u64,
    refused: u64,
    different: u64,
    examples: Vec<String>,
}

/// Counts for each group, and the first cases that differ.
#[derive(Debug, Default)]
pub struct Table {
    groups: BTreeMap<String, Group>,
}

impl Table {
    /// Compares and counts one case; `answer` is the line that our program printed.
    pub fn add(&mut self, case: &Case, answer: &str) {
        let group = self.groups.entry(case.group.clone()).or_default();
        let ours = serde_json::from_str::<Value>(answer);
        match ours.as_ref().map(|ours| verdict(case, ours)) {
            Ok(Verdict::Equal) => group.equal += 1,
            Ok(Verdict::Refused) => group.refused += 1,
            Ok(Verdict::Different) | Err(_) => {
                group.different += 1;
                if group.examples.len() < EXAMPLES {
                    let expected = Value::Object(case.expected.clone());
                    group.examples.push(format!(
                        "in       {}\n      expected {}\n      ours     {}",
                        cut(&case.input.to_string()),
                        cut(&expected.to_string()),
                        cut(answer)
                    ));
                }
            }
        }
    }

    pub fn different(&self) -> u64 {
        self.groups.values().map(|group| group.different).sum()
    }

    pub fn render(&self, kind: &str) -> String {
        let mut text = String::new();
        let width =
            self.groups.keys().map(|name| name.chars().count()).chain([kind.len(), 5]).max().unwrap_or(5);
        let mut line = |name: &str, cells: [&str; 4]| {
            let [compared, equal, refused, different] = cells;
            let _ = writeln!(text, "{name:<width$} {compared:>9} {equal:>9} {refused:>9} {different:>9}");
        };
        line(kind, ["compared", "equal", "refused", "different"]);
        let mut sums = [0; 4];
        for (name, group) in &self.groups {
            let Group { equal, refused, different, .. } = *group;
            let row = [equal + refused + different, equal, refused, different];
            for (sum, value) in sums.iter_mut().zip(row) {
                *sum += value;
            }
            line(name, row.map(|value| value.to_string()).each_ref().map(String::as_str));
        }
        line("sum", sums.map(|value| value.to_string()).each_ref().map(String::as_str));
        for (name, group) in self.groups.iter().filter(|(_, group)| !group.examples.is_empty()) {
            let _ = writeln!(text, "\n  {name}, the first that differ:");
            for example in &group.examples {
                let _ = writeln!(text, "    - {example}");
            }
        }
        text
    }
}

fn cut(line: &str) -> String {
    match line.char_indices().nth(WIDTH) {
        Some((end, _)) => format!("{}… ({} bytes)", &line[..end], line.len()),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(expected: &str, ours: &str) -> Verdict {
        let case = Case::parse(&format!(r#"{{"in":{{}},"expected":{expected},"group":"g"}}"#)).unwrap();
        verdict(&case, &serde_json::from_str(ours).unwrap())
    }

    #[test]
    fn every_expected_key_counts_and_no_other() {
        assert_eq!(judge(r#"{"valid":true}"#, r#"{"valid":true,"region":"GB"}"#), Verdict::Equal);
        assert_eq!(judge(r#"{"valid":true,"region":"GB"}"#, r#"{"valid":true}"#), Verdict::Different);
        assert_eq!(judge(r#"{"e164":null}"#, r#"{"e164":null,"error":"no-number"}"#), Verdict::Equal);
        assert_eq!(judge(r#"{"e164":null}"#, "{}"), Verdict::Different);
    }

    #[test]
    fn an_expected_error_must_be_one() {
        assert_eq!(judge(r#"{"error":true}"#, r#"{"error":{"code":"x"}}"#), Verdict::Equal);
        assert_eq!(judge(r#"{"error":true}"#, r#"{"error":"x"}"#), Verdict::Equal);
        assert_eq!(judge(r#"{"error":true}"#, r#"{"output":""}"#), Verdict::Different);
        assert_eq!(judge(r#"{"error":true}"#, r#"{"error":null}"#), Verdict::Different);
        assert_eq!(judge(r#"{"values":["a"],"error":null}"#, r#"{"values":["a"]}"#), Verdict::Equal);
    }

    #[test]
    fn refusing_to_print_is_told_from_printing_something_else() {
        assert_eq!(judge(r#"{"output":"a"}"#, r#"{"output":"a","findings":[]}"#), Verdict::Equal);
        assert_eq!(judge(r#"{"output":"a"}"#, r#"{"error":{"code":"x"}}"#), Verdict::Refused);
        assert_eq!(judge(r#"{"output":"a"}"#, r#"{"output":"b"}"#), Verdict::Different);
        assert_eq!(judge(r#"{"values":["a"]}"#, r#"{"error":{"code":"x"}}"#), Verdict::Different);
    }

    #[test]
    fn a_line_that_is_no_json_differs() {
        let case = Case::parse(r#"{"in":{},"expected":{"a":1},"group":"g"}"#).unwrap();
        let mut table = Table::default();
        table.add(&case, "panicked");
        table.add(&case, r#"{"a":1}"#);
        assert_eq!(table.different(), 1);
        let text = table.render("csv");
        assert!(text.contains("panicked") && text.contains("sum"), "{text}");
    }

    #[test]
    fn a_long_example_is_cut_between_characters() {
        let line = cut(&"ä".repeat(WIDTH + 1));
        assert!(line.starts_with(&"ä".repeat(WIDTH)) && line.ends_with("… (802 bytes)"), "{line}");
    }

    #[test]
    fn a_case_that_compares_nothing_is_refused() {
        assert!(Case::parse(r#"{"in":{},"expected":{}}"#).is_err());
        assert!(Case::parse(r#"{"expected":{"a":1}}"#).is_err());
        assert!(Case::parse("nonsense").is_err());
    }
}
