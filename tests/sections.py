"""The core of a lesson and its extras: which parts can be skipped without losing anything later.

A section whose heading starts with "Further:" or "Stretch:" is an extra, up to the next heading of its level
or a higher one. Everything else is the core.
"""

import ast
import builtins
import re
from dataclasses import dataclass

from IPython.core.inputtransformer2 import TransformerManager

HEADING = re.compile(r"^(#+) (.+)$")
MARKED = re.compile(r"(Further|Stretch): \S")


@dataclass(frozen=True)
class Piece:
    """A code cell, or the part of a Markdown cell that belongs to one section.

    Attributes
    ----------
    cell : dict
        The whole cell.
    text : str
        Its source, or the part of it.
    extra : bool
    heading : str
        The last heading before it, without the signs.
    """

    cell: dict
    text: str
    extra: bool
    heading: str

    @property
    def is_code(self):
        """Whether it is a code cell."""
        return self.cell["cell_type"] == "code"


def pieces(notebook):
    """Return the pieces of a lesson in order; a Markdown cell with several headings is cut at each.

    Parameters
    ----------
    notebook : nbformat.NotebookNode

    Returns
    -------
    list of Piece
    """
    found, marked, heading = [], None, ""
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            found.append(Piece(cell, cell["source"], marked is not None, heading))
            continue
        for text in _cut_at_headings(cell["source"]):
            match = HEADING.match(text.partition("\n")[0])
            if match:
                level, heading = len(match[1]), match[2]
                if marked is not None and level <= marked:
                    marked = None
                if marked is None and MARKED.match(heading):
                    marked = level
            found.append(Piece(cell, text, marked is not None, heading))
    return found


def core_and_extras(notebook):
    """Return the cells that belong to the core, at least in part, and the others, in their order."""
    kept = {id(piece.cell) for piece in pieces(notebook) if not piece.extra}
    cells = notebook["cells"]
    return [cell for cell in cells if id(cell) in kept], [cell for cell in cells if id(cell) not in kept]


def has_extras(notebook):
    """Return whether a lesson has a marked section."""
    return any(piece.extra for piece in pieces(notebook))


def names_from_extras(notebook):
    """Return what the core of a lesson takes from its extras.

    Parameters
    ----------
    notebook : nbformat.NotebookNode

    Returns
    -------
    list of (str, str)
        A name, and the first line of the core cell that uses it although an extra was the last to set it.
        Without the extra, that cell would stop, or compute something else.
    """
    set_last, found = {}, []  # from a name to whether an extra was the last to set it
    for piece in pieces(notebook):
        if not piece.is_code or not piece.text.strip():
            continue
        tree = ast.parse(TransformerManager().transform_cell(piece.text))
        used, made = names_used(tree), names_set(tree)
        if not piece.extra:
            first = piece.text.strip().partition("\n")[0]
            found += [(name, first) for name in sorted(used) if set_last.get(name)]
        for name in made:
            set_last[name] = piece.extra
    return found


def names_set(tree):
    """Return the global names that a cell sets: by assignment, import, loop, `with`, `def` or `class`."""
    names = set()
    for node in _outside_functions(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names |= {(alias.asname or alias.name).partition(".")[0] for alias in node.names}
    return names


def names_used(tree):
    """Return the names that a cell takes from earlier cells.

    A name counts unless the cell itself has set it in an earlier statement, or it belongs to a function:
    an argument, or a name that the function sets.
    """
    return _used_in(tree.body, set(dir(builtins)))


def _used_in(statements, known):
    """Return the names that statements take from before; `known` are those that they need not take."""
    used, known = set(), set(known)
    for statement in statements:
        blocks, heads = _blocks(statement)
        used |= set().union(*map(_free_names, heads)) - known
        inside = known.union(*map(names_set, heads))
        used |= set().union(*(_used_in(block, inside) for block in blocks))
        known |= names_set(statement)
    return used


def _blocks(statement):
    """Return the blocks of a loop, a condition, `with` or `try`, and its other parts, such as a condition."""
    if not isinstance(statement, (ast.For, ast.While, ast.If, ast.With, ast.Try)):
        return [], [statement]
    blocks = [getattr(statement, part, []) for part in ("body", "orelse", "finalbody")]
    blocks += [handler.body for handler in getattr(statement, "handlers", [])]
    inside = [one for block in blocks for one in block] + getattr(statement, "handlers", [])
    heads = [node for node in ast.iter_child_nodes(statement) if not any(node is one for one in inside)]
    return blocks, heads


def _free_names(node):
    """Return the names read in a piece of code, without those that its functions keep to themselves."""
    if isinstance(node, (ast.FunctionDef, ast.Lambda)):
        arguments = node.args
        own = {one.arg for one in ast.walk(arguments) if isinstance(one, ast.arg)}
        defaults = [*arguments.defaults, *(one for one in arguments.kw_defaults if one)]
        body = node.body if isinstance(node.body, list) else [node.body]
        if isinstance(node, ast.FunctionDef):
            defaults += node.decorator_list
            own |= set().union(*map(names_set, body))
        inside = set().union(*map(_free_names, body)) - own
        return inside.union(*map(_free_names, defaults))
    if isinstance(node, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)):
        own = set().union(*(names_set(part.target) for part in node.generators))
        return set().union(*map(_free_names, ast.iter_child_nodes(node))) - own
    if isinstance(node, ast.Name):
        return {node.id} if isinstance(node.ctx, (ast.Load, ast.Del)) else set()
    read = set().union(*map(_free_names, ast.iter_child_nodes(node)))
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        read.add(node.target.id)
    return read


def _outside_functions(node):
    """Yield a node and what is in it, except the insides of functions, classes and comprehensions."""
    yield node
    closed = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp,
              ast.GeneratorExp)  # fmt: skip
    if isinstance(node, closed):
        return
    for child in ast.iter_child_nodes(node):
        yield from _outside_functions(child)


def _cut_at_headings(source):
    """Return a Markdown text cut before each of its headings; signs in blocks of code are not headings."""
    parts, in_code = [[]], False
    for line in source.splitlines():
        in_code ^= line.startswith("```")
        if HEADING.match(line) and not in_code and parts[-1]:
            parts.append([])
        parts[-1].append(line)
    return ["\n".join(part) for part in parts]
