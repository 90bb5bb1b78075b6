//! Sentences of the engine, the providers and the proxy, in the reader's language. They come in English, with what was
//! filled into them; their translations are a download of their own, which English does without (docs/adr/0017-sentences.md).

use serde_json::{Map, Value};
use whatsapp_domain::{
    Finding, Fix, Outcome, Phrase, Problem, Said,
    said::{Args, fill},
};

use super::{OtherVersion, Texts, catalogue::Catalogue, platform};

/// The translations of one language: numbers in order, and the sentences in the same order.
#[derive(Debug)]
pub(super) struct Sentences(Vec<u32>, Vec<String>);

impl Sentences {
    /// The translation of an English sentence.
    fn of(&self, english: &str) -> Option<&str> {
        let at = self.0.binary_search(&number(english)).ok()?;
        self.1.get(at).map(String::as_str)
    }
}

/// The number of a sentence, as `crates/texts/src/sentences.rs` counts it.
fn number(english: &str) -> u32 {
    english.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

impl Texts {
    /// Takes the downloaded translations; once for each language.
    ///
    /// # Errors
    /// When they are of another form.
    pub fn learn(self, json: &str) -> Result<(), OtherVersion> {
        let (numbers, texts) = whatsapp_domain::json::text(json).map_err(|_| OtherVersion)?;
        self.catalogue().sentences.get_or_init(|| Sentences(numbers, texts));
        Ok(())
    }

    /// Are there translations to be fetched? English has none, and what is there is not fetched again.
    pub fn lacks_sentences(self) -> bool {
        self.language() != "en" && self.catalogue().sentences.get().is_none()
    }

    /// A sentence in the reader's language; as it came where there is no translation.
    pub fn told(self, text: &str, phrase: Option<&Phrase>) -> String {
        let Some(sentences) = self.catalogue().sentences.get() else { return text.to_owned() };
        match phrase {
            None => sentences.of(text).unwrap_or(text).to_owned(),
            Some(phrase) => {
                let mut out = String::with_capacity(text.len() + 32);
                self.phrase(sentences, &phrase.pattern, &phrase.args, &mut out);
                out
            }
        }
    }

    /// The same of a sentence that holds both.
    pub fn said(self, said: &Said) -> String {
        self.told(&said.text, said.phrase.as_deref())
    }

    /// What a finding says.
    pub fn finding(self, found: &Finding) -> String {
        self.told(&found.text, found.said.as_deref())
    }

    /// The words on a repair's button.
    pub fn repair(self, fix: &Fix) -> String {
        self.told(&fix.label, fix.said.as_deref())
    }

    /// What happened.
    pub fn cause(self, outcome: &Outcome) -> String {
        self.told(&outcome.cause, outcome.cause_said.as_deref())
    }

    /// What to do about it, if anything.
    pub fn to_do(self, outcome: &Outcome) -> Option<String> {
        outcome.fix.as_ref().map(|fix| self.told(fix, outcome.fix_said.as_deref()))
    }

    /// What a problem says.
    pub fn problem(self, problem: &Problem) -> String {
        self.told(&problem.text, problem.said.as_deref())
    }

    fn phrase(self, sentences: &Sentences, pattern: &str, args: &Args, out: &mut String) {
        let count = args.get("count").and_then(Value::as_i64).unwrap_or_default();
        let text = sentences.of(pattern).map_or(pattern, |text| self.form_for(text, count));
        fill(text, out, &mut |name, out| self.arg(sentences, args.get(name), out));
    }

    fn arg(self, sentences: &Sentences, arg: Option<&Value>, out: &mut String) {
        match arg {
            None | Some(Value::Null | Value::Bool(_)) => {}
            Some(Value::String(text)) => out.push_str(&self.isolated(text)),
            Some(Value::Number(number)) => out.push_str(&self.number(number.as_i64().unwrap_or_default())),
            Some(Value::Array(list)) => {
                let comma = if self.language() == "ar" { "، " } else { ", " };
                for (place, one) in list.iter().enumerate() {
                    out.push_str(if place > 0 { comma } else { "" });
                    self.arg(sentences, Some(one), out);
                }
            }
            Some(Value::Object(members)) => self.named(sentences, members, out),
        }
    }

    /// Another sentence, a country, a language, a setting, or a number of tenths.
    fn named(self, sentences: &Sentences, members: &Map<String, Value>, out: &mut String) {
        let text = |name: &str| members.get(name).and_then(Value::as_str);
        let english = text("text").unwrap_or_default();
        if let Some(pattern) = text("pattern") {
            let none = Args::new();
            let args = members.get("args").and_then(Value::as_object).unwrap_or(&none);
            self.phrase(sentences, pattern, args, out);
        } else if let Some(tenths) = members.get("tenths").and_then(Value::as_i64) {
            out.push_str(&platform::tenths(self.tag(), tenths));
        } else if let Some(code) = text("country") {
            // The services of the world have no country's code.
            match code.len() {
                2 => out.push_str(&platform::country(self.tag(), code)),
                _ => out.push_str(sentences.of(english).unwrap_or(english)),
            }
        } else if let Some(code) = text("language") {
            out.push_str(&platform::language(self.tag(), code));
        } else if let (Some(key), Some(provider)) = (text("setting"), text("provider")) {
            out.push_str(self.of_provider(provider, &crate::words::kebab(key)).unwrap_or(english));
        } else {
            out.push_str(&self.isolated(sentences.of(english).unwrap_or(english)));
        }
    }

    fn catalogue(self) -> &'static Catalogue {
        self.0
    }
}
