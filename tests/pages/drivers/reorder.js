// For test_network_builder.py: things in a list that are dragged, with no more of a page than that needs.

import { Reorder } from "../network_builder/reorder.js";

/**
 * What a list looks like after each event.
 * @param {{left: number, top: number, width: number, height: number}[]} boxes Of the things in the list.
 * @param {[string, any][]} events Names and what they carry; `place` is the thing that is pressed, `isGrip` whether on its grip.
 * @returns {string[]} The classes of each thing with its shift, and the drops: [from, to].
 */
export function follow(boxes, events) {
  const [handlers, drops] = [{}, []];
  globalThis.window = /** @type {any} */ ({});
  const things = boxes.map((box) => ({ ...withClasses(), style: { transform: "" }, getBoundingClientRect: () => box }));
  const holder = { ...withClasses(), querySelectorAll: () => things, setPointerCapture: () => {} };
  const page = { on: (_, name, handler) => { handlers[name] = handler; } };
  new Reorder(/** @type {any} */ (page), /** @type {any} */ (holder),
    { items: "thing", grip: "grip", drop: (from, to) => drops.push(`${from} to ${to}`) });
  return events.map(([name, { place, isGrip = true, x, y, button = 0, key }]) => {
    const closest = (selector) => (selector === "grip" && !isGrip ? null : things[place] ?? null);
    handlers[name]({ target: { closest }, clientX: x, clientY: y, button, key, pointerId: 1, preventDefault: () => {} });
    const marked = things.flatMap(({ classes, style }, n) => (classes.size || style.transform
      ? [[n, ...classes, style.transform].filter((part) => part !== "").join(" ")] : []));
    return [...holder.classes, ...marked, ...drops.splice(0)].join("; ");
  });
}

function withClasses() {
  const classes = new Set();
  const toggle = (name, isOn) => (isOn ? classes.add(name) : classes.delete(name));
  return { classes, classList: { add: (name) => classes.add(name), remove: (...names) => names.forEach((name) => classes.delete(name)), toggle } };
}
