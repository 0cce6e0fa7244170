"""The explorers and questions of the web edition: their HTML, and the scripts that run them in a page."""

import base64
import json
from pathlib import Path

from docs import saved_pictures
from docs.site import states
from helpers.checks import ten_questions
from helpers.checks.lessons import find_question
from helpers.checks.questions import Choices
from helpers.widgets.bundle import bundle

LIVE = Path(__file__).resolve().parent / "live" / "live.mjs"
NOTE = '<p class="course-note">This explorer asks Python: it is live in JupyterLab.</p>'
POCKET_NOTE = (
    '<p class="course-note">On this page, the explorer runs the course’s pocket network on one image of each '
    "class. In JupyterLab, it runs your own network.</p>"
)


def html(entry, output):
    """Return the HTML of an explorer or a question.

    Parameters
    ----------
    entry : dict
        Its state, from `states.load`.
    output : nbformat.NotebookNode
        The saved output of its cell; the page shows it until the explorer is drawn, or if it needs Python.
    """
    fallback = saved_pictures.html(output) if "image/png" in output.data else output.data["text/html"]
    if "class" not in entry:
        return fallback + NOTE
    name = _short_name(entry)
    state = states.with_pocket_network(entry) if "pocket" in entry else dict(entry["state"])
    if name == "QuestionWidget":
        state["$answers"] = _veiled(answers(find_question(state["name"])[1]))
    elif name == "CourseTest":
        state["$answers"] = _veiled(test_answers(state["when"]))
    text = json.dumps(state).replace("</", "<\\/")
    note = POCKET_NOTE if "pocket" in entry else ""
    return (
        f'{note}<div class="course-live" data-explorer="{name}"><div class="course-fallback">{fallback}</div>'
        f'<script type="application/json">{text}</script></div>'
    )


def scripts(entries):
    """Return the scripts that the pages load, by their file names: live.js, and one for each class.

    They are plain scripts and not modules, because a browser cannot load modules from a disk.
    """
    found = {"live.js": f"(() => {{\n{bundle(LIVE, end='{}();')}}})();\n"}
    for name in sorted({entry["class"] for entry in entries if "class" in entry}):
        widget = states.class_named(name)
        about = ", ".join(json.dumps(text) for text in (widget.__name__, widget._css))
        page = bundle(widget.folder / "page.js", end="return {};")
        found[f"explorers/{widget.__name__}.js"] = f"courseExplorer({about}, () => {{\n{page}}});\n"
    return found


def answers(question):
    """Return what `live/judge.mjs` needs to judge answers to a question as Python does."""
    if isinstance(question, Choices):
        return {"choices": [[choice.right, choice.says] for choice in question.choices]}
    return {
        "answer": float(question.answer),
        "within": question.within,
        "right": question.right,
        "wrong": [[float(number), says] for number, says in question.wrong.items()],
        "otherwise": question.otherwise,
    }


def test_answers(when):
    """Return what `live/judge.mjs` needs to judge the test of ten questions, "before" or "after"."""
    items = ten_questions.ITEMS[when]
    return {
        "right": [str(item.right) for item in items],
        "says": [ten_questions.verdict(when, score, is_kept=False) for score in range(len(items) + 1)],
        "explanations": [ten_questions.explanations(item) for item in items] if when == "after" else [],
    }


def _short_name(entry):
    return entry["class"].rpartition(".")[2]


def _veiled(found):
    """Return a value as base64, so that no answer is readable at a glance in the source of the page."""
    return base64.b64encode(json.dumps(found).encode()).decode()
