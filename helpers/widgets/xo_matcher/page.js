// XOMatcher. Marks, features and their matches; all arithmetic is done here, on every stroke.

// ---- Arithmetic ----

function productsAt(mark, feature, row, column) {
  return feature.map((line, i) => line.map((value, j) => mark[row + i][column + j] * value));
}

function total(grid) {
  return grid.flat().reduce((sum, value) => sum + value, 0);
}

// The sum of the products at every place; a ninth of it is the match.
function sumsOf(mark, feature) {
  const [rows, columns] = [mark.length - feature.length + 1, mark[0].length - feature[0].length + 1];
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => total(productsAt(mark, feature, row, column))));
}

// A match as it stands in a cell: 1, 0.78, −0.33.
function matchText(sum, cells) {
  const value = sum / cells;
  return (Number.isInteger(value) ? String(value) : value.toFixed(2)).replace("-", "−");
}

const INK = [34, 34, 34];
const PAPER = [255, 255, 255];

// ---- The page ----

class Matcher {
  constructor(model, parent) {
    this.model = model;
    this.features = model.get("_features").map(({ name, cells }) => ({ name, cells, size: cells.flat().length }));
    this.focus = [...model.get("focus")];
    this.stale = true;
    this.draw = oncePerFrame(() => this.drawNow());
    this.build(parent);
    this.listen();
    this.readMark();
    this.drawNow();
  }

  // -- Building --

  build(parent) {
    this.root = courseRoot("X and O matcher");
    this.root.classList.add("xo-matcher");
    const titled = (title, role, ...parts) =>
      element("div", { class: `figure figure-${role}` }, element("div", { class: "title", text: title }), ...parts);
    this.mark = new NumberGrid({ label: "Mark: Space draws or rubs out a cell", name: "mark", numbered: true });
    this.mark.shape(9, 9);
    this.mark.size(30);
    this.windowGrid = new NumberGrid({ label: "Window of the mark", name: "window-cells", role: "table" });
    this.featureGrid = new NumberGrid({ label: "Feature", name: "feature-cells", role: "table" });
    this.productGrid = new NumberGrid({ label: "Products", name: "product-cells", role: "table" });
    for (const grid of [this.windowGrid, this.featureGrid, this.productGrid]) { grid.shape(3, 3); grid.size(32); }
    const sign = (text) => element("span", { class: "sign", text, "aria-hidden": "true" });
    this.written = element("p", { class: "written" });
    this.focusTitle = element("p", { class: "focus-title" });
    this.one = element("div", { class: "one" }, this.focusTitle,
      element("div", { class: "sum-row" }, titled("Window", "input", this.windowGrid.node), sign("×"),
        titled("Feature", "kernel", this.featureGrid.node), sign("="), titled("Products", "products", this.productGrid.node)),
      this.written);

    this.maps = this.features.map(({ name, cells }, n) => {
      const small = new NumberGrid({ label: `Feature ${n + 1}: ${name}`, name: "small-feature", role: "table" });
      small.shape(cells.length, cells[0].length);
      small.size(20, 20, false);
      cells.forEach((line, row) => line.forEach((value, column) => this.fillInk(small, row, column, value)));
      const grid = new NumberGrid({ label: `Matches of ${name}`, name: "map", numbered: true });
      grid.shape(7, 7);
      grid.size(49, 28);
      const best = element("p", { class: "best" });
      const node = element("div", { class: "feature" },
        element("div", { class: "feature-head" }, small.node, element("div", {}, element("div", { class: "title", text: name }), best)),
        grid.node);
      return { grid, best, node };
    });
    this.words = element("p", { class: "words", "aria-live": "polite" });
    const how = "Draw with the mouse, or move with the arrow keys and press Space. Point at a score, or reach it with Tab " +
      "and the arrow keys, to see its nine products. A thick frame marks a match of 1.";
    this.root.append(this.buildSettings(),
      element("div", { class: "stage" }, titled("Mark 9 × 9", "input", this.mark.node), this.one),
      element("div", { class: "maps" }, ...this.maps.map(({ node }) => node)),
      this.words, element("p", { class: "how", text: how }));
    parent.append(this.root);
  }

