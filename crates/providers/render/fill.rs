//! Bindings become values: Jinja, then what is set for an empty one.

use serde_json::Value;
use whatsapp_domain::{AddressPolicy, Binding, Finding, WhenEmpty, say};
use whatsapp_engine::jinja::{self, Allowance, TemplateError};

use super::{
    empty::{self, Empty},
    none, undefined,
};

/// Fills bindings for one profile and gathers what is found.
pub(super) struct Values<'a> {
    context: &'a Value,
    /// Addresses that the operator allows.
    pub policy: &'a AddressPolicy,
    /// What all values may use up together, and what the tries of repairs may.
    allowance: Allowance,
    trials: Allowance,
    /// What was found so far.
    pub findings: Vec<Finding>,
    /// Did a value come out empty whose binding says to skip?
    pub skipped: bool,
}

/// A filled binding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Filled {
    /// The value as it will be sent; blank only when a finding or `skipped` says so, or when it may be.
    pub text: String,
    /// Is it the fallback?
    pub is_fallback: bool,
}

impl Filled {
    /// Is it the binding's own text, letter for letter, so that places in one are places in the other?
    pub fn is_literal(&self, binding: &Binding) -> bool {
        !self.is_fallback && self.text == binding.value
    }
}

impl<'a> Values<'a> {
    /// For this context; null for no profile.
    pub fn new(context: &'a Value, policy: &'a AddressPolicy) -> Self {
        let (allowance, trials) = Default::default();
        Self { context, allowance, trials, policy, findings: Vec::new(), skipped: false }
    }

    /// The profile, if one is chosen.
    pub fn context(&self) -> &'a Value {
        self.context
    }

    /// Goes on as if no profile were chosen; gives back the profile for [`Self::with_profile`].
    pub fn without_profile(&mut self) -> &'a Value {
        std::mem::replace(&mut self.context, &Value::Null)
    }

    /// Goes on with a profile.
    pub fn with_profile(&mut self, context: &'a Value) {
        self.context = context;
    }

    /// The text that a Jinja text gives; none when that can't be known, with a finding if it is wrong. `path` is the
    /// text's own place in the node, for repairs.
    pub fn jinja(&mut self, template: &str, field: &str, path: &str) -> Option<String> {
        let is_unknown = self.context.is_null() && has_jinja(template);
        match jinja::render_within(template, self.context, &self.allowance) {
            Err(error) if is_unknown && !is_about_the_text(template, &error) => None,
            Err(error) => {
                let fix = undefined::word_fix(self, template, &error, path);
                self.findings.push(Finding { fix, ..template_finding(template, &error, field) });
                None
            }
            Ok(_) if is_unknown => None,
            Ok(rendered) => {
                for finding in rendered.findings {
                    let fix = undefined::name_fix(self, template, &finding, path);
                    self.findings.push(Finding { field: field.to_owned(), fix, ..finding });
                }
                let none = none::finding(self, template, &rendered.output, field, path);
                self.findings.extend(none);
                Some(rendered.output)
            }
        }
    }

    /// The value of a binding that must not stay empty.
    pub fn binding(&mut self, binding: &Binding, field: &str, empty: Empty<'_>) -> Option<Filled> {
        let text = self.jinja(&binding.value, field, &format!("{field}.value"))?;
        let fallback = binding.fallback.as_deref().unwrap_or_default();
        let without_fallback = binding.when_empty == WhenEmpty::Fallback && fallback.trim().is_empty();
        if !text.trim().is_empty() {
            if without_fallback {
                self.findings.push(empty::fallback_missing(binding, field, empty.what));
            }
            return Some(Filled { text, is_fallback: false });
        }
        match binding.when_empty {
            WhenEmpty::Fallback if !without_fallback => {
                return Some(Filled { text: fallback.to_owned(), is_fallback: true });
            }
            // With nothing typed it would leave everybody out: a mistake, not a choice.
            WhenEmpty::Skip if has_jinja(&binding.value) => {
                self.skipped = true;
                self.findings.push(empty::left_out(field, empty.what));
            }
            WhenEmpty::Skip | WhenEmpty::Fallback | WhenEmpty::Fail => {
                self.findings.push(empty::fails(binding, field, &empty));
            }
        }
        Some(Filled { text: String::new(), is_fallback: false })
    }

    /// The value of a binding that may be left out: blank means none. Its fallback is used, a skip is honoured; `what`
    /// names it at the start of a sentence.
    pub fn optional(&mut self, binding: Option<&Binding>, field: &str, what: &str) -> Option<Option<String>> {
        let Some(binding) = binding else { return Some(None) };
        let text = self.jinja(&binding.value, field, &format!("{field}.value"))?;
        if !text.trim().is_empty() {
            return Some(Some(text));
        }
        match binding.when_empty {
            WhenEmpty::Skip if has_jinja(&binding.value) => {
                self.skipped = true;
                self.findings.push(empty::left_out(field, &what.into()));
                Some(None)
            }
            WhenEmpty::Fallback => Some(binding.fallback.clone().filter(|text| !text.trim().is_empty())),
            WhenEmpty::Skip | WhenEmpty::Fail => Some(None),
        }
    }

    /// What a Jinja text would give for this profile, without findings: to try a repair.
    pub fn trial(&self, template: &str) -> Option<String> {
        self.whole_trial(template).map(|rendered| rendered.output)
    }

    /// The same with what is found on the way.
    pub fn whole_trial(&self, template: &str) -> Option<jinja::Rendered> {
        if self.context.is_null() && has_jinja(template) {
            return None;
        }
        jinja::render_within(template, self.context, &self.trials).ok()
    }
}

/// Does anything in this text need filling? If not, it stands for itself.
pub(super) fn has_jinja(template: &str) -> bool {
    ["{{", "{%", "{#"].iter().any(|opening| template.contains(opening))
}

/// Is it wrong whatever the profile holds? Other errors come from values that are missing without a profile.
fn is_about_the_text(template: &str, error: &TemplateError) -> bool {
    matches!(error.code.as_str(), "jinja-syntax" | "jinja-unknown-filter" | "jinja-unknown-test")
        || jinja::names(template).is_err()
}

fn template_finding(template: &str, error: &TemplateError, field: &str) -> Finding {
    let place = match error.column {
        Some(column) => {
            say!("(line {line}, column {column})", line = error.line.to_string(), column = column.to_string())
        }
        None => say!("(line {line})", line = error.line.to_string()),
    };
    let at = jinja::error_span(template, error);
    Finding::error(&error.code, field, error.told().then(place)).with_at(at)
}
