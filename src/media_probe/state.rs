//! The look at a media file without a page.

use whatsapp_domain::{MediaProbe, MediaProbeInput, Problem};

use crate::{
    effect::Effect,
    load::Load,
    texts::{Arg, Text, media_probe as say},
};

/// What is looked at, and for whom its address was filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The address, and as what the file is to be sent.
    pub input: MediaProbeInput,
    /// Name of the profile; empty for none.
    pub profile: String,
}

/// The look.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct State {
    /// What would be looked at now; none while the address is empty or can't be filled.
    pub target: Option<Target>,
    /// What was looked at.
    pub asked: Option<Target>,
    /// What was seen.
    pub seen: Load<Box<MediaProbe>>,
    revision: u64,
}

/// What can happen to it.
#[derive(Debug, Clone)]
pub enum Event {
    /// The address, the kind of media or the profile changed.
    Aimed(Option<Target>),
    /// "Check this file" was pressed.
    Pressed,
    /// The proxy looked.
    Answered(u64, Result<Box<MediaProbe>, Problem>),
}

/// The next state, and what is to be done outside of it.
pub fn update(state: &mut State, event: Event) -> Vec<Effect<Event>> {
    match event {
        Event::Aimed(target) => state.target = target,
        Event::Pressed => {
            let Some(target) = state.target.clone().filter(|_| !state.seen.is_loading() || state.is_stale())
            else {
                return Vec::new();
            };
            state.revision += 1;
            let revision = state.revision;
            let body = whatsapp_domain::json::value(&target.input);
            state.asked = Some(target);
            state.seen = Load::Loading;
            return vec![Effect::call("POST", "/api/v1/media/probe", Some(body), move |result| {
                Event::Answered(revision, result.map(Box::new))
            })];
        }
        // An answer about an address that was looked at before counts no more.
        Event::Answered(revision, result) if revision == state.revision => state.seen = result.into(),
        Event::Answered(..) => {}
    }
    Vec::new()
}

impl State {
    /// Is what was seen that of another file? For whom the address was filled does not matter.
    pub fn is_stale(&self) -> bool {
        let input = |target: &Option<Target>| target.as_ref().map(|target| target.input.clone());
        self.asked.is_some() && input(&self.asked) != input(&self.target)
    }
}

/// `good`, `look` or `stop`, and what was seen in a few words: `Reachable · JPEG 1200×628 · 184 KB`.
pub fn summary(probe: &MediaProbe) -> (&'static str, Vec<Text>) {
    let tone = match probe.findings.iter().any(whatsapp_domain::Finding::is_error) {
        true => "stop",
        false if probe.findings.is_empty() => "good",
        false => "look",
    };
    let reached = match probe.status {
        Some(status) if (200..300).contains(&status) => say::REACHABLE.into(),
        Some(status) => Text::words(format!("HTTP {status}")),
        None => say::NOT_REACHABLE.into(),
    };
    let named = probe.detected.as_deref().or(probe.content_type.as_deref()).map(type_word);
    let size = probe.width.zip(probe.height).map(|(width, height)| format!("{width}×{height}"));
    let file = match (named, size) {
        (Some(named), Some(size)) => Some(say::file(named, size)),
        (named, size) => named.or(size.map(Text::words)),
    };
    (tone, [Some(reached), file, probe.bytes.map(bytes_word)].into_iter().flatten().collect())
}

/// `image/jpeg` as people call it.
fn type_word(mime: &str) -> Text {
    let mime = mime.split(';').next().unwrap_or_default().trim();
    match mime {
        "video/3gpp" => Text::words("3GPP"),
        "text/html" => say::WEB_PAGE.into(),
        _ => Text::words(match mime.split_once('/') {
            Some(("image" | "video", kind)) => kind.to_uppercase(),
            Some(("application", "pdf")) => "PDF".into(),
            _ => mime.to_owned(),
        }),
    }
}

