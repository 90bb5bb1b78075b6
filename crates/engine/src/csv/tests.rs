use proptest::prelude::*;
use serde_json::json;

use super::*;

fn error(line: &str) -> (&'static str, usize) {
    let error = parse_record(line).unwrap_err();
    (error.code, error.column)
}

#[test]
fn reads_values() {
    for (line, expected) in [
        ("", vec![]),
        ("\n", vec![]),
        (" ", vec![""]),
        ("\"\"", vec![""]),
        (",", vec!["", ""]),
        ("Ana,order 4711", vec!["Ana", "order 4711"]),
        (" Ana , order 4711 ", vec!["Ana", "order 4711"]),
        ("Ana,\"a, b\"", vec!["Ana", "a, b"]),
        ("\" a \", b ", vec![" a ", "b"]),
        ("\"a\" , \"b\" ", vec!["a", "b"]),
        ("\"say \"\"hi\"\"\"", vec!["say \"hi\""]),
        ("5\" pipe,6\"", vec!["5\" pipe", "6\""]),
        ("\"two\r\nlines\",b", vec!["two\r\nlines", "b"]),
        ("a,b\r\n\n", vec!["a", "b"]),
        ("a,\u{a0}b\u{3000}\u{1f}", vec!["a", "b"]),
        ("\t\"a\",b", vec!["\"a\"", "b"]),
        (
            "{{ customer.first_name }},\"{{ x | default(\"\"a, b\"\") }}\"",
            vec!["{{ customer.first_name }}", "{{ x | default(\"a, b\") }}"],
        ),
    ] {
        assert_eq!(parse_record(line).unwrap(), expected, "{line:?}");
    }
}

#[test]
fn says_what_is_wrong_and_where() {
    assert_eq!(error("a,\"b"), ("unclosed-quote", 3));
    assert_eq!(error("é, \"b\"\""), ("unclosed-quote", 4));
    assert_eq!(error("\"a\"b"), ("text-after-quote", 4));
    assert_eq!(error("\"a\" b"), ("text-after-quote", 5));
    assert_eq!(error("\"a\" \""), ("text-after-quote", 5));
    assert_eq!(error("\"a\"\t"), ("text-after-quote", 4));
    assert_eq!(error("a\nb"), ("second-record", 3));
    assert_eq!(error("\na"), ("second-record", 2));
    assert_eq!(error("\"a\"\r\n b"), ("second-record", 6));
}

#[test]
fn bounds_a_value() {
    let longest = "x".repeat(MAX_VALUE_CHARS);
    assert_eq!(parse_record(&longest).unwrap(), [longest.as_str()]);
    assert_eq!(error(&format!("{longest}x")), ("value-too-long", MAX_VALUE_CHARS + 1));
}

#[test]
fn writes_quotes_only_where_needed() {
    assert_eq!(format_record(&["Ana", "a, b", "", " c", "d\"e"]), "Ana,\"a, b\",,\" c\",\"d\"\"e\"");
    assert_eq!(format_record(&[""]), "\"\"");
    assert_eq!(format_record::<&str>(&[]), "");
}

#[test]
fn answers_the_command_line() {
    assert_eq!(check_line(&json!({"input": "Ana,\"a, b\""})), json!({"values": ["Ana", "a, b"]}));
    let answer = check_line(&json!({"input": "\"a"}));
    assert_eq!(answer["error"]["code"], "unclosed-quote");
    assert_eq!(answer["error"]["column"], 1);
    assert_eq!(check_line(&json!({"input": 5}))["error"]["code"], "bad-line");
}

proptest! {
    #[test]
    fn never_panics(line in "[a ,\"\r\n\t\u{a0}é]{0,24}|\\PC*") {
        let _ = parse_record(&line);
    }

    #[test]
    fn round_trips(values in prop::collection::vec("[a ,\"\r\n\t\u{1c}\u{a0}é]{0,8}|\\PC{0,12}", 0..6)) {
        let line = format_record(&values);
        prop_assert_eq!(parse_record(&line).unwrap(), values);
    }
}
