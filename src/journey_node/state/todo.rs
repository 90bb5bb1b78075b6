//! One list of everything that was found, what stops a send first: for the chosen profile, and for the worst cases.

use whatsapp_domain::{
    Finding, Severity,
    engine_api::{RenderOutput, WorstCase, WorstCaseKind},
};

use crate::texts::{Id, journey_node as say};

/// One entry of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Todo {
    /// What was found.
    pub finding: Finding,
    /// The worst case it was found in; none for the chosen profile.
    pub case: Option<WorstCaseKind>,
}

/// A worst case in a sentence: `With long values`.
pub fn case_words(case: WorstCaseKind) -> Id {
    match case {
        WorstCaseKind::Longest => say::CASE_LONGEST,
        WorstCaseKind::Empty => say::CASE_EMPTY,
        WorstCaseKind::RightToLeft => say::CASE_RIGHT_TO_LEFT,
        WorstCaseKind::Emoji => say::CASE_EMOJI,
    }
}

/// What stops a worst case and not the chosen profile.
pub fn own_stops<'a>(worst: &'a WorstCase, output: &'a RenderOutput) -> impl Iterator<Item = &'a Finding> {
    let stops = worst.output.findings.iter().filter(|finding| finding.is_error());
    stops.filter(|finding| {
        !output.findings.iter().any(|known| known.code == finding.code && known.field == finding.field)
    })
}

/// The list. What stops a send for the chosen profile stands first, then what stops it for a worst case (which asks
/// for a look, since this profile is fine), then what asks for a look.
pub fn todos(output: &RenderOutput, worst: &[WorstCase]) -> Vec<Todo> {
    let mut all: Vec<Todo> =
        output.findings.iter().map(|finding| Todo { finding: finding.clone(), case: None }).collect();
    for case in worst {
        for finding in own_stops(case, output) {
            // One entry for each thing to mend, however many cases meet it.
            let known = all.iter().any(|todo| {
                todo.finding.field == finding.field
                    && (todo.finding.code == finding.code || todo.finding.is_error())
            });
            if !known {
                let finding = Finding { severity: Severity::Warning, ..finding.clone() };
                all.push(Todo { finding, case: Some(case.case) });
            }
        }
    }
    all.sort_by_key(|todo| (!todo.finding.is_error(), todo.case.is_none()));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn output(findings: Vec<Finding>) -> RenderOutput {
        RenderOutput { findings, ..RenderOutput::default() }
    }

    #[test]
    fn worst_cases_add_what_the_profile_does_not_show() {
        let base = output(vec![Finding::warning("caption-long", "message.caption", "x")]);
        let worst = [
            WorstCase {
                case: WorstCaseKind::Empty,
                context: serde_json::Value::Null,
                output: output(vec![
                    Finding::error("template-parameter-empty", "message.body[0]", "x"),
                    Finding::warning("jinja-undefined-name", "message.body[0]", "x"),
                ]),
            },
            WorstCase {
                case: WorstCaseKind::Longest,
                context: serde_json::Value::Null,
                output: output(vec![
                    Finding::error("template-parameter-empty", "message.body[0]", "x"),
                    Finding::error("template-body-too-long", "message.body", "x"),
                ]),
            },
        ];
        let found: Vec<_> =
            todos(&base, &worst).into_iter().map(|todo| (todo.finding.code, todo.case)).collect();
        assert_eq!(
            found,
            [
                ("template-parameter-empty".to_owned(), Some(WorstCaseKind::Empty)),
                ("template-body-too-long".to_owned(), Some(WorstCaseKind::Longest)),
                ("caption-long".to_owned(), None),
            ]
        );
        assert!(todos(&base, &worst).iter().all(|todo| !todo.finding.is_error()), "this profile is fine");
    }

    #[test]
    fn a_field_that_stops_the_send_already_is_not_listed_twice() {
        let stop = Finding::error("template-parameter-line-break", "message.body[0]", "x");
        let base = output(vec![stop]);
        let worst = [WorstCase {
            case: WorstCaseKind::Empty,
            context: serde_json::Value::Null,
            output: output(vec![Finding::error("template-parameter-empty", "message.body[0]", "x")]),
        }];
        assert_eq!(todos(&base, &worst).len(), 1);
    }
}