  buildSettings() {
    const button = (name, text, label, onclick) => element("button", { type: "button", name, text, "aria-label": label, onclick });
    const shift = (name, text, label, down, right) => button(name, text, label, () => this.shift(down, right));
    this.choice = element("select", { name: "mark", onchange: () => this.choose() },
      ...this.model.get("_marks").map(({ name }) => element("option", { value: name, text: name })),
      element("option", { value: "own", text: "your own" }));
    return element("div", { class: "settings", role: "group", "aria-label": "Settings" },
      element("label", {}, element("span", { text: "Mark" }), this.choice),
      button("negative", "Negative", "Swap ink and paper", () => this.setMark(this.cells.map((line) => line.map((value) => -value)))),
      element("span", { class: "shifts" }, element("span", { text: "Shift" }),
        shift("left", "←", "Shift the mark left", 0, -1), shift("up", "↑", "Shift the mark up", -1, 0),
        shift("down", "↓", "Shift the mark down", 1, 0), shift("right", "→", "Shift the mark right", 0, 1)),
      button("again", "Start over", null, () => this.startOver()));
  }

  listen() {
    this.listeners = [
      ["change:_mark", () => this.readMark()],
      ["change:focus", () => { this.focus = [...this.model.get("focus")]; this.draw(); }],
    ];
    this.listeners.forEach(([event, act]) => this.model.on(event, act));

    const table = this.mark.table;
    table.addEventListener("pointerdown", (event) => {
      const place = this.mark.place(event);
      if (!place || event.button !== 0) return;
      this.brush = -this.cells[place[0]][place[1]]; // a stroke that starts on paper draws, one on ink rubs out
      event.target.releasePointerCapture?.(event.pointerId);
      this.paint(place);
      this.mark.goTo(...place, { preventScroll: true });
      event.preventDefault();
    });
    table.addEventListener("pointermove", (event) => {
      const place = this.mark.place(event);
      if (place && this.brush && event.buttons === 1) this.paint(place);
    });
    this.endStroke = () => { if (this.brush) { this.brush = null; this.model.save_changes(); } };
    document.addEventListener("pointerup", this.endStroke);
    table.addEventListener("keydown", (event) => this.keyInMark(event));

    this.maps.forEach(({ grid }, number) => {
      grid.node.addEventListener("pointermove", (event) => {
        const place = grid.place(event);
        if (place && !this.brush) this.look(number, place);
      });
      grid.table.addEventListener("click", (event) => {
        const place = grid.place(event);
        if (place) { this.look(number, place); grid.goTo(...place, { preventScroll: true }); }
      });
      grid.table.addEventListener("focusin", (event) => { const place = grid.place(event); if (place) this.look(number, place); });
      grid.table.addEventListener("keydown", (event) => {
        const place = event.altKey || event.metaKey ? null : grid.step(event);
        if (!place) return;
        event.preventDefault();
        grid.goTo(...place);
      });
    });
    // The place travels to Python when the learner leaves, not with every hover.
    this.root.addEventListener("pointerleave", () => this.sendFocus());
    this.root.addEventListener("focusout", (event) => this.root.contains(event.relatedTarget) || this.sendFocus());
  }

  remove() {
    clearTimeout(this.speaking);
    document.removeEventListener("pointerup", this.endStroke);
    this.listeners.forEach(([event, act]) => this.model.off(event, act));
  }

  // -- The mark --

  readMark() {
    this.cells = this.model.get("_mark").map((line) => [...line]);
    const known = this.model.get("_marks").find(({ cells }) => JSON.stringify(cells) === JSON.stringify(this.cells));
    this.choice.value = known ? known.name : "own";
    this.stale = true;
    this.draw();
  }

  setMark(cells) {
    this.model.set("_mark", cells);
    this.model.save_changes();
    this.readMark();
  }

  // Draw or rub out one cell; Python hears of it when the stroke is over.
  paint([row, column]) {
    if (this.cells[row][column] === this.brush) return;
    const cells = this.cells.map((line) => [...line]);
    cells[row][column] = this.brush;
    this.model.set("_mark", cells);
    this.readMark();
  }

