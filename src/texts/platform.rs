//! What the browser knows about languages (`Intl`): plural forms, numbers, times, lists, names of countries and languages.

use std::{cell::RefCell, collections::BTreeMap};

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type PluralRules;
    #[wasm_bindgen(constructor, js_namespace = Intl)]
    fn new(tag: &str) -> PluralRules;
    #[wasm_bindgen(method)]
    fn select(this: &PluralRules, number: f64) -> String;

    #[wasm_bindgen(js_namespace = Intl)]
    type NumberFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl)]
    fn new(tag: &str) -> NumberFormat;
    #[wasm_bindgen(method)]
    fn format(this: &NumberFormat, number: f64) -> String;

    #[wasm_bindgen(js_namespace = Intl)]
    type DateTimeFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl)]
    fn new(tag: &str, options: &Object) -> DateTimeFormat;
    #[wasm_bindgen(method)]
    fn format(this: &DateTimeFormat, date: &js_sys::Date) -> String;

    #[wasm_bindgen(js_namespace = Intl)]
    type ListFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl)]
    fn new(tag: &str, options: &Object) -> ListFormat;
    #[wasm_bindgen(method)]
    fn format(this: &ListFormat, list: &Array) -> String;

    #[wasm_bindgen(js_namespace = Intl)]
    type DisplayNames;
    #[wasm_bindgen(constructor, js_namespace = Intl)]
    fn new(tag: &str, options: &Object) -> DisplayNames;
    #[wasm_bindgen(method, catch)]
    fn of(this: &DisplayNames, code: &str) -> Result<Option<String>, JsValue>;
}

/// How much of a moment is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// Hours and minutes.
    Short,
    /// Hours, minutes and seconds.
    Time,
    /// The day, hours and minutes.
    Day,
}

/// What has names in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// Countries and territories, by two letters.
    Region,
    /// Languages, by tag.
    Language,
}

/// Making one takes the browser far longer than using it.
struct Rules {
    tag: String,
    plurals: PluralRules,
    numbers: NumberFormat,
    moments: Vec<(Moment, DateTimeFormat)>,
    names: Vec<(Named, DisplayNames)>,
    /// Names that were asked for. Views ask again with each key, and for what is no code the browser throws each time.
    named: BTreeMap<(Named, String), String>,
}

thread_local! {
    static KNOWN: RefCell<Vec<Rules>> = const { RefCell::new(Vec::new()) };
}

fn with<T>(tag: &str, read: impl FnOnce(&mut Rules) -> T) -> T {
    KNOWN.with_borrow_mut(|known| {
        let at = known.iter().position(|rules| rules.tag == tag).unwrap_or_else(|| {
            let (plurals, numbers) = (PluralRules::new(tag), NumberFormat::new(tag));
            let tag = tag.to_owned();
            known.push(Rules {
                tag,
                plurals,
                numbers,
                moments: Vec::new(),
                names: Vec::new(),
                named: BTreeMap::new(),
            });
            known.len() - 1
        });
        read(&mut known[at])
    })
}

fn options(pairs: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (key, value) in pairs {
        // Of a plain object this can't fail.
        let _ = Reflect::set(&options, &(*key).into(), &(*value).into());
    }
    options
}

/// The entry of that kind, made if it is not there.
fn cached<K: Copy + PartialEq, T>(entries: &mut Vec<(K, T)>, kind: K, make: impl FnOnce() -> T) -> &T {
    let at = entries.iter().position(|(known, _)| *known == kind).unwrap_or_else(|| {
        entries.push((kind, make()));
        entries.len() - 1
    });
    &entries[at].1
}

/// A number as this language writes it.
pub fn number(tag: &str, number: i64) -> String {
    with(tag, |rules| rules.numbers.format(number as f64))
}

/// A number of tenths as this language writes it.
pub fn tenths(tag: &str, tenths: i64) -> String {
    with(tag, |rules| rules.numbers.format(tenths as f64 / 10.0))
}

/// The plural form of a number: `one`, `few`, `other` and so on.
pub fn plural(tag: &str, number: i64) -> String {
    with(tag, |rules| rules.plurals.select(number as f64))
}

/// `Ana, Ben and Cem`; with `or` when any one of them will do.
pub fn list(tag: &str, names: &[&str], any: bool) -> String {
    let kind = if any { "disjunction" } else { "conjunction" };
    let names: Array = names.iter().map(|name| JsValue::from_str(name)).collect();
    ListFormat::new(tag, &options(&[("type", kind)])).format(&names)
}

/// The order of two words in this language.
pub fn compare(tag: &str, one: &str, other: &str) -> std::cmp::Ordering {
    js_sys::JsString::from(one).locale_compare(other, &Array::of1(&tag.into()), &Object::new()).cmp(&0)
}

/// A moment in the reader's own zone; the text itself when it is not RFC 3339.
pub fn moment(tag: &str, rfc3339: &str, how: Moment) -> String {
    let date = js_sys::Date::new(&rfc3339.into());
    if date.get_time().is_nan() {
        return rfc3339.to_owned();
    }
    let parts: &[(&str, &str)] = match how {
        Moment::Short => &[("timeStyle", "short")],
        Moment::Time => &[("timeStyle", "medium")],
        Moment::Day => &[("dateStyle", "medium"), ("timeStyle", "short")],
    };
    with(tag, |rules| {
        cached(&mut rules.moments, how, || DateTimeFormat::new(tag, &options(parts))).format(&date)
    })
}

/// The name of a country.
pub fn country(tag: &str, region: &str) -> String {
    name(tag, region, Named::Region)
}

/// The name of a language; WhatsApp's underscores are read as hyphens.
pub fn language(tag: &str, code: &str) -> String {
    name(tag, &code.replace('_', "-"), Named::Language)
}

/// The name of a country or language; the code itself when the browser does not know it.
pub fn name(tag: &str, code: &str, what: Named) -> String {
    // `English (UK)`, as WhatsApp's own tools say, rather than `British English`.
    let parts: &[(&str, &str)] = match what {
        Named::Region => &[("type", "region")],
        Named::Language => &[("type", "language"), ("languageDisplay", "standard"), ("style", "short")],
    };
    with(tag, |rules| {
        let key = (what, code.to_owned());
        if let Some(name) = rules.named.get(&key) {
            return name.clone();
        }
        let names = cached(&mut rules.names, what, || DisplayNames::new(tag, &options(parts)));
        let name = names.of(code).ok().flatten().unwrap_or_else(|| code.to_owned());
        // What somebody types can be a code as well: many times as many as there are languages are not kept.
        if rules.named.len() < 1000 {
            rules.named.insert(key, name.clone());
        }
        name
    })
}
