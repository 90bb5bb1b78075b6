//! Carries out effects in the browser, and ties a pure state to the page.

use std::{
    any::Any,
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use whatsapp_domain::Stored;

use crate::{
    client::ProxyClient,
    drafts::{self, DraftStore},
    effect::{Call, Effect},
    engine::Engine,
    host::HostEvent,
    route::Route,
    texts::learn,
    view::{part, prelude::*},
};

pub use crate::view::Part;

/// What the components need from the page around them.
struct Parts {
    client: Box<dyn ProxyClient>,
    engine: Box<dyn Engine>,
    drafts: Box<dyn DraftStore>,
    rename: Box<dyn Fn(Route)>,
    tell: Box<dyn Fn(HostEvent)>,
    root: Option<web_sys::Element>,
}

/// A handle on the page's services; copies are free.
#[derive(Clone, Copy)]
pub struct Services(StoredValue<Rc<Parts>>);

impl Services {
    /// Services from their parts. `tell` is called with what the console around the components should know. Fields that
    /// ask for the focus are looked for below `root` alone, so that components which share a page don't take it from
    /// each other.
    pub fn new(
        client: impl ProxyClient + 'static,
        engine: impl Engine + 'static,
        drafts: impl DraftStore + 'static,
        rename: impl Fn(Route) + 'static,
        tell: impl Fn(HostEvent) + 'static,
        root: Option<web_sys::Element>,
    ) -> Self {
        Self(StoredValue::new(Rc::new(Parts {
            client: Box::new(client),
            engine: Box::new(engine),
            drafts: Box::new(drafts),
            rename: Box::new(rename),
            tell: Box::new(tell),
            root,
        })))
    }

    /// The services of the surrounding page.
    ///
    /// # Panics
    /// When a component is mounted without them, which no input can cause.
    pub fn expect() -> Self {
        expect_context()
    }

    fn parts(self) -> Rc<Parts> {
        self.0.get_value()
    }

    /// The address of something at the proxy that the page shows by its address alone.
    pub fn address(self, path: &str) -> String {
        self.parts().client.address(path)
    }

    /// A kept draft, read as `T`; one of another form is as good as none.
    pub fn draft<T: serde::de::DeserializeOwned>(self, key: &str) -> Option<T> {
        self.parts().drafts.read(key).and_then(|value| whatsapp_domain::json::read(&value).ok())
    }

    /// The same of something that has versions, in this build's; see [`drafts::open`].
    pub fn stored_draft<T: Stored>(self, key: &str) -> Option<T> {
        self.drafts(|store| drafts::open(store, key))
    }

    /// Looks through what is kept.
    pub fn drafts<R>(self, look: impl FnOnce(&dyn DraftStore) -> R) -> R {
        look(&*self.parts().drafts)
    }
}

/// Looks at a new state and tells its part of the page; says whether that has become another.
type Look<S> = Rc<dyn Fn(&S) -> bool>;

/// A number that a state gives as long as something in it stays the same.
type Version<S> = fn(&S) -> u64;

/// A part that is on the page.
struct Watched<S> {
    number: u32,
    look: Look<S>,
    /// Where the part follows something that seldom changes: which version of it was looked at last.
    seen: Option<(Version<S>, Rc<Cell<u64>>)>,
}

impl<S> Clone for Watched<S> {
    fn clone(&self) -> Self {
        Self { number: self.number, look: Rc::clone(&self.look), seen: self.seen.clone() }
    }
}

impl<S> Watched<S> {
    fn look(&self, state: &S) {
        if let Some((version, seen)) = &self.seen {
            let now = version(state);
            if seen.replace(now) == now {
                debug_assert!(!(self.look)(state), "a part has changed that follows what has not");
                return;
            }
        }
        (self.look)(state);
    }
}

/// A state on the page: read it through its parts, change it by events.
pub struct Store<S: 'static, E: 'static> {
    state: RwSignal<S>,
    update: fn(&mut S, E) -> Vec<Effect<E>>,
    services: Services,
    /// Is an event being worked off? What it brings about at once is drawn together with it.
    busy: StoredValue<bool>,
    /// All parts that are on the page. They are looked through after each event: with a hundred of them that
    /// takes a fraction of what as many memos need to leave the state's signal and follow it again.
    parts: StoredValue<Rc<Vec<Watched<S>>>>,
    next: StoredValue<u32>,
    /// The line to the proxy's events, if this state listens; it ends with the component.
    line: StoredValue<Option<Box<dyn Any>>>,
    /// What waits until nothing more of its name comes.
    waiting: StoredValue<Vec<Waiting<E>>>,
}

/// Waits until nothing more of its name comes. Each key press asks for the same again, so its timer is left to run and finds
/// out at its end how much later it has become.
struct Waiting<E> {
    name: &'static str,
    /// When it is over, by the page's clock in milliseconds.
    due: f64,
    /// None while nothing waits, and then no timer runs.
    event: Option<E>,
}

impl<S, E> Clone for Store<S, E> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<S, E> Copy for Store<S, E> {}

impl<S: 'static, E: 'static> Store<S, E> {
    /// A store with its first state.
    pub fn new(state: S, update: fn(&mut S, E) -> Vec<Effect<E>>) -> Self {
        Self {
            state: RwSignal::new(state),
            update,
            services: Services::expect(),
            busy: StoredValue::new(false),
            parts: StoredValue::new(Rc::default()),
            next: StoredValue::new(0),
            line: StoredValue::new(None),
            waiting: StoredValue::new(Vec::new()),
        }
    }

    /// Sends an event. An answer that comes after the component has left the page is dropped.
    ///
    /// Answers that come at once (the engine's, when it is loaded) are worked off before anything is drawn: a key press
    /// and what was found in it are one drawing.
    pub fn send(self, event: E) {
        let inner = self.busy.try_get_value().unwrap_or(true);
        let Some(effects) = self.state.try_update_untracked(|state| (self.update)(state, event)) else {
            return;
        };
        self.busy.set_value(true);
        for effect in effects {
            self.run(effect);
        }
        if !inner && self.busy.try_update_value(|busy| *busy = false).is_some() {
            self.look();
        }
    }

    /// Lets every part see the new state.
    fn look(self) {
        // Held, so that a part may come or go while they are looked through: that is done to a copy.
        let Some(parts) = self.parts.try_get_value() else { return };
        self.state.with_untracked(|state| {
            for part in &*parts {
                part.look(state);
            }
        });
        self.state.notify();
    }

    /// Reads the state and follows all its changes. Costs more than a [`part`](Self::part); for what is rarely on the
    /// page.
    pub fn with<T>(self, read: impl FnOnce(&S) -> T) -> T {
        self.state.with(read)
    }

    /// Reads the state once.
    pub fn peek<T>(self, read: impl FnOnce(&S) -> T) -> T {
        self.state.with_untracked(read)
    }

    /// A part of the state that only speaks up when it changes. It ends with the piece of the page that asked for it.
    pub fn part<T: PartialEq + 'static>(self, read: impl Fn(&S) -> T + 'static) -> Part<T> {
        let (part, set) = part(self.state.with_untracked(&read));
        self.follow(Rc::new(move |state| set.set(read(state))), None);
        part
    }

    /// The same of something that can only change together with a version: it is not looked at until that does. A build
    /// for tests looks all the same, and stops where the version was the wrong one.
    pub fn part_by<T: PartialEq + 'static>(
        self,
        version: Version<S>,
        read: impl Fn(&S) -> T + 'static,
    ) -> Part<T> {
        let (part, set) = part(self.state.with_untracked(&read));
        self.follow(Rc::new(move |state| set.set(read(state))), Some(version));
        part
    }

    /// Looks at each new state, until the piece of the page that asked for it goes.
    fn follow(self, look: Look<S>, version: Option<Version<S>>) {
        let number = self.next.try_update_value(|next| {
            *next += 1;
            *next
        });
        let Some(number) = number else { return };
        let seen = version.map(|version| (version, Rc::new(Cell::new(self.state.with_untracked(version)))));
        self.parts.update_value(|parts| Rc::make_mut(parts).push(Watched { number, look, seen }));
        on_cleanup(move || {
            self.parts.try_update_value(|parts| Rc::make_mut(parts).retain(|other| other.number != number));
        });
    }

    fn run(self, effect: Effect<E>) {
        let parts = self.services.parts();
        match effect {
            Effect::Call(Call { method, path, body, then }) => {
                let answer = parts.client.call(method, path, body);
                // What the answer says is to be said in the reader's language at once; both are on their way together.
                spawn_local(learn());
                spawn_local(async move {
                    let answer = answer.await;
                    learn().await;
                    self.send(then(answer));
                });
            }
            Effect::Ask { request, talk, then } => {
                parts.engine.ask(*request, talk, Box::new(move |response| self.send(then(response))));
            }
            Effect::SaveDraft { key, value } => parts.drafts.write(&key, &value),
            Effect::DropDraft { key } => parts.drafts.remove(&key),
            Effect::Rename(route) => (parts.rename)(route),
            Effect::Focus(field) => focus_later(parts.root.clone(), field),
            Effect::Reveal(part) => reveal_later(parts.root.clone(), part),
            Effect::Copy(text) => {
                // Pages that were not fetched safely (plain http, other than this computer's own) have no clipboard.
                let navigator = web_sys::window().map(|window| window.navigator());
                let clipboard = navigator
                    .and_then(|navigator| js_sys::Reflect::get(&navigator, &"clipboard".into()).ok())
                    .filter(|clipboard| clipboard.is_object());
                if let Some(clipboard) = clipboard {
                    let _ = clipboard.unchecked_into::<web_sys::Clipboard>().write_text(&text);
                }
            }
            Effect::Listen { line, then } => {
                let ear = Rc::new(move |news| self.send(then(news)));
                let opened = parts.client.place().map(|(origin, keeper)| (line.open)(&origin, keeper, ear));
                self.line.set_value(opened);
            }
            Effect::Tell(event) => (parts.tell)(*event),
            Effect::Settle { name, ms, event } => self.settle(name, f64::from(ms), event),
            Effect::After { ms, event } => {
                set_timeout(self.once(event), Duration::from_millis(u64::from(ms)))
            }
        }
    }
}

