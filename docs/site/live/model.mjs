// A model for an explorer on a page without Python. In JupyterLab, ipywidgets gives the page one that talks
// to the kernel; the methods and events here are the same, as far as the explorers use them.

export class Model {
  /**
   * @param {Record<string, any>} state The traits and their values.
   * @param {(model: Model, content: any) => void} [answer] What Python would do with a message.
   */
  constructor(state, answer = () => {}) {
    this.state = withBytes(state);
    this.answer = answer;
    /** @type {{event: string, act: Function}[]} */
    this.listeners = [];
  }

  get(name) {
    return this.state[name];
  }

  set(name, value) {
    const isSame = value === this.state[name] || JSON.stringify(value) === JSON.stringify(this.state[name]);
    this.state[name] = value;
    if (isSame && !(value instanceof DataView)) return;
    this.trigger(`change:${name}`, value);
    this.trigger("change");
  }

  save_changes() {}

  send(content) {
    this.answer(this, content);
  }

  on(events, act) {
    for (const event of events.split(" ")) this.listeners.push({ event, act });
  }

  // Without a listener, remove all of the events' listeners; without an event, remove the listener everywhere.
  off(events, act) {
    const ended = events?.split(" ");
    this.listeners = this.listeners.filter((one) => (ended && !ended.includes(one.event)) || (act && act !== one.act));
  }

  // A listener that another one removes is still called in this round; one that it adds is not.
  trigger(event, ...values) {
    for (const one of this.listeners.filter((known) => known.event === event)) one.act(this, ...values);
  }
}

export function bytesFrom(base64) {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

// Bytes are a DataView, as ipywidgets hands them over.
function withBytes(value) {
  if (Array.isArray(value)) return value.map(withBytes);
  if (value === null || typeof value !== "object") return value;
  if ("$bytes" in value) return new DataView(bytesFrom(value.$bytes).buffer);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withBytes(part)]));
}