  keyInMark(event) {
    if (event.altKey || event.metaKey || event.ctrlKey) return;
    const [row, column] = this.mark.active;
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      this.brush = -this.cells[row][column];
      this.paint([row, column]);
      this.endStroke();
      return;
    }
    const place = this.mark.step(event);
    if (!place) return;
    event.preventDefault();
    this.mark.goTo(...place);
  }

  choose() {
    const chosen = this.model.get("_marks").find(({ name }) => name === this.choice.value);
    if (chosen) this.setMark(chosen.cells);
  }

  // Move the mark; what leaves the sheet is gone, and paper enters.
  shift(down, right) {
    this.setMark(this.cells.map((line, row) => line.map((_, column) => this.cells[row - down]?.[column - right] ?? -1)));
  }

  startOver() {
    this.focus = [1, 3, 3];
    this.setMark(this.model.get("_start"));
  }

  look(feature, [row, column]) {
    this.focus = [feature, row, column];
    this.draw();
  }

  sendFocus() {
    if (this.model.get("focus").join() === this.focus.join()) return;
    this.model.set("focus", [...this.focus]);
    this.model.save_changes();
  }

  // -- Drawing --

  drawNow() {
    if (this.stale) {
      this.stale = false;
      this.cells.forEach((line, row) => line.forEach((value, column) => this.fillInk(this.mark, row, column, value, true)));
      this.sums = this.features.map(({ cells }) => sumsOf(this.cells, cells));
      this.features.forEach((feature, n) => this.drawMap(feature, n));
    }
    this.drawFocus();
  }

  fillInk(grid, row, column, value, named = false) {
    grid.fill(row, column, { text: value > 0 ? "1" : "−1", colour: value > 0 ? INK : PAPER,
      label: named ? `Row ${row}, column ${column}: ${value > 0 ? "ink" : "paper"}` : null });
  }

  drawMap({ size: many }, n) {
    const { grid, best } = this.maps[n];
    const highest = Math.max(...this.sums[n].flat());
    const exact = [];
    this.sums[n].forEach((line, row) => line.forEach((sum, column) => {
      const text = matchText(sum, many);
      if (sum === many) exact.push([row, column]);
      grid.fill(row, column, { text, colour: signedColour(sum, many), marks: sum === many ? "exact" : "",
        label: `Row ${row}, column ${column}: ${text}` });
    }));
    const places = this.sums[n].flat().filter((sum) => sum === highest).length;
    best.textContent = `best match ${matchText(highest, many)}, at ${places} ${places === 1 ? "place" : "places"}`;
  }

  drawFocus() {
    const [n, row, column] = this.focus;
    const feature = this.features[n];
    const products = productsAt(this.cells, feature.cells, row, column);
    const sum = total(products);
    this.mark.surround(row, column, 3, 3);
    this.maps.forEach(({ grid }, i) => {
      if (i === n) grid.surround(row, column, 1, 1); else grid.frame.hidden = true;
      if (i === n && !grid.table.contains(document.activeElement)) grid.activate(row, column);
    });
    this.focusTitle.textContent = `${feature.name}, row ${row}, column ${column}`;
    products.forEach((line, i) => line.forEach((product, j) => {
      this.fillInk(this.windowGrid, i, j, this.cells[row + i][column + j]);
      this.fillInk(this.featureGrid, i, j, feature.cells[i][j]);
      this.productGrid.fill(i, j, { text: product > 0 ? "1" : "−1", colour: signedColour(product, 2) });
    }));
    const agree = products.flat().filter((product) => product > 0).length;
    const text = matchText(sum, feature.size);
    this.written.textContent = `${agree} cells agree and ${feature.size - agree} do not: the products sum to ` +
      `${writeNumber(sum)}, and their mean is ${writeNumber(sum)}/${feature.size} ${sum % feature.size ? "≈" : "="} ${text}.`;
    this.speak(agree, text);
  }

  // Say the picture in words once it rests.
  speak(agree, text) {
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => {
      if (!this.root.isConnected) return;
      const [n, row, column] = this.focus;
      const { name, size: many } = this.features[n];
      const bests = this.features.map((feature, i) =>
        `${feature.name.toLowerCase()} ${matchText(Math.max(...this.sums[i].flat()), feature.size)}`);
      this.words.textContent = `${name} at row ${row}, column ${column} matches ${text}: ${agree} of ${many} cells agree. ` +
        `Best matches: ${bests.join(", ")}.`;
    }, 120);
  }
}

function render({ model, el }) {
  const matcher = new Matcher(model, el);
  return () => matcher.remove();
}

export default { render };
