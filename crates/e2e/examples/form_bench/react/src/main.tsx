// The integration form as a team would make it with React: react-jsonschema-form draws and checks it by a JSON schema, which is
// made from our providers' own, and libphonenumber-js checks the sender while it is typed.
import Form, { type IChangeEvent } from "@rjsf/core";
import type { RJSFSchema, UiSchema } from "@rjsf/utils";
import { customizeValidator } from "@rjsf/validator-ajv8";
import { StrictMode, useMemo, useState } from "react";
import { createRoot } from "react-dom/client";
import made from "./providers.json";
import { formats, inWords } from "./rules";
import "./page.css";

type Account = Record<string, unknown> & { provider?: string };

// A file's inferred type has `undefined` where branches differ; JSON has none.
const schema = made.schema as unknown as RJSFSchema;
const looks = made.looks as Record<string, UiSchema>;
const secrets = new Set<string>(made.secrets);
const validator = customizeValidator<Account>({ customFormats: formats });

/** As the proxy takes it: settings and secrets apart. */
function integration({ name, provider, twoWay, limits, ...fields }: Account) {
  const entries = Object.entries(fields);
  return {
    version: 1,
    name,
    provider,
    settings: Object.fromEntries(entries.filter(([key]) => !secrets.has(key))),
    secrets: Object.fromEntries(entries.filter(([key]) => secrets.has(key))),
    twoWay,
    limits,
  };
}

function IntegrationForm() {
  const [account, setAccount] = useState<Account>({});
  const [said, say] = useState("");
  const look = useMemo(() => looks[account.provider ?? ""] ?? {}, [account.provider]);

  async function save({ formData }: IChangeEvent<Account>) {
    const answer = await fetch("/api/v1/integrations", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(integration(formData ?? {})),
    });
    const body = (await answer.json()) as { error?: { text: string } };
    say(answer.ok ? "Saved." : (body.error?.text ?? "The proxy refused it."));
  }

  return (
    <>
      <h1>Connect an account</h1>
      <Form<Account>
        schema={schema}
        uiSchema={look}
        validator={validator}
        formData={account}
        transformErrors={inWords}
        onChange={({ formData }) => setAccount(formData ?? {})}
        onSubmit={(event) => void save(event)}
        liveValidate
        noHtml5Validate
        omitExtraData
        showErrorList={false}
      >
        <button type="submit">Save</button>
      </Form>
      <output>{said}</output>
    </>
  );
}

const app = document.getElementById("app");
if (app) {
  createRoot(app).render(
    <StrictMode>
      <IntegrationForm />
    </StrictMode>,
  );
}
