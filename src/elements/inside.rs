//! What an element holds besides its component: what the host gave, and the component's handle once it is there.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use crate::view::prelude::*;
use serde_json::{Map, Value, json};
use whatsapp_domain::{Problem, Stored};

use super::{
    Kind,
    component::Component,
    given::{self, Given, Unreadable},
    shell::{self, HostStore, Shell},
};
use crate::{
    drafts::{self, DraftStore},
    host::{Cause, HostEvent},
    login::{Comer, Keeper},
    texts::Texts,
};

/// One element.
pub struct Inside {
    /// Which.
    pub kind: Kind,
    /// Its other half.
    pub shell: Shell,
    /// What the host gave.
    pub given: RefCell<Given>,
    /// What the host is offered to keep.
    pub drafts: Rc<RefCell<Map<String, Value>>>,
    /// The component, once there is one.
    pub live: RefCell<Option<Rc<dyn Component>>>,
    /// Has the person changed what the host gave? Until then it is given back word for word.
    touched: Cell<bool>,
    /// Why there is no component.
    pub unreadable: RwSignal<Option<Unreadable>>,
    /// What it speaks.
    pub language: RwSignal<Texts>,
    /// The host's token.
    pub keeper: Rc<Keeper>,
    /// Asks the proxy anew what it allows, or tries once more to begin.
    pub again: RefCell<Option<Box<dyn Fn()>>>,
    /// Begins as the element did when it was made.
    pub anew: RefCell<Option<Box<dyn Fn()>>>,
    /// Is everything only to be looked at?
    pub locked: RwSignal<bool>,
    /// Does the host want it to be?
    readonly: Cell<bool>,
    /// What the person may do; everything, as long as nobody says otherwise.
    rights: RwSignal<Option<Vec<String>>>,
    /// The box around everything, which says what is not drawn.
    pub base: RefCell<Option<web_sys::Element>>,
}

impl Inside {
    /// An element that was just made.
    pub fn new(kind: Kind, shell: Shell, given: Given, texts: Texts) -> Self {
        let drafts = Rc::new(RefCell::new(given.draft.clone()));
        let (locked, readonly) = (RwSignal::new(given.readonly), Cell::new(given.readonly));
        let (rights, base) = (RwSignal::new(None), RefCell::default());
        let (unreadable, language) = (RwSignal::new(None), RwSignal::new(texts));
        let (live, touched) = (RefCell::default(), Cell::new(false));
        let keeper = shell::keeper(&shell, language);
        let (again, anew) = (RefCell::default(), RefCell::default());
        let given = RefCell::new(given);
        Self {
            kind,
            shell,
            given,
            drafts,
            live,
            touched,
            unreadable,
            language,
            keeper,
            again,
            anew,
            locked,
            readonly,
            rights,
            base,
        }
    }

    /// Hears from the log-in that somebody else is there. The element is not kept by it.
    pub fn heed(self: &Rc<Self>) {
        let inside = Rc::downgrade(self);
        self.keeper.when_switched(move |comer| {
            if let Some(inside) = inside.upgrade() {
                inside.switched(comer);
            }
        });
    }

    /// What can't be read is told, and kept as it is.
    pub fn refuse(&self, unreadable: Unreadable) {
        let words = self.language.get_untracked().say(&unreadable.text);
        self.shell.fail(&Problem::new(unreadable.code, words));
        let _ = self.unreadable.try_set(Some(unreadable));
    }

    fn component(&self) -> Option<Rc<dyn Component>> {
        self.live.borrow().clone()
    }

    /// The value as the host keeps it.
    pub fn value(&self) -> Value {
        let made = self.component().filter(|_| self.touched.get()).and_then(|component| component.value());
        made.unwrap_or_else(|| given::public(&self.given.borrow().value))
    }

    /// Is there a draft of an earlier visit under this name that the component begins with? Then that is the value from now on.
    pub fn restores<T: Stored>(&self, key: &str) -> bool {
        let store = HostStore { shell: self.shell.clone(), kept: Rc::clone(&self.drafts) };
        let is_there = drafts::open::<T>(&store, key).is_some();
        if is_there {
            self.touched.set(true);
        }
        is_there
    }

    /// Under what the typed is kept.
    fn draft_key(&self, given: &Given) -> String {
        match self.kind {
            Kind::Node => crate::journey_node::state::DRAFT_KEY.to_owned(),
            Kind::Form | Kind::Activity => {
                crate::integration_form::state::draft_key(given.integration.as_deref())
            }
        }
    }

    /// What was being edited gives way to what the host has.
    fn forget_draft(&self) {
        let key = self.draft_key(&self.given.borrow());
        let store = HostStore { shell: self.shell.clone(), kept: Rc::clone(&self.drafts) };
        store.remove(&key);
    }

    /// The host gives another value. The one that is there already changes nothing.
    pub fn set_value(&self, value: Value) {
        if !given::has_secrets(&value) && given::public(&value) == self.value() {
            return;
        }
        self.given.borrow_mut().value = value;
        self.touched.set(false);
        // Not told when nothing was there: whoever hears of it makes the component anew.
        if self.unreadable.try_with_untracked(Option::is_some) == Some(true) {
            self.forget_draft();
            let _ = self.unreadable.try_set(None);
            return; // the component is made anew, with the new value
        }
        // Without a component, it is read as soon as there is one.
        let Some(component) = self.component() else { return };
        let given = self.given.borrow().value.clone();
        match component.give(&given) {
            Ok(()) => self.forget_secrets(),
            Err(unreadable) => self.refuse(unreadable),
        }
    }

