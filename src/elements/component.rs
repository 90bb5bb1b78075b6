//! What an element asks of the component in it, whichever that is. A component brings this along from its own part of the
//! program, which may be a late one; the frame around it is in the first.

use serde_json::Value;

use super::given::Unreadable;
use crate::view::AnyView;

/// A component as its element sees it.
pub trait Component {
    /// The value as the host keeps it; none while what is saved is still on its way.
    fn value(&self) -> Option<Value> {
        None
    }

    /// The host gives another value, or null.
    ///
    /// # Errors
    /// When it can't be read; then the component stays as it is.
    fn give(&self, value: &Value) -> Result<(), Unreadable> {
        let _ = value;
        Ok(())
    }

    /// The host changes another property, such as `profiles`.
    fn set(&self, name: &str, value: &Value) {
        let _ = (name, value);
    }

    /// Everything is only to be looked at, or no longer.
    fn lock(&self, on: bool) {
        let _ = on;
    }

    /// Does what a method of the element asks for; false when something has to be mended first, or it knows no such method.
    fn call(&self, name: &str) -> bool {
        let _ = name;
        false
    }
}

/// A component that has begun, and what it draws.
pub type Begun = (Box<dyn Component>, AnyView);
