// The page of NetworkExplorer: which view is shown of which network and image, and what has been changed.

import { button, element, labelled, setText } from "../shared/dom.js";
import { capital, clamp, counted, strongestPlace } from "../shared/numbers.js";
import { followPage, signedScale } from "../shared/signed.js";
import { View, explorer } from "../shared/view.js";
import { agreementText, largestDifference } from "./agreement.js";
import { isBlank, canSwitchOff, withoutImageEdits } from "./changes.js";
import { applyEdits, editImage, isEdited, withFilter } from "./edits.js";
import { buildNetwork, forward, readImages, scaleOf } from "../shared/forward.js";
import { LayerView } from "./layer.js";
import { largestMagnitude, mapOf, sameShapes } from "./maps.js";
import { CellView } from "./one_cell.js";
import { MapView } from "./one_map.js";
import { Overview } from "./overview.js";
import { Player, stepWords } from "./play.js";
import { writeShort } from "./rounding.js";
import { ImageStrip } from "./strip.js";
import { cellTerms, termsForPython } from "./terms.js";
import { UNDRAWN, WhatIf, beforeAfter } from "./what_if.js";
import { WhyView } from "./why.js";
import { EDGE_WORDS, HOW, answerText, isFlat, mapName, nodeOfLegend, path, placeWords, scaleWords, wrongWords } from "./words.js";

const NARROW = 520; // pixels: below it the layers follow each other from top to bottom
const PEEK = 36; // pixels of the second overview that can be seen beside the first on a narrow page
const HEIGHTS = { whole: 326, small: 326, changing: 250, compared: 250 }; // of the overview
const TERMS = 60; // milliseconds until Python hears of the terms at a place that it has chosen itself
const MOST_BACK = 100; // places that Back leads to
const VIEWS = ["network", "layer", "map", "cell", "why"];

/** Beside the views "network", "map", "cell" and "why" of words.js there is "layer": all maps of `place.node`. */
class NetworkPage extends View {
  constructor(context) {
    super(context, { label: "Network explorer", name: "network-explorer", settings: ["edits", "place"], travels: "place" });
    this.id = `network-${Math.random().toString(36).slice(2)}`;
    const other = this.model.get("other_network");
    this.network = buildNetwork(this.model.get("network"), this.model.get("weights"));
    this.other = other?.nodes ? buildNetwork(other, this.model.get("other_weights")) : null;
    this.images = readImages(this.model.get("images"));
    this.range = this.images.range;
    this.classNames = this.model.get("class_names");
    this.imageNames = this.model.get("image_names");
    this.isSmall = this.model.get("size") === "small";
    /** @type {any} Edits while a stroke goes on; they are not kept yet. */
    this.live = null;
    /** @type {any} */
    this.edited = {}; // the image after its edits, and what it was made from
    this.version = 0; // counts the computations
    /** @type {any} */
    this.run = this.before = this.second = null;
    /** @type {import("./overview.js").At|null} What the pointer is on in the overview. */
    this.pointed = null;
    this.hasMoved = false; // whether the learner has chosen anything in the overview
    this.surface = ""; // the colour of the page that is painted on
    this.isOnMore = false; // whether that is the button for the other maps of a layer
    this.isChanging = false; // whether the part "What if?" is open
    this.compared = ""; // "network", "before", or "image 3"
    /** @type {any[]} Where the learner has been. */
    this.trail = [];
    this.shownView = "";
    this.wantsFocus = false;
    this.focus = this.inside(this.focus);
    this.build();
  }

  get place() { return this.focus; }

  get edits() {
    return this.live ?? this.model.get("edits");
  }

  // -- Parts --

