// Fetches the names of emoji in a language. Where the module stands needs JavaScript; nothing else happens here.
const loading = new Map();

export function loadEmojiNames(language) {
  if (!loading.has(language)) {
    const names = fetch(new URL(`../../../texts/emoji-${language}.json`, import.meta.url)).then((answer) => {
      if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}`);
      return answer.text();
    });
    names.catch(() => loading.delete(language));
    loading.set(language, names);
  }
  return loading.get(language);
}
