// Starts the plugin's own page. A console that embeds the elements loads embed.js instead.
import * as texts from "./texts.js";

// The texts come while the module does.
const { language, tag } = texts.spoken(texts.chosen());
const json = texts.load(language);
json.catch(() => {}); // it is told below
const late = import("./whatsapp-plugin-late.js");
const { default: init, start } = await import("./whatsapp-plugin.js");
const ready = init();

// Late parts by the page's address: the one that is opened comes while the first part does, the others when nobody waits.
const PARTS = { node: "editor", activity: "activity", phone: "sandbox", faults: "sandbox" };
const { prefetch } = await late;
const opened = PARTS[location.hash.split("/")[1]];
if (opened) prefetch(opened);

await ready;
start(undefined, texts, language, tag, await json); // or start({ proxyUrl: "https://proxy.example.com" }, …)

setTimeout(() => ["editor", "activity", "replies"].forEach(prefetch), 3000);
