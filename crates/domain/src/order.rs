//! Things put in order. The standard library's ways are compiled anew for each type that is sorted, and collecting a map sorts
//! too; in the module that a browser loads that is more code than what it is for. Here the sorting is there once.

use std::collections::BTreeMap;

/// The items by their numbers, the lowest first; those with the same number as they stood.
pub fn by_number<T>(items: Vec<T>, number: impl Fn(&T) -> u64) -> Vec<T> {
    let places = places(items.iter().map(number).collect());
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    places.into_iter().filter_map(|place| items.get_mut(place)?.take()).collect()
}

/// The places of these numbers, in the order of the numbers.
fn places(numbers: Vec<u64>) -> Vec<usize> {
    let mut places: Vec<(u64, usize)> = numbers.into_iter().zip(0..).collect();
    places.sort_unstable();
    places.into_iter().map(|(_, place)| place).collect()
}

/// A map of these texts.
pub fn map<V>(pairs: &[(&str, &str)], value: fn(&str) -> V) -> BTreeMap<String, V> {
    let mut map = BTreeMap::new();
    for (name, text) in pairs {
        map.insert((*name).to_owned(), value(text));
    }
    map
}

/// A map, or a set, of these, put in one by one.
pub fn gathered<M: Default + Extend<T>, T>(items: impl IntoIterator<Item = T>) -> M {
    let mut all = M::default();
    all.extend(items);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_numbers_stay_as_they_stood() {
        let items = vec![(3, 'a'), (1, 'b'), (3, 'c'), (u64::MAX, 'd'), (0, 'e'), (1, 'f')];
        let sorted: String = by_number(items, |item| item.0).into_iter().map(|item| item.1).collect();
        assert_eq!(sorted, "ebfacd");
        assert!(by_number(Vec::<u64>::new(), |number| *number).is_empty());
    }

    #[test]
    fn what_is_gathered_is_what_is_collected() {
        let items = [(3, 'a'), (1, 'b'), (3, 'c')];
        assert_eq!(gathered::<BTreeMap<_, _>, _>(items), items.into_iter().collect());
    }

    #[test]
    fn the_last_of_a_name_stands() {
        let map = map(&[("b", "1"), ("a", "2"), ("b", "3")], str::len);
        assert_eq!(map, BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 1)]));
    }
}
