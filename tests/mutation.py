"""Mutation testing: changes one thing at a time in the code, and lists the changes that no test notices.

    make mutants                                   all modules of MODULES
    make mutants ARGS="shapes --sample=40"         40 changes in the modules whose path holds "shapes"

A change that no test notices is a missing test or dead code. Maintained tools such as mutmut and StrykerJS
know one language each, and start the tests anew for every change; this script knows Python and JavaScript,
imports the libraries once, and forks. It runs where `os.fork` exists: Linux and macOS.
"""

import argparse
import ast
import importlib
import importlib.abc
import importlib.util
import os
import random
import re
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = "helpers/widgets/"
# From a module to the tests that prove it. The pages' modules follow from their folders (tests_of).
LIMITS, ANSWERS = "tests/test_checks_limits.py", "tests/test_checks.py"  # 3 seconds, and 45
RUNNING = "tests/test_checks_running.py"
MODULES = {
    "helpers/activations.py": ["tests/test_activations.py"],
    "helpers/arguments.py": ["tests/test_arguments.py", "tests/test_pooling.py"],
    "helpers/convolution.py": ["tests/test_convolution.py"],
    "helpers/gradients.py": ["tests/test_gradients.py"],
    "helpers/numerals.py": ["tests/test_checks_limits.py", "tests/pages/test_numbers.py"],
    "helpers/pooling.py": ["tests/test_pooling.py"],
    "helpers/progress.py": ["tests/test_progress.py", "tests/test_course_test.py"],
    "helpers/shapes.py": ["tests/test_shapes.py"],
    "helpers/storage.py": ["tests/test_storage.py"],
    "helpers/checks/attempts.py": [LIMITS, RUNNING, ANSWERS],
    **{
        f"helpers/checks/{name}.py": [LIMITS, ANSWERS]
        for name in ("exercise", "judging", "reports", "verdicts")
    },
    "helpers/checks/questions.py": [LIMITS, "tests/test_questions.py"],
    "helpers/checks/running.py": [LIMITS, RUNNING],
}
OPTIONS = [
    "-o", "addopts=", "--disable-plugin-autoload", "-p", "_hypothesis_pytestplugin", "-p", "no:cacheprovider",
    "--hypothesis-seed=0", "--exitfirst", "--quiet", "--tb=no",
]  # fmt: skip
LEAST_SECONDS = 20  # that a change is given before it counts as noticed: it may have made a loop endless


@dataclass(frozen=True)
class Mutant:
    """One change: a module, and what takes the place of a part of its text."""

    module: str
    start: int
    end: int
    new: str

    def apply(self, text):
        """Return the module's text with the change."""
        return text[: self.start] + self.new + text[self.end :]

    def describe(self, text):
        """Return where the change is, and what it is."""
        line = text.count("\n", 0, self.start) + 1
        whole = text.splitlines()[line - 1].strip()
        return f"{self.module}:{line}: {text[self.start : self.end]!r} → {self.new!r} in {whole}"


# Making changes -------------------------------------------------------------------------------------

SWAPS = {
    "<": ["<="], "<=": ["<"], ">": [">="], ">=": [">"], "==": ["!="], "!=": ["=="],
    "===": ["!=="], "!==": ["==="], "+": ["-"], "-": ["+"], "*": ["/"], "/": ["*"], "//": ["*"], "%": ["*"],
    "&&": ["||"], "||": ["&&"], "and": ["or"], "or": ["and"], "min": ["max"], "max": ["min"],
    "floor": ["ceil"], "ceil": ["floor"], "True": ["False"], "False": ["True"], "true": ["false"],
    "false": ["true"], "is not": ["is"], "not ": [""], "not in": ["in"], "break": ["continue"],
    "??": ["&&"],
}  # fmt: skip
# `@dataclass(frozen=True, kw_only=True)` and `zip(..., strict=True)` stop slips in code that is yet to be
# written. The code that there is gives the same without them, so a test could only repeat the word.
GUARDS = {"frozen", "kw_only", "strict"}
# Strings, templates, regular expressions and comments are left alone: their words have tests of their own.
JAVASCRIPT = re.compile(
    r'(?P<skip>//[^\n]*|/\*[\s\S]*?\*/|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`'
    r"|/(?![ *=])(?:\\.|[^/\\\n])+/[a-z]*"
    r"|^import [^\n]*|=>|\+\+|--|\.\.\.|\?\.)"
    r"|(?P<word>\b(?:Math\.)?(?:min|max|floor|ceil|true|false)\b)"
    r"|(?P<number>(?<![\w.])\d+(?:\.\d+)?(?:e[+-]?\d+)?\b)"
    r"|(?P<operator>===|!==|<=|>=|&&|\|\||\?\?|(?<= )[<>*/%+-](?= ))",
    re.MULTILINE,
)


