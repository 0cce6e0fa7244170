// What the pages of all explorers share.

import { Impossible } from "./axes.js";
import { button, element, oncePerFrame, problemLine, setText, tell, withSizesWhole } from "./dom.js";
import { History } from "./history.js";
import { moveByKey } from "./keys.js";
import { SettingsBar } from "./settings.js";
import { keepSharedRulesFirst } from "./styles.js";

const RESULT_ENDS = /[.!?] (?=[A-Z])/; // the end of a first sentence
const QUIET = 120; // milliseconds at rest before a screen reader hears about a change
const OPENS_CELL = /^(Enter|F2|[-−+.\d])$/; // keys that begin to change a cell
// What a kernel that was already running reports.
const KERNEL_ENDS = ["starting", "restarting", "autorestarting", "terminating", "dead"];
const KERNEL_GONE = "The kernel has restarted or stopped, so Python no longer hears this explorer. Run its cell again.";

/**
 * Turn a page into what anywidget loads: `export default explorer(Page);`
 * @param {new (context: any) => View} Page
 */
export function explorer(Page) {
  return {
    render({ model, el, signal }) {
      keepSharedRulesFirst();
      const closing = new AbortController();
      signal?.addEventListener("abort", () => closing.abort());
      const page = new Page({ model, el, signal: closing.signal });
      page.start();
      return () => closing.abort();
    },
  };
}

/**
 * The page of an explorer. A class derived from it
 * - calls `super(context, options)` in its constructor, then fills `this.root`;
 * - listens to its elements in `listen`, with `this.on`, and to Python with `this.hear`;
 * - draws in `drawNow`, which `this.draw()` calls at most once per frame;
 * - says in words what there is to see in `inWords`, for the element `this.words`;
 * - changes settings with `this.set`, which lets the learner undo the change.
 * When the page closes, every listener, timer and observer made through these methods ends.
 */
export class View {
  /**
   * @param {{model: any, el: HTMLElement, signal: AbortSignal}} context From anywidget.
   * @param {object} options
   * @param {string} options.label The explorer's name, for a screen reader.
   * @param {string} options.name The class of its outermost element.
   * @param {string[]} [options.settings] Names of the traits that the learner changes and can undo. With `travels`
   *   among them, undoing a change also brings back the place in focus.
   * @param {string|null} [options.travels] The trait that holds the place in focus.
   */
  constructor({ model, el, signal }, { label, name, settings = [], travels = "focus" }) {
    this.model = model;
    this.signal = signal;
    this.settingNames = settings;
    this.travels = travels;
    this.history = new History();
    /** @type {Map<string, any>} */
    this.timers = new Map();
    this.width = 0;
    /** @type {Record<string, any>} */
    this.titles = {};
    /** @type {any} The place in focus; it goes to Python when the learner leaves the explorer. */
    this.focus = travels ? model.get(travels) : null;
    this.words = element("p", { class: "words", "aria-live": "polite", "aria-atomic": "true" });
    this.kernelGone = problemLine("kernel-gone");
    // No key pressed inside reaches JupyterLab's shortcuts, where "a" would insert a cell and "d d" delete one.
    this.root = element("div", { class: `course-widget ${name}`, role: "group", "aria-label": label,
      "data-lm-suppress-shortcuts": "true", onkeydown: (event) => event.stopPropagation() }, this.kernelGone);
    el.append(this.root);
    this.undoButton = button("undo", "↶", () => this.undo(), { "aria-label": "Undo", title: "Undo (Ctrl+Z)", disabled: true });
    this.redoButton = button("redo", "↷", () => this.redo(), { "aria-label": "Redo", title: "Redo (Ctrl+Shift+Z)", disabled: true });
    this.draw = oncePerFrame(() => { if (!signal.aborted) this.drawNow(); });
    signal.addEventListener("abort", () => this.timers.forEach((timer) => clearTimeout(timer)));
  }

  // -- For a page to fill in --

  listen() {}

  showSettings() {}

  drawNow() {}

  /** @returns {string} */
  inWords() {
    return "";
  }

  // -- Starting and ending --

  start() {
    for (const name of this.settingNames) {
      if (name !== this.travels) this.hear(`change:${name}`, () => this.settingsChanged());
    }
    if (this.travels) this.followFocus();
    this.watchKernel();
    this.on(this.root, "keydown", (event) => this.undoByKey(event));
    this.listen();
    this.showSettings();
    this.drawNow();
  }

