// ReluExplorer. Bias, activation and counts are computed here, so that a slider needs no answer from Python.

const BARS = 60;
const SMALL_MAP = 9; // rows or columns up to which the numbers stand on the cells
// Of the two drawings below the maps, in their own units.
const CURVE = { width: 180, height: 200, left: 8, right: 172, top: 8, bottom: 172 };
const CHART = { width: 360, height: 212, left: 10, right: 350, top: 34, bottom: 172 };

// ---- Arithmetic ----

function activate(value, slope) {
  return value > 0 ? value : slope * value + 0; // the sum turns −0 into 0
}

function countOff({ numbers }, bias) {
  let off = 0;
  for (let i = 0; i < numbers.length; i++) if (numbers[i] + bias <= 0) off += 1;
  return off;
}

// The distance from 0 within which this share of the numbers lies.
function within(sortedSizes, share) {
  return sortedSizes[Math.floor(share * (sortedSizes.length - 1))] || sortedSizes.at(-1) || 1;
}

// What is known of a map before any setting: its range, its full colour, its histogram.
function measure(map) {
  const sizes = Float32Array.from(map.numbers, Math.abs).sort();
  const reach = within(sizes, 0.995);
  const counts = new Array(BARS).fill(0);
  for (const number of map.numbers) {
    const place = ((Math.min(Math.max(number, -reach), reach) + reach) / (2 * reach)) * BARS;
    counts[Math.min(Math.floor(place), BARS - 1)] += 1;
  }
  const largest = sizes.at(-1) || 1;
  const whole = map.numbers.every(Number.isInteger);
  const step = largest >= 50 || whole ? 1 : 10 ** Math.floor(Math.log10(largest / 50));
  return { ...map, reach, counts, largest, step, whole, limit: within(sizes, 0.98) };
}

// ---- Words ----

function grouped(count) {
  return count.toLocaleString("en");
}

// Read a slope that was typed: [value, ""], or [null, the sentence that says why it is none].
function slopeNumber(text) {
  const [value, sentence] = realNumber(text, "The slope");
  if (sentence || (value >= 0 && value <= 1)) return [value, sentence];
  return [null, `The slope must lie between 0 and 1, but is ${writeNumber(value)}: the nearest that works is ${value < 0 ? 0 : 1}.`];
}

function percent(share) {
  return `${(100 * share).toFixed(1)}%`;
}

// ---- One of the two maps: a canvas, or cells with their numbers where these fit ----

class MapPane {
  constructor(name, label) {
    this.canvas = element("canvas", { "aria-hidden": "true" });
    this.frame = element("div", { class: "grid-frame", "aria-hidden": "true" });
    this.large = element("div", { class: "pane", tabindex: 0, role: "application",
      "aria-label": `${label}. The arrow keys move by one, with Shift by ten; Home and End go to the sides.` }, this.canvas, this.frame);
    this.grid = new NumberGrid({ label, name: "cells", numbered: true });
    this.node = element("div", { class: `map ${name}` }, this.large, this.grid.node);
  }

  shape({ rows, columns }) {
    this.isSmall = Math.max(rows, columns) <= SMALL_MAP;
    this.large.hidden = this.isSmall;
    this.grid.node.hidden = !this.isSmall;
    if (this.isSmall) this.grid.shape(rows, columns);
  }

  fit(room, { rows, columns }) {
    if (this.isSmall) {
      const side = Math.max(20, Math.min(44, Math.floor((room - 24) / columns)));
      this.grid.size(side, side);
      return;
    }
    this.scale = Math.min(room / columns, 320 / rows);
    this.canvas.style.width = `${columns * this.scale}px`;
    this.canvas.style.height = `${rows * this.scale}px`;
    this.canvas.classList.toggle("coarse", this.scale > 1);
  }

  draw(map, valueAt, table) {
    if (!this.isSmall) {
      paint(this.canvas, map, valueAt, map.limit, table);
      return;
    }
    for (let row = 0; row < map.rows; row++) {
      for (let column = 0; column < map.columns; column++) {
        const value = valueAt(row * map.columns + column);
        const text = shortNumber(value);
        this.grid.fill(row, column, { text, colour: signedColour(value, map.limit), label: `Row ${row}, column ${column}: ${text}` });
      }
    }
  }

