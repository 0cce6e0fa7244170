"""docs/teaching.md and docs/teaching/: plans that fit, pages up to date, worksheets without answers."""

import math
import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path

import pytest

from docs.teaching import kit, pages, plans, worksheets
from helpers import conv_parameters, dense_parameters, output_size, receptive_field, same_padding, trace
from helpers.checks.lessons import find_exercise, find_question, table
from helpers.checks.questions import Choices
from helpers.lessons import course_map
from helpers.shapes import Conv, Pool, kernel_reach
from tests.browser.jupyter import find_chromium
from tests.test_readme import LINK, anchors

ROOT = Path(__file__).parent.parent
GUIDE = ROOT / "docs" / "teaching.md"
LESSONS = course_map().lessons
CONVOLUTIONS = [Conv(64), Pool(), Conv(64), Pool()]
NUMBERS = [lesson.number for lesson in LESSONS]
ALL_PLANS = [*plans.PLANS, *plans.WEEKS]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda one: one.stem)
def test_the_parts_of_a_lesson_add_up_to_about_its_time(lesson):
    """Otherwise a teacher who follows the page runs out of time, or out of lesson. A class may take a little
    longer than one learner, because it discusses, and may leave a part for home.
    """
    assert 0.8 * lesson.minutes <= sum(plans.parts_of(lesson.number).values()) <= 1.3 * lesson.minutes


@pytest.mark.parametrize("plan", ALL_PLANS, ids=lambda one: one.title)
def test_a_plan_fits_into_its_time_and_keeps_some_of_it_spare(plan):
    """A teacher whose plan is ten minutes too long has to skip the end, which is the goal of the lesson."""
    assert sum(row.minutes for row in plan.rows) + plan.spare == plan.total
    assert plan.spare >= plans.SLACK * plan.total


@pytest.mark.parametrize("plan", ALL_PLANS, ids=lambda one: one.title)
def test_nobody_sits_for_too_long_without_a_break(plan):
    """After two hours, half of the class is thinking about coffee."""
    sat = 0
    for row in plan.rows:
        sat = 0 if row.is_break else sat + row.minutes
        assert sat <= plans.LONGEST_WITHOUT_BREAK
    assert sat + plan.spare <= plans.LONGEST_WITHOUT_BREAK  # if everything that is spare is needed at the end


@pytest.mark.parametrize("plan", ALL_PLANS, ids=lambda one: one.title)
def test_a_plan_names_parts_that_exist_in_their_order_and_each_once(plan):
    """A part that was renamed has no minutes, and the plan no longer fits."""
    for row in plan.rows:
        if row.is_lesson:
            known = list(plans.parts_of(row.what))
            places = [known.index(part) for part in row.parts]
            assert places == sorted(set(places))


def test_no_part_is_taught_twice_in_ten_weeks():
    """A class that has to sit through the same hour twice stays at home the next time."""
    taught = [(row.what, part) for week in plans.WEEKS for row in week.rows if row.is_lesson
              for part in row.parts or plans.parts_of(row.what)]  # fmt: skip
    assert len(taught) == len(set(taught))


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda one: one.stem)
def test_every_lesson_has_enough_time_in_the_plan_of_ten_weeks(lesson):
    """Learners read the rest of a lesson at home; with much less than half in class, it was not a lesson."""
    rows = [row for week in plans.WEEKS for row in week.rows if row.what == lesson.number]
    assert sum(row.minutes for row in rows) >= 0.4 * lesson.minutes


def test_every_week_but_the_first_begins_with_the_homework():
    """If nobody looks at the homework, the class does not do it next time."""
    for week in plans.WEEKS[1:]:
        assert week.rows[0] is plans.HOMEWORK
        assert week.home


def test_the_computed_parts_of_the_pages_are_up_to_date():
    """Teachers read the pages; the tables of the checks move on.

    To write them again: python -m docs.teaching.pages
    """
    for path, text in pages.pages().items():
        assert path.read_text(encoding="utf-8") == text, path.name


@pytest.mark.parametrize("number", NUMBERS)
def test_a_lesson_has_votes_aims_that_something_shows_and_an_exit_ticket(number):
    """A teacher who opens the page on Monday morning has no time to invent them."""
    own = kit.KITS[number]
    assert len(own.votes) == len(set(own.votes)) == (2 if number == "00" else 3)
    for name in own.votes:
        lesson, question = find_question(name)
        assert lesson == number
        assert isinstance(question, Choices)
    exercises = {one.name for one in table(number).EXERCISES if not one.stretch}
    assert own.aims
    for aim, shown_by in own.aims:
        assert aim
        assert shown_by == kit.TICKET or shown_by in exercises
    assert own.ticket.endswith("?")
    assert own.answer


