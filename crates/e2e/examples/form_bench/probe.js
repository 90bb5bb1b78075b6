// Stands in every page before its own scripts: notes when the first field can be used, and the memories of Wasm modules.
(() => {
  const seen = (window.formBench = { usable: null, memories: [] });

  for (const name of ["instantiate", "instantiateStreaming"]) {
    const original = WebAssembly[name];
    WebAssembly[name] = async (...given) => {
      const made = await original.apply(WebAssembly, given);
      const exported = Object.values((made.instance ?? made).exports);
      seen.memories.push(...exported.filter((one) => one instanceof WebAssembly.Memory));
      return made;
    };
  }

  const typed = new Set(["text", "search", "url", "tel", "email", "password"]);
  const takesText = (field) =>
    typed.has(field.type) &&
    !field.disabled &&
    !field.readOnly &&
    field.checkVisibility({ visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: true }) &&
    field.getBoundingClientRect().width > 0;
  const first = (root) => {
    const own = [...root.querySelectorAll("input")].find(takesText);
    if (own) return own;
    for (const host of root.querySelectorAll("whatsapp-integration-form")) {
      const inside = host.shadowRoot && first(host.shadowRoot);
      if (inside) return inside;
    }
    return null;
  };

  // In each frame: is there a field, and does it take a character that is still there in the next frame, once it is drawn?
  const look = () => {
    const field = first(document);
    if (!field) return requestAnimationFrame(look);
    const before = field.value;
    field.focus();
    document.execCommand("insertText", false, "x");
    requestAnimationFrame(() => {
      if (!field.isConnected || field.value !== `${before}x`) return look();
      const drawn = new MessageChannel();
      drawn.port1.onmessage = () => {
        seen.usable = performance.now();
        seen.field = field.dataset.field ?? field.id;
      };
      drawn.port2.postMessage(0);
    });
  };
  if (location.protocol.startsWith("http")) requestAnimationFrame(look);
})();
