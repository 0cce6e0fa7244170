// Play: the image goes through the network, layer by layer.

import { button, element, setText } from "../shared/dom.js";
import { by, clamp, counted, grouped } from "../shared/numbers.js";
import { activationName } from "./words.js";

const PACE = 1500; // milliseconds for a layer

export class Player {
  /**
   * @param {any} page
   * @param {() => void} changed Called with each step.
   */
  constructor(page, changed) {
    this.page = page;
    this.changed = changed;
    /** @type {number|null} The last layer that is shown; null for all. */
    this.step = null;
    this.isPlaying = false;
    this.playButton = button("play", "▶ Play", () => (this.isPlaying ? this.pause() : this.play()));
    this.back = button("step-back", "◀", () => this.move(-1), { "aria-label": "One layer back", title: "One layer back", hidden: true });
    this.forward = button("step-forward", "▶", () => this.move(1), { "aria-label": "One layer on", title: "One layer on", hidden: true });
    this.end = button("show-all", "Show all", () => this.stop(), { hidden: true });
    this.node = element("span", { class: "player", role: "group", "aria-label": "Play" }, this.playButton, this.back, this.forward, this.end);
  }

  get last() {
    return this.page.network.nodes.length - 1;
  }

  play() {
    const moves = !matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (!moves && this.step !== null && this.step < this.last) return this.move(1);
    this.step = this.step === null || this.step >= this.last ? 0 : this.step;
    this.isPlaying = moves; // else the buttons move it
    this.show();
    if (moves) this.wait();
  }

  wait() {
    this.page.later("play", PACE, () => {
      if (!this.page.root.isConnected || this.step === null || this.step >= this.last) return this.pause();
      this.step += 1;
      this.show();
      this.wait();
    });
  }

  pause() {
    this.page.cancel("play");
    this.isPlaying = false;
    this.show();
  }

  move(by) {
    this.page.cancel("play");
    this.isPlaying = false;
    this.step = clamp((this.step ?? 0) + by, 0, this.last);
    this.show();
  }

  /** Show the whole network again. */
  stop() {
    if (this.step === null && !this.isPlaying) return;
    this.page.cancel("play");
    this.isPlaying = false;
    this.step = null;
    const hadFocus = this.node.contains(document.activeElement) && document.activeElement !== this.playButton;
    this.show();
    if (hadFocus) this.playButton.focus();
  }

  show() {
    const { step } = this;
    setText(this.playButton, this.isPlaying ? "❚❚ Pause" : step === null ? "▶ Play" : step >= this.last ? "▶ Play again" : "▶ Go on");
    for (const one of [this.back, this.forward, this.end]) one.hidden = step === null;
    this.page.root.classList.toggle("playing", this.isPlaying); // then what flows moves
    this.back.disabled = step === 0;
    this.forward.disabled = step === this.last;
    this.changed();
  }
}

/** What happens at one layer, for a reader who sees it for the first time. */
export function stepWords(network, step, answer) {
  const node = network.nodes[step];
  const where = `Step ${step + 1} of ${network.nodes.length}, ${node.short}: `;
  const source = network.nodes[node.inputs[0]];
  const size = by(node.height, node.width);
  const says = {
    input: () => `the image, ${by(...node.shape.slice(0, 2))} pixels${node.channels > 1 ? ` in ${node.channels} channels` : ""}.`,
    rescaling: () => "every pixel is multiplied by one number, and another is added: the network gets numbers near 0.",
    conv: () => `${counted(node.channels, "filter")} of ${by(...node.size)} slide over ${source.index === 0 || source.channels === 1 ? "the image" :
      `all ${source.channels} maps`}. Each filter makes one map of ${size}${node.activation ? `, after ${activationName(node.activation)}` : ""}.`,
    depthwise: () => `each map gets a kernel of ${by(...node.size)} of its own: ${counted(node.channels, "map")} of ${size}.`,
    pool: () => `of each ${by(...node.size)} cells, ${node.mode === "max" ? "the largest" : "the average"} stays: the maps shrink to ${size}.`,
    global_pool: () => `of each map, one number stays: its ${node.mode === "max" ? "largest value" : "average"}.`,
    batch_norm: () => "each map is shifted and scaled by numbers that training has fixed.",
    activation: () => `${node.activation ? activationName(node.activation) : "a function"} is applied to every number.`,
    flatten: () => `the ${counted(source.channels, "map")} become one list of ${grouped(node.channels)} numbers.`,
    dense: () => `each of ${grouped(node.channels)} units adds up all ${grouped(source.channels * source.height * source.width)} numbers, each times a weight` +
      `${node.activation ? `, and ${activationName(node.activation)} is applied` : ""}.`,
    add: () => "the maps of two layers are added, cell by cell.",
    concatenate: () => "the maps of several layers are put side by side.",
    pad: () => "a border of zeros is added.",
    nothing: () => node.note,
  }[node.kind];
  const said = where + (says ? says() : node.title);
  return step === network.output ? `${said} The answer: ${answer}` : said;
}
