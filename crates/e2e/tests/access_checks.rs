//! What looks for faults of access finds each that it is for, and nothing where there is none.

use whatsapp_e2e::{Embedded, Failure, Looker};

/// A page without faults that speaks all languages, as far as the chooser of one goes.
const RIGHT: &str = r#"<style>
    * { box-sizing: border-box; } body { margin: 0; background: #fff; color: #111; }
    button, select, input { min-height: 32px; min-width: 60px; border: 1px solid #555; background: #fff; color: #111; }
    :focus-visible { outline: 2px solid #06c; outline-offset: 2px; }
    main { padding: 8px; } .room { height: 1200px; } .wa-badge { display: block; height: 20px; line-height: 20px; }
  </style>
  <main><h1>A page</h1>
  <label class="wa-language">Language <select onchange="document.documentElement.lang = this.value">
    <option>en</option><option>de</option><option>es</option><option>pt-BR</option><option>vi</option><option>ar</option></select></label>
  <p id="state">Some words</p><label>Name <input id="name"></label><button id="press">Press</button>
  <div class="room"></div><button id="last">Last</button>FAULT</main>"#;

/// What is wrong, and how the sentence about it begins.
const FAULTS: [(&str, &str); 11] = [
    ("<img src=\"data:image/gif;base64,R0lGODlhAQABAAAAACw=\">", "image-alt"),
    ("<input id=\"other\">", "label"),
    ("<p style=\"color: #999\">Faint words</p>", "color-contrast"),
    ("<style>#press { min-height: 0; min-width: 0; height: 20px; padding: 0; }</style>", "2.5.8: button"),
    ("<style>#name { border-color: #ccc; }</style>", "1.4.11: the edge of input"),
    ("<style>#press:focus-visible { outline-color: #cde; }</style>", "1.4.11: the focus on button"),
    (
        "<style>#press:focus-visible { outline: none; box-shadow: 0 0 0 3px #06c; }</style>",
        "1.4.11: the focus on button",
    ),
    (
        "<style>#last { position: relative; } .over { position: fixed; inset: auto 0 0 0; height: 100%; background: #fff; } body:has(#last:focus) .over { display: block; } .over { display: none; }</style><div class=\"over\"></div>",
        "2.4.11: 0 of 9 places of button",
    ),
    ("<div style=\"width: 360px\">Wide</div>", "1.4.10: the page is"),
    (
        "<div style=\"width: 200px; overflow-x: auto\" tabindex=\"0\"><div style=\"width: 260px\">Wide</div></div>",
        "1.4.10: div",
    ),
    (
        "<div style=\"height: 20px; line-height: 20px; width: 120px; overflow: hidden\">Just as long</div>",
        "1.4.12: div",
    ),
];

async fn found(page: &Embedded, fault: &str, mark: &str) -> Result<Vec<String>, Failure> {
    page.shows("", &RIGHT.replace("FAULT", fault), "").await?;
    let mut looker = Looker::default();
    looker.looks(&page.stage, "a state", mark, "").await?;
    looker.walks(&page.stage, "a state").await?;
    Ok(looker.found.into_keys().collect())
}

#[tokio::test]
async fn each_fault_is_found() -> Result<(), Failure> {
    let page = Embedded::start().await?;
    page.stage.can_be_looked_at().await?;
    assert_eq!(found(&page, "", "#state").await?, Vec::<String>::new());
    for (fault, begins) in FAULTS {
        let seen = found(&page, fault, "#state").await?;
        assert!(seen.iter().any(|one| one.starts_with(begins)), "{fault}: {seen:?}");
    }
    let seen = found(&page, "", "#another").await?;
    assert!(seen.iter().any(|one| one.starts_with("not in view: #another")), "{seen:?}");
    Ok(())
}
