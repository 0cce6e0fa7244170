"""NetworkExplorer: your whole network on one screen, down to every product."""

from pathlib import Path

import traitlets

from helpers.widgets.base import CourseWidget


class NetworkExplorer(CourseWidget):
    """See your whole network at work on an image, from the pixels to the probabilities, down to every product."""

    folder = Path(__file__).parent

    # What the page is given; see forward.js.
    network = traitlets.Dict().tag(sync=True)  # description.py: {nodes, output, decision, classes, shape, parameters}
    weights = traitlets.Bytes().tag(sync=True)  # float32
    other_network = traitlets.Dict().tag(sync=True)  # that of `compare`; {} where there is none
    other_weights = traitlets.Bytes().tag(sync=True)
    names = traitlets.List().tag(sync=True)  # of the networks: ["network"], ["untrained", "trained"]
    images = traitlets.Dict().tag(sync=True)  # {count, shape, type, range, data}
    labels = traitlets.List().tag(sync=True)  # the class of each image; [] where they are unknown
    class_names = traitlets.List().tag(sync=True)  # one for each output
    image_names = traitlets.List().tag(sync=True)  # one for each image
    agreement = traitlets.Dict().tag(sync=True)  # Keras's answers: {network: [[p, …] for each image], other: [[p, …], …]}
    size = traitlets.Unicode("whole").tag(sync=True)  # or "small"
    # What comes back, and can be set from Python.
    place = traitlets.Dict().tag(sync=True)  # {view, image, node, channel, row, column}
    edits = traitlets.Dict().tag(sync=True)  # edits.js
    terms = traitlets.Dict().tag(sync=True)  # termsForPython of terms.js: the terms in view
    _start = traitlets.Dict().tag(sync=True)  # {place, edits}
