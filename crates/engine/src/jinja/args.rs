//! Arguments of a call, and binding them to parameters as Python does.

use super::errors::{Fault, Res};
use super::value::Value;
use std::rc::Rc;
use whatsapp_domain::say;

/// Evaluated arguments.
#[derive(Debug, Default, Clone)]
pub(crate) struct Call {
    pub args: Vec<Value>,
    pub kwargs: Vec<(Rc<str>, Value)>,
}

impl Call {
    /// Puts the arguments to the parameters' places. The first `required` ones must be given.
    pub fn bind<const N: usize>(
        self,
        what: &str,
        params: [&str; N],
        required: usize,
    ) -> Res<[Option<Value>; N]> {
        let mut bound = [const { None }; N];
        self.bind_to(&mut bound, what, &params, required)?;
        Ok(bound)
    }

    /// The same for any number of parameters, so that it is there once.
    fn bind_to(self, bound: &mut [Option<Value>], what: &str, params: &[&str], required: usize) -> Res<()> {
        if self.args.len() > bound.len() {
            return Err(Fault::value(say!(
                "“{what}” takes at most {most} arguments here, not {count}.",
                what = what,
                most = bound.len(),
                count = self.args.len()
            )));
        }
        for (place, value) in bound.iter_mut().zip(self.args) {
            *place = Some(value);
        }
        for (name, value) in self.kwargs {
            let index = params.iter().position(|param| **param == *name);
            match index.map(|index| &mut bound[index]) {
                Some(place @ None) => *place = Some(value),
                Some(Some(_)) => {
                    return Err(Fault::value(say!(
                        "“{what}” is given the argument “{name}” twice.",
                        what = what,
                        name = name
                    )));
                }
                None => {
                    return Err(Fault::value(say!(
                        "“{what}” has no argument “{name}”.",
                        what = what,
                        name = name
                    )));
                }
            }
        }
        for (name, place) in params.iter().zip(&*bound).take(required) {
            if place.is_none() {
                return Err(Fault::value(say!(
                    "“{what}” needs the argument “{name}”.",
                    what = what,
                    name = name
                )));
            }
        }
        Ok(())
    }

    /// Binds where names are not allowed, as with most methods of text.
    pub fn positional<const N: usize>(self, what: &str, required: usize) -> Res<[Option<Value>; N]> {
        self.without_names(what, required)?;
        self.bind(what, [""; N], 0)
    }

    fn without_names(&self, what: &str, required: usize) -> Res<()> {
        if let Some((name, _)) = self.kwargs.first() {
            return Err(Fault::value(say!(
                "“{what}” takes no argument by the name “{name}”.",
                what = what,
                name = name
            )));
        }
        let count = self.args.len();
        if count < required {
            return Err(Fault::value(say!(
                "“{what}” needs {required} arguments, not {count}.",
                what = what,
                required = required,
                count = count
            )));
        }
        Ok(())
    }
}

/// A whole number, with `default` where the argument is left out.
pub(crate) fn int_or(value: Option<&Value>, default: i128) -> Res<i128> {
    match value {
        None => Ok(default),
        Some(value) => int(value),
    }
}

/// A switch that Python takes as a whole number: true, false, or a number, and nothing else.
pub(crate) fn switch(value: Option<Value>) -> Res<bool> {
    value.map_or(Ok(false), |value| Ok(int(&value)? != 0))
}

/// A whole number.
pub(crate) fn int(value: &Value) -> Res<i128> {
    value.as_int().ok_or_else(|| {
        Fault::value(say!("A whole number is needed here, not {found}.", found = value.said()))
    })
}

/// A whole number that says how long something gets: larger than memory allows is as good as the largest.
pub(crate) fn width(value: i128) -> usize {
    usize::try_from(value.max(0)).unwrap_or(usize::MAX)
}

/// Text.
pub(crate) fn text(value: &Value) -> Res<Rc<str>> {
    match value {
        Value::Str(text) => Ok(text.text.clone()),
        other => Err(Fault::value(say!("Text is needed here, not {found}.", found = other.said()))),
    }
}
