// Defines the elements. `<script type="module" src="…/embed.js"></script>` is all that a page needs.
// The files of elements.js by name: the browser fetches all at once, and does not find them one behind the other.
import "./failures.js";
import "./glue/engine.js";
import "./loading.js";
import "./texts.js";
import { Activity, configure, define, IntegrationForm, JourneyNode } from "./elements.js";

define("whatsapp-integration-form", IntegrationForm);
define("whatsapp-journey-node", JourneyNode);
define("whatsapp-activity", Activity);

export { Activity, configure, IntegrationForm, JourneyNode };
