"""What every widget of the course shares: its script, its colours, and a picture for readers."""

import base64
from pathlib import Path

import anywidget

from helpers import plots
from helpers.widgets.bundle import bundle

COURSE_STYLE = Path(__file__).parent / "shared" / "course.css"


class CourseWidget(anywidget.AnyWidget):
    """A widget with a page of its own, which a reader without a kernel can see too.

    A subclass names in `folder` where its files are: `page.js`, the module that the page starts with and
    whose default export has `render`, and optionally style sheets, which are added to the course's. It
    defines `describe` and, where there is something to see, `picture`. Nothing is built or fetched.
    """

    folder = None

    def __init_subclass__(cls, **options):
        """Put the script and the style sheets of a subclass together, once, at its definition."""
        super().__init_subclass__(**options)
        if "folder" in vars(cls):  # ipywidgets derives further classes, which inherit the result
            cls._esm = bundle(cls.folder / "page.js")
            styles = [COURSE_STYLE, *sorted(cls.folder.glob("*.css"))]
            cls._css = "\n".join([_palette_style(), *(style.read_text(encoding="utf-8") for style in styles)])

    def describe(self):
        """Return one or two sentences that say what the widget shows, for readers without a kernel."""
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


def _palette_style():
    """Return the course's colours as CSS variables: --course-input and so on."""
    variables = "".join(f"--course-{role}: {colour};" for role, colour in plots.ROLE_COLOURS.items())
    return f".course-widget {{ {variables} }}"