  build() {
    this.backButton = button("back", "←", () => this.back(), { "aria-label": "Back to where you were", title: "Back to where you were" });
    this.crumbs = element("ol");
    this.player = new Player(this, () => this.draw());
    this.whyButton = button("why", "Why?", () => this.askWhy());
    this.changeButton = button("what-if", "What if?", () => this.openChanges(!this.isChanging), { "aria-expanded": "false", hidden: this.isSmall });
    this.compareBox = this.comparisons();
    const bar = element("div", { class: "settings" }, this.backButton, element("nav", { class: "path", "aria-label": "Path" }, this.crumbs),
      this.player.node, this.whyButton, this.changeButton, this.compareBox, ...this.historyButtons());
    this.how = element("p", { class: "how", text: HOW });
    this.strip = new ImageStrip(this, { choose: (image) => this.chooseImage(image), drawOwn: this.isSmall ? null : () => this.drawOwn() });
    this.changes = new WhatIf(this, () => this.openChanges(false));
    this.overviews = ["The network", "The network that it is compared with"].map((label) => this.makeOverview(label));
    this.headings = this.overviews.map(() => element("h4", { class: "compared" }));
    this.networkHost = element("div", { class: "view-network" },
      ...this.overviews.flatMap(({ node }, n) => [this.headings[n], node]));
    this.viewHost = element("div", { class: "view-host" });
    /** @type {Record<string, any>} */
    this.views = { layer: new LayerView(this.viewHost, this), map: new MapView(this.viewHost, /** @type {any} */ (this)),
      cell: new CellView(this.viewHost, /** @type {any} */ (this)), why: new WhyView(this.viewHost, /** @type {any} */ (this)) };
    this.legendText = element("span");
    this.scale = element("span", { class: "scale", "aria-hidden": "true" });
    this.ends = [0, 1].map(() => element("span", { class: "end" })); // the numbers at the ends of the colours
    this.legend = element("div", { class: "legend" }, element("span", { class: "colours" }, this.ends[0], this.scale, this.ends[1], this.legendText), element("span", { text: EDGE_WORDS }));
    this.root.append(bar, this.how, this.strip.node, this.changes.node, this.networkHost, this.viewHost, this.words, this.legend);
    this.root.classList.toggle("is-small", this.isSmall);
  }

  comparisons() {
    const pairs = [["", "nothing"]];
    if (this.other) pairs.push(["network", this.nameOf(1)]);
    pairs.push(["before", "before the changes"], ...this.imageNames.map((name, n) => [`image ${n}`, name]));
    this.compare = element("select", { name: "compare" }, ...pairs.map(([value, text]) => element("option", { value, text })));
    const box = labelled("Compare with", this.compare);
    box.hidden = this.isSmall && !this.other;
    return box;
  }

  nameOf(which) {
    return this.model.get("names")?.[which] ?? ["this network", "the other network"][which];
  }

  makeOverview(label) {
    return new Overview(this, label, { point: (at) => this.point(at), move: (at) => this.moveTo(at), open: (at) => this.open(at),
      all: (node) => this.showAll(node), toggle: (at) => this.toggle(at) });
  }

  listen() {
    // The page's colour is known once the explorer is on the page and gets its first width.
    const drawInColour = () => { this.followTheme(); this.draw(); };
    this.watchWidth(drawInColour);
    this.watchTheme(drawInColour);
    this.on(this.compare, "change", () => { this.compared = this.compare.value; this.draw(); });
    this.on(this.root, "keydown", (event) => this.keyDown(event));
    this.later("agree", 300, () => this.checkAgreement());
  }

  // After a change of theme, everything is repainted in its colours.
  followTheme() {
    const surface = followPage(this.root);
    if (surface === this.surface) return;
    this.surface = surface;
    this.scale.style.background = signedScale();
    this.version += 1;
  }

  keyDown(event) {
    if (event.defaultPrevented || event.altKey || event.metaKey || event.ctrlKey) return;
    const isTyping = event.target.matches('input:not([type="range"], [type="checkbox"]), select');
    if (event.key === "Escape" || (event.key === "Backspace" && !isTyping)) {
      event.preventDefault();
      this.up();
    } else if (event.key.toLowerCase() === "w" && !isTyping && this.place.view === "network") this.askWhy();
  }

