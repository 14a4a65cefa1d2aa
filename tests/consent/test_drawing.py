"""docs/consent.md says what the code does: it is drawn from it."""

import re

import pytest

from held.consent import drawing, states
from held.consent.states import Event, Status

ANEW = "docs/consent.md is not what the code does. Draw it anew: python -m held.consent.drawing"


def is_true(page: str) -> bool:
    return drawing.draw_anew(page) == page


def test_the_page_is_drawn_from_the_code():
    assert is_true(drawing.PAGE.read_text()), ANEW


@pytest.mark.parametrize(
    ("of", "key", "value"),
    [
        (states.TABLE, (Status.NOT_ASKED, Event.ASK), Status.AGREED),
        (states.TABLE, (Status.AGREED, Event.NOT_NOW), Status.AGREED),
        (states.TABLE, (Status.LAPSED, Event.REPEAT), Status.ASKED),
        (states.TABLE, (Status.WITHDRAWN, Event.WITHDRAW), Status.DECLINED),
        (states.ASKED_BEFORE, Event.REPEAT, 2),
        (states.ASKED_BEFORE, Event.LAPSE, 2),
        (states.WHOSE, Event.LAPSE, states.Whose.FAMILY),
    ],
)
def test_another_step_in_the_code_makes_the_page_untrue(monkeypatch, of, key, value):
    monkeypatch.setitem(of, key, value)
    assert not is_true(drawing.PAGE.read_text())


def test_another_word_on_the_page_makes_it_untrue():
    page = drawing.PAGE.read_text()
    for changed in ("| whose doing | family |", "| **lapsed** | – |"):
        assert page.count(changed) == 1
        assert not is_true(page.replace(changed, "agreed"))


def test_text_around_the_drawn_part_is_kept():
    page = f"Before.\n\n{drawing.BEGIN}\nold\n{drawing.END}\n\nAfter.\n"
    assert drawing.draw_anew(page) == f"Before.\n\n{drawing.drawn()}\n\nAfter.\n"


@pytest.mark.parametrize("page", ["", drawing.BEGIN, drawing.END, f"{drawing.END} {drawing.BEGIN}"])
def test_where_the_marks_are_not_there_nothing_is_drawn(page):
    with pytest.raises(ValueError, match="no marks"):
        drawing.draw_anew(page)


def test_the_page_shows_every_transition_of_the_code():
    rows = [row.split(" | ") for row in drawing.steps().strip("| \n").splitlines()]
    cells = [cell.strip("| ") for row in rows[4:] for cell in row[1:]]
    assert len(cells) == len(Status) * len(Event)
    assert sum(cell != drawing.NO_STEP for cell in cells) == len(states.TABLE)


def test_every_standing_is_told_in_plain_words():
    page = drawing.PAGE.read_text()
    told = re.findall(r"^- \*\*([\w ]+)\*\*: \w", page.partition(drawing.BEGIN)[0], re.MULTILINE)
    assert [word.replace(" ", "_") for word in told] == list(Status)
    assert all(f"*{event.replace('_', ' ')}*" in page or event == Event.NOT_NOW for event in Event)


def test_run_as_a_command_it_writes_the_page(tmp_path):
    page = tmp_path / "consent.md"
    page.write_text(f"{drawing.BEGIN}\n{drawing.END}\n")
    drawing.main(page)
    assert page.read_text() == f"{drawing.drawn()}\n"
