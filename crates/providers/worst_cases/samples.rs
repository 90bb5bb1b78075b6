//! Values that stand for what real profiles hold at their worst. No one's names.

/// Longest text that is taken for a name.
pub const NAME_MAX: usize = 30;
/// A long name, as they occur.
pub const LONG: &str = "Maximiliane Alexandrina von Hohenstein-Waldburg";
/// An Arabic name.
pub const RIGHT_TO_LEFT_NAME: &str = "عبد الرحمن";
/// An Arabic sentence with digits in it.
pub const RIGHT_TO_LEFT_TEXT: &str = "مرحبا بكم في متجرنا، لديكم 3 رسائل جديدة";
/// Emoji of one and of several characters: a family is seven.
pub const EMOJI: &str = "👩‍👩‍👧‍👦 Zoë 🇬🇧🎉";
