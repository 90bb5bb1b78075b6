use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::json;

use super::*;

#[derive(Debug, PartialEq, Deserialize)]
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

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Plain,
    New(u32),
    Two(u8, u8),
    Full { at: usize },
}

#[derive(Debug, PartialEq, Deserialize)]
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
