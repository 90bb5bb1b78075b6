//! Small line drawings, decorative only: every meaning is also in words.

use crate::view::{html::svg, prelude::*};

/// The drawings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)] // their names say it
pub enum Icon {
    Check,
    Alert,
    Info,
    Cross,
    Dash,
    Plus,
    Plug,
    Message,
    Phone,
    Bolt,
    Send,
    Copy,
    Link,
    Reply,
    File,
    Image,
    Play,
    Trash,
    Refresh,
    Call,
    Undo,
    Redo,
    Search,
    Down,
    Moon,
    Import,
    Bullets,
    Numbers,
    Quote,
    Smile,
    Pulse,
}

fn path(icon: Icon) -> &'static str {
    match icon {
        Icon::Check => "M3 8.5 6.5 12 13 4.5",
        Icon::Alert => "M8 4.5v4.2M8 11.4v.1",
        Icon::Info => "M8 7.5v4M8 4.6v.1",
        Icon::Cross => "m4 4 8 8m0-8-8 8",
        Icon::Dash => "M4 8h8",
        Icon::Plus => "M8 3v10M3 8h10",
        Icon::Plug => "M6 2v3.5M10 2v3.5M4 5.5h8V8a4 4 0 0 1-8 0ZM8 12v2.5",
        Icon::Message => "M2.5 3.5h11v8h-6L4.5 14v-2.5h-2Z",
        Icon::Phone => "M5 1.5h6a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1v-11a1 1 0 0 1 1-1ZM7 12.5h2",
        Icon::Bolt => "M9 1.5 3.5 9H8l-1 5.5L12.5 7H8Z",
        Icon::Send => "M14 2 7.5 8.5M14 2l-4 12-2.5-5.5L2 6Z",
        Icon::Copy => {
            "M5.5 5.5V3a1 1 0 0 1 1-1H13a1 1 0 0 1 1 1v6.500a1 1 0 0 1-1 1h-2.500M3 5.500h6.500a1 1 0 0 1 1 1V13a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V6.500a1 1 0 0 1 1-1Z"
        }
        Icon::Link => "M9 3h4v4M13 3 7 9M11 9.500V13H3V5h3.500",
        Icon::Reply => "M6.500 3.500 2.500 7.500l4 4M3 7.500h6.500a4 4 0 0 1 4 4v1",
        Icon::File => "M4 1.500h5L12.500 5v9.500H4ZM9 1.500V5h3.500",
        Icon::Image => "M2 3h12v10H2ZM2 11l3.500-3.500 3 3L10.500 8.500 14 12M10.500 6v.1",
        Icon::Play => "M5 3v10l8-5Z",
        Icon::Trash => "M3 4.500h10M6 4.500V3h4v1.500M4.500 4.500 5 13.500h6l.500-9",
        Icon::Refresh => "M13 3v3.500H9.500M13 6.500A5.300 5.300 0 1 0 13.300 9.500",
        Icon::Undo => "M6 3 2.500 6.500 6 10M2.500 6.500H9a4 4 0 0 1 0 8H6",
        Icon::Redo => "m10 3 3.500 3.500L10 10M13.500 6.500H7a4 4 0 0 0 0 8h3",
        Icon::Search => "M7 2.500a4.500 4.500 0 1 1 0 9 4.500 4.500 0 0 1 0-9M10.300 10.300 14 14",
        Icon::Down => "m4 6 4 4 4-4",
        Icon::Moon => "M13.500 9.500A6 6 0 0 1 6.500 2.500a6 6 0 1 0 7 7Z",
        Icon::Import => "M8 2v8M4.500 6.500 8 10l3.500-3.500M2.500 13.500h11",
        Icon::Bullets => "M6 4h7.5M6 8h7.5M6 12h7.5M2.7 4v.1M2.7 8v.1M2.7 12v.1",
        Icon::Numbers => {
            "M6.500 4H13.500M6.500 8H13.500M6.500 12H13.500M2 3l1-.6V6M2 10.400a1 1 0 0 1 2 0c0 1-2 1.600-2 2.600h2.200"
        }
        Icon::Smile => {
            "M8 1.800a6.200 6.200 0 1 1 0 12.400a6.200 6.200 0 0 1 0-12.400M5 9.500a3.400 3.400 0 0 0 6 0M5.800 6v.1M10.200 6v.1"
        }
        Icon::Pulse => "M1.500 8.500h3l2-5 3 9 2-4h3",
        Icon::Quote => "M3 3v10M6 5h7.500M6 8h7.500M6 11h4.500",
        Icon::Call => {
            "M3.500 2h2.500l1 3-1.500 1.200a8 8 0 0 0 4.300 4.300L11 9l3 1v2.500a1.500 1.500 0 0 1-1.700 1.500A12 12 0 0 1 2 3.700 1.500 1.500 0 0 1 3.500 2Z"
        }
    }
}

/// Draws one.
pub fn icon(which: Icon) -> AnyView {
    svg::svg()
        .attr("class", "wa-icon")
        .attr("viewBox", "0 0 16 16")
        .attr("fill", "none")
        .attr("stroke", "currentColor")
        .attr("stroke-width", "1.6")
        .attr("stroke-linecap", "round")
        .attr("stroke-linejoin", "round")
        .attr("aria-hidden", "true")
        .child(svg::path().attr("d", path(which)))
        .into_any()
}