@pytest.mark.parametrize("number", NUMBERS)
def test_the_mistakes_to_expect_are_those_that_a_check_can_name(number):
    """A reply to a mistake that no check reports would never be needed."""
    found = pages.common_mistakes(number)
    says = {(m.name, m.says) for one in table(number).EXERCISES if not one.stretch for m in one.mistakes}
    assert len(found) == min(pages.HOW_MANY_MISTAKES, len({name for name, _ in says}))
    for name, _, reply in found:
        assert (name, reply) in says


@pytest.mark.parametrize("number", NUMBERS)
def test_a_worksheet_has_the_votes_and_the_ticket_and_none_of_their_answers(number):
    """With the answers on the sheet, voting would be a copying exercise."""
    text = unescape(re.sub(r"<[^>]+>", "", worksheets.sheet(number)))
    own = kit.KITS[number]
    assert own.ticket in text
    assert own.answer not in text
    for name in own.votes:
        for choice in find_question(name)[1].choices:
            assert choice.text.replace("`", "") in text
            assert choice.says.replace("`", "") not in text
    assert "✓" not in text


@pytest.mark.parametrize("number", NUMBERS)
def test_the_exit_ticket_has_other_numbers_than_the_task_on_paper(number):
    """It is printed below that task, so the answer could be copied."""
    own = kit.KITS[number]
    for caption, values in own.grids:
        if isinstance(values, tuple) or "kernel" in caption:
            continue  # empty, or weights that the lesson itself uses everywhere
        given = kit.in_line(values).split(" / ")
        assert " / ".join(given) not in own.ticket
        assert len(set(given)) > 1 or given[0] not in own.ticket  # an image whose rows are all the same


@pytest.mark.parametrize("number", NUMBERS)
def test_the_teachers_page_answers_the_task_on_paper_and_the_worksheet_does_not(number):
    """A teacher who walks around the room has no time to work out nine products."""
    own = kit.KITS[number]
    assert bool(own.paper) == bool(own.solution)
    assert own.solution in (ROOT / "docs" / "teaching" / f"lesson_{number}.md").read_text(encoding="utf-8")
    assert not own.solution or own.solution not in unescape(worksheets.sheet(number))


def test_answers_on_paper_are_those_that_you_get_by_hand():
    """They are computed by the course's own functions, so these were worked out without them."""
    assert kit.KITS["03"].answer == "12 0 12 and 12 0 −12."
    assert kit.KITS["06"].answer == "6 5 / 7 8; 7."
    assert kit.KITS["11"].answer == "0; 2."
    assert kit.KITS["14"].answer.startswith("3;")
    for number, part in {
        "03": "Kernel A: −24 24 0, then −18 36 −18.",
        "04": "Without padding 1 2 3 2 1 / 2 4 6 4 2 / 3 6 9 6 3",
        "05": "8 cells are left",
        "06": "mean 0.75 2.5 / −2.75 3",
        "07": "5 6 1; together 12.",
        "10": "8 −12 18 −27 40.5 −60.75",
        "11": "9 4 / −6 7.",
        "13": "with 1.5 2.25 3.375 5.0625",
        "14": "4 2 6 5 9.",
    }.items():
        assert part in kit.KITS[number].solution


PRINTABLE = [plan for plan in plans.PLANS if plan.sheets]


@pytest.mark.parametrize("plan", PRINTABLE, ids=lambda one: one.title)
def test_the_worksheets_of_a_plan_ask_about_its_lessons_and_nothing_that_it_leaves_out(plan):
    """A class that is asked about a part that it has not seen guesses, and the teacher apologises."""
    rows = {row.what: row for row in plan.rows if row.is_lesson}
    text = unescape(re.sub(r"<[^>]+>", "", worksheets.sheet_of_plan(plan)))
    for own in plan.sheets:
        assert own.lesson in rows
        for name in kit.KITS[own.lesson].votes:
            assert (find_question(name)[1].asks.replace("`", "") in text) == (name in own.votes)
    assert sum(own.back for own in plan.sheets) == text.count("Exit ticket") == 1  # at the end
    assert "keras_flip" not in plan.sheets[0].votes or "Correlation or convolution" in rows["02"].parts


