// Types of the elements. The values' types are made from the Rust code, see types.d.ts.
import type { CheckReport, IntegrationInput, Node as Step, ProfileSchema, SampleProfile } from "./types.js";

export type * from "./types.js";
/** A step of a journey; the same as `Node`, under a name that the DOM has not taken. */
export type { Step };

/** What a form's `value` is: an integration without secrets. With them it may be set. */
export type IntegrationValue = Omit<IntegrationInput, "secrets">;

/** Who is asking, for the proxy; with `renew` the last token was refused. */
export type Token = string | ((how: { renew: boolean }) => string | undefined | Promise<string | undefined>);

/** What an element could not do, in `whatsapp-error`. */
export interface WhatsAppError {
  /** Stable; all are listed in docs/embedding.md. */
  code: string;
  /** In the element's language; the element shows it too. */
  text: string;
  /** When trying again makes sense. */
  retry: "never" | "later" | "now";
  /** The field that it is about. */
  field?: string;
  /** What was found, for whoever runs the page. */
  found?: string;
}

/** A place that only the host has, in `whatsapp-navigate`. */
export type Place =
  | { to: "integrations" | "new-integration" | "journey-node" | "activity" | "phone" | "faults" }
  | { to: "integration"; id: string };

/** What every element fires. */
export interface WhatsAppEventMap {
  "whatsapp-ready": CustomEvent<Record<string, never>>;
  "whatsapp-error": CustomEvent<WhatsAppError>;
  "whatsapp-navigate": CustomEvent<Place>;
}

/** What the form and the node fire besides. */
export interface ControlEventMap extends WhatsAppEventMap {
  /** What to keep as `draft` for the next visit; null for nothing. */
  "whatsapp-draft": CustomEvent<{ draft: Record<string, unknown> | null }>;
  "whatsapp-invalid": CustomEvent<{ text: string }>;
}

export interface IntegrationFormEventMap extends ControlEventMap {
  "whatsapp-saved": CustomEvent<{ id: string; value: IntegrationValue }>;
}

export interface JourneyNodeEventMap extends ControlEventMap {
  "whatsapp-saved": CustomEvent<{ value: Step; at: string }>;
}

declare class WhatsAppElement extends HTMLElement {
  /** Version of what is promised here. */
  static readonly apiVersion: number;
  /** Version of the package. */
  static readonly version: string;
  /** Address of the proxy. The first element's is the page's; empty is the page's own origin. */
  proxyUrl: string;
  token: Token | undefined;
}

declare class WhatsAppControl extends WhatsAppElement {
  static readonly formAssociated: true;
  /** Id of a saved integration: the form's own, or the one that a new step is sent from. */
  integration: string;
  name: string;
  required: boolean;
  readOnly: boolean;
  disabled: boolean;
  /** What was typed and not saved, as the element offered it. Set it before the element starts. */
  draft: Record<string, unknown> | null;
  readonly form: HTMLFormElement | null;
  readonly type: string;
  readonly validity: ValidityState;
  readonly validationMessage: string;
  readonly willValidate: boolean;
  /** Does the value differ from what is saved? */
  readonly unsaved: boolean;
  checkValidity(): boolean;
  reportValidity(): boolean;
  setCustomValidity(text: string): void;
  /** As a press on "Save": true once it is saved, false when something has to be mended, which is then in view. */
  save(): Promise<boolean>;
}

/** `<whatsapp-integration-form>` */
export declare class IntegrationForm extends WhatsAppControl {
  /** Id of the provider that a new integration begins with. */
  provider: string;
  get value(): IntegrationValue | null;
  set value(value: IntegrationInput | null);
  /** As a press on "Check connection"; null when it could not be made. No message is sent. */
  testConnection(): Promise<CheckReport | null>;
  addEventListener<K extends keyof IntegrationFormEventMap>(type: K, listener: (this: IntegrationForm, event: IntegrationFormEventMap[K]) => unknown, options?: boolean | AddEventListenerOptions): void;
  addEventListener<K extends keyof HTMLElementEventMap>(type: K, listener: (this: IntegrationForm, event: HTMLElementEventMap[K]) => unknown, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

/** `<whatsapp-journey-node>` */
export declare class JourneyNode extends WhatsAppControl {
  value: Step | null;
  /** When the value was saved, RFC 3339. */
  savedAt: string | null;
  /** Profiles to see values with. */
  profiles: SampleProfile[] | null;
  /** The attributes that values can be filled from; without it, what the profiles hold. */
  profileSchema: ProfileSchema | null;
  addEventListener<K extends keyof JourneyNodeEventMap>(type: K, listener: (this: JourneyNode, event: JourneyNodeEventMap[K]) => unknown, options?: boolean | AddEventListenerOptions): void;
  addEventListener<K extends keyof HTMLElementEventMap>(type: K, listener: (this: JourneyNode, event: HTMLElementEventMap[K]) => unknown, options?: boolean | AddEventListenerOptions): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

/** `<whatsapp-activity>` */
export declare class Activity extends WhatsAppElement {
  /** The list to begin with: `messages`, `unmatched`, `unreadable`, `outbox` or `suppressions`. */
  list: string;
}

/** Fixes the page's proxy before the first element starts. Throws when it is fixed already, to another. */
export declare function configure(options: { proxyUrl: string }): void;

declare global {
  interface HTMLElementTagNameMap {
    "whatsapp-integration-form": IntegrationForm;
    "whatsapp-journey-node": JourneyNode;
    "whatsapp-activity": Activity;
  }
  interface HTMLElementEventMap {
    "whatsapp-ready": CustomEvent<Record<string, never>>;
    "whatsapp-error": CustomEvent<WhatsAppError>;
    "whatsapp-navigate": CustomEvent<Place>;
    "whatsapp-draft": CustomEvent<{ draft: Record<string, unknown> | null }>;
    "whatsapp-invalid": CustomEvent<{ text: string }>;
  }
}
