"""Fixtures: one browser and one JupyterLab for all tests of this folder."""

import pytest

from tests.browser.jupyter import NO_BROWSER, find_chromium, opened, running_browser, running_lab


@pytest.fixture(scope="session")
def browser():
    """A headless Chromium; without one these tests are left out, which the summary says in one line."""
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
    """A function that opens a notebook by name; what it opened is closed after the test."""
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
    """Give all tests left out for want of a browser one place, so that the summary says it in one line."""
    report = (yield).get_result()
    if report.skipped and isinstance(report.longrepr, tuple) and NO_BROWSER in report.longrepr[2]:
        report.longrepr = ("tests/browser", 0, report.longrepr[2])