  // -- Places --

  // A place without anything that this network does not have.
  inside(place = {}) {
    const view = VIEWS.includes(place.view) ? place.view : "network";
    const whole = (value, count) => clamp(Math.trunc(Number(value) || 0), 0, count - 1);
    const index = view === "why" ? this.network.output : whole(place.node, this.network.nodes.length);
    const node = this.network.nodes[index];
    const isUnits = isFlat(node);
    return { ...place, view: isUnits && view === "map" ? "cell" : isUnits && view === "layer" ? "network" : view,
      image: whole(place.image, this.images.pixels.length), node: node.index,
      channel: whole(place.channel, node.channels),
      row: whole(place.row, node.height), column: whole(place.column, node.width) };
  }

  /** Move: what is given is changed, the rest stays. */
  go(place) {
    const from = this.place;
    const to = this.inside({ ...from, ...place });
    const [was, will] = [from, to].map(({ view, node, channel }) => (view === "network" ? view : `${view} ${node} ${channel}`));
    if (was !== will) this.trail = [...this.trail.slice(-MOST_BACK), from];
    if (from.view !== to.view) this.wantsFocus ||= this.root.contains(document.activeElement);
    this.focus = to;
    this.draw();
  }

  /** One level up. */
  up() {
    const { view, node } = this.place;
    if (view === "cell" && !isFlat(this.network.nodes[node]) && this.network.nodes[node].kind !== "input") this.go({ view: "map" });
    else if (view !== "network") this.go({ view: "network" });
    else if (this.player.step !== null) this.player.stop();
    else if (this.isChanging) this.openChanges(false);
  }

  back() {
    const place = this.trail.pop();
    if (!place) return;
    this.wantsFocus = true;
    this.focus = this.inside(place);
    this.draw();
  }

  /** Open a map at its strongest cell, or a unit. */
  open({ node: index, channel }) {
    const node = this.network.nodes[index];
    this.player.stop();
    if (node.kind === "nothing" && isFlat(node)) return;
    const map = mapOf(node, this.run.values[index], channel).map(Math.abs);
    const strongest = strongestPlace(map);
    this.go({ view: isFlat(node) ? "cell" : "map", node: index, channel, row: Math.floor(strongest / node.width), column: strongest % node.width });
  }

  showAll(index) {
    const node = this.network.nodes[index];
    this.player.stop();
    if (index === this.network.output) this.open({ node: index, channel: strongestPlace(this.run.probabilities) });
    else if (isFlat(node)) this.go({ node: index, channel: strongestPlace(this.run.values[index].map(Math.abs)) });
    else if (node.kind === "input") this.open({ node: index, channel: 0 });
    else this.go({ view: "layer", node: index });
  }

  askWhy() {
    const at = this.pointed ?? this.place;
    const isClass = at.node === this.network.output && at.channel !== null;
    this.player.stop();
    this.go({ view: "why", channel: isClass ? at.channel : strongestPlace(this.run.probabilities) });
  }

  // The keyboard, or a click, is on a thing in the overview. On the button for other maps, the channel stays.
  moveTo({ node, channel }) {
    this.pointed = null;
    this.hasMoved = true;
    this.isOnMore = channel === null;
    if (this.isChanging) this.changes.aim({ node, channel });
    this.go({ node, channel: channel ?? 0 });
  }

  // The pointer is on a thing in the overview, or on nothing.
  point(at) {
    if (at?.node === this.pointed?.node && at?.channel === this.pointed?.channel) return;
    this.pointed = at;
    this.draw();
  }

  // A map of the view of a layer is pointed at.
  pointLayer(channel) {
    if (Number.isFinite(channel) && channel !== this.place.channel) this.focus = { ...this.place, channel };
    this.speak();
  }

  // -- Images and changes --

  chooseImage(image) {
    this.player.stop();
    this.set({ place: { ...this.place, image }, edits: withoutImageEdits(this.edits) });
  }

