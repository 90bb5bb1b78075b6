//! Chromium and its driver: from `PATH`, else Debian's packages (always of the same version).

use std::path::PathBuf;

use crate::failure::{Context, Failure, Result};
use crate::paths;
use crate::tools::apt;

/// A browser and the WebDriver server that belongs to it.
pub struct Browser {
    pub chromium: PathBuf,
    pub driver: PathBuf,
}

/// Finds both, or installs them. `CHROMIUM` and `CHROMEDRIVER` may name others.
pub fn browser() -> Result<Browser> {
    if let Some(found) = find() {
        return Ok(found);
    }
    apt::install(&["chromium", "chromium-driver"])?;
    find().ok_or_else(|| {
        Failure::new("chromium and chromium-driver were installed, but neither PATH nor CHROMIUM finds them")
    })
}

fn find() -> Option<Browser> {
    let given = |variable: &str| std::env::var_os(variable).map(PathBuf::from).filter(|path| path.is_file());
    Some(Browser {
        chromium: given("CHROMIUM").or_else(|| paths::which("chromium"))?,
        driver: given("CHROMEDRIVER").or_else(|| paths::which("chromedriver"))?,
    })
}

/// The repository's `webdriver.json`, changed to start this browser if it stands elsewhere.
pub fn capabilities(browser: &Browser) -> Result<PathBuf> {
    let original = paths::root().join("webdriver.json");
    let text = paths::read_text(&original)?;
    let mut json: serde_json::Value =
        serde_json::from_str(&text).context(format_args!("{} is not JSON", original.display()))?;
    let binary = &mut json["goog:chromeOptions"]["binary"];
    if binary.as_str().map(PathBuf::from).as_ref() == Some(&browser.chromium) {
        return Ok(original);
    }
    *binary = browser.chromium.to_string_lossy().into();
    let changed = paths::target().join("webdriver.json");
    paths::create_dir(&paths::target())?;
    paths::write(&changed, json.to_string())?;
    Ok(changed)
}
