//! Figures of many visits, and the table that puts the pages side by side.

use std::collections::BTreeMap;

/// What is printed, in this order: its words, how it is scaled, and digits after the point.
const ROWS: [(Figure, &str, f64, usize); 8] = [
    (Figure::Usable, "navigation → first usable field (ms)", 1.0, 0),
    (Figure::BytesUsable, "bytes fetched by then (KB)", 1e3, 1),
    (Figure::Requests, "requests by then", 1.0, 0),
    (Figure::BytesAll, "bytes of all it fetches by itself (KB)", 1e3, 1),
    (Figure::Heap, "JavaScript heap after mount (MB)", 1e6, 2),
    (Figure::Wasm, "Wasm memory after mount (MB)", 1e6, 2),
    (Figure::Process, "the page's process, written pages (MB)", 1e6, 1),
    (Figure::Nodes, "DOM nodes", 1.0, 0),
];

/// Something that is measured at each visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Figure {
    /// From navigation to the frame in which a character stands in the first field, milliseconds.
    Usable,
    /// Bodies as they went over the wire that were complete by then, bytes.
    BytesUsable,
    /// Their number.
    Requests,
    /// The same once the page has come to rest.
    BytesAll,
    /// V8's heap in use after garbage collection, bytes.
    Heap,
    /// Linear memories of all modules, bytes.
    Wasm,
    /// Memory that the page's process has written to, bytes: machine code of Wasm and the DOM included.
    Process,
    /// Nodes of the document, those of shadow trees included.
    Nodes,
}

/// The figures of one page.
#[derive(Debug, Default)]
pub struct Figures(BTreeMap<Figure, Vec<f64>>);

impl Figures {
    /// Adds those of one visit.
    pub fn add(&mut self, visit: &[(Figure, f64)]) {
        for (figure, value) in visit {
            self.0.entry(*figure).or_default().push(*value);
        }
    }

    /// The value that a share of the visits stays at or below.
    fn at(&self, figure: Figure, share: f64) -> f64 {
        let mut values = self.0.get(&figure).cloned().unwrap_or_default();
        values.sort_by(f64::total_cmp);
        let place = ((values.len() as f64 * share).ceil() as usize).clamp(1, values.len().max(1)) - 1;
        values.get(place).copied().unwrap_or(f64::NAN)
    }
}

/// Prints median and p90 of each page, and how many times the last page's the medians of the others are.
pub fn print(pages: &[(&str, Figures)]) {
    print!("{:<40}", "p50 (p90)");
    for (name, _) in pages {
        print!(" {name:>26}");
    }
    println!();
    for (figure, words, unit, digits) in ROWS {
        print!("{words:<40}");
        let last = pages.last().map_or(f64::NAN, |(_, figures)| figures.at(figure, 0.5));
        for (at, (_, figures)) in pages.iter().enumerate() {
            let (median, high) = (figures.at(figure, 0.5), figures.at(figure, 0.9));
            let mut cell = format!("{:.digits$} ({:.digits$})", median / unit, high / unit);
            if at + 1 < pages.len() && last > 0.0 {
                cell.push_str(&format!(" {:.2}×", median / last));
            }
            print!(" {cell:>26}");
        }
        println!();
    }
}
