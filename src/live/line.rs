//! A line on the page: opened by `fetch`, which can send a token, read as it comes, and opened again when it is lost.

use std::{
    any::Any,
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::{Rc, Weak},
    time::Duration,
};

use gloo_net::http::{RequestBuilder, Response};
use leptos::prelude::{TimeoutHandle, set_timeout_with_handle};
use wasm_bindgen::{JsCast, prelude::*};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortController, AbortSignal, ReadableStreamDefaultReader};

use super::sse::{Decoder, Message};
use crate::{
    client::{authorised, refusal, unaccepted},
    effect::News,
    login::Keeper,
};

/// Hears what comes over the line.
pub type Ear = Rc<dyn Fn(News)>;

/// First wait before a line is opened anew, unless the server names another; doubled up to [`LONGEST_WAIT_MS`] while nothing
/// comes over it.
const FIRST_WAIT_MS: u32 = 1000;
const LONGEST_WAIT_MS: u32 = 30_000;
/// The proxy says every 15 seconds that it is there. A line that is silent for so long leads nowhere any more: a computer
/// that slept does not hear that the other end has gone.
const SILENCE_MS: u32 = 50_000;

thread_local! {
    static LINES: RefCell<BTreeMap<Place, Weak<Line>>> = const { RefCell::new(BTreeMap::new()) };
}

/// Where a line leads to: the proxy's origin, and whom the token speaks for. Browsers open few connections to one server, so
/// whoever sees the same things shares one.
type Place = (String, String);

struct Line {
    place: Place,
    ears: RefCell<Vec<Listening>>,
    next: Cell<u32>,
    open: Cell<bool>,
    /// Id of the last event that was heard: a line that is opened anew goes on behind it.
    last: RefCell<String>,
    first_wait_ms: Cell<u32>,
    wait_ms: Cell<u32>,
    /// Opens it again, or finds out that it has become silent.
    timer: RefCell<Option<TimeoutHandle>>,
    heard: Cell<f64>,
    /// Ends what is under way.
    going: RefCell<Option<AbortController>>,
}

struct Listening {
    number: u32,
    ear: Ear,
    keeper: Rc<Keeper>,
    /// Where the listener finds its line, also after it changed to another.
    seat: Rc<RefCell<Option<Seat>>>,
}

type Seat = (Rc<Line>, u32);

/// Somebody who listens; stops when dropped, and the last one closes the line.
struct Listener(Rc<RefCell<Option<Seat>>>);

impl Drop for Listener {
    fn drop(&mut self) {
        if let Some((line, number)) = self.0.take() {
            let left = line.leave(number);
            drop((left, line));
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.set_timer(None);
        if let Some(going) = self.going.take() {
            going.abort();
        }
        let _ = LINES.try_with(|lines| {
            // Unless another one has taken its place.
            let mut lines = lines.borrow_mut();
            if lines.get(&self.place).is_some_and(|known| known.strong_count() == 0) {
                lines.remove(&self.place);
            }
        });
    }
}

/// Listens to the events of the proxy at this origin, with this log-in, until the answer is dropped.
pub fn listen(origin: &str, keeper: Rc<Keeper>, ear: Ear) -> Box<dyn Any> {
    // Hidden from the compiler, which knows that nothing else is ever kept there and would call it directly, from the first part.
    super::PART_ALL.set(Some(std::hint::black_box(part_all)));
    let seat = Rc::default();
    join(origin, keeper, ear, Rc::clone(&seat));
    Box::new(Listener(seat))
}

/// Somebody's token speaks for somebody else from now on: whoever has such a one leaves the line at once, and a line that
/// nobody is left at closes.
fn part_all() {
    let lines: Vec<_> = LINES.with_borrow(|lines| lines.values().filter_map(Weak::upgrade).collect());
    for line in lines {
        line.part();
    }
}

/// Takes a seat at the line for this log-in. True when it is open already.
fn join(origin: &str, keeper: Rc<Keeper>, ear: Ear, seat: Rc<RefCell<Option<Seat>>>) -> bool {
    let place = (origin.to_owned(), keeper.who());
    let known = LINES.with_borrow(|lines| lines.get(&place).and_then(Weak::upgrade));
    let is_new = known.is_none();
    let line = known.unwrap_or_else(|| Rc::new(Line::to(place)));
    let number = line.next.get();
    line.next.set(number + 1);
    seat.replace(Some((Rc::clone(&line), number)));
    line.ears.borrow_mut().push(Listening { number, ear, keeper, seat });
    if is_new {
        LINES.with_borrow_mut(|lines| lines.insert(line.place.clone(), Rc::downgrade(&line)));
        line.connect();
    }
    line.open.get()
}

impl Line {
    fn to(place: Place) -> Self {
        Self {
            place,
            ears: RefCell::default(),
            next: Cell::default(),
            open: Cell::new(false),
            last: RefCell::default(),
            first_wait_ms: Cell::new(FIRST_WAIT_MS),
            wait_ms: Cell::new(FIRST_WAIT_MS),
            timer: RefCell::default(),
            heard: Cell::default(),
            going: RefCell::default(),
        }
    }

