// The page of StackExplorer. A number's tree is followed back here, so that it answers at once.

import { element, labelled, resizeChildren, setText, svgElement } from "../shared/dom.js";
import { MOST_DILATED_LAYERS, STACK_RULES, STACK_STEPS, STACK_WEIGHTS } from "../shared/limits.js";
import { clamp, grouped } from "../shared/numbers.js";
import { forDevice } from "../shared/touch.js";
import { SettingsView, explorer } from "../shared/view.js";
import { byRule, coneOf, description, fields, grown, pathWords, pathsFrom, pathsMeet, readDilations, recurrence, reachOf, ruleOf,
  shownSteps, ticksOf, treeOf } from "./arithmetic.js";

const WIDE = 700; // pixels from which on the words fit beside the layers
const AXIS = 22; // pixels below the series, for the numbers of the steps
const BARS = 30; // height of the longest bar
const TICK = 34; // pixels between the numbers of the steps, at least
const NUMBER = 30; // and between one of them and that of the chosen step
const LEAST_SHOWN = 16; // steps
const ROOMY = 14; // pixels from step to step from which on the marks can be large
const FAR = 8; // steps that an arrow key moves with Shift
const LOW = 8; // and of bars that are all the same
const BESIDE = { left: 162, right: 184 }; // pixels for the words beside the layers
const SHORT = { left: 98, right: 68 }; // and where they take two lines
const SUM = { around: 26, letter: 8 }; // pixels of a sum beside a layer: around it, and for each letter
const LEAST_SERIES = 170; // pixels for the steps: where sums leave less, they are in a list below
const PHONE = 480; // pixels: on a narrower page, less is drawn around the receptive field, so that fingers can tell the steps apart
const TIMES = { page: 1.5, phone: 1.1 }; // how many times as wide as the receptive field the drawn part is
const FADING = 3; // steps before the end of the drawn part, where the series goes on
const LINE = 15; // from the name of a layer down to its dilation, where they are two lines
const ELLIPSIS = 22; // pixels from its number
const MARGIN = 9; // pixels that lines go on beyond the first and the last step
const HOW = forDevice("Point at a number to see all that it depends on, or at a step of the series to see its paths.",
  "Tap a number to see all that it depends on, or a step of the series to see its paths.");
const SUM_IN_WORDS = /(?<=is )(1 \+ .*? = [\d,]+ steps\.)/; // "1 + 2 · (1 + 2) = 7 steps."
const RULE = "A layer’s receptive field = that of the layer below + (weights − 1) · dilation.";
const KEYS = "A stack of dilated layers above a series of 64 steps. Left and right move by one step, with Shift by eight; up and " +
  "down move from layer to layer, Home and End to the ends.";

class StackPage extends SettingsView {
  constructor(context) {
    super(context, { label: "Stack explorer", name: "stack-explorer",
      settings: ["k", "causal", "_dilations", "_rule", "_focus"], travels: "_focus" });
    this.clip = `stack-${Date.now()}-${Math.floor(Math.random() * 1e6)}`; // of what cuts off the lines
    /** @type {number|null} The step of the series that is pointed at. */
    this.source = null;
    /** @type {any} Where everything is drawn, in pixels. */
    this.layout = null;
    this.picture = svgElement("svg", { "aria-hidden": "true" });
    this.pane = element("div", { class: "pane", tabindex: 0, role: "application", "aria-label": KEYS }, this.picture);
    this.first = 0; // the first and the last step that are drawn
    this.last = STACK_STEPS - 1;
    this.all = element("input", { type: "checkbox", name: "all", onchange: () => this.redraw() });
    this.list = element("ol", { class: "fields", "aria-label": "Receptive fields, from the top layer down" });
    this.formula = element("p", { class: "formula", text: RULE });
    this.stage.append(this.pane, legend(), this.formula, this.list, this.words);
    this.root.append(this.buildSettings(), element("p", { class: "how", text: HOW }), this.problem, this.stage);
  }

