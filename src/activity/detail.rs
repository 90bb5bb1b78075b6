//! One message in full: what it said, how far it got, and the exchange with the provider word for word.

use crate::view::{html, prelude::*};
use serde_json::Value;
use whatsapp_domain::{
    ActivityDetail, CampaignEvent, Direction, InboundMedia, Outcome, OutgoingRequest, QuickTest, Verdict,
};

use super::{
    list::{event_words, status_badge, whom},
    state::{Event, State},
};
use crate::{
    components::*,
    load::Load,
    preview::{Foot, bubble, bubble_view},
    quick_test::{meaning, way_list},
    runtime::{Services, Store},
    shared::Shared,
    texts::{activity as say, texts},
};

/// The pane beside the list.
pub fn detail(store: Store<State, Event>) -> AnyView {
    let t = texts();
    let detail = store.part(|state| state.detail.clone());
    let title = store.part(|state| {
        let id = state.chosen.as_ref();
        let found = state.list.ready().and_then(|items| items.iter().find(|item| Some(&item.id) == id));
        found.map(|found| found.direction)
    });
    html::section()
        .attr("class", "wa-card wa-detail")
        .attr("aria-labelledby", "wa-detail-title")
        .child((
            html::div().attr("class", "wa-card-head").child((
                html::h2()
                    .attr("id", "wa-detail-title")
                    .attr("tabindex", "-1")
                    .attr("data-field", "activity.detail")
                    .child(move || match title.get() {
                        Some(Direction::Sent) => t.get(say::DIRECTION_SENT),
                        Some(Direction::Received) => t.get(say::DIRECTION_RECEIVED),
                        None => t.get(say::MESSAGE),
                    }),
                html::button()
                    .attr("type", "button")
                    .attr("class", "wa-button")
                    .attr("data-kind", "plain")
                    .attr("data-square", "")
                    .attr("aria-label", t.get(say::CLOSE))
                    .attr("title", t.get(say::CLOSE))
                    .on(crate::view::ev::click, move |_| store.send(Event::Closed))
                    .child(icon(Icon::Cross)),
            )),
            move || match detail.get() {
                Load::Ready(detail) => all(detail, store),
                Load::Failed(problem) => {
                    html::div().attr("class", "wa-card-body").child(problem_notice(&problem)).into_any()
                }
                _ => waiting(t.get(say::LOADING), "abcb"),
            },
        ))
        .into_any()
}

fn all(detail: Shared<ActivityDetail>, store: Store<State, Event>) -> AnyView {
    let t = texts();
    let message = &detail.message;
    let account = store.peek(|state| state.account(&message.integration).to_owned());
    let fact = |name: &'static str, value: Option<String>| {
        value.map(|value| (html::dt().child(name), html::dd().attr("dir", "auto").child(with_numbers(value))))
    };
    let customer = message.customer.as_ref().map(|customer| format!("{} = {}", customer.key, customer.value));
    let sent = detail.sent.as_ref().map(sent_view);
    let received = detail.received.as_ref().map(|event| received_view(event, message.has_media, store));
    let provider_id = detail
        .sent
        .as_ref()
        .and_then(|test| test.outcome.message_id.clone())
        .or_else(|| detail.received.as_ref().and_then(|event| event.message_id.clone()));
    html::div()
        .attr("class", "wa-card-body")
        .child((
            html::div().attr("class", "wa-spread").child((
                status_badge(message.status),
                html::span().attr("class", "wa-small wa-muted").child(t.day_and_time(&message.at)),
            )),
            sent,
            received,
            html::dl().attr("class", "wa-facts wa-small").child((
                html::dt().child(t.get(say::CUSTOMER)),
                html::dd().child(whom(message)),
                fact(t.get(say::MATCHED), customer),
                fact(t.get(say::ACCOUNT), Some(account)),
                fact(t.get(say::MESSAGE_ID), provider_id),
            )),
            exchange(&detail, store),
        ))
        .into_any()
}