  drawOwn() {
    const [rows, columns] = this.images.shape;
    this.openChanges(true);
    this.set({ edits: { ...withoutImageEdits(this.edits), cover: [0, 0, rows, columns] } }, []);
    this.drawNow(); // what is hidden cannot have the keyboard
    this.changes.pane.node.focus();
  }

  /** Change the image or the network. @param {any} edits @param {string[]} [joined] As in `set`. */
  edit(edits, joined = []) {
    this.live = null;
    this.set({ edits }, joined.map((name) => `edits ${name}`));
  }

  /** Change the image while a stroke goes on. The browser sends one move of the pointer per frame, so it is drawn at once. */
  editLive(edits) {
    this.live = edits;
    this.drawNow();
  }

  /** Keep what a stroke has changed. */
  keepLive() {
    if (this.live) this.edit(this.live);
  }

  /** Switch a map or unit off, or on again. */
  toggle({ node, channel }) {
    if (channel === null || !canSwitchOff(this.network, this.network.nodes[node])) return;
    const isOff = this.edits.filtersOff?.[node]?.includes(channel);
    this.edit(withFilter(this.edits, node, channel, Boolean(isOff)));
    this.changes.aim({ node, channel }); // afterwards: its tick shows what is on now
  }

  forgetTyping() { this.live = null; }

  openChanges(isOpen) {
    const hadFocus = this.changes.node.contains(document.activeElement);
    this.isChanging = isOpen;
    this.changeButton.setAttribute("aria-expanded", String(isOpen));
    if (isOpen && this.place.node) this.changes.aim(this.place);
    this.draw();
    if (hadFocus && !isOpen) this.changeButton.focus();
  }

  // -- Running the network --

  /** The pixels of an image after the edits. */
  pixels(image = this.place.image) {
    const { edits } = this;
    if (this.edited.edits !== edits || this.edited.image !== image) {
      const pixels = editImage(this.images.pixels[image], this.images.shape, this.range, edits);
      this.edited = { edits, image, pixels };
    }
    return this.edited.pixels;
  }

  // Run the network if the image or the edits have changed; return whether it was run.
  compute() {
    const { edits, place: { image }, compared } = this;
    const key = this.computed;
    if (key && key.edits === edits && key.image === image && key.compared === compared) return false;
    const isNewImage = key?.image !== image;
    this.run = forward(applyEdits(this.network, edits), this.pixels(), this.run);
    if (isNewImage) this.before = forward(this.network, this.images.pixels[image], this.before);
    this.second = compared ? this.runSecond(compared) : null;
    this.computed = { edits, image, compared };
    this.version += 1;
    if (isNewImage || (!this.live && isBlank(edits, this.images.shape))) this.choosing = true;
    return true;
  }

  runSecond(compared) {
    if (compared === "before") return this.before;
    if (compared === "network") {
      this.otherRun = forward(this.other, this.pixels(), this.otherRun);
      return this.otherRun;
    }
    const image = Number(compared.split(" ")[1]);
    this.imageRun = forward(applyEdits(this.network, this.edits), this.images.pixels[image], this.imageRun);
    return this.imageRun;
  }

  // How close the page is to Keras, image by image, so that no frame has to wait.
  checkAgreement(image = 0, largest = 0) {
    const keras = this.model.get("agreement")?.network?.[image];
    if (!keras) return;
    this.agreeing = forward(this.network, this.images.pixels[image], this.agreeing);
    const difference = Math.max(largest, largestDifference(this.agreeing.probabilities, keras));
    this.legend.title = `${agreementText(difference)} On ${counted(image + 1, "image")}.`;
    this.later("agree", 30, () => this.checkAgreement(image + 1, difference));
  }

  // -- Drawing --

  showSettings() {
    this.strip.show(this.place.image, isBlank(this.edits, this.images.shape));
  }

