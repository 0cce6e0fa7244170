"""What stands in for a widget where no script runs, as on a repository's web page."""

import base64
import io

import pytest
from PIL import Image

from helpers import plots


def described(widget):
    """Return the words that stand in for a widget, and check that its picture is sharp and has them too."""
    data, metadata = widget._repr_mimebundle_()
    picture = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
    sharpness = plots.PRINT_DPI / plots.SCREEN_DPI
    assert picture.width == pytest.approx(sharpness * metadata["image/png"]["width"], abs=1)
    assert metadata["image/png"]["alt"] == data["text/plain"]
    return data["text/plain"]