    fn leave(&self, number: u32) -> Option<Listening> {
        let mut ears = self.ears.borrow_mut();
        let place = ears.iter().position(|known| known.number == number)?;
        Some(ears.remove(place))
    }

    fn connect(self: &Rc<Self>) {
        let Ok(controller) = AbortController::new() else { return };
        let signal = controller.signal();
        self.going.replace(Some(controller));
        // The first who listens gives the token.
        let keeper = self.ears.borrow().first().map(|first| Rc::clone(&first.keeper));
        let Some(keeper) = keeper else { return };
        let line = Rc::downgrade(self);
        spawn_local(async move {
            // Not held while it waits: the line ends with its last listener.
            follow(&line, &keeper, &signal).await;
            if let Some(line) = line.upgrade() {
                line.ended();
            }
        });
    }

    fn opened(self: &Rc<Self>) {
        self.open.set(true);
        self.tell(&News::Open);
        self.heard.set(js_sys::Date::now());
        self.watch();
    }

    /// Ends the line when nothing was heard for too long.
    fn watch(self: &Rc<Self>) {
        let left = self.heard.get() + f64::from(SILENCE_MS) - js_sys::Date::now();
        if left <= 0.0 {
            if let Some(going) = &*self.going.borrow() {
                going.abort();
            }
            return;
        }
        self.later(left as u32 + 1, Self::watch);
    }

    fn came(&self, decoder: &Decoder, messages: Vec<Message>) {
        self.heard.set(js_sys::Date::now());
        if let Some(retry) = decoder.retry_ms() {
            self.first_wait_ms.set(retry.clamp(FIRST_WAIT_MS, LONGEST_WAIT_MS));
        }
        self.wait_ms.set(self.first_wait_ms.get());
        if let Some(id) = decoder.last_id() {
            id.clone_into(&mut self.last.borrow_mut());
        }
        for message in messages.iter().filter(|message| matches!(&*message.event, "" | "message")) {
            // An event of a form that is not known here belongs to a newer proxy, and to nobody on this page.
            if let Ok(event) = whatsapp_domain::json::text::<whatsapp_domain::CampaignEvent>(&message.data) {
                self.tell(&News::Event(event.into()));
            }
        }
    }

    fn ended(self: &Rc<Self>) {
        if self.open.replace(false) {
            self.tell(&News::Lost);
        }
        let wait = self.wait_ms.get();
        self.wait_ms.set((wait * 2).min(LONGEST_WAIT_MS));
        self.later(wait, |line| {
            line.part();
            line.connect();
        });
    }

