//! A QR code on the page.

use crate::view::{html, html::svg, prelude::*};
use whatsapp_domain::engine_api::QrCode;

/// Light modules that readers need around a code (ISO/IEC 18004).
const QUIET: u16 = 4;

/// The code in black on white, also on a dark page: many readers know no other.
pub fn qr_view(code: &QrCode, label: &'static str) -> AnyView {
    let side = u16::from(code.size) + 2 * QUIET;
    html::div()
        .attr("class", "wa-qr")
        .child(
            svg::svg()
                .attr("viewBox", format!("-{QUIET} -{QUIET} {side} {side}"))
                .attr("role", "img")
                .attr("aria-label", label)
                .attr("shape-rendering", "crispEdges")
                .child(svg::path().attr("d", code.path.clone())),
        )
        .into_any()
}
