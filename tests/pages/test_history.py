"""Undo and redo: what is remembered of earlier settings."""

from tests.pages.node import ask


def replay(*steps):
    """Return what each step of a new History gives: [milliseconds, method, *arguments]."""
    return ask("drivers/history.js", "replay", [[steps]])[0]


def record(at, before, name="stride"):
    """Return the step that remembers settings before a change of `name`."""
    return [at, "record", before, [name]]


def test_undo_leads_back_change_by_change_and_redo_forward_again():
    """A learner who went too far wants one step back, and may want it again."""
    assert replay(
        record(0, "a"), record(1000, "b"),
        [2000, "undo", "c"], [2001, "undo", "b"], [2002, "undo", "a"],
        [2003, "redo", "a"], [2004, "redo", "b"], [2005, "redo", "c"],
        [2006, "undo", "c"],
    ) == [None, None, "b", "a", None, "b", "c", None, "b"]  # fmt: skip


def test_nothing_can_be_undone_or_redone_at_first():
    """The keys must not put the page into a state that it never had."""
    assert replay([0, "undo", "a"], [1, "redo", "a"]) == [None, None]


def test_a_new_change_forgets_what_was_undone():
    """Redo would otherwise mix two histories of the settings."""
    steps = (
        record(0, "a"),
        [1000, "undo", "b"],
        record(2000, "a", "bias"),
        [3000, "redo", "c"],
        [3001, "undo", "c"],
    )
    assert replay(*steps) == [None, "a", None, None, "a"]


def test_changes_of_one_slider_in_quick_succession_are_one_step():
    """A slider that is dragged sends a hundred values, and nobody wants to press undo a hundred times."""
    dragged = [record(599 * n, n) for n in range(50)]
    assert replay(*dragged, [40_000, "undo", 50], [40_001, "undo", 0])[50:] == [0, None]


def test_a_pause_or_another_setting_begins_a_new_step():
    """Two decisions must stay two steps."""
    assert replay(record(0, "a"), record(600, "b"), [700, "undo", "c"], [701, "undo", "b"])[2:] == ["b", "a"]
    assert replay(record(0, "a"), record(1, "b", "bias"), [2, "undo", "c"], [3, "undo", "b"])[2:] == [
        "b",
        "a",
    ]
    names = [
        [0, "record", "a", ["x", "y"]],
        [1, "record", "b", ["y", "x"]],
        [2, "undo", "c"],
        [3, "undo", "b"],
    ]
    assert replay(*names)[2:] == ["a", None]  # the same two, in whatever order


def test_a_change_right_after_an_undo_is_a_step_of_its_own():
    """Otherwise undo would jump over it."""
    steps = record(0, "a"), record(1000, "b"), [1001, "undo", "c"], record(1002, "b"), [1003, "undo", "d"]
    assert replay(*steps)[-1] == "b"
    steps = record(0, "a"), [1, "undo", "b"], record(2, "a"), [3, "undo", "c"]
    assert replay(*steps)[-1] == "a"


def test_two_hundred_steps_are_kept():
    """Memory must not grow with every move of an afternoon, and an afternoon's last steps must be there."""
    recorded = [record(1000 * n, n) for n in range(250)]
    undone = [[300_000 + n, "undo", None] for n in range(201)]
    assert replay(*recorded, *undone)[250:] == [*range(249, 49, -1), None]