    /// Once the component has them, secrets are nowhere else.
    pub fn forget_secrets(&self) {
        let mut given = self.given.borrow_mut();
        given.value = given::public(&given.value);
    }

    /// Everything else that a host may change later.
    pub fn set(&self, name: &str, value: Value) {
        match name {
            "value" => return self.set_value(value),
            "token" => return self.log_in(),
            "readonly" => {
                self.readonly.set(value.as_bool().unwrap_or(false));
                return self.lock();
            }
            _ => {}
        }
        if let Some(component) = self.component() {
            component.set(name, &value);
        }
        let mut given = self.given.borrow_mut();
        match name {
            "savedAt" => given.saved_at = value.as_str().map(str::to_owned),
            "profiles" => given.profiles = value,
            "profileSchema" => given.profile_schema = value,
            _ => {}
        }
    }

    /// The host has another token: what was refused is tried again.
    fn log_in(&self) {
        self.keeper.forget();
        if let Some(again) = &*self.again.borrow() {
            again();
        }
    }

    /// Somebody else is there. What was shown was not theirs: the component is made anew, as when the element started. What
    /// was typed stays with a colleague, and goes when it was another tenant's; the host was offered it (`whatsapp-draft`).
    fn switched(&self, comer: Comer) {
        match comer {
            Comer::Same => return,
            // What lists are about is the same; their line is not.
            Comer::OtherRights => return crate::live::switched(),
            Comer::OtherPerson => self.keep_typed(),
            Comer::OtherTenant => {
                self.drafts.borrow_mut().clear();
                self.touched.set(false);
                self.shell.tell("switched", &json!({}));
            }
        }
        // The lines of the component that was there end with it.
        if let Some(anew) = &*self.anew.borrow() {
            anew();
        }
    }

    /// What stands in the component is what the next one begins with.
    fn keep_typed(&self) {
        if !self.touched.get() {
            return;
        }
        let value = self.value();
        let mut given = self.given.borrow_mut();
        if self.kind == Kind::Form
            && let Some(id) = value.get("id").and_then(Value::as_str)
        {
            given.integration = Some(id.to_owned());
        }
        let key = self.draft_key(&given);
        // A draft is laid over what the host has saved, which is to stay what it is.
        if !self.drafts.borrow().contains_key(&key) {
            given.value = value;
        }
    }

    /// The proxy says what the person may do; none when it does not tell.
    pub fn allow(&self, rights: Option<Vec<String>>) {
        let _ = self.rights.try_set(rights);
        self.lock();
    }

    /// May the person do this?
    pub fn may(&self, right: &str) -> bool {
        self.rights.try_with_untracked(|rights| allows(rights.as_ref(), right)).unwrap_or(true)
    }

    /// The same for what is drawn, and drawn anew when it changes.
    pub fn may_signal(&self, right: &'static str) -> Signal<bool> {
        let rights = self.rights;
        Signal::derive(move || rights.with(|rights| allows(rights.as_ref(), right)))
    }

    /// Whether this element changes what the proxy keeps: a step is the host's, whatever the proxy allows.
    pub fn edits_at_proxy(&self) -> bool {
        self.kind != Kind::Node
    }

    fn lock(&self) {
        let on = self.readonly.get() || (self.edits_at_proxy() && !self.may("edit"));
        let lacks = ["edit", "secrets", "test", "run"];
        let lacks: Vec<&str> =
            lacks.into_iter().filter(|right| if *right == "edit" { on } else { !self.may(right) }).collect();
        if let Some(base) = &*self.base.borrow() {
            let _ = base.set_attribute("data-lacks", &lacks.join(" "));
        }
        if self.kind == Kind::Activity {
            return; // its fields only search
        }
        let _ = self.locked.try_set(on);
        if let Some(component) = self.component() {
            component.lock(on);
        }
    }

    /// Does what a method of the element asks for; false when something has to be mended first.
    pub fn call(&self, name: &str) -> bool {
        // A person pressed something, or the host does for them.
        self.keeper.resume();
        let done = self.component().is_some_and(|component| component.call(name));
        done && (name != "save" || !self.locked.get_untracked())
    }

    /// What the component tells its host goes on to the page's.
    pub fn told(&self, event: HostEvent) {
        match event {
            HostEvent::NodeChanged { unsaved, stop, cause, .. }
            | HostEvent::FormChanged { unsaved, stop, cause, .. } => {
                if cause != Cause::Opening {
                    self.touched.set(true);
                }
                let cause = match cause {
                    Cause::Opening => "opening",
                    Cause::Typing => "typing",
                    Cause::Choice => "choice",
                };
                let stop = stop.map(|stop| self.language.get_untracked().said(&stop));
                self.shell.tell("state", &json!({"cause": cause, "unsaved": unsaved, "stop": stop}));
            }
            HostEvent::NodeSaved { node, at } => {
                self.touched.set(true);
                self.shell.tell("saved", &json!({"value": node, "at": at}));
            }
            HostEvent::FormSaved { id, value } => {
                self.touched.set(true);
                self.shell.tell("saved", &json!({"id": id, "value": value}));
            }
            HostEvent::FormNotSaved(problem) => {
                self.shell.tell(
                    "not-saved",
                    &json!({"code": problem.code, "text": self.language.get_untracked().problem(&problem)}),
                );
            }
            HostEvent::FormChecked(report) => self.shell.tell("checked", &json!({"report": report.ok()})),
        }
    }
}

fn allows(rights: Option<&Vec<String>>, right: &str) -> bool {
    rights.is_none_or(|rights| rights.iter().any(|one| one == right))
}
