//! The bubble on the page.

use crate::view::{html, prelude::*};
use whatsapp_domain::{ButtonKind, MediaKind};

use super::{
    bubble::{Bubble, BubbleButton, Top},
    format::{Line, LineKind, Span},
};
use crate::{
    components::{Icon, Tone, icon, notice, with_numbers},
    shared::Shared,
    texts::{preview as say, texts, words},
};

/// A chat with one business: its head, and below it what `content` draws.
pub fn chat(name: String, content: impl IntoView + 'static) -> AnyView {
    let initial = name.chars().find(|c| c.is_alphabetic()).unwrap_or('#').to_uppercase().collect::<String>();
    html::figure()
        .attr("class", "wa-chat")
        .child((
            html::div().attr("class", "wa-chat-head").child((
                html::span().attr("class", "wa-chat-face").attr("aria-hidden", "true").child(initial),
                html::span().child((
                    html::span().attr("class", "wa-strong wa-chat-name").child(with_numbers(name)),
                    html::span().attr("class", "wa-chat-kind").child(texts().get(say::BUSINESS_ACCOUNT)),
                )),
            )),
            html::div().attr("class", "wa-chat-wall").child(content.into_any()),
        ))
        .into_any()
}

/// What stands at the foot of a bubble.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foot {
    /// The time alone, as the person with the phone sees it.
    Time,
    /// The time and the ticks of a message that was read, as the business sees it.
    Read,
    /// That WhatsApp would not deliver it.
    Refused,
}

/// One message with its time.
pub fn bubble_view(bubble: Bubble, time: String, foot: Foot) -> AnyView {
    let t = texts();
    let Bubble { top, lines, footer, buttons, note } = bubble;
    let empty = top.is_none() && lines.is_empty();
    html::div()
        .attr("class", "wa-stack-tight")
        .child((
            note.map(|text| notice(Tone::Info, html::p().attr("class", "wa-small").child(t.say(text)))),
            html::div().attr("class", "wa-bubble").attr("dir", "auto").child((
                top.map(top_view),
                html::div().attr("class", "wa-bubble-text").child((
                    lines.into_iter().map(|line| made_of(line, line_view)).collect_view(),
                    empty.then(|| html::p().attr("class", "wa-chat-faint").child("No text yet")),
                )),
                (!footer.is_empty()).then(|| html::p().attr("class", "wa-bubble-footer").child(footer)),
                html::p().attr("class", "wa-bubble-time").child(match foot {
                    Foot::Time => time.into_any(),
                    Foot::Read => {
                        let ticks =
                            html::span().attr("class", "wa-ticks").attr("aria-hidden", "true").child("✓✓");
                        (time, ticks).into_any()
                    }
                    Foot::Refused => html::span()
                        .attr("class", "wa-undelivered")
                        .child(t.get(say::NOT_DELIVERED))
                        .into_any(),
                }),
                (!buttons.is_empty()).then(|| {
                    html::ul()
                        .attr("class", "wa-bubble-buttons")
                        .child(buttons.into_iter().map(button_view).collect_view())
                }),
            )),
        ))
        .into_any()
}

fn top_view(top: Top) -> AnyView {
    match top {
        Top::Text(lines) => html::div()
            .attr("class", "wa-bubble-title")
            .child(lines.into_iter().map(|line| made_of(line, line_view)).collect_view())
            .into_any(),
        Top::Media { kind, url, filename } => media_view(kind, url, filename),
    }
}

fn media_view(kind: MediaKind, url: String, filename: String) -> AnyView {
    let t = texts();
    let (which, word) = match kind {
        MediaKind::Image => (Icon::Image, t.get(say::PICTURE)),
        MediaKind::Video => (Icon::Play, t.get(words::VIDEO)),
        MediaKind::Document => (Icon::File, t.get(words::DOCUMENT)),
    };
    if kind == MediaKind::Document {
        let name = if filename.is_empty() { word.to_owned() } else { filename };
        return html::div()
            .attr("class", "wa-bubble-file")
            .child((icon(which), html::span().attr("class", "wa-grow").child(name)))
            .into_any();
    }
    let loaded = RwSignal::new(false);
    let picture = (kind == MediaKind::Image && may_show(&url)).then(|| {
        html::img()
            .attr("src", url)
            .attr("alt", "")
            .attr("loading", "lazy")
            .attr("referrerpolicy", "no-referrer")
            .attr("data-loaded", move || loaded.get().then_some(""))
            .on(crate::view::ev::load, move |_| loaded.set(true))
            .on(crate::view::ev::error, move |_| loaded.set(false))
    });
    html::div()
        .attr("class", "wa-bubble-media")
        .attr("role", "img")
        .attr("aria-label", word)
        .child((picture, html::span().attr("class", "wa-bubble-media-word").child((icon(which), word))))
        .into_any()
}

/// Is it encrypted, or from where the page itself is (the sandbox's samples)?
fn may_show(url: &str) -> bool {
    let own = window().location().origin().unwrap_or_default();
    url.starts_with("https://")
        || (!own.is_empty() && url.strip_prefix(&own).is_some_and(|rest| rest.starts_with('/')))
}

fn line_view(line: &Shared<Line>) -> AnyView {
    let (kind, mark) = match &line.kind {
        LineKind::Plain => ("plain", None),
        LineKind::Quote => ("quote", None),
        LineKind::Bullet => ("item", Some("•".to_owned())),
        LineKind::Numbered(number) => ("item", Some(format!("{number}."))),
    };
    html::p()
        .attr("class", "wa-line")
        .attr("dir", "auto")
        .attr("data-kind", kind)
        .child((
            mark.map(|mark| html::span().attr("class", "wa-line-mark").child(mark)),
            html::span().child(line.spans.iter().map(span_view).collect_view()),
        ))
        .into_any()
}

fn span_view(span: &Span) -> AnyView {
    let style = span.style;
    let flags = [
        (style.bold, "b"),
        (style.italic, "i"),
        (style.struck, "s"),
        (style.mono, "m"),
        (style.link, "l"),
        (style.filled, "f"),
    ];
    let look = flags.iter().filter(|(on, _)| *on).map(|(_, word)| *word).collect::<Vec<_>>().join(" ");
    html::span().attr("data-look", (!look.is_empty()).then_some(look)).child(span.text.clone()).into_any()
}

fn button_view(button: BubbleButton) -> AnyView {
    let which = match (button.kind, button.leads_to.is_empty()) {
        (Some(ButtonKind::QuickReply), _) => Icon::Reply,
        (Some(ButtonKind::CopyCode), _) => Icon::Copy,
        (Some(ButtonKind::Url), _) | (None, false) => Icon::Link,
        (None, true) => Icon::Call,
    };
    let title = (!button.leads_to.is_empty()).then_some(button.leads_to);
    html::li()
        .attr("title", title)
        .child((icon(which), html::span().child(texts().say(button.text))))
        .into_any()
}
