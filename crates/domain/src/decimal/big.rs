//! Whole numbers of any size, as far as decimals need them.

use std::cmp::Ordering;

/// Groups of 32 bits, the lowest first, none of them zero at the end.
#[derive(Clone)]
pub(super) struct Big(Vec<u32>);

impl Big {
    pub fn new(value: u64) -> Self {
        let mut big = Self(vec![value as u32, (value >> 32) as u32]);
        big.trim();
        big
    }

    fn trim(&mut self) {
        while self.0.last() == Some(&0) {
            self.0.pop();
        }
    }

    /// `self × by + plus`
    pub fn times(&mut self, by: u32, plus: u32) {
        let mut carry = u64::from(plus);
        for group in &mut self.0 {
            carry += u64::from(*group) * u64::from(by);
            *group = carry as u32;
            carry >>= 32;
        }
        self.0.push(carry as u32);
        self.trim();
    }

    /// `self × base^exponent`
    pub fn times_power(&mut self, base: u32, exponent: u32) {
        for _ in 0..exponent {
            self.times(base, 0);
        }
    }

    /// `self × 2^bits`
    pub fn shift(&mut self, bits: u32) {
        self.times(1 << (bits % 32), 0);
        if !self.0.is_empty() {
            self.0.splice(0..0, std::iter::repeat_n(0, bits as usize / 32));
        }
    }

    /// `self ÷ 2`, rounded down.
    fn halve(&mut self) {
        let mut carry = 0;
        for group in self.0.iter_mut().rev() {
            let low = *group & 1;
            *group = *group >> 1 | carry << 31;
            carry = low;
        }
        self.trim();
    }

    /// Divides and gives the rest.
    pub fn divide(&mut self, by: u32) -> u32 {
        let mut rest = 0;
        for group in self.0.iter_mut().rev() {
            let all = u64::from(rest) << 32 | u64::from(*group);
            *group = (all / u64::from(by)) as u32;
            rest = (all % u64::from(by)) as u32;
        }
        self.trim();
        rest
    }

    pub fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// Bits from the highest one that is set.
    pub fn bits(&self) -> i32 {
        let top = self.0.last().map_or(0, |group| group.leading_zeros() as i32);
        self.0.len() as i32 * 32 - top
    }

    fn compare(&self, other: &Self) -> Ordering {
        let highest_first = |big: &Self| big.0.iter().rev().copied().collect::<Vec<_>>();
        self.0.len().cmp(&other.0.len()).then_with(|| highest_first(self).cmp(&highest_first(other)))
    }

    /// `self - other`; `other` is not the greater.
    fn less(&mut self, other: &Self) {
        let mut borrow = false;
        for (place, group) in self.0.iter_mut().enumerate() {
            let (value, first) = group.overflowing_sub(other.0.get(place).copied().unwrap_or_default());
            let (value, second) = value.overflowing_sub(u32::from(borrow));
            (*group, borrow) = (value, first || second);
        }
        self.trim();
    }

    /// The whole part of `self ÷ by`, which is below 2⁶⁴; is there a rest?
    pub fn quotient(mut self, mut by: Self) -> (u64, bool) {
        let mut quotient = 0;
        by.shift(63);
        for _ in 0..64 {
            quotient <<= 1;
            if self.compare(&by) != Ordering::Less {
                self.less(&by);
                quotient |= 1;
            }
            by.halve();
        }
        (quotient, !self.is_zero())
    }
}
