//! The files with texts.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use serde_json::{Map, Value};

use crate::{LANGUAGES, Text};

/// A feature or a provider that has texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Name of its folder, which names the texts in code.
    pub name: String,
    /// Is it a provider? Then its texts are found by name at run time: the page knows no provider by name.
    pub provider: bool,
    /// The folder of its texts.
    pub folder: PathBuf,
}

/// The features below `src` and the providers beside it (`crates/providers`) that have texts, in order of their names.
///
/// # Errors
/// When a folder can't be listed.
pub fn parts(src: &Path) -> Result<Vec<Part>, String> {
    let mut found = below(src, false)?;
    let providers = src.with_file_name("crates").join("providers");
    if providers.is_dir() {
        found.extend(below(&providers, true)?);
    }
    Ok(found)
}

fn below(folder: &Path, provider: bool) -> Result<Vec<Part>, String> {
    let entries = folder.read_dir().map_err(|error| format!("{}: {error}", folder.display()))?;
    let part = |path: PathBuf| Part {
        name: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
        provider,
        folder: path.join("texts"),
    };
    let mut found: Vec<Part> =
        entries.flatten().map(|entry| part(entry.path())).filter(|part| part.folder.is_dir()).collect();
    found.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

/// All texts of all features in one language, in the order of the files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Source {
    /// Pairs of feature and name, with the text.
    pub texts: Vec<((String, String), Text)>,
    /// Names of the providers.
    providers: Vec<String>,
    /// The same by feature and name.
    index: BTreeMap<(String, String), usize>,
}

impl Source {
    /// Reads the files of one language. A file that is missing has no texts, except in English.
    ///
    /// # Errors
    /// When a file can't be read or has another form, with its path.
    pub fn read(parts: &[Part], language: &str) -> Result<Self, String> {
        let mut source = Self::default();
        for part in parts {
            if part.provider {
                source.providers.push(part.name.clone());
            }
            let path = part.folder.join(format!("{language}.json"));
            if !path.exists() && language != LANGUAGES[0].tag {
                continue;
            }
            let within = |error: String| format!("{}: {error}", path.display());
            let content = std::fs::read_to_string(&path).map_err(|error| within(error.to_string()))?;
            let texts: Map<String, Value> =
                serde_json::from_str(&content).map_err(|error| within(error.to_string()))?;
            // A name given twice would silently be the later one.
            let names = content.lines().filter(|line| line.starts_with("  \"")).count();
            if names != texts.len() {
                return Err(within(format!("{names} lines with a name, but {} names", texts.len())));
            }
            for (name, value) in &texts {
                let text = Text::read(value).map_err(|error| within(format!("{name} {error}")))?;
                source.add(&part.name, name, text).map_err(within)?;
            }
        }
        Ok(source)
    }

    fn add(&mut self, part: &str, name: &str, text: Text) -> Result<(), String> {
        let good = name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        if !good {
            return Err(format!("{name}: a name is written like-this"));
        }
        let key = (part.to_owned(), name.to_owned());
        self.index.insert(key.clone(), self.texts.len());
        self.texts.push((key, text));
        Ok(())
    }

    /// Is this part a provider?
    pub fn is_provider(&self, part: &str) -> bool {
        self.providers.iter().any(|provider| provider == part)
    }

    /// The text of that name.
    pub fn get(&self, key: &(String, String)) -> Option<&Text> {
        self.index.get(key).map(|at| &self.texts[*at].1)
    }
}
