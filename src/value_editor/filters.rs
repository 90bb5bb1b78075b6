//! Filters by what people want of them. Each example is what the engine really gives (a test compares).

use whatsapp_domain::profile::AttributeKind;

use AttributeKind::{Boolean, Date, Language, List, Number, Phone, Text, Url};

use crate::texts::{Id, Text as Said, value_editor as say};

/// A filter as it is offered.
#[derive(Debug, PartialEq, Eq)]
pub struct Filter {
    /// What it is for.
    pub label: Id,
    /// One line about it.
    pub help: Id,
    /// What is written behind the `|`.
    pub insert: &'static str,
    /// The part of `insert` that is selected then, to be typed over; empty for none.
    pub select: &'static str,
    /// An example: the value as JSON.
    pub before: &'static str,
    /// An example: what comes out.
    pub after: &'static str,
    /// Kinds of attributes that it is offered for first; empty for all.
    pub fits: &'static [AttributeKind],
}

impl Filter {
    /// Its name: what stands before the brackets.
    pub fn name(&self) -> &'static str {
        self.insert.split('(').next().unwrap_or_default()
    }

    /// Its example as people read it: `ana → Ana`.
    pub fn example(&self) -> Said {
        match self.before.trim_matches('"') {
            "" => say::nothing_to(self.after),
            // Spaces at the ends would not be seen.
            before if before.starts_with(' ') => Said::words(format!("“{before}” → “{}”", self.after)),
            before => Said::words(format!("{before} → {}", self.after)),
        }
    }
}

/// All that are offered, the most wanted first.
pub const FILTERS: &[Filter] = &[
    Filter {
        label: say::DEFAULT,
        help: say::DEFAULT_HELP,
        insert: "default(\"there\", true)",
        select: "there",
        before: "\"\"",
        after: "there",
        fits: &[],
    },
    Filter {
        label: say::TITLE_CASE,
        help: say::TITLE_CASE_HELP,
        insert: "title",
        select: "",
        before: "\"ana maria\"",
        after: "Ana Maria",
        fits: &[Text],
    },
    Filter {
        label: say::CAPITALIZE,
        help: say::CAPITALIZE_HELP,
        insert: "capitalize",
        select: "",
        before: "\"LINEN shirt\"",
        after: "Linen shirt",
        fits: &[Text],
    },
    Filter {
        label: say::TRUNCATE,
        help: say::TRUNCATE_HELP,
        insert: "truncate(20, true)",
        select: "20",
        before: "\"Linen shirt with short sleeves\"",
        after: "Linen shirt with ...",
        fits: &[Text],
    },
    Filter {
        label: say::TRIM,
        help: say::TRIM_HELP,
        insert: "trim",
        select: "",
        before: "\" Ana \"",
        after: "Ana",
        fits: &[Text, Phone, Url],
    },
    Filter {
        label: say::UPPER,
        help: say::UPPER_HELP,
        insert: "upper",
        select: "",
        before: "\"save20\"",
        after: "SAVE20",
        fits: &[Text, Language],
    },
    Filter {
        label: say::LOWER,
        help: say::LOWER_HELP,
        insert: "lower",
        select: "",
        before: "\"Leeds\"",
        after: "leeds",
        fits: &[Text, Url, Language],
    },
    Filter {
        label: say::REPLACE,
        help: say::REPLACE_HELP,
        insert: "replace(\"-\", \" \")",
        select: "-",
        before: "\"linen-shirt\"",
        after: "linen shirt",
        fits: &[Text, Phone, Url],
    },
    Filter {
        label: say::ROUND,
        help: say::ROUND_HELP,
        insert: "round(2)",
        select: "2",
        before: "39.456",
        after: "39.46",
        fits: &[Number],
    },
    Filter {
        label: say::INT,
        help: say::INT_HELP,
        insert: "int",
        select: "",
        before: "39.9",
        after: "39",
        fits: &[Number],
    },
    Filter {
        label: say::DATE_FILTER,
        help: say::DATE_FILTER_HELP,
        insert: "date(\"%d.%m.%Y\")",
        select: "%d.%m.%Y",
        before: "\"2026-05-07\"",
        after: "07.05.2026",
        fits: &[Date],
    },
    Filter {
        label: say::DATE_WORDS,
        help: say::DATE_WORDS_HELP,
        insert: "date(\"%-d %B %Y\")",
        select: "%-d %B %Y",
        before: "\"2026-05-07\"",
        after: "7 May 2026",
        fits: &[Date],
    },
    Filter {
        label: say::TIME,
        help: say::TIME_HELP,
        insert: "date(\"%H:%M\")",
        select: "%H:%M",
        before: "\"2026-05-07T09:30:00Z\"",
        after: "09:30",
        fits: &[Date],
    },
    Filter {
        label: say::JOIN,
        help: say::JOIN_HELP,
        insert: "join(\", \")",
        select: ", ",
        before: "[\"shirt\",\"hat\"]",
        after: "shirt, hat",
        fits: &[List],
    },
    Filter {
        label: say::FIRST,
        help: say::FIRST_HELP,
        insert: "first",
        select: "",
        before: "[\"shirt\",\"hat\"]",
        after: "shirt",
        fits: &[List],
    },
    Filter {
        label: say::LENGTH,
        help: say::LENGTH_HELP,
        insert: "length",
        select: "",
        before: "[\"shirt\",\"hat\"]",
        after: "2",
        fits: &[List],
    },
    Filter {
        label: say::URLENCODE,
        help: say::URLENCODE_HELP,
        insert: "urlencode",
        select: "",
        before: "\"red & blue\"",
        after: "red%20%26%20blue",
        fits: &[Url],
    },
    Filter {
        label: say::STRIPTAGS,
        help: say::STRIPTAGS_HELP,
        insert: "striptags",
        select: "",
        before: "\"<b>Sale</b>\"",
        after: "Sale",
        fits: &[],
    },
];