  // Listen to the model, a trait or a message, until the page closes.
  hear(event, act) {
    this.model.on(event, act);
    this.signal.addEventListener("abort", () => this.model.off(event, act));
  }

  // Listen to an element until the page closes.
  on(target, event, act) {
    target.addEventListener(event, act, { signal: this.signal });
  }

  /**
   * Let the arrow keys, Home and End move over an element.
   * @param {HTMLElement} node
   * @param {(event: KeyboardEvent) => {place: number[], rows: number, columns: number, step?: number}} from Where a
   *   move begins, how many rows and columns there are, and how far an arrow key goes.
   * @param {(place: number[], event: KeyboardEvent) => void} move
   */
  watchKeys(node, from, move) {
    this.on(node, "keydown", (event) => {
      if (event.altKey || event.metaKey) return;
      const { place, rows, columns, step } = from(event);
      const next = moveByKey(event, place, rows, columns, step);
      if (!next) return;
      event.preventDefault();
      move(next, event);
    });
  }

  // Act after some milliseconds, unless the same name is used again before or the page closes.
  later(name, milliseconds, act) {
    clearTimeout(this.timers.get(name));
    this.timers.set(name, setTimeout(act, milliseconds));
  }

  cancel(name) {
    clearTimeout(this.timers.get(name));
    this.timers.delete(name);
  }

  // Act when the width of the page changes; `this.width` holds it.
  watchWidth(act) {
    const observer = new ResizeObserver(([{ contentRect }]) => {
      if (this.width === Math.floor(contentRect.width)) return;
      this.width = Math.floor(contentRect.width);
      act();
    });
    observer.observe(this.root);
    this.signal.addEventListener("abort", () => observer.disconnect());
  }

  // Act when the theme changes.
  watchTheme(act) {
    const observer = new MutationObserver(act);
    observer.observe(document.body, { attributeFilter: ["data-jp-theme-light", "data-jp-theme-name"] });
    this.signal.addEventListener("abort", () => observer.disconnect());
  }

  // A page whose kernel is gone says so and is dimmed. It goes on answering, because it computes by itself.
  watchKernel() {
    const showGone = () => {
      this.root.classList.add("disconnected");
      tell(this.kernelGone, KERNEL_GONE);
    };
    // ipywidgets marks a view that is made without a kernel, and announces a restart that was asked for in
    // JupyterLab. A kernel that crashed, or was changed or shut down, is known to its own connection only.
    if (this.root.closest(".jupyter-widgets-disconnected")) showGone();
    this.hear("comm_live_update", showGone);
    const { statusChanged, disposed } = this.model.widget_manager?.kernel ?? {};
    const hearStatus = (_kernel, status) => { if (KERNEL_ENDS.includes(status)) showGone(); };
    statusChanged?.connect(hearStatus);
    disposed?.connect(showGone);
    this.signal.addEventListener("abort", () => {
      statusChanged?.disconnect(hearStatus);
      disposed?.disconnect(showGone);
    });
  }

  // -- Parts --

  /** A part of the page under a title, which is `this.titles[name]`. The class says its role. */
  figure(name, node, role = name) {
    this.titles[name] = element("div", { class: `title title-${name}` });
    return element("div", { class: `figure figure-${role}` }, this.titles[name], ...[node].flat());
  }

  // -- Words --

  // Say the picture in words once it rests, so that a held key does not make a screen reader stumble.
  speak() {
    this.later("speak", QUIET, () => { if (this.root.isConnected) this.say(this.inWords()); });
  }

  // Where there is more than one sentence, the first is the result, and looks like it.
  say(text) {
    const end = text.search(RESULT_ENDS) + 1;
    if (!end || this.words.classList.contains("course-unseen")) { setText(this.words, text); return; }
    if (this.words.textContent === text) return;
    this.words.replaceChildren(element("b", {}, ...withSizesWhole(text.slice(0, end))), ...withSizesWhole(text.slice(end)));
  }

  // Leave what comes after the first sentence to screen readers.
  hideRest() {
    const [result, ...rest] = this.words.childNodes;
    const isHidden = rest.length === 1 && rest[0] === this.words.querySelector(".course-unseen");
    if (!rest.length || isHidden) return;
    this.words.replaceChildren(result, element("span", { class: "course-unseen", text: rest.map(({ textContent }) => textContent).join("") }));
  }