impl<S: 'static, E: 'static> Store<S, E> {
    fn settle(self, name: &'static str, ms: f64, event: E) {
        let due = now() + ms;
        let runs = self.waiting.try_update_value(|waiting| {
            match waiting.iter_mut().find(|known| known.name == name) {
                Some(known) => {
                    known.due = due;
                    known.event.replace(event).is_some()
                }
                None => {
                    waiting.push(Waiting { name, due, event: Some(event) });
                    false
                }
            }
        });
        if runs == Some(false) {
            self.wait(name, ms);
        }
    }

    fn wait(self, name: &'static str, ms: f64) {
        let over = move || {
            // What is left of it, or what it was about; none when the component has left the page.
            let ended = self.waiting.try_update_value(|waiting| {
                let known = waiting.iter_mut().find(|known| known.name == name)?;
                let left = known.due - now();
                if left >= 1.0 { Some(Err(left)) } else { known.event.take().map(Ok) }
            });
            match ended.flatten() {
                Some(Ok(event)) => self.send(event),
                Some(Err(left)) => self.wait(name, left),
                None => {}
            }
        };
        set_timeout(over, Duration::from_millis(ms.ceil().max(0.0) as u64));
    }

    /// Sends an event when it is called, the first time.
    fn once(self, event: E) -> impl Fn() + 'static {
        let event = RefCell::new(Some(event));
        move || {
            if let Some(event) = event.take() {
                self.send(event);
            }
        }
    }
}

