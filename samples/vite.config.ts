import { defineConfig } from "vite";

export default defineConfig({
  base: "./",
  build: {
    // A page says itself where it loads what from; nothing is written into it, so strict policies are met.
    modulePreload: { polyfill: false },
    rollupOptions: { input: ["html/index.html", "react/index.html", "vue/index.html"] },
  },
  optimizeDeps: { exclude: ["whatsapp-elements"] },
});
