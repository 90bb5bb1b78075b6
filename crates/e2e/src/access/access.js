// What a script can see of WCAG 2.2 AA on the page as it is shown. A subject is the id of an element, or nothing for the
// standalone console. Each function tells what is wrong as a list of sentences; an empty one says that all is well.
window.access = (() => {
  const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const CONTROLS = "button, a[href], input, select, textarea, summary, audio, video, [role=button], [role=radio], [role=tab], [role=option], [role=switch], [tabindex='0']";
  /** 2.5.8 */
  const TARGET = 24;
  /** 1.4.11 */
  const EDGE = 3;

  const pause = (ms) => new Promise((done) => setTimeout(done, ms));
  const drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const tree = (subject) => (subject ? document.getElementById(subject).shadowRoot : document.body);
  const shows = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".wa-hidden-visually, [inert]") && one.getClientRects().length > 0;
  const all = (subject, css) => [...tree(subject).querySelectorAll(css)].filter(shows);
  const above = (one) => one.parentElement ?? one.getRootNode().host;
  const name = (one) => {
    const words = one.getAttribute("aria-label") ?? one.dataset.field ?? one.textContent.trim();
    return `${one.localName}.${[...one.classList].join(".")} “${words.replace(/\s+/g, " ").slice(0, 40)}”`;
  };

  // --- colours

  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  /** These colours upon each other, the first one at the bottom. */
  const mix = (...colours) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) {
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
    }
    return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  };
  const light = (colour) => {
    const [red, green, blue] = colour.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };
  /** What lies under whatever stands in this one. */
  const ground = (one) => {
    const layers = [];
    for (let at = one; at; at = above(at)) layers.unshift(getComputedStyle(at).backgroundColor);
    return ["Canvas", ...layers];
  };

  // --- what does not depend on the focus

  /** 2.5.8 without the exception for targets that are far enough from others. */
  const sizes = (subject) =>
    all(subject, CONTROLS).flatMap((one) => {
      const style = getComputedStyle(one);
      // In a sentence, and not a target of its own: the suggestions of a list that is not open, the cell of a field.
      if (style.display === "inline" && one.matches("a, button")) return [];
      const boxes = [one, ...(one.labels ?? []), one.closest(".wa-input, .wa-fallback")].filter(Boolean).map((part) => part.getBoundingClientRect());
      const [width, height] = [Math.max(...boxes.map((box) => box.width)), Math.max(...boxes.map((box) => box.height))];
      return width >= TARGET - 0.1 && height >= TARGET - 0.1 ? [] : [`2.5.8: ${name(one)} is ${width.toFixed(0)} × ${height.toFixed(0)} px`];
    });

  /** 1.4.11 for what shows where a field is, and whether a switch is on. */
  const edges = (subject) =>
    all(subject, "input, select, textarea, [contenteditable]").flatMap((one) => {
      const box = one.closest(".wa-input, .wa-fallback") ?? one;
      const style = getComputedStyle(box);
      if (box === one && style.appearance !== "none" && /^(checkbox|radio|range)$/.test(one.type)) return [];
      const outside = ground(above(box));
      const found = [];
      const seen = ["Top", "Bottom", "Left", "Right"]
        .filter((side) => parseFloat(style[`border${side}Width`]) >= 1 && style[`border${side}Style`] !== "none")
        .map((side) => contrast(mix(...outside, style[`border${side}Color`]), mix(...outside)));
      const best = Math.max(0, ...seen, contrast(mix(...ground(box)), mix(...outside)));
      if (best < EDGE && !box.matches(".wa-fallback")) found.push(`1.4.11: the edge of ${name(one)} has ${best.toFixed(2)}:1`);
      if (one.type === "checkbox" && style.appearance === "none") {
        const thumb = getComputedStyle(one, "::before").backgroundColor;
        const ratio = contrast(mix(...ground(one), thumb), mix(...ground(one)));
        if (ratio < EDGE) found.push(`1.4.11: the knob of ${name(one)} has ${ratio.toFixed(2)}:1`);
      }
      return found;
    });

  const axeFinds = async () => {
    const { violations } = await axe.run(document, { runOnly: { type: "tag", values: RULES }, resultTypes: ["violations"], preload: false });
    return violations.flatMap((found) => found.nodes.map((node) => `${found.id}: ${node.target.join(" ")} (${found.help}) ${node.html.slice(0, 160)}`));
  };

  // --- languages and themes

  // Adopted, so that no policy of the page keeps it out.
  const themes = new CSSStyleSheet();
  themes.replaceSync(THEMES);

  const speak = async (subject, language) => {
    const spoken = () => (subject ? tree(subject).querySelector("[lang]")?.lang : document.documentElement.lang);
    if (subject) document.getElementById(subject).lang = language;
    else {
      const chooser = document.querySelector(".wa-language select");
      if (chooser.value !== language) {
        chooser.value = language;
        chooser.dispatchEvent(new Event("change", { bubbles: true }));
      }
    }
    // The console's readers may come from somewhere: `en-US`.
    for (let wait = 0; spoken()?.split("-")[0] !== language.split("-")[0]; wait++) {
      if (wait > 500) throw new Error(`${language} is not spoken but ${spoken()}`);
      await pause(10);
    }
    document.documentElement.lang = language;
    await drawn();
  };

  /** Waits until something is in view. */
  const appears = async (subject, css, patience) => {
    for (const start = performance.now(); performance.now() - start < patience; await pause(10)) if ([...tree(subject).querySelectorAll(css)].some((one) => one.checkVisibility())) return true;
    return false;
  };

  /**
   * All of it in these languages and themes (pairs). What marks the state has to be in view in each; what a change of the
   * language closes is opened again by `opens`.
   */
  const look = async (subject, mark, opens, pairs) => {
    const found = [];
    if (subject && !document.adoptedStyleSheets.includes(themes)) document.adoptedStyleSheets.push(themes);
    for (const [language, theme] of pairs) {
      document.body.dataset.theme = theme;
      await speak(subject, language);
      if (opens && !(await appears(subject, mark, 100))) await opens(tree(subject));
      if (!(await appears(subject, mark, found.some((one) => one.includes(": not in view: ")) ? 200 : 5000))) found.push(`${language}: not in view: ${mark}`);
      for (const one of tree(subject).querySelectorAll("details")) one.open = true;
      await drawn();
      const where = `${language} ${theme} ${matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"}`;
      found.push(...[...(await axeFinds()), ...sizes(subject), ...edges(subject)].map((one) => `${where}: ${one}`));
    }
    return found;
  };

  // --- room

  /** What scrolls sideways by itself, and what is cut off or sticks out of the window. */
  const wide = (subject) => {
    const [found, outside] = [[], []];
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > room) found.push(`the page is ${document.documentElement.scrollWidth} px wide`);
    for (const one of all(subject, "*")) {
      const style = getComputedStyle(one);
      const scrolls = /auto|scroll/.test(style.overflowX) && one.scrollWidth > one.clientWidth + 1;
      if (scrolls && !one.matches("textarea, input")) found.push(`${name(one)} scrolls sideways, ${one.scrollWidth} px in ${one.clientWidth}`);
      const { left, right, width } = one.getBoundingClientRect();
      if (width > 1 && (right > room + 1 || left < -1) && one.children.length === 0) outside.push([Math.max(right - room, -left), one]);
    }
    outside.sort(([one], [other]) => other - one);
    found.push(...outside.slice(0, 3).map(([by, one]) => `${name(one)} stands out by ${by.toFixed(0)} px`));
    return found.map((one) => `${room} px: 1.4.10: ${one}`);
  };

  const SPACED = new CSSStyleSheet();
  SPACED.replaceSync("* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }");

  /** What is cut off, or stands out of its own box. */
  const cut = (subject) =>
    new Set(
      all(subject, "*")
        .filter((one) => {
          const style = getComputedStyle(one);
          if (one.matches("textarea, input, select, svg, svg *, option") || one.closest(".wa-value-text, .wa-fallback-text")) return false;
          const over = (side) => one[`scroll${side}`] > one[`client${side}`] + 1 && one[`client${side}`] > 0;
          const shut = (axis) => /hidden|clip/.test(style[`overflow${axis}`]) || one.matches("button, summary, .wa-badge");
          return (over("Width") && shut("X")) || (over("Height") && shut("Y"));
        })
        .map(name),
    );

  /** 1.4.12: what is lost when readers set their own spacing. What is shortened with an ellipsis anyway stays so. */
  const spaced = async (subject) => {
    const root = subject ? tree(subject) : document;
    const before = cut(subject);
    root.adoptedStyleSheets.push(SPACED);
    await drawn();
    const found = [...cut(subject)].filter((one) => !before.has(one)).map((one) => `${innerWidth} px: 1.4.12: ${one} is cut off`);
    found.push(...wide(subject).map((one) => one.replace("1.4.10: ", "1.4.12: ")));
    root.adoptedStyleSheets.pop();
    await drawn();
    return found;
  };

  // --- focus

  const holds = (one) => one.getRootNode().activeElement === one;
  const hit = (x, y) => {
    let one = document.elementFromPoint(x, y);
    while (one?.shadowRoot?.elementFromPoint(x, y) && one.shadowRoot.elementFromPoint(x, y) !== one) one = one.shadowRoot.elementFromPoint(x, y);
    return one;
  };
  const BOX = ".wa-input, .wa-fallback, label";
  /** How many of nine places of it can be seen. */
  const seen = (one) => {
    const { left, top, width, height } = (one.closest(BOX) ?? one).getBoundingClientRect();
    let count = 0;
    for (const x of [0.15, 0.5, 0.85]) for (const y of [0.15, 0.5, 0.85]) {
      const there = hit(left + width * x, top + height * y);
      if (there && (one.contains(there) || there.contains(one) || (one.closest(BOX) && one.closest(BOX) === there.closest(BOX)))) count++;
    }
    return count;
  };
  const looks = (one) => {
    const parts = [];
    for (let at = one, depth = 0; at && depth < 4; at = above(at), depth++) {
      const { outlineStyle, outlineWidth, outlineColor, outlineOffset, boxShadow, borderTopColor } = getComputedStyle(at);
      parts.push({ at, outlineStyle, outlineWidth, outlineColor, outlineOffset, boxShadow, borderTopColor });
    }
    return parts;
  };
  /** The best contrast of whatever the focus added around it, at least two pixels wide. */
  const ring = (before, after) => {
    const ratios = after.flatMap((part, depth) => {
      const was = before[depth];
      const under = ground(above(part.at) ?? part.at);
      const inside = ground(part.at);
      const found = [];
      if (part.outlineStyle !== "none" && parseFloat(part.outlineWidth) >= 2 && was.outlineStyle === "none") {
        const base = parseFloat(part.outlineOffset) < 0 ? inside : under;
        found.push(contrast(mix(...base, part.outlineColor), mix(...base)));
      }
      // Shadows are not drawn where the reader sets the colours.
      if (part.boxShadow !== was.boxShadow && !matchMedia("(forced-colors: active)").matches) {
        for (const [, colour, spread, inset] of part.boxShadow.matchAll(/((?:rgba?|color|oklch|oklab|hsla?)\([^)]*\)) -?[\d.]+px -?[\d.]+px [\d.]+px (-?[\d.]+)px( inset)?/g)) {
          const base = inset ? inside : under;
          const width = parseFloat(spread) + (part.borderTopColor !== was.borderTopColor ? 1 : 0);
          if (width >= 2) found.push(contrast(mix(...base, colour), mix(...base)));
        }
      }
      return found;
    });
    return Math.max(0, ...ratios);
  };

  /** 2.4.7, 2.4.11 and 1.4.11: gives each control the focus, one after the other. */
  const walk = async (subject) => {
    const found = [];
    const room = `${innerWidth} × ${innerHeight} px`;
    for (const one of all(subject, CONTROLS)) {
      if (!one.isConnected || !shows(one) || one.disabled || one.tabIndex < 0) continue;
      one.getRootNode().activeElement?.blur();
      const before = looks(one);
      one.focus({ focusVisible: true });
      if (!holds(one)) continue;
      const best = ring(before, looks(one));
      if (best < EDGE) found.push(`${room}: 1.4.11: the focus on ${name(one)} has ${best.toFixed(2)}:1`);
      const tall = one.getBoundingClientRect().height > innerHeight / 2;
      const enough = tall ? 1 : 3;
      let places = seen(one);
      // What brings it into view may do so with the next drawing.
      for (let wait = 0; places < enough && wait < 20; wait++) {
        await pause(10);
        places = seen(one);
      }
      if (places < enough) found.push(`${room}: 2.4.11: ${places} of 9 places of ${name(one)} can be seen`);
    }
    return found;
  };

  // --- what the proxy answers

  const rules = [];
  const plain = window.fetch;
  window.fetch = (request, ...rest) => {
    const url = String(request.url ?? request);
    const rule = rules.find(({ part }) => url.includes(part));
    return rule ? rule.answer() : plain(request, ...rest);
  };
  /** From now on an address with this part is answered so; with no status it never is. */
  const answers = (part, status, body) => {
    const answer = () => Promise.resolve(Response.json(body, { status }));
    rules.unshift({ part, answer: status ? answer : () => new Promise(() => {}) });
  };
  const answersNothing = () => (rules.length = 0);

  return { look, wide, spaced, walk, answers, answersNothing };
})();