  buildSettings() {
    const [least, largest] = STACK_WEIGHTS;
    return this.settingsBar((bar) => {
      bar.whole("layers", "Layers", { largest: MOST_DILATED_LAYERS, title: "The number of layers" });
      bar.choice("k", "Weights", Array.from({ length: largest - least + 1 }, (_, n) => [least + n, String(least + n)])).title = "Weights per layer";
      const typed = element("input", { type: "text", name: "dilations", autocomplete: "off", inputmode: "text",
        oninput: () => bar.read("dilations") });
      bar.add("dilations", typed, labelled("Dilations", typed), {
        read: () => readDilations(typed.value),
        write: (dilations) => { if (String(readDilations(typed.value)[0]) !== String(dilations)) typed.value = dilations.join(", "); },
      });
      bar.choice("rule", "Pattern", [...Object.keys(STACK_RULES).map((rule) => [rule, rule]), ["", "your own"]]);
      bar.check("causal", "Causal").title = "Causal: no number depends on later steps";
      bar.node.append(element("label", { class: "check" }, this.all, `All ${STACK_STEPS} steps`));
    });
  }

  listen() {
    const pointed = (event) => { const place = this.placeOf(event); if (place) this.look(place); };
    this.on(this.pane, "pointermove", (event) => {
      const isStill = event.clientX === this.pointer.x && event.clientY === this.pointer.y;
      this.pointer = { x: event.clientX, y: event.clientY };
      if (!isStill) pointed(event);
    });
    this.on(this.pane, "pointerdown", pointed);
    this.on(this.pane, "pointerleave", () => this.leaveSource());
    this.on(this.pane, "blur", () => this.leaveSource());
    this.on(this.pane, "keydown", (event) => this.keyDown(event));
  }

  // ---- Settings ----

  settings() {
    const { k, causal, _dilations, _rule } = this.traits();
    return { k, causal, dilations: _dilations, rule: _rule, layers: _dilations.length };
  }

  // Another number of layers, or another rule, means other dilations.
  change({ layers, rule, dilations, ...others }) {
    const now = this.settings();
    if (layers !== undefined) this.takeDilations(grown(now.rule, now.dilations, layers), now.rule);
    else if (dilations) this.takeDilations(dilations, ruleOf(dilations, now.rule));
    else if (rule) this.takeDilations(byRule(rule, now.layers), rule);
    else if (rule === undefined) this.set(others);
    else this.bar.controls.dilations.focus(); // "your own" are typed
    this.showSettings();
  }

  // A number of the last layer stays one of the last layer.
  takeDilations(_dilations, _rule) {
    const [layer, step] = this.focus;
    const layers = _dilations.length;
    const isLast = layer === this.model.get("_dilations").length;
    this.bar.forget(); // what was typed wrongly before is replaced
    this.set({ _dilations, _rule, _focus: [isLast ? layers : Math.min(layer, layers), step] }, ["_dilations"]);
  }

  compute(settings) {
    return { ...settings, fields: fields(settings.k, settings.dilations), meet: pathsMeet(settings) };
  }

  // An impossible setting dims the picture, which keeps its place on the page.
  hideStale(isStale) {
    this.stage.classList.toggle("stale", isStale);
  }

  // ---- Moving ----

  // The number or the step of the series that is nearest to a pointer: [layer, step].
  placeOf(event) {
    if (!this.state) return null;
    const box = this.picture.getBoundingClientRect();
    const { left, pitch, row, top } = this.layout;
    const layers = this.state.layers;
    const step = clamp(this.first + Math.round((event.clientX - box.left - left) / pitch), this.first, this.last);
    const layer = layers - Math.round((event.clientY - box.top - top) / row);
    return [clamp(layer, 0, layers), step];
  }

  /**
   * Look at a number of a layer, or at the paths from a step of the series.
   * @param {number[]} place [layer, step]
   */
  look([layer, step]) {
    this.source = layer ? null : step;
    if (layer) this.focus = [layer, step];
    this.draw();
  }

  leaveSource() {
    this.source = null;
    this.draw();
  }

  focusChanged(focus) {
    this.source = null;
    super.focusChanged(focus);
    if (this.state) this.follow();
  }