  surround(row, column) {
    if (this.isSmall) {
      this.grid.surround(row, column, 1, 1);
      if (!this.grid.table.contains(document.activeElement)) this.grid.activate(row, column);
      return;
    }
    const grow = Math.max(0, (14 - this.scale) / 2); // small cells get a frame that can be seen
    this.frame.style.transform = `translate(${column * this.scale - grow}px, ${row * this.scale - grow}px)`;
    this.frame.style.width = this.frame.style.height = `${this.scale + 2 * grow}px`;
  }

  place(event) {
    if (this.isSmall) return this.grid.place(event);
    const box = this.canvas.getBoundingClientRect();
    return [[event.clientY - box.top, box.height, this.canvas.height], [event.clientX - box.left, box.width, this.canvas.width]]
      .map(([offset, length, cells]) => Math.min(Math.max(Math.floor((offset / length) * cells), 0), cells - 1));
  }
}

// ---- The page ----

class ReluPage {
  constructor(model, parent) {
    this.model = model;
    this.focus = [...model.get("focus")];
    this.table = shades(signedColour);
    this.draw = oncePerFrame(() => this.drawNow());
    this.build(parent);
    this.listen();
    this.readMap();
    this.drawNow();
  }

  // -- Building --

  build(parent) {
    this.root = courseRoot("ReLU explorer");
    this.root.classList.add("relu");
    this.before = new MapPane("before", "Feature map");
    this.after = new MapPane("after", "After the activation");
    this.titles = [element("div", { class: "title" }), element("div", { class: "title" })];
    this.problem = element("p", { class: "problem course-bad", role: "alert", hidden: true });
    this.summary = element("p", { class: "summary" });
    this.reading = element("p", { class: "reading" });
    this.words = element("p", { class: "course-unseen", "aria-live": "polite" });
    this.stage = element("div", { class: "stage" }, this.summary,
      element("div", { class: "maps" },
        element("div", { class: "figure" }, this.titles[0], this.before.node),
        element("div", { class: "figure" }, this.titles[1], this.after.node)),
      this.reading,
      element("div", { class: "charts" }, this.buildCurve(), this.buildChart()),
      element("p", { class: "how", text: "Hover a map, or move over it with the arrow keys, to read a cell. Blue is below 0, white is 0, red above. " +
        "The histogram counts the numbers of the feature map; its outermost bars hold whatever lies beyond." }));
    this.root.append(this.buildSettings(), this.problem, this.stage, this.words);
    parent.append(this.root);
  }

  buildSettings() {
    this.bar = new SettingsBar({ change: (values) => this.change(values), complain: () => this.settingsChanged() });
    this.bar.choice("map", "Map", this.model.get("_maps").map(({ name }, place) => [place, name]));
    this.addSlider("bias", "Bias", 1, (text) => realNumber(text, "The bias"));
    this.addSlider("slope", "Slope below 0", 0.01, slopeNumber);
    this.bar.node.append(button("again", "Start over", () => this.startOver()));
    return this.bar.node;
  }

  // A slider, and beside it a field in which the same number can be typed.
  addSlider(name, label, step, readText) {
    const typed = `${name}-typed`;
    const slider = element("input", { type: "range", name, step, min: 0, max: 1, oninput: () => this.bar.read(name) });
    const box = element("input", { type: "text", name: typed, autocomplete: "off", "aria-label": `${label}, typed`,
      oninput: () => this.bar.read(typed) });
    const both = labelled(label, slider);
    both.append(box);
    this.bar.add(name, slider, both, {
      read: () => { this.bar.keep(typed, ""); return [Number(slider.value), ""]; },
      write: (value) => { slider.value = String(value); },
    });
    this.bar.add(typed, box, both, {
      setting: name,
      read: () => readText(box.value),
      write: (value) => { if (readNumber(box.value) !== value) box.value = String(value).replace("-", "−"); },
    });
  }