  drawNow() {
    const isFresh = this.compute();
    const { view } = this.place;
    if (isFresh) this.showSettings();
    this.drawBar();
    const isNetwork = view === "network";
    this.networkHost.hidden = !isNetwork;
    this.viewHost.hidden = isNetwork;
    for (const [name, one] of Object.entries(this.views)) one.node.hidden = name !== view;
    this.changes.node.hidden = !this.isChanging;
    this.strip.node.hidden = this.isChanging && isNetwork;
    this.how.hidden = !isNetwork || this.isChanging;
    this.legend.hidden = !isNetwork;
    this.words.classList.toggle("course-unseen", view === "why"); // the chain itself is on the page
    if (isNetwork) this.drawNetwork(isFresh);
    else this.views[view].update(this.run, this.place);
    if (this.isChanging && this.changes.version !== this.version) this.changes.update(this.run, this.probabilitiesBefore());
    this.moveFocus(view);
    this.speak();
  }

  drawBar() {
    const { view } = this.place;
    this.backButton.disabled = !this.trail.length;
    const isPlaying = this.player.step !== null;
    this.player.node.hidden = view !== "network";
    this.whyButton.hidden = view !== "network" || isPlaying;
    this.changeButton.hidden = this.isSmall || isPlaying;
    this.compareBox.hidden = view !== "network" || isPlaying || (this.isSmall && !this.other);
    const parts = view === "layer" ? path(this.network, { ...this.place, view: "map" }, this.classNames).slice(0, 2) : path(this.network, this.place, this.classNames);
    const key = JSON.stringify(parts.map(({ text }) => text));
    if (key === this.pathKey) return;
    this.pathKey = key;
    this.crumbs.replaceChildren(...parts.map(({ text }, n) => {
      const isLast = n === parts.length - 1;
      return element("li", {}, isLast ? element("span", { text, "aria-current": "location", tabindex: -1 })
        : button("crumb", text, () => this.goToPart(n)));
    }));
  }

  // The second part of a path, a layer, leads to all its maps.
  goToPart(n) {
    const parts = path(this.network, this.place, this.classNames);
    if (n === 1 && ["map", "cell"].includes(this.place.view)) this.showAllOrNetwork();
    else this.go(parts[n].place);
  }

  showAllOrNetwork() {
    const node = this.network.nodes[this.place.node];
    this.go({ view: isFlat(node) || node.kind === "input" ? "network" : "layer" });
  }

  // The probabilities that those of now are compared with: none without changes, and none for a drawing that starts from
  // nothing.
  probabilitiesBefore() {
    return isEdited(this.edits) && !isBlank(this.edits, this.images.shape) ? this.before.probabilities : null;
  }

  get isNew() { return !this.pointed && !this.hasMoved && this.place.node === 0; } // whether nothing is chosen in the overview

  // In the overview, whatever has the keyboard or is pointed at.
  get at() {
    if (this.pointed) return this.pointed;
    const { node, channel } = this.place;
    if (node === 0 && !this.hasMoved) return { node: this.network.output, channel: strongestPlace(this.run.probabilities) };
    return { node, channel: this.isOnMore ? null : channel };
  }

  drawNetwork(isFresh) {
    const { step } = this.player;
    setText(this.how, step === null ? HOW : stepWords(this.network, step, this.answer()));
    const second = this.second && { run: this.second, network: this.second.network };
    const runs = [{ run: this.run, network: this.network, before: this.probabilitiesBefore() }];
    if (second) runs.push({ run: second.run, network: this.compared === "network" ? this.other : this.network, before: null });
    const isNarrow = Boolean(this.width) && this.width < NARROW;
    this.networkHost.classList.toggle("swiped", isNarrow && Boolean(second)); // a swipe leads from one to the other
    const room = { width: (this.width || 740) - (isNarrow && second ? PEEK : 0), direction: /** @type {"right"|"down"} */ (isNarrow ? "down" : "right"),
      height: second ? HEIGHTS.compared : this.isChanging ? HEIGHTS.changing : this.isSmall ? HEIGHTS.small : HEIGHTS.whole };
    const isAlike = second && sameShapes(runs[0].network, runs[1].network);
    this.overviews.forEach((overview, n) => {
      overview.node.hidden = this.headings[n].hidden = n >= runs.length;
      if (overview.node.hidden) return;
      this.headings[n].hidden = !second;
      this.drawOverview(overview, runs[n], { ...room, titles: n === 0 || !isAlike }, isFresh, n && isAlike ? this.overviews[0] : null);
      this.drawHeading(n, runs[n].run);
    });
    this.choosing = false;
    this.drawLegend(step ?? this.at.node);
  }

