//! What is kept and what is replaced when a view is drawn again.

use std::{cell::Cell, rc::Rc};

use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Element, HtmlElement};
use whatsapp_plugin::view::{self, MountedView, ev, html, keyed, prelude::*};

use crate::page::tick;

/// A view in a page of its own; gone when dropped.
struct Drawn {
    root: HtmlElement,
    view: Option<MountedView>,
}

impl Drop for Drawn {
    fn drop(&mut self) {
        drop(self.view.take());
        self.root.remove();
    }
}

impl Drawn {
    fn new<V: IntoView>(view: impl FnOnce() -> V) -> Self {
        let root: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        document().body().unwrap().append_child(&root).unwrap();
        let view = Some(view::mount(&root, view));
        Self { root, view }
    }

    fn one(&self, selector: &str) -> HtmlElement {
        self.root.query_selector(selector).unwrap().unwrap().unchecked_into()
    }

    fn texts(&self, selector: &str) -> Vec<String> {
        let all = self.root.query_selector_all(selector).unwrap();
        (0..all.length()).map(|at| all.item(at).unwrap().text_content().unwrap()).collect()
    }

    fn focused(&self) -> Option<Element> {
        document().active_element()
    }
}

#[wasm_bindgen_test]
async fn an_element_of_the_same_shape_stays_and_keeps_the_focus() {
    let word = RwSignal::new("one");
    let page = Drawn::new(|| move || html::button().attr("title", word.get()).child(word.get()));
    let button = page.one("button");
    button.focus().unwrap();
    word.set("two");
    tick().await;
    assert_eq!(page.texts("button"), ["two"]);
    assert_eq!(page.one("button").get_attribute("title").as_deref(), Some("two"));
    assert!(page.one("button").is_same_node(Some(&button)));
    assert!(page.focused().unwrap().is_same_node(Some(&button)));
}

#[wasm_bindgen_test]
async fn an_element_of_another_shape_is_replaced_in_its_place() {
    let link = RwSignal::new(false);
    let page = Drawn::new(|| {
        html::p().child((
            "before ",
            move || match link.get() {
                true => html::a().attr("href", "#there").child("link").into_any(),
                false => html::b().child("bold").into_any(),
            },
            " behind",
        ))
    });
    assert_eq!(page.texts("p"), ["before bold behind"]);
    link.set(true);
    tick().await;
    assert_eq!(page.texts("p"), ["before link behind"]);
    assert!(page.texts("b").is_empty());
    assert_eq!(page.one("a").get_attribute("href").as_deref(), Some("#there"));
}

#[wasm_bindgen_test]
async fn a_press_reaches_whoever_the_last_drawing_named() {
    let named = RwSignal::new(1);
    let pressed = Rc::new(Cell::new(0));
    let told = Rc::clone(&pressed);
    let page = Drawn::new(|| {
        move || {
            let (named, told) = (named.get(), Rc::clone(&told));
            html::button().on(ev::click, move |_| told.set(told.get() * 10 + named)).child("press")
        }
    });
    let button = page.one("button");
    button.click();
    named.set(2);
    tick().await;
    button.click();
    assert_eq!(pressed.get(), 12);
}

#[wasm_bindgen_test]
async fn an_attribute_comes_and_goes_and_a_property_follows() {
    let on = RwSignal::new(false);
    let page = Drawn::new(|| {
        html::input()
            .attr("type", "checkbox")
            .attr("aria-invalid", move || on.get().then_some("true"))
            .prop("checked", move || on.get())
    });
    let input: web_sys::HtmlInputElement = page.one("input").unchecked_into();
    assert_eq!((input.has_attribute("aria-invalid"), input.checked()), (false, false));
    on.set(true);
    tick().await;
    assert_eq!((input.has_attribute("aria-invalid"), input.checked()), (true, true));
    on.set(false);
    tick().await;
    assert_eq!((input.has_attribute("aria-invalid"), input.checked()), (false, false));
}

#[wasm_bindgen_test]
async fn a_list_grows_and_shrinks_between_what_stands_around_it() {
    let items = RwSignal::new(vec!["a", "b"]);
    let page = Drawn::new(|| {
        html::ul().child((
            html::li().child("first"),
            move || items.get().into_iter().map(|item| html::li().child(item)).collect_view(),
            html::li().child("last"),
        ))
    });
    let second = page.root.query_selector_all("li").unwrap().item(1).unwrap();
    items.set(vec!["a", "b", "c", "d"]);
    tick().await;
    assert_eq!(page.texts("li"), ["first", "a", "b", "c", "d", "last"]);
    items.set(vec![]);
    tick().await;
    assert_eq!(page.texts("li"), ["first", "last"]);
    items.set(vec!["z"]);
    tick().await;
    assert_eq!(page.texts("li"), ["first", "z", "last"]);
    assert!(!second.is_connected());
}

#[wasm_bindgen_test]
async fn rows_with_a_key_move_as_they_are() {
    let items = RwSignal::new(vec!["a", "b", "c"]);
    let drawn = Rc::new(Cell::new(0));
    let count = Rc::clone(&drawn);
    let page = Drawn::new(|| {
        html::ul().child(keyed(
            move || items.get(),
            |item| (*item).to_owned(),
            move |item| {
                count.set(count.get() + 1);
                // A signal of the row's own lives as long as the row.
                let pressed = RwSignal::new(0);
                html::li()
                    .attr("data-item", item)
                    .on(ev::click, move |_| pressed.update(|pressed| *pressed += 1))
                    .child((item, move || pressed.get()))
                    .into_any()
            },
        ))
    });
    let (a, c) = (page.one("[data-item=a]"), page.one("[data-item=c]"));
    items.set(vec!["c", "x", "a"]);
    tick().await;
    assert_eq!(page.texts("li"), ["c0", "x0", "a0"]);
    assert!(
        page.one("[data-item=a]").is_same_node(Some(&a)) && page.one("[data-item=c]").is_same_node(Some(&c))
    );
    assert_eq!(drawn.get(), 4, "a, b and c, and then only x");
    c.click();
    tick().await;
    assert_eq!(page.texts("li"), ["c1", "x0", "a0"]);
    items.set(vec!["a", "a", "c"]);
    tick().await;
    assert_eq!(page.texts("li"), ["a0", "c1"], "of two with one key the first");
}

