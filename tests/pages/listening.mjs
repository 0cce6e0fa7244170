// For test_live.py: what the listeners of a model of the web edition hear.

import { Model } from "../../docs/site/live/model.mjs";

/**
 * @param {Record<string, any>} state
 * @param {any[][]} steps ["on" or "off", events, name of a listener] or ["set", trait, value]; null is undefined.
 */
export function heard(state, steps) {
  const model = new Model(state);
  const log = [];
  const names = steps.map(([, , name]) => name).filter((name) => typeof name === "string");
  const listeners = Object.fromEntries(names.map((name) => [name, (_, value) => log.push([name, value ?? null])]));
  for (const [act, name, value] of steps) {
    if (act === "set") model.set(name, value);
    else model[act](name ?? undefined, listeners[value]);
  }
  return log;
}

/** What Python would be told, and what a trait is then. */
export function answered(state, content) {
  const model = new Model(state, (one, { number }) => one.set("reply", number + 1));
  model.send(content);
  return model.get("reply");
}

export function bytesOf(state, name) {
  const view = new Model(state).get(name);
  return [...new Uint8Array(view.buffer, view.byteOffset, view.byteLength)];
}
