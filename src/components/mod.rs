//! The controls and surfaces that all features share. Plain functions: signals in, a view out.

mod as_is;
mod button;
mod card;
mod copy;
mod field;
mod icon;
mod kept_draft;
mod locked;
mod notice;
mod number;
mod segments;
mod sight;
mod switch;
mod tabs;
mod text;
mod waiting;

pub use as_is::as_is;
pub use button::{ButtonKind, button, link_button, small_button};
pub use card::{badge, card, card_titled, disc};
pub use copy::copy_button;
pub use field::{FieldIds, FieldProps, field};
pub use icon::{Icon, icon};
pub use kept_draft::kept_draft;
pub use locked::{Locked, edits, locked, needs};
pub use notice::{Tone, notice, problem_notice, problem_words, spinner, with_code};
pub use number::{number, with_numbers};
pub use segments::{Choice, Segment, choice_group, looks, segments};
pub use sight::show;
pub use switch::switch;
pub use tabs::tabs;
pub use text::{InputKind, TextProps, own_input, select_input, text_area, text_input};
pub use waiting::{waiting, waiting_page};
