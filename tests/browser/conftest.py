"""Fixtures: one browser and one JupyterLab for all tests in this folder."""

import pytest

from tests.browser.jupyter import NO_BROWSER, find_chromium, opened, running_browser, running_lab


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium. Without one, pytest skips these tests, and the summary says so in one line."""
    if find_chromium() is None:
        pytest.skip(NO_BROWSER)
    with running_browser() as running:
        yield running


@pytest.fixture(scope="session")
def lab(browser):
    """A JupyterLab on a copy of the lessons."""
    with running_lab() as running:
        yield running


@pytest.fixture
def open_notebook(lab, browser):
    """A function that opens a notebook by name. After the test, everything it opened is closed."""
    closing = []

    def open_one(name):
        manager = opened(lab, browser, name)
        closing.append(manager)
        return manager.__enter__()

    yield open_one
    for manager in closing:
        manager.__exit__(None, None, None)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport():
    """Report all tests skipped for lack of a browser at one location, so the summary has a single line."""
    report = (yield).get_result()
    if report.skipped and isinstance(report.longrepr, tuple) and NO_BROWSER in report.longrepr[2]:
        report.longrepr = ("tests/browser", 0, report.longrepr[2])
