// Starts the plugin's own page. A console that embeds the elements loads embed.js instead.
import init, { start } from "./whatsapp-plugin.js";

await init();
start(); // or start({ proxyUrl: "https://proxy.example.com" })
