"""The state of the explorers and questions of the lessons, for the web edition, which runs no Python.

`make notebooks` saves the state when it runs a lesson, as the kernel sends it to a page. It is kept beside
the site, because a notebook with widget state would change with every run, and show no picture without a
kernel:

    docs/site/state/02_convolution_by_hand.json     one line for each explorer or question
    docs/site/state/3fa1….xz                        long bytes, such as a photo, named by their SHA-256

An entry has the id of its cell. For an explorer of the course, it also has the explorer's class, its
description at that moment, and the values of its traits. An explorer of a trained network has its class
and a few settings instead: the web edition shows it with the pocket network, whose state is made when the
pages are built. Large trained networks and images of the data set are never saved.
"""

import base64
import copy
import functools
import hashlib
import importlib
import json
import lzma
import operator
from pathlib import Path

from helpers.pocket import pocket_network
from helpers.widgets.base import CourseWidget

FOLDER = Path(__file__).resolve().parent / "state"
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
# Explorers of a trained network, and those of their traits that stay as the lesson set them.
WITH_POCKET_NETWORK = {"DrawGarment": (), "NetworkExplorer": ("size",)}
LONGEST_INLINE = 1024  # characters of base64; longer bytes get a file of their own


def record(cell, client):
    """Return the entry of a cell that has just been executed, or None if it shows no widget.

    Parameters
    ----------
    cell : nbformat.NotebookNode
        Its outputs still say which widget they show.
    client : nbclient.NotebookClient
        It runs the cell with `store_widget_state`.

    Returns
    -------
    dict or None
        Bytes are written as {"$bytes": base64}.
    """
    output = cell.outputs[-1] if cell.get("outputs") else {}
    if output.get("output_type") != "execute_result" or WIDGET_VIEW not in output["data"]:
        return None
    model = output["data"][WIDGET_VIEW]["model_id"]
    sent = _with_bytes(client.widget_state[model], client.widget_buffers.get(model, {}).values())
    widget = _class_of(sent)
    if widget is None:
        return {"cell": cell.id}
    name = f"{widget.__module__}.{widget.__name__}"
    if widget.__name__ in WITH_POCKET_NETWORK:
        kept = {trait: sent[trait] for trait in WITH_POCKET_NETWORK[widget.__name__]}
        if sent.get("other_network"):
            kept |= {"compares": True, "names": sent["names"]}
        begins = sent.get("place", {}).get("image")
        if begins != sent.get("_start", {}).get("place", {}).get("image"):  # the lesson chose its first image
            kept["image"] = begins
        return {"cell": cell.id, "class": name, "pocket": kept}
    return {
        "cell": cell.id,
        "class": name,
        "says": output["data"]["text/plain"],
        "state": {name: sent[name] for name in sorted(trait_names(widget))},
    }


def trait_names(widget):
    """Return the names of the traits that the course itself declares for a page.

    Those of ipywidgets and anywidget, such as the layout and the script, belong to JupyterLab.
    """
    bases = [base for base in widget.__mro__ if issubclass(base, CourseWidget)]
    return {name for base in bases for name in base.class_own_traits(sync=True)}


def with_pocket_network(entry):
    """Return the state of an explorer of a trained network, with the pocket network in its place.

    Parameters
    ----------
    entry : dict
        With the explorer's class and `pocket`, its settings.

    Returns
    -------
    dict
        As `record` makes it, bytes included.
    """
    network, settings = pocket_network(), dict(entry["pocket"])
    widget = class_named(entry["class"])
    if widget.__name__ == "DrawGarment":
        return state_of(widget(network, **settings))
    if settings.pop("compares", False):
        settings["compare"] = network.untrained()
    names = {"labels": range(len(network.names)), "class_names": network.names}
    begins = settings.pop("image", None)
    explorer = widget(network, network.garments, **names, **settings)
    if begins is not None:
        explorer.place = {"image": begins}
    return state_of(explorer)


def state_of(widget):
    """Return the traits of a widget in this process, as `record` saves those of one in a kernel."""
    names = trait_names(class_named(widget._anywidget_id))  # type(widget) is a class that anywidget derived
    return _written(widget.get_state(sorted(names)))


def class_named(name):
    """Return a class by the name of its module and its own, joined by a dot."""
    module, _, own = name.rpartition(".")
    return getattr(importlib.import_module(module), own)


def save(lesson, entries, executed_sources):
    """Write the entries of a lesson, with the fingerprint of the code that made them.

    Parameters
    ----------
    lesson : str
        Such as "02_convolution_by_hand".
    entries : list of dict
    executed_sources : str
    """
    FOLDER.mkdir(exist_ok=True)
    lines = ",\n".join(json.dumps(_map_bytes(entry, _put_away), ensure_ascii=False) for entry in entries)
    text = f'{{"executed_sources": "{executed_sources}", "explorers": [\n{lines}\n]}}\n'
    (FOLDER / f"{lesson}.json").write_text(text, encoding="utf-8")
    _remove_unused_bytes()


def load(lesson):
    """Return what `save` wrote: the entries by the ids of their cells, and the fingerprint of the code."""
    saved = json.loads((FOLDER / f"{lesson}.json").read_text(encoding="utf-8"))
    entries = {entry["cell"]: _map_bytes(entry, _fetch) for entry in saved["explorers"]}
    return entries, saved["executed_sources"]


def check(entries, notebook):
    """Compare the descriptions of entries with those that a notebook shows.

    Raises
    ------
    ValueError
        If they differ.
    """
    cells = {cell.id: cell for cell in notebook.cells}
    for entry in entries:
        shown = cells[entry["cell"]].outputs[-1].data["text/plain"]
        if entry.get("says", shown) != shown:
            raise ValueError(f"The lesson shows {shown!r}, but the web edition would show {entry['says']!r}.")


def _written(value):
    """Return a value of a trait as JSON writes it."""
    if isinstance(value, (bytes, memoryview)):
        return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, dict):
        return {name: _written(part) for name, part in value.items()}
    return [_written(part) for part in value] if isinstance(value, (list, tuple)) else value


def _with_bytes(state, buffers):
    """Return the state of a widget with its bytes back in their places; they travel beside it."""
    state = copy.deepcopy(state)
    for buffer in buffers:
        *way, last = buffer["path"]
        functools.reduce(operator.getitem, way, state)[last] = {"$bytes": buffer["data"]}
    return state


def _class_of(state):
    """Return the course's class of a widget, or None for one made of the controls of ipywidgets."""
    name = state.get("_anywidget_id")
    return name and class_named(name)


def _map_bytes(value, change):
    """Return a value of JSON in which each {"$bytes": text} has another text."""
    if isinstance(value, list):
        return [_map_bytes(part, change) for part in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"$bytes"}:
        return {"$bytes": change(value["$bytes"])}
    return {name: _map_bytes(part, change) for name, part in value.items()}


def _put_away(text):
    """Return short base64 as it is; for a long one, write a file and return its name."""
    if len(text) <= LONGEST_INLINE:
        return text
    content = base64.b64decode(text)
    name = f"{hashlib.sha256(content).hexdigest()[:16]}.xz"
    if not (FOLDER / name).exists():
        (FOLDER / name).write_bytes(lzma.compress(content))
    return name


def _fetch(text):
    """Return base64 for what `_put_away` returned; base64 itself has no dot."""
    if not text.endswith(".xz"):
        return text
    return base64.b64encode(lzma.decompress((FOLDER / text).read_bytes())).decode()


def _remove_unused_bytes():
    used = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.json"))
    for path in FOLDER.glob("*.xz"):
        if path.name not in used:
            path.unlink()
