// Starts the plugin's own page. A console that embeds the elements loads embed.js instead.
import init, { start } from "./whatsapp-plugin.js";
import * as texts from "./texts.js";

// The texts come while the module does.
const { language, tag } = texts.spoken(texts.chosen());
const [json] = await Promise.all([texts.load(language), init()]);
start(undefined, texts, language, tag, json); // or start({ proxyUrl: "https://proxy.example.com" }, …)
