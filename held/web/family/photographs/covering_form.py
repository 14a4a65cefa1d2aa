"""What the page for covering a part of a photograph sends: rectangles, and a cut, as numbers in percent.

0 is the left or top edge, 100 the right or bottom edge; an empty field is the edge of the photograph. Digits of every
script count, with a comma or a point.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import zip_longest

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from held.jail.covering import MOST, WHOLE, Box, Covering
from held.web.visible_field import VisibleField

EDGES = ("left", "top", "right", "bottom")
SEEN_AT_FIRST = 3  # rows before the fold
LONGEST = 12  # characters of a number
NUMBER = _("Numbers go from 0 to 100, such as 12 or 12.5.")
NO_SIZE = _("This one has no size: two opposite edges are the same.")
NOTHING_CHOSEN = _("Please say first what to cover or cut off.")
TOO_MANY = _("We can cover ten parts at once. For more, cover these first, then cover a part of the new photograph.")


class NumberForm(forms.Form):
    """The fields of one rectangle. They are read as they were typed."""

    left = VisibleField(required=False)
    top = VisibleField(required=False)
    right = VisibleField(required=False)
    bottom = VisibleField(required=False)


@dataclass(frozen=True)
class Row:
    """One rectangle: as it was typed, and what it means; `box` is None if nothing was typed, or with a mistake."""

    typed: tuple[str, ...] = ("", "", "", "")
    box: Box | None = None
    mistake: object = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not any(self.typed)

    @property
    def fields(self) -> list[tuple[str, str]]:
        """Each edge with what was typed."""
        return list(zip(EDGES, self.typed, strict=True))

    @property
    def at(self) -> dict[str, str]:
        """Where it is drawn over the photograph, as SVG has it."""
        return drawn(self.box) if self.box else drawn(Box(0, 0, 0, 0))


@dataclass(frozen=True)
class Sent:
    """Everything that was sent; empty on a page that nobody has filled in yet."""

    rows: tuple[Row, ...] = ()
    cut: Row = Row()

    @property
    def mistake(self) -> object:
        """The first thing that has to be said before anything is made; empty if there is none."""
        said = [row.mistake for row in (*self.rows, self.cut) if row.mistake]
        if not said and sum(not row.is_empty for row in self.rows) > MOST:
            return TOO_MANY
        if not said and all(row.is_empty for row in (*self.rows, self.cut)):
            return NOTHING_CHOSEN
        return said[0] if said else ""

    @property
    def covering(self) -> Covering:
        """What to cover and cut off, if there is no mistake."""
        covered = tuple(row.box for row in self.rows if row.box)
        return Covering(covered, self.cut.box) if self.cut.box else Covering(covered)

    @property
    def cut_off(self) -> list[dict[str, str]]:
        """What the cut takes away, as four rectangles that are drawn over the photograph."""
        kept = self.cut.box or Box(0, 0, WHOLE, WHOLE)
        return [
            drawn(Box(0, 0, WHOLE, kept.top)),
            drawn(Box(0, kept.bottom, WHOLE, WHOLE)),
            drawn(Box(0, kept.top, kept.left, kept.bottom)),
            drawn(Box(kept.right, kept.top, WHOLE, kept.bottom)),
        ]

    def with_room(self) -> list[Row]:
        """Its rows without gaps, and empty ones up to ten."""
        filled = [row for row in self.rows if not row.is_empty]
        return filled + [Row()] * (MOST - len(filled))

    @property
    def shown_rows(self) -> list[tuple[int, Row]]:
        """Those before the fold, with their numbers: each that is filled, and one more."""
        return self._numbered()[: max(SEEN_AT_FIRST, self._filled + 1)]

    @property
    def folded_rows(self) -> list[tuple[int, Row]]:
        """The others."""
        return self._numbered()[max(SEEN_AT_FIRST, self._filled + 1) :]

    @property
    def _filled(self) -> int:
        return sum(not row.is_empty for row in self.rows)

    def _numbered(self) -> list[tuple[int, Row]]:
        return list(enumerate(self.with_room(), start=1))


def sent_by(data: QueryDict | None) -> Sent:
    """What the form sent."""
    if data is None:
        return Sent()
    typed = zip_longest(*(data.getlist(edge) for edge in EDGES), fillvalue="")
    cut = tuple(data.get(f"cut-{edge}", "") for edge in EDGES)
    return Sent(tuple(_row(one) for one in typed), _row(cut, inward=True))


def drawn(box: Box) -> dict[str, str]:
    """A rectangle as SVG has it, in percent; not in the reader's own way of writing numbers."""
    sides = {"x": box.left, "y": box.top, "width": box.right - box.left, "height": box.bottom - box.top}
    return {name: f"{side / 10:g}%" for name, side in sides.items()}


def _row(typed: Iterable[str], *, inward: bool = False) -> Row:
    """`inward`: what is kept of a pixel that is partly cut off is nothing; else what is partly covered is covered."""
    form = NumberForm(dict(zip(EDGES, typed, strict=True)))
    form.is_valid()
    given = tuple(form.cleaned_data[edge] for edge in EDGES)
    if not any(given):
        return Row()
    numbers = [_number(one) if one else edge for one, edge in zip(given, (0, 0, 100, 100), strict=True)]
    left, top, right, bottom = (Decimal(-1) if one is None else Decimal(one) for one in numbers)
    if not all(0 <= one <= 100 for one in (left, top, right, bottom)):
        return Row(given, mistake=NUMBER)
    box = _box(sorted((left, right)), sorted((top, bottom)), inward=inward)
    return Row(given, mistake=NO_SIZE) if left == right or top == bottom or box.is_empty else Row(given, box)


def _box(across: list[Decimal], down: list[Decimal], *, inward: bool) -> Box:
    ways = (ROUND_CEILING, ROUND_FLOOR) if inward else (ROUND_FLOOR, ROUND_CEILING)
    edges = [
        int((one * WHOLE / 100).to_integral_value(rounding=way))
        for pair in (across, down)
        for one, way in zip(pair, ways, strict=True)
    ]
    return Box(edges[0], edges[2], edges[1], edges[3])


def _number(typed: str) -> Decimal | None:
    """None if it is no number."""
    plain = re.sub(r"[\s%٪\u200e\u200f\u061c]", "", typed).replace(",", ".").replace("٫", ".")
    if len(plain) > LONGEST or not re.fullmatch(r"\d+(\.\d*)?|\.\d+", plain):
        return None
    return Decimal(plain)
