// Made from the Rust types in crates/domain (crates/domain/tests/typescript.rs). Do not edit.

/** A provider's answer as it came, cut to a length. */
export type Answer = {
  /** The body as text, invalid UTF-8 replaced. */
  body?: string;
  /** Headers with lower-case names. */
  headers?: Record<string, string>;
  /** HTTP status. */
  status: number;
};

/** One attribute that a value can be filled from. */
export type Attribute = {
  /** Values that it has for some customers. */
  examples?: string[];
  /** What it holds. */
  kind?: AttributeKind;
  /** What the console calls it. */
  label?: string | null;
  /** As Jinja writes it, from the root `customer`, `event` or `journey`: `customer.first_name`. */
  path: string;
};

/** What an attribute holds. */
export type AttributeKind = "text" | "number" | "date" | "boolean" | "phone" | "url" | "language" | "list" | "object";

/** A value that is filled from the customer's profile. */
export type Binding = {
  /** Used instead of an empty value, with `WhenEmpty::Fallback`. */
  fallback?: string | null;
  /** Jinja text; sees `customer`, `event` and `journey`. */
  value?: string;
  /** What to do when the value comes out empty. */
  whenEmpty?: WhenEmpty;
};

/** The value of one template button. */
export type Button = {
  /** Place among all buttons of the template, from 0. */
  index: number;
  /** Its kind. */
  type: ButtonKind;
  /** Its value. */
  value: Binding;
};

/** Kinds of template buttons that take a value. */
export type ButtonKind = "quickReply" | "url" | "copyCode";

/** A whole connection check. */
export type CheckReport = {
  /** When it ran, RFC 3339 in UTC. */
  checkedAt: string;
  /** Can messages be sent with this, as far as can be known without sending one? */
  ok: boolean;
  /** The steps in order. */
  steps: CheckStep[];
};

/** One step of a connection check. */
export type CheckStep = {
  answer?: Answer | null;
  /** Milliseconds it took; absent when nothing was called. */
  durationMs?: number | null;
  /** Field to look at, as in findings. */
  field?: string | null;
  /** `address`, `reach`, `key`, `scope`, `sender` or `app`. */
  id: string;
  said?: Phrase | null;
  /** What was found and what to do, in plain words; empty when the title says all. */
  text?: string;
  /** Its title, such as `Key accepted`. */
  title: string;
  /** How it went. */
  verdict: StepVerdict;
};

/** One thing found in what somebody typed. */
export type Finding = {
  at?: TextSpan | null;
  /** Stable, kebab-case, never reused. All codes are listed in `docs/findings.md`. */
  code: string;
  /** Path of the field, such as `message.body[0]`; empty when it concerns the whole. */
  field: string;
  fix?: Fix | null;
  said?: Phrase | null;
  /** Does it stop the send? */
  severity: Severity;
  /** One or two sentences for the person who must act: what was found, what is expected. */
  text: string;
};

/** A repair that one press applies: `value` replaces what stands at `field`. */
export type Fix = {
  /** Path of the field to change; the finding's own field when absent. */
  field?: string | null;
  /** Words for the button, such as `Use +447860099299`. */
  label: string;
  said?: Phrase | null;
  /** The new value of that field. */
  value: unknown;
};

/** What stands above a template's text. */
export type Header = {
  /** Value of that placeholder. */
  text?: Binding;
  type: "text";
} | {
  type: "image";
  /** Where WhatsApp fetches it. */
  url?: Binding;
} | {
  type: "video";
  /** Where WhatsApp fetches it. */
  url?: Binding;
} | {
  filename?: Binding | null;
  type: "document";
  /** Where WhatsApp fetches it. */
  url?: Binding;
};

