"""The keys that move over rows and columns."""

import itertools

from tests.pages.node import ask

KEYS = "shared/keys.js"
STEPS = {"ArrowUp": (-1, 0), "ArrowDown": (1, 0), "ArrowLeft": (0, -1), "ArrowRight": (0, 1)}


def moved(key, ctrl, place, rows, columns, step):
    """Return where a key should lead."""
    row, column = place
    if key in ("Home", "End"):
        last = key == "End"
        return [(rows - 1) * last if ctrl else row, (columns - 1) * last]
    if key not in STEPS:
        return None
    down, right = STEPS[key]
    return [min(max(row + step * down, 0), rows - 1), min(max(column + step * right, 0), columns - 1)]


def test_every_key_moves_as_it_should_and_stays_inside():
    """A place outside of the picture would stop the page with an error."""
    calls, wanted = [], []
    for (rows, columns), key, ctrl, step in itertools.product(
        ((1, 1), (3, 4), (6, 2)),
        (*STEPS, "Home", "End", "Enter", "a", "PageDown"),
        (False, True),
        (1, 10),
    ):
        for place in itertools.product(range(rows), range(columns)):
            calls.append([{"key": key, "ctrlKey": ctrl}, place, rows, columns, step])
            wanted.append(moved(key, ctrl, place, rows, columns, step))
    assert ask(KEYS, "moveByKey", calls) == wanted


def test_an_arrow_moves_by_one_unless_told_otherwise():
    """Nine windows must be nine presses."""
    event = {"key": "ArrowDown", "ctrlKey": False}
    assert ask(KEYS, "moveByKey", [[event, [2, 2], 9, 9], [event, [2, 2], 9, 9, 5]]) == [[3, 2], [7, 2]]


def test_a_key_together_with_ctrl_alt_or_meta_is_a_command():
    """Ctrl and S saves the notebook, whatever is under the pointer."""
    names = ("ctrlKey", "altKey", "metaKey")
    events = [dict(zip(names, held, strict=True)) for held in itertools.product((False, True), repeat=3)]
    events.append({**events[0], "shiftKey": True})
    assert ask(KEYS, "isCommand", [[event] for event in events]) == [False, *[True] * 7, False]


def test_keys_move_along_a_list_and_stop_at_its_ends():
    """An arrow pressed at the last drawing must not select one that doesn't exist."""
    moves = {
        "ArrowUp": lambda place, last: max(place - 1, 0),
        "ArrowLeft": lambda place, last: max(place - 1, 0),
        "ArrowDown": lambda place, last: min(place + 1, last),
        "ArrowRight": lambda place, last: min(place + 1, last),
        "Home": lambda place, last: 0,
        "End": lambda place, last: last,
        "Enter": lambda place, last: None,
    }
    cases = [(key, place, count) for key in moves for count in (1, 2, 7) for place in range(count)]
    found = ask(KEYS, "moveInList", [[{"key": key}, place, count] for key, place, count in cases])
    assert found == [moves[key](place, count - 1) for key, place, count in cases]
