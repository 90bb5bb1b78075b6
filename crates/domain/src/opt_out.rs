//! Words by which a customer says that no more messages are wanted, or that they are again.
//!
//! The whole message has to be the wish: "Stop. Thank you" is one, "don't stop sending" is not. Case, punctuation and
//! emoji are ignored, polite words around it are allowed, and it may be said twice.

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::{finding::Finding, quote::quote, say};

mod defaults;
mod words;

#[cfg(test)]
mod tests;

/// Longest keyword, in characters.
pub const KEYWORD_MAX: usize = 40;
/// Most keywords of one wish in one language.
pub const KEYWORDS_MAX: usize = 50;

/// What a customer wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "lowercase")]
pub enum Wish {
    /// No more messages.
    Stop,
    /// Messages again.
    Start,
}

/// Keywords by language (`en`, `pt-BR`). All languages are heard at once: who gets messages in one language may answer in
/// another. The languages are for whoever edits the lists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase", default)]
pub struct Keywords {
    /// Words that stop messages.
    pub stop: BTreeMap<String, Vec<String>>,
    /// Words that start them again.
    pub start: BTreeMap<String, Vec<String>>,
}

impl Default for Keywords {
    fn default() -> Self {
        Self { stop: defaults::list(defaults::STOP), start: defaults::list(defaults::START) }
    }
}

impl Keywords {
    /// The wish that a message is, if it is nothing else.
    pub fn hears(&self, text: &str) -> Option<Wish> {
        let said = words::of(text)?;
        [(Wish::Stop, &self.stop), (Wish::Start, &self.start)]
            .into_iter()
            .find(|(_, lists)| words::is_made_of(&said, lists))
            .map(|(wish, _)| wish)
    }

    /// What every wish begins with.
    pub fn first_words(&self) -> FirstWords {
        let own = self.stop.values().chain(self.start.values()).flatten().map(String::as_str);
        FirstWords(own.chain(defaults::POLITE.iter().copied()).filter_map(words::first).collect())
    }

    /// What is wrong with the lists, if anything. Field paths are those of an integration.
    pub fn check(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for (side, lists) in [("stop", &self.stop), ("start", &self.start)] {
            for (language, list) in lists {
                let field = format!("twoWay.keywords.{side}.{language}");
                if list.len() > KEYWORDS_MAX {
                    let text = say!(
                        "There are {count} keywords; {most} are allowed.",
                        count = list.len(),
                        most = KEYWORDS_MAX
                    );
                    findings.push(Finding::error("keywords-too-many", field.clone(), text));
                }
                findings.extend(
                    list.iter()
                        .enumerate()
                        .filter_map(|(index, keyword)| check_keyword(keyword, format!("{field}[{index}]"))),
                );
            }
        }
        findings.extend(self.in_both());
        findings
    }

    /// A keyword that would say both; stopping wins, so starting by it never happens.
    fn in_both(&self) -> Option<Finding> {
        for (language, list) in &self.start {
            for (index, keyword) in list.iter().enumerate() {
                if self.hears(keyword) == Some(Wish::Stop) {
                    let field = format!("twoWay.keywords.start.{language}[{index}]");
                    let text = say!(
                        "{keyword} stops messages as well. Take it off one of the two lists.",
                        keyword = quote(keyword)
                    );
                    return Some(Finding::error("keyword-in-both", field, text));
                }
            }
        }
        None
    }
}

/// The words that wishes begin with: nearly every message begins otherwise, and is not to be compared with all keywords.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FirstWords(HashSet<String>);

impl FirstWords {
    /// May [`Keywords::hears`] hear anything in this message? If not, it does not.
    pub fn begin(&self, text: &str) -> bool {
        words::first(text).is_some_and(|word| self.0.contains(&word))
    }
}

fn check_keyword(keyword: &str, field: String) -> Option<Finding> {
    let length = keyword.chars().count();
    if length > KEYWORD_MAX {
        let text = say!(
            "The keyword has {count} characters; {most} are allowed.",
            count = length,
            most = KEYWORD_MAX
        );
        return Some(Finding::error("keyword-too-long", field, text));
    }
    if words::of(keyword).is_none_or(|words| words.is_empty()) {
        let text =
            say!("{keyword} has no letter or digit, so no message could be it.", keyword = quote(keyword));
        return Some(Finding::error("keyword-empty", field, text));
    }
    None
}
