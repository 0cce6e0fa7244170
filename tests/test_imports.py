"""What importing `helpers` costs and offers."""

import ast
import json
import subprocess
import sys

import nbformat
import pytest

import helpers
from tests.execute_notebooks import NOTEBOOKS

LESSONS = sorted(NOTEBOOKS.glob("*.ipynb"))
IMPORT_TENSORFLOW = ("helpers.training", "helpers.comparison", "keras", "tensorflow")
HEAVY = ["tensorflow", "keras", "matplotlib", "scipy", "IPython", "anywidget", "PIL", "urllib.request"]


def test_importing_helpers_brings_no_heavy_library():
    """A lesson's first cell would take 8 seconds and 500 MB before its first picture."""
    code = f"import sys, json, helpers; print(json.dumps([m for m in {HEAVY} if m in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []


def test_importing_the_checks_brings_no_heavy_library():
    """A lesson's first cell would wait seconds for pictures and widgets that it may never show."""
    heavy = [*HEAVY, "ipywidgets"]
    code = f"import sys, json, helpers.checks; print(json.dumps([m for m in {heavy} if m in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_imports_tensorflow_in_the_first_cell_that_needs_it(path):
    """In a lesson's first cell, which only prepares, it would delay the first picture by seconds."""
    for cell in nbformat.read(path, as_version=4).cells:
        statements = ast.parse(cell.source).body if cell.cell_type == "code" else []
        if any(map(imports_tensorflow, statements)):
            assert not all(map(prepares, statements))
            return


def imports_tensorflow(statement):
    """Say whether a statement imports TensorFlow, or a module that needs it."""
    names = [name.name for name in statement.names] if isinstance(statement, ast.Import) else []
    names += [statement.module] if isinstance(statement, ast.ImportFrom) else []
    return any(name.startswith(IMPORT_TENSORFLOW) for name in names)


def prepares(statement):
    """Say whether a statement only imports, sets a seed, or gives `keras.layers` a short name."""
    code = ast.unparse(statement)
    is_import = isinstance(statement, (ast.Import, ast.ImportFrom))
    return is_import or "set_random_seed" in code or code.endswith("keras.layers")


def test_the_names_of_the_contract_come_from_helpers_itself():
    """Lessons and learners write `from helpers import conv2d`; these names are public and stay."""
    contract = """conv2d conv2d_loops flip conv1d pool2d output_size same_padding conv_parameters
        dense_parameters receptive_field trace relu leaky_relu softmax load_fashion_mnist"""
    for name in contract.split():
        function = getattr(helpers, name)
        assert function.__doc__
        assert name in helpers.__all__


def test_the_arithmetic_knows_nothing_of_plots_or_widgets():
    """Dependencies run one way: a change to a picture must not be able to break a number."""
    modules = ["activations", "convolution", "gradients", "pooling", "shapes", "kernels", "storage"]
    above = ("helpers.plots", "helpers.widgets", "helpers.checks")
    code = (
        f"import sys; [__import__('helpers.' + m) for m in {modules}];"
        f"print([m for m in sys.modules if m.startswith({above})])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
