// ReceptiveFieldExplorer. A cell's region is followed back through the layers here, so that it answers at once.

const MOST_LAYERS = 8;
const ROOM = 10; // around each grid, so that what hangs over its edge can be drawn

// ---- Arithmetic ----

// Every grid of a stack, the input first: its rows and columns, and how the windows lie that make it.
function layOut({ input, layers }) {
  const grids = [{ name: "input", size: input, axes: null }];
  for (const layer of layers) {
    const before = grids.at(-1).size;
    const axes = [0, 1].map((axis) => layAxis(before[axis], layer.kernel[axis],
      { stride: layer.stride[axis], padding: layer.padding, dilation: layer.dilation[axis] }));
    grids.push({ name: layer.name, size: axes.map((axis) => axis.output), axes });
  }
  return grids;
}

// In how many ways each cell of the layer before leads to cells of this one, along one axis: a map from
// a place, which may lie on padding, to a count.
function waysBefore(ways, { stride, before, kernel, dilation }) {
  const found = new Map();
  for (const [place, count] of ways) {
    for (let i = 0; i < kernel; i++) {
      const source = place * stride - before + i * dilation;
      found.set(source, (found.get(source) || 0) + count);
    }
  }
  return found;
}

// What one cell's windows cover in every grid up to its own: for each axis the places with their ways.
// Windows may cover padding; with `real` only cells count that are there, as padding depends on nothing.
function growBack(grids, layer, cell, real = false) {
  const found = [cell.map((place) => new Map([[place, 1]]))];
  for (let at = layer; at > 0; at--) {
    const inside = (axis) => ([place]) => !real || (place >= 0 && place < grids[at - 1].size[axis]);
    found.unshift(found[0].map((ways, axis) => new Map([...waysBefore(ways, grids[at].axes[axis])].filter(inside(axis)))));
  }
  return found; // from the input to the layer of the cell
}

// The first and last place, how many that is, and how many of them lie outside the grid.
function spanOf(ways, size) {
  const places = [...ways.keys()];
  const [first, last] = [Math.min(...places), Math.max(...places)];
  const outside = Math.max(-first, 0) + Math.max(last - size + 1, 0);
  return { first, last, length: last - first + 1, seen: places.length, outside };
}

// Cells from one cell's region to its neighbour's, in a grid further in front.
function stepBetween(grids, from, to, axis) {
  return grids.slice(from + 1, to + 1).reduce((step, grid) => step * grid.axes[axis].stride, 1);
}

// ---- Words ----

function ends({ first, last }) {
  const text = (n) => String(n).replace("-", "−");
  return first === last ? text(first) : `${text(first)} to ${text(last)}`;
}

// ---- The page ----

class ReceptivePage {
  constructor(model, parent) {
    this.model = model;
    this.draw = oncePerFrame(() => this.drawNow());
    this.build(parent);
    this.listen();
    this.readStack();
    this.drawNow();
  }

  // -- Building --

  build(parent) {
    this.root = courseRoot("Receptive field explorer");
    this.root.classList.add("receptive");
    this.bar = new SettingsBar({ change: (values) => this.change(values), complain: () => this.draw() });
    this.bar.choice("stack", "Layers", this.model.get("_stacks").map(({ name }, value) => [value, name]));
    this.bar.whole("depth", "Grow back through", { least: 0, largest: MOST_LAYERS });
    this.bar.node.append(
      button("back", "Grow from the cell", () => this.play()),
      button("again", "Start over", () => this.startOver()));
    this.pictures = element("div", { class: "stacked" });
    this.problem = element("p", { class: "problem course-bad", role: "alert", hidden: true });
    this.rows = element("tbody");
    const heads = ["layer", "cells", "a cell sees of the input", "step", "overlap", "seen rows", "seen columns", "seen here"];
    this.table = element("table", { "aria-label": "Regions, layer by layer" },
      element("thead", {}, element("tr", {}, ...heads.map((text) => element("th", { scope: "col", text })))), this.rows);
    this.words = element("p", { class: "words", "aria-live": "polite" });
    this.how = element("p", { class: "how", text: "Hover a cell of any layer, or move there with the arrow keys. The darker a cell, the more ways lead from it " +
      "to the chosen one. Step and overlap: how far the next cell's region lies from a cell's own, and what both share, in pixels of the input." });
    this.stage = element("div", {}, this.pictures, this.words, this.table, this.how);
    this.root.append(this.bar.node, this.problem, this.stage);
    parent.append(this.root);
  }

