//! Each against the standard library's, and against what `serde_json` writes: they may be no other.

use super::*;

/// Bits in no order, the same ones each time.
struct Bits(u64);

impl Bits {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}

/// Fractions of all kinds: any bits, few digits, whole ones, powers of two and their neighbours, the smallest and the largest.
fn fractions() -> impl Iterator<Item = f64> {
    let mut bits = Bits(0x9E37_79B9_7F4A_7C15);
    let any = (0..500).flat_map(move |_| {
        let (all, few, small) = (bits.next(), bits.next(), bits.next());
        let few = (few % 1_000_000) as f64 / 10f64.powi((small % 9) as i32);
        [f64::from_bits(all), few, -few, (all >> (small % 60 + 4)) as f64, f64::from_bits(all >> 12)]
    });
    let powers = (-1074..1024).step_by(7).flat_map(|power| {
        let power = if power < -1022 { f64::from_bits(1 << (power + 1074)) } else { 2f64.powi(power) };
        [power, power.next_up(), power.next_down()]
    });
    let tens = (-320..309).step_by(3).map(|power| format!("1e{power}").parse().unwrap());
    let ends = [
        0.0,
        -0.0,
        f64::MAX,
        f64::MIN_POSITIVE,
        f64::from_bits(1),
        0.5,
        1.5,
        2.5,
        0.125,
        9.5,
        99.95,
        999_999.5,
    ];
    any.chain(powers).chain(tens).chain(ends).filter(|value| value.is_finite())
}

#[test]
fn written_as_the_standard_library_does() {
    for value in fractions() {
        let shortest = format!("{value:e}");
        // Of two equally short and equally near ones, the standard library takes the upper, Python and we the even one.
        let places = shortest.split('e').next().unwrap().trim_start_matches('-').len().saturating_sub(2);
        let even = format!("{value:.places$e}");
        assert_eq!(scientific(value, None), if even.parse() == Ok(value) { even } else { shortest });
        for places in [0, 1, 2, 6, 16, 17, 30] {
            assert_eq!(scientific(value, Some(places)), format!("{value:.places$e}"));
            assert_eq!(fixed(value, places), format!("{value:.places$}"));
        }
    }
}

#[test]
fn written_as_serde_json_does() {
    for value in fractions() {
        assert_eq!(json(value), serde_json::to_string(&value).unwrap());
    }
}

#[test]
fn read_as_the_standard_library_does() {
    let same = |text: &str| {
        let (ours, theirs) = (parse(text), text.parse::<f64>().ok());
        assert_eq!(ours.map(f64::to_bits), theirs.map(f64::to_bits), "{text}");
    };
    for value in fractions() {
        same(&format!("{value:e}"));
        same(&format!("{value:.15e}"));
        same(&format!("{value:.17e}"));
        if value.abs() > 1e-290 {
            let exact = format!("{value:.1100}");
            same(&exact);
            same(&format!("{exact}1"));
        }
    }
    // Half way between two fractions, and a trifle more.
    let mut bits = Bits(42);
    for _ in 0..300 {
        let odd = bits.next() >> 11 | 1 << 53 | 1;
        let half = (u128::from(odd) << (bits.next() % 70)).to_string();
        same(&half);
        same(&format!("{half}.{}1", "0".repeat(30)));
        same(&format!("{half}e-40"));
    }
    for text in [
        "",
        "-",
        "+",
        ".",
        "-.",
        "e5",
        ".e5",
        "1.",
        ".5",
        "-.5e1",
        "1e",
        "1e+",
        "1e-",
        "1e5.",
        "1.2.3",
        "1_0",
        " 1",
        "1 ",
        "0x10",
        "inf",
        "-INF",
        "Infinity",
        "nan",
        "infinit",
        "in",
        "1e999",
        "-1e999",
        "1e-999",
        "0e999999999999999999",
        "1e99999999999999",
        "1e-99999999999999",
        "00001",
        "0.000e5",
        "2.2250738585072011e-308",
        "1.7976931348623159e308",
        "4.9e-324",
        "2.4703282292062327e-324",
        "2.4703282292062328e-324",
        "9007199254740993",
        "9007199254740992.9999",
        "+7",
        "1E3",
        "é",
    ] {
        same(text);
    }
    let long = format!("{}.{}", "1234567890".repeat(90), "0".repeat(2_000));
    same(&long);
    same(&format!("{long}1"));
    // The digit that decides is behind those that are looked at.
    same(&format!("9007199254740993.{}", "0".repeat(1_000)));
    same(&format!("9007199254740993.{}1", "0".repeat(1_000)));
}
