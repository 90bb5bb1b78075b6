//! Small and capital letters as runs of letters that lie the same way from each other, from the standard library's tables:
//! those have 24 KB for what fits into two. `src/case.rs` reads them.

use std::fmt::Write as _;

/// The source of the tables.
pub fn tables() -> String {
    let mut out = String::new();
    write_runs(&mut out, "LOWER", &|c| {
        let mut all = c.to_lowercase();
        (all.next(), all.next())
    });
    write_runs(&mut out, "UPPER", &|c| {
        let mut all = c.to_uppercase();
        (all.next(), all.next())
    });
    write_several(&mut out, "LOWER_SEVERAL", &|c| c.to_lowercase().collect());
    write_several(&mut out, "UPPER_SEVERAL", &|c| c.to_uppercase().collect());
    write_passed_over(&mut out);
    out
}

fn letters() -> impl Iterator<Item = char> {
    ('\u{80}'..=char::MAX).filter(|c| !c.is_ascii())
}

/// `(first | step - 1 << 21 | further letters << 22, distance)`, ascending. Only what becomes one other letter.
fn write_runs(out: &mut String, name: &str, cased: &dyn Fn(char) -> (Option<char>, Option<char>)) {
    let mut runs: Vec<(u32, u32, u32, i32)> = Vec::new();
    for c in letters() {
        let (Some(other), None) = cased(c) else { continue };
        let (at, distance) = (c as u32, other as i32 - c as i32);
        if distance == 0 {
            continue;
        }
        match runs.last_mut() {
            Some((first, step, further, same))
                if *same == distance
                    && *further < 1023
                    && (*further == 0 && (at - *first == 1 || at - *first == 2)
                        || *further > 0 && at == *first + *step * (*further + 1)) =>
            {
                *step = if *further == 0 { at - *first } else { *step };
                *further += 1;
            }
            _ => runs.push((at, 1, 0, distance)),
        }
    }
    let _ = write!(out, "pub(super) static {name}: [(u32, i32); {}] = [", runs.len());
    for (first, step, further, distance) in runs {
        let _ = write!(out, "({},{distance}),", first | (step - 1) << 21 | further << 22);
    }
    out.push_str("];\n");
}

/// What becomes several letters.
fn write_several(out: &mut String, name: &str, cased: &dyn Fn(char) -> String) {
    let several: Vec<(char, String)> =
        letters().map(|c| (c, cased(c))).filter(|(_, all)| all.chars().nth(1).is_some()).collect();
    let _ = writeln!(out, "pub(super) static {name}: [(char, &str); {}] = {several:?};", several.len());
}

/// What is passed over when a sigma is looked at, to tell whether it stands at the end of a word: `first | further << 21`.
fn write_passed_over(out: &mut String) {
    // A letter behind it is seen through it, and by itself it is no letter.
    let passed = |c: &char| {
        let small = |text: String| text.to_lowercase().contains('σ');
        small(format!("AΣ{c}A")) && !small(format!("AΣ{c}"))
    };
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for c in ('\0'..=char::MAX).filter(passed) {
        match runs.last_mut() {
            Some((first, further)) if *first + *further + 1 == c as u32 && *further < 2047 => *further += 1,
            _ => runs.push((c as u32, 0)),
        }
    }
    let _ = write!(out, "pub(super) static PASSED_OVER: [u32; {}] = [", runs.len());
    for (first, further) in runs {
        let _ = write!(out, "{},", first | further << 21);
    }
    out.push_str("];\n");
}