  keyDown(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || !this.state) return;
    const [layer, step] = this.source === null ? this.focus : [0, this.source];
    const far = event.shiftKey ? FAR : 1;
    const next = { ArrowUp: [layer + 1, step], ArrowDown: [layer - 1, step], ArrowLeft: [layer, step - far],
      ArrowRight: [layer, step + far], Home: [layer, 0], End: [layer, STACK_STEPS - 1] }[event.key];
    if (!next) return;
    event.preventDefault();
    this.look([clamp(next[0], 0, this.state.layers), clamp(next[1], 0, STACK_STEPS - 1)]);
    this.follow();
  }

  // ---- Drawing ----

  drawState() {
    const { layers, k, dilations } = this.state;
    const width = Math.max(this.width || WIDE, 240);
    const isWide = width >= WIDE;
    const sums = dilations.map((_, layer) => recurrence(k, dilations, layer + 1));
    const forSums = SUM.around + SUM.letter * Math.max(...sums.map(({ length }) => length));
    const { left } = isWide ? BESIDE : SHORT;
    const hasSums = isWide || width - left - forSums >= LEAST_SERIES;
    const right = isWide ? BESIDE.right : hasSums ? forSums : SHORT.right;
    const row = layers > 5 ? 36 : isWide ? 48 : 44;
    const top = 34;
    [this.first, this.last] = this.all.checked ? [0, STACK_STEPS - 1] : shownSteps(this.state, this.focus[1], LEAST_SHOWN, width < PHONE ? TIMES.phone : TIMES.page);
    const pitch = (width - left - right) / (this.last - this.first);
    this.layout = { left, right, row, top, width, isWide, hasSums, pitch, bars: top + row * layers + 14 + AXIS };
    this.root.classList.toggle("roomy", pitch >= ROOMY);
    this.root.classList.toggle("wide-page", isWide);
    this.root.classList.toggle("narrow-page", !hasSums);
    this.across = (step) => left + pitch * (step - this.first);
    this.down = (layer) => top + row * (layers - layer);
    const height = this.state.meet ? this.layout.bars + BARS + 6 : this.down(0) + AXIS + 10;
    for (const [name, value] of Object.entries({ width, height, viewBox: `0 0 ${width} ${height}` })) this.picture.setAttribute(name, value);
    this.picture.replaceChildren(...this.parts());
    resizeChildren(this.list, layers, () => element("li"));
    [...this.list.children].forEach((line, n) => {
      const layer = layers - n;
      line.dataset.layer = String(layer);
      setText(line, `Layer ${layer}, dilation ${dilations[layer - 1]}: ${sums[layer - 1]}`);
    });
  }

  // Everything that stays while the pointer moves.
  parts() {
    const { layers, k, dilations, meet } = this.state;
    const { isWide, hasSums, pitch, width, right, bars } = this.layout;
    const beside = width - right + (hasSums ? 18 : 14);
    const radius = clamp(pitch * 0.3, 1.8, 5.5);
    const ends = [this.across(this.first) - MARGIN, this.across(this.last) + MARGIN];
    const clip = svgElement("clipPath", { id: this.clip }, svgElement("rect", { x: ends[0], y: 0, width: ends[1] - ends[0], height: 2000 }));
    const shown = Array.from({ length: this.last - this.first + 1 }, (_, n) => this.first + n);
    this.cone = svgElement("path", { class: "cone" });
    this.outside = svgElement("path", { class: "outside" });
    this.edges = svgElement("path", { class: "edges" });
    this.ways = svgElement("path", { class: "ways" });
    this.ring = svgElement("circle", { class: "ring", r: radius + 4 });
    this.sourceRing = svgElement("circle", { class: "ring", r: radius + 3 });
    this.bars = svgElement("path", { class: "bars" });
    this.most = text("most", beside, bars + 12, ""); // on a narrow page only the words say it
    this.labels = [];
    this.circles = [];
    this.shown = new Map();
    for (let layer = 0; layer <= layers; layer++) {
      const y = this.down(layer);
      this.circles.push(new Map(shown.map((step) =>
        [step, svgElement("circle", { cx: this.across(step), cy: y, r: radius, class: layer ? "number" : "step", "data-step": step,
          opacity: this.fading(step) })])));
      this.labels.push([rowName(y, layer, dilations[layer - 1], isWide), fieldText(beside, y + 5, recurrence(k, dilations, layer), hasSums)]);
    }
    const tick = (step) => text("tick", this.across(step), bars - 10, String(step), "middle");
    this.ticks = new Map(ticksOf(this.first, this.last, TICK / pitch).map((step) => [step, tick(step)]));
    this.here = tick(this.first); // the number of the step that is looked at
    this.here.classList.add("chosen");
    const goesOn = [[this.first > 0, this.across(this.first) - ELLIPSIS], [this.last < STACK_STEPS - 1, this.across(this.last) + ELLIPSIS]].flatMap(([is, x]) =>
      (is ? [text("tick", x, bars - 10, "…", "middle")] : []));
    const head = hasSums ? text("head", beside, 13, "receptive field") : text("head", width, 13, "receptive field", "end");
    const paths = meet ? [text("name", 0, bars + 12, "paths"), this.bars, ...(hasSums ? [this.most] : [])] : []; // else, there is one from each step
    const lines = svgElement("g", { "clip-path": `url(#${this.clip})` }, this.cone, this.outside, this.edges, this.ways);
    return [clip, head, ...goesOn, ...this.ticks.values(), this.here, ...this.labels.flat(), lines,
      ...this.circles.flatMap((row) => [...row.values()]), ...paths, this.ring, this.sourceRing];
  }

  // How opaque the mark of a step is, unless it is part of the tree: the series goes on beyond what is drawn.
  fading(step) {
    const beyond = Math.min(this.first > 0 ? step - this.first : Infinity, this.last < STACK_STEPS - 1 ? this.last - step : Infinity);
    return Math.min((beyond + 1) / (FADING + 1), 1);
  }

  drawFocus() {
    const { layers } = this.state;
    this.focus = [clamp(this.focus[0], 1, layers), this.focus[1]];
    const [layer, step] = this.focus;
    this.tree = treeOf(this.state, [layer, step]);
    const { levels, edges, outside } = this.tree;
    const line = ({ layer: at, to, from }) => `M${this.across(to)} ${this.down(at)}L${this.across(from)} ${this.down(at - 1)}`;
    this.edges.setAttribute("d", edges.map(line).join(""));
    this.ways.setAttribute("d", this.source === null ? "" : pathsFrom(this.tree, this.source).map(line).join(""));
    this.cone.setAttribute("d", coneOf(levels).map(([at, n], i) => `${i ? "L" : "M"}${this.across(n)} ${this.down(at)}`).join(""));
    this.root.classList.toggle("has-zeros", outside.length > 0);
    this.root.classList.toggle("has-ways", this.source !== null);
    this.outside.setAttribute("d", outside.map((edge) => this.stub(edge)).join(""));
    for (let at = 0; at <= layers; at++) {
      const used = levels[at] ?? new Map();
      this.circles[at].forEach((circle, step) => this.mark(circle, used.has(step)));
      this.labels[at].forEach((label) => label.classList.toggle("chosen", at === layer));
    }
    for (const item of this.list.children) item.classList.toggle("chosen", Number(item.dataset.layer) === layer);
    this.put(this.ring, layer, step);
    this.put(this.sourceRing, 0, this.source);
    this.nameStep(this.source ?? step);
    this.drawPaths(levels[0]);
  }

  // The step that is looked at has its number below it, and numbers that are too close give way.
  nameStep(step) {
    this.here.style.display = this.isShown(step) ? "" : "none";
    this.here.setAttribute("x", this.across(step));
    setText(this.here, String(step));
    this.ticks.forEach((tick, at) => { tick.style.visibility = Math.abs(this.across(at) - this.across(step)) < NUMBER ? "hidden" : ""; });
  }

  // A bar below each step: how many paths lead from it to the number.
  drawPaths(paths) {
    const { pitch, bars } = this.layout;
    const most = Math.max(0, ...paths.values());
    const tallest = most === 1 ? LOW : BARS;
    const half = clamp(pitch * 0.36, 1, 8);
    this.bars.setAttribute("d", [...paths].filter(([step]) => this.isShown(step)).map(([step, count]) =>
      `M${this.across(step) - half} ${bars}h${2 * half}v${(tallest * count) / most}h${-2 * half}z`).join(""));
    const count = this.source === null ? null : paths.get(this.source) ?? 0;
    setText(this.most, count === null ? most === 1 ? "1 path each" : `up to ${grouped(most)} paths` : `${grouped(count)} from ${this.source}`);
  }

  isShown(step) {
    return step >= this.first && step <= this.last;
  }

  // The drawn part follows the learner's keys, and Python. It does not follow a pointer, under which the picture would
  // move away.
  follow() {
    const [least, most] = reachOf(this.state, this.focus[1]);
    if (!this.isShown(least) || !this.isShown(most) || !this.isShown(this.source ?? most)) this.redraw();
  }

  // A circle is touched only if it changes: there are hundreds.
  mark(circle, isSeen) {
    if ((this.shown.get(circle) ?? false) === isSeen) return;
    this.shown.set(circle, isSeen);
    circle.classList.toggle("seen", isSeen);
  }

  put(ring, layer, step) {
    const isShown = step !== null && this.isShown(step);
    ring.style.display = isShown ? "" : "none";
    if (!isShown) return;
    ring.setAttribute("cx", this.across(step));
    ring.setAttribute("cy", this.down(layer));
  }

  // The beginning of a line that leads beyond an end of the series, to a zero.
  stub({ layer, to, from }) {
    const [x, y] = [this.across(to), this.down(layer)];
    const end = from < 0 ? this.across(0) - MARGIN : this.across(STACK_STEPS - 1) + MARGIN;
    const share = Math.min(1, (end - x) / (this.layout.pitch * (from - to)));
    return `M${x} ${y}L${x + (this.layout.pitch * (from - to)) * share} ${y + this.layout.row * share}`;
  }

  // A sum goes on in the next line only after a plus sign, and begins a line rather than that.
  say(text) {
    const sum = text.match(SUM_IN_WORDS);
    const isNew = this.words.textContent !== text;
    super.say(text);
    const result = this.words.querySelector("b");
    if (!sum || !result || !isNew) return;
    const terms = sum[1].split(/(?<=\+) /).flatMap((term, place) => [...(place ? [" "] : []), element("span", { class: "size", text: term })]);
    result.replaceChildren(text.slice(0, sum.index), element("span", { class: "whole" }, ...terms), result.textContent.slice(sum.index + sum[0].length));
  }

  inWords() {
    if (!this.state || !this.tree) return "";
    return `${description(this.state, this.focus)} ${pathWords(this.tree, this.focus, this.source)}`;
  }
}

