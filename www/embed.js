// Defines the elements. `<script type="module" src="…/embed.js"></script>` is all that a page needs.
import { configure, define, IntegrationForm, JourneyNode } from "./elements.js";

define("whatsapp-integration-form", IntegrationForm);
define("whatsapp-journey-node", JourneyNode);

export { configure, IntegrationForm, JourneyNode };
