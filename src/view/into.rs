//! What can be drawn: words, elements, several of them, one or none, and closures that give any of these.

use std::borrow::Cow;

use super::{AnyView, Described, Element};

/// Something that can stand inside an element.
pub trait IntoView: Sized {
    /// As a view, whatever it was.
    fn into_any(self) -> AnyView;

    /// As one or several children; fixed groups need no frame of their own.
    fn push_into(self, children: &mut Vec<AnyView>) {
        children.push(self.into_any());
    }
}

impl IntoView for AnyView {
    fn into_any(self) -> AnyView {
        self
    }
}

impl IntoView for Element {
    fn into_any(self) -> AnyView {
        AnyView(Described::Element(Box::new(self)))
    }
}

impl IntoView for () {
    fn into_any(self) -> AnyView {
        AnyView(Described::Nothing)
    }
}

impl IntoView for &'static str {
    fn into_any(self) -> AnyView {
        AnyView(Described::Text(Cow::Borrowed(self)))
    }
}

impl IntoView for String {
    fn into_any(self) -> AnyView {
        AnyView(Described::Text(Cow::Owned(self)))
    }
}

impl IntoView for Cow<'static, str> {
    fn into_any(self) -> AnyView {
        AnyView(Described::Text(self))
    }
}

macro_rules! numbers {
    ($($number:ty),+) => {$(
        impl IntoView for $number {
            fn into_any(self) -> AnyView {
                self.to_string().into_any()
            }
        }
    )+};
}
numbers!(u8, u32, u64, i32, usize, char);

impl<V: IntoView> IntoView for Option<V> {
    fn into_any(self) -> AnyView {
        match self {
            Some(view) => view.into_any(),
            None => AnyView(Described::Nothing),
        }
    }
}

impl<V: IntoView> IntoView for Vec<V> {
    fn into_any(self) -> AnyView {
        AnyView(Described::Many(self.into_iter().map(V::into_any).collect()))
    }
}

impl<V: IntoView, const N: usize> IntoView for [V; N] {
    fn into_any(self) -> AnyView {
        AnyView(Described::Many(self.into_iter().map(V::into_any).collect()))
    }

    fn push_into(self, children: &mut Vec<AnyView>) {
        children.extend(self.into_iter().map(V::into_any));
    }
}

impl<F, V> IntoView for F
where
    F: FnMut() -> V + 'static,
    V: IntoView,
{
    fn into_any(mut self) -> AnyView {
        AnyView(Described::Live(Box::new(move || self().into_any())))
    }
}

macro_rules! groups {
    ($(($($part:ident)+))+) => {$(
        impl<$($part: IntoView),+> IntoView for ($($part,)+) {
            fn into_any(self) -> AnyView {
                let mut children = Vec::new();
                self.push_into(&mut children);
                AnyView(Described::Many(children))
            }

            #[allow(non_snake_case)]
            fn push_into(self, children: &mut Vec<AnyView>) {
                let ($($part,)+) = self;
                $($part.push_into(children);)+
            }
        }
    )+};
}
groups! {
    (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H)
    (A B C D E F G H I) (A B C D E F G H I J) (A B C D E F G H I J K) (A B C D E F G H I J K L)
}

/// Views made one by one, as one.
pub trait CollectView {
    /// All of them in a row.
    fn collect_view(self) -> AnyView;
}

impl<I> CollectView for I
where
    I: IntoIterator,
    I::Item: IntoView,
{
    fn collect_view(self) -> AnyView {
        AnyView(Described::Many(self.into_iter().map(IntoView::into_any).collect()))
    }
}
