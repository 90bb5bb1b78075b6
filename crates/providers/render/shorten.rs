//! Repairs of values that are too long: plain text is cut, Jinja text is cut by a filter, so that no customer's value is
//! too long again.

use whatsapp_domain::{Binding, Fix, TextSpan, limits::TEMPLATE_BODY_MAX, say, text_length::characters};

use super::{
    fill::{Filled, Values, has_jinja},
    mend,
    version::Version,
};

/// Fewer characters than this would leave nothing of a text.
const KEPT_MIN: usize = 10;

/// How a value may be cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// Between words, with `…` for what is gone.
    Words,
    /// Anywhere, and nothing is added: payloads and codes.
    Anywhere,
}

/// A repair that leaves a value of at most `max` characters, as it is sent, at `field`'s binding.
pub(super) fn value(
    values: &Values<'_>,
    binding: &Binding,
    filled: &Filled,
    field: &str,
    max: usize,
    cut: Cut,
) -> Option<Fix> {
    if cut == Cut::Words && max < KEPT_MIN {
        return None;
    }
    let label = say!("Shorten to {count} characters", count = max);
    if filled.is_fallback {
        return Some(mend::text_fix(label, format!("{field}.fallback"), shortened(&filled.text, max, cut)?));
    }
    let path = format!("{field}.value");
    let typed = &binding.value;
    if !has_jinja(typed) {
        return Some(mend::text_fix(label, path, shortened(typed, max, cut)?));
    }
    let filter = match cut {
        Cut::Words => format!("truncate({max}, false, \"…\", 0)"),
        Cut::Anywhere => format!("truncate({max}, true, \"\", 0)"),
    };
    let wrapped = match single(typed) {
        Some(inner) => format!("{{{{ {} | string | {filter} }}}}", mend::as_text(inner)),
        None => format!("{{% filter {filter} %}}{typed}{{% endfilter %}}"),
    };
    let is_good = |text: String| !text.trim().is_empty() && characters(&text) <= max;
    values.trial(&wrapped).is_some_and(is_good).then(|| mend::text_fix(label, path, wrapped))
}

/// The part of a typed text that is beyond `max`; none where the text is filled.
pub(super) fn beyond(binding: &Binding, filled: &Filled, max: usize) -> Option<TextSpan> {
    let end = characters(&binding.value);
    (filled.is_literal(binding) && end > max).then_some(TextSpan { start: max, end })
}

/// The expression of a text that is one simple variable and nothing else.
fn single(typed: &str) -> Option<&str> {
    let inner = typed.trim().strip_prefix("{{")?.strip_suffix("}}")?.trim();
    mend::is_simple(inner).then_some(inner)
}

/// The text with at most `max` characters; none when nothing would be left.
fn shortened(text: &str, max: usize, cut: Cut) -> Option<String> {
    if characters(text) <= max {
        return Some(text.to_owned());
    }
    let kept: String = match cut {
        Cut::Anywhere => text.trim().chars().take(max).collect(),
        Cut::Words => {
            let length = max.saturating_sub(1);
            let kept: String = text.chars().take(length).collect();
            let ends_here = text.chars().nth(length).is_some_and(char::is_whitespace).then_some(kept.len());
            let whole = ends_here.or(kept.rfind(char::is_whitespace)).map(|space| kept[..space].trim_end());
            // A text without spaces near its end is cut within a word.
            let whole = whole.filter(|whole| characters(whole) * 2 > max).unwrap_or(&kept);
            format!("{whole}…")
        }
    };
    (!kept.trim_matches('…').trim().is_empty()).then_some(kept)
}

/// A body that is too long with its values: its longest value loses what is too much.
pub(super) fn body(
    values: &Values<'_>,
    version: &Version<'_>,
    filled: &[Filled],
    count: usize,
) -> Option<Fix> {
    let excess = count.checked_sub(TEMPLATE_BODY_MAX)?;
    let lengths = filled.iter().map(|value| characters(&value.text)).enumerate();
    let (place, length) = lengths.max_by_key(|(_, length)| *length)?;
    // A value may stand in the text more than once.
    let times = version.synced.map_or(1, |template| {
        let is_it = |inner: &str| inner.trim().parse::<usize>() == Ok(place + 1);
        let inner = template.body.split("{{").skip(1).filter_map(|rest| rest.split_once("}}"));
        inner.filter(|(inner, _)| is_it(inner)).count().max(1)
    });
    let max = length.checked_sub(excess.div_ceil(times))?;
    let field = format!("{}.body[{place}]", version.rows_at);
    value(values, version.rows.body.get(place)?, filled.get(place)?, &field, max, Cut::Words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_between_words_and_codes_anywhere() {
        for (text, max, cut, expected) in [
            ("short", 10, Cut::Words, Some("short")),
            ("the quick brown fox", 12, Cut::Words, Some("the quick…")),
            ("the quick brown fox", 16, Cut::Words, Some("the quick brown…")),
            ("averyveryverylongword", 11, Cut::Words, Some("averyveryv…")),
            ("a averyveryverylongword", 11, Cut::Words, Some("a averyver…")),
            ("ÄÖÜ-123456", 4, Cut::Anywhere, Some("ÄÖÜ-")),
            ("           x", 11, Cut::Words, None),
        ] {
            let cut = shortened(text, max, cut);
            assert_eq!(cut.as_deref(), expected, "{text}");
            assert!(cut.is_none_or(|cut| characters(&cut) <= max));
        }
    }
}
