//! `cargo xtask bench`: figures of the proxy, the editor and the form, printed and not judged; and what is left after many kills, which is.

use std::process::ExitCode;

use super::{Command, unknown};
use crate::bundle::Build;
use crate::example;
use crate::failure::Result;
use crate::form_pages;
use crate::suites::e2e;

pub const COMMAND: Command = Command {
    name: "bench",
    usage: "[quick-test|typing|form|webhooks|kill] [COUNT]",
    about: "prints the proxy's share of a quick test, how long a key press takes, the form beside one in React, webhooks a second; kills the proxy and counts",
    run,
};

/// What can be measured.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Subject {
    /// The proxy's share of a quick test, and its memory.
    QuickTest,
    /// A key press in the node editor, in Chromium with its processor slowed.
    Typing,
    /// The integration form beside one made with React: bytes, time to the first usable field, memory. The count is visits.
    Form,
    /// Webhooks that are taken durably, beside a bare floor. The count is seconds.
    Webhooks,
    /// What is there after the proxy was killed over and over. The count is kills.
    Kill,
}

/// In this order, where none is named.
const ALL: [Subject; 5] =
    [Subject::QuickTest, Subject::Typing, Subject::Form, Subject::Webhooks, Subject::Kill];

fn run(arguments: &[String]) -> Result<ExitCode> {
    let (subjects, rest) = match arguments.first().map(String::as_str) {
        Some("quick-test") => (&[Subject::QuickTest][..], &arguments[1..]),
        Some("typing") => (&[Subject::Typing][..], &arguments[1..]),
        Some("form") => (&[Subject::Form][..], &arguments[1..]),
        Some("webhooks") => (&[Subject::Webhooks][..], &arguments[1..]),
        Some("kill") => (&[Subject::Kill][..], &arguments[1..]),
        _ => (&ALL[..], arguments),
    };
    let count = match rest {
        [] => None,
        [count] if count.parse::<usize>().is_ok_and(|count| count > 0) => Some(count.as_str()),
        [argument, ..] => return Err(unknown(&COMMAND, argument)),
    };
    for subject in subjects {
        let mut bench = match subject {
            Subject::QuickTest => example::build("whatsapp-proxy", "quick_test_bench")?,
            Subject::Webhooks => example::build("whatsapp-proxy", "webhook_bench")?,
            Subject::Kill => example::build("whatsapp-proxy", "kill_bench")?,
            Subject::Typing => {
                let mut bench = example::build(e2e::PACKAGE, "typing_bench")?;
                e2e::stage(&mut bench, Build::Shipped)?;
                bench
            }
            Subject::Form => {
                let mut bench = example::build(e2e::PACKAGE, "form_bench")?;
                e2e::stage(&mut bench, Build::Shipped)?;
                // A line for each file that is fetched would hide the figures.
                bench.env("WHATSAPP_E2E_PAGE", form_pages::build()?).env("WHATSAPP_PROXY_LOG", "warn");
                bench
            }
        };
        bench.args(count);
        if example::run(bench)? != ExitCode::SUCCESS {
            return Ok(ExitCode::FAILURE);
        }
    }
    Ok(ExitCode::SUCCESS)
}
