//! Emoji that stand in messages of shops and services, found by words; the ones used last come first.
//!
//! The names here are the English ones. Those of the other languages (`emoji/<language>.json`, from Unicode's CLDR) are fetched
//! when the picker is opened; until they are there, and where they find nothing, the English ones do.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{effect::Effect, shared::Shared};

/// How many of the used ones are remembered.
pub const RECENT_MAX: usize = 16;
/// Name of the remembered ones in the page's store.
pub const RECENT_KEY: &str = "recent-emoji";

/// An emoji and the words that find it; the first ones are its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Emoji {
    /// The emoji.
    pub sign: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Further words.
    pub words: &'static str,
}

const fn one(sign: &'static str, name: &'static str, words: &'static str) -> Emoji {
    Emoji { sign, name, words }
}

/// All of them, by what they are about.
pub const ALL: &[Emoji] = &[
    one("😀", "grinning face", "smile happy"),
    one("😊", "smiling face", "happy blush thanks"),
    one("😍", "heart eyes", "love"),
    one("🥰", "face with hearts", "love adore"),
    one("😉", "winking face", "wink"),
    one("😎", "cool face", "sunglasses"),
    one("🤩", "star eyes", "wow excited"),
    one("🥳", "party face", "birthday celebrate"),
    one("😂", "tears of joy", "laugh funny"),
    one("🤗", "hugging face", "hug welcome"),
    one("🤔", "thinking face", "question hmm"),
    one("😮", "surprised face", "wow oh"),
    one("😢", "crying face", "sad sorry miss"),
    one("🙏", "folded hands", "thanks please sorry"),
    one("👋", "waving hand", "hello hi bye"),
    one("👍", "thumbs up", "yes good ok like"),
    one("👎", "thumbs down", "no bad"),
    one("👏", "clapping hands", "applause bravo"),
    one("🙌", "raised hands", "hooray"),
    one("🤝", "handshake", "deal welcome"),
    one("💪", "strong arm", "fit gym sport"),
    one("👉", "pointing right", "here link"),
    one("👇", "pointing down", "below here"),
    one("👆", "pointing up", "above tap"),
    one("✌️", "victory hand", "peace"),
    one("🤞", "crossed fingers", "luck"),
    one("❤️", "red heart", "love"),
    one("🧡", "orange heart", "love"),
    one("💛", "yellow heart", "love"),
    one("💚", "green heart", "love"),
    one("💙", "blue heart", "love"),
    one("💜", "purple heart", "love"),
    one("🖤", "black heart", "love"),
    one("💔", "broken heart", "sad miss"),
    one("💯", "hundred points", "100 full"),
    one("🎉", "party popper", "celebrate congratulations birthday"),
    one("🎊", "confetti ball", "celebrate"),
    one("🎁", "wrapped present", "gift birthday"),
    one("🎂", "birthday cake", "party"),
    one("🎈", "balloon", "birthday party"),
    one("🏆", "trophy", "win prize"),
    one("🥇", "gold medal", "first win"),
    one("⭐", "star", "rating favourite"),
    one("🌟", "glowing star", "special new"),
    one("✨", "sparkles", "new clean"),
    one("🔥", "fire", "hot trend sale"),
    one("⚡", "lightning", "fast flash power"),
    one("💥", "bang", "boom sale"),
    one("🚀", "rocket", "launch start fast"),
    one("🎯", "bullseye", "target goal"),
    one("🛍️", "shopping bags", "shop buy sale"),
    one("🛒", "shopping cart", "basket buy checkout"),
    one("💳", "credit card", "pay payment"),
    one("💰", "money bag", "save cash price"),
    one("💸", "flying money", "pay spend"),
    one("🏷️", "price tag", "label sale discount"),
    one("🎟️", "ticket", "coupon voucher event"),
    one("🧾", "receipt", "invoice bill"),
    one("📦", "parcel", "package box delivery order"),
    one("🚚", "delivery van", "truck shipping order"),
    one("🏠", "house", "home address"),
    one("🏪", "shop", "store"),
    one("📍", "pin", "place location address"),
    one("🗺️", "map", "place route"),
    one("✈️", "aeroplane", "flight travel"),
    one("🏨", "hotel", "stay travel"),
    one("🚗", "car", "drive"),
    one("🚆", "train", "travel"),
    one("🧳", "suitcase", "luggage travel"),
    one("⏰", "alarm clock", "time reminder"),
    one("⏳", "hourglass", "wait time soon"),
    one("📅", "calendar", "date day appointment"),
    one("🗓️", "wall calendar", "date month appointment"),
    one("🕐", "clock", "time hour"),
    one("🔔", "bell", "reminder notice"),
    one("📣", "megaphone", "news announce"),
    one("📢", "loudspeaker", "news announce"),
    one("📱", "mobile phone", "app call"),
    one("📞", "telephone", "call support"),
    one("💬", "speech bubble", "chat message reply"),
    one("✉️", "envelope", "mail letter"),
    one("📧", "e-mail", "mail"),
    one("🔗", "link", "address url"),
    one("📎", "paper clip", "attachment file"),
    one("📄", "page", "document file"),
    one("📸", "camera", "photo picture"),
    one("🎥", "film camera", "video"),
    one("🎵", "music note", "song"),
    one("🎧", "headphones", "music support"),
    one("💻", "laptop", "computer"),
    one("🔑", "key", "access password"),
    one("🔒", "lock", "secure safe"),
    one("🛡️", "shield", "safe protect"),
    one("🔎", "magnifying glass", "search find"),
    one("⚙️", "gear", "settings"),
    one("🛠️", "tools", "repair service"),
    one("✅", "tick", "done yes check confirmed"),
    one("☑️", "ticked box", "done list"),
    one("❌", "cross", "no cancel wrong"),
    one("⚠️", "warning", "careful attention"),
    one("❗", "exclamation mark", "important"),
    one("❓", "question mark", "help"),
    one("ℹ️", "information", "info"),
    one("🆕", "new sign", "new"),
    one("🆓", "free sign", "free"),
    one("➡️", "arrow right", "next"),
    one("⬇️", "arrow down", "below"),
    one("🔄", "arrows in a circle", "refresh again return"),
    one("♻️", "recycling", "return green"),
    one("☀️", "sun", "summer weather"),
    one("🌈", "rainbow", "colours"),
    one("❄️", "snowflake", "winter cold"),
    one("🌸", "blossom", "spring flower"),
    one("🌹", "rose", "flower love"),
    one("💐", "bunch of flowers", "flower thanks"),
    one("🌱", "seedling", "plant green"),
    one("🌍", "globe", "world"),
    one("🎄", "Christmas tree", "christmas xmas holiday"),
    one("🎃", "pumpkin", "halloween autumn"),
    one("🐶", "dog", "pet"),
    one("🐱", "cat", "pet"),
    one("☕", "coffee", "drink break"),
    one("🍕", "pizza", "food order"),
    one("🍔", "burger", "food order"),
    one("🍰", "cake", "sweet food"),
    one("🍎", "apple", "fruit food"),
    one("🥗", "salad", "healthy food"),
    one("🍷", "wine", "drink"),
    one("🥂", "clinking glasses", "cheers celebrate"),
    one("👗", "dress", "clothes fashion"),
    one("👟", "trainers", "shoes sport"),
    one("👜", "handbag", "fashion bag"),
    one("💄", "lipstick", "beauty make-up"),
    one("💎", "gem", "jewellery diamond premium"),
    one("👶", "baby", "child"),
    one("🏋️", "weight lifting", "gym fit sport"),
    one("🧘", "yoga", "calm health"),
    one("💊", "pill", "medicine health"),
    one("🩺", "stethoscope", "doctor health"),
    one("🎓", "graduation cap", "learn course school"),
    one("📚", "books", "read learn"),
];

