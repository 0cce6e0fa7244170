// The names of places in a network, and the sentences that a screen reader hears.

/**
 * A place in the network. A view reads it and moves to another with `page.go(place)`.
 * @typedef {object} Place
 * @property {"network"|"map"|"cell"|"why"} view "map" is of a node with rows and columns only; a flat one, such as a
 *   dense layer, goes straight to "cell".
 * @property {number} image Which image.
 * @property {number} node
 * @property {number} channel @property {number} row @property {number} column In "why", `channel` is the class; node, row
 *   and column stay as they are.
 *
 * What the views of one map, one cell and "why" need of the page, beside what View has (`on`, `watchKeys`, `width`, …).
 * @typedef {object} NetworkPage
 * @property {(place: Partial<Place>) => void} go Move: what is given is changed, the rest stays. It draws once per frame. Moves
 *   within one map or cell are not steps of their own for Back.
 * @property {() => void} up One level up, as Escape and Backspace do.
 * @property {import("./edits.js").Edits} edits What is changed now.
 * @property {(edits: import("./edits.js").Edits) => void} edit Change the image or the network; it can be undone.
 * @property {string[]} classNames One for each output.
 * @property {number[]} range [black, white] of the image's pixels.
 * @property {number} width Of the page, in pixels.
 * @property {(target: HTMLElement, event: string, act: (event: any) => void) => void} on
 * @property {(node: HTMLElement, from: (event: any) => any, move: (place: number[], event: any) => void) => void} watchKeys
 *
 * Each view is made once: `new MapView(host, page)`. Its `node` is appended to the host and is hidden by the page where
 * another view is shown. `update(run, place)` draws; it is called at most once per frame. `focus()` gives the keyboard to the
 * view's main part, after a move into it by key. `inWords(run, place)` is the sentence for the aria-live line.
 */

/**
 * The way to a place: Network › conv 2 › map 5 › row 3, column 7.
 * @param {import("./forward.js").Network} network
 * @param {Place} place
 * @param {string[]} classNames
 * @returns {{text: string, place: Place}[]} Each part with the place that it leads to; the last is where one is.
 */
export function path(network, place, classNames) {
  throw new Error(`not written yet ${network} ${place} ${classNames}`);
}

/**
 * What is to be seen at a place, in one or two sentences, for the aria-live line. For all views.
 * @param {import("./forward.js").Run} run
 * @param {Place} place
 * @param {string[]} classNames
 * @returns {string}
 */
export function placeWords(run, place, classNames) {
  throw new Error(`not written yet ${run} ${place} ${classNames}`);
}

/** A map or unit by name: "map 5 of conv 2", "unit 7 of dense 1", "Ankle boot". */
export function mapName(network, node, channel, classNames) {
  throw new Error(`not written yet ${network} ${node} ${channel} ${classNames}`);
}
