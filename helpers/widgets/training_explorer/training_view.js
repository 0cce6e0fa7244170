// What the pages of both trainings share: playing, stepping, settings, undo, and what Python hears of it.

import { button, element, labelled, patchChildren, problemLine, setText, tell } from "../shared/dom.js";
import { LARGEST_SEED } from "../shared/limits.js";
import { MoreSettings } from "../shared/more.js";
import { bytesOf, grouped } from "../shared/numbers.js";
import { followPage } from "../shared/signed.js";
import { SettingsView } from "../shared/view.js";
import { Random } from "./random.js";
import { MOST_STEPS } from "./trainer.js";
import { momentumNumber, rateAt, rateNumber, rounded } from "./words.js";

const SLIDER = { min: -4, max: 1, step: 0.05 }; // powers of ten
const MORE_ABOVE = [470, 770]; // pixels across
const REST = 150; // milliseconds after a step until Python hears of it
const WHILE_PLAYING = 1000; // and while the training plays
const PRESETS = [["slow", "slow"], ["good", "good"], ["large", "too large"]]; // learning rates
const SHORTEST = 2; // steps of a training that is worth comparing with
/** @type {Record<string, number>} */
const PACE = { slow: 250, medium: 50, fast: 0 }; // milliseconds from step to step

/**
 * A page that trains something. A class derived from it makes `this.trainer`, says in `startWeights` where a training
 * begins, in `verdict` what goes wrong, and draws.
 */
export class TrainingView extends SettingsView {
  /**
   * @param {any} context
   * @param {{label: string, name: string, settings: string[]}} options
   */
  constructor(context, { label, name, settings }) {
    super(context, { label, name: `training ${name}`, travels: null, settings: ["rate", "momentum", "batch", "start", "seed", ...settings] });
    this.isPlaying = false;
    this.placeOfMore = "beside";
    this.isChanged = false; // whether a setting that folds away has changed
    this.stepsAFrame = 1000;
    this.patience = 24; // milliseconds after which no further step begins in the same frame
    this.due = 0; // when the next step is due
    /** @type {() => number} */
    this.many = () => 1;
    this.begun = ""; // from which settings the training on the page began
    this.sent = 0;
    this.scaleOfLoss = "auto";
    /** @type {any} */
    this.trainer = null;
    /** @type {{losses: Float64Array, steps: number, rate: number}|null} The training before, to compare with. */
    this.earlier = null;
    this.surface = ""; // the colour of the page that is painted on
    this.inked = ""; // and the one that the legend is for
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
    this.status = element("p", { class: "status" });
    this.verdictLine = problemLine("verdict");
    this.reading = element("p", { class: "reading" });
    this.words.classList.add("course-unseen");
  }

  // -- For a page to fill in --

  /** The weights that a training begins with. @param {Float64Array} weights */
  startWeights(weights) {
    weights.fill(0);
  }

  /** What goes wrong, or an empty text. */
  verdict() {
    return "";
  }

  /** Whether no further step makes sense, and whether playing should stop. */
  ends() {
    return { isLost: false, isDone: false };
  }

  /** Paint the legend in the colours of the page. */
  inColours() {}

  /** Called after each step. */
  stepped() {}

  /** Called when the training begins, or is brought back. @param {any} [_moment] */
  begunAnew(_moment) {}

  // -- Building --

  /**
   * Make the buttons that train, and what is set beside them.
   * @param {string} manyText What the button for many steps says.
   * @param {() => number} many How many steps it takes.
   */
  buildButtons(manyText, many) {
    this.many = many;
    this.stepButton = button("step", "Step", () => this.take(1));
    this.manyButton = button("many", manyText, () => this.take(this.many()));
    this.playButton = button("play", "▶ Play", () => (this.isPlaying ? this.pause() : this.play()));
    this.pace = element("select", { name: "pace" }, ...[["slow", "4 steps a second"], ["medium", "20 steps a second"],
      ["fast", "as fast as it can"]].map(([value, text]) => element("option", { value, text })));
    this.presets = element("div", { class: "presets", role: "group", "aria-label": "Learning rates to try" },
      ...PRESETS.map(([name, text]) => button(`rate-${name}`, text, () => this.choosePreset(name))));
    const tried = element("div", { class: "labelled tries" }, element("span", { "aria-hidden": "true", text: "Try" }), this.presets);
    this.more = new MoreSettings({ texts: ["More ▾", "Fewer ▴"] });
    this.more.node.append(labelled("Speed", this.pace));
    this.rate = element("div", { class: "rate group" }, tried); // the slider comes in front
  }