fn sent_view(test: &QuickTest) -> AnyView {
    let failed = test.following.as_ref().and_then(|following| following.outcome.as_ref());
    let failed =
        failed.or_else(|| Some(&test.outcome).filter(|outcome| outcome.verdict != Verdict::Accepted));
    html::div()
        .attr("class", "wa-stack-tight")
        .child((
            way_list(test, true),
            html::div().attr("class", "wa-chat-wall wa-detail-wall").child(bubble_view(
                bubble::bubble(&test.message, None),
                texts().hours_and_minutes(&test.created_at),
                Foot::Time,
            )),
            failed.map(failure),
        ))
        .into_any()
}

/// Why it did not arrive, what to do, and who can.
fn failure(outcome: &Outcome) -> AnyView {
    let part = |name: &'static str, text: Option<String>| {
        text.map(|text| (html::dt().child(name), html::dd().attr("dir", "auto").child(with_numbers(text))))
    };
    let t = texts();
    html::div()
        .attr("class", "wa-outcome")
        .attr("data-tone", if outcome.verdict == Verdict::Unclear { "look" } else { "stop" })
        .attr("data-code", outcome.code.clone())
        .child(html::dl().attr("class", "wa-outcome-parts").child((
            part(t.get(say::HAPPENED), Some(t.cause(outcome))),
            part(t.get(say::TO_DO), t.to_do(outcome)),
            part(t.get(say::WHO), outcome.who.map(|actor| t.say(meaning::who(actor)))),
            part(t.get(say::CODE), outcome.provider_code.clone()),
            part(t.get(say::OWN_WORDS), outcome.provider_text.clone()),
        )))
        .into_any()
}

fn received_view(event: &CampaignEvent, has_media: bool, store: Store<State, Event>) -> AnyView {
    let t = texts();
    let media = event.media.as_ref().filter(|_| has_media).map(|media| media_view(media, &event.kind, store));
    let words = event
        .message
        .clone()
        .filter(|words| !words.is_empty())
        .map(|words| html::p().attr("class", "wa-detail-words").attr("dir", "auto").child(words));
    let fact = |name: &'static str, value: Option<String>| {
        value.map(|value| (html::dt().child(name), html::dd().attr("dir", "auto").child(with_numbers(value))))
    };
    html::div()
        .attr("class", "wa-stack-tight")
        .child((
            media,
            words,
            event.customer.is_none().then(|| notice(Tone::Look, html::p().child(t.get(say::HELD_HELP)))),
            html::dl().attr("class", "wa-facts wa-small").child((
                fact(t.get(say::PAYLOAD), event.payload.clone()),
                fact(t.get(say::REPLY_TO), event.reply_to.clone()),
                fact(t.get(say::USER_ID), event.user_id.clone()),
            )),
        ))
        .into_any()
}

/// The file that came along. It is fetched through the proxy, and only because somebody looks at it now.
fn media_view(media: &InboundMedia, kind: &str, store: Store<State, Event>) -> AnyView {
    let t = texts();
    let services = Services::expect();
    let shown = store.part(|state| state.file.shown.clone());
    let link = store.part(|state| state.file.link.clone());
    let gone = store.part(|state| state.file.gone);
    let name = media.filename.clone();
    let kind = kind.to_owned();
    html::div()
        .attr("class", "wa-stack-tight")
        .child((
            move || shown.get().map(|path| shown_view(&kind, services.address(&path), store)),
            move || {
                gone.get().then(|| html::p().attr("class", "wa-small wa-muted").child(t.get(say::MEDIA_GONE)))
            },
            html::a()
                .attr("class", "wa-row")
                .attr("href", move || link.get().map(|path| services.address(&path)))
                .attr("target", "_blank")
                .attr("rel", "noopener noreferrer")
                .attr("download", name.clone().unwrap_or_default())
                .child((icon(Icon::File), name.unwrap_or_else(|| t.get(say::OPEN_FILE).to_owned()))),
        ))
        .into_any()
}

