//! What is called when something happens.

use std::{marker::PhantomData, rc::Rc};

use super::{Handle, Told, copied};

/// Something to call. It may have gone with the piece of the page that gave it: a control that leaves still sends its
/// last `blur`.
pub struct Callback<T>(Handle, PhantomData<fn(T)>);

copied!(Callback);

impl<T: 'static> Callback<T> {
    /// Calls a closure.
    pub fn new(call: impl Fn(T) + 'static) -> Self {
        let call: Rc<dyn Fn(T)> = Rc::new(call);
        Self(Handle::new(Box::new(call), Told::Never), PhantomData)
    }

    /// Calls it if it is still there.
    pub fn told(self, value: T) {
        let call = self.0.cell().and_then(|cell| cell.with(|call: &Rc<dyn Fn(T)>| Rc::clone(call)));
        if let Some(call) = call {
            call(value);
        }
    }
}
