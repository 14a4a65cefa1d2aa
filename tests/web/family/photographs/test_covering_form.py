"""The numbers that say what to cover: as people write them, and never less than they say."""

import pytest
from django.http import QueryDict

from held.jail.covering import Box, Covering
from held.web.family.photographs.covering_form import NO_SIZE, NOTHING_CHOSEN, NUMBER, TOO_MANY, sent_by


def sent(*rows: str, cut: str = "") -> object:
    """Each row: left, top, right and bottom, parted by a bar."""
    data = QueryDict(mutable=True)
    for row in rows:
        for edge, typed in zip(("left", "top", "right", "bottom"), row.split("|"), strict=True):
            data.appendlist(edge, typed)
    for edge, typed in zip(("left", "top", "right", "bottom"), cut.split("|") if cut else [], strict=False):
        data[f"cut-{edge}"] = typed
    return sent_by(data)


@pytest.mark.parametrize(
    ("typed", "box"),
    [
        ("10|20|30|40", Box(100, 200, 300, 400)),
        ("12,5|0|37.5|100", Box(125, 0, 375, 1000)),
        (" 10 %|20%|30 %|40", Box(100, 200, 300, 400)),
        ("١٠|٢٠٫٥|٣٠٪|٤٠", Box(100, 205, 300, 400)),
        ("१०|२०|३०|४०", Box(100, 200, 300, 400)),
        ("60|||", Box(600, 0, 1000, 1000)),
        ("||30|", Box(0, 0, 300, 1000)),
        ("30|40|10|20", Box(100, 200, 300, 400)),
        ("10.01|20.09|30.01|40.01", Box(100, 200, 301, 401)),
        (".5|0|1.|100", Box(5, 0, 10, 1000)),
    ],
)
def test_numbers_count_however_they_are_written(typed, box):
    given = sent(typed)
    assert not given.mistake
    assert given.covering == Covering((box,))


def test_a_cut_keeps_no_pixel_that_is_partly_cut_off():
    assert sent(cut="10.01|20|89.99|80").covering == Covering(cut=Box(101, 200, 899, 800))


@pytest.mark.parametrize(
    "typed", ["-5|0|10|10", "0|0|101|10", "ten|0|20|20", "1e1|0|20|20", "nan|0|9|9", "1_0|0|20|20"]
)
def test_what_is_no_number_from_0_to_100_is_told(typed):
    assert sent("1|1|2|2", typed).mistake == NUMBER
    assert sent(cut=typed).mistake == NUMBER


@pytest.mark.parametrize("typed", ["10|10|10|20", "10|10|20|10", "100|||", "||0|"])
def test_a_rectangle_without_size_is_told(typed):
    assert sent(typed).mistake == NO_SIZE


def test_a_cut_between_two_thousandths_has_no_size():
    assert sent(cut="10.01|0|10.09|100").mistake == NO_SIZE


def test_that_nothing_is_chosen_is_told():
    assert sent().mistake == sent("|||", "|||").mistake == NOTHING_CHOSEN
    assert sent_by(None).mistake == NOTHING_CHOSEN


def test_ten_are_taken_and_eleven_are_told():
    assert not sent(*["1|1|2|2"] * 10).mistake
    assert sent(*["1|1|2|2"] * 11).mistake == TOO_MANY


def test_everything_typed_is_on_the_page_again():
    given = sent("|||", "10|ten|20|20", "1|1|2|2", cut="5||95|")
    assert [row.typed for _number, row in given.shown_rows] == [
        ("10", "ten", "20", "20"),
        ("1", "1", "2", "2"),
        ("",) * 4,
    ]
    assert given.cut.typed == ("5", "", "95", "")
    assert len(given.shown_rows) + len(given.folded_rows) == 10


def test_all_of_eleven_are_on_the_page_again():
    given = sent(*[f"{one}|0|99|99" for one in range(11)])
    assert len(given.shown_rows) == 11
    assert given.folded_rows == []


def test_fields_that_are_missing_count_as_empty():
    data = QueryDict("left=60")
    assert sent_by(data).covering == Covering((Box(600, 0, 1000, 1000),))


def test_rectangles_are_drawn_in_numbers_that_svg_reads():
    given = sent("12,5|20|37,5|40", cut="10|||90")
    assert given.rows[0].at == {"x": "12.5%", "y": "20%", "width": "25%", "height": "20%"}
    assert [one["width"] for one in given.cut_off] == ["100%", "100%", "10%", "0%"]
