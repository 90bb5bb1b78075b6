//! The plugin: integration form, journey-node editor and quick test for the page of a console. Thin views over pure
//! states; what is right or wrong is decided by the engine, what is sent by the proxy.

/// Memory that is given back is wiped, so that no copy of a key outlives its use: not in a buffer that grew, not in the
/// text of a request.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<std::alloc::System> =
    zeroizing_alloc::ZeroAlloc(std::alloc::System);

pub mod activity;
pub mod drafts;
pub mod effect;
pub mod elements;
pub mod host;
pub mod integration_form;
pub mod integrations;
pub mod journey_node;
pub mod live;
pub mod load;
pub mod login;
pub mod media_probe;
pub mod payloads;
pub mod preview;
pub mod quick_test;
pub mod route;
pub mod sandbox_faults;
pub mod sandbox_phone;
#[cfg(test)]
mod settle;
pub mod shared;
pub mod shown;
pub mod simulator;
pub mod texts;
pub mod two_way;
pub mod value_editor;
pub mod words;

#[cfg(target_arch = "wasm32")]
pub mod client;
#[cfg(target_arch = "wasm32")]
mod clock;
#[cfg(target_arch = "wasm32")]
mod components;
#[cfg(target_arch = "wasm32")]
mod console;
#[cfg(target_arch = "wasm32")]
pub mod engine;
#[cfg(target_arch = "wasm32")]
mod fault;
#[cfg(target_arch = "wasm32")]
mod late;
#[cfg(target_arch = "wasm32")]
pub mod runtime;
#[cfg(target_arch = "wasm32")]
pub mod styles;
#[cfg(target_arch = "wasm32")]
pub mod view;

/// How the standalone console starts; given by the page as a plain object.
#[cfg(target_arch = "wasm32")]
#[derive(Debug, Clone, Default, PartialEq, serde::Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct StartOptions {
    /// Origin of the proxy, such as `https://proxy.example.com`; empty for the page's own. Another origin has to list
    /// the page's among its allowed ones.
    pub proxy_url: String,
    /// Profiles to see values with: `[{id, name, context: {customer, event, journey}}]`. Without them the console has
    /// some to begin with, which can be edited.
    pub profiles: Vec<whatsapp_domain::SampleProfile>,
    /// The attributes that values can be filled from; without it, what the profiles hold.
    pub profile_schema: Option<whatsapp_domain::ProfileSchema>,
}

/// Starts the standalone console; called by `www/start.js`, with [`StartOptions`] or nothing. `source` is the module
/// `www/texts.js`; `language`, `tag` and `json` are what it chose and fetched for this reader.
///
/// # Errors
/// When the options have a key or type that is not known, when the texts belong to another version of the page, or when
/// the page can't take the style sheet, which only very old browsers can't.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn start(
    options: wasm_bindgen::JsValue,
    source: texts::TextSource,
    language: &str,
    tag: &str,
    sentences: &str,
) -> Result<(), wasm_bindgen::JsValue> {
    let texts = texts::Texts::keep(language, tag, sentences)
        .map_err(|_| "The page's texts belong to another version of it: load the page again.")?;
    texts::sentences_from(&source);
    fault::watch();
    let options: StartOptions = if options.is_undefined() {
        StartOptions::default()
    } else {
        let written = js_sys::JSON::stringify(&options)?;
        whatsapp_domain::json::text(&String::from(written)).map_err(|error| error.to_string())?
    };
    styles::adopt()?;
    let body = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|page| page.body())
        .ok_or("no body to draw into")?;
    view::mount(&body, move || console::console(options, source, texts)).forget();
    leptos::task::spawn_local(texts::learn());
    Ok(())
}
