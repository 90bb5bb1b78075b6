//! How many messages there are of each kind: a table whose bars are drawn beside its numbers.

use crate::view::{html, html::svg, prelude::*};

use super::{
    list::{status_name, status_tone},
    state::{Event, State},
};
use crate::{
    components::*,
    load::Load,
    runtime::Store,
    texts::{activity as say, texts},
};

/// Counts by status and, when something failed, by code.
pub fn charts(store: Store<State, Event>) -> AnyView {
    let t = texts();
    let counts = store.part(|state| state.counts.clone());
    (move || match counts.get() {
        Load::Ready(counts) if counts.statuses.is_empty() => ().into_any(),
        Load::Ready(counts) => {
            let statuses: Vec<_> = counts
                .statuses
                .iter()
                .map(|one| {
                    (
                        t.get(status_name(one.status)).to_owned(),
                        one.count,
                        status_tone(one.status),
                        one.status.as_str().to_owned(),
                    )
                })
                .collect();
            let codes: Vec<_> = counts
                .codes
                .iter()
                .map(|one| (one.code.clone(), one.count, "stop", "failed".to_owned()))
                .collect();
            (
                card_titled(
                    t.get(say::BY_STATUS),
                    (),
                    (
                        bars(t.get(say::BY_STATUS), t.get(say::STATUS), statuses, store, true),
                        counts.partial.then(|| html::p().attr("class", "wa-help").child(t.get(say::PARTIAL))),
                    ),
                ),
                (!codes.is_empty()).then(|| {
                    card_titled(
                        t.get(say::BY_CODE),
                        (),
                        bars(t.get(say::BY_CODE), t.get(say::CODE), codes, store, false),
                    )
                }),
            )
                .into_any()
        }
        Load::Failed(problem) => problem_notice(&problem),
        _ => waiting(t.get(say::COUNTING), "abcb"),
    })
    .into_any()
}

/// Rows of a label, a bar, and the number. A press on a status shows its messages alone.
fn bars(
    caption: &'static str,
    of: &'static str,
    rows: Vec<(String, u64, &'static str, String)>,
    store: Store<State, Event>,
    pressed: bool,
) -> AnyView {
    let t = texts();
    let most = rows.iter().map(|row| row.1).max().unwrap_or(1).max(1);
    let row = |(label, count, tone, status): (String, u64, &'static str, String)| {
        let width = format!("{:.1}%", count as f64 * 100.0 / most as f64);
        let label = if pressed {
            html::button()
                .attr("type", "button")
                .attr("class", "wa-link wa-bar-label")
                .on(crate::view::ev::click, move |_| {
                    let mut filter = store.peek(|state| state.filter.clone());
                    filter.status = if filter.status == status { String::new() } else { status.clone() };
                    store.send(Event::Filtered(Box::new(filter)));
                })
                .child(label)
                .into_any()
        } else {
            html::code().attr("class", "wa-bar-label").attr("dir", "ltr").child(label).into_any()
        };
        html::tr().child((
            html::th().attr("scope", "row").child(label),
            html::td().attr("class", "wa-bar").child(
                svg::svg()
                    .attr("data-tone", tone)
                    .attr("aria-hidden", "true")
                    .attr("width", "100%")
                    .attr("height", "10")
                    .child((
                        svg::rect()
                            .attr("class", "wa-bar-ground")
                            .attr("width", "100%")
                            .attr("height", "10")
                            .attr("rx", "5"),
                        svg::rect()
                            .attr("class", "wa-bar-fill")
                            .attr("width", width)
                            .attr("height", "10")
                            .attr("rx", "5"),
                    )),
            ),
            html::td()
                .attr("class", "wa-bar-number")
                .child(t.number(i64::try_from(count).unwrap_or(i64::MAX))),
        ))
    };
    html::table()
        .attr("class", "wa-bars")
        .child((
            html::caption().attr("class", "wa-hidden-visually").child(caption),
            html::thead().attr("class", "wa-hidden-visually").child(html::tr().child((
                html::th().attr("scope", "col").child(of),
                html::td(),
                html::th().attr("scope", "col").child(t.get(say::NUMBER)),
            ))),
            html::tbody().child(rows.into_iter().map(row).collect_view()),
        ))
        .into_any()
}