@pytest.mark.parametrize("plan", plans.PLANS, ids=lambda one: one.title)
def test_a_plan_of_one_session_has_an_exercise_that_shows_who_is_stuck_and_an_exit_ticket(plan):
    """The class view counts people as stuck in exercises only, and a plan without one shows nobody."""
    (row,) = (row for row in plan.rows if plans.IN_PAIRS in row.note)
    number, exercise = find_exercise(plans.IN_PAIRS)
    assert row.own >= exercise.minutes
    assert number in row.what
    places = [known.what for known in plan.rows]
    assert places.index(number) < plan.rows.index(row)
    assert "One window by hand, and the next" in plan.rows[places.index(number)].parts
    assert plan.rows[-1].what == "Exit ticket"


def test_no_vote_gives_away_the_sum_that_the_task_on_paper_asks_for():
    """Both are on one sheet, and the question "The sum is 577" was printed above the task to find it."""
    own = kit.KITS["02"]
    asked = int((dict(own.grids[:3])["pixels"] * kit.NINE_WEIGHTS).sum())
    assert str(asked) in own.solution
    assert asked == 340  # by hand: −48 − 288 + 71 + 1,017 − 252 + 144 + 320 − 624
    assert not re.search(
        rf"\b({asked}|48, 192, 144)\b", re.sub(r"<[^>]+>", " ", worksheets.sheet("02")).split("On paper")[0]
    )


def test_a_vote_about_a_kernel_shows_it():
    """On paper, nobody can scroll up to the cell that defines it."""
    front = worksheets.sheet("03").partition("On paper")[0]
    assert re.findall(r"<td>([−\d]+)</td>", front) == ["−1", "2", "−1"] * 3
    assert "the kernel for vertical lines</figcaption>" in front


@pytest.mark.skipif(not find_chromium(), reason="no Chromium, so nothing can be printed")
@pytest.mark.parametrize("plan", PRINTABLE, ids=lambda one: one.title)
def test_the_worksheet_of_a_plan_fits_on_both_sides_of_one_sheet(plan, tmp_path):
    """Sixty sheets instead of one hundred and twenty, half of which were empty."""
    sheets = {"plan": worksheets.sheet_of_plan(plan)}
    with ThreadPoolExecutor(1) as beside:  # Playwright starts once in a thread
        (printed,) = beside.submit(worksheets.print_sheets, sheets, tmp_path).result()
    assert len(re.findall(rb"/Type\s*/Page\b", printed.read_bytes())) == 2


def test_printing_leaves_the_pages_of_the_course_alone(monkeypatch, tmp_path):
    """A teacher who prints would be told by Git, at the next update, that her own files are in the way."""
    monkeypatch.setattr(pages, "write", lambda: pytest.fail("the pages were written"))
    monkeypatch.setattr(worksheets, "print_sheets", lambda sheets, folder: [*sheets])
    monkeypatch.setattr("sys.argv", ["worksheets", "--plan", "90", "--to", str(tmp_path)])
    worksheets.main()
    assert not hasattr(worksheets, "pages")


@pytest.mark.parametrize(
    "page", sorted((ROOT / "docs" / "teaching").glob("*.md")) + [GUIDE], ids=lambda p: p.stem
)
def test_links_on_the_pages_lead_somewhere(page):
    """A teacher follows them five minutes before the lesson."""
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        assert file.exists(), target
        assert not anchor or anchor in anchors(file), target


def test_the_examples_next_to_the_formulas_are_correct():
    """Teachers print this page, and a whole class copies a wrong number from it."""
    formulas = (ROOT / "docs" / "teaching" / "formulas.md").read_text(encoding="utf-8")
    rows = trace(CONVOLUTIONS, (28, 28, 1))
    fields = [receptive_field(CONVOLUTIONS[:depth])[0] for depth in (1, 2, 3, 4)]
    for example in (
        f"3 cells, dilation 2: {kernel_reach(3, 2)}",
        f"28, 3: {output_size(28, 3)}",
        f"64, stride 2: {output_size(64, 3, stride=2, padding='same')}",
        f"28, 3, stride 2: {same_padding(28, 3, stride=2)}",
        f"11, 2, 2: {output_size(11, 2, stride=2)}",
        f"3·3·64·64 + 64 = {conv_parameters(3, 64, 64):,}",
        f"1600·128 + 128 = {dense_parameters(1600, 128):,}",
        f"11·11·9·64·64 = {rows[2].multiplications:,}",
        ", ".join(map(str, fields)),
        f"3·3·64: {math.sqrt(2 / (3 * 3 * 64)):.3f}",
        f"{math.log(10):.3f}",
    ):
        assert f"| {example} |" in formulas