/// The proxy wants to know whose page asks, so it is asked across origins (`crossorigin`) also for what could do without.
fn shown_view(kind: &str, address: String, store: Store<State, Event>) -> AnyView {
    let failed = move |_| store.send(Event::FileFailed);
    match kind {
        "image" | "sticker" => html::img()
            .attr("class", "wa-detail-media")
            .attr("crossorigin", "anonymous")
            .attr("alt", texts().get(say::PICTURE))
            .on(crate::view::ev::error, failed)
            .attr("src", address)
            .into_any(),
        "video" => html::video()
            .attr("class", "wa-detail-media")
            .attr("controls", "")
            .attr("crossorigin", "anonymous")
            .attr("preload", "metadata")
            .on(crate::view::ev::error, failed)
            .attr("src", address)
            .into_any(),
        "audio" | "voice" => html::audio()
            .attr("class", "wa-detail-media")
            .attr("controls", "")
            .attr("crossorigin", "anonymous")
            .attr("preload", "metadata")
            .on(crate::view::ev::error, failed)
            .attr("src", address)
            .into_any(),
        _ => ().into_any(),
    }
}

/// The raw exchange, each part behind its own fold.
fn exchange(detail: &ActivityDetail, store: Store<State, Event>) -> AnyView {
    let t = texts();
    let mut parts: Vec<AnyView> = Vec::new();
    if let Some(test) = &detail.sent {
        parts.push(raw(t.get(say::REQUEST).to_owned(), request_text(&test.request), store));
        let answer = match &test.answer {
            Some(answer) => format!("HTTP {}\n\n{}", answer.status, answer.body),
            None => t.get(say::NO_ANSWER).to_owned(),
        };
        parts.push(raw(t.get(say::ANSWER).to_owned(), answer, store));
    }
    if let Some(event) = &detail.received {
        parts.push(raw(t.get(say::AS_IT_CAME).to_owned(), pretty(&event.raw), store));
        let bare = CampaignEvent { raw: Value::Null, ..event.clone() };
        let mut value = whatsapp_domain::json::value(&bare);
        if let Some(object) = value.as_object_mut() {
            object.remove("raw");
        }
        parts.push(raw(t.get(say::EVENT).to_owned(), pretty(&value), store));
    }
    for report in &detail.reports {
        let at = report.at.as_deref().unwrap_or(&report.received_at);
        let title = t.say(say::report(event_words(t, report.status.as_str()), t.time_of_day(at)));
        parts.push(raw(title, pretty(&report.raw), store));
    }
    html::div()
        .attr("class", "wa-stack-tight")
        .child((
            html::h3().child(t.get(say::EXCHANGE)),
            html::p().attr("class", "wa-help").child(t.get(say::EXCHANGE_HELP)),
            parts,
        ))
        .into_any()
}

fn raw(title: String, text: String, store: Store<State, Event>) -> AnyView {
    let copied = text.clone();
    html::details()
        .attr("class", "wa-details wa-small")
        .child((
            html::summary().child(title),
            html::div().attr("class", "wa-stack-tight").child((
                html::pre().attr("class", "wa-code").attr("dir", "ltr").attr("tabindex", "0").child(text),
                html::div().child(copy_button(
                    texts().get(say::COPY),
                    move || copied.clone(),
                    Callback::new(move |text| store.send(Event::Copy(text))),
                )),
            )),
        ))
        .into_any()
}

fn request_text(request: &OutgoingRequest) -> String {
    let headers: String = request.headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
    format!("{} {}\n{headers}\n{}", request.method, request.url, pretty(&request.body))
}

/// JSON for people; a text as it is.
pub fn pretty(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => whatsapp_domain::json::pretty(other),
    }
}
