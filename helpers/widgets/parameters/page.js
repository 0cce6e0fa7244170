// ParameterCounter. Its sums are whole numbers of any size (BigInt): a dense layer soon needs more than
// a decimal number holds exactly.

const LARGEST_SIZE = 1024;
const LARGEST_DEPTH = 2048;
const LARGEST_CELLS = 64;
const DRAWN_FILTERS = 6; // more are named, not drawn
const DRAWN_SHEETS = 20; // of a volume
const DRAWN_SLICES = 7; // of a filter

// ---- Arithmetic ----

function compute(settings) {
  const { size, channels, kernel_size, filters, stride, padding, bias } = settings;
  const [rows, columns] = size.map((pixels) => layAxis(pixels, kernel_size, { stride, padding, dilation: 1 }));
  const each = BigInt(kernel_size) ** 2n * BigInt(channels);
  const weights = each * BigInt(filters);
  const biases = bias ? BigInt(filters) : 0n;
  const stops = BigInt(rows.output) * BigInt(columns.output);
  const inputs = BigInt(rows.pixels) * BigInt(columns.pixels) * BigInt(channels);
  const outputs = stops * BigInt(filters);
  const ownBiases = bias ? outputs : 0n; // in the other two layers no two outputs share one
  return {
    ...settings, rows, columns, each, weights, biases, stops, inputs, outputs, ownBiases,
    parameters: weights + biases,
    multiplications: stops * weights,
    local: outputs * each + ownBiases,
    dense: inputs * outputs + ownBiases,
  };
}

// ---- Words ----

function shape(...sides) {
  return sides.join(" × ");
}

function thousands(number) {
  return number.toLocaleString("en-US");
}

// A long number may go on in the next line behind a comma.
function breakable(text) {
  return text.split(/(?<=,)/).flatMap((part, place) => (place ? [element("wbr"), part] : [part]));
}

function several(count, name) {
  return `${thousands(count)} ${name}${Number(count) === 1 ? "" : "s"}`;
}

function filterWords(state, filter) {
  const { kernel_size, channels, each, rows, columns, bias, filters } = state;
  return `Filter ${filter} of ${filters}, counted from 0, spans all ${several(channels, "channel")}: ` +
    `${kernel_size} · ${kernel_size} · ${channels} = ${several(each, "weight")}${bias ? " and a bias" : ", no bias"}. ` +
    `It makes channel ${filter} of the output, ${shape(rows.output, columns.output)} numbers.`;
}

// ---- Volumes ----

// How far the sheets of a volume lie apart: a deep one is not drawn deeper than the page has room for.
function spacing(sheets, room) {
  return Math.max(2, Math.min(11, room / Math.max(sheets - 1, 1)));
}

// A volume as sheets behind each other, each a little further right and up. `block` goes through all of
// them; the sheet `lit` is outlined.
function volume(role, [height, width], count, { scale, depth, most = DRAWN_SHEETS, block = null, lit = null }) {
  const sheets = Math.min(count, most);
  const step = spacing(sheets, depth);
  const [high, wide] = [height, width].map((side) => Math.max(side * scale, 5));
  const back = (sheets - 1) * step;
  const margin = 3;
  const picture = drawn("svg", { width: wide + back + 2 * margin, height: high + back + 2 * margin, class: `volume ${role}`, "aria-hidden": "true" });
  for (let sheet = sheets - 1; sheet >= 0; sheet--) {
    const sides = { x: margin + sheet * step, y: margin + back - sheet * step, width: wide, height: high };
    picture.append(drawn("rect", { ...sides, class: `sheet${sheet === lit ? " lit" : ""}` }));
  }
  if (block) {
    const [top, left, tall, broad] = block.map((side) => side * scale);
    const place = { width: Math.max(broad, 4), height: Math.max(tall, 4) };
    const [x, y] = [margin + left, margin + back + top];
    picture.append(drawn("rect", { ...place, x: x + back, y: y - back, class: "block behind" }));
    for (const [dx, dy] of [[0, 0], [place.width, 0], [place.width, place.height], [0, place.height]]) {
      picture.append(drawn("line", { x1: x + dx, y1: y + dy, x2: x + dx + back, y2: y + dy - back, class: "block behind" }));
    }
    picture.append(drawn("rect", { ...place, x, y, class: "block" }));
  }
  return picture;
}

// The window at the stop in the middle: top, left, rows and columns, as far as it lies on the picture.
function windowOf({ rows, columns }) {
  const along = (axis) => {
    const first = Math.floor((axis.output - 1) / 2) * axis.stride - axis.before;
    const [start, end] = [Math.max(first, 0), Math.min(first + axis.kernel, axis.pixels)];
    return [start, end - start];
  };
  const [[top, tall], [left, broad]] = [along(rows), along(columns)];
  return [top, left, tall, broad];
}

// ---- The page ----

