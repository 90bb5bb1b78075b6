//! The numbering plan of each country, from the metadata of the `phonenumber` crate.
//!
//! The crate's own verdicts differ from the original library's in several thousand cases, so only its data is
//! used: patterns, lengths, prefixes and formats. See [`super::google`] for the rules over them.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use phonenumber::Metadata;
use phonenumber::metadata::{DATABASE, Descriptor, Format};

use super::pattern::Pattern;

/// The region of numbers that belong to no country, such as +800.
pub(super) const WORLD: &str = "001";

/// A pattern, compiled when it is first asked.
#[derive(Debug)]
pub(super) struct Lazy {
    source: &'static str,
    compiled: OnceLock<Option<Pattern>>,
}

impl Lazy {
    fn new(source: &'static str) -> Self {
        Self { source, compiled: OnceLock::new() }
    }

    /// `None` for a pattern that can't be read, which a test rules out for every one in the metadata.
    pub fn get(&self) -> Option<&Pattern> {
        self.compiled.get_or_init(|| Pattern::new(self.source)).as_ref()
    }
}

/// A set of lengths in digits; bit *n* stands for length *n*.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Lengths(u32);

impl Lengths {
    fn new(lengths: &[u16]) -> Self {
        Self(lengths.iter().filter(|n| **n < 32).fold(0, |set, n| set | 1 << n))
    }

    pub fn has(self, length: usize) -> bool {
        length < 32 && self.0 & (1 << length) != 0
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The smallest; 32 when there is none.
    pub fn least(self) -> usize {
        self.0.trailing_zeros() as usize
    }

    /// The greatest; 0 when there is none.
    pub fn most(self) -> usize {
        (31 - (self.0 | 1).leading_zeros()) as usize
    }
}

/// What numbers of one kind look like, mobile numbers say.
#[derive(Debug)]
pub(super) struct Kind {
    lengths: Lengths,
    pattern: Lazy,
}

impl Kind {
    fn new(from: &'static Descriptor) -> Self {
        Self {
            lengths: Lengths::new(from.possible_length()),
            pattern: Lazy::new(from.national_number().as_str()),
        }
    }

    /// Is this national number of the kind?
    pub fn is(&self, national: &str) -> bool {
        (self.lengths.is_empty() || self.lengths.has(national.len())) && self.is_pattern(national)
    }