/// Names in another language, and further words, by emoji.
pub type Names = BTreeMap<String, (String, String)>;

/// One that the picker shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The emoji.
    pub sign: &'static str,
    /// Its name in the reader's language.
    pub name: String,
}

/// The picker.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct State {
    /// Names in the reader's language; empty for English, and before they came.
    pub names: Shared<Names>,
    /// Words as typed.
    pub query: String,
    /// Those used last, newest first.
    pub recent: Vec<String>,
    /// The one that the arrow keys stand on.
    pub active: usize,
}

/// What is remembered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept(pub Vec<String>);

/// What can happen to the picker.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The names in the reader's language came.
    Named(Names),
    /// It opens.
    Opened,
    /// Words were typed.
    Typed(String),
    /// An arrow key: so many places on or back.
    Moved(i32),
    /// One was taken.
    Taken(String),
}

/// The next state, and what is to be done outside of it.
pub fn update(state: &mut State, event: Event) -> Vec<Effect<Event>> {
    match event {
        Event::Named(names) => state.names = names.into(),
        Event::Opened => (state.query, state.active) = (String::new(), 0),
        Event::Typed(query) => (state.query, state.active) = (query, 0),
        Event::Moved(by) => {
            let last = found(state).len().saturating_sub(1);
            state.active = state.active.saturating_add_signed(by as isize).min(last);
        }
        Event::Taken(sign) => {
            state.recent.retain(|other| *other != sign);
            state.recent.insert(0, sign);
            state.recent.truncate(RECENT_MAX);
            let value = whatsapp_domain::json::value(&Kept(state.recent.clone()));
            return vec![Effect::SaveDraft { key: RECENT_KEY.into(), value }];
        }
    }
    Vec::new()
}

