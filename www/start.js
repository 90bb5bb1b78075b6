// Starts the plugin's own page. A console that embeds the elements loads embed.js instead.
import init, { start } from "./whatsapp-plugin.js";
import * as late from "./whatsapp-plugin-late.js";
import * as texts from "./texts.js";

// Late parts by the page's address: the one that is opened comes while the first part does, the others when nobody waits.
const PARTS = { node: "editor", activity: "activity", phone: "sandbox", faults: "sandbox" };
const opened = PARTS[location.hash.split("/")[1]];
if (opened) late.prefetch(opened);

// The texts come while the module does.
const { language, tag } = texts.spoken(texts.chosen());
const [json] = await Promise.all([texts.load(language), init()]);
start(undefined, texts, language, tag, json); // or start({ proxyUrl: "https://proxy.example.com" }, …)

setTimeout(() => ["editor", "activity", "replies"].forEach(late.prefetch), 3000);
