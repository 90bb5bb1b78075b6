// The sentences for what can go wrong before the module is there to say it: what happened, and what to do.
const FAILURES = {
  "blocked-by-policy": [
    "This page’s content policy forbids a part of WhatsApp.",
    "Whoever runs the page has to allow it: script-src 'self' 'wasm-unsafe-eval', and connect-src for the script’s and the proxy’s address.",
  ],
  "wrong-type": [
    "The server sends a part of WhatsApp as something else.",
    "Whoever runs the server has to send .wasm files as application/wasm and .js files as text/javascript, and not a page in their place.",
  ],
  "file-missing": [
    "A part of WhatsApp is missing on the server.",
    "Whoever runs the server has to put all files of the package beside each other, of the same version.",
  ],
  "file-unreachable": [
    "A part of WhatsApp could not be fetched.",
    "Check your connection and try again. If the files are on another address, its server has to allow this page’s origin (CORS).",
  ],
  "file-broken": [
    "A part of WhatsApp can’t be used.",
    "Reload the page. If it stays like this, the files on the server are damaged or of different versions.",
  ],
  "browser-too-old": [
    "This browser is too old for WhatsApp.",
    "Update it: Chrome or Edge 123, Firefox 120 and Safari 17.5 or newer will do.",
  ],
  "internal-fault": [
    "WhatsApp stopped because of a fault of its own.",
    "Reload the page. The rest of the page is not affected.",
  ],
  again: "Try again",
  reload: "Reload the page",
};

/** The sentences in one of the languages; in English where they can't be had, since something is wrong already. */
export async function sentences(language) {
  if (language === "en") return FAILURES;
  const more = await import("./failures-more.js").catch(() => undefined);
  return more?.MORE[language] ?? FAILURES;
}