  // Show a setting that has changed.
  showMoreIfChanged() {
    const first = this.model.get("_start");
    const { momentum, start, seed, batch, drawings } = this.settings();
    const all = this.trainer?.task.examples ?? Infinity;
    const isChanged = momentum > 0 || start !== first.start || seed !== first.seed || (batch < all && batch !== first.batch) ||
      drawings !== first._drawings;
    this.more.need(isChanged);
  }

  // A rate by its name; what was typed is forgotten.
  choosePreset(name) {
    this.bar.forget();
    this.set({ rate: this.presetRates()[name] });
  }

  /**
   * The learning rates that a learner should have tried.
   * @returns {Record<string, number>}
   */
  presetRates() {
    return { slow: 0.01, good: 0.125, large: 2 };
  }

  showPresets() {
    const rates = this.presetRates();
    for (const [name] of PRESETS) {
      const one = this.presets.querySelector(`[name="rate-${name}"]`);
      one.title = `Learning rate ${rounded(rates[name])}`;
      one.setAttribute("aria-pressed", String(this.model.get("rate") === rates[name]));
    }
  }

  // Controls of the bar that both trainings have.
  addControls(bar, batchLabel, examples) {
    this.rate.prepend(bar.slider("rate", "Learning rate", SLIDER, rateNumber));
    Object.assign(bar.fields.rate, {
      read: () => { bar.keep("rate-typed", ""); return [rateAt(Number(bar.controls.rate.value)), ""]; },
      write: (value) => {
        bar.controls.rate.value = String(Math.log10(value));
        bar.controls.rate.setAttribute("aria-valuetext", rounded(value));
      },
    });
    this.more.node.append(bar.real("momentum", "Momentum"));
    bar.fields.momentum.read = () => momentumNumber(bar.controls.momentum.value);
    this.more.node.append(bar.whole("batch", batchLabel, { largest: examples, title: "The batch" }),
      bar.choice("start", "Start from", [["zeros", "zeros"], ["random", "random"]]),
      bar.whole("seed", "Seed", { least: 0, largest: LARGEST_SEED, title: "The seed" }));
    for (const name of ["rate-typed", "momentum"]) bar.controls[name].setAttribute("inputmode", "decimal");
    for (const name of ["batch", "seed"]) bar.controls[name].setAttribute("inputmode", "numeric");
  }

  addScale(bar) {
    this.more.node.append(bar.choice("scale", "Loss axis", [["auto", "as fits"], ["linear", "linear"], ["log", "logarithmic"]]));
  }

  listen() {
    this.hear("change:_run", () => { const run = this.model.get("_run"); if (run.from === "python") this.hearRun(run); });
    this.signal.addEventListener("abort", () => this.pause());
    this.watchTheme(() => this.followTheme());
    this.on(this.calm, "change", () => this.offerPlaying());
    this.offerPlaying();
  }

  // In the colours of another theme. The page's colour is known once the explorer is on the page and gets its first
  // width.
  followTheme() {
    if (this.surface !== followPage(this.root)) this.repaint();
  }

  widthChanged() {
    this.followTheme();
    this.placeMore();
    super.widthChanged();
  }

  // Where the settings would not fit into a line with the button that shows the others, it is in the line above; on
  // a phone, it shares the last line with undo.
  placeMore() {
    const place = !this.width || this.width >= MORE_ABOVE[1] ? "beside" : this.width > MORE_ABOVE[0] ? "above" : "last";
    if (place === this.placeOfMore) return;
    this.placeOfMore = place;
    if (place === "above") this.buttons.querySelector(".steps").after(this.more.button);
    else if (place === "beside") this.lastRow.before(this.more.button);
    else this.lastRow.append(this.more.button, this.historyNode);
    if (place !== "last") this.buttons.append(this.historyNode);
  }

  repaint() {
    this.surface = followPage(this.root);
    this.redraw();
  }

  // A learner who has asked for less motion takes steps instead.
  offerPlaying() {
    for (const node of [this.playButton, this.pace.parentNode]) node.hidden = this.calm.matches;
    if (this.calm.matches) this.pause();
  }

  start() {
    this.surface = followPage(this.root);
    this.follow();
    const run = this.model.get("_run");
    if (run.of === this.key()) this.bringBack(run);
    super.start();
  }

  // -- The training and its settings --

  /** What a training follows from, besides its steps: another key, another beginning. */
  key() {
    return [this.model.get("_image"), this.model.get("_hidden"), this.model.get("start"), this.model.get("seed")].join("/");
  }

