"""Write the address of the repository wherever it is needed: what `make address` does.

    make address ARGS=owner/name

Until it is run, the README has no badges, so that nothing in it leads to a page that does not exist. Run it
again after the repository has moved: the new address replaces the old one.
"""

import re
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
# GitHub's own rules: single hyphens inside the owner's name, up to 39 characters, then up to 100.
ADDRESS = re.compile(
    r"(?=[^/]{1,39}/)[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}(?<!\.git)"
)


class Place(NamedTuple):
    """Where the address is needed.

    Parameters
    ----------
    file : str
        Its path from the top of the repository.
    around : tuple of str
        Regular expressions for what comes directly before the text and directly after it.
    text : str
        With OWNER/NAME for the address.
    """

    file: str
    around: tuple[str, str]
    text: str


def _block(name, start="<!-- ", end=" -->"):
    """Return what is around the lines between two comments."""
    first, last = (
        re.escape(start + words + end) for words in (f"{name}: written by make address", f"end of {name}")
    )
    return rf"{first}\n", rf"{last}"


TESTS = "https://github.com/OWNER/NAME/actions/workflows/tests.yml"
PLACES = [
    Place("README.md", _block("badges"), f"[![Result of the latest tests]({TESTS}/badge.svg)]({TESTS})\n"),
    Place(
        "README.md",
        _block("binder"),
        "[![Open lesson 00 on Binder](https://mybinder.org/badge_logo.svg)]"
        "(https://mybinder.org/v2/gh/OWNER/NAME/HEAD?urlpath=lab/tree/notebooks/00_start_here.ipynb)\n",
    ),
    Place("README.md", ("`git clone ", "`, then"), "https://github.com/OWNER/NAME"),
    Place("README.md", ("`", "` is the address of the course's repository"), "https://github.com/OWNER/NAME"),
    Place("docs/classroom/grading.md", ("git clone ", " ~/whole-course"), "https://github.com/OWNER/NAME"),
    Place(
        "pyproject.toml",
        _block("urls", "# ", ""),
        "[project.urls]\n"
        'Repository = "https://github.com/OWNER/NAME"\n'
        'Changelog = "https://github.com/OWNER/NAME/blob/HEAD/CHANGELOG.md"\n'
        'Issues = "https://github.com/OWNER/NAME/issues"\n',
    ),
    Place("CITATION.cff", _block("address", "# ", ""), 'repository-code: "https://github.com/OWNER/NAME"\n'),
    Place(
        ".github/ISSUE_TEMPLATE/config.yml",
        _block("links", "# ", ""),
        "contact_links:\n"
        "  - name: How to change the course\n"
        "    url: https://github.com/OWNER/NAME/blob/HEAD/docs/contributing.md\n"
        "    about: Where everything is, how to run the tests, and how to add a lesson or an exercise.\n",
    ),
    Place(
        "docs/classroom/README.md",
        ("git clone ", " /srv/classroom/course"),
        "https://github.com/OWNER/NAME",
    ),
    Place(
        "docs/classroom/README.md",
        ("`", "` is the address of the course's repository"),
        "https://github.com/OWNER/NAME",
    ),
]


def write_address(root, address):
    """Write the address into all places, or into none if a place is missing.

    Parameters
    ----------
    root : pathlib.Path
        The top of the repository.
    address : str
        The owner and the name on GitHub, such as "ada/convolutions".

    Returns
    -------
    list of str
        The files that it is in now.

    Raises
    ------
    ValueError
        If the address has another form, or a file has lost one of its places.
    """
    if not ADDRESS.fullmatch(address):
        given = f"{address!r} is not an address of this form" if address else "No address was given"
        raise ValueError(
            f"{given}. A repository at https://github.com/ada/convolutions has the address "
            "ada/convolutions: make address ARGS=ada/convolutions"
        )
    texts = {place.file: (root / place.file).read_text(encoding="utf-8") for place in PLACES}
    for place in PLACES:
        text = place.text.replace("OWNER/NAME", address)
        before, after = place.around
        inside = r"(?:.*\n)*?" if before.endswith(r"\n") else r"[^\s`]+"
        texts[place.file], found = re.subn(
            f"({before}){inside}({after})",
            lambda match, text=text: match[1] + text + match[2],
            texts[place.file],
        )
        if not found:
            raise ValueError(
                f"{place.file} has lost a place for the address, and no file was changed. "
                f"Put back what should be around it: {before!r} and {after!r}."
            )
    for file, text in texts.items():
        (root / file).write_text(text, encoding="utf-8")
    return list(texts)


def main():
    """Take the address from the command line."""
    try:
        files = write_address(ROOT, " ".join(sys.argv[1:]))
    except ValueError as error:
        sys.exit(str(error))
    print(f"The address is in {', '.join(files)}. Look at the changes with `git diff`, and commit them.")


if __name__ == "__main__":
    main()