  listen() {
    this.listeners = [
      ["change:_chosen", () => { if (this.model.get("_chosen") !== this.chosen) { this.readStack(); this.draw(); } }],
      ["change:_focus", () => {
        const focus = this.model.get("_focus");
        if (focus.join() !== this.focus().join()) { this.go(...focus); }
      }],
    ];
    this.listeners.forEach(([event, act]) => this.model.on(event, act));
    this.root.addEventListener("pointerleave", () => this.send());
    this.root.addEventListener("focusout", (event) => this.root.contains(event.relatedTarget) || this.send());
    this.themes = new MutationObserver(() => this.draw());
    this.themes.observe(document.body, { attributeFilter: ["data-jp-theme-light"] });
    this.resizing = new ResizeObserver(([{ contentRect }]) => {
      if (this.width === Math.floor(contentRect.width)) return;
      this.width = Math.floor(contentRect.width);
      this.sized = false;
      this.draw();
    });
    this.resizing.observe(this.root);
  }

  remove() {
    clearTimeout(this.speaking);
    clearTimeout(this.playing);
    this.themes.disconnect();
    this.resizing.disconnect();
    this.listeners.forEach(([event, act]) => this.model.off(event, act));
  }

  // -- The stack --

  readStack() {
    const stacks = this.model.get("_stacks");
    this.chosen = this.model.get("_chosen");
    this.bar.show({ stack: this.chosen });
    this.grids = layOut(stacks[this.chosen]);
    this.panes = this.grids.map((grid, layer) => this.pane(grid, layer));
    this.pictures.replaceChildren(...this.panes.map(({ figure }) => figure));
    this.rows.replaceChildren(...this.grids.map(() => element("tr", {}, element("th", { scope: "row" }),
      ...Array.from({ length: 7 }, () => element("td")))));
    this.sized = false;
    const [layer, ...cell] = this.model.get("_focus");
    const fits = layer < this.grids.length && cell.every((place, axis) => place < this.grids[layer].size[axis]);
    this.layer = fits ? layer : this.grids.length - 1;
    this.cell = fits ? cell : this.grids.at(-1).size.map((size) => Math.floor(size / 2));
    this.growTo(this.layer);
  }

  pane(grid, layer) {
    const canvas = element("canvas", { "aria-hidden": "true" });
    const node = element("div", { class: "pane", tabindex: 0, role: "application", "data-layer": layer,
      "aria-label": `${grid.name}, ${by(...grid.size)} cells. The arrow keys move the chosen cell; Home and End go to the sides.` }, canvas);
    node.addEventListener("pointermove", (event) => this.point(layer, event));
    node.addEventListener("pointerdown", (event) => this.point(layer, event, true));
    node.addEventListener("keydown", (event) => this.key(layer, event));
    node.addEventListener("focus", () => { if (node.matches(":focus-visible") && this.layer !== layer) this.go(layer, ...this.nearest(layer)); });
    const title = element("div", { class: "title", text: grid.name });
    return { canvas, node, title, figure: element("div", { class: "figure" }, title, node) };
  }

  change({ stack, depth }) {
    if (depth !== undefined) { this.growTo(depth); return; }
    const chosen = this.model.get("_stacks")[stack];
    const size = layOut(chosen).at(-1).size;
    this.model.set("_chosen", stack);
    this.model.set("_focus", [chosen.layers.length, ...size.map((n) => Math.floor(n / 2))]);
    this.model.save_changes();
    this.readStack();
    this.draw();
  }

  startOver() {
    this.bar.forget();
    this.model.set("_chosen", 0);
    this.model.set("_focus", [...this.model.get("_start")]);
    this.model.save_changes();
    this.readStack();
    this.draw();
  }

  // -- Growing --

  // Show the regions in so many layers before the chosen one, or in all there are.
  growTo(depth) {
    clearTimeout(this.playing);
    this.back = Math.min(depth, this.layer);
    this.bar.show({ depth: this.back });
    this.draw();
  }

  play() {
    this.bar.forget();
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.growTo(0);
    const next = () => {
      if (this.back === this.layer) return;
      this.growTo(this.back + 1);
      this.playing = setTimeout(next, still ? 1500 : 700);
    };
    this.playing = setTimeout(next, 500);
  }

  // -- Moving --

  focus() {
    return [this.layer, ...this.cell];
  }