/// The page's clock in milliseconds; it never goes back. Without one nothing is ever left of a wait, so it ends with its timer.
fn now() -> f64 {
    thread_local! {
        /// Asked several times with each key; the page has only one.
        static CLOCK: Option<web_sys::Performance> = web_sys::window().and_then(|window| window.performance());
    }
    CLOCK.with(|clock| clock.as_ref().map_or(f64::INFINITY, web_sys::Performance::now))
}

/// Moves the focus to the control with `data-field`, once the page has been redrawn.
fn focus_later(root: Option<web_sys::Element>, field: String) {
    request_animation_frame(move || {
        let selector = format!("[data-field=\"{}\"]", field.replace(['"', '\\'], ""));
        let found = root.and_then(|root| root.query_selector(&selector).ok().flatten());
        if let Some(element) = found.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = element.focus();
            element.scroll_into_view_with_bool(false);
        }
    });
}

/// Scrolls the element with `data-part` into view, once the page has been redrawn.
fn reveal_later(root: Option<web_sys::Element>, part: &'static str) {
    request_animation_frame(move || {
        let selector = format!("[data-part={part}]");
        if let Some(element) = root.and_then(|root| root.query_selector(&selector).ok().flatten()) {
            element.scroll_into_view_with_bool(false);
        }
    });
}
