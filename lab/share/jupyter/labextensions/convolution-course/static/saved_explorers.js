// Draws the saved explorers of a lesson that JupyterLab gave up on.
//
// jupyterlab_widgets 3.0 reads them from the notebook when the connection to the kernel is ready. On a busy machine, the
// connection may be announced after that has begun. It then takes the kernel's answer, which knows of no explorer yet, for
// the end of the search, writes "Error displaying widget: model not found", and never looks again.

const GIVEN_UP = "Error displaying widget: model not found";
const WAITS = [200, 400, 800, 1600, 3200, 6400, 12800]; // milliseconds; by the first, the explorers have mostly been read

/**
 * Look at the outputs of an opened notebook a few times, and draw those that were given up again.
 * @param {any} panel JupyterLab's NotebookPanel.
 */
export async function drawSavedExplorers(panel) {
  await panel.sessionContext.ready;
  for (const wait of WAITS) {
    await new Promise((done) => setTimeout(done, wait));
    if (panel.isDisposed) return;
    for (const { renderer, model } of givenUp(panel)) renderer.renderModel(model);
  }
}

/**
 * The outputs that show that message: what draws each of them, and its model.
 * @param {any} panel
 */
export function givenUp(panel) {
  const areas = panel.content.widgets.flatMap((/** @type {any} */ cell) => cell.outputArea ?? []);
  return areas.flatMap((/** @type {any} */ area) =>
    area.widgets.flatMap((/** @type {any} */ output, /** @type {number} */ place) =>
      [...output.children()]
        .filter((renderer) => renderer.node.textContent === GIVEN_UP)
        .map((renderer) => ({ renderer, model: area.model.get(place) })),
    ),
  );
}
