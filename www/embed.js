// Defines the elements. `<script type="module" src="…/embed.js"></script>` is all that a page needs.
import { Activity, configure, define, IntegrationForm, JourneyNode } from "./elements.js";

define("whatsapp-integration-form", IntegrationForm);
define("whatsapp-journey-node", JourneyNode);
define("whatsapp-activity", Activity);

export { Activity, configure, IntegrationForm, JourneyNode };