/// Is it offered first for this kind?
pub fn fits(filter: &Filter, kind: Option<AttributeKind>) -> bool {
    // A yes or no has nothing of its own, so everything is the same to it.
    kind.is_none_or(|kind| kind == Boolean || filter.fits.is_empty() || filter.fits.contains(&kind))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use whatsapp_domain::{
        FilledMessage,
        engine_api::{EngineRequest, EngineResponse},
    };

    use super::*;

    #[test]
    fn examples_are_what_the_engine_gives() {
        for filter in FILTERS {
            let value: serde_json::Value = serde_json::from_str(filter.before).unwrap();
            let request: EngineRequest = serde_json::from_value(json!({"op": "render",
                "integration": {"provider": "sinch", "settings": {}},
                "node": {"message": {"type": "text", "text": {"value": format!("{{{{ customer.x | {} }}}}", filter.insert)}}},
                "context": {"customer": {"x": value}}}))
            .unwrap();
            let EngineResponse::Render(output) = whatsapp_providers::engine_api::dispatch(request) else {
                panic!()
            };
            let Some(FilledMessage::Text { text, .. }) = output.message else {
                panic!("{}: {:?}", filter.insert, output.findings)
            };
            assert_eq!(text, filter.after, "{}", filter.insert);
        }
    }

    #[test]
    fn what_is_selected_stands_in_what_is_written() {
        for filter in FILTERS {
            assert!(filter.insert.contains(filter.select), "{}", filter.insert);
            assert!(!crate::texts::english().say(filter.example()).starts_with(' '));
        }
    }

    #[test]
    fn each_kind_has_filters_of_its_own_first() {
        let first =
            |kind| FILTERS.iter().filter(|one| fits(one, Some(kind))).map(Filter::name).collect::<Vec<_>>();
        assert!(first(Number).contains(&"round") && !first(Number).contains(&"title"));
        assert!(first(Date).contains(&"date") && !first(Text).contains(&"date"));
        assert!(first(Text).starts_with(&["default", "title"]));
    }
}
