//! Lists whose rows stay as they are, focus, scrolling and all, while others come and go around them.

use leptos::prelude::Owner;

use super::{AnyView, Described, IntoView};

/// The rows of a list, each with its key and what draws it when it is new.
pub(crate) struct Rows {
    pub rows: Vec<(String, Box<dyn FnOnce() -> AnyView>)>,
    /// Around the list. What a row holds is owned below it, because it has to outlive the drawing that first showed the row.
    pub owner: Owner,
}

/// A list that follows `items`. A row is drawn once for each `key`; what it shows may follow signals of its own. Of two
/// items with one key the first is shown.
pub fn keyed<T: 'static>(
    items: impl Fn() -> Vec<T> + 'static,
    key: impl Fn(&T) -> String + 'static,
    row: impl Fn(T) -> AnyView + Clone + 'static,
) -> AnyView {
    let owner = Owner::current().unwrap_or_default();
    let list = move || {
        let described = |item: T| {
            let (key, row) = (key(&item), row.clone());
            let draw: Box<dyn FnOnce() -> AnyView> = Box::new(move || row(item));
            (key, draw)
        };
        let rows = items().into_iter().map(described).collect();
        AnyView(Described::Keyed(Rows { rows, owner: owner.clone() }))
    };
    list.into_any()
}