def javascript_mutants(module, text):
    """Yield changes of operators, numbers and names in a JavaScript module."""
    for found in JAVASCRIPT.finditer(text):
        if found["skip"]:
            continue
        yield from _changed(module, found.start(), found[0])


def python_mutants(module, text):
    """Yield changes of operators, numbers and constants in a Python module."""
    starts = [0]
    for line in text.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    place = [len(text.encode()[:start].decode()) for start in starts]

    def offset(line, column):
        prefix = text.encode()[starts[line - 1] : starts[line - 1] + column].decode()
        return place[line - 1] + len(prefix)

    nodes = list(ast.walk(ast.parse(text)))
    guards = {node.value for node in nodes if isinstance(node, ast.keyword) and node.arg in GUARDS}
    for node in nodes:
        if node in guards:
            continue
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            yield from _between(module, text, offset, node.left, node.comparators[0])
        elif isinstance(node, ast.BinOp):
            yield from _between(module, text, offset, node.left, node.right)
        elif isinstance(node, ast.BoolOp):
            for left, right in zip(node.values, node.values[1:], strict=False):
                yield from _between(module, text, offset, left, right)
        elif isinstance(node, ast.Constant) and type(node.value) in (int, float, bool):
            start = offset(node.lineno, node.col_offset)
            yield from _changed(module, start, text[start : offset(node.end_lineno, node.end_col_offset)])
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            start = offset(node.lineno, node.col_offset)
            yield Mutant(module, start, start + len("not "), "")
        elif isinstance(node, (ast.Break, ast.Continue)):
            start = offset(node.lineno, node.col_offset)
            yield Mutant(module, start, offset(node.end_lineno, node.end_col_offset), "pass")


def _between(module, text, offset, left, right):
    """Yield the changes of the operator between two expressions."""
    start = offset(left.end_lineno, left.end_col_offset)
    found = re.search(
        r"(is not|not in|[<>=!]=?|//?|\*\*?|[+%-]|\band\b|\bor\b)",
        text[start : offset(right.lineno, right.col_offset)],
    )
    if found:
        yield from _changed(module, start + found.start(), found[0])


def _changed(module, start, old):
    name = old.removeprefix("Math.")
    prefix = old[: len(old) - len(name)]
    if re.fullmatch(r"[\d_.]+(?:e[+-]?\d+)?", old):
        number = float(old.replace("_", ""))
        changed = (
            [repr(int(number) + 1)]
            if number.is_integer() and "." not in old and "e" not in old
            else [repr(number * 1.9 or 1.9)]
        )
        if number == 1:
            changed.append("0")
    else:
        changed = [prefix + new for new in SWAPS.get(name, [])]
    for new in changed:
        yield Mutant(module, start, start + len(old), new)


# Trying them ----------------------------------------------------------------------------------------


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.SourceLoader):
    """Lets Python import one module with another text."""

    def __init__(self, module, text):
        self.path = ROOT / module
        parts = Path(module).with_suffix("").parts
        self.name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        self.text = text

    def find_spec(self, name, path=None, target=None):
        """Find the one module."""
        if name != self.name:
            return None
        places = [str(self.path.parent)] if self.path.name == "__init__.py" else None
        return importlib.util.spec_from_file_location(
            name, self.path, loader=self, submodule_search_locations=places
        )

    def get_filename(self, name):
        """Return its path, for tracebacks."""
        return str(self.path)

    def get_data(self, path):
        """Return its other text."""
        return self.text.encode()

    def path_stats(self, path):
        """Keep Python from reading or writing bytecode."""
        raise OSError


