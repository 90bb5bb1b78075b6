//! The numbering plan of each country, from the metadata of the `phonenumber` crate.
//!
//! The crate's own verdicts differ from those of Google's library in thousands of cases, so only its data is used:
//! patterns, lengths, prefixes and layouts, in the table that `build.rs` writes. See [`super::google`] for the rules.

use std::ops::Deref;
use std::sync::{LazyLock, OnceLock};

use super::pattern::Pattern;

/// One line for each plan, ascending by calling code, the main region of a shared code first. Fields, separated by
/// tabs: calling code, region, prefix to dial abroad, trunk prefix, its rewriting, leading digits, lengths, local
/// lengths (both hexadecimal sets), general pattern, kinds (`lengths,pattern`, separated by spaces), and from
/// there on layouts (`leading pattern template`).
const TABLE: &str = include_str!(concat!(env!("OUT_DIR"), "/plans.txt"));

/// The region of numbers that belong to no country, such as +800.
pub(super) const WORLD: &str = "001";

/// A pattern, compiled when it is first asked.
#[derive(Debug)]
pub(super) struct Lazy {
    source: &'static str,
    compiled: OnceLock<Option<Pattern>>,
}

impl Lazy {
    /// `None` for no pattern at all.
    fn new(source: &'static str) -> Option<Self> {
        (!source.is_empty()).then(|| Self { source, compiled: OnceLock::new() })
    }

    /// `None` for a pattern that can't be read, which a test rules out for every one in the table.
    pub fn get(&self) -> Option<&Pattern> {
        self.compiled.get_or_init(|| Pattern::new(self.source)).as_ref()
    }
}

/// A set of lengths in digits; bit *n* stands for length *n*.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Lengths(u32);

impl Lengths {
    fn new(hexadecimal: &str) -> Self {
        Self(u32::from_str_radix(hexadecimal, 16).unwrap_or_default())
    }

    pub fn has(self, length: usize) -> bool {
        length < 32 && self.0 & (1 << length) != 0
    }

    /// The smallest; 32 when there is none.
    pub fn least(self) -> usize {
        self.0.trailing_zeros() as usize
    }

    /// The greatest; 0 when there is none.
    pub fn most(self) -> usize {
        self.0.checked_ilog2().unwrap_or_default() as usize
    }
}

/// What numbers of one kind look like, mobile numbers say.
#[derive(Debug)]
pub(super) struct Kind {
    lengths: Lengths,
    pattern: Option<Lazy>,
}

impl Kind {
    /// Is this national number of the kind?
    pub fn is(&self, national: &str) -> bool {
        self.lengths.has(national.len()) && matches(&self.pattern, national)
    }
}

fn matches(pattern: &Option<Lazy>, national: &str) -> bool {
    pattern.as_ref().and_then(Lazy::get).is_some_and(|pattern| pattern.whole(national).is_some())
}

/// One way of grouping a number's digits for people.
#[derive(Debug)]
pub(super) struct Layout {
    /// The start of the numbers that it is for; all when `None`.
    pub leading: Option<Lazy>,
    pub pattern: Option<Lazy>,
    /// `$1` to `$9` stand for the groups of `pattern`.
    pub template: &'static str,
}

/// The numbering plan of one region, or of one calling code that belongs to no region.
#[derive(Debug)]
pub(super) struct Plan {
    /// ISO 3166 code, or [`WORLD`].
    pub region: &'static str,
    /// Calling code, 1 to 999.
    pub code: u16,
    general: Option<Lazy>,
    /// Each kind of number that can be dialled from abroad.
    pub kinds: Vec<Kind>,
    /// Lengths of full numbers, without calling code and trunk prefix.
    pub lengths: Lengths,
    /// Lengths of numbers that only work within an area.
    pub local_lengths: Lengths,
    /// What is dialled before a calling code.
    pub idd: Option<Lazy>,
    /// Trunk prefix, with carrier codes where those are dialled.
    pub trunk: Option<Lazy>,
    /// What a number with trunk prefix turns into, where dropping the prefix is not enough.
    pub trunk_rewrite: Option<&'static str>,
    /// Start of the numbers of this region among several that share a calling code.
    pub leading: Option<Lazy>,
    /// Layouts for numbers written with their calling code.
    pub layouts: Vec<Layout>,
}

