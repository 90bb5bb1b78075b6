//! Writes the numbering plans of the `phonenumber` crate as the table that `src/phone/plan.rs` reads, and the letters' cases.
//!
//! Linked in as it is, the crate brings its regex engines and 500 KB of metadata along, most of which nobody here
//! asks for, and reads all of it at the first number. The table has what the rules need, about a quarter, and
//! is read one plan at a time.

#[path = "build_case.rs"]
mod case;

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write as _;
use std::{env, fs, path::Path};

use phonenumber::Metadata;
use phonenumber::metadata::{DATABASE, Descriptor, Format};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=build_case.rs");
    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("case.rs"), case::tables())?;
    let mut table = String::new();
    // The crate names the main region of a shared calling code first, as the rules need it.
    for code in 1..1000u16 {
        for plan in DATABASE.by_code(&code).unwrap_or_default() {
            write_plan(&mut table, plan)?;
        }
    }
    fs::write(Path::new(&out).join("plans.txt"), table)?;
    Ok(())
}

/// One line; the fields are separated by tabs and listed in `src/phone/plan.rs`.
fn write_plan(table: &mut String, plan: &Metadata) -> Result<(), Box<dyn Error>> {
    let all = plan.descriptors();
    // Every kind that can be dialled from abroad.
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
        kinds.iter().flatten().fold(0, |set, kind| set | mask(lengths(kind)))
    };
    let lengths = union(Descriptor::possible_length);
    let local_lengths = union(Descriptor::possible_local_length) & !lengths;
    // The trunk prefix is what is stripped, unless the metadata says otherwise.
    let trunk = plan.national_prefix_for_parsing().map(|p| p.as_str()).or(plan.national_prefix());
    write!(
        table,
        "{}\t{}\t{}\t{}\t{}\t{}\t{lengths:x}\t{local_lengths:x}\t{}\t",
        plan.country_code(),
        plan.id(),
        pattern(plan.international_prefix().map(|p| p.as_str()))?,
        pattern(trunk)?,
        plan.national_prefix_transform_rule().unwrap_or_default(),
        pattern(plan.leading_digits().map(|p| p.as_str()))?,
        pattern(Some(all.general().national_number().as_str()))?,
    )?;
    let kinds: BTreeSet<String> = kinds
        .into_iter()
        .flatten()
        .map(|kind| {
            let numbers = pattern(Some(kind.national_number().as_str()))?;
            Ok(format!("{:x},{numbers}", mask(kind.possible_length())))
        })
        .collect::<Result<_, Box<dyn Error>>>()?;
    table.push_str(&kinds.into_iter().collect::<Vec<_>>().join(" "));
    let international = plan.international_formats();
    for layout in if international.is_empty() { plan.formats() } else { international } {
        write_layout(table, layout)?;
    }
    table.push('\n');
    Ok(())
}

fn write_layout(table: &mut String, layout: &Format) -> Result<(), Box<dyn Error>> {
    // The last pattern of leading digits is the most detailed.
    let leading = pattern(layout.leading_digits().last().map(|p| p.as_str()))?;
    let numbers = pattern(Some(layout.pattern().as_str()))?;
    let template = layout.format();
    if template.contains(['\t', '\n']) {
        return Err(format!("a separator within the layout {template:?}").into());
    }
    write!(table, "\t{leading} {numbers} {template}")?;
    Ok(())
}

/// A set of lengths; bit *n* stands for length *n*.
fn mask(lengths: &[u16]) -> u32 {
    lengths.iter().fold(0, |set, n| set | 1 << n)
}

/// Without white space, which means nothing in the patterns and separates here.
fn pattern(source: Option<&str>) -> Result<String, Box<dyn Error>> {
    let source: String = source.unwrap_or_default().chars().filter(|c| !c.is_whitespace()).collect();
    if source.contains(|c: char| !c.is_ascii_digit() && !r"\d[](){}?:|,-$".contains(c)) {
        return Err(format!("a construct in {source:?} that src/phone/pattern.rs does not know").into());
    }
    Ok(source)
}
