"""What importing `helpers` costs and offers."""

import json
import subprocess
import sys

import helpers

HEAVY = ["tensorflow", "keras", "matplotlib", "scipy", "IPython", "anywidget"]


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
    modules = ["activations", "convolution", "pooling", "shapes", "kernels"]
    above = ("helpers.plots", "helpers.widgets", "helpers.checks")
    code = (
        f"import sys; [__import__('helpers.' + m) for m in {modules}];"
        f"print([m for m in sys.modules if m.startswith({above})])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
