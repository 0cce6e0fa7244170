// Drawing shared by the course's widgets. It is put in front of a widget's own script: one module.

// Make an element: element("p", { class: "note", text: "…", onclick: act }, child, child).
function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "text") made.textContent = value;
    else if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

// The outermost element of a widget. No key pressed inside it reaches JupyterLab's shortcuts, where
// "a" would insert a cell and "d d" delete one.
function courseRoot(label) {
  const root = element("div", { class: "course-widget", role: "group", "aria-label": label });
  root.setAttribute("data-lm-suppress-shortcuts", "true");
  root.addEventListener("keydown", (event) => event.stopPropagation());
  return root;
}

// Run a drawing function at most once a frame, however many events ask for it.
function oncePerFrame(draw) {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; draw(); });
  };
}
