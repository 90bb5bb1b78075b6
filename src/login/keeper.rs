//! A log-in on the page: asks the host, and remembers what came of it.

use std::{cell::RefCell, future::Future, pin::Pin, rc::Rc};

use super::{Comer, Login, Need, Next};

/// What the host answers: its token, none when it gives none, or that it failed.
pub type Answer = Pin<Box<dyn Future<Output = Result<Option<String>, ()>>>>;

/// There is no token that the proxy takes. The host was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused;

/// Hears who has come.
type Heard = Rc<dyn Fn(Comer)>;

/// The log-in of one element, for its calls and its line.
pub struct Keeper {
    login: RefCell<Login>,
    ask: Box<dyn Fn(bool) -> Answer>,
    tell: Box<dyn Fn()>,
    /// Hears that somebody else is there.
    switched: RefCell<Option<Heard>>,
}

impl Keeper {
    /// `ask` asks the host (true: for a newer one), `tell` tells it that it is of no use.
    pub fn new(ask: impl Fn(bool) -> Answer + 'static, tell: impl Fn() + 'static) -> Self {
        let switched = RefCell::default();
        Self { login: RefCell::default(), ask: Box::new(ask), tell: Box::new(tell), switched }
    }

    /// For a page that has no host.
    pub fn none() -> Self {
        Self::new(|_| Box::pin(async { Ok(None) }), || ())
    }

    /// Calls `hear` when a token comes that speaks for somebody else than the one before.
    pub fn when_switched(&self, hear: impl Fn(Comer) + 'static) {
        self.switched.replace(Some(Rc::new(hear)));
    }

    /// The token to send, if there is one.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn token(&self) -> Result<Option<String>, Refused> {
        let need = self.login.borrow().need(now());
        match need {
            Need::Held(text) => Ok(text),
            Need::Ask { renew } => self.fetch(renew).await,
            Need::Stopped => Err(Refused),
        }
    }

    async fn fetch(&self, renew: bool) -> Result<Option<String>, Refused> {
        match (self.ask)(renew).await {
            Ok(text) => {
                let comer = self.login.borrow_mut().came(text.clone(), now());
                // Copied, because whoever hears it may ask for the token.
                let hear = self.switched.borrow().clone();
                if let Some(hear) = hear.filter(|_| comer != Comer::Same) {
                    hear(comer);
                }
                Ok(text)
            }
            Err(()) => {
                let news = self.login.borrow_mut().failed();
                self.told(news)
            }
        }
    }

    fn stop(&self) -> Result<Option<String>, Refused> {
        let news = self.login.borrow_mut().stop();
        self.told(news)
    }

    fn told(&self, news: bool) -> Result<Option<String>, Refused> {
        if news {
            (self.tell)();
        }
        Err(Refused)
    }

    /// Calls `send` with the token, and once more with a newer one when the proxy says that its time is over. `judge` says
    /// of an answer whether the token was not accepted, and then whether a newer one may help.
    ///
    /// # Errors
    /// [`Refused`].
    pub async fn send<T, F: Future<Output = T>>(
        &self,
        send: impl Fn(Option<String>) -> F,
        judge: impl Fn(&T) -> Option<bool>,
    ) -> Result<T, Refused> {
        let mut token = self.token().await?;
        let mut renewed = false;
        loop {
            let answer = send(token.clone()).await;
            let Some(over) = judge(&answer) else { return Ok(answer) };
            let next = self.login.borrow_mut().refused(token.as_deref(), over && !renewed);
            token = match next {
                Next::Again(other) if !renewed => other,
                Next::Anew | Next::Renew if !renewed => {
                    renewed = true;
                    let fresh = self.fetch(next == Next::Renew).await?;
                    if fresh == token {
                        return self.stop().map(|_| answer);
                    }
                    fresh
                }
                _ => return self.stop().map(|_| answer),
            };
        }
    }

    /// A person did something, so it may be tried again.
    pub fn resume(&self) {
        self.login.borrow_mut().resume();
    }

    /// The host has another token, or another way to one.
    pub fn forget(&self) {
        self.login.borrow_mut().forget();
    }

    /// Whom it speaks for, as far as is known.
    pub fn who(&self) -> String {
        self.login.borrow().who()
    }
}

/// Seconds since 1970.
fn now() -> f64 {
    js_sys::Date::now() / 1000.0
}
