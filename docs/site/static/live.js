// Runs the course's explorers and questions on a page without Python. A widget's script asks for
// nothing but a model: get, set, save_changes, on, off and send. In JupyterLab ipywidgets gives it one
// that talks to the kernel; here it is a plain object.

(() => {
  const folder = document.currentScript.src.replace(/[^/]*$/, "explorers/");
  const dark = matchMedia("(prefers-color-scheme: dark)");

  // What Python says to a message of the page, for the widgets that send one.
  const PYTHON = {
    QuestionWidget(model, { given }) {
      const [right, says] = judge(JSON.parse(unpacked(model.get("$answers"))), given);
      model.set("reply", { number: (model.get("reply").number || 0) + 1, given, right, says });
    },
    NetworkBuilder(model, { check }) {
      const problem = "Keras is a part of Python, which this page does without: check in JupyterLab.";
      model.set("_keras", { number: check, rows: [], problem });
    },
  };

  class Model {
    constructor(kind, state) {
      this.kind = kind;
      this.state = withBytes(state);
      this.listeners = new Map();
    }

    get(name) { return this.state[name]; }

    set(name, value) {
      const same = value === this.state[name] || JSON.stringify(value) === JSON.stringify(this.state[name]);
      this.state[name] = value;
      if (same && !(value instanceof DataView)) return;
      for (const heard of [...this.heard(`change:${name}`), ...this.heard("change")]) heard(this, value);
    }

    save_changes() {}

    on(event, listener) {
      for (const one of event.split(" ")) this.listeners.set(one, [...this.heard(one), listener]);
    }

    off(event, listener) {
      for (const one of event.split(" ")) {
        this.listeners.set(one, this.heard(one).filter((known) => listener && known !== listener));
      }
    }

    send(content) { PYTHON[this.kind]?.(this, content); }

    heard(event) { return this.listeners.get(event) || []; }
  }

  // The same judgement as helpers/checks/questions.py.
  function judge(answers, given) {
    if (answers.choices) return answers.choices[Number(given)] || [false, "Choose one of the answers first."];
    const text = given.trim().replace(/−/g, "-").replace(/,/g, ".");
    if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return [false, "Type a number, such as 12 or 0.5."];
    const number = Number(text);
    if (Math.abs(number - answers.answer) <= answers.within) return [true, answers.right];
    const near = ([wrong]) => Math.abs(number - wrong) <= Math.max(answers.within, 1e-6);
    return [false, (answers.wrong.find(near) || [0, answers.otherwise])[1]];
  }

  function unpacked(text) {
    return new TextDecoder().decode(bytes(text));
  }

  function bytes(text) {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  }

  // Bytes are a DataView, as from ipywidgets.
  function withBytes(value) {
    if (Array.isArray(value)) return value.map(withBytes);
    if (value === null || typeof value !== "object") return value;
    if ("$bytes" in value) return new DataView(bytes(value.$bytes).buffer);
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withBytes(part)]));
  }

  // Each explorer's script calls this once.
  window.courseExplorer = (kind, style, define) => {
    document.head.append(Object.assign(document.createElement("style"), { textContent: style }));
    const { render } = define();
    for (const place of document.querySelectorAll(`.course-live[data-explorer="${kind}"]`)) {
      const state = JSON.parse(place.querySelector('script[type="application/json"]').textContent);
      const el = document.createElement("div");
      place.append(el);
      render({ model: new Model(kind, state), el });
      place.querySelector(".course-fallback").hidden = true;
    }
  };

  // The explorers ask for JupyterLab's theme; here it is Furo's, or the system's.
  function followTheme() {
    const { theme } = document.body.dataset;
    const isDark = theme === "dark" || (theme !== "light" && dark.matches);
    document.body.dataset.jpThemeLight = String(!isDark);
  }

  // What scrolls sideways can be reached and scrolled with the keyboard.
  function reachScrolling() {
    for (const box of document.querySelectorAll(".highlight pre, .output, .output pre, .table-wrapper")) {
      if (box.scrollWidth > box.clientWidth + 1) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    followTheme();
    new MutationObserver(followTheme).observe(document.body, { attributeFilter: ["data-theme"] });
    dark.addEventListener("change", followTheme);
    const kinds = new Set([...document.querySelectorAll(".course-live")].map((place) => place.dataset.explorer));
    for (const kind of kinds) {
      document.head.append(Object.assign(document.createElement("script"), { src: `${folder}${kind}.js` }));
    }
    reachScrolling();
    addEventListener("resize", reachScrolling);
  });
})();
