// What a schema can't say about a value, and the words for what is wrong: the rules of our own form, as far as its providers'
// schemas name them.
import type { RJSFValidationError } from "@rjsf/utils";
import { parsePhoneNumberFromString } from "libphonenumber-js/max";

/** A sender as people paste it: with the country code, with or without `+`, `00`, spaces and punctuation. */
function sender(typed: string): boolean {
  const digits = typed.replace(/[\s().\-/\u00ad\u200b-\u200f\u202a-\u202e]/g, "").replace(/^(\+|00)/, "");
  if (!/^[1-9]\d{6,14}$/.test(digits)) return false;
  return parsePhoneNumberFromString(`+${digits}`)?.isValid() ?? false;
}

/** Printable characters in one piece that are not the mask which hid the secret. */
const secret = (typed: string) => /^[\x21-\x7e]+$/.test(typed.trim()) && !/^[•*●.]+$/.test(typed.trim());

const uuid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Checks by the name that a field has as its `format`. */
export const formats = {
  sender,
  secret,
  projectId: uuid,
  keyId: uuid,
  appId: /^[0-9A-Z]{26}$/,
  username: /^[^:]*$/,
};

const words: Record<string, string> = {
  sender: "This is no phone number. Enter the registered sender with its country code, such as 447860099299.",
  secret: "Paste the key itself, in one piece and without the word before it.",
  projectId: "A project ID has 36 characters with dashes.",
  keyId: "A key ID has 36 characters with dashes.",
  appId: "An app ID has 26 capital letters and digits.",
  username: "There is a colon in the user name.",
};

/** What is said beside a field. */
export function inWords(errors: RJSFValidationError[]): RJSFValidationError[] {
  return errors
    .filter((error) => error.name !== "if")
    .map((error) => {
      const { name, params } = error;
      if (name === "required") return { ...error, message: "Fill this in." };
      if (name === "format") return { ...error, message: words[String(params.format)] ?? error.message };
      if (name === "pattern") return { ...error, message: "This is not an address of this provider." };
      return error;
    });
}
