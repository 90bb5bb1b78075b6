//! axe-core and whatever else can be measured find nothing in the elements on a host's page, in any screen and state an
//! element can have.
//!
//! Each state is looked at in all six languages and in all six looks (three example themes, light and dark), though not in
//! each of the 36 pairs: the state with the number `n` is looked at in language `i` with look `(i + n) mod 6`. So every
//! language and every look is seen with every state, and with the next state in another pair. The element stays on the page
//! meanwhile: what changes is its `lang`, the host's theme and what the reader prefers.
//!
//! Everything is found by what it is, not by what it says.

mod activity;
mod failures;
mod form;
mod limits;
mod node;

use serde_json::{Value, json};
use whatsapp_e2e::{Embedded, Failure, Looker};

/// A page of the host with one element, and what was found in it.
struct Eyes {
    page: Embedded,
    looker: Looker,
}

impl Eyes {
    /// `subject` is the id of the element that is looked at, on each page that is opened.
    async fn open(subject: &'static str) -> Result<Self, Failure> {
        let page = Embedded::start().await?;
        Self::on(page, subject).await
    }

    async fn on(page: Embedded, subject: &'static str) -> Result<Self, Failure> {
        page.stage.can_be_looked_at().await?;
        Ok(Self { page, looker: Looker { subject, ..Looker::default() } })
    }

    /// Opens a page with this element in it; the script runs before the element starts.
    async fn shows(&self, element: &str, script: &str) -> Result<(), Failure> {
        let body = format!("<main><h1>A console</h1><script>{script}</script>{element}</main>");
        self.page.shows_body(&body, "").await
    }

    /// Expression for the first of these that is in view.
    fn first(&self, css: &str) -> String {
        let subject = self.looker.subject;
        format!(
            "[...{subject}.shadowRoot.querySelectorAll({})].find(one => one.checkVisibility())",
            json!(css)
        )
    }

    async fn sees(&self, css: &str) -> Result<(), Failure> {
        self.page.until(&self.first(css)).await
    }

    /// Presses the first in view. The page presses it: what moves under a pointer is not what is tested here.
    async fn presses(&self, css: &str) -> Result<(), Failure> {
        self.sees(css).await?;
        self.page.runs(&format!("{}.click()", self.first(css))).await.map(drop)
    }

    /// Puts a text into the field with this finding path and leaves it.
    async fn fills(&self, field: &str, text: &str) -> Result<(), Failure> {
        let css = format!("[data-field=\"{field}\"]");
        self.sees(&css).await?;
        let script = format!(
            "const field = {}; field.focus(); field.value = {}; field.dispatchEvent(new InputEvent('input', {{ bubbles: true }})); field.blur()",
            self.first(&css),
            json!(text)
        );
        self.page.runs(&script).await.map(drop)
    }

    async fn runs(&self, script: &str) -> Result<Value, Failure> {
        self.page.awaits(script).await
    }

    /// Tells the sandbox or the proxy something.
    async fn calls(&self, method: &str, path: &str, body: Value) -> Result<Value, Failure> {
        let proxy = self.page.stage.origin();
        let body = if body.is_null() { "undefined".into() } else { format!("JSON.stringify({body})") };
        self.runs(&format!(
            "const answer = await fetch('{proxy}{path}', {{ method: '{method}', headers: {{ 'content-type': 'application/json' }}, body: {body} }});
             if (!answer.ok) throw new Error(`{method} {path}: ${{answer.status}} ${{await answer.text()}}`);
             const text = await answer.text();
             return text ? JSON.parse(text) : null;"
        ))
        .await
    }

    /// Looks at the state that this marks.
    async fn looks(&mut self, state: &str, mark: &str) -> Result<(), Failure> {
        self.looker.looks(&self.page.stage, state, mark, "").await
    }

    /// The same for what a change of the language closes: what opens it, as the body of a function of `root`.
    async fn looks_again(&mut self, state: &str, mark: &str, opens: &str) -> Result<(), Failure> {
        self.looker.looks(&self.page.stage, state, mark, opens).await
    }

    /// Goes through the state with the focus, at all widths.
    async fn walks(&mut self, state: &str) -> Result<(), Failure> {
        self.looker.walks(&self.page.stage, state).await
    }
}