    /// Does it follow the pattern, whatever the lengths say?
    pub fn is_pattern(&self, national: &str) -> bool {
        self.pattern.get().is_some_and(|p| p.whole(national).is_some())
    }
}

/// One way of grouping a number's digits for people.
#[derive(Debug)]
pub(super) struct Layout {
    /// The start of the numbers that it is for; all when `None`.
    pub leading: Option<Lazy>,
    pub pattern: Lazy,
    /// `$1` to `$9` stand for the groups of `pattern`.
    pub template: &'static str,
}

impl Layout {
    fn new(from: &'static Format) -> Self {
        Self {
            // The last is the most detailed.
            leading: from.leading_digits().last().map(|p| Lazy::new(p.as_str())),
            pattern: Lazy::new(from.pattern().as_str()),
            template: from.format(),
        }
    }
}

/// The numbering plan of one region, or of one calling code that belongs to no region.
#[derive(Debug)]
pub(super) struct Plan {
    /// ISO 3166 code, or [`WORLD`].
    pub region: &'static str,
    /// Calling code, 1 to 999.
    pub code: u16,
    /// Every number of the plan.
    pub general: Kind,
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
    fn new(from: &'static Metadata) -> Self {
        let all = from.descriptors();
        let kinds = [
            all.premium_rate(),
            all.toll_free(),
            all.shared_cost(),
            all.voip(),
            all.personal_number(),
            all.pager(),
            all.uan(),
            all.voicemail(),
            all.fixed_line(),
            all.mobile(),
        ];
        let union = |lengths: fn(&Descriptor) -> &[u16]| {
            Lengths(kinds.iter().flatten().fold(0, |set, kind| set | Lengths::new(lengths(kind)).0))
        };
        let lengths = union(Descriptor::possible_length);
        let local = union(Descriptor::possible_local_length);
        let layouts = if from.international_formats().is_empty() {
            from.formats()
        } else {
            from.international_formats()
        };
        // The trunk prefix is also what is stripped, unless the metadata says otherwise.
        let trunk = from.national_prefix_for_parsing().map(|p| p.as_str()).or(from.national_prefix());
        Self {
            region: from.id(),
            code: from.country_code(),
            general: Kind {
                lengths: Lengths::default(),
                pattern: Lazy::new(all.general().national_number().as_str()),
            },
            kinds: kinds.into_iter().flatten().map(Kind::new).collect(),
            lengths,
            local_lengths: Lengths(local.0 & !lengths.0),
            idd: from.international_prefix().map(|p| Lazy::new(p.as_str())),
            trunk: trunk.filter(|p| !p.is_empty()).map(Lazy::new),
            trunk_rewrite: from.national_prefix_transform_rule().filter(|rule| !rule.is_empty()),
            leading: from.leading_digits().map(|p| Lazy::new(p.as_str())),
            layouts: layouts.iter().map(Layout::new).collect(),
        }
    }
}

/// All plans.
#[derive(Debug)]
pub(super) struct Plans {
    /// By calling code; the main region of a shared one comes first.
    by_code: HashMap<u16, Vec<Plan>>,
    by_region: HashMap<&'static str, (u16, usize)>,
}

static PLANS: LazyLock<Plans> = LazyLock::new(|| {
    let mut plans = Plans { by_code: HashMap::new(), by_region: HashMap::new() };
    for code in 1..1000u16 {
        let Some(all) = DATABASE.by_code(&code) else { continue };
        let all: Vec<Plan> = all.into_iter().map(Plan::new).collect();
        for (at, plan) in all.iter().enumerate().filter(|(_, plan)| plan.region != WORLD) {
            plans.by_region.insert(plan.region, (code, at));
        }
        plans.by_code.insert(code, all);
    }
    plans
});

/// The plans behind a calling code, the main one first; `None` when nobody uses it.
pub(super) fn of_code(code: u16) -> Option<&'static [Plan]> {
    PLANS.by_code.get(&code).map(Vec::as_slice)
}

/// The plan of a region by its ISO 3166 code in upper case.
pub(super) fn of_region(region: &str) -> Option<&'static Plan> {
    let (code, at) = PLANS.by_region.get(region)?;
    PLANS.by_code.get(code)?.get(*at)
}

/// Every region with a plan, in no particular order.
#[cfg(test)]
pub(super) fn regions() -> impl Iterator<Item = &'static str> {
    PLANS.by_region.keys().copied()
}

/// Every plan, in no particular order.
#[cfg(test)]
pub(super) fn all() -> impl Iterator<Item = &'static Plan> {
    PLANS.by_code.values().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_of_the_metadata_compiles() {
        let mut count = 0;
        for plan in all() {
            let kinds = plan.kinds.iter().chain([&plan.general]).map(|kind| &kind.pattern);
            let layouts = plan.layouts.iter().flat_map(|l| l.leading.iter().chain([&l.pattern]));
            let others = [&plan.idd, &plan.trunk, &plan.leading].into_iter().flatten();
            for pattern in kinds.chain(layouts).chain(others) {
                assert!(pattern.get().is_some(), "{} {}", plan.region, pattern.source);
                count += 1;
            }
        }
        assert!(count > 2000, "{count}");
    }

    #[test]
    fn main_region_comes_first() {
        for (code, region) in [(1, "US"), (44, "GB"), (39, "IT"), (7, "RU"), (800, WORLD), (979, WORLD)] {
            assert_eq!(of_code(code).unwrap()[0].region, region);
        }
        assert!(of_code(999).is_none());
        assert_eq!(of_region("IM").unwrap().code, 44);
        assert!(of_region("XX").is_none() && of_region(WORLD).is_none());
        assert!(regions().count() > 240);
    }

    #[test]
    fn lengths() {
        let set = Lengths::new(&[7, 10]);
        assert!(set.has(7) && set.has(10) && !set.has(8) && !set.has(40));
        assert_eq!((set.least(), set.most()), (7, 10));
        assert_eq!((Lengths::default().least(), Lengths::default().most()), (32, 0));
        let gb = of_region("GB").unwrap();
        assert_eq!((gb.lengths.least(), gb.lengths.most()), (7, 10));
    }
}