  // Begin again if the settings require it, and take over seed and batch.
  follow() {
    if (this.begun !== this.key()) {
      this.keepEarlier();
      if (!this.isComparable(this.begun, this.key())) this.earlier = null;
      this.begun = this.key();
      this.makeTrainer();
      const weights = new Float64Array(this.trainer.task.size);
      this.startWeights(weights);
      this.trainer.startFrom(weights);
      this.pause();
      this.begunAnew();
    }
    this.trainer.choose(this.model.get("seed"), Math.min(this.model.get("batch"), this.trainer.task.examples));
  }

  // Remember the losses of a training that ends, for the dashed curve.
  keepEarlier() {
    const { trainer } = this;
    if (!trainer || trainer.steps < SHORTEST) return;
    trainer.look();
    this.earlier = { losses: trainer.losses.slice(0, trainer.steps + 1), steps: trainer.steps, rate: this.model.get("rate") };
  }

  // Whether two trainings, given by their keys, have the same goal.
  isComparable(one, other) {
    const taskOf = (key) => key.split("/", 2).join();
    return taskOf(one) === taskOf(other);
  }

  /** The curve of the previous training, or none if there was none. */
  earlierLine() {
    const { losses = [], steps = -1 } = this.earlier ?? {};
    return { values: losses, count: steps + 1, step: (/** @type {number} */ n) => n, kind: "before" };
  }

  // What the dashed curve is.
  earlierText() {
    const { steps } = this.trainer;
    const here = this.earlier && steps && steps <= this.earlier.steps ? `: ${rounded(this.earlier.losses[steps])} here` : "";
    return this.earlier ? `before, rate ${rounded(this.earlier.rate)}${here}` : "";
  }

  /** The step at the right end of the curves. */
  lastStep() {
    return Math.max(this.trainer.steps, this.earlier?.steps ?? 0);
  }

  /** How the previous training stood after as many steps, in a sentence; or an empty text. */
  comparison() {
    const { steps } = this.trainer;
    if (!this.earlier || !steps || steps > this.earlier.steps) return "";
    return `The run before, at a rate of ${rounded(this.earlier.rate)}, had ${rounded(this.earlier.losses[steps])} at this step.`;
  }

  /** Make `this.trainer` for the settings. */
  makeTrainer() {}

  /** Random weights for sums of this many terms each (He's initialisation). */
  fillRandomly(weights, parts) {
    const random = new Random(this.model.get("seed"), 0);
    let place = 0;
    for (const { count, terms } of parts) {
      const size = terms ? Math.sqrt(2 / terms) : 0;
      for (let n = 0; n < count; n++) weights[place++] = size ? size * random.normal() : 0;
    }
  }

  traits() {
    return { ...super.traits(), _run: this.moment() };
  }

  moment() {
    return this.trainer.moment();
  }

  store({ _run = null, ...values }) {
    super.store(values);
    this.follow();
    if (_run) {
      this.pause();
      this.trainer.goTo(_run);
      this.begunAnew(_run);
    }
    this.sendSoon();
  }

  startOver() {
    this.pause();
    this.forgetTyping();
    this.keepEarlier();
    const weights = new Float64Array(this.trainer.task.size);
    this.set(this.model.get("_start"), []);
    this.startWeights(weights);
    this.trainer.startFrom(weights);
    this.begunAnew();
    this.sendSoon();
    this.redraw();
  }

  undo() {
    this.pause();
    super.undo();
  }

  settingsChanged() {
    this.follow();
    super.settingsChanged();
  }

  // -- Steps --

  /** Take some steps at once. @param {number} count */
  take(count) {
    this.pause();
    if (this.bar.problem || this.isFull()) return;
    this.history.record(this.traits(), []);
    this.undoButton.disabled = false;
    this.redoButton.disabled = true;
    for (let n = 0; n < count && !this.isFull(); n++) this.oneStep();
    this.sendSoon();
    this.redraw();
  }

  oneStep() {
    this.trainer.step(this.model.get("rate"), this.model.get("momentum"));
    this.stepped();
  }

  isFull() {
    return this.trainer.steps >= MOST_STEPS || this.ends().isLost;
  }

  play() {
    if (this.bar.problem || this.isFull()) return;
    this.history.record(this.traits(), []);
    this.undoButton.disabled = false;
    this.redoButton.disabled = true;
    this.showPlaying(true);
    this.due = performance.now();
    this.sent = this.due;
    requestAnimationFrame(() => this.playOn());
  }

