// Loads the Rust module once for this copy of the script, and finds out what keeps it from loading.

export class Failure extends Error {
  constructor(code, found, retry = "later") {
    super(found);
    this.code = code;
    this.retry = retry;
  }
}

let loading;

/** The module's exports. A failed load is forgotten, so that a repeat can succeed. */
export function load(onFault) {
  return (loading ??= start(onFault).catch((reason) => {
    loading = undefined;
    throw reason;
  }));
}

/** Begins to fetch a late part of the module while the first part comes. */
export function ahead(part) {
  // What goes wrong is told to whoever asks for the part.
  import("./whatsapp-plugin-late.js").then(({ prefetch }) => prefetch(part)).catch(() => {});
}

/** What this browser lacks; nothing when it has all. */
export function lacking() {
  const needs = {
    WebAssembly: typeof WebAssembly === "object" && "compileStreaming" in WebAssembly,
    "adopted style sheets": "adoptedStyleSheets" in Document.prototype && "replaceSync" in CSSStyleSheet.prototype,
    "form-associated elements": typeof ElementInternals === "function" && "setFormValue" in ElementInternals.prototype,
    "light-dark()": CSS.supports("color", "light-dark(#000, #fff)"),
  };
  return Object.keys(needs).filter((name) => !needs[name]);
}

async function start(onFault) {
  const lacks = lacking();
  if (lacks.length > 0) throw new Failure("browser-too-old", lacks.join(", "), "never");
  return heed(async (violations) => {
    // Both at once; each says by itself what is wrong with it.
    const fetched = fetchModule(new URL("./whatsapp-plugin_bg.wasm", import.meta.url), violations);
    fetched.catch(() => {});
    // The script below imports this one: named here, it comes beside it and not behind it.
    import("./whatsapp-plugin-late.js").catch(() => {});
    const glue = await script(violations);
    await glue.default({ module_or_path: await fetched });
    glue.watch(onFault);
    return glue;
  });
}

/** Hears what the page's content policy forbids while `work` lasts, and no longer. */
export async function heed(work) {
  const violations = [];
  const hear = (event) => violations.push(event);
  document.addEventListener("securitypolicyviolation", hear);
  try {
    return await work(violations);
  } finally {
    document.removeEventListener("securitypolicyviolation", hear);
  }
}

/** Reports of violations come as tasks of their own, so they are waited for. */
export async function forbids(violations, pattern) {
  await new Promise((done) => setTimeout(done, 50));
  return violations.find((event) => pattern(event))?.effectiveDirective;
}

async function script(violations) {
  try {
    return await import("./whatsapp-plugin.js");
  } catch (reason) {
    const directive = await forbids(violations, (event) => event.effectiveDirective.startsWith("script-src"));
    if (directive) throw new Failure("blocked-by-policy", directive, "never");
    // Made of parts, so that no bundler takes it for a file to copy.
    await look(new URL(["whatsapp-plugin", "js"].join("."), import.meta.url), "javascript");
    throw new Failure("file-broken", String(reason?.message ?? reason));
  }
}

/** Asks for a file that could not be loaded, to say why. */
async function look(url, type) {
  const answer = await fetch(url).catch(() => undefined);
  if (!answer) throw new Failure("file-unreachable", url.href);
  if (!answer.ok) throw new Failure("file-missing", `${url.href}: ${answer.status}`);
  const found = answer.headers.get("content-type") ?? "";
  if (!found.includes(type)) throw new Failure("wrong-type", `${url.href}: ${found || "no type"}`);
}

/** A compiled file, or why it can't be had. */
export async function fetchModule(url, violations) {
  let answer;
  try {
    answer = await fetch(url);
  } catch {
    const directive = await forbids(violations, (event) => event.effectiveDirective === "connect-src");
    throw directive ? new Failure("blocked-by-policy", directive, "never") : new Failure("file-unreachable", url.href);
  }
  if (!answer.ok) throw new Failure("file-missing", `${url.href}: ${answer.status}`);
  const type = answer.headers.get("content-type") ?? "";
  try {
    if (/^application\/wasm\b/.test(type)) return await WebAssembly.compileStreaming(answer);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    // Some servers don't know the type, and the file is right all the same; a page in its place is not.
    if (bytes[0] !== 0 || bytes[1] !== 0x61 || bytes[2] !== 0x73 || bytes[3] !== 0x6d) {
      throw new Failure("wrong-type", `${url.href}: ${type || "no type"}`);
    }
    return await WebAssembly.compile(bytes);
  } catch (reason) {
    if (reason instanceof Failure) throw reason;
    const directive = await forbids(violations, (event) => event.effectiveDirective.startsWith("script-src"));
    if (directive || /content security policy/i.test(reason?.message ?? "")) {
      throw new Failure("blocked-by-policy", directive ?? "script-src", "never");
    }
    throw new Failure("file-broken", String(reason?.message ?? reason));
  }
}