  // -- Focus --

  followFocus() {
    this.hear(`change:${this.travels}`, () => this.focusChanged(this.model.get(this.travels)));
    // The place goes to Python when the learner leaves, and not with every cell that the pointer passes.
    this.on(this.root, "pointerleave", () => this.leave());
    this.on(this.root, "focusout", (event) => { if (!this.root.contains(event.relatedTarget)) this.leave(); });
  }

  focusChanged(focus) {
    this.focus = focus;
    this.draw();
  }

  leave() {
    this.sendFocus();
  }

  sendFocus() {
    if (String(this.model.get(this.travels)) === String(this.focus)) return;
    this.model.set(this.travels, this.focus);
    this.model.save_changes();
  }

  // -- Settings --

  // The settings as Python knows them, by the names of their traits; the place in focus where it is one of them.
  traits() {
    return Object.fromEntries(this.settingNames.map((name) => [name, name === this.travels ? this.focus : this.model.get(name)]));
  }

  /**
   * The settings under the names that the page uses.
   * @returns {any}
   */
  settings() {
    return this.traits();
  }

  /**
   * Change settings as the learner asks.
   * @param {Record<string, any>} values
   * @param {string[]} [joined] Changes of the same names, soon one after the other, are undone together; a change
   *   without names is undone alone.
   */
  set(values, joined = Object.keys(values)) {
    this.history.record(this.traits(), joined);
    this.apply(values);
  }

  // Keep settings in the model, where Python reads them. A page that keeps some of them itself does so here.
  store(values) {
    if (this.travels) this.focus = values[this.travels] ?? this.focus;
    for (const [name, value] of Object.entries(values)) this.model.set(name, value);
    this.model.save_changes(); // now: until then, an answer to an earlier message would undo this one
  }

  apply(values) {
    this.store(values);
    this.undoButton.disabled = !this.history.past.length;
    this.redoButton.disabled = !this.history.future.length;
    this.settingsChanged();
  }

  settingsChanged() {
    this.showSettings();
    this.draw();
  }

  // Put everything back as Python made it. `_start` holds the settings, and the focus where it travels.
  startOver() {
    this.forgetTyping();
    this.set(this.model.get("_start"), []);
  }

  // Drop what is half typed, before settings are put back.
  forgetTyping() {}

  undo() {
    this.restore(this.history.undo(this.traits()));
  }

  redo() {
    this.restore(this.history.redo(this.traits()));
  }

  restore(settings) {
    if (!settings) return;
    this.forgetTyping();
    this.apply(settings);
  }

  // A text field has an undo of its own.
  undoByKey(event) {
    const isZ = event.key.toLowerCase() === "z";
    const isUndo = (event.ctrlKey || event.metaKey) && !event.altKey && (isZ || event.key === "y");
    if (!isUndo || event.target.matches('input:not([type="range"], [type="checkbox"], [type="radio"])')) return;
    event.preventDefault();
    if (isZ && !event.shiftKey) this.undo();
    else this.redo();
  }

  // Undo, redo and "Start over", for the end of a bar of settings.
  historyButtons() {
    const again = button("again", "Start over", () => this.startOver());
    return [element("span", { class: "history" }, this.undoButton, this.redoButton, again)];
  }
}

/**
 * A page whose picture follows from a few settings. Beyond what a View needs, a class derived from it
 * - makes `this.bar` with `settingsBar`, and `this.stage`, which holds the picture;
 * - says in `compute` what the settings mean, or throws Impossible;
 * - draws in `drawState` what depends on the settings, and in `drawFocus` what moves with each hover or key.
 */
export class SettingsView extends View {
  /**
   * @param {any} context
   * @param {any} options Those of a View, and `compute` where it is a function of the settings alone.
   */
  constructor(context, { compute = null, ...options }) {
    super(context, options);
    if (compute) this.compute = compute;
    this.stale = true;
    /** @type {any} What `compute` returned, or null where the settings are impossible. */
    this.state = null;
    /** @type {any} The cell under the pointer or the keyboard. */
    this.pointed = null;
    this.pointer = { x: NaN, y: NaN };
    this.problem = problemLine();
    this.stage = element("div", { class: "stage" });
    this.bar = new SettingsBar({ change: (values) => this.change(values), complain: () => this.redraw() });
  }

