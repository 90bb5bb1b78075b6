// The reader's language, and its texts. Nothing else of the page knows how they are fetched.

/** The languages that there are texts in; the first is spoken to everyone else. */
export const LANGUAGES = ["en", "de", "es", "pt-BR", "vi", "ar"];

/** What to speak to a reader of these language tags, the first that we can: `{ language: "de", tag: "de-AT" }`. */
export function spoken(tags) {
  for (const tag of tags) {
    const language = LANGUAGES.find((known) => base(known) === base(tag));
    if (language && valid(tag)) return { language, tag };
  }
  return { language: LANGUAGES[0], tag: LANGUAGES[0] };
}

/** The tags that an element's language is taken from: its own `lang` or the nearest around it, else the browser's. */
export function tagsOf(element) {
  for (let at = element; at; at = at.parentElement ?? at.getRootNode().host) {
    const tag = at.getAttribute("lang");
    if (tag) return [tag, ...navigator.languages];
  }
  return navigator.languages;
}

/** Where the standalone page keeps the language that was chosen in it. An embedded element keeps nothing. */
const CHOICE = "whatsapp-language";

/** The tags that the standalone page's language is taken from: what was chosen there, else the browser's. */
export function chosen() {
  try {
    const choice = localStorage.getItem(CHOICE);
    return choice ? [choice, ...navigator.languages] : navigator.languages;
  } catch {
    return navigator.languages; // a page without storage
  }
}

/** Keeps what was chosen for the next visit. */
export function choose(language) {
  try {
    localStorage.setItem(CHOICE, language);
  } catch {
    // Then it is for this visit alone.
  }
}

const loading = new Map();

/** The texts of one of the languages, as JSON; fetched once. A fetch that failed is forgotten, so that a repeat can succeed. */
export const load = (language) => once(language);

/** What the engine and the proxy say, in one of the languages but English. Nothing of it is needed for the first field. */
export const sentences = (language) => once(`${language}.sentences`);

/** The names of emoji in one of the languages but English; for whoever looks for one. */
export const emoji = (language) => once(`emoji-${language}`);

function once(name) {
  if (!loading.has(name)) {
    const texts = fetch(new URL(`./texts/${name}.json`, import.meta.url)).then((answer) => {
      if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}`);
      return answer.text();
    });
    texts.catch(() => loading.delete(name));
    loading.set(name, texts);
  }
  return loading.get(name);
}

function base(tag) {
  return tag.toLowerCase().split("-")[0];
}

function valid(tag) {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
