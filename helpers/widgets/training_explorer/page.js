// The page of TrainingExplorer: one kernel, or a small network, learns in it.

import { explorer } from "../shared/view.js";
import { KernelPage } from "./kernel_page.js";
import { NetworkPage } from "./network_page.js";

/** @type {Record<string, any>} */
const PAGES = { kernel: explorer(KernelPage), network: explorer(NetworkPage) };

export default { render: (context) => PAGES[context.model.get("_kind")].render(context) };
