"""Leaves these tests out where there is no Node.js, and says so."""

import pytest

from tests.pages.node import NO_NODE
from tests.pages.tools import find


def pytest_collection_modifyitems(items):
    """Skip what needs Node.js on a machine without it: learners neither have nor need it."""
    if find("node") is None:
        for item in items:
            if "tests/pages/" in item.path.as_posix():
                item.add_marker(pytest.mark.skip(reason=NO_NODE))