/** An integration as the proxy answers it: the same without secrets. */
export type Integration = {
  /** When it was first saved, RFC 3339 in UTC. */
  createdAt: string;
  /** `int_…` */
  id: string;
  lastCheck?: CheckReport | null;
  /** Limits. */
  limits: Limits;
  /** What people call it. */
  name: string;
  /** Id of the provider. */
  provider: string;
  /** Which secrets are stored, by key. */
  secrets: Record<string, SecretView>;
  /** The provider's settings, normalised. */
  settings: Record<string, string>;
  /** Replies. */
  twoWay: TwoWay;
  /** When it was last saved, RFC 3339 in UTC. */
  updatedAt: string;
  /** Version of this shape. */
  version: number;
};

/** An integration as a client sends it: for saving, for a check before saving, for `check render`. */
export type IntegrationInput = {
  /** `int_…`; ignored on create. */
  id?: string | null;
  /** Limits. */
  limits?: Limits;
  /** What people call it. */
  name?: string;
  /** Id of the provider, such as `infobip`. */
  provider: string;
  /** Secrets; one that is left out keeps its stored value. */
  secrets?: Record<string, string>;
  /** The provider's settings. */
  settings?: Record<string, string>;
  /** Replies. */
  twoWay?: TwoWay;
  /** Version of this shape. */
  version?: number;
};

/**
 * Keywords by language (`en`, `pt-BR`). All languages are heard at once: who gets messages in one language may answer in
 * another. The languages are for whoever edits the lists.
 */
export type Keywords = {
  /** Words that start them again. */
  start?: Record<string, string[]>;
  /** Words that stop messages. */
  stop?: Record<string, string[]>;
};

/** Limits of one integration. */
export type Limits = {
  /** Messages a second, 1 to 1000. */
  messagesPerSecond?: number;
  /** Templates that the account may hold. */
  templates?: number;
};

/** A picture, video or document. */
export type Media = {
  caption?: Binding | null;
  filename?: Binding | null;
  /** Where WhatsApp fetches it. */
  url?: Binding;
};

/** Kinds of media. */
export type MediaKind = "image" | "video" | "document";

/** What the step says. */
export type Message = {
  /** Values of the body's placeholders, in order. */
  body?: Binding[];
  /** Values of its buttons. */
  buttons?: Button[];
  header?: Header | null;
  languageBy?: Binding | null;
  /** Which template. */
  template: TemplateRef;
  /** Further languages of the same template. */
  translations?: Translation[];
  type: "template";
} | {
  /** Show a preview of the first link? */
  previewUrl?: boolean;
  /** The text. */
  text?: Binding;
  type: "text";
} | Media & {
  type: "image";
} | Media & {
  type: "video";
} | Media & {
  type: "document";
};

/** A WhatsApp step of a journey. */
export type Node = {
  /** Id of the integration that sends it; empty until one is chosen. */
  integration?: string;
  /** What it says. */
  message: Message;
  /** Whom it is for. */
  recipient?: Recipient;
  tested?: Tested | null;
  /** Version of this shape. */
  version?: number;
};

/** How customers' numbers are stored in the console. */
export type NumberFormat = "plus" | "digits";

/** The pattern of a sentence and what is filled into it. */
export type Phrase = {
  /** What stands in the places. */
  args?: Record<string, unknown>;
  /** The English sentence with its places: `{name} has {count} characters.` A brace of the sentence itself is doubled. */
  pattern: string;
};

/** What went wrong, for programs (`code`) and people (`text`). */
export type Problem = {
  /** Stable, kebab-case. */
  code: string;
  /** Field to look at. */
  field?: string | null;
  /** All findings, when validation caused this. */
  findings?: Finding[];
  provider?: ProviderPart | null;
  /** When a repeat makes sense. */
  retry: Retry;
  said?: Phrase | null;
  /** What was found and what is expected. */
  text: string;
};

/** All attributes that a host knows. */
export type ProfileSchema = {
  /** In the order in which they are offered. */
  attributes?: Attribute[];
};

/** The provider's part in a problem. */
export type ProviderPart = {
  /** Its body: JSON, else text. */
  body: unknown;
  /** Its HTTP status. */
  status: number;
};

