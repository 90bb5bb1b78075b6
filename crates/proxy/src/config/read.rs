//! Where settings come from: the environment, a TOML or JSON file, or a map in tests.

use std::{fmt, path::Path, str::FromStr};

use super::table::{ENVIRONMENT_PREFIX, SETTINGS};

/// Finds the value of a setting by its name, such as `LISTEN`.
pub type Lookup<'a> = &'a dyn Fn(&str) -> Option<String>;

/// A setting that can't be used. `Display` says which and why; values of secret settings are never in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// Name of the setting, or of the file.
    pub setting: String,
    text: String,
}

impl ConfigError {
    pub(super) fn new(setting: &str, text: impl Into<String>) -> Self {
        Self { setting: setting.into(), text: text.into() }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.setting, self.text)
    }
}

impl std::error::Error for ConfigError {}

/// Looks a setting up in the environment.
pub fn environment(name: &str) -> Option<String> {
    std::env::var(format!("{ENVIRONMENT_PREFIX}{name}")).ok()
}

/// Reads a settings file: JSON if its name ends so, else TOML. Keys are the settings' names in lower case; a key that
/// no setting has is an error, so that a slip does not go unseen.
///
/// # Errors
/// A file that can't be read, a key that is unknown, a value that is no text, number, switch or list of texts.
pub fn file(path: &Path) -> Result<impl Fn(&str) -> Option<String> + use<>, ConfigError> {
    let fail = |text: String| ConfigError::new(&path.display().to_string(), text);
    let text = std::fs::read_to_string(path).map_err(|error| fail(error.to_string()))?;
    // The parsers' own words may quote the file, which may hold the key; only the place is told.
    let values: serde_json::Map<String, serde_json::Value> =
        if path.extension().is_some_and(|extension| extension == "json") {
            serde_json::from_str(&text).map_err(|error| {
                fail(format!("line {}, column {}: not a JSON object", error.line(), error.column()))
            })?
        } else {
            toml::from_str(&text).map_err(|error| {
                let line =
                    error.span().map_or(1, |span| text[..span.start.min(text.len())].lines().count().max(1));
                fail(format!("line {line}: not TOML"))
            })?
        };
    let mut found = Vec::new();
    for (key, value) in values {
        let setting = SETTINGS.iter().find(|setting| setting.name.eq_ignore_ascii_case(&key));
        let Some(setting) = setting else {
            return Err(fail(format!("there is no setting \"{key}\"")));
        };
        let value = plain(&value)
            .ok_or_else(|| fail(format!("\"{key}\" is neither text, number, switch nor a list of texts")))?;
        found.push((setting.name, value));
    }
    Ok(move |name: &str| found.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone()))
}

fn plain(value: &serde_json::Value) -> Option<String> {
    use serde_json::Value::{Array, Bool, Number, String};
    match value {
        String(text) => Some(text.clone()),
        Number(number) => Some(number.to_string()),
        Bool(on) => Some(if *on { "on" } else { "off" }.into()),
        Array(items) => {
            items.iter().map(|item| item.as_str()).collect::<Option<Vec<_>>>().map(|items| items.join(","))
        }
        _ => None,
    }
}

/// Values by name, with defaults.
pub(super) struct Values<'a> {
    lookups: &'a [Lookup<'a>],
}