  // Beside a first overview of a network like its own, an overview shows the same maps.
  drawOverview(overview, { run, network, before }, room, isFresh, first = null) {
    const layout = overview.layout;
    overview.fit(network, room);
    const isNew = overview.layout !== layout;
    if (isNew || this.choosing) overview.choose(run);
    const at = this.at;
    const isHere = network === this.network || network.nodes[at.node]?.channels === this.network.nodes[at.node].channels;
    const place = isHere ? at : { node: network.output, channel: strongestPlace(run.probabilities) };
    overview.include(place);
    if (first) overview.follow(first);
    if (isNew || isFresh || overview.painted !== this.version || overview.paintedFor !== overview.shown) overview.paint(run, before, this.labelOf(run));
    overview.painted = this.version;
    overview.paintedFor = overview.shown;
    if (!overview.node.contains(document.activeElement)) overview.activate(place);
    overview.point(run, place);
    overview.reveal(this.player.step);
  }

  drawHeading(n, run) {
    setText(this.headings[n], `${capital(this.nameOfRun(n))}: the network says ${answerText(run.probabilities, this.classNames)}`);
  }

  // Beside what is pointed at, the answer is left to screen readers: a second line would move whatever is below.
  say(text) {
    super.say(text);
    if (this.place.view === "network" && !this.isChanging && !this.second && !this.isNew) this.hideRest();
  }

  // What is compared, the first or the second: a network, the image before its changes, an image.
  nameOfRun(n) {
    if (!n && this.compared !== "network" && isBlank(this.edits, this.images.shape)) return "your drawing";
    const image = this.compared.startsWith("image") && n ? Number(this.compared.split(" ")[1]) : this.place.image;
    return this.compared === "network" ? this.nameOf(n) : this.compared === "before" && n ? "before the changes" : this.imageNames[image];
  }

  drawLegend(place) {
    const largest = String(Number(largestMagnitude(this.run.values[nodeOfLegend(this.network, place)]).toPrecision(3)));
    this.ends.forEach((end, n) => setText(end, `${n ? "" : "−"}${largest}`));
    setText(this.legendText, scaleWords(this.network, place));
  }

  // A view that was entered by key gets the keyboard before the old one is hidden, so that it is never lost.
  moveFocus(view) {
    if (view !== this.shownView && this.wantsFocus) {
      if (view === "network") this.overviews[0].focus();
      else this.views[view].focus();
      const shown = view === "network" ? this.networkHost : this.viewHost;
      if (!shown.contains(document.activeElement)) this.crumbs.querySelector("[aria-current]")?.focus();
    }
    this.wantsFocus = false;
    this.shownView = view;
  }

  // -- Words, and Python --

  answer() {
    return `${answerText(this.run.probabilities, this.classNames)}.`;
  }

  inWords() {
    const { view } = this.place;
    if (!this.run) return "";
    if (view === "network" && this.player.step !== null) return stepWords(this.network, this.player.step, this.answer());
    if (view === "layer") return this.layerWords();
    if (view !== "network") return placeWords(this.run, this.place, this.classNames);
    return this.isNew ? this.saysWords() : `${this.thingWords()} ${this.at.node === this.network.output && !this.second ? this.changeWords() : this.saysWords()}`.trim();
  }

  changeWords() {
    const before = this.probabilitiesBefore();
    return before ? beforeAfter(before, this.run.probabilities, this.classNames) : "";
  }

