// The classes of the elements. They hold what only a class of JavaScript can hold and forward everything else to Rust:
// `mount(kind, root, props, shell)` and the handle's `set`, `get`, `call`, `unmount`. See docs/embedding.md.
import { sentences } from "./failures.js";
import { ahead, Failure, forbids, heed, lacking, load } from "./loading.js";
import * as texts from "./texts.js";

export const API_VERSION = 1;
export const VERSION = "0.1.0";

// What the classes of this file share and a page has no business with.
const [FAULT, PROPERTY, GIVE, ASK] = ["fault", "property", "give", "ask"].map((name) => Symbol(name));

/** Elements that are on the page now. */
const mounted = new Set();
let pageProxy;
let faulty = false;

/** Fixes the page's proxy before the first element starts; later it changes nothing, and says so. */
export function configure({ proxyUrl }) {
  const address = proxyAddress(proxyUrl);
  if (pageProxy !== undefined && pageProxy !== address) {
    throw new Error(`This page's proxy is fixed: ${pageProxy || "the page's own address"}`);
  }
  pageProxy = address;
}

let sheet;
/** The look of a message that has to do without the module's sheet. */
function noticeSheet() {
  if (!sheet && "replaceSync" in CSSStyleSheet.prototype) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(NOTICE);
  }
  return sheet;
}

const NOTICE = `
:host { display: block; }
[role=alert] { display: grid; gap: 6px; padding: 14px 16px; border: 1px solid #b42318; border-inline-start-width: 4px; border-radius: 8px;
  background: Canvas; color: CanvasText; font: 14px/20px system-ui, sans-serif; overflow-wrap: anywhere; }
p { margin: 0; } small { opacity: 0.75; }
button { font: inherit; min-height: 36px; padding: 0 14px; border-radius: 8px; cursor: pointer; }
button:focus-visible { outline: 2px solid; outline-offset: 2px; }
`;

/** Defines an element unless it is defined. Another copy of this script may have done so. */
export function define(tag, element) {
  const known = customElements.get(tag);
  if (!known) return customElements.define(tag, element);
  if (known.version !== VERSION) {
    console.warn(`<${tag}> is version ${known.version} on this page; version ${VERSION} was loaded too and is not used.`);
  }
}

function proxyAddress(text) {
  if (!text) return "";
  const url = new URL(text, location.href);
  if (!/^https?:$/.test(url.protocol) || url.username || url.password) throw new TypeError(`no proxy address: ${text}`);
  const address = url.origin + url.pathname.replace(/\/+$/, "");
  return address === location.origin ? "" : address;
}

/** The address, or the text as it is when it is none: nobody is called by it. */
function proxyAddressOr(text) {
  try {
    return proxyAddress(text);
  } catch {
    return text;
  }
}

function fault(words) {
  faulty = true;
  // After whatever is on the stack: the module is in the middle of something.
  setTimeout(() => [...mounted].forEach((element) => element[FAULT](words)));
}

const copy = (value) => (value === undefined ? null : JSON.parse(JSON.stringify(value)));
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
// Where a browser lacks what the class needs, the class still has to be made, to say so.
const Base = typeof HTMLElement === "function" ? HTMLElement : class {};

class WhatsAppElement extends Base {
  static formAssociated = true;
  static apiVersion = API_VERSION;
  static version = VERSION;
  static observedAttributes = ["proxy-url", "integration", "provider", "list", "required", "readonly", "disabled", "lang"];

  #internals = lacking().length > 0 ? undefined : this.attachInternals();
  #root = this.attachShadow({ mode: "open" });
  #properties = {};
  #secrets;
  #initial = null;
  #draft = null;
  #token;
  #asking;
  #tag;
  #handle;
  #starting = false;
  #state = { stop: null, unsaved: false };
  #custom = "";
  #pending = false;
  #disabledByForm = false;
  #waiting = {};
  #firstToken;
  #about;
  #violations = [];
  /** What stands in place of the component: code, what was found, and what can be pressed. */
  #notice;

