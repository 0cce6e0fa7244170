"""The explorers and questions of a lesson, with what a page without Python needs to run them."""

import ast
import base64
import contextlib
import io
import json
import re
from html import escape

from helpers import widgets
from helpers.checks.questions import Choices
from helpers.widgets.question import QuestionWidget

NEED_PYTHON = {"DrawGarment", "FeatureMapBrowser", "StackExplorer"}
CALL = re.compile(rf"\b({'|'.join(widgets.__all__)})\(")
END_OF_SCRIPT = "export default { render };"


def explorer_of(cell):
    """Return the name of the explorer or question that a cell shows, or None."""
    if cell.cell_type != "code" or not cell.outputs or cell.outputs[-1].output_type != "execute_result":
        return None
    data = cell.outputs[-1].data
    if data.get("text/html", "").startswith("<p><strong>Question."):
        return "QuestionWidget"
    # Other pictures of the course have their <img> beside them (plots.show).
    if "image/png" in data and "text/html" not in data:
        return CALL.search(cell.source)[1]
    return None


def recreate(cells, position):
    """Return the widget that a cell shows, made by running as few of the cells before it as it needs.

    Running whole lessons would take minutes. That no cell was missing is proved by what the widget says
    of itself: it must be what the lesson's saved output says.
    """
    *before, (*own, last) = bodies_for(cells, position)
    namespace = {}
    with contextlib.redirect_stdout(io.StringIO()):
        for body in [*before, own]:
            exec(compile(ast.Module(body, []), "<lesson>", "exec"), namespace)
    widget = eval(compile(ast.Expression(last.value), "<lesson>", "eval"), namespace)
    saved = cells[position].outputs[-1].data["text/plain"]
    if widget.describe() != saved:
        raise ValueError(f"The lesson shows {saved!r}, but the site would show {widget.describe()!r}.")
    return widget


def bodies_for(cells, position):
    """Return the statements of a cell, after those of the earlier cells that define what it uses."""
    code = [_plain(cell.source) for cell in cells[: position + 1] if cell.cell_type == "code"]
    *earlier, own = [ast.parse(source).body for source in code]
    found, wanted = [own], _needs(own)
    for body in reversed(earlier):
        if wanted & set().union(*map(_binds, body)):
            found.insert(0, body)
            wanted |= _needs(body)
    return found


def _plain(source):
    """Return a cell's code without IPython's own lines, such as %timeit."""
    return re.sub(r"^\s*[%!?].*$", "", source, flags=re.MULTILINE)


def _needs(body):
    """Return the names that a cell reads before it has given them a value itself."""
    needed, known = set(), set()
    for statement in body:
        read = {node.id for node in ast.walk(statement) if isinstance(node, ast.Name)}
        if not isinstance(statement, (ast.Assign, ast.AugAssign)):
            read -= _binds(statement)  # the name of a loop, say
        needed |= read - known
        known |= _binds(statement)
    return needed


def _binds(statement):
    """Return the names that a statement gives a value to."""
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return {(alias.asname or alias.name).partition(".")[0] for alias in statement.names}
    if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
        return {statement.name}
    names = [node for node in ast.walk(statement) if isinstance(node, ast.Name)]
    return {node.id for node in names if isinstance(node.ctx, ast.Store)}


def script(widget):
    """Return the script of a widget's class: it hands its style and its `render` to live.js.

    It is a plain script and no module: a browser loads no module from a disk.
    """
    body, end, rest = widget._esm.rpartition(END_OF_SCRIPT)
    if not end or rest.strip():
        raise ValueError(f"The script of {widget!r} must end with {END_OF_SCRIPT!r}.")
    name, style = json.dumps(type(widget).__name__), json.dumps(widget._css)
    return f"courseExplorer({name}, {style}, () => {{\n{body}return {{ render }};\n}});\n"


def mount(widget, fallback):
    """Return the HTML from which live.js makes a widget; until it has, the fallback is there."""
    state = {name: _as_json(value) for name, value in widget.get_state().items() if name in _own(widget)}
    if isinstance(widget, QuestionWidget):
        state["$answers"] = _veiled(widget._question)
    text = json.dumps(state).replace("</", "<\\/")
    return (
        f'<div class="course-live" data-explorer="{type(widget).__name__}">'
        f'<div class="course-fallback">{fallback}</div><script type="application/json">{text}</script></div>'
    )


def without_python(fallback):
    """Return the HTML of an explorer that cannot do without Python: its picture, and a line that says so."""
    return f'{fallback}<p class="course-note">This explorer asks Python: it is live in JupyterLab.</p>'


def picture(output):
    """Return an explorer's saved picture as HTML, with its words."""
    about = output.metadata["image/png"]
    data = output.data["image/png"].replace("\n", "")
    return f'<img width="{about["width"]}" alt="{escape(about["alt"])}" src="data:image/png;base64,{data}">'


def _own(widget):
    """Return the names of the traits that the course's script reads, not those of ipywidgets."""
    theirs = {"_esm", "_css", "_anywidget_id", "layout", "tabbable", "tooltip"}
    prefixes = ("_model_", "_view_", "_dom_")
    return {name for name in widget.keys if name not in theirs and not name.startswith(prefixes)}


def _as_json(value):
    """Return a value that JSON can hold; bytes are marked, for live.js to unpack."""
    if isinstance(value, (bytes, bytearray, memoryview)):
        return {"$bytes": base64.b64encode(bytes(value)).decode()}
    if isinstance(value, dict):
        return {name: _as_json(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_as_json(part) for part in value]
    return value


def _veiled(question):
    """Return what is right and what is said, not readable at a glance in the page's source."""
    if isinstance(question, Choices):
        answers = {"choices": [[choice.right, choice.says] for choice in question.choices]}
    else:
        answers = {
            "answer": float(question.answer),
            "within": question.within,
            "right": question.right,
            "wrong": [[float(number), says] for number, says in question.wrong.items()],
            "otherwise": question.otherwise,
        }
    return base64.b64encode(json.dumps(answers).encode()).decode()