class CounterPage extends SettingsPage {
  constructor(model, parent) {
    super(model, parent, ["size", "channels", "kernel_size", "filters", "stride", "padding", "bias"]);
  }

  compute(settings) {
    return compute(settings);
  }

  // -- Building --

  build(parent) {
    this.root = courseRoot("Parameter counter");
    this.root.classList.add("parameter-counter");
    const figure = (role) => {
      const title = element("div", { class: "title" });
      const picture = element("div", { class: "picture" });
      return { title, picture, node: element("div", { class: `figure figure-${role}` }, title, picture) };
    };
    this.input = figure("input");
    this.output = figure("output");
    this.filtersTitle = element("div", { class: "title" });
    this.filters = element("div", { class: "filters", role: "radiogroup", "aria-label": "The filters, drawn" });
    this.more = element("div", { class: "more" });
    const arrow = () => element("span", { class: "sign", text: "→", "aria-hidden": "true" });
    this.scene = element("div", { class: "scene" }, this.input.node, arrow(),
      element("div", { class: "figure figure-kernel" }, this.filtersTitle, this.filters, this.more), arrow(), this.output.node);
    this.sum = element("div", { class: "sum", role: "group", "aria-label": "The sum" });
    this.work = element("p", { class: "work" });
    this.beside = element("table", { class: "beside-it" });
    this.scale = element("p", { class: "how" });
    this.problem = element("p", { class: "problem course-bad", role: "alert", hidden: true });
    this.words = element("p", { class: "words", "aria-live": "polite" });
    this.stage = element("div", { class: "stage" }, this.scene, this.words, this.sum, this.work, this.beside, this.scale);
    this.root.append(this.buildSettings(), this.problem, this.stage);
    parent.append(this.root);
  }

  buildSettings() {
    return this.settingsBar((bar) => {
      bar.whole("rows", "Rows", { largest: LARGEST_SIZE });
      bar.whole("columns", "Columns", { largest: LARGEST_SIZE });
      bar.whole("channels", "Channels", { largest: LARGEST_DEPTH });
      bar.whole("kernel_size", "Kernel", { largest: LARGEST_CELLS });
      bar.whole("filters", "Filters", { largest: LARGEST_DEPTH });
      bar.whole("stride", "Stride", { largest: LARGEST_CELLS });
      bar.choice("padding", "Padding", [["valid", "valid"], ["same", "same"]]);
      bar.check("bias", "Biases");
    });
  }

  listen() {
    const filterAt = (event) => event.target.closest?.("[data-filter]")?.dataset.filter;
    this.filters.addEventListener("pointermove", (event) => this.point(filterAt(event)));
    this.filters.addEventListener("click", (event) => {
      this.point(filterAt(event));
      this.filters.children[this.focus]?.focus({ preventScroll: true });
    });
    this.filters.addEventListener("keydown", (event) => this.key(event));
  }

  // -- Settings --

  showSettings() {
    const { size: [rows, columns], ...others } = this.settings();
    this.bar.show({ rows, columns, ...others });
  }

  // Take over what the learner typed. Python knows rows and columns as one size.
  change({ rows, columns, ...others }) {
    const size = this.model.get("size");
    this.set(rows || columns ? { size: [rows ?? size[0], columns ?? size[1]] } : others);
  }

  // -- Choosing a filter --

  point(filter) {
    if (filter === undefined || Number(filter) === this.focus) return;
    this.focus = Number(filter);
    this.draw();
  }

