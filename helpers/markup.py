"""The two marks in sentences for learners: `code` between backticks, and *stress* between asterisks."""

import re

_CODE = re.compile(r"`(.+?)`")
_STRESS = re.compile(r"(?<![\w*])\*(?=\S)([^*]+)(?<=\S)\*(?![\w*])")


def marked_up(text):
    """Return text that is already safe in HTML, with its marks as HTML; code is left as it is.

    Examples
    --------
    >>> marked_up("Divide by the *product*, as in `a * b * c`.")
    'Divide by the <em>product</em>, as in <code>a * b * c</code>.'
    """
    parts = _CODE.split(text)
    return "".join(
        f"<code>{part}</code>" if number % 2 else _STRESS.sub(r"<em>\1</em>", part)
        for number, part in enumerate(parts)
    )
