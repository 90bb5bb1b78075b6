//! A fraction as decimal digits.

use super::{big::Big, parts, read::value};

/// `0.d₁d₂d₃… × 10^exponent`
struct Digits {
    /// From 0 to 9, neither the first nor the last 0; none for nothing.
    digits: Vec<u8>,
    exponent: i32,
}

impl Digits {
    /// All digits of a finite value without its sign.
    fn exact(value: f64) -> Self {
        let (_, mantissa, power) = parts(value);
        let mut big = Big::new(mantissa);
        if power < 0 {
            // m × 2⁻ⁿ is m × 5ⁿ × 10⁻ⁿ.
            big.times_power(5, power.unsigned_abs());
        } else {
            big.shift(power.unsigned_abs());
        }
        let mut digits = Vec::new();
        while !big.is_zero() {
            let mut group = big.divide(1_000_000_000);
            for _ in 0..9 {
                digits.push((group % 10) as u8);
                group /= 10;
            }
        }
        while digits.last() == Some(&0) {
            digits.pop();
        }
        let exponent = digits.len() as i32 + power.min(0);
        digits.reverse();
        let mut all = Self { digits, exponent };
        all.trim();
        all
    }

    fn trim(&mut self) {
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
        if self.digits.is_empty() {
            self.exponent = 0;
        }
    }

    /// The first `count` digits; of the rest, more than half a unit rounds up, half to the even digit. With `up` any rest does.
    fn rounded(&self, count: i32, up: bool) -> Self {
        let Ok(kept) = usize::try_from(count) else { return Self { digits: Vec::new(), exponent: 0 } };
        let Some((head, rest)) = self.digits.split_at_checked(kept).filter(|(_, rest)| !rest.is_empty())
        else {
            return Self { digits: self.digits.clone(), exponent: self.exponent };
        };
        let odd = head.last().is_some_and(|digit| digit % 2 == 1);
        let mut carry = up || rest[0] > 5 || rest[0] == 5 && (rest.len() > 1 || odd);
        let mut digits = head.to_vec();
        for digit in digits.iter_mut().rev() {
            if !carry {
                break;
            }
            carry = *digit == 9;
            *digit = if carry { 0 } else { *digit + 1 };
        }
        let mut exponent = self.exponent;
        if carry {
            digits.insert(0, 1);
            exponent += 1;
        }
        let mut result = Self { digits, exponent };
        result.trim();
        result
    }

    /// The digits of a value that up to 15 of them write, with a dot among them or at their end: nearly all that people have.
    fn short(wanted: f64) -> Option<Self> {
        // Up to 10²² powers of ten are exact, and so are whole numbers below 2⁵³: one division is rounded as reading is. What was
        // written with up to 15 digits has no other 15 digits, so it does not matter how the product was rounded.
        let mut power = 1.0;
        for places in 0..15 {
            let whole = (wanted * power).round();
            if whole >= 1e15 {
                return None;
            }
            if whole / power == wanted {
                let mut rest = whole as u64;
                let mut digits = Vec::with_capacity(16);
                while rest > 0 {
                    digits.push((rest % 10) as u8);
                    rest /= 10;
                }
                digits.reverse();
                let exponent = digits.len() as i32 - places;
                let mut digits = Self { digits, exponent };
                digits.trim();
                return Some(digits);
            }
            power *= 10.0;
        }
        None
    }

    /// The fewest digits that read back as the value; of as many, the nearest.
    fn shortest(wanted: f64) -> Self {
        let wanted = wanted.abs();
        if let Some(digits) = Self::short(wanted) {
            return digits;
        }
        let exact = Self::exact(wanted);
        // What was written with up to 15 digits comes back from 15, except where fractions have fewer bits.
        let least = if wanted < 1e-290 { 1 } else { 15 };
        for count in least..17 {
            for up in [false, true] {
                let tried = exact.rounded(count, up);
                if value(&tried.digits, tried.exponent - tried.digits.len() as i32) == wanted {
                    return tried;
                }
            }
        }
        exact.rounded(17, false)
    }

    /// `1.25`, with at least so many places behind the dot.
    fn plain(&self, places: usize, out: &mut String) {
        let digit = |place: i32, out: &mut String| {
            let digit = usize::try_from(place).ok().and_then(|place| self.digits.get(place));
            out.push(char::from(b'0' + digit.copied().unwrap_or_default()));
        };
        if self.exponent <= 0 {
            out.push('0');
        }
        for place in 0..self.exponent {
            digit(place, out);
        }
        let given = (self.digits.len() as i32 - self.exponent).max(places as i32);
        if given > 0 {
            out.push('.');
        }
        for place in 0..given {
            digit(self.exponent + place, out);
        }
    }

    /// `1.25e7`, with at least so many places behind the dot.
    fn scientific(&self, places: usize, out: &mut String) {
        let shown = Self { digits: self.digits.clone(), exponent: 1 };
        shown.plain(places, out);
        let exponent = if self.digits.is_empty() { 0 } else { self.exponent - 1 };
        out.push('e');
        out.push_str(&exponent.to_string());
    }
}

fn signed(value: f64, write: impl FnOnce(&mut String)) -> String {
    let mut out = String::new();
    if value.is_sign_negative() {
        out.push('-');
    }
    write(&mut out);
    out
}

/// A finite value with so many places behind the dot, as `format!("{value:.places$}")` writes it.
pub fn fixed(value: f64, places: usize) -> String {
    let exact = Digits::exact(value);
    let rounded = exact.rounded(exact.exponent.saturating_add(places as i32), false);
    signed(value, |out| rounded.plain(places, out))
}

/// A finite value with an exponent, as `format!("{value:.places$e}")` writes it; without `places` the
/// fewest digits that read back as the value; of two equally near ones the even one, as Python does.
pub fn scientific(value: f64, places: Option<usize>) -> String {
    let digits = match places {
        None => Digits::shortest(value),
        Some(places) => Digits::exact(value).rounded(places as i32 + 1, false),
    };
    signed(value, |out| digits.scientific(places.unwrap_or_default(), out))
}

/// A finite value as JSON has it, as `serde_json` writes it.
pub fn json(value: f64) -> String {
    let digits = Digits::shortest(value);
    signed(value, |out| match digits.exponent {
        -4..=16 => digits.plain(1, out),
        exponent => {
            digits.scientific(0, out);
            if exponent > 0 {
                // As it is written there: `1e+16`.
                let at = out.rfind('e').unwrap_or_default() + 1;
                out.insert(at, '+');
            }
        }
    })
}
