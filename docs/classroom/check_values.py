"""Compare values.yaml with the schema of Zero to JupyterHub's chart, as Helm does when it installs it.

    helm pull jupyterhub/jupyterhub --version 4.4.0 --untar
    python docs/classroom/check_values.py jupyterhub

The chart's own values come first and ours over them. A key that the chart does not know is a mistake, which
Helm would otherwise find on the evening before the class. The snippets for other ways to log in, which are in
README.md, are compared as well.
"""

import copy
import json
import re
import sys
import textwrap
from pathlib import Path

import jsonschema
import yaml

HERE = Path(__file__).resolve().parent
SNIPPET = re.compile(r"^ *```yaml\n(.*?)^ *```", re.MULTILINE | re.DOTALL)


def merged(below, above):
    """Return values with others laid over them, as Helm does it."""
    if not (isinstance(below, dict) and isinstance(above, dict)):
        return copy.deepcopy(above)
    laid_over = {key: merged(below.get(key), value) for key, value in above.items()}
    return {**copy.deepcopy(below), **laid_over}


def problems(chart, ours):
    """Return the chart schema's complaints about some values.

    Parameters
    ----------
    chart : pathlib.Path
        The folder of the chart, with its values.yaml and values.schema.json (or .yaml, in its repository).
    ours : dict

    Returns
    -------
    list of str
    """
    (schema,) = sorted(chart.glob("values.schema.*"))[:1]
    text = schema.read_text(encoding="utf-8")
    rules = json.loads(text) if schema.suffix == ".json" else yaml.safe_load(text)
    values = merged(yaml.safe_load((chart / "values.yaml").read_text(encoding="utf-8")), ours)
    found = jsonschema.Draft202012Validator(rules).iter_errors(values)
    return [f"{'.'.join(map(str, one.path)) or 'at the top'}: {one.message}" for one in found]


def snippets():
    """Return the pieces of YAML in README.md: what to add to values.yaml, or to put in its place."""
    page = (HERE / "README.md").read_text(encoding="utf-8")
    return [yaml.safe_load(textwrap.dedent(text)) for text in SNIPPET.findall(page)]


def main():
    """Print what is wrong, and leave with 1 if anything is."""
    ours = yaml.safe_load((HERE / "values.yaml").read_text(encoding="utf-8"))
    found = problems(Path(sys.argv[1]), ours)
    for snippet in snippets():
        found += problems(Path(sys.argv[1]), merged(ours, snippet))
    print("\n".join(found) or f"values.yaml and {len(snippets())} snippets fit the chart.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