/** Whom the message is for. */
export type Recipient = {
  /** Country (ISO 3166, `GB`) of numbers written without one. */
  region?: string | null;
  /** Jinja text that gives the phone number. */
  value: string;
};

/** When a repeat makes sense. */
export type Retry = "never" | "later" | "now";

/** A profile to see values with. */
export type SampleProfile = {
  /** What Jinja sees: `customer`, `event`, `journey`. */
  context?: unknown;
  /** The host's id of it. */
  id?: string;
  /** What people call it. */
  name?: string;
};

/** What is told about a stored secret. */
export type SecretView = {
  /** `…` and its last four characters. */
  hint: string;
  /** Is one stored? */
  set: boolean;
};

/** Whether a finding stops a send or only deserves a look. */
export type Severity = "error" | "warning";

/** How one step went. */
export type StepVerdict = "ok" | "warning" | "failed" | "skipped";

/** A template's button as registered. */
export type TemplateButton = {
  takes?: ButtonKind | null;
  /** Label on the phone. */
  text: string;
  /** Where it leads, with `{{1}}` or without. */
  url?: string | null;
};

/** A template as it was when the step's rows were made for it. Name and language stand beside it. */
export type TemplateFingerprint = {
  /** Its text with `{{n}}`. */
  body: string;
  /** All its buttons, in order. */
  buttons?: TemplateButton[];
  /** `marketing`, `utility`, `authentication`, or the provider's word in lower case. */
  category: string;
  /** The small print. */
  footer?: string | null;
  header?: TemplateHeader | null;
  /** Where it stood. */
  status: TemplateStatus;
};

/** A template's header as registered. */
export type TemplateHeader = {
  /** The text. */
  text: string;
  type: "text";
} | {
  /** The kind. */
  kind: MediaKind;
  type: "media";
} | {
  /** The provider's word. */
  name: string;
  type: "other";
};

/** Name and language of a registered template. */
export type TemplateRef = {
  fingerprint?: TemplateFingerprint | null;
  /** Code such as `en_GB`; with translations, the language of customers who have none of theirs. */
  language: string;
  /** Lower case letters, digits and underscores. */
  name: string;
};

/** Where a template stands with WhatsApp. */
export type TemplateStatus = "approved" | "pending" | "rejected" | "paused" | "unavailable";

/** The values of one language, where they are others than those of the default language. */
export type TemplateValues = {
  /** Values of the body's placeholders, in order. */
  body?: Binding[];
  /** Values of its buttons. */
  buttons?: Button[];
  header?: Header | null;
};

/** The last test of exactly this step. Whoever changes the step compares `stamp` with the new one, and drops this. */
export type Tested = {
  /** When, RFC 3339 in UTC. */
  at: string;
  /** Code of the outcome. */
  code: string;
  /** Stamp of the step that was tested. */
  stamp: string;
  /** Id of the quick test, `test_…`. */
  test: string;
  /** How it ended. */
  verdict: Verdict;
};

/** A part of a field's text, in characters (Unicode scalar values) from 0. */
export type TextSpan = {
  /** Behind the last; never before `start`. */
  end: number;
  /** The first character. */
  start: number;
};

/** One more language of the step's template. */
export type Translation = {
  fingerprint?: TemplateFingerprint | null;
  /** Code such as `de`. */
  language: string;
  values?: TemplateValues | null;
};

/** Replies from customers: whether they are taken, and how the customer is found. */
export type TwoWay = {
  /** The customer id that holds the phone number. */
  customerIdKey?: string;
  /** Are replies turned into campaign events? */
  enabled?: boolean;
  /** Words by which customers stop messages and start them again. */
  keywords?: Keywords;
  /** How that id is written. */
  numberFormat?: NumberFormat;
};

/** How it ended, as far as the answer tells. Accepted is not delivered. */
export type Verdict = "accepted" | "refused" | "unclear";

/** What happens when a value comes out empty for a customer. */
export type WhenEmpty = "fallback" | "skip" | "fail";
