"""The picture and the text that replace a widget where no script runs, as on a repository's web page."""

import base64
import io

import pytest
from PIL import Image

from helpers import plots


def described(widget):
    """Return the text that replaces a widget.

    Also check that the picture is sharp and has the same text as its alternative text.
    """
    data, metadata = widget._repr_mimebundle_()
    picture = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
    sharpness = plots.PRINT_DPI / plots.SCREEN_DPI
    assert picture.width == pytest.approx(sharpness * metadata["image/png"]["width"], abs=1)
    assert metadata["image/png"]["alt"] == data["text/plain"]
    return data["text/plain"]