    /// Those whose token speaks for somebody else by now change to a line of theirs.
    fn part(&self) {
        let numbers: Vec<u32> = {
            let ears = self.ears.borrow();
            let others = ears.iter().filter(|listening| listening.keeper.who() != self.place.1);
            others.map(|listening| listening.number).collect()
        };
        for number in numbers {
            let Some(Listening { ear, keeper, seat, .. }) = self.leave(number) else { continue };
            if join(&self.place.0, keeper, Rc::clone(&ear), seat) {
                ear(News::Open);
            }
        }
    }

    fn later(self: &Rc<Self>, ms: u32, act: fn(&Rc<Self>)) {
        let weak = Rc::downgrade(self);
        let act = move || {
            if let Some(line) = weak.upgrade() {
                act(&line);
            }
        };
        let timer = set_timeout_with_handle(act, Duration::from_millis(u64::from(ms)));
        self.set_timer(timer.ok());
    }

    fn set_timer(&self, timer: Option<TimeoutHandle>) {
        if let Some(before) = self.timer.replace(timer) {
            before.clear();
        }
    }

    fn tell(&self, news: &News) {
        // Copied, because who hears it may join or leave.
        let ears: Vec<Ear> = self.ears.borrow().iter().map(|one| Rc::clone(&one.ear)).collect();
        for ear in ears {
            ear(news.clone());
        }
    }
}

/// Opens the line and reads it to its end, which is a token's, a failure's, or the last listener's.
async fn follow(line: &Weak<Line>, keeper: &Keeper, signal: &AbortSignal) -> Option<()> {
    keeper.token().await.ok()?;
    let (url, last) = {
        let line = line.upgrade()?;
        if line.place.1 != keeper.who() {
            return None; // it changes to another line
        }
        (format!("{}/api/v1/events", line.place.0), line.last.borrow().clone())
    };
    let send = |bearer| open(&url, &last, bearer, signal);
    let answer = keeper.send(send, |answer: &Answer| match answer {
        Answer::Unaccepted(over) => Some(*over),
        _ => None,
    });
    let response = match answer.await.ok()? {
        Answer::Open(response) => response,
        Answer::Refused => {
            // Perhaps because of its cursor. Whoever hears that the line is open asks for what was missed.
            line.upgrade()?.last.borrow_mut().clear();
            return None;
        }
        Answer::Unaccepted(_) | Answer::Failed => return None,
    };
    let reader: ReadableStreamDefaultReader = response.body()?.get_reader().dyn_into().ok()?;
    line.upgrade()?.opened();
    let mut decoder = Decoder::default();
    loop {
        let piece = JsFuture::from(reader.read()).await.ok()?;
        let value = js_sys::Reflect::get(&piece, &JsValue::from_str("value")).ok()?;
        let bytes = value.dyn_into::<js_sys::Uint8Array>().ok()?.to_vec();
        let messages = decoder.feed(&bytes);
        line.upgrade()?.came(&decoder, messages);
    }
}

/// What came of opening it.
enum Answer {
    Open(Response),
    /// The token was not accepted; would a newer one help?
    Unaccepted(bool),
    /// Something answers, and this is no line.
    Refused,
    /// Nothing answers.
    Failed,
}

async fn open(url: &str, last: &str, bearer: Option<String>, signal: &AbortSignal) -> Answer {
    let mut builder = authorised(RequestBuilder::new(url), bearer)
        .header("Accept", "text/event-stream")
        .redirect(web_sys::RequestRedirect::Error)
        .abort_signal(Some(signal));
    if !last.is_empty() {
        // Without it the line begins with what happens from now on.
        builder = builder.header("Last-Event-ID", last);
    }
    let Ok(request) = builder.build() else { return Answer::Failed };
    let Ok(response) = request.send().await else { return Answer::Failed };
    if response.status() == 401 {
        let text = response.text().await.unwrap_or_default();
        return Answer::Unaccepted(unaccepted(&Err(refusal(&text))).unwrap_or(false));
    }
    // A page server with no proxy behind it answers everything with its page.
    let kind = response.headers().get("content-type").unwrap_or_default();
    if response.ok() && kind.starts_with("text/event-stream") {
        Answer::Open(response)
    } else {
        Answer::Refused
    }
}