/// What the picker shows: without words the recent ones and then all, else those that the words find, by name before
/// further words and in the reader's language before English.
pub fn found(state: &State) -> Vec<Found> {
    let named = |one: &Emoji| Found {
        sign: one.sign,
        name: state.names.get(one.sign).map_or(one.name, |(name, _)| name).to_owned(),
    };
    let query = state.query.trim().to_lowercase();
    if query.is_empty() {
        let known = |sign: &String| ALL.iter().find(|one| one.sign == sign);
        let recent: Vec<&Emoji> = state.recent.iter().filter_map(known).collect();
        let rest = ALL.iter().filter(|one| !recent.contains(one));
        return recent.iter().copied().chain(rest).map(named).collect();
    }
    let place = |one: &Emoji| {
        let own = state.names.get(one.sign).and_then(|(name, words)| place(name, words, &query));
        own.or_else(|| place(one.name, one.words, &query).map(|place| place + 3))
    };
    let mut found: Vec<(u8, Found)> = ALL.iter().filter_map(|one| Some((place(one)?, named(one)))).collect();
    found.sort_by_key(|(place, _)| *place);
    found.into_iter().map(|(_, one)| one).collect()
}

/// How well a name and further words match: 0 is best.
fn place(name: &str, words: &str, query: &str) -> Option<u8> {
    let name = name.to_lowercase();
    let begins = |text: &str| text.split([' ', '-']).any(|word| word.starts_with(query));
    if name.starts_with(query) {
        Some(0)
    } else if begins(&name) {
        Some(1)
    } else if begins(&words.to_lowercase()) {
        Some(2)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn signs(state: &State) -> Vec<&'static str> {
        found(state).into_iter().map(|one| one.sign).collect()
    }

    #[test]
    fn each_stands_once_and_has_a_name() {
        let signs: BTreeSet<_> = ALL.iter().map(|one| one.sign).collect();
        let names: BTreeSet<_> = ALL.iter().map(|one| one.name).collect();
        assert_eq!((signs.len(), names.len()), (ALL.len(), ALL.len()));
        assert!(ALL.iter().all(|one| !one.sign.is_ascii() && !one.name.is_empty()));
    }

    #[test]
    fn words_find_by_name_first() {
        let mut state = State::default();
        update(&mut state, Event::Typed("Party".into()));
        assert_eq!(signs(&state), ["🥳", "🎉", "🎂", "🎈"]);
        update(&mut state, Event::Typed("thanks".into()));
        assert!(signs(&state).contains(&"🙏"));
        update(&mut state, Event::Typed("zzz".into()));
        assert!(signs(&state).is_empty());
    }

    #[test]
    fn each_language_names_them_all_and_finds_them() {
        let files = [
            (include_str!("emoji/de.json"), "Geschenk", "🎁"),
            (include_str!("emoji/es.json"), "corazon", "❤️"),
            (include_str!("emoji/pt-BR.json"), "coração", "❤️"),
            (include_str!("emoji/vi.json"), "qua", "🎁"),
            (include_str!("emoji/ar.json"), "هدية", "🎁"),
        ];
        for (file, word, sign) in files {
            let names: Names = serde_json::from_str(file).unwrap();
            for one in ALL {
                assert!(
                    names.get(one.sign).is_some_and(|(name, _)| !name.trim().is_empty()),
                    "{word}: {}",
                    one.sign
                );
            }
            assert_eq!(names.len(), ALL.len(), "{word}: some are no longer there");
            let mut state = State::default();
            update(&mut state, Event::Named(names.clone()));
            update(&mut state, Event::Typed(word.into()));
            assert!(signs(&state).contains(&sign), "{word}");
            let found = found(&state).into_iter().find(|one| one.sign == sign).unwrap();
            assert_eq!(found.name, names[sign].0);
            update(&mut state, Event::Typed("party".into()));
            assert!(signs(&state).contains(&"🎉"), "English finds too");
        }
    }

    #[test]
    fn recent_ones_come_first_and_are_kept() {
        let mut state = State::default();
        update(&mut state, Event::Taken("🚚".into()));
        let effects = update(&mut state, Event::Taken("🎁".into()));
        assert!(
            matches!(&effects[..], [Effect::SaveDraft { value, .. }] if *value == serde_json::json!(["🎁", "🚚"]))
        );
        update(&mut state, Event::Taken("🚚".into()));
        assert_eq!(signs(&state)[..3], ["🚚", "🎁", "😀"]);
        assert_eq!(signs(&state).len(), ALL.len());
        for one in ALL {
            update(&mut state, Event::Taken(one.sign.into()));
        }
        assert_eq!(state.recent.len(), RECENT_MAX);
    }

    #[test]
    fn arrows_stay_inside() {
        let mut state = State::default();
        update(&mut state, Event::Moved(-1));
        assert_eq!(state.active, 0);
        update(&mut state, Event::Moved(9999));
        assert_eq!(state.active, ALL.len() - 1);
        update(&mut state, Event::Typed("truck".into()));
        update(&mut state, Event::Moved(1));
        assert_eq!(state.active, 0);
    }
}