/// `184 KB`, `4.2 MB`.
fn bytes_word(bytes: u64) -> Text {
    const KILO: f64 = 1024.0;
    let size = bytes as f64;
    match bytes {
        0 => say::EMPTY.into(),
        1..1024 => say::bytes(bytes),
        // What would be rounded to 1024 KB is a megabyte.
        _ if size < 1023.5 * KILO => say::kilobytes((size / KILO).round() as i64),
        _ => say::megabytes(Arg::Tenths((size / KILO / KILO * 10.0).round() as i64)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use whatsapp_domain::{Finding, MediaKind, media::MediaPlace};

    use super::*;

    fn said(probe: &MediaProbe) -> (&'static str, String) {
        let (tone, parts) = summary(probe);
        let words: Vec<_> = parts.into_iter().map(|part| crate::texts::english().say(part)).collect();
        (tone, words.join(" · "))
    }

    fn target(url: &str, profile: &str) -> Target {
        let input = MediaProbeInput { url: url.into(), kind: MediaKind::Image, place: MediaPlace::Header };
        Target { input, profile: profile.into() }
    }

    fn probe(value: serde_json::Value) -> MediaProbe {
        let mut whole = json!({"url": "https://cdn.example.com/a", "durationMs": 3, "findings": []});
        whole.as_object_mut().unwrap().extend(value.as_object().unwrap().clone());
        serde_json::from_value(whole).unwrap()
    }

    #[test]
    fn a_press_asks_the_proxy_about_the_filled_address() {
        let mut state = State::default();
        assert!(update(&mut state, Event::Pressed).is_empty(), "nothing to look at");
        update(&mut state, Event::Aimed(Some(target("https://cdn.example.com/ana.jpg", "Ana"))));
        let effects = update(&mut state, Event::Pressed);
        let [Effect::Call(call)] = &effects[..] else { panic!() };
        assert_eq!((call.method, call.path.as_str()), ("POST", "/api/v1/media/probe"));
        let body = json!({"url": "https://cdn.example.com/ana.jpg", "kind": "image", "place": "header"});
        assert_eq!(call.body.as_ref(), Some(&body));
        assert!(state.seen.is_loading());
        assert!(update(&mut state, Event::Pressed).is_empty(), "one look at a time");
    }

    #[test]
    fn what_was_seen_goes_stale_with_the_address_not_with_the_name() {
        let mut state = State::default();
        update(&mut state, Event::Aimed(Some(target("https://cdn.example.com/a.jpg", "Ana"))));
        update(&mut state, Event::Pressed);
        update(&mut state, Event::Answered(1, Ok(Box::new(probe(json!({"status": 200}))))));
        assert!(!state.is_stale() && state.seen.ready().is_some());
        update(&mut state, Event::Aimed(Some(target("https://cdn.example.com/a.jpg", "Layla"))));
        assert!(!state.is_stale(), "the same file");
        update(&mut state, Event::Aimed(Some(target("https://cdn.example.com/b.jpg", "Layla"))));
        assert!(state.is_stale());
        update(&mut state, Event::Aimed(None));
        assert!(state.is_stale());
    }

    #[test]
    fn an_answer_about_an_earlier_address_is_dropped() {
        let mut state = State::default();
        update(&mut state, Event::Aimed(Some(target("https://cdn.example.com/a.jpg", ""))));
        update(&mut state, Event::Pressed);
        update(&mut state, Event::Aimed(Some(target("https://cdn.example.com/b.jpg", ""))));
        assert_eq!(update(&mut state, Event::Pressed).len(), 1, "another file may be looked at meanwhile");
        update(&mut state, Event::Answered(1, Err(Problem::new("late", ""))));
        assert!(state.seen.is_loading());
        update(&mut state, Event::Answered(2, Err(Problem::new("too-many-media-probes", "Later."))));
        assert_eq!(state.seen.problem().map(|problem| problem.code.as_str()), Some("too-many-media-probes"));
    }

    #[test]
    fn what_was_seen_is_said_in_a_few_words() {
        let good =
            json!({"status": 206, "detected": "image/jpeg", "width": 1200, "height": 628, "bytes": 188_416});
        assert_eq!(said(&probe(good)), ("good", "Reachable · JPEG 1200×628 · 184 KB".into()));
        let page = json!({"status": 200, "contentType": "text/html; charset=utf-8",
            "findings": [Finding::error("media-file-web-page", "url", "It is a page.")]});
        assert_eq!(said(&probe(page)), ("stop", "Reachable · web page".into()));
        let soon = json!({"status": 200, "detected": "application/pdf", "bytes": 4_400_000,
            "findings": [Finding::warning("media-link-expires", "url", "Soon.")]});
        assert_eq!(said(&probe(soon)), ("look", "Reachable · PDF · 4.2 MB".into()));
        let lost = json!({"status": 404, "findings": [Finding::error("media-status", "url", "Gone.")]});
        assert_eq!(said(&probe(lost)).1, "HTTP 404");
        let nowhere = json!({"findings": [Finding::error("media-unreachable", "url", "No host.")]});
        assert_eq!(said(&probe(nowhere)).1, "Not reachable");
    }

    #[test]
    fn sizes_are_said_as_people_read_them() {
        for (bytes, word) in [
            (0, "empty"),
            (1, "1 byte"),
            (1023, "1,023 bytes"),
            (1024, "1 KB"),
            (1_048_575, "1.0 MB"),
            (5_242_880, "5.0 MB"),
        ] {
            assert_eq!(crate::texts::english().say(bytes_word(bytes)), word);
        }
    }
}