  buildCurve() {
    const { width, height, left, right, top, bottom } = CURVE;
    const [middle, half] = [(left + right) / 2, (top + bottom) / 2];
    this.line = drawn("path", { class: "line" });
    this.dot = drawn("circle", { class: "dot", r: 6 });
    this.root.id ||= `relu-${Date.now()}-${Math.floor(Math.random() * 1e6)}`;
    const room = `${this.root.id}-curve`;
    this.line.setAttribute("clip-path", `url(#${room})`);
    const picture = drawn("svg", { viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true" },
      drawn("clipPath", { id: room }, drawn("rect", { x: left, y: top, width: right - left, height: bottom - top })),
      drawn("path", { class: "axis", d: `M${left} ${half}H${right}M${middle} ${top}V${bottom}` }),
      this.line, this.dot);
    this.formula = drawn("text", { x: middle, y: height - 6, "text-anchor": "middle" });
    picture.append(this.formula);
    return element("div", { class: "figure plain" }, element("div", { class: "title", text: "Activation" }), picture);
  }

  buildChart() {
    const { width, height, left, right, top, bottom } = CHART;
    const room = `${this.root.id}-chart`;
    this.bars = drawn("path", { class: "bars off" });
    this.barsThrough = drawn("path", { class: "bars through", "clip-path": `url(#${room})` });
    this.open = drawn("rect", { x: left, y: 0, width: right - left, height: bottom });
    this.threshold = drawn("path", { class: "threshold" });
    this.tick = drawn("path", { class: "tick" });
    const text = (x, y, anchor) => drawn("text", { x, y, "text-anchor": anchor });
    this.offText = text(left, 16, "start");
    this.throughText = text(right, 16, "end");
    this.ends = [text(left, height - 8, "start"), text((left + right) / 2, height - 8, "middle"), text(right, height - 8, "end")];
    this.chart = drawn("svg", { viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true" },
      drawn("clipPath", { id: room }, this.open),
      this.bars, this.barsThrough, drawn("path", { class: "axis", d: `M${left} ${bottom}H${right}` }),
      this.tick, this.threshold, this.offText, this.throughText, ...this.ends);
    return element("div", { class: "figure plain" }, element("div", { class: "title", text: "How many cells hold which number" }), this.chart);
  }

  listen() {
    this.listeners = [
      ["change:bias", () => this.settingsChanged()],
      ["change:slope", () => this.settingsChanged()],
      ["change:_chosen", () => this.readMap()],
      ["change:focus", () => { this.focus = [...this.model.get("focus")]; this.draw(); }],
    ];
    this.listeners.forEach(([event, act]) => this.model.on(event, act));
    for (const pane of [this.before, this.after]) {
      pane.node.addEventListener("pointermove", (event) => {
        const place = pane.place(event);
        if (place) this.go(...place);
      });
      pane.node.addEventListener("keydown", (event) => this.key(pane, event));
    }
    // The place travels to Python when the learner leaves, not with every hover.
    this.root.addEventListener("pointerleave", () => this.sendFocus());
    this.root.addEventListener("focusout", (event) => this.root.contains(event.relatedTarget) || this.sendFocus());
    this.resizing = new ResizeObserver(() => {
      if (this.width === this.root.clientWidth) return;
      this.fit();
      this.draw();
    });
    this.resizing.observe(this.root);
  }

  remove() {
    this.resizing.disconnect();
    clearTimeout(this.speaking);
    this.listeners.forEach(([event, act]) => this.model.off(event, act));
  }

  // -- Map and settings --

  readMap() {
    const chosen = this.model.get("_chosen");
    const { name, rows, columns, numbers } = this.model.get("_maps")[chosen];
    this.map = measure({ name, rows, columns, numbers: floatsOf(numbers) });
    const { largest, step } = this.map;
    const end = Math.ceil(largest / step) * step;
    Object.assign(this.bar.controls.bias, { min: -end, max: end, step });
    for (const pane of [this.before, this.after]) pane.shape(this.map);
    this.titles[0].textContent = `Feature map ${by(rows, columns)}`;
    this.titles[1].textContent = "After the activation";
    this.drawBars();
    this.fit();
    this.mapIsNew = true;
    this.settingsChanged();
  }

  change({ map, ...values }) {
    if (map !== undefined) {
      this.bar.forget();
      this.model.set("_chosen", map);
      this.model.set("bias", 0); // the next map has a range of its own
      this.readMap();
      this.toStrongest();
    }
    for (const [name, value] of Object.entries(values)) this.model.set(name, value);
    this.settingsChanged();
    this.model.save_changes(); // now: an answer to an earlier message would undo what waits
  }

  settingsChanged() {
    const [bias, slope] = [this.model.get("bias"), this.model.get("slope")];
    this.bar.show({ map: this.model.get("_chosen"), bias, "bias-typed": bias, slope, "slope-typed": slope });
    this.stale = true;
    this.draw();
  }

  startOver() {
    const { bias, slope, focus } = this.model.get("_start");
    this.bar.forget();
    this.focus = [...focus];
    for (const [name, value] of Object.entries({ _chosen: 0, bias, slope, focus: [...focus] })) this.model.set(name, value);
    this.readMap();
    this.model.save_changes();
  }

  toStrongest() {
    const { numbers, columns } = this.map;
    const place = numbers.indexOf(numbers.reduce((most, number) => Math.max(most, number), -Infinity));
    this.focus = [Math.floor(place / columns), place % columns];
    this.model.set("focus", [...this.focus]);
  }

  sendFocus() {
    if (this.model.get("focus").join() === this.focus.join()) return;
    this.model.set("focus", [...this.focus]);
    this.model.save_changes();
  }

  // -- Moving --

  go(row, column) {
    const inside = (n, many) => Math.min(Math.max(n, 0), many - 1);
    this.focus = [inside(row, this.map.rows), inside(column, this.map.columns)];
    this.draw();
  }

  key(pane, event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const step = event.shiftKey ? 10 : 1;
    const [row, column] = this.focus;
    const places = { ArrowUp: [row - step, column], ArrowDown: [row + step, column], ArrowLeft: [row, column - step],
      ArrowRight: [row, column + step], Home: [row, 0], End: [row, this.map.columns - 1] };
    if (!places[event.key]) return;
    event.preventDefault();
    this.go(...places[event.key]);
    if (!pane.isSmall) return;
    pane.grid.goTo(...this.focus);
  }

  // -- Drawing --

  fit() {
    this.width = this.root.clientWidth;
    const room = Math.min(340, ((this.width || 740) - 20 - 28) / 2);
    for (const pane of [this.before, this.after]) pane.fit(room, this.map);
  }

  // Where a number lies on the axis of the histogram.
  across(value, { left, right } = CHART) {
    const share = (value / this.map.reach + 1) / 2;
    return left + Math.min(Math.max(share, 0), 1) * (right - left);
  }

  // The bars, once for each map: what changes with the bias is only how many of them are covered.
  drawBars() {
    const { left, right, top, bottom } = CHART;
    const most = Math.max(...this.map.counts);
    const wide = (right - left) / BARS;
    const path = this.map.counts.map((count, i) => {
      if (!count) return "";
      const high = Math.max(1, (count / most) * (bottom - top));
      return `M${left + i * wide + 0.5} ${bottom}v${-high}h${wide - 1}v${high}z`;
    }).join("");
    for (const bars of [this.bars, this.barsThrough]) bars.setAttribute("d", path);
    const { reach } = this.map;
    [-reach, 0, reach].forEach((value, i) => { this.ends[i].textContent = shortNumber(Number(value.toPrecision(3))); });
  }

  drawNow() {
    if (this.stale) {
      this.stale = false;
      this.drawSettings();
    }
    this.drawFocus();
    this.speak();
  }

  drawSettings() {
    const sentence = this.bar.problem;
    tell(this.problem, sentence);
    this.stage.hidden = Boolean(sentence); // nothing that was true before stays on the page
    if (sentence) return;
    const [bias, slope] = [this.model.get("bias"), this.model.get("slope")];
    const { numbers } = this.map;
    if (this.mapIsNew) this.before.draw(this.map, (i) => numbers[i], this.table);
    this.mapIsNew = false;
    this.after.draw(this.map, (i) => activate(numbers[i] + bias, slope), this.table);
    this.drawActivation(bias, slope);
    this.drawThreshold(bias, slope);
  }

  // The function of a map's number: a corner where number and bias add up to 0.
  drawActivation(bias, slope) {
    const { left, right, top, bottom } = CURVE;
    const { reach } = this.map;
    const x = (value) => left + ((value / reach + 1) / 2) * (right - left);
    const y = (value) => bottom - ((value / reach + 1) / 2) * (bottom - top);
    const points = [-reach, -bias, reach].filter((value) => Math.abs(value) <= reach).sort((one, other) => one - other);
    this.line.setAttribute("d", points.map((value, i) => `${i ? "L" : "M"}${x(value)} ${y(activate(value + bias, slope))}`).join(""));
    this.curveAt = (value) => [x(value), y(activate(value + bias, slope))];
    this.formula.textContent = slope ? `slope ${shortNumber(slope)} below 0` : "max(0, x + bias)";
  }

  drawThreshold(bias, slope) {
    const { right, top, bottom } = CHART;
    const at = this.across(-bias);
    this.open.setAttribute("x", at);
    this.open.setAttribute("width", Math.max(0, right - at));
    this.threshold.setAttribute("d", `M${at} ${top - 8}V${bottom + 6}`);
    const all = this.map.numbers.length;
    this.off = countOff(this.map, bias);
    write(this.offText, `${slope ? "made smaller" : "switched off"}: ${percent(this.off / all)}`);
    write(this.throughText, `through: ${percent(1 - this.off / all)}`);
    const above = `Cells above ${shortNumber(-bias)} get through: ${grouped(all - this.off)} of ${grouped(all)}. `;
    write(this.summary, `Bias ${shortNumber(bias)}. ${above}${percent(this.off / all)} are ` +
      (slope ? `made smaller: multiplied by ${shortNumber(slope)}.` : "switched off."));
  }

  drawFocus() {
    if (this.stage.hidden) return;
    const { rows, columns, numbers } = this.map;
    const [row, column] = this.focus = [Math.min(this.focus[0], rows - 1), Math.min(this.focus[1], columns - 1)];
    for (const pane of [this.before, this.after]) pane.surround(row, column);
    const [bias, slope] = [this.model.get("bias"), this.model.get("slope")];
    const value = numbers[row * columns + column];
    const sum = value + bias;
    const [x, y] = this.curveAt(Math.min(Math.max(value, -this.map.reach), this.map.reach));
    this.dot.setAttribute("cx", x);
    this.dot.setAttribute("cy", Math.min(Math.max(y, CURVE.top), CURVE.bottom));
    const at = this.across(value);
    this.tick.setAttribute("d", `M${at} ${CHART.bottom}l-6 10h12z`);
    const happens = sum > 0 ? "is above 0 and passes" : slope && sum ? `is below 0: times ${shortNumber(slope)} it is ${shortNumber(activate(sum, slope))}`
      : sum ? "is below 0 and becomes 0" : "is 0 and stays 0";
    write(this.reading, `Row ${row}, column ${column}: ${shortNumber(value)}${signedTerm(Math.round(bias * 100) / 100)} = ${shortNumber(sum)} ${happens}.`);
  }

  // Say the picture in words once it rests, so that a held key does not make a screen reader stumble.
  speak() {
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => {
      if (this.stage.hidden || !this.root.isConnected) return;
      write(this.words, `${this.summary.textContent} ${this.reading.textContent}`);
    }, 150);
  }
}

function render({ model, el }) {
  const page = new ReluPage(model, el);
  return () => page.remove();
}

export default { render };