#[wasm_bindgen_test]
async fn a_memo_tells_only_of_another_value() {
    let number = RwSignal::new(1);
    let even = Memo::new(move || number.get() % 2 == 0);
    let drawn = Rc::new(Cell::new(0));
    let count = Rc::clone(&drawn);
    let page = Drawn::new(|| {
        html::p().child(move || {
            count.set(count.get() + 1);
            if even.get() { "even" } else { "odd" }
        })
    });
    number.set(3);
    tick().await;
    assert_eq!((page.texts("p"), drawn.get()), (vec!["odd".to_owned()], 1));
    number.set(4);
    tick().await;
    assert_eq!((page.texts("p"), drawn.get()), (vec!["even".to_owned()], 2));
}

/// A piece that goes while what it reads changes: its parts must not run again, their values have gone with it. Whichever
/// is told first.
#[wasm_bindgen_test]
async fn what_leaves_does_not_read_what_has_gone() {
    let shown = RwSignal::new(true);
    let word = RwSignal::new("one");
    let page = Drawn::new(|| {
        move || {
            shown.get().then(|| {
                let own = Memo::new(move || format!("{} more", word.get()));
                html::p().child(move || {
                    // Gone with this piece, while what it reads stays.
                    let inner = Signal::derive(move || word.get());
                    html::b()
                        .attr("title", move || inner.get())
                        .child((move || own.get(), move || inner.get()))
                })
            })
        }
    });
    assert_eq!(page.texts("b"), ["one moreone"]);
    shown.set(false);
    word.set("two");
    tick().await;
    assert!(page.texts("p").is_empty());
    shown.set(true);
    tick().await;
    assert_eq!(page.texts("b"), ["two moretwo"]);
    word.set("three");
    shown.set(false);
    tick().await;
    assert!(page.texts("p").is_empty());
    shown.set(true);
    tick().await;
    assert_eq!(page.texts("b"), ["three morethree"]);
}

#[wasm_bindgen_test]
async fn nothing_is_left_of_a_view_that_is_dropped() {
    let word = RwSignal::new("one");
    let mut page = Drawn::new(|| ("text ", html::p().child(move || word.get()), move || vec![word.get()]));
    assert!(page.root.has_child_nodes());
    drop(page.view.take());
    assert!(!page.root.has_child_nodes());
    word.set("two");
    tick().await;
    assert!(!page.root.has_child_nodes());
}

/// The page is told of a change and leaves before it has drawn it: with the last `blur` of a field, for one.
#[wasm_bindgen_test]
async fn a_view_that_is_dropped_does_not_draw_what_it_was_told_last() {
    let word = RwSignal::new("one");
    let mut page = Drawn::new(|| {
        move || {
            let outer = Signal::derive(move || word.get());
            html::p().child(move || {
                let inner = Signal::derive(move || outer.get());
                html::b().attr("title", move || inner.get()).child(move || inner.get())
            })
        }
    });
    assert_eq!(page.texts("b"), ["one"]);
    word.set("two");
    drop(page.view.take());
    tick().await;
    assert!(!page.root.has_child_nodes());
}

thread_local! {
    /// How often a piece was described.
    static DESCRIBED: Cell<u32> = const { Cell::new(0) };
}

/// A word, beside the empty place that a shorter one leaves.
#[allow(clippy::ptr_arg)] // a piece is given what the list holds
fn word_piece(word: &String) -> AnyView {
    DESCRIBED.set(DESCRIBED.get() + 1);
    (html::b().child(word.clone()), (word.len() > 3).then(|| html::i().child("long"))).into_any()
}

#[wasm_bindgen_test]
async fn a_piece_is_described_again_only_when_it_is_made_of_something_else() {
    DESCRIBED.set(0);
    let words = RwSignal::new(vec!["one", "two", "three"]);
    let page = Drawn::new(|| {
        move || {
            let pieces = words.get().into_iter().map(|word| made_of(word.to_owned(), word_piece));
            html::p().child((pieces.collect_view(), "."))
        }
    });
    assert_eq!((page.texts("p"), DESCRIBED.get()), (vec!["onetwothreelong.".to_owned()], 3));
    let first = page.one("b");
    words.set(vec!["one", "seven", "three"]);
    tick().await;
    assert_eq!((page.texts("p"), DESCRIBED.get()), (vec!["onesevenlongthreelong.".to_owned()], 4));
    assert!(page.one("b").is_same_node(Some(&first)));
    words.set(vec!["one"]);
    tick().await;
    words.set(vec!["one", "two"]);
    tick().await;
    assert_eq!((page.texts("p"), DESCRIBED.get()), (vec!["onetwo.".to_owned()], 5));
}

#[wasm_bindgen_test]
async fn a_piece_changes_places_with_another_kind_of_view() {
    let made = RwSignal::new(true);
    let page = Drawn::new(|| {
        html::p().child((
            "before ",
            move || match made.get() {
                true => made_of("word".to_owned(), word_piece),
                false => "nothing".into_any(),
            },
            " behind",
        ))
    });
    for expected in ["before nothing behind", "before wordlong behind"] {
        made.update(|made| *made = !*made);
        tick().await;
        assert_eq!(page.texts("p"), [expected]);
    }
}