  constructor() {
    super();
    // What happens inside stays inside: the element tells the page by events of its own.
    for (const name of ["input", "change", "submit", "reset", "invalid"]) {
      this.#root.addEventListener(name, (event) => event.stopPropagation());
    }
    this.#root.addEventListener("focusout", () => this.#commit());
    // Before what is pressed does its work.
    this.#root.addEventListener("click", () => this.#handle?.call("press"), { capture: true });
    for (const name of ["click", "auxclick"]) this.#root.addEventListener(name, (event) => this.#follow(event));
    this.addEventListener("invalid", () => this.#invalid());
  }

  // --- life on the page

  connectedCallback() {
    for (const name of this.constructor.properties) this.#upgrade(name);
    if (this.#handle) this.#moved();
    else this.#start();
  }

  disconnectedCallback() {
    // Moving an element takes it off the page for an instant.
    queueMicrotask(() => {
      if (!this.isConnected) this.#stop();
    });
  }

  /** Called in place of the two above when a host moves the element by `moveBefore`. */
  connectedMoveCallback() {
    if (this.#handle) this.#moved();
  }

  /** Everything stays; only the language around it may be another one. */
  #moved() {
    const { tag } = texts.spoken(texts.tagsOf(this));
    if (tag !== this.#tag) this.#speak();
  }

  attributeChangedCallback(name, before, after) {
    if (before === after) return;
    if (name === "readonly") this.#set("readonly", this.readOnly);
    else if (name === "disabled") this.#disable();
    else if (name === "required") this.#validate();
    else if (name === "proxy-url" && this.#handle) {
      const text = "The page’s proxy was fixed when the first element started. Reload the page to use another.";
      this.#dispatch("whatsapp-error", { code: "proxy-fixed", text, retry: "never" });
    } else if (name === "lang" && this.#handle) this.#speak();
    else if (name === "lang" && this.#notice) this.#show(...this.#notice);
    else if (this.#handle && name === this.constructor.reopens) {
      this.#stop();
      this.#start();
    }
  }

  #upgrade(name) {
    if (!Object.hasOwn(this, name)) return;
    const value = this[name];
    delete this[name];
    this[name] = value;
  }

  async #start() {
    if (this.#starting) return;
    this.#starting = true;
    const wanted = this.hasAttribute("proxy-url") ? this.getAttribute("proxy-url") : undefined;
    // The first element's address is the page's, from this moment on.
    const own = (wanted && proxyAddressOr(wanted)) ?? pageProxy ?? "";
    pageProxy ??= own;
    this.#root.replaceChildren();
    this.#root.adoptedStyleSheets = [];
    this.#busy(true);
    // Another proxy than the page's is never called.
    if (own === pageProxy) this.#about = this.#askAbout(own);
    try {
      if (faulty) throw new Failure("internal-fault", "", "never");
      const [module, language] = await this.#loaded();
      if (!this.isConnected || this.#handle) return;
      this.#mount(module, own, language);
      // The language may have changed meanwhile.
      this.#moved();
    } catch (reason) {
      this.#failed(reason instanceof Failure ? reason : new Failure("file-broken", String(reason?.message ?? reason)));
    } finally {
      this.#starting = false;
      this.#busy(false);
    }
  }

  /** What the proxy allows, asked while the module comes. What goes wrong here the module finds out anew, and tells. */
  async #askAbout(own) {
    const given = this.#token;
    try {
      const token = await (this.#firstToken = this.#asked(false));
      const headers = { Accept: "application/json", ...(token && { Authorization: `Bearer ${token}` }) };
      const answer = await fetch(`${own}/api/v1/about`, { headers, redirect: "error" });
      // Unless somebody else is there by now.
      return answer.ok && given === this.#token ? await answer.text() : undefined;
    } catch {
      return undefined;
    }
  }

  #busy(on) {
    if (this.#internals) this.#internals.ariaBusy = on ? "true" : null;
  }

  /** The module, and the texts that this element speaks. */
  async #loaded() {
    const { language, tag } = texts.spoken(texts.tagsOf(this));
    this.#tag = tag;
    // Both at once.
    const fetched = texts.load(language).catch((reason) => {
      throw new Failure("file-missing", String(reason?.message ?? reason));
    });
    fetched.catch(() => {});
    const loading = load(fault);
    if (this.constructor.part) ahead(this.constructor.part);
    const module = await loading;
    try {
      return [module, module.speak(language, tag, await fetched, texts)];
    } catch (reason) {
      throw reason instanceof Failure ? reason : new Failure("file-broken", String(reason));
    }
  }

  /** Another language; what stands in the element stays. */
  async #speak() {
    try {
      const [module, language] = await this.#loaded();
      await module.learn();
      this.#handle?.say(language);
      language.free();
    } catch (reason) {
      const [text] = (await sentences("en"))["file-missing"];
      this.#dispatch("whatsapp-error", { code: "file-missing", text, retry: "later", found: String(reason?.message ?? reason) });
    }
  }

  #mount(module, own, language) {
    const { value = null, ...rest } = this.#properties;
    const props = {
      ...rest,
      proxyUrl: own,
      pageProxy,
      integration: this.getAttribute("integration") || undefined,
      provider: this.getAttribute("provider") || undefined,
      list: this.getAttribute("list") || undefined,
      value: this.#secrets ? { ...value, secrets: this.#secrets } : value,
      draft: this.#draft ?? {},
      readonly: this.readOnly,
    };
    this.#secrets = undefined;
    const shell = {
      emit: (name, json) => this.#told(name, JSON.parse(json)),
      token: (renew) => {
        const first = renew ? undefined : this.#firstToken;
        this.#firstToken = undefined;
        return first ?? this.#asked(renew);
      },
      about: async () => {
        const about = this.#about;
        this.#about = undefined;
        return about;
      },
      blocked: async (url) => Boolean(await forbids(this.#violations, (event) => sameOrigin(event.blockedURI, url))),
    };
    mounted.add(this);
    this.#notice = undefined;
    heed((violations) => {
      this.#violations = violations;
      this.#handle = module.mount(this.constructor.kind, this.#root, JSON.stringify(props), shell, language);
      language.free();
      return new Promise((done) => (this.#waiting.start = done));
    });
    this.#disable();
    this.#validate();
  }

  #stop() {
    const handle = this.#handle;
    this.#handle = undefined;
    mounted.delete(this);
    this.#waiting.start?.();
    this.#abandon();
    if (!handle) return;
    // What was there is there again when the element comes back.
    this.#properties.value = JSON.parse(handle.get("value"));
    this.#draft = JSON.parse(handle.get("draft"));
    handle.unmount();
    this.#root.replaceChildren();
  }

  // --- what Rust tells

  #told(name, detail) {
    if (name === "state") return this.#changed(detail);
    if (name === "checked") return this.#settle("testConnection", detail.report);
    if (name === "not-saved") return this.#settle("save", false);
    if (name === "draft") this.#draft = detail.draft;
    // Another tenant is there: what was typed before is not theirs.
    if (name === "switched") return void (this.#draft = null);
    if (name === "ready" || name === "error") this.#waiting.start?.();
    // A component that was made anew knows of nothing that was under way.
    if (name === "ready") this.#abandon();
    this.#dispatch(`whatsapp-${name}`, detail);
    if (name === "saved") this.#settle("save", true);
  }

  #changed({ cause, unsaved, stop }) {
    this.#state = { stop, unsaved };
    this.#validate();
    if (cause === "opening") return;
    this.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
    this.#pending = true;
    if (cause === "choice") this.#commit();
  }

  #commit() {
    if (!this.#pending) return;
    this.#pending = false;
    this.dispatchEvent(new Event("change", { bubbles: true, composed: true }));
  }

  #abandon() {
    for (const name of ["save", "testConnection"]) this.#settle(name, name === "save" ? false : null);
  }

  #settle(name, result) {
    this.#waiting[name]?.(result);
    this.#waiting[name] = undefined;
  }

  #dispatch(name, detail) {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: name === "whatsapp-navigate" }));
  }

  /** Links to places that only the host has are told, and not followed. */
  #follow(event) {
    const link = event.composedPath().find((node) => node.localName === "a");
    const path = link?.getAttribute("href");
    if (!path?.startsWith("#/")) return;
    event.preventDefault();
    const [place, id] = path.slice(2).split("/");
    const to = place === "integrations" ? (id === "new" ? "new-integration" : id ? "integration" : place) : place === "node" ? "journey-node" : place;
    this.#dispatch("whatsapp-navigate", to === "integration" ? { to, id } : { to });
  }