  // -- For a page to fill in --

  /** @param {any} settings @returns {any} */
  compute(settings) {
    return settings;
  }

  drawState() {}

  drawFocus() {}

  // Take over what was typed.
  change(values) {
    this.set(values);
  }

  // Fit the picture into another width.
  widthChanged() {
    this.redraw();
  }

  // Write the settings into the bar.
  showSettings() {
    this.bar.show(this.settings());
  }

  // -- What it does itself --

  start() {
    this.watchWidth(() => this.widthChanged());
    super.start();
  }

  // The bar of settings, with undo, redo and "Start over" at its end; `add` puts the controls into it.
  settingsBar(add) {
    add(this.bar);
    this.bar.node.append(...this.historyButtons());
    this.bar.node.classList.add("panel");
    return this.bar.node;
  }

  settingsChanged() {
    this.pointed = null;
    this.showSettings();
    this.redraw();
  }

  forgetTyping() {
    this.bar.forget();
  }

  leave() {
    this.pointed = null;
    super.leave();
    this.draw();
  }

  // Where the pointer is on a grid, or null. A picture that moves under a resting pointer is not a hover.
  pointedAt(grid, event) {
    const isStill = event.clientX === this.pointer.x && event.clientY === this.pointer.y;
    this.pointer = { x: event.clientX, y: event.clientY };
    return isStill || !this.state || !grid ? null : grid.place(event);
  }

  /**
   * Let pointer and keyboard move over a grid. The pages say what happens at a place, [row, column].
   * @param {any} grid
   * @param {object} acts
   * @param {(place: any) => void} acts.hover
   * @param {(place: any) => void} acts.move
   * @param {(place: any, typed: string|null) => void} [acts.edit] Given what was typed on the cell.
   * @param {(place: any) => void} [acts.click]
   */
  watchGrid(grid, { hover, move, edit, click }) {
    const placeOf = (event) => (event.target.matches("input") ? null : grid.place(event));
    this.on(grid.node, "pointermove", (event) => {
      const place = this.pointedAt(grid, event);
      if (place) { hover(place); this.draw(); }
    });
    this.on(grid.node, "pointerleave", () => { this.pointed = null; this.draw(); });
    this.on(grid.table, "focusin", (event) => { const place = grid.place(event); if (place) grid.activate(...place); });
    this.on(grid.node, "click", (event) => {
      const place = placeOf(event);
      if (!place) return;
      click?.(place);
      grid.goTo(...place, { preventScroll: true }); // what the pointer is on needs no scrolling
      this.draw();
    });
    if (edit) this.on(grid.table, "dblclick", (event) => { const place = placeOf(event); if (place) edit(place, null); });
    this.on(grid.table, "keydown", (event) => {
      if (event.target.matches("input") || event.altKey || event.metaKey) return;
      const place = grid.step(event);
      if (place) {
        event.preventDefault();
        move(place);
        grid.goTo(...place);
        this.draw();
      } else if (edit && !event.ctrlKey && OPENS_CELL.test(event.key)) {
        event.preventDefault();
        edit(grid.active, event.key.length === 1 ? event.key.replace("-", "−") : null);
      }
    });
  }

  redraw() {
    this.stale = true;
    this.cancel("speak"); // until the next drawing, the state does not belong to the settings
    this.draw();
  }

  drawNow() {
    if (this.stale) {
      this.stale = false;
      this.computeState();
      if (this.state) this.drawState();
    }
    if (this.state) this.drawFocus();
    this.speak();
  }

  computeState() {
    let sentence = this.bar.problem;
    const isWaiting = !sentence && this.bar.isWaiting && Boolean(this.state);
    this.root.classList.toggle("waiting", isWaiting);
    if (isWaiting) { tell(this.problem, ""); this.hideStale(false); return; } // the picture stays, dimmed, while a field is empty
    this.state = null;
    try {
      if (!sentence) this.state = this.compute(this.settings());
    } catch (error) {
      if (!(error instanceof Impossible)) throw error;
      sentence = error.message;
    }
    tell(this.problem, sentence);
    this.hideStale(Boolean(sentence));
  }

  // Hide results that no longer belong to the settings. They keep their place, so that nothing below jumps.
  hideStale(isStale) {
    this.stage.classList.toggle("withheld", isStale);
  }
}