  key(event) {
    const last = this.shown() - 1;
    const places = { ArrowUp: this.focus - 1, ArrowLeft: this.focus - 1, ArrowDown: this.focus + 1, ArrowRight: this.focus + 1, Home: 0, End: last };
    if (!(event.key in places) || event.altKey || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    this.focus = Math.min(Math.max(places[event.key], 0), last);
    this.drawNow();
    this.filters.children[this.focus].focus();
  }

  shown() {
    return Math.min(this.state?.filters ?? 1, DRAWN_FILTERS);
  }

  // -- Drawing --

  drawState() {
    const { size, channels, kernel_size, filters, rows, columns } = this.state;
    this.focus = Math.min(this.focus, this.shown() - 1);
    // Both volumes, the filters and the arrows between them stand side by side, on a narrow page too.
    const room = Math.min(Math.max(((this.width || 700) - 180) / 2, 90), 204);
    this.sides = { scale: 0.58 * room / Math.max(...size, rows.output, columns.output), depth: 0.4 * room };
    write(this.input.title, `${shape(...size, channels)} in`);
    write(this.output.title, `${shape(rows.output, columns.output, filters)} out`);
    write(this.filtersTitle, `${several(filters, "filter")} of ${shape(kernel_size, kernel_size, channels)}`);
    const [{ scale, depth }, block] = [this.sides, windowOf(this.state)];
    drawFor(this.input.picture, [size, channels, scale, depth, block], () => [volume("input", size, channels, { scale, depth, block })]);
    this.drawFilters();
    this.drawSum();
    this.drawBeside();
  }

  drawFilters() {
    const { channels, kernel_size, filters } = this.state;
    const scale = Math.min(Math.max(this.sides.scale, 16 / kernel_size), 26 / kernel_size);
    resize(this.filters, this.shown(), (filter) => element("div", { role: "radio", "aria-label": `Filter ${filter}`, "data-filter": filter, class: "filter", tabindex: -1 }));
    [...this.filters.children].forEach((button, filter) => {
      drawFor(button, [kernel_size, channels, scale], () => [
        volume("kernel", [kernel_size, kernel_size], channels, { scale, depth: 20, most: DRAWN_SLICES }),
        element("span", { text: String(filter), "aria-hidden": "true" })]);
    });
    write(this.more, filters > DRAWN_FILTERS ? `and ${thousands(filters - DRAWN_FILTERS)} more` : "");
    this.more.hidden = filters <= DRAWN_FILTERS;
  }

  // The sum, each number in a box with its name below it.
  drawSum() {
    const { kernel_size, channels, each, filters, weights, biases, parameters, stops, multiplications } = this.state;
    const chip = (role, value, name) => element("span", { class: `chip chip-${role}` },
      element("b", { text: thousands(value) }), element("small", { text: name }));
    const line = (name, ...parts) => element("div", { class: `line line-${name.replaceAll(" ", "-")}` },
      element("span", { class: "which", text: name }), ...parts);
    become(this.sum,
      line("one filter", chip("kernel", kernel_size, "rows"), "·", chip("kernel", kernel_size, "columns"), "·",
        chip("input", channels, "channels"), "=", chip("kernel", each, "weights")),
      line("all filters", chip("kernel", each, "weights"), "·", chip("output", filters, "filters"), "=", chip("kernel", weights, "weights")),
      line("the layer", chip("kernel", weights, "weights"), "+", chip("focus", biases, "biases"), "=", chip("total", parameters, "parameters")),
    );
    write(this.work, `For one image: ${several(stops, "stop")} · ${several(weights, "weight")} = ${several(multiplications, "multiplication")}.`);
  }

  // The same volumes joined by other layers. The bars are logarithmic: they would not fit the page otherwise.
  drawBeside() {
    const { each, inputs, outputs, ownBiases, dense, local, parameters, weights, biases } = this.state;
    const sum = (product, added) => product + (added ? ` + ${thousands(added)}` : "");
    const layers = [
      ["dense", sum(`${thousands(inputs)} · ${thousands(outputs)}`, ownBiases), dense],
      ["locally connected", sum(`${thousands(each)} · ${thousands(outputs)}`, ownBiases), local],
      ["convolution", sum(thousands(weights), biases), parameters],
    ];
    const tens = Math.max(1, ...layers.map(([, , count]) => String(count).length));
    const row = ([name, terms, count]) => element("tr", { class: `row-${name.replace(" ", "-")}` },
      element("th", { scope: "row", text: name }), element("td", { class: "terms", text: terms }),
      element("td", { class: "count" }, ...breakable(thousands(count))),
      element("td", { class: "share", "aria-hidden": "true" }, element("div", { class: "track" },
        element("div", { class: "bar", style: `width: ${(100 * Math.log10(Number(count))) / tens}%; background-size: ${100 / tens}cqw 100%` }))));
    become(this.beside,
      element("caption", { text: "Parameters between the same two volumes" }),
      element("thead", {}, element("tr", {}, ...["layer", "sum", "parameters", "tenfold at each tick"].map((text) => element("th", { scope: "col", text })))),
      element("tbody", {}, ...layers.map(row)));
    const factor = (count) => thousands((count + parameters / 2n) / parameters);
    write(this.scale, dense === parameters ? "All three need the same: each filter sees the whole volume at once, and makes one number."
      : `The dense layer needs ${factor(dense)} times as many parameters as the convolution, the locally connected one ${factor(local)} times.`);
  }

  drawFocus() {
    const { rows, columns, filters } = this.state;
    [...this.filters.children].forEach((button, filter) => {
      const chosen = filter === this.focus;
      if (button.getAttribute("aria-checked") !== String(chosen)) button.setAttribute("aria-checked", String(chosen));
      button.setAttribute("tabindex", chosen ? "0" : "-1");
    });
    const [size, { scale, depth }, lit] = [[rows.output, columns.output], this.sides, this.focus];
    drawFor(this.output.picture, [size, filters, scale, depth, lit], () => [volume("output", size, filters, { scale, depth, lit })]);
  }

  // Say the picture in words once it rests, so that a held key does not make a screen reader stumble.
  speak() {
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => {
      if (!this.state || !this.root.isConnected) return;
      write(this.words, `${filterWords(this.state, this.focus)} The layer has ${several(this.state.parameters, "parameter")}.`);
    }, 120);
  }
}

function render({ model, el }) {
  const page = new CounterPage(model, el);
  return () => page.remove();
}

export default { render };
