//! Messages in the page: what happened, and what to do.

use crate::view::{html, prelude::*};
use whatsapp_domain::Problem;

use super::{Icon, icon, with_numbers};
use crate::texts::{components as say, texts};

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something to know.
    Info,
    /// Something to look at.
    Look,
    /// Something stops.
    Stop,
}

/// A notice. One that stops something is announced at once, others politely.
pub fn notice(tone: Tone, content: impl IntoView + 'static) -> AnyView {
    let (word, role, which) = match tone {
        Tone::Info => ("info", "status", Icon::Info),
        Tone::Look => ("look", "status", Icon::Alert),
        Tone::Stop => ("stop", "alert", Icon::Alert),
    };
    html::div()
        .attr("class", "wa-notice")
        .attr("data-tone", word)
        .attr("role", role)
        .child((
            html::span().attr("class", "wa-mark").child(icon(which)),
            html::div().attr("class", "wa-stack-tight").child(content.into_any()),
        ))
        .into_any()
}

/// The proxy's problem, in its words; the provider's own words below them, and how to start a proxy where none answers.
pub fn problem_notice(problem: &Problem) -> AnyView {
    let provider = problem.provider.as_ref().map(|part| {
        let body = match &part.body {
            serde_json::Value::String(text) => text.clone(),
            other => whatsapp_domain::json::pretty(other),
        };
        html::pre().attr("class", "wa-code").child(format!("HTTP {}\n{body}", part.status))
    });
    let start = (problem.code == "proxy-unreachable")
        .then(|| html::p().child(with_code(texts().get(say::START_A_PROXY))));
    notice(
        Tone::Stop,
        (
            html::p()
                .attr("class", "wa-strong")
                .attr("dir", "auto")
                .child(with_numbers(problem_words(problem))),
            start,
            provider,
        ),
    )
}

/// What a problem says. What the page finds out by itself it says in its own language, the proxy's words as they come.
pub fn problem_words(problem: &Problem) -> String {
    let t = texts();
    match problem.code.as_str() {
        "proxy-unreachable" => t.get(say::PROXY_UNREACHABLE).to_owned(),
        "token-refused" => t.get(say::TOKEN_REFUSED).to_owned(),
        "proxy-unexpected" => t.get(say::PROXY_UNEXPECTED).to_owned(),
        _ => t.problem(problem),
    }
}

/// Words with what stands in them between backticks as code.
pub fn with_code(words: &str) -> AnyView {
    let pieces = words.split('`').enumerate().map(|(at, piece)| match at % 2 {
        0 => piece.to_owned().into_any(),
        _ => html::code().attr("dir", "ltr").child(piece.to_owned()).into_any(),
    });
    pieces.collect_view().into_any()
}

/// Something is on its way.
pub fn spinner() -> AnyView {
    html::span().attr("class", "wa-spinner").attr("aria-hidden", "true").into_any()
}
