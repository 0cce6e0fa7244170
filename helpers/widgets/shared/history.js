// Undo and redo.

const MOST_STEPS = 200;
const ONE_STEP = 600; // milliseconds: a slider that is dragged makes one step of all its changes

/** Remembers earlier settings, each an object of values by name. */
export class History {
  constructor(now = () => performance.now()) {
    this.now = now;
    /** @type {any[]} */
    this.past = [];
    /** @type {any[]} */
    this.future = [];
    this.last = { names: "", at: -Infinity };
  }

  /** Keep the settings as they are before the values with these names change; without names, as a step of its own. */
  record(settings, names) {
    const key = [...names].sort().join();
    const at = this.now();
    const goesOn = key && key === this.last.names && at - this.last.at < ONE_STEP;
    this.last = { names: key, at };
    this.future = [];
    if (goesOn) return;
    this.past.push(settings);
    if (this.past.length > MOST_STEPS) this.past.shift();
  }

  /** Return the settings before the last change, or null; `redo` can then bring back `current`. */
  undo(current) {
    return this.step(this.past, this.future, current);
  }

  redo(current) {
    return this.step(this.future, this.past, current);
  }

  step(from, to, current) {
    const settings = from.pop();
    if (settings === undefined) return null;
    to.push(current);
    this.last = { names: "", at: -Infinity };
    return settings;
  }
}