  // What the network says, or what a change has made of it.
  saysWords() {
    if (this.second) return this.comparedWords();
    const changed = this.changeWords();
    if (changed) return changed;
    if (this.isUndrawn()) return UNDRAWN;
    const said = placeWords(this.run, { ...this.place, view: "network" }, this.classNames);
    const label = this.labelOf(this.run);
    return label === undefined || label === strongestPlace(this.run.probabilities) ? said : wrongWords(said, this.classNames[label]);
  }

  // What both sides of a comparison say.
  comparedWords() {
    const subjects = { network: [0, 1].map((n) => `${this.nameOf(n)} says`), before: ["now the network says", "before the changes it said"] }[this.compared] ??
      [`for ${this.nameOfRun(0)}, the network says`, `for ${this.nameOfRun(1)}, it says`];
    const [one, other] = [this.run, this.second].map(({ probabilities }, n) => `${subjects[n]} ${answerText(probabilities, this.classNames)}`);
    return `${capital(one)}; ${other}.`;
  }

  // Whether the learner is about to draw, and all that the network sees is 0.
  isUndrawn() {
    const { edits, network: { nodes } } = this;
    const shifts = nodes.some((node) => node.kind === "rescaling" && scaleOf(node, 0)[1] !== 0);
    return isBlank(edits, this.images.shape) && !shifts && this.pixels().every((/** @type {number} */ pixel) => pixel === 0);
  }

  // The class of the image that a run has looked at, where it is known: a drawing has none.
  labelOf(run) {
    if (run === this.imageRun) return this.model.get("labels")[Number(this.compared.split(" ")[1])];
    return run !== this.before && isBlank(this.edits, this.images.shape) ? undefined : this.model.get("labels")[this.place.image];
  }

  // What is pointed at in the overview.
  thingWords() {
    const { node: index, channel } = this.at;
    const node = this.network.nodes[index];
    if (node.kind === "nothing") return node.note;
    if (channel === null) return `The other maps of ${node.short}: Enter shows all ${node.channels}.`;
    if (isFlat(node)) return placeWords(this.run, { ...this.place, view: "cell", node: index, channel, row: 0, column: 0 }, this.classNames);
    const map = mapOf(node, this.run.values[index], channel);
    const place = strongestPlace(map.map(Math.abs));
    const name = mapName(this.network, index, channel, this.classNames);
    const off = this.edits.filtersOff?.[index]?.includes(channel) ? ", switched off" : "";
    return `${capital(name)}${off}: strongest with ${writeShort(map[place])} at row ${Math.floor(place / node.width)}, column ${place % node.width}.`;
  }

  layerWords() {
    const { node: index, channel } = this.place;
    return `${this.network.nodes[index].short}, ${this.network.nodes[index].channels} maps. ${this.views.layer.wordsOf(channel)}`;
  }

  leave() {
    this.pointed = null;
    this.sendFocus();
    this.draw();
  }

  // The place and the terms in view go to Python when the learner leaves the explorer.
  sendFocus() {
    const { place } = this;
    const sent = `${JSON.stringify(place)} ${this.version}`;
    if (sent === this.sent || !this.run) return;
    this.sent = sent;
    const { node, row, column, channel } = place;
    const terms = cellTerms(this.run.network, this.run, node, row, column, channel);
    this.model.set("place", place);
    this.model.set("terms", termsForPython(this.run.network, terms));
    this.model.save_changes();
  }

  focusChanged(focus) {
    this.wantsFocus ||= focus.view !== this.place.view && this.root.contains(document.activeElement);
    this.focus = this.inside(focus);
    this.draw();
    this.later("terms", TERMS, () => this.sendFocus());
  }

  startOver() {
    this.player.stop();
    this.trail = [];
    this.hasMoved = this.isOnMore = this.isChanging = false;
    this.changeButton.setAttribute("aria-expanded", "false");
    this.compare.value = this.compared = "";
    super.startOver();
  }
}

export default explorer(NetworkPage);