def is_noticed(mutant, seconds):
    """Say whether the tests of a module fail with a change, or do not end."""
    child = start(mutant)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status) != 0
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def start(mutant):
    """Run the tests of a mutant, or of a module as it is (start ≥ end), in a process of their own."""
    child = os.fork()
    if child:
        return child
    os.setpgrp()
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    text = mutant.apply((ROOT / mutant.module).read_text(encoding="utf-8"))
    if mutant.module.endswith(".py"):
        sys.meta_path.insert(0, _Changed(mutant.module, text))
    else:
        os.environ["CHANGED_PAGE"] = mutant.module.removeprefix(PAGES)
        changed = tempfile.NamedTemporaryFile("w", suffix=".js", delete=False, encoding="utf-8")  # noqa: SIM115
        changed.write(text)
        changed.close()
        os.environ["CHANGED_PAGE_TEXT"] = changed.name
    code = pytest.main([*OPTIONS, *tests_of(mutant.module)])
    os._exit(int(code))


def tests_of(module):
    """List the tests that prove a module."""
    if module in MODULES:
        return MODULES[module]
    folder, name = Path(module).parts[-2:]
    if folder == "shared":
        return [f"tests/pages/test_{Path(name).stem}.py"]
    # The longer names first: those files take less time, and the first failure ends the run.
    files = sorted((ROOT / "tests/pages").glob(f"test_{folder}*.py"), reverse=True)
    return [file.relative_to(ROOT).as_posix() for file in files if _folder_of(file) == folder]


def _folder_of(file):
    """Return the folder that a file of tests belongs to: test_network_words.py belongs to "network"."""
    folders = [folder.name for folder in (ROOT / PAGES).iterdir()]
    return max((name for name in folders if file.stem.startswith(f"test_{name}")), key=len)


def modules():
    """List all modules that are changed: of the pages those that make no elements, and so run in Node.js."""
    paths = sorted((ROOT / PAGES).rglob("*.js"))
    pages = [
        path for path in paths if path.name != "dom.js" and "/dom.js" not in path.read_text(encoding="utf-8")
    ]
    names = [path.relative_to(ROOT).as_posix() for path in pages]
    tested = [name for name in names if any((ROOT / test).exists() for test in tests_of(name))]
    return [*MODULES, *tested]


def mutants_of(module):
    """List the changes of a module."""
    text = (ROOT / module).read_text(encoding="utf-8")
    found = python_mutants(module, text) if module.endswith(".py") else javascript_mutants(module, text)
    return list(dict.fromkeys(found))


def import_libraries():
    """Import what takes seconds, once; nothing of the course, which each process imports with its change."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    for name in ("scipy.signal", "PIL.Image", "tensorflow"):
        importlib.import_module(name)


def main():
    """Try the changes, and print how many were noticed in each module, and the others."""
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__.splitlines()[0])
    parser.add_argument("only", nargs="?", default="", help="a part of the modules' paths")
    parser.add_argument(
        "--sample", type=int, default=0, help="how many changes to try in each module (0: all)"
    )
    options = parser.parse_args()
    os.chdir(ROOT)
    chosen = [name for name in modules() if options.only in name]
    if any(name.endswith(".py") for name in chosen):
        import_libraries()
    # One failing example is enough: looking for a smaller one takes minutes where examples call TensorFlow.
    phases = [hypothesis.Phase.explicit, hypothesis.Phase.generate]
    hypothesis.settings.register_profile("mutants", phases=phases, database=None)
    hypothesis.settings.load_profile("mutants")
    all_noticed = all_tried = 0
    for module in chosen:
        text = (ROOT / module).read_text(encoding="utf-8")
        began = time.monotonic()
        if is_noticed(Mutant(module, 0, 0, ""), 600):
            sys.exit(f"The tests of {module} fail without any change: {' '.join(tests_of(module))}.")
        seconds = max(LEAST_SECONDS, 4 * (time.monotonic() - began))
        tried = mutants_of(module)
        if options.sample and len(tried) > options.sample:
            tried = random.Random(0).sample(tried, options.sample)
        left = [mutant for mutant in tried if not is_noticed(mutant, seconds)]
        all_tried, all_noticed = all_tried + len(tried), all_noticed + len(tried) - len(left)
        print(f"{module}: {len(tried) - len(left)} of {len(tried)} noticed")
        for mutant in left:
            print("   ", mutant.describe(text))
        sys.stdout.flush()
    print(f"Together {all_noticed} of {all_tried} noticed ({100 * all_noticed / max(all_tried, 1):.1f}%).")


if __name__ == "__main__":
    main()
