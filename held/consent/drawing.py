"""Draw the table in docs/consent.md from the code.

    python -m held.consent.drawing

redraws it between its two marks.
"""

from collections.abc import Iterable
from pathlib import Path

from held.consent.states import ASKED_BEFORE, TABLE, WHOSE, Event, Status

PAGE = Path(__file__).resolve().parent.parent.parent / "docs" / "consent.md"
BEGIN = "[//]: # (drawn by python -m held.consent.drawing)"
END = "[//]: # (as far as it is drawn)"
NO_STEP = "–"


def steps() -> str:
    """Every step as a table: one row for each status, one column for each event."""
    rows = [
        _row(["", *map(_said, Event)]),
        _row(["---"] * (len(Event) + 1)),
        _row(["whose doing", *(WHOSE[event] for event in Event)]),
        _row(["asked before", *(_times(event) for event in Event)]),
    ]
    rows += [_row([f"**{_said(start)}**", *(_ending(start, event) for event in Event)]) for start in Status]
    return "\n".join(rows)


def drawn() -> str:
    """The text between the page's two marks."""
    return f"{BEGIN}\n\n{steps()}\n\n{END}"


def draw_anew(page: str) -> str:
    """The page with its drawing replaced. Raises ValueError if the marks are missing."""
    before, began, rest = page.partition(BEGIN)
    _, ended, after = rest.partition(END)
    if not began or not ended:
        raise ValueError("The page has no marks to draw between.")
    return before + drawn() + after


def main(page: Path = PAGE) -> None:
    """Redraw the page and write it back to its file."""
    page.write_text(draw_anew(page.read_text()))


def _times(event: Event) -> str:
    return str(ASKED_BEFORE.get(event, NO_STEP))


def _ending(start: Status, event: Event) -> str:
    end = TABLE.get((start, event))
    return _said(end) if end else NO_STEP


def _said(word: Status | Event) -> str:
    return word.replace("_", " ")


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