  // The steps of one frame: one where they are due one by one, else as many as there is time for.
  playOn() {
    if (!this.isPlaying) return;
    if (this.signal.aborted || !this.root.isConnected) { this.pause(); return; }
    const began = performance.now();
    const pace = PACE[this.pace.value];
    while (this.isPlaying && this.due <= performance.now()) {
      this.oneStep();
      const { isDone, isLost } = this.ends();
      if (isDone || isLost || this.isFull()) { this.pause(); break; }
      this.due = Math.max(this.due + pace, began - pace);
      if (performance.now() - began > this.patience || this.trainer.steps % this.stepsAFrame === 0) break;
    }
    if (performance.now() - this.sent > WHILE_PLAYING) this.send();
    this.stale = true;
    this.drawNow();
    requestAnimationFrame(() => this.playOn());
  }

  pause() {
    if (!this.isPlaying) return;
    this.showPlaying(false);
    this.rested();
    this.sendSoon();
    this.redraw();
  }

  /** One panel: what trains and how the training stands, then the settings, the others below them. @param {(bar: any) => void} add */
  settingsBar(add) {
    const bar = super.settingsBar(add);
    const steps = element("div", { class: "steps", role: "group", "aria-label": "Training" }, this.playButton, this.stepButton, this.manyButton);
    this.historyNode = bar.querySelector(".history");
    this.buttons = element("div", { class: "buttons" }, steps, this.status, this.historyNode);
    this.lastRow = element("div", { class: "last-row" });
    bar.prepend(this.buttons, this.rate);
    bar.append(this.more.button, this.lastRow, this.more.node);
    return bar;
  }

  /** Called when the training stops playing. */
  rested() {}

  showPlaying(isPlaying) {
    this.isPlaying = isPlaying;
    this.root.classList.toggle("playing", isPlaying);
    setText(this.playButton, isPlaying ? "❚❚ Pause" : "▶ Play");
  }

  // -- Python --

  // Once the training rests: bytes for every step of a held key would keep Python busy.
  sendSoon() {
    this.later("send", REST, () => this.send());
  }

  send() {
    this.cancel("send");
    this.sent = performance.now();
    const { steps, seen, weights, velocity, losses, ...others } = this.moment();
    const view = (numbers) => new DataView(numbers.buffer);
    this.model.set("_run", { from: "page", of: this.key(), steps, seen, weights: view(weights), velocity: view(velocity),
      losses: view(losses), ...others });
    this.model.save_changes();
  }

  // Python has set the weights.
  hearRun(run) {
    this.pause();
    this.follow();
    this.bringBack(run);
    this.redraw();
  }

  bringBack({ steps, seen, weights, velocity, losses, ...others }) {
    const numbers = (data) => new Float64Array(bytesOf(data).buffer);
    const moment = { steps, seen, weights: numbers(weights), velocity: numbers(velocity), losses: numbers(losses), ...others };
    this.trainer.goTo(moment);
    this.begunAnew(moment);
  }

  // -- Drawing --

  // What both pages draw: which buttons work, what goes wrong.
  drawTraining() {
    this.trainer.look();
    this.showPresets();
    this.showMoreIfChanged();
    const { steps } = this.trainer;
    const isFull = this.isFull();
    for (const one of [this.stepButton, this.manyButton, this.playButton]) one.disabled = isFull;
    const isAtEnd = steps >= MOST_STEPS;
    tell(this.verdictLine, this.verdict() || (isAtEnd ? `This page keeps at most ${grouped(steps)} steps: start over.` : ""));
  }

  /** Say how the training stands, the first sentence in bold. @param {string} text */
  tellStatus(text) {
    const end = text.indexOf(". ") + 1 || text.length;
    patchChildren(this.status, element("b", { text: text.slice(0, end) }), text.slice(end));
  }

  /** Say what the next step does to the chosen weight. @param {string} which @param {string} step */
  tellStep(which, step) {
    patchChildren(this.reading, `${which}: the next step makes it `, element("b", { text: `${step}.` }));
  }

  /** Give the legend the colours of the page, where these have changed. */
  paintLegend() {
    if (this.inked === this.surface) return;
    this.inked = this.surface;
    this.inColours();
  }

  /** Whether the axis of the loss is logarithmic, for a choice and for whether the numbers need it. */
  isLog(needed) {
    return this.scaleOfLoss === "log" || (this.scaleOfLoss === "auto" && needed);
  }

  hideStale(isStale) {
    super.hideStale(isStale);
    if (isStale) this.pause();
    for (const one of [this.stepButton, this.manyButton, this.playButton]) one.disabled = isStale || this.isFull();
  }
}
