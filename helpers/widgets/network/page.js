// The page of NetworkExplorer.

import { explorer, View } from "../shared/view.js";

class NetworkPage extends View {
  constructor(context) {
    super(context, { label: "Network explorer", name: "network-explorer", travels: null });
    this.root.append(this.words);
  }
}

export default explorer(NetworkPage);
