//! The proxy of a page: fixed once, so that nothing on the page can send elsewhere what people type later.

use std::cell::RefCell;

thread_local! {
    static FIXED: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Fixes the page's proxy when it is not yet, and gives it back.
///
/// # Errors
/// With the fixed one, when another is named.
pub fn fix(wanted: &str) -> Result<String, String> {
    let wanted = wanted.trim_end_matches('/');
    FIXED.with_borrow_mut(|fixed| match fixed {
        Some(fixed) if fixed == wanted => Ok(fixed.clone()),
        Some(fixed) => Err(fixed.clone()),
        None => Ok(fixed.insert(wanted.to_owned()).clone()),
    })
}

#[cfg(test)]
mod tests {
    use super::fix;

    #[test]
    fn the_first_one_counts() {
        assert_eq!(fix("https://proxy.example.com/"), Ok("https://proxy.example.com".into()));
        assert_eq!(fix("https://proxy.example.com"), Ok("https://proxy.example.com".into()));
        assert_eq!(fix("https://elsewhere.example"), Err("https://proxy.example.com".into()));
        assert_eq!(fix(""), Err("https://proxy.example.com".into()), "the page's own is another one too");
    }
}
