use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::*;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Whole {
    name: String,
    #[serde(default)]
    count: Option<u8>,
    share: f64,
    sign: char,
    pair: (i64, bool),
    kinds: Vec<Kind>,
    by_name: BTreeMap<String, Tagged>,
    #[serde(default)]
    any: Value,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Plain,
    New(u32),
    Two(u8, u8),
    Full { at: usize },
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
enum Tagged {
    Text { text: String },
    Number { value: i32 },
}

fn whole() -> Value {
    json!({
        "name": "Hé \u{1F600} \\ \" \n", "count": null, "share": 2, "sign": "ß", "pair": [-7, true],
        "kinds": ["plain", {"new": 3}, {"two": [1, 2]}, {"full": {"at": 9}}],
        "byName": {"a": {"type": "text", "text": "t"}, "b": {"value": -1, "type": "number"}},
        "any": {"deep": [1, {"x": null}]}
    })
}

/// The reader gives what serde_json's own gives, value by value.
#[test]
fn it_reads_what_serde_json_reads() {
    let read_here: Whole = read(&whole()).unwrap();
    assert_eq!(read_here, serde_json::from_value(whole()).unwrap());
    assert_eq!(text::<Whole>(&whole().to_string()).unwrap(), read_here);
    assert_eq!(read_here.kinds[1], Kind::New(3));
    assert_eq!(read::<Value>(&whole()).unwrap(), whole());
    for number in [json!(u64::MAX), json!(i64::MIN), json!(0.1), json!(1e300)] {
        assert_eq!(read::<Value>(&number).unwrap(), number);
    }
}

/// And it refuses what that refuses, apart from lists in the place of structs.
#[test]
fn it_refuses_what_serde_json_refuses() {
    let spoilt = [
        ("name", json!(1)),
        ("name", Value::Null),
        ("count", json!(256)),
        ("count", json!(-1)),
        ("share", json!("2")),
        ("sign", json!("ab")),
        ("pair", json!([1])),
        ("kinds", json!(["other"])),
        ("kinds", json!([{"new": 1, "two": [1, 2]}])),
        ("kinds", json!("plain")),
        ("byName", json!({"a": {"type": "none"}})),
        ("byName", json!({"a": {"text": "t"}})),
        ("byName", json!([])),
        ("unknown", json!(1)),
    ];
    for (name, other) in spoilt {
        let mut value = whole();
        value[name] = other.clone();
        assert!(serde_json::from_value::<Whole>(value.clone()).is_err(), "{name} {other}");
        assert!(read::<Whole>(&value).is_err(), "{name} {other}");
    }
    let mut missing = whole();
    missing.as_object_mut().unwrap().remove("share");
    assert!(read::<Whole>(&missing).unwrap_err().to_string().contains("share"));
    let error = read::<Whole>(&json!([1])).unwrap_err().to_string();
    assert!(error.contains("sequence") && error.contains("Whole"), "{error}");
}

#[test]
fn a_value_of_something_is_what_it_writes() {
    assert_eq!(value(&whole()), whole());
    assert_eq!(value(&BTreeMap::from([((1, 2), 3)])), Value::Null);
}

#[test]
fn it_writes_what_serde_json_writes() {
    let odd = json!({"": [], "{}": {}, "\u{1}\u{1f}\u{7f}\"\\/\u{8}\u{c}\r\t": [[], [{}], {"a": []}], "n": [1.0, -0.0, 1e-7, 1e300, u64::MAX, i64::MIN]});
    let read: Whole = read(&whole()).unwrap();
    let numbers = BTreeMap::from([(-1, Some('ß')), (7, None)]);
    fn same<T: Serialize>(of: &T) {
        assert_eq!(String::from_utf8(written(of).unwrap()).unwrap(), serde_json::to_string(of).unwrap());
        assert_eq!(pretty(of), serde_json::to_string_pretty(of).unwrap());
    }
    same(&odd);
    same(&whole());
    same(&read);
    same(&numbers);
    same(&(f64::NAN, f64::INFINITY, (), true, 'c', "é", 1u8, -1i16, u128::MAX));
    assert_eq!(line(&odd), odd.to_string());
}

/// Texts with all that JSON has, and each of them cut short or with one sign changed: taken by both or by neither.
#[test]
fn it_takes_the_texts_that_serde_json_takes() {
    let same = |bytes: &[u8]| {
        let theirs = serde_json::from_slice::<Value>(bytes).ok();
        assert_eq!(parsed(bytes).ok(), theirs, "{}", String::from_utf8_lossy(bytes));
    };
    for text in [
        r#" {"a" : [1, -2.5e+3, 0.1 ,1E400,-0,0,18446744073709551616,-9223372036854775809,01,1.,.5,-,+1] , "a":null}"#,
        r#"[true,false,null,"\u00e9\ud83d\ude00\ud83d \udc00\"\\\/\b\f\n\r\t\x\u12G4",{"b":{}},[],[[]]]"#,
        "\t\n\r {\"h\u{e9}\":\"\u{1F600} \u{7f}\",\"c\":\"\u{1}\"}\u{a0}",
        r#"{"a":1,"b":[1,2,],"c":{"d":1,},}"#,
        "[123456789012345678901234567890e-10, -2.5E+3, 0.1, -0, 0, -0.0, 18446744073709551616, -9223372036854775809, 1e400]",
        "[123456789012345678901234567890e-10, -2.5E+3, 0.1, -0, 0, -0.0, 18446744073709551616, -9223372036854775809]",
        r#"["\u00e9\ud83d\ude00\"\\\/\b\f\n\r\t\u12A4", {"a": 1, "b": {}, "a": 2}]"#,
        "-123",
    ] {
        same(text.as_bytes());
        for at in 0..text.len() {
            same(&text.as_bytes()[..at]);
            same(&text.as_bytes()[at..]);
            for sign in [b'"', b'0', b',', b'}', b']', b' ', b'e', b'\\', 0xFF] {
                let mut bytes = text.as_bytes().to_vec();
                bytes[at] = sign;
                same(&bytes);
                bytes.remove(at);
                same(&bytes);
            }
        }
    }
    for depth in [126, 127, 128, 129, 5_000] {
        same(format!("{}{}", "[".repeat(depth), "]".repeat(depth)).as_bytes());
        same(format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth)).as_bytes());
    }
}

#[test]
fn an_error_says_where_and_what() {
    let said = |text: &str| self::text::<Value>(text).unwrap_err().to_string();
    assert_eq!(said("{\n  \"é\": x}"), "“x” is not expected at line 2 column 8");
    assert_eq!(said("[1, 2"), "the text ends too early at line 1 column 6");
    assert_eq!(said("{\"a\": \"b"), "the text ends too early at line 1 column 9");
    assert_eq!(bytes::<Value>(b"\"a\xFF\"").unwrap_err().to_string(), "byte 2 is not UTF-8");
    let error = read::<u8>(&json!(1.5)).unwrap_err().to_string();
    assert_eq!(error, serde_json::from_value::<u8>(json!(1.5)).unwrap_err().to_string());
}
