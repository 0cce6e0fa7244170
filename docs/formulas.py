"""Formulas for the web edition and the slides."""

from latex2mathml.converter import convert


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
    return convert(latex, display=display)
