import { createApp, defineComponent, h, ref, shallowRef } from "vue";
import type { ControlEventMap, IntegrationFormEventMap, JourneyNode, JourneyNodeEventMap, Step } from "whatsapp-elements";
import { profiles, store, themes } from "../host";
import "whatsapp-elements";

const accountDraft = store.draft("account");
const stepDraft = store.draft("step");

const Console = defineComponent(() => {
  const step = shallowRef<Step | null>(store.step());
  const said = ref("");
  // A dot sets the property; `onWhatsapp-saved` listens to the event.
  return () => [
    h("h1", "A console in Vue"),
    h("p", h("label", ["Theme ", h("select", { onChange: (event: Event) => (document.body.dataset.theme = (event.target as HTMLSelectElement).value) }, themes.map((name) => h("option", name)))])),
    h("whatsapp-integration-form", {
      id: "account",
      ".draft": accountDraft,
      "onWhatsapp-draft": (event: ControlEventMap["whatsapp-draft"]) => store.keepDraft("account", event.detail.draft),
      "onWhatsapp-saved": (event: IntegrationFormEventMap["whatsapp-saved"]) => (said.value = `Connected ${event.detail.id}`),
    }),
    h("whatsapp-journey-node", {
      id: "step",
      ".profiles": profiles,
      ".draft": stepDraft,
      ".value": step.value,
      onInput: (event: Event) => (step.value = (event.target as JourneyNode).value),
      "onWhatsapp-draft": (event: ControlEventMap["whatsapp-draft"]) => store.keepDraft("step", event.detail.draft),
      "onWhatsapp-saved": (event: JourneyNodeEventMap["whatsapp-saved"]) => {
        store.keepStep(event.detail.value);
        said.value = `Kept a ${event.detail.value.message.type} step`;
      },
    }),
    h("output", { id: "said" }, said.value),
  ];
});

createApp(Console).mount("#app");
