// What the lessons need from JupyterLab and Notebook 7: pictures with alternative text and a look for the dark theme, saved
// explorers that are drawn again, and the styles in course.css.
//
// JupyterLab's own <img> has no alternative text. Here its class for pictures gets it, from where plots.show and the
// explorers put it: the metadata of the output. A figure of the learner's own has a line of text instead.
//
// Other extensions are built with webpack. This file is what such a build would give, written by hand: an object in
// _JUPYTERLAB that gets JupyterLab's shared packages with `init`, and hands out its modules with `get`.
(() => {
  const PICTURES = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"];
  let packages = {};

  /** Return the module of a package that JupyterLab shares with its extensions. */
  async function shared(name) {
    const [version] = Object.values(packages[name]);
    return (await version.get())();
  }

  /** Return the words of a picture: those in the metadata, else its line of text, if that is one for readers. */
  function wordsOf(model, mimeType) {
    const words = model.metadata[mimeType]?.alt ?? String(model.data["text/plain"] ?? "");
    return words && !words.startsWith("<") ? words : "A picture without a description";
  }

  async function mimeExtension() {
    const { RenderedImage } = await shared("@jupyterlab/rendermime");
    const { prepareForDark } = await onDark;

    class DescribedImage extends RenderedImage {
      async render(model) {
        await super.render(model);
        const image = this.node.querySelector("img");
        image.alt = wordsOf(model, this.mimeType);
        const { photos } = model.metadata[this.mimeType] ?? {};
        if (photos !== undefined) prepareForDark(image, photos);
      }
    }

    const rendererFactory = {
      safe: true,
      mimeTypes: PICTURES,
      defaultRank: 90, // that of JupyterLab's own, which it replaces
      createRenderer: (options) => new DescribedImage(options),
    };
    return { id: "convolution-course:pictures", rendererFactory, dataType: "string" };
  }

  async function extension() {
    const { INotebookTracker } = await shared("@jupyterlab/notebook");
    const { drawSavedExplorers } = await savedExplorers;
    return {
      id: "convolution-course:saved-explorers",
      autoStart: true,
      requires: [INotebookTracker],
      activate: (_app, notebooks) => notebooks.widgetAdded.connect((_, panel) => drawSavedExplorers(panel)),
    };
  }

  const onDark = import(new URL("on_dark.js", document.currentScript.src).href);
  const savedExplorers = import(new URL("saved_explorers.js", document.currentScript.src).href);
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = new URL("course.css", document.currentScript.src).href;
  document.head.append(style);

  window._JUPYTERLAB = window._JUPYTERLAB ?? {};
  window._JUPYTERLAB["convolution-course"] = {
    init(scope) {
      packages = scope;
    },
    async get(name) {
      const module = await (name === "./extension" ? extension() : mimeExtension());
      return () => ({ __esModule: true, default: module });
    },
  };
})();
