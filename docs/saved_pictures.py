"""The pictures in the saved outputs of lessons, for the web edition and the slides."""

from html import escape


def is_explorer(output):
    """Return whether an output is the saved picture of an explorer, not a figure.

    An explorer is the value of its cell; a figure is displayed by `plots.show`.

    Parameters
    ----------
    output : nbformat.NotebookNode
    """
    return output.output_type == "execute_result" and "image/png" in output.data


def html(output):
    """Return the picture of an output as HTML, with its size on the screen and its words.

    Parameters
    ----------
    output : nbformat.NotebookNode
        With a PNG.

    Examples
    --------
    >>> from nbformat.v4 import new_output
    >>> about = {"image/png": {"width": 300, "alt": "A shirt & its class"}}
    >>> html(new_output("display_data", data={"image/png": "iVBO\\nRw=="}, metadata=about))
    '<img width="300" alt="A shirt &amp; its class" src="data:image/png;base64,iVBORw==">'
    """
    about = output.metadata["image/png"]
    data = output.data["image/png"].replace("\n", "")
    photos = f' data-photos="{about["photos"]}"' if "photos" in about else ""  # for a dark page
    words = f'width="{about["width"]}" alt="{escape(about["alt"])}"'
    return f'<img {words}{photos} src="data:image/png;base64,{data}">'
