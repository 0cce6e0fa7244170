// The page of TrainingExplorer: one kernel, or a small network, learns in it.

import { explorer } from "../shared/view.js";
import { KernelPage } from "./kernel_page.js";
import { NetworkPage } from "./network_page.js";

// `new` returns the page that belongs to what is trained.
class TrainingPage {
  constructor(context) {
    return context.model.get("_kind") === "network" ? new NetworkPage(context) : new KernelPage(context);
  }
}

export default explorer(/** @type {any} */ (TrainingPage));
