use whatsapp_domain::profile::ProfileSchema;

use super::*;
use crate::texts::english;

/// A text with `|` for the caret, or `⟨…⟩` for the selection.
fn marked(text: &str) -> (Vec<char>, Range<usize>) {
    let at = |mark: char| text.chars().position(|c| c == mark);
    let selection = match (at('¦'), at('⟨'), at('⟩')) {
        (Some(caret), ..) => caret..caret,
        (_, Some(start), Some(end)) => start..end - 1,
        _ => panic!("no caret in {text}"),
    };
    (text.chars().filter(|c| !"¦⟨⟩".contains(*c)).collect(), selection)
}

fn show(edit: &Edit) -> String {
    let chars: Vec<char> = edit.text.chars().collect();
    let part = |range: Range<usize>| chars[range].iter().collect::<String>();
    let Range { start, end } = edit.selection;
    if start == end {
        format!("{}¦{}", part(0..start), part(start..chars.len()))
    } else {
        format!("{}⟨{}⟩{}", part(0..start), part(start..end), part(end..chars.len()))
    }
}

fn at(text: &str) -> Option<Place> {
    let (chars, selection) = marked(text);
    place(&chars, selection.end)
}

#[test]
fn the_word_at_the_caret_is_known() {
    for (text, query) in [
        ("{{¦", ""),
        ("{{¦}}", ""),
        ("Hi {{ cust¦", "cust"),
        ("Hi {{ cust¦ }}", "cust"),
        ("Hi {{ customer.fi¦rst }}", "customer.fi"),
        ("{{- a¦", "a"),
        ("{{ 1 + a¦ }}", "a"),
        ("{% if cust¦", "cust"),
        ("{% for a in ev¦ %}", "ev"),
        ("{{ f(cust¦", "cust"),
        ("👨‍👩‍👧 שלום {{ cu¦", "cu"),
    ] {
        let place = at(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!((place.wanted, place.query.as_str()), (Wanted::Attribute, query), "{text}");
    }
    for (text, of, query) in [
        ("{{ a.b |¦", Some("a.b"), ""),
        ("{{ a.b | ti¦ }}", Some("a.b"), "ti"),
        ("{{ a | trim | ti¦ }}", Some("a"), "ti"),
        ("{{ (a + b) |¦", None, ""),
    ] {
        let place = at(text).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(place.wanted, Wanted::Filter(of.map(str::to_owned)), "{text}");
        assert_eq!(place.query, query, "{text}");
    }
}

#[test]
fn elsewhere_nothing_is_completed() {
    for text in [
        "Hi ¦",
        "¦{{ a }}",
        "{{ a }}¦",
        "{{ a }¦}",
        "{¦{ a }}",
        "{{ a b¦ }}",
        "{{ \"cust¦",
        "{{ a | default(\"th¦ere\") }}",
        "{% i¦",
        "{# cust¦ #}",
        "{{ 12¦ }}",
    ] {
        assert_eq!(at(text), None, "{text}");
    }
}

#[test]
fn taking_an_attribute_leaves_balanced_braces() {
    for (text, expected) in [
        ("{{¦", "{{ customer.phone }}¦"),
        ("{{ ¦", "{{ customer.phone }}¦"),
        ("Hi {{ cust¦, how", "Hi {{ customer.phone }}¦, how"),
        ("{{ cust¦}", "{{ customer.phone }}¦"),
        ("{{ cust¦ }", "{{ customer.phone }}¦"),
        ("{{¦}}", "{{ customer.phone¦ }}"),
        ("{{cu¦st}}", "{{ customer.phone¦ }}"),
        ("{{ cust¦omer.x | title }}", "{{ customer.phone¦ | title }}"),
        ("{{ cust¦ {{ b }}", "{{ customer.phone }}¦ {{ b }}"),
        ("{% if cu¦", "{% if customer.phone¦"),
        ("{{ f(cu¦", "{{ f(customer.phone¦"),
    ] {
        let (chars, selection) = marked(text);
        let place = place(&chars, selection.end).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(show(&take_attribute(&chars, &place, "customer.phone")), expected, "{text}");
    }
}

#[test]
fn taking_a_filter_selects_what_is_to_be_typed_over() {
    let filter = |label: &str| FILTERS.iter().find(|one| english().get(one.label) == label).unwrap();
    for (text, label, expected) in [
        ("{{ a |¦", "Title Case", "{{ a | title }}¦"),
        ("{{ a |¦}}", "Title Case", "{{ a | title¦ }}"),
        ("{{ a | ti¦ }}", "Title Case", "{{ a | title¦ }}"),
        ("{{ a | de¦ }}", "If empty, use …", "{{ a | default(\"⟨there⟩\", true) }}"),
        ("{{ a |¦", "Round", "{{ a | round(⟨2⟩) }}"),
        ("{{ a | ro¦und(1) }}", "Round", "{{ a | round¦(1) }}"),
        ("{{ a |¦ | trim }}", "Title Case", "{{ a | title¦ | trim }}"),
    ] {
        let (chars, selection) = marked(text);
        let place = place(&chars, selection.end).unwrap_or_else(|| panic!("{text}"));
        assert_eq!(show(&take_filter(&chars, &place, filter(label))), expected, "{text}");
    }
}

#[test]
fn a_picked_variable_stands_where_it_can_be_read() {
    for (text, expected) in [
        ("¦", "{{ customer.phone }}¦"),
        ("Hi ¦!", "Hi {{ customer.phone }}¦!"),
        ("Hi ⟨you⟩!", "Hi {{ customer.phone }}¦!"),
        ("{{ a | ti¦tle }}b", "{{ a | title }}{{ customer.phone }}¦b"),
        ("{{ cu¦", "{{ customer.phone }}¦"),
        ("a⟨b{{ c⟩ }}d", "a{{ customer.phone }}¦d"),
        ("{{ a ⟨}} b⟩c", "{{ customer.phone }}¦c"),
    ] {
        let (chars, selection) = marked(text);
        assert_eq!(show(&insert_variable(&chars, selection, "customer.phone")), expected, "{text}");
    }
}

fn schema() -> ProfileSchema {
    let attribute = |path: &str, label: Option<&str>| Attribute {
        path: path.into(),
        label: label.map(str::to_owned),
        ..Attribute::default()
    };
    ProfileSchema {
        attributes: vec![
            attribute("customer.last_name", None),
            attribute("customer.first_name", None),
            attribute("customer.preferred_first_language", None),
            attribute("event.total", Some("Basket value")),
            attribute("journey.name", None),
        ],
    }
}

#[test]
fn attributes_are_found_by_beginning_part_and_initials() {
    let schema = schema();
    let found = |query: &str| -> Vec<&str> {
        attributes(&schema.attributes, query).into_iter().map(|one| one.path.as_str()).collect()
    };
    assert_eq!(found("").len(), 5);
    assert_eq!(found("fir"), ["customer.first_name", "customer.preferred_first_language"]);
    assert_eq!(found("FIRST N"), ["customer.first_name"]);
    assert_eq!(found("ast"), ["customer.last_name"]);
    assert_eq!(found("basket"), ["event.total"]);
    assert_eq!(found("cfn"), ["customer.first_name"]);
    assert_eq!(found("name"), ["journey.name", "customer.last_name", "customer.first_name"]);
    assert_eq!(found("event."), ["event.total"]);
    assert!(found("zzz").is_empty());
}

#[test]
fn filters_of_the_attributes_kind_come_first() {
    let names =
        |kind, query: &str| filters(english(), kind, query).into_iter().map(Filter::name).collect::<Vec<_>>();
    assert_eq!(names(Some(AttributeKind::Number), "")[..3], ["default", "round", "int"]);
    assert_eq!(names(Some(AttributeKind::Date), "")[..2], ["default", "date"]);
    assert_eq!(names(None, "")[..2], ["default", "title"]);
    assert_eq!(names(Some(AttributeKind::Text), "if"), ["default"]);
    assert_eq!(names(None, "case"), ["title", "upper", "lower"]);
    assert_eq!(names(None, "").len(), FILTERS.len());
}

/// What is told without reading the whole text is never told otherwise by reading it.
#[test]
fn outside_of_tags_there_is_no_place() {
    const PIECES: [&str; 10] = ["{{", "}}", "{%", "%}", "'", "\"", "a ", "|", "{", "}"];
    let mut told = 0;
    for number in 0..10_usize.pow(5) {
        let text: String = (0..5).map(|digit| PIECES[number / 10_usize.pow(digit) % 10]).collect();
        let chars: Vec<char> = text.chars().collect();
        for caret in 0..=chars.len() {
            if outside(&chars, caret) {
                told += 1;
                assert!(searched(&chars, caret).is_none(), "{text} at {caret}");
            }
        }
    }
    assert!(told > 100_000);
    let usual: Vec<char> =
        "Hi {{ customer.first_name | default(x) }}, it left {% if a %}today".chars().collect();
    assert!(
        outside(&usual, usual.len()) && outside(&usual, 41),
        "as variables are written, it is told at once"
    );
}