  // --- failures

  async #failed({ code, message, retry }) {
    const again = retry === "later" ? ["again", () => this.#start()] : undefined;
    const text = await this.#show(code, message, again);
    this.#dispatch("whatsapp-error", { code, text, retry, found: message });
  }

  /** The module is gone, and with it whatever was in the element. */
  async [FAULT](words) {
    mounted.delete(this);
    this.#handle = undefined;
    this.#waiting.start?.();
    const text = await this.#show("internal-fault", "", ["reload", () => location.reload()]);
    this.#dispatch("whatsapp-error", { code: "internal-fault", text, retry: "never", found: words.split("\n", 1)[0] });
  }

  async #show(...notice) {
    const [code, found, action] = (this.#notice = notice);
    const { language } = texts.spoken(texts.tagsOf(this));
    const all = await sentences(language);
    const [what, todo] = all[code] ?? all["file-broken"];
    // Another one came, or the component did, while the sentences were fetched.
    if (this.#notice !== notice) return what;
    const make = (tag, text, part) => Object.assign(document.createElement(tag), { textContent: text, part });
    const box = make("div", "", "notice");
    box.setAttribute("role", "alert");
    box.lang = all.again === "Try again" ? "en" : language;
    box.dir = box.lang === "ar" ? "rtl" : "ltr";
    const title = make("strong", what, "");
    box.append(title, make("p", todo, ""));
    if (found) box.append(make("small", found, ""));
    if (action) {
      const button = make("button", all[action[0]], "");
      button.type = "button";
      button.addEventListener("click", action[1]);
      box.append(make("p", "", ""));
      box.lastChild.append(button);
    }
    if (noticeSheet()) this.#root.adoptedStyleSheets = [noticeSheet()];
    this.#root.replaceChildren(box);
    return what;
  }

  // --- as a form control

  /** What makes it a control; an element that holds no value is none. */
  get #control() {
    return this.constructor.formAssociated ? this.#internals : undefined;
  }

