//! Texts that were parsed a moment ago. While somebody types into one value of a step, the others are rendered again
//! with each key, and parsing them is most of that. Of a long text that is typed into, what stands in front of the caret
//! is what it was: it is read on from the last tag before the first difference.

use std::{cell::RefCell, rc::Rc};

use super::{
    ast::Stmt,
    errors::Res,
    lexer::Seam,
    names,
    parser::{self, Cut},
};

/// Texts kept on each thread, the one used last in front.
const KEPT: usize = 48;
/// Longest text that is kept, in bytes; what a marketer types is far below.
const KEPT_MAX: usize = 8 * 1024;

/// Bytes that have to be the same for a text to be read on from there. Shorter ones are read in no time, and what is taken
/// over is taken from an earlier text, which may be another value that is still in use.
const SHARED_MIN: usize = 512;

struct Entry {
    text: Box<str>,
    body: Rc<Vec<Stmt>>,
    /// Where it could be read anew.
    cuts: Vec<Cut>,
}

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
    let (body, cuts) = match resumed(template)? {
        Some(read) => read,
        None => checked(template, Seam::START)?,
    };
    let body = Rc::new(body);
    if template.len() <= KEPT_MAX {
        TEXTS.with_borrow_mut(|texts| {
            texts.truncate(KEPT - 1);
            texts.insert(0, Entry { text: template.into(), body: Rc::clone(&body), cuts });
        });
    }
    Ok(body)
}

fn known(template: &str) -> Option<Rc<Vec<Stmt>>> {
    TEXTS.with_borrow_mut(|texts| {
        let at = texts.iter().position(|entry| *entry.text == *template)?;
        texts[..=at].rotate_right(1);
        Some(Rc::clone(&texts[0].body))
    })
}

/// The text that begins as this one does for longest, by its place, and where they are last known to be the same.
fn begun(template: &str) -> Option<(usize, Cut)> {
    // Other line ends are changed before a text is read, so that places in it are others.
    if template.len() < SHARED_MIN || template.contains('\r') {
        return None;
    }
    TEXTS.with_borrow(|texts| {
        let long = texts.iter().enumerate().filter(|(_, entry)| !entry.cuts.is_empty());
        let found = long.filter_map(|(at, entry)| {
            let same = same(entry.text.as_bytes(), template.as_bytes());
            let cut = entry.cuts.iter().rev().find(|cut| cut.seam.at <= same)?;
            (cut.seam.at >= SHARED_MIN && !entry.text.contains('\r')).then_some((at, *cut))
        });
        found.max_by_key(|(_, cut)| cut.seam.at)
    })
}

/// How many bytes the texts begin with that are the same.
fn same(one: &[u8], other: &[u8]) -> usize {
    // Looked through piece by piece first, which is quicker by far.
    const PIECE: usize = 64;
    let pieces = one.chunks_exact(PIECE).zip(other.chunks_exact(PIECE));
    let whole = PIECE * pieces.take_while(|(one, other)| one == other).count();
    whole + one[whole..].iter().zip(&other[whole..]).take_while(|(one, other)| one == other).count()
}

/// Statements, and where they could be read anew.
type Read = (Vec<Stmt>, Vec<Cut>);

/// Reads a text from a seam on.
fn checked(template: &str, from: Seam) -> Res<Read> {
    let read = parser::parse_from(template, from)?;
    names::check(&read.0, false)?;
    Ok(read)
}

/// A text that begins as an earlier one does, read from where it becomes another. The earlier one is not known any more,
/// unless what follows there is wrong: then it is where the next try begins.
fn resumed(template: &str) -> Res<Option<Read>> {
    let Some((earlier, cut)) = begun(template) else { return Ok(None) };
    let (rest, behind) = checked(template, cut.seam)?;
    let Entry { body, mut cuts, .. } = TEXTS.with_borrow_mut(|texts| texts.remove(earlier));
    let Ok(mut body) = Rc::try_unwrap(body) else { return Ok(None) };
    body.truncate(cut.statements);
    body.extend(rest);
    cuts.retain(|known| known.seam.at <= cut.seam.at);
    cuts.extend(behind.into_iter().map(|next| Cut { statements: cut.statements + next.statements, ..next }));
    Ok(Some((body, cuts)))
}

#[cfg(test)]
mod tests {
    use super::super::ast::{Expr, Kind};
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

    /// Each text is what it would be if it were read by itself, to the last place in it, and so is what is wrong with it.
    fn reads_as_if_alone(text: &str) {
        let alone = parser::parse(text).and_then(|body| names::check(&body, false).map(|()| body));
        match (parsed(text), alone) {
            (Ok(read), Ok(alone)) => assert_eq!(format!("{read:?}"), format!("{alone:?}"), "{text:?}"),
            (Err(read), Err(alone)) => {
                let told = |fault| super::super::TemplateError::from(fault);
                assert_eq!(told(read), told(alone), "{text:?}");
            }
            (read, alone) => panic!("{text:?}: {read:?}, and alone {alone:?}"),
        }
    }

    const LONG: &str = "Grüße, {{ customer.name | default('du') }}!\n{% if customer.vip %}Danke, {{ name }}.\n{% else %}\n\
        {{- name -}}  {% endif %}\n{# {{ no }} #}{% raw %}{{ as it is }}{% endraw %}{% set a = 1 -%}\n  {{ a }} 📦 {{ b }}";

    fn long() -> String {
        format!("{}{LONG} {LONG}", "It left {{ depot }} this morning.\n".repeat(20))
    }

    #[test]
    fn a_text_that_is_typed_into_reads_as_if_it_were_new() {
        let text = long();
        let typed: Vec<char> = text.chars().collect();
        for end in 600..typed.len() {
            reads_as_if_alone(&typed[..end].iter().collect::<String>());
        }
        // Into the middle, where tags open and close, lines break and the space is skipped.
        for at in (500..typed.len()).step_by(11) {
            for new in ["x", "\n", " ", "{{ x | nothing }}", "{{ y }}", "{%", "}}", "{% endif %}", "\r"] {
                let changed: String = typed[..at]
                    .iter()
                    .copied()
                    .chain(new.chars())
                    .chain(typed[at..].iter().copied())
                    .collect();
                reads_as_if_alone(&changed);
            }
            reads_as_if_alone(&text);
        }
    }

    #[test]
    fn only_what_follows_the_change_is_read_again() {
        // The text of the second tag is the same one, not a copy.
        let name = |body: &[Stmt]| match &body[1] {
            Stmt::Print(Expr { kind: Kind::Name(name), .. }) => Rc::as_ptr(name).cast::<u8>(),
            other => panic!("{other:?}"),
        };
        let (one, other) = (format!("{} a", long()), format!("{} ab", long()));
        let first = name(&parsed(&one).unwrap());
        let (_, cut) = begun(&other).unwrap();
        assert!(cut.seam.at > one.len() - 10, "{cut:?}");
        assert_eq!(name(&parsed(&other).unwrap()), first);
        assert!(begun("{{ depot }}").is_none(), "too short");
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