impl<'a> Values<'a> {
    pub(super) fn new(lookups: &'a [Lookup<'a>]) -> Self {
        Self { lookups }
    }

    /// The value, trimmed; the default when it is not set or empty.
    pub(super) fn text(&self, name: &str) -> String {
        let set = self.lookups.iter().find_map(|lookup| lookup(name)).unwrap_or_default();
        match set.trim() {
            "" => SETTINGS
                .iter()
                .find(|setting| setting.name == name)
                .map_or("", |setting| setting.default)
                .into(),
            text => text.into(),
        }
    }

    pub(super) fn parse<T: FromStr>(&self, name: &str, expected: &str) -> Result<T, ConfigError> {
        let text = self.text(name);
        text.parse().map_err(|_| ConfigError::new(name, format!("\"{text}\" is not {expected}")))
    }

    pub(super) fn number(&self, name: &str, least: u64, most: u64) -> Result<u64, ConfigError> {
        let expected = format!("a whole number from {least} to {most}");
        let number = self.parse(name, &expected)?;
        if (least..=most).contains(&number) {
            Ok(number)
        } else {
            Err(ConfigError::new(name, format!("\"{number}\" is not {expected}")))
        }
    }

    /// Bytes from a number of KiB.
    pub(super) fn kib(&self, name: &str, most: u64) -> Result<usize, ConfigError> {
        Ok(usize::try_from(self.number(name, 1, most)? * 1024).unwrap_or(usize::MAX))
    }

    /// Bytes from a number of MiB.
    pub(super) fn mib(&self, name: &str, most: u64) -> Result<usize, ConfigError> {
        Ok(usize::try_from(self.number(name, 1, most)? * 1024 * 1024).unwrap_or(usize::MAX))
    }

    pub(super) fn switch(&self, name: &str) -> Result<bool, ConfigError> {
        match self.text(name).to_ascii_lowercase().as_str() {
            "on" | "true" | "1" | "yes" => Ok(true),
            "off" | "false" | "0" | "no" => Ok(false),
            other => Err(ConfigError::new(name, format!("\"{other}\" is neither on nor off"))),
        }
    }

    /// Lower-case entries of a comma-separated list.
    pub(super) fn list(&self, name: &str) -> Vec<String> {
        let text = self.text(name).to_ascii_lowercase();
        text.split(',').map(str::trim).filter(|entry| !entry.is_empty()).map(str::to_owned).collect()
    }

    /// A list of origins: scheme and host, perhaps a port, nothing behind.
    pub(super) fn origins(&self, name: &str) -> Result<Vec<String>, ConfigError> {
        let list = self.list(name);
        for entry in &list {
            let is_origin = url::Url::parse(entry).is_ok_and(|url| {
                matches!(url.scheme(), "http" | "https") && url.origin().ascii_serialization() == *entry
            });
            if !is_origin {
                return Err(ConfigError::new(
                    name,
                    format!("\"{entry}\" is not an origin such as https://console.example.com"),
                ));
            }
        }
        Ok(list)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(name: &str, text: &str) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        (folder, path)
    }

    #[test]
    fn toml_and_json_files_give_the_same() {
        let (_folder, toml) = written(
            "a.toml",
            "sandbox = true\nconnect_timeout_s = 7\nextra_hosts = [\"a.example\", \"b.example\"]\n",
        );
        let (_other, json) = written(
            "a.json",
            r#"{"sandbox":true,"connect_timeout_s":7,"extra_hosts":["a.example","b.example"]}"#,
        );
        for path in [toml, json] {
            let find = file(&path).unwrap();
            assert_eq!(find("SANDBOX").as_deref(), Some("on"));
            assert_eq!(find("CONNECT_TIMEOUT_S").as_deref(), Some("7"));
            assert_eq!(find("EXTRA_HOSTS").as_deref(), Some("a.example,b.example"));
            assert_eq!(find("LISTEN"), None);
        }
    }

    #[test]
    fn a_slip_in_a_file_is_told_without_its_values() {
        let error = |name: &str, text: &str| {
            let (_folder, path) = written(name, text);
            file(&path).err().unwrap().to_string()
        };
        assert!(error("a.toml", "lissten = \"x\"").contains("no setting \"lissten\""));
        let broken = error("a.toml", "sandbox = true\nkey = \"planted");
        assert!(broken.contains("line 2") && !broken.contains("planted"), "{broken}");
        assert!(!error("a.json", "{\"key\":\"planted\"").contains("planted"));
        assert!(error("a.toml", "[listen]\nport = 1").contains("neither text"));
    }
}
