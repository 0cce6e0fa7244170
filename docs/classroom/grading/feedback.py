"""The page that a learner gets, with the names of the exercises at its top."""

import re

from nbconvert.exporters import HTMLExporter

from docs.classroom.grading.assignment import GRADED

SCORE = r"Score: (?P<score>[\d.]+) / (?P<points>[\d.]+)"
LINE = re.compile(rf'(?P<link><a href="#(?P<exercise>\w+){GRADED}">)Test cell</a> \({SCORE}\)')


class FeedbackExporter(HTMLExporter):
    """Writes nbgrader's page. Its own list has "Test cell" in every line."""

    def from_notebook_node(self, nb, resources=None, **settings):
        """Return the page as HTML, and what nbconvert knows about it."""
        page, resources = super().from_notebook_node(nb, resources, **settings)
        return with_names(page), resources


def with_names(page):
    """Return the page with lines such as "window_sum: 5 of 5".

    Parameters
    ----------
    page : str
        HTML.

    Returns
    -------
    str
    """
    return LINE.sub(
        lambda found: (
            f"{found['link']}<code>{found['exercise']}</code></a>: "
            f"{float(found['score']):g} of {float(found['points']):g}"
        ),
        page,
    )