  go(layer, row, column) {
    const all = this.back === this.layer;
    this.layer = layer;
    this.cell = [row, column].map((place, axis) => Math.min(Math.max(place, 0), this.grids[layer].size[axis] - 1));
    this.growTo(all ? layer : this.back);
  }

  // The cell of another layer that lies over the middle of what the chosen one sees.
  nearest(layer) {
    const [from, to] = [this.grids[this.layer].size, this.grids[layer].size];
    return this.cell.map((place, axis) => Math.min(Math.floor((place + 0.5) * to[axis] / from[axis]), to[axis] - 1));
  }

  point(layer, event, pressed = false) {
    const still = event.clientX === this.pointerX && event.clientY === this.pointerY;
    [this.pointerX, this.pointerY] = [event.clientX, event.clientY];
    if (still && !pressed) return; // a picture that moves under a resting pointer is no hover
    const { canvas, side } = this.panes[layer];
    const box = canvas.getBoundingClientRect();
    const place = [event.clientY - box.top, event.clientX - box.left].map((far) => Math.floor((far - ROOM) / side));
    if (place.some((n, axis) => n < 0 || n >= this.grids[layer].size[axis])) return;
    if (this.layer !== layer || this.cell.join() !== place.join()) this.go(layer, ...place);
  }

  key(layer, event) {
    if (event.altKey || event.metaKey) return;
    if (this.layer !== layer) this.go(layer, ...this.nearest(layer));
    const [row, column] = this.cell;
    const [rows, columns] = this.grids[layer].size;
    const far = event.shiftKey ? 5 : 1;
    const to = { ArrowUp: [row - far, column], ArrowDown: [row + far, column], ArrowLeft: [row, column - far], ArrowRight: [row, column + far],
      Home: [event.ctrlKey ? 0 : row, 0], End: [event.ctrlKey ? rows - 1 : row, columns - 1] }[event.key];
    if (!to) return;
    event.preventDefault();
    this.go(layer, ...to);
  }

  // The chosen cell travels to Python when the learner leaves, not with every hover.
  send() {
    if (this.model.get("_focus").join() === this.focus().join()) return;
    this.model.set("_focus", this.focus());
    this.model.save_changes();
  }

  // -- Drawing --

  drawNow() {
    write(this.problem, this.bar.problem);
    this.problem.hidden = !this.bar.problem;
    this.stage.hidden = Boolean(this.bar.problem); // nothing that was true before stays on the page
    if (this.bar.problem) return;
    if (!this.sized) this.fit();
    this.seen = growBack(this.grids, this.layer, this.cell);
    this.real = growBack(this.grids, this.layer, this.cell, true);
    this.panes.forEach((pane, layer) => this.drawGrid(pane, layer));
    this.fillTable();
    this.speak();
  }

  // All grids side by side where they fit: small ones get larger cells.
  fit() {
    this.sized = true;
    const room = (this.width || 740) - 20 - this.grids.length * (8 + 2 * ROOM);
    const weights = this.grids.map(({ size }) => Math.max(...size) ** 0.6);
    const share = room / weights.reduce((sum, one) => sum + one, 0);
    this.sharp = Math.max(1, window.devicePixelRatio || 1);
    this.panes.forEach((pane, layer) => {
      const { size } = this.grids[layer];
      pane.side = Math.max(4, Math.min(30, Math.floor(share * weights[layer] / size[1])));
      const [high, wide] = size.map((n) => n * pane.side + 2 * ROOM + 1);
      Object.assign(pane.canvas, { width: wide * this.sharp, height: high * this.sharp });
      Object.assign(pane.canvas.style, { width: `${wide}px`, height: `${high}px` });
    });
  }

  drawGrid(pane, layer) {
    const { canvas, side } = pane;
    const { size: [rows, columns] } = this.grids[layer];
    const dark = document.body.dataset.jpThemeLight === "false";
    const brush = canvas.getContext("2d");
    brush.setTransform(this.sharp, 0, 0, this.sharp, 0, 0);
    brush.clearRect(0, 0, canvas.width, canvas.height);
    brush.translate(ROOM, ROOM);
    brush.fillStyle = dark ? "#303030" : "#ffffff";
    brush.fillRect(0, 0, columns * side, rows * side);
    const shown = layer <= this.layer && layer >= this.layer - this.back;
    pane.node.classList.toggle("deeper", layer > this.layer);
    if (shown) this.tint(brush, this.real[layer], side);
    brush.strokeStyle = dark ? "#6a6a6a" : "#b5b5b5";
    brush.lineWidth = 1;
    brush.beginPath();
    for (let row = 0; row <= rows; row++) { brush.moveTo(0, row * side + 0.5); brush.lineTo(columns * side, row * side + 0.5); }
    for (let column = 0; column <= columns; column++) { brush.moveTo(column * side + 0.5, 0); brush.lineTo(column * side + 0.5, rows * side); }
    brush.stroke();
    if (shown) this.surround(brush, this.seen[layer], this.grids[layer].size, side);
  }

