//! Texts that were parsed a moment ago. While somebody types into one value of a step, the others are rendered again
//! with each key, and parsing them is most of that.

use std::{cell::RefCell, rc::Rc};

use super::{ast::Stmt, errors::Res, names, parser};

/// Texts kept on each thread, the one used last in front.
const KEPT: usize = 48;
/// Longest text that is kept, in bytes; what a marketer types is far below.
const KEPT_MAX: usize = 8 * 1024;

type Entry = (Box<str>, Rc<Vec<Stmt>>);

thread_local! {
    static TEXTS: RefCell<Vec<Entry>> = const { RefCell::new(Vec::new()) };
}

/// The statements of a text that is in order.
///
/// # Errors
/// What is wrong with it; only texts that are in order are kept.
pub(super) fn parsed(template: &str) -> Res<Rc<Vec<Stmt>>> {
    if let Some(body) = known(template) {
        return Ok(body);
    }
    let body = parser::parse(template).and_then(|body| names::check(&body, false).map(|()| Rc::new(body)))?;
    if template.len() <= KEPT_MAX {
        TEXTS.with_borrow_mut(|texts| {
            texts.truncate(KEPT - 1);
            texts.insert(0, (template.into(), Rc::clone(&body)));
        });
    }
    Ok(body)
}

fn known(template: &str) -> Option<Rc<Vec<Stmt>>> {
    TEXTS.with_borrow_mut(|texts| {
        let at = texts.iter().position(|(text, _)| **text == *template)?;
        texts[..=at].rotate_right(1);
        Some(Rc::clone(&texts[0].1))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count() -> usize {
        TEXTS.with_borrow(Vec::len)
    }

    #[test]
    fn a_text_is_parsed_once_while_it_is_in_use() {
        let first = parsed("{{ customer.name }}").unwrap();
        for at in 0..KEPT - 1 {
            parsed(&format!("{{{{ a{at} }}}}")).unwrap();
        }
        assert!(
            Rc::ptr_eq(&first, &parsed("{{ customer.name }}").unwrap()),
            "still there, and in front again"
        );
        for at in 0..KEPT {
            parsed(&format!("{{{{ b{at} }}}}")).unwrap();
        }
        assert_eq!(count(), KEPT);
        assert!(!Rc::ptr_eq(&first, &parsed("{{ customer.name }}").unwrap()), "what nobody uses goes");
    }

    #[test]
    fn what_is_wrong_or_huge_is_not_kept() {
        let before = count();
        assert!(parsed("{{ customer.").is_err());
        let huge = format!("{{{{ x }}}}{}", "y".repeat(KEPT_MAX));
        parsed(&huge).unwrap();
        assert_eq!(count(), before);
    }
}