  #set(name, value) {
    this.#handle?.set(name, JSON.stringify(value ?? null));
  }

  #disable() {
    const off = this.#disabledByForm || this.hasAttribute("disabled");
    const base = this.#root.firstElementChild;
    if (base) base.inert = off;
    if (this.#internals) this.#internals.ariaDisabled = off ? "true" : null;
  }

  #validate() {
    if (!this.#control) return;
    const value = this.value;
    const text = value === null ? null : JSON.stringify(value);
    this.#control.setFormValue(text, text);
    const anchor = this.#root.querySelector("[aria-invalid=true], [data-field]") ?? undefined;
    if (this.#custom) this.#control.setValidity({ customError: true }, this.#custom, anchor);
    else if (value === null) {
      const missing = this.hasAttribute("required");
      this.#control.setValidity(missing ? { valueMissing: true } : {}, missing ? this.constructor.missing : "", missing ? anchor : undefined);
    } else if (this.#state.stop) this.#control.setValidity({ customError: true }, this.#state.stop, anchor);
    else this.#control.setValidity({});
  }

  #invalid() {
    this.#handle?.call("reveal");
    this.#dispatch("whatsapp-invalid", { text: this.validationMessage });
  }

  formDisabledCallback(disabled) {
    this.#disabledByForm = disabled;
    this.#disable();
  }

  formResetCallback() {
    this.value = this.#initial;
  }

  formStateRestoreCallback(state) {
    if (typeof state === "string") this.value = JSON.parse(state);
  }

  // --- for the page

  get form() { return this.#control?.form ?? null; }
  get validity() { return this.#control?.validity; }
  get validationMessage() { return this.#control?.validationMessage ?? ""; }
  get willValidate() { return this.#control?.willValidate ?? false; }
  get type() { return this.localName; }
  get unsaved() { return this.#state.unsaved; }
  checkValidity() { return this.#control?.checkValidity() ?? true; }

  reportValidity() {
    const valid = this.#control?.reportValidity() ?? true;
    if (!valid) this.#handle?.call("go");
    return valid;
  }

  setCustomValidity(text) { this.#custom = String(text); this.#validate(); }

  focus(options) {
    const first = this.#root.querySelector("[data-field]:not([disabled]), button, a[href]");
    if (first) first.focus(options);
    else super.focus(options);
  }

  get value() {
    return this.#handle ? JSON.parse(this.#handle.get("value")) : copy(this.#properties.value);
  }

  set value(given) {
    const value = copy(given);
    const secrets = value?.secrets;
    if (value && typeof value === "object") delete value.secrets;
    if (!this.#handle) this.#secrets = secrets;
    // Back to this a form's reset leads; what the person made of it and the host wrote back is not that.
    if (!same(value, this.value)) this.#initial = value;
    this.#properties.value = value;
    this.#set("value", secrets ? { ...value, secrets } : value);
    this.#validate();
  }

  get draft() { return copy(this.#draft); }
  set draft(draft) { if (!this.#handle) this.#draft = copy(draft); }

  get token() { return this.#token; }
  set token(token) {
    if (token === this.#token) return;
    this.#token = token ?? undefined;
    this.#asking = this.#firstToken = this.#about = undefined;
    this.#set("token");
  }

  /** The host's token. Whoever wants one while the host is being asked gets the same. */
  async #asked(renew) {
    const token = this.#token;
    if (typeof token !== "function") return token;
    const asking = (this.#asking ??= (async () => token.call(this, { renew }))());
    try {
      return await asking;
    } finally {
      if (this.#asking === asking) this.#asking = undefined;
    }
  }

  save() { return this.#ask("save", false); }

  #ask(name, failed) {
    this.#settle(name, failed);
    const ended = new Promise((done) => (this.#waiting[name] = done));
    if (!this.#handle?.call(name)) this.#settle(name, failed);
    return ended;
  }

  [PROPERTY](name) { return copy(this.#properties[name]); }
  [GIVE](name, value) { this.#properties[name] = copy(value); this.#set(name, value); }
  [ASK](name, failed) { return this.#ask(name, failed); }
}

const sameOrigin = (one, other) => {
  try {
    return new URL(one).origin === new URL(other, location.href).origin;
  } catch {
    return false;
  }
};

/** Properties that mirror an attribute: texts, and switches that are off by default. */
for (const [property, attribute] of [["proxyUrl", "proxy-url"], ["integration"], ["name"]]) {
  Object.defineProperty(WhatsAppElement.prototype, property, {
    configurable: true,
    enumerable: true,
    get() { return this.getAttribute(attribute ?? property) ?? ""; },
    set(value) { value == null ? this.removeAttribute(attribute ?? property) : this.setAttribute(attribute ?? property, value); },
  });
}
for (const [property, attribute] of [["readOnly", "readonly"], ["disabled"], ["required"]]) {
  Object.defineProperty(WhatsAppElement.prototype, property, {
    configurable: true,
    enumerable: true,
    get() { return this.hasAttribute(attribute ?? property); },
    set(on) { this.toggleAttribute(attribute ?? property, Boolean(on)); },
  });
}

const ATTRIBUTES = ["proxyUrl", "integration", "name", "readOnly", "disabled", "required"];

export class IntegrationForm extends WhatsAppElement {
  static kind = "integration-form";
  static reopens = "integration";
  static missing = "Connect an account.";
  static properties = [...ATTRIBUTES, "provider", "value", "draft", "token"];

  get provider() { return this.getAttribute("provider") ?? ""; }
  set provider(value) { value == null ? this.removeAttribute("provider") : this.setAttribute("provider", value); }

  testConnection() { return this[ASK]("testConnection", null); }
}

export class JourneyNode extends WhatsAppElement {
  static kind = "journey-node";
  static part = "editor";
  static missing = "Set the WhatsApp step up.";
  static properties = [...ATTRIBUTES, "value", "savedAt", "draft", "token", "profiles", "profileSchema"];

  get savedAt() { return this[PROPERTY]("savedAt"); }
  set savedAt(value) { this[GIVE]("savedAt", value); }
  get profiles() { return this[PROPERTY]("profiles"); }
  set profiles(value) { this[GIVE]("profiles", value); }
  get profileSchema() { return this[PROPERTY]("profileSchema"); }
  set profileSchema(value) { this[GIVE]("profileSchema", value); }
}

export class Activity extends WhatsAppElement {
  static formAssociated = false;
  static kind = "activity";
  static part = "activity";
  static reopens = "list";
  static properties = ["proxyUrl", "list", "token"];

  get list() { return this.getAttribute("list") ?? ""; }
  set list(value) { value == null ? this.removeAttribute("list") : this.setAttribute("list", value); }
}
