"""Join the modules of an explorer's page into the one script that the browser runs.

The pages are ordinary JavaScript modules with `import` and `export`. anywidget, and a web page opened
from a disk, take one script without imports, so the modules are joined here, each inside a function of
its own, in an order in which every module comes after those that it imports. A bundler such as esbuild
would do the same, but it is a program to install, and learners of this course need nothing but Python.

Three modules exist only here: `shared/limits.js`, `shared/palette.js` and `shared/garments.js` contain what
Python already defines.
"""

import base64
import json
import os
import re
from pathlib import Path

import matplotlib
from matplotlib.colors import to_rgb

from helpers import palette, plots  # noqa: F401  plots makes the signed map
from helpers.pocket import pocket_network
from helpers.widgets.shared import limits

FOLDER = Path(__file__).parent
IMPORT = re.compile(r'^import \{([^}]+)\} from "([^"]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export ((?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
DEFAULT = re.compile(r"^export default (.+);$", re.MULTILINE)
COLOUR_STOPS = 17  # an odd number: the one in the middle is the colour of 0


def bundle(entry, *, end="export default {};"):
    """Return the script of a page: its modules, and `end` with the page's default export filled in.

    Parameters
    ----------
    entry : pathlib.Path
        The module that the page starts with; it has a default export.
    end : str
        The last line, with {} for the default export. The default makes the script a module again.

    Raises
    ------
    ValueError
        If modules import each other in a circle, or a line begins with `import` or `export` in a form
        that is not understood here.
    """
    order = module_order(_module_name(entry))
    numbers = {name: f"module{number}" for number, name in enumerate(order)}
    parts = [_as_function(name, numbers) for name in order]
    return "\n".join([*parts, end.format(f"{numbers[order[-1]]}.default"), ""])


def module_order(entry):
    """List a module and all that it imports, by their names from this folder, the imported ones first."""
    order, path = [], []

    def visit(name):
        if name in path:
            raise ValueError(f"These modules import each other in a circle: {' → '.join([*path, name])}.")
        if name in order:
            return
        path.append(name)
        for imported in imports(name):
            visit(imported)
        order.append(path.pop())

    visit(entry)
    return order


def imports(name):
    """List the modules that a module imports, by their names from this folder."""
    here = (FOLDER / name).parent
    return [_module_name((here / source).resolve()) for _, source in IMPORT.findall(source_of(name))]


def source_of(name):
    """Return the text of a module by its name from this folder, such as "shared/dom.js"."""
    if name in GENERATED:
        return GENERATED[name]()
    return (FOLDER / name).read_text(encoding="utf-8")


def module_names():
    """List all modules, including those that exist only here."""
    return sorted([*GENERATED, *(_module_name(path) for path in FOLDER.rglob("*.js"))])


def stage(folder):
    """Write all modules into a folder as Node.js, a linter and a type checker read them.

    Parameters
    ----------
    folder : pathlib.Path
        Made if it does not exist; module files in it are overwritten.
    """
    for name in module_names():
        path = Path(folder, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source_of(name), encoding="utf-8")
    Path(folder, "package.json").write_text('{ "private": true, "type": "module" }\n', encoding="utf-8")


def _module_name(path):
    return Path(os.path.relpath(path, FOLDER)).as_posix()  # the web edition has modules of its own


def _as_function(name, numbers):
    """Return a module as a constant that holds its exports."""
    text = source_of(name)
    here = (FOLDER / name).parent

    def read_from(match):
        names = re.sub(r"(\w+) as (\w+)", r"\1: \2", match[1])
        return f"const {{{names}}} = {numbers[_module_name((here / match[2]).resolve())]};\n"

    exported = [found[1] for found in EXPORT.findall(text)]
    exported += [f"default: {value}" for value in DEFAULT.findall(text)]
    body = DEFAULT.sub("", EXPORT.sub(r"\1", IMPORT.sub(read_from, text))).strip()
    if left := re.search(r"^(?:import|export)\b.*", body, re.MULTILINE):
        raise ValueError(f"{name} has a line in a form that the bundler does not know: {left[0]!r}.")
    returned = f"return {{ {', '.join(exported)} }};"
    return f"// {name}\nconst {numbers[name]} = (() => {{\n{body}\n{returned}\n}})();"


def _limits_module():
    """Return the limits of `shared/limits.py` as a JavaScript module."""
    constants = {name: value for name, value in vars(limits).items() if name.isupper()}
    return "".join(f"export const {name} = {json.dumps(value)};\n" for name, value in constants.items())


def _palette_module():
    """Return colours as a JavaScript module: of signed values, counts from 0 up, and what is in focus."""
    counts, on_dark = ([_bytes(end) for end in ends] for ends in (palette.COUNTS, palette.COUNTS_ON_DARK))
    return (
        f"export const SIGNED_COLOURS = {json.dumps(_stops(palette.SIGNED))};\n"
        f"export const COUNT_COLOURS = {json.dumps(counts)};\n"
        f"export const COUNT_COLOURS_ON_DARK = {json.dumps(on_dark)};\n"
        f"export const FOCUS_COLOUR = {json.dumps(_bytes(palette.FOCUS))};\n"
    )


def _bytes(colour):
    return [round(255 * part) for part in to_rgb(colour)]


def _garments_module():
    """Return ten images, one of each class, as a JavaScript module: names, and pixels from 0 to 255."""
    network = pocket_network()
    pixels = base64.b64encode(network.garments.tobytes()).decode()
    return (
        f"export const GARMENT_NAMES = {json.dumps(network.names)};\n"
        f"const PIXELS = Uint8Array.from(atob({json.dumps(pixels)}), (one) => one.charCodeAt(0));\n"
        "export const GARMENTS = GARMENT_NAMES.map((_, n) => PIXELS.subarray(784 * n, 784 * (n + 1)));\n"
    )


def _stops(name):
    colours = matplotlib.colormaps[name]
    steps = [step / (COLOUR_STOPS - 1) for step in range(COLOUR_STOPS)]
    return [[round(255 * float(part)) for part in colours(step)[:3]] for step in steps]


GENERATED = {
    "shared/limits.js": _limits_module,
    "shared/palette.js": _palette_module,
    "shared/garments.js": _garments_module,
}
