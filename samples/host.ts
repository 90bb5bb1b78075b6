// What every host has to bring: a place for drafts and saved steps, and its customers' profiles. Here it is the
// page's own storage; a console has a server.
import { configure, type SampleProfile, type Step } from "whatsapp-elements/elements.js";

// Before the elements are defined: the first one that starts fixes the page's proxy.
configure({ proxyUrl: new URLSearchParams(location.search).get("proxy") ?? "" });

export const profiles: SampleProfile[] = [
  { id: "c1", name: "Ana", context: { customer: { first_name: "Ana", phone: "+447400123456", order: "A-17" } } },
  { id: "c2", name: "Bo", context: { customer: { first_name: "Bo", phone: "+447400123457", order: null } } },
];

export type Draft = Record<string, unknown> | null;

function read<T>(key: string): T | null {
  return JSON.parse(localStorage.getItem(key) ?? "null") as T | null;
}

export const store = {
  draft: (name: string) => read<Draft>(`draft:${name}`),
  keepDraft: (name: string, draft: Draft) => localStorage.setItem(`draft:${name}`, JSON.stringify(draft)),
  step: () => read<Step>("step"),
  keepStep: (step: Step) => localStorage.setItem("step", JSON.stringify(step)),
};

export const themes = ["plain", "violet", "slate"] as const;