impl Plan {
    /// Reads the fields after calling code and region.
    fn new(code: u16, region: &'static str, fields: &'static str) -> Self {
        let mut fields = fields.split('\t');
        let mut field = || fields.next().unwrap_or_default();
        let (idd, trunk, rewrite, leading) = (field(), field(), field(), field());
        let (lengths, local_lengths, general, kinds) = (field(), field(), field(), field());
        let kind = |(lengths, pattern)| Kind { lengths: Lengths::new(lengths), pattern: Lazy::new(pattern) };
        let layout = |text: &'static str| {
            let (leading, text) = text.split_once(' ')?;
            let (pattern, template) = text.split_once(' ')?;
            Some(Layout { leading: Lazy::new(leading), pattern: Lazy::new(pattern), template })
        };
        Self {
            region,
            code,
            general: Lazy::new(general),
            kinds: kinds.split(' ').filter_map(|text| text.split_once(',')).map(kind).collect(),
            lengths: Lengths::new(lengths),
            local_lengths: Lengths::new(local_lengths),
            idd: Lazy::new(idd),
            trunk: Lazy::new(trunk),
            trunk_rewrite: Some(rewrite).filter(|rewrite| !rewrite.is_empty()),
            leading: Lazy::new(leading),
            layouts: fields.filter_map(layout).collect(),
        }
    }

    /// Does the number follow the pattern that all numbers of the plan have?
    pub fn is_like(&self, national: &str) -> bool {
        matches(&self.general, national)
    }
}

/// A plan that is read when it is first asked.
#[derive(Debug)]
pub(super) struct Entry {
    region: &'static str,
    code: u16,
    fields: &'static str,
    plan: OnceLock<Plan>,
}

impl Deref for Entry {
    type Target = Plan;

    fn deref(&self) -> &Plan {
        self.plan.get_or_init(|| Plan::new(self.code, self.region, self.fields))
    }
}

struct Plans {
    /// Ascending by calling code.
    entries: Vec<Entry>,
}

static PLANS: LazyLock<Plans> = LazyLock::new(|| {
    let entry = |line: &'static str| {
        let mut fields = line.splitn(3, '\t');
        let code = fields.next()?.parse().ok()?;
        Some(Entry { code, region: fields.next()?, fields: fields.next()?, plan: OnceLock::new() })
    };
    let entries: Vec<Entry> = TABLE.lines().filter_map(entry).collect();
    Plans { entries }
});

/// The plans behind a calling code, the main one first; `None` when nobody uses it.
pub(super) fn of_code(code: u16) -> Option<&'static [Entry]> {
    let entries = &PLANS.entries;
    let from = entries.partition_point(|entry| entry.code < code);
    let to = entries.partition_point(|entry| entry.code <= code);
    Some(&entries[from..to]).filter(|entries| !entries.is_empty())
}

/// The main plan behind a calling code.
pub(super) fn main_of_code(code: u16) -> Option<&'static Plan> {
    of_code(code)?.first().map(Deref::deref)
}

/// The plan of a region by its ISO 3166 code in upper case.
pub(super) fn of_region(region: &str) -> Option<&'static Plan> {
    PLANS.entries.iter().find(|entry| entry.region == region && region != WORLD).map(Deref::deref)
}

/// Every region with a plan, ascending.
#[cfg(test)]
pub(super) fn regions() -> impl Iterator<Item = &'static str> {
    let all = PLANS.entries.iter().map(|entry| entry.region).filter(|region| *region != WORLD);
    all.collect::<std::collections::BTreeSet<_>>().into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_of_the_table_compiles() {
        let mut count = 0;
        for plan in PLANS.entries.iter().map(Deref::deref) {
            assert!(plan.general.is_some() && !plan.kinds.is_empty(), "{} {}", plan.code, plan.region);
            let kinds = plan.kinds.iter().map(|kind| &kind.pattern);
            let layouts = plan.layouts.iter().flat_map(|layout| [&layout.leading, &layout.pattern]);
            let others = [&plan.general, &plan.idd, &plan.trunk, &plan.leading];
            for pattern in kinds.chain(layouts).chain(others).flatten() {
                assert!(pattern.get().is_some(), "{} {}", plan.region, pattern.source);
                count += 1;
            }
        }
        assert!(count > 2000, "{count}");
    }

    #[test]
    fn every_line_of_the_table_is_read() {
        assert_eq!(PLANS.entries.len(), TABLE.lines().count());
        assert!(PLANS.entries.is_sorted_by_key(|entry| entry.code));
        assert!(regions().count() > 240);
    }

    #[test]
    fn main_region_comes_first() {
        for (code, region) in [(1, "US"), (44, "GB"), (39, "IT"), (7, "RU"), (800, WORLD), (979, WORLD)] {
            assert_eq!(main_of_code(code).unwrap().region, region);
        }
        assert!(of_code(999).is_none());
        assert_eq!(of_region("IM").unwrap().code, 44);
        assert!(of_region("XX").is_none() && of_region(WORLD).is_none());
    }

    #[test]
    fn lengths() {
        let set = Lengths::new("480");
        assert!(set.has(7) && set.has(10) && !set.has(8) && !set.has(40));
        assert_eq!((set.least(), set.most()), (7, 10));
        assert_eq!((Lengths::default().least(), Lengths::default().most()), (32, 0));
        let gb = of_region("GB").unwrap();
        assert_eq!((gb.lengths.least(), gb.lengths.most()), (7, 10));
        assert_eq!(gb.trunk.as_ref().unwrap().source, "0|180020");
        assert_eq!(gb.layouts[0].template, "$1 $2");
    }
}
