"""What every widget of the course shares: its script, its colours, and a picture for readers."""

import base64
import json
from pathlib import Path

import anywidget
import matplotlib

from helpers import palette, plots

FOLDER = Path(__file__).parent


class CourseWidget(anywidget.AnyWidget):
    """A widget whose script is a file beside this one, and which a reader without a kernel can see.

    A subclass names its file in `script` and defines `describe` and, where there is something to
    see, `picture`. The file is plain JavaScript: it may use everything in `drawing.js` (the two are
    one module) and ends with ``export default { render }``. Nothing is built and nothing is fetched.
    A style sheet of the same name (`question.css` beside `question.js`) is added to `course.css`.
    """

    script = None

    def __init_subclass__(cls, **options):
        """Put the script and the style sheet of a subclass together, once, at its definition."""
        super().__init_subclass__(**options)
        if "script" in vars(cls):  # ipywidgets derives further classes, which inherit the result
            own_style = (FOLDER / cls.script).with_suffix(".css")
            styles = [FOLDER / "course.css"] + [own_style] * own_style.exists()
            cls._esm = "\n".join(
                [_palette_script(), _read(FOLDER / "drawing.js"), _read(FOLDER / cls.script)]
            )
            cls._css = "\n".join([_palette_style(), *map(_read, styles)])

    def describe(self):
        """Return one or two sentences that say what the widget shows; they stand in for it as text."""
        return repr(self)

    def picture(self):
        """Return a Matplotlib `Figure` of what the widget shows now, or None where there is none."""

    def __repr__(self):
        """Name the class only: an address would change from run to run."""
        return f"{type(self).__name__}()"

    def _repr_mimebundle_(self, **options):
        """Add a picture and a line of text, for notebooks opened without a kernel or untrusted."""
        data, metadata = super()._repr_mimebundle_(**options)
        data["text/plain"] = self.describe()
        with plots.course_look():
            figure = self.picture()
        if figure is not None:
            width, height = (round(inches * plots.SCREEN_DPI) for inches in figure.get_size_inches())
            data["image/png"] = base64.b64encode(plots.png(figure)).decode()
            metadata = {
                **metadata,
                "image/png": {"width": width, "height": height, "alt": self.describe()},
            }
        return data, metadata


def _read(path):
    return path.read_text(encoding="utf-8")


def _palette_style():
    """Return the course's colours as CSS variables: --course-input and so on."""
    variables = "".join(f"--course-{role}: {colour};" for role, colour in plots.ROLE_COLOURS.items())
    return f".course-widget {{ {variables} }}"


def _palette_script():
    """Return the colours of values as script constants: signed ones, and magnitudes from 0 up."""
    # An odd number of stops: the one in the middle is the colour of 0.
    signed, magnitude = (_stops(name, 17) for name in (palette.SIGNED, palette.MAGNITUDE))
    return f"const SIGNED_COLOURS = {json.dumps(signed)};\nconst MAGNITUDE_COLOURS = {json.dumps(magnitude)};"


def _stops(name, count):
    colours = matplotlib.colormaps[name]
    return [[round(255 * float(part)) for part in colours(n / (count - 1))[:3]] for n in range(count)]
