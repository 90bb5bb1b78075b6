import type { IntegrationForm, JourneyNode } from "whatsapp-elements";
import { type Draft, profiles, store, themes } from "../host";
import "whatsapp-elements";

const account = document.getElementById("account") as IntegrationForm;
const step = document.getElementById("step") as JourneyNode;
const said = document.getElementById("said") as HTMLOutputElement;
const theme = document.getElementById("theme") as HTMLSelectElement;

step.profiles = profiles;
step.value = store.step();
function keepsDrafts(name: string, element: HTMLElement & { draft: Draft }) {
  element.draft = store.draft(name);
  element.addEventListener("whatsapp-draft", (event) => store.keepDraft(name, event.detail.draft));
}
keepsDrafts("account", account);
keepsDrafts("step", step);
account.addEventListener("whatsapp-saved", (event) => {
  said.value = `Connected ${event.detail.id}`;
  step.integration = event.detail.id;
});
step.addEventListener("whatsapp-saved", (event) => {
  store.keepStep(event.detail.value);
  said.value = `Kept a ${event.detail.value.message.type} step`;
});

// The step is a control of a form like any other.
document.getElementById("journey")?.addEventListener("submit", (event) => {
  event.preventDefault();
  const journey = new FormData(event.target as HTMLFormElement);
  said.value = `Sent ${String(journey.get("step")).length} characters`;
});

theme.append(...themes.map((name) => new Option(name)));
theme.addEventListener("change", () => (document.body.dataset.theme = theme.value));