  // Colour what is seen: from pale to full by the number of ways.
  tint(brush, [down, along], side) {
    const most = Math.max(...down.values()) * Math.max(...along.values());
    for (const [row, above] of down) {
      for (const [column, beside] of along) {
        const share = 0.25 + 0.75 * (above * beside) / most;
        brush.fillStyle = `rgb(${between([255, 255, 255], [213, 94, 0], share)})`;
        brush.fillRect(column * side, row * side, side, side);
      }
    }
  }

  // Frame the region; where it hangs over the edge, it lies on padding and is dashed.
  surround(brush, ways, size, side) {
    const [down, along] = ways.map((one, axis) => spanOf(one, size[axis]));
    brush.strokeStyle = getComputedStyle(this.root).getPropertyValue("--course-focus") || "#D55E00";
    brush.lineWidth = side < 8 ? 2 : 3; // thin enough to leave the middle of the cells beside it free
    brush.setLineDash(down.outside + along.outside ? [5, 3] : []);
    brush.strokeRect(along.first * side + 0.5, down.first * side + 0.5, along.length * side, down.length * side);
    brush.setLineDash([]);
  }

  fillTable() {
    const lines = [...this.rows.children];
    this.grids.forEach((grid, layer) => {
      const field = [0, 1].map((axis) => spanOf(growBack(this.grids, layer, [0, 0])[0][axis], 0).length);
      const step = [0, 1].map((axis) => stepBetween(this.grids, 0, layer, axis));
      const overlap = [0, 1].map((axis) => Math.max(field[axis] - step[axis], 0));
      const pair = ([down, along]) => (down === along ? String(down) : by(down, along));
      const shown = layer <= this.layer && layer >= this.layer - this.back;
      const spans = shown ? this.seen[layer].map((ways, axis) => spanOf(ways, grid.size[axis])) : null;
      const texts = [grid.name, by(...grid.size), by(...field), pair(step), pair(overlap),
        ...(spans ? [ends(spans[0]), ends(spans[1]), by(spans[0].length, spans[1].length)] : ["", "", ""])];
      [...lines[layer].children].forEach((cell, i) => write(cell, texts[i]));
      lines[layer].classList.toggle("chosen", layer === this.layer);
    });
  }

  // Say the picture in words once it rests, so that a held key does not make a screen reader stumble.
  speak() {
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => { if (this.root.isConnected) write(this.words, this.sentences()); }, 120);
  }

  sentences() {
    const at = this.layer - this.back;
    const [down, along] = this.seen[at].map((ways, axis) => spanOf(ways, this.grids[at].size[axis]));
    const cell = `${this.grids[this.layer].name} row ${this.cell[0]}, column ${this.cell[1]}`;
    if (at === this.layer) return `${cell}: no layer grown back yet.`;
    const what = at ? `cells of ${this.grids[at].name}` : "pixels of the input";
    const said = [`${cell} sees ${by(down.length, along.length)} ${what}: rows ${ends(down)}, columns ${ends(along)}.`];
    const step = [0, 1].map((axis) => stepBetween(this.grids, at, this.layer, axis));
    const both = along.length - step[1];
    said.push(`The cell to its right sees the same ${step[1]} further on${both > 0 ? `, and ${both} of the ${along.length} columns are seen by both` : ", with no column in common"}.`);
    if (down.outside + along.outside) said.push(`${down.outside} of these rows and ${along.outside} of these columns lie on padding.`);
    if (down.seen < down.length || along.seen < along.length) said.push(`Holes: of ${down.length} rows it sees ${down.seen}, of ${along.length} columns ${along.seen}.`);
    return said.join(" ");
  }
}

function render({ model, el }) {
  const page = new ReceptivePage(model, el);
  return () => page.remove();
}

export default { render };
