//! Marketers' Jinja templates, rendered as Python's Jinja2 3.1 renders them or refused with an error, never otherwise.
//!
//! Differences from a plain Jinja2 environment, all on purpose: `null` prints as nothing; an attribute of something
//! that is missing is itself missing (`ChainableUndefined`) and becomes a finding; there is one more filter, `date`;
//! and nothing reaches outside of the template: no includes, no imports, no inheritance, no inner attributes. Time and
//! memory are bounded by [`limits`].

mod args;
mod ast;
mod calls;
mod chars;
mod date;
mod errors;
mod eval;
mod exec;
mod filters;
mod format;
mod lexer;
pub mod limits;
mod lookup;
mod methods;
mod names;
mod numbers;
mod ops;
mod parsed;
mod parser;
mod parser_expr;
mod place;
mod printing;
mod symbols;
mod tests_builtin;
mod value;

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod tests;

pub(crate) use chars::is_cased;
pub use errors::TemplateError;
pub use limits::Allowance;
pub use place::error_span;

use serde_json::{Value as Json, json};
use whatsapp_domain::{Finding, say};

/// The names of all filters.
pub const FILTERS: &[&str] = &filters::NAMES;
/// The names of all tests, those that are written as signs among them.
pub const TESTS: &[&str] = &tests_builtin::NAMES;

/// A filled-in template.
#[derive(Debug, Clone, PartialEq)]
pub struct Rendered {
    /// The text.
    pub output: String,
    /// What deserves a look, such as `jinja-undefined-name` for every name that led nowhere; `field` is empty and is
    /// set by the caller.
    pub findings: Vec<Finding>,
}

/// Fills a template in. `context` is an object whose keys are the names that the template sees: `customer`, `event`
/// and `journey`.
///
/// # Errors
/// When Jinja2 would refuse the template or fail on these values, when something is used that is not available here,
/// and when a limit is reached.
pub fn render(template: &str, context: &Json) -> Result<Rendered, TemplateError> {
    if is_plain(template) {
        return Ok(Rendered { output: template.to_owned(), findings: Vec::new() });
    }
    Ok(run(template, context, limits::Budget::new()).0?)
}

/// [`render`] for one of several texts that may use up only so much together. Text without tags costs nothing.
///
/// # Errors
/// As [`render`], and `jinja-too-much-work` once nothing is left.
pub fn render_within(
    template: &str,
    context: &Json,
    allowance: &Allowance,
) -> Result<Rendered, TemplateError> {
    if is_plain(template) {
        return Ok(Rendered { output: template.to_owned(), findings: Vec::new() });
    }
    if !allowance.read(template.len().min(limits::MAX_TEMPLATE)) {
        return Err(errors::Fault::used_up().into());
    }
    let (result, budget) = run(template, context, allowance.budget());
    if let Some(budget) = budget {
        allowance.settle(&budget);
    }
    Ok(result?)
}

/// Text that Jinja2 gives back as it is. (A line end at the very end and other line ends than `\n` are changed.)
fn is_plain(template: &str) -> bool {
    template.len() <= limits::MAX_OUTPUT && !template.contains(['{', '\r']) && !template.ends_with('\n')
}

/// The rendering, and what is left of the budget when it came to evaluating.
fn run(
    template: &str,
    context: &Json,
    budget: limits::Budget,
) -> (errors::Res<Rendered>, Option<limits::Budget>) {
    let body = match parsed::parsed(template) {
        Ok(body) => body,
        Err(fault) => return (Err(fault), None),
    };
    let mut interp = eval::Interp::new(context, budget);
    let result = evaluate(template, &body, &mut interp);
    (result, Some(interp.budget))
}

fn evaluate(template: &str, body: &[ast::Stmt], interp: &mut eval::Interp<'_>) -> errors::Res<Rendered> {
    interp.hidden = symbols::hidden(body);
    interp.hide(body);
    let mut output = String::new();
    interp.run(body, &mut output)?;
    let undefined = |missing: &eval::Missing| {
        undefined_name(&missing.path).with_at(place::path_span(template, missing.pos, missing.parts))
    };
    let findings = interp.missing.iter().map(undefined).collect();
    Ok(Rendered { output, findings })
}

fn undefined_name(path: &str) -> Finding {
    let text = say!(
        "“{path}” has no value here, so nothing is printed for it. Check the spelling, or add a fallback.",
        path = path
    );
    Finding::warning("jinja-undefined-name", "", text)
}

/// Dotted paths that a template takes from its context, such as `customer.first_name`, in order, each once. What the
/// template defines itself is left out.
///
/// # Errors
/// When the template can't be read.
pub fn names(template: &str) -> Result<Vec<String>, TemplateError> {
    if is_plain(template) {
        return Ok(Vec::new());
    }
    Ok(names::paths(&parser::parse(template)?))
}

/// One line of `check jinja`: `{"template":"…","context":{…}}` to `{"output":"…","findings":[…]}` or
/// `{"error":{"code","text","line"}}`.
pub fn check_line(line: &Json) -> Json {
    let template = match crate::check::text(line, "template") {
        Ok(template) => template,
        Err(answer) => return answer,
    };
    let context = match crate::check::optional_object(line, "context") {
        Ok(context) => context.unwrap_or(&Json::Null),
        Err(answer) => return answer,
    };
    match render(template, context) {
        Ok(rendered) => json!({"output": rendered.output, "findings": rendered.findings}),
        Err(error) => json!({"error": error}),
    }
}
