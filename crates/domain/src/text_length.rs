//! How long texts may be. A "character" is a Unicode scalar value, as the providers count: `é` may be one or two,
//! a family emoji seven. Counting what people see would pass texts that the provider refuses.

use crate::{finding::Finding, limits, said::Said, say};

/// How many characters a text has.
pub fn characters(text: &str) -> usize {
    text.chars().count()
}

fn too_long(code: &str, field: &str, what: Said, count: usize, max: usize) -> Option<Finding> {
    (count > max).then(|| {
        let text = say!(
            "{what} has {count} characters, and WhatsApp allows {most}. Shorten it.",
            what = what,
            count = count,
            most = max
        );
        Finding::error(code, field, text)
    })
}

/// A text message of more than 4,096 characters: `text-too-long`.
pub fn check_text(text: &str, field: &str) -> Option<Finding> {
    too_long("text-too-long", field, say!("The text"), characters(text), limits::TEXT_MAX)
}

/// A caption longer than the 1,024 characters that WhatsApp itself documents: `caption-long`, a warning, since
/// providers take more and WhatsApp may cut it. What the provider takes at most is the provider's rule.
pub fn check_caption(caption: &str, field: &str) -> Option<Finding> {
    let count = characters(caption);
    (count > limits::CAPTION_WHATSAPP_MAX).then(|| {
        let text = say!(
            "The caption has {count} characters. WhatsApp documents {most}; what follows may not be shown.",
            count = count,
            most = limits::CAPTION_WHATSAPP_MAX
        );
        Finding::warning("caption-long", field, text)
    })
}

/// A template's text that has more than 1,024 characters with its values: `template-body-too-long`.
pub fn check_template_body(count: usize, field: &str) -> Option<Finding> {
    too_long(
        "template-body-too-long",
        field,
        say!("With these values the template's text"),
        count,
        limits::TEMPLATE_BODY_MAX,
    )
}

/// A template's header text that has more than 60 characters with its value: `header-text-too-long`.
pub fn check_header_text(count: usize, field: &str) -> Option<Finding> {
    too_long(
        "header-text-too-long",
        field,
        say!("With this value the header"),
        count,
        limits::TEMPLATE_HEADER_TEXT_MAX,
    )
}

/// A quick-reply payload of more than 128 characters: `quick-reply-too-long`.
pub fn check_quick_reply(payload: &str, field: &str) -> Option<Finding> {
    too_long(
        "quick-reply-too-long",
        field,
        say!("The reply's payload"),
        characters(payload),
        limits::QUICK_REPLY_PAYLOAD_MAX,
    )
}

/// A coupon code of more than 15 characters: `copy-code-too-long`.
pub fn check_copy_code(code: &str, field: &str) -> Option<Finding> {
    too_long("copy-code-too-long", field, say!("The code"), characters(code), limits::COPY_CODE_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_holds_at_its_edge() {
        type Check = fn(&str) -> Option<Finding>;
        let table: [(Check, usize, &str); 6] = [
            (|text| check_text(text, "f"), 4096, "text-too-long"),
            (|text| check_caption(text, "f"), 1024, "caption-long"),
            (|text| check_template_body(characters(text), "f"), 1024, "template-body-too-long"),
            (|text| check_header_text(characters(text), "f"), 60, "header-text-too-long"),
            (|text| check_quick_reply(text, "f"), 128, "quick-reply-too-long"),
            (|text| check_copy_code(text, "f"), 15, "copy-code-too-long"),
        ];
        for (check, max, code) in table {
            assert_eq!(check(&"ü".repeat(max)), None, "{code}");
            assert_eq!(check(&"ü".repeat(max + 1)).unwrap().code, code);
        }
    }

    #[test]
    fn the_words_say_how_many() {
        let text = check_text(&"x".repeat(4105), "f").unwrap().text;
        assert_eq!(text, "The text has 4,105 characters, and WhatsApp allows 4,096. Shorten it.");
    }

    #[test]
    fn characters_are_scalar_values() {
        assert_eq!(characters("e\u{301}👨‍👩‍👧"), 7);
    }
}
