//! The proxy's events as they happen: one line for each proxy, shared by all components of the page, open while somebody
//! listens.

use std::{
    any::Any,
    cell::{Cell, RefCell},
    collections::BTreeMap,
    rc::{Rc, Weak},
    time::Duration,
};

use leptos::prelude::{TimeoutHandle, set_timeout_with_handle};
use wasm_bindgen::{JsCast, prelude::*};
use web_sys::{EventSource, MessageEvent};

use crate::effect::News;

/// Hears what comes over the line.
pub type Ear = Rc<dyn Fn(News)>;

/// First wait before a line that was refused is opened anew; doubled up to [`LONGEST_WAIT_MS`].
const FIRST_WAIT_MS: u32 = 1000;
const LONGEST_WAIT_MS: u32 = 30_000;

thread_local! {
    static LINES: RefCell<BTreeMap<String, Weak<Line>>> = const { RefCell::new(BTreeMap::new()) };
}

struct Line {
    origin: String,
    source: RefCell<Option<Source>>,
    ears: RefCell<Vec<(u32, Ear)>>,
    next: Cell<u32>,
    open: Cell<bool>,
    /// Id of the last event that was heard: a line that is opened anew goes on behind it.
    last: RefCell<String>,
    wait_ms: Cell<u32>,
    retry: RefCell<Option<TimeoutHandle>>,
}

/// An open `EventSource` and what it calls; closed when dropped.
struct Source {
    source: EventSource,
    _heard: Closure<dyn FnMut(MessageEvent)>,
    _opened: Closure<dyn FnMut()>,
    _failed: Closure<dyn FnMut()>,
}

impl Drop for Source {
    fn drop(&mut self) {
        self.source.set_onmessage(None);
        self.source.set_onopen(None);
        self.source.set_onerror(None);
        self.source.close();
    }
}

/// Somebody who listens; stops when dropped, and the last one closes the line.
struct Listener {
    line: Rc<Line>,
    number: u32,
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.line.ears.borrow_mut().retain(|(number, _)| *number != self.number);
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if let Some(timer) = self.retry.take() {
            timer.clear();
        }
    }
}

/// Listens to the events of the proxy at this origin until the answer is dropped.
pub fn listen(origin: &str, ear: Ear) -> Box<dyn Any> {
    let known = LINES.with_borrow(|lines| lines.get(origin).and_then(Weak::upgrade));
    let line = known.unwrap_or_else(|| {
        let line = Rc::new(Line {
            origin: origin.to_owned(),
            source: RefCell::default(),
            ears: RefCell::default(),
            next: Cell::default(),
            open: Cell::new(false),
            last: RefCell::default(),
            wait_ms: Cell::new(FIRST_WAIT_MS),
            retry: RefCell::default(),
        });
        LINES.with_borrow_mut(|lines| lines.insert(origin.to_owned(), Rc::downgrade(&line)));
        line.connect();
        line
    });
    let number = line.next.get();
    line.next.set(number + 1);
    line.ears.borrow_mut().push((number, ear));
    Box::new(Listener { line, number })
}

impl Line {
    fn connect(self: &Rc<Self>) {
        let last = self.last.borrow().clone();
        // Without a cursor the line begins with what happens from now on.
        let after = if last.is_empty() { String::new() } else { format!("?after={last}") };
        let Ok(source) = EventSource::new(&format!("{}/api/v1/events{after}", self.origin)) else { return };
        let hear = |line: &Weak<Self>, act: fn(&Rc<Self>)| {
            let line = Weak::clone(line);
            Closure::<dyn FnMut()>::new(move || {
                if let Some(line) = line.upgrade() {
                    act(&line);
                }
            })
        };
        let weak = Rc::downgrade(self);
        let opened = hear(&weak, |line| line.opened());
        let failed = hear(&weak, |line| line.failed());
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(line) = weak.upgrade() {
                line.heard(&event);
            }
        });
        source.set_onopen(Some(opened.as_ref().unchecked_ref()));
        source.set_onerror(Some(failed.as_ref().unchecked_ref()));
        source.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        self.source.replace(Some(Source { source, _heard: heard, _opened: opened, _failed: failed }));
    }

    fn opened(&self) {
        self.open.set(true);
        self.wait_ms.set(FIRST_WAIT_MS);
        self.tell(&News::Open);
    }

    fn heard(&self, event: &MessageEvent) {
        let id = event.last_event_id();
        if !id.is_empty() {
            self.last.replace(id);
        }
        let Some(text) = event.data().as_string() else { return };
        // An event of a form that is not known here belongs to a newer proxy, and to nobody on this page.
        if let Ok(event) = serde_json::from_str::<whatsapp_domain::CampaignEvent>(&text) {
            self.tell(&News::Event(event.into()));
        }
    }

    /// The browser opens a lost line again by itself, with the last id; one that was refused is opened anew here.
    fn failed(self: &Rc<Self>) {
        if self.open.replace(false) {
            self.tell(&News::Lost);
        }
        let closed = self
            .source
            .borrow()
            .as_ref()
            .is_some_and(|open| open.source.ready_state() == EventSource::CLOSED);
        if !closed {
            return;
        }
        // It may have been refused because of its cursor. Whoever hears that the line is open asks for what was missed.
        self.last.borrow_mut().clear();
        let wait = self.wait_ms.get();
        self.wait_ms.set((wait * 2).min(LONGEST_WAIT_MS));
        let weak = Rc::downgrade(self);
        let again = move || {
            if let Some(line) = weak.upgrade() {
                line.connect();
            }
        };
        let timer = set_timeout_with_handle(again, Duration::from_millis(u64::from(wait)));
        self.retry.replace(timer.ok());
    }

    fn tell(&self, news: &News) {
        // Copied, because who hears it may join or leave.
        let ears: Vec<Ear> = self.ears.borrow().iter().map(|(_, ear)| Rc::clone(ear)).collect();
        for ear in ears {
            ear(news.clone());
        }
    }
}
