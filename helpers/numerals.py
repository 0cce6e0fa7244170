"""Numbers as text: on a pixel, in a report, in a sum that a learner adds up, and as a learner types them.

This module imports nothing of the course, so that text and pictures alike can use it.
"""

import math
import re

MINUS_SIGNS = "−–‒‐‑﹣-"  # what keyboards, phones and word processors write for a minus sign
# 921,600 and 921 600, with the separators that are in use; all of one number must be the same.
GROUPED = re.compile(r"([+-]?[1-9]\d{0,2})(([,'’ \u00a0\u2009\u202f])\d{3}(?:\3\d{3})*)(\.\d+)?", re.ASCII)
PLAIN = re.compile(r"[+-]?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?", re.ASCII | re.IGNORECASE)


def read_number(text):
    """Return a number as a person types it, or None if it is not one.

    The explorers' pages read numbers in the same way (`readNumber` in `widgets/shared/numbers.js`).

    Parameters
    ----------
    text : str

    Returns
    -------
    float or None

    Notes
    -----
    Decimal points and commas, grouped thousands, fractions, powers of ten and every kind of minus sign are
    read. A comma before exactly three digits separates thousands, as the course writes them, unless the
    number starts with 0: 1,234 is 1234, and 0,234 is a fraction of 1.

    Examples
    --------
    >>> [read_number(text) for text in ("0,5", "921,600", "921 600", "−3", "1/9", "1e3")]
    [0.5, 921600.0, 921600.0, -3.0, 0.1111111111111111, 1000.0]
    >>> read_number("three") is None
    True
    """
    text = re.sub(f"[{MINUS_SIGNS}]", "-", str(text))
    values = [_read_part(part) for part in text.split("/")]
    if len(values) > 2 or None in values or values[1:] == [0]:
        return None
    value = values[0] / values[1] if len(values) == 2 else values[0]
    return value if math.isfinite(value) else None


def _read_part(part):
    """Return a number without a fraction bar, or None."""
    part = part.strip()
    if grouped := GROUPED.fullmatch(part):
        first, groups, separator, decimals = grouped.groups()
        return float(first + groups.replace(separator, "") + (decimals or ""))
    return float(part.replace(",", ".")) if PLAIN.fullmatch(part) else None


def number_text(value):
    """Return a number as it is written on a pixel: whole numbers whole, others with two decimals.

    Parameters
    ----------
    value : float

    Returns
    -------
    str
        With a true minus sign, which is as wide as a plus.

    Examples
    --------
    >>> number_text(577.0), number_text(0.5), number_text(-3)
    ('577', '0.5', '−3')
    """
    value = round(float(value), 2) + 0.0  # the sum turns −0 into 0
    text = f"{value:.0f}" if value.is_integer() else f"{value:.2f}".rstrip("0").rstrip(".")
    return text.replace("-", "−")


def significant_text(value):
    """Return a number with four significant digits, or a whole one below a billion with all of them.

    Reports use it: two decimals would show 0.001 and 0.002 as the same.

    Parameters
    ----------
    value : float

    Returns
    -------
    str
        With the keyboard's minus sign, as Python prints it: a learner compares the two.

    Examples
    --------
    >>> significant_text(577.0), significant_text(-0.5), significant_text(1 / 3)
    ('577', '-0.5', '0.3333')
    """
    value = float(value) + 0.0  # the sum turns −0 into 0
    return f"{value:.0f}" if value.is_integer() and abs(value) < 1e9 else f"{value:.4g}"


def exact_text(value):
    """Return a number exactly if four decimals suffice, otherwise rounded and marked with ≈.

    The explorers' pages write their sums in the same way, so that a learner can add them up.

    Parameters
    ----------
    value : float

    Returns
    -------
    str
        With a true minus sign.

    Examples
    --------
    >>> exact_text(-96), exact_text(0.5), exact_text(1 / 9), exact_text(0.00025)
    ('−96', '0.5', '≈0.111', '≈2.5e−4')
    """
    value = float(value)
    if abs(value - round(value, 4)) <= 1e-9 * max(1, abs(value)):
        text = f"{value:.4f}".rstrip("0").rstrip(".")
        text = "0" if text == "-0" else text
    elif abs(value) < 0.001:
        text = f"≈{value:.1e}".replace("e-0", "e-")  # JavaScript writes an exponent with one digit
    else:
        text = f"≈{value:.{3 if abs(value) < 10 else 2 if abs(value) < 100 else 1}f}"
    return text.replace("-", "−")


def signed_text(value, decimals=3):
    """Return a number with its sign, + or −, for differences.

    Examples
    --------
    >>> signed_text(0.0042), signed_text(-0.0118), signed_text(-0.0001)
    ('+0.004', '−0.012', '0.000')
    """
    text = f"{value:+.{decimals}f}"
    return text.replace("-", "−") if float(text) else text[1:]


def probability_text(share):
    """Return a probability as a percentage with one decimal.

    None is written as 0% or 100%: a softmax gives neither, it only comes near. The explorers' pages write
    them in the same way (`probabilityText` in `widgets/shared/numbers.js`).

    Parameters
    ----------
    share : float
        From 0 to 1.

    Returns
    -------
    str

    Examples
    --------
    >>> [probability_text(share) for share in (0.605, 0.0004, 0.9996)]
    ['60.5%', '< 0.1%', '> 99.9%']
    """
    if share >= 0.9995:
        return "> 99.9%"
    return "< 0.1%" if share < 0.0005 else f"{share:.1%}"
