import { type DetailedHTMLProps, type HTMLAttributes, useState } from "react";
import { createRoot } from "react-dom/client";
import type { ControlEventMap, IntegrationForm, IntegrationFormEventMap, JourneyNode, JourneyNodeEventMap, Step } from "whatsapp-elements";
import { profiles, store, themes } from "../host";
import "whatsapp-elements";

/** React 19 sets properties and listens to any event of an element: `onwhatsapp-saved`. */
type Control<Element, Events> = DetailedHTMLProps<HTMLAttributes<Element>, Element> &
  Partial<Pick<Element, Extract<keyof Element, "value" | "draft" | "profiles" | "integration" | "name">>> & {
    [Name in keyof Events as `on${string & Name}`]?: (event: Events[Name]) => void;
  };

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "whatsapp-integration-form": Control<IntegrationForm, IntegrationFormEventMap>;
      "whatsapp-journey-node": Control<JourneyNode, JourneyNodeEventMap & ControlEventMap>;
    }
  }
}

const accountDraft = store.draft("account");
const stepDraft = store.draft("step");

function Console() {
  const [step, setStep] = useState<Step | null>(store.step());
  const [said, say] = useState("");
  return (
    <>
      <h1>A console in React</h1>
      <p>
        <label>
          Theme <select onChange={(event) => (document.body.dataset.theme = event.target.value)}>{themes.map((name) => <option key={name}>{name}</option>)}</select>
        </label>
      </p>
      <whatsapp-integration-form
        id="account"
        draft={accountDraft}
        onwhatsapp-draft={(event) => store.keepDraft("account", event.detail.draft)}
        onwhatsapp-saved={(event) => say(`Connected ${event.detail.id}`)}
      />
      {/* Controlled: what was typed is written back at once, which changes nothing. */}
      <whatsapp-journey-node
        id="step"
        profiles={profiles}
        draft={stepDraft}
        value={step}
        onInput={(event) => setStep((event.target as JourneyNode).value)}
        onwhatsapp-draft={(event) => store.keepDraft("step", event.detail.draft)}
        onwhatsapp-saved={(event) => {
          store.keepStep(event.detail.value);
          say(`Kept a ${event.detail.value.message.type} step`);
        }}
      />
      <output id="said">{said}</output>
    </>
  );
}

const app = document.getElementById("app");
if (app) createRoot(app).render(<Console />);
