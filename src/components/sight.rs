//! Brings things into view.

use crate::view::prelude::*;

/// Brings it into view once it is drawn, no further than it takes.
///
/// Text areas need it when they get the focus: browsers bring their caret into view without the room (`scroll-margin`)
/// that the bar at the foot takes, and the caret stands under the bar.
pub fn show(element: &web_sys::Element) {
    let element = element.clone();
    request_animation_frame(move || {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        options.set_inline(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    });
}
