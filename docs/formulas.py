"""Formulas for the web edition and the slides."""

import re

from latex2mathml.converter import convert

NAME = re.compile(r"<(?:mi|mo)>([a-z]{2,})</(?:mi|mo)>")


def mathml(latex, display="inline"):
    """Return a formula as MathML, which needs no script, font or server: browsers draw it by themselves,
    and screen readers read it.

    Parameters
    ----------
    latex : str
    display : "inline" or "block"

    Examples
    --------
    >>> mathml("x^2")
    '<math xmlns="http://www.w3.org/1998/Math/MathML" display="inline"><mrow><msup>...</msup></mrow></math>'
    """
    # A name such as max is upright, and close to its bracket.
    return NAME.sub(r'<mi mathvariant="normal">\1</mi>', convert(latex, display=display))