// What the marks and the lines mean.
function legend() {
  const key = (text, ...names) => element("span", {}, ...names.map((name) => element("i", { class: `key ${name}` })), text);
  return element("p", { class: "legend" }, key("chosen number", "chosen"), key("what it depends on", "layer", "series"), key("weight", "line weight"),
    key("to a zero", "line zeros"), key("path", "line way"));
}

// A layer as it is named beside its row, in two lines where there is little room.
function rowName(y, layer, dilation, isWide) {
  if (!layer) return text("name", 0, y + 5, isWide ? "the series" : "series");
  const made = text("name", 0, isWide ? y + 5 : y - 2, "");
  made.append(part("layer", `layer ${layer} `), ...(isWide ? [part("dilation", `· dilation ${dilation}`)]
    : [part("dilation", `dilation ${dilation}`, { x: 0, dy: LINE })]));
  return made;
}

function part(name, words, place = {}) {
  return Object.assign(svgElement("tspan", { class: name, ...place }), { textContent: words });
}

// How far a layer sees, with the number in a part of its own, which is larger where the layer is chosen. Where there
// is little room, how the number comes about is in the list below.
function fieldText(x, y, content, hasSum) {
  const made = text("field", x, y, "");
  const at = content.includes(" =") ? content.indexOf(" =") : content.length;
  made.append(part("number-seen", content.slice(0, at)), ...(hasSum ? [part("how-far", content.slice(at))] : []));
  return made;
}

function text(name, x, y, content, anchor = "start") {
  const made = svgElement("text", { class: name, x, y, "text-anchor": anchor });
  made.textContent = content;
  return made;
}

export default explorer(StackPage);
