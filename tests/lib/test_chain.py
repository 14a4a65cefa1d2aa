"""Any change to a record that was whole is found, and reported by the first number that does not fit."""

import dataclasses
import hashlib
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from held.lib.chain import (
    Broken,
    Fault,
    Garbled,
    Link,
    NotARecord,
    beginning,
    broken_in,
    first_difference,
    lines_of,
    next_link,
    read_lines,
    verify,
)

ID = "bicycle 7"
AT = "2026-03-01T09:30:00+00:00"


def grown(count, chain=ID):
    """A record of this many lines."""
    links = []
    for number in range(count):
        told = {"act": "oiled" if number % 2 else "pümped", "wheel": number % 3}
        links.append(next_link(links[-1] if links else None, chain, f"2026-03-01T09:{number % 60:02}:00Z", told))
    return links


LONG = grown(200)


def exported(links, chain=ID):
    return [line.encode() for line in lines_of(chain, links)]


def found(lines):
    """The fault that is found in the lines of a file, or the sentence; None if it is whole."""
    try:
        return broken_in(read_lines(lines))
    except NotARecord as reason:
        return str(reason)


def without(things, place):
    return [*things[:place], *things[place + 1 :]]


def swapped(things, one, other):
    moved = list(things)
    moved[one], moved[other] = moved[other], moved[one]
    return moved


@pytest.mark.parametrize("count", [0, 1, 2, 42, 200])
def test_a_whole_record_is_whole_and_comes_back_from_its_file(count):
    links = LONG[:count]
    assert verify(ID, links) is None
    record = read_lines(exported(links))
    assert (record.chain, record.links) == (ID, links)
    assert broken_in(record) is None


@given(
    st.lists(
        st.dictionaries(
            st.text(st.characters(exclude_categories=["Cs"])),
            st.text(st.characters(exclude_categories=["Cs"])) | st.integers(-(2**53) + 1, 2**53 - 1),
        ),
        max_size=8,
    ),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
)
def test_whatever_was_told_comes_back_the_same(things, chain):
    links = []
    for told in things:
        links.append(next_link(links[-1] if links else None, chain, AT, told))
    assert b"".join(exported(links, chain)).count(b"\n") == len(links) + 2
    record = read_lines(b"".join(exported(links, chain)).splitlines(keepends=True))
    assert (record.chain, record.links, broken_in(record)) == (chain, links, None)


def test_anyone_can_compute_the_hash_of_a_line_by_hand():
    """Computed by hand, from the two sentences at the head of the module."""
    begun = hashlib.sha256(b'{"chain":"bicycle 7","format":1}').hexdigest()
    first = (
        f'{{"at":"2026-03-01T09:30:00+00:00","before":"{begun}","chain":"bicycle 7","number":1,'
        '"told":{"act":"pümped","wheel":2}}'
    )
    link = next_link(None, ID, AT, {"wheel": 2, "act": "pümped"})
    assert link.hash == hashlib.sha256(first.encode()).hexdigest()
    assert (link.number, link.before) == (1, begun)


@pytest.mark.parametrize("at", ["", "yesterday", "2026-03-01", "2026-03-01T09:30:00", "2026-03-01T09:30:00+01:00"])
def test_a_moment_that_is_not_in_utc_is_refused(at):
    with pytest.raises(ValueError, match="UTC"):
        next_link(None, ID, at, {})


@pytest.mark.parametrize(
    "told", [{"a": 1.5}, {"a": None}, {"a": True}, {"a": ["b"]}, {"a": 2**53}, {"a": "\ud800"}, {1: "a"}]
)
def test_what_could_not_be_read_back_the_same_is_refused(told):
    with pytest.raises(ValueError, match="words and whole numbers"):
        next_link(None, ID, AT, told)


def test_a_chain_without_an_id_is_refused():
    with pytest.raises(ValueError, match="id"):
        next_link(None, "", AT, {})


def test_changing_the_input_later_changes_no_line():
    told = {"act": "oiled"}
    link = next_link(None, ID, AT, told)
    told["act"] = "sold"
    assert verify(ID, [link]) is None


CHANGES = [
    {"at": "2027-03-01T09:00:00Z"},
    {"told": {}},
    {"told": {"act": "sold", "wheel": 0}},
    {"told": {"act": "oiled", "wheel": 0, "more": 1}},
    {"before": "0" * 64},
    {"hash": "0" * 64},
    {"told": {"act": b"not even text"}},
    {"told": {"act": "\ud800"}},
    {"at": "x"},
    {"number": 0},
]


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_every_change_of_every_line_is_found_at_that_line(change):
    for place, link in enumerate(LONG):
        changed = [*LONG[:place], dataclasses.replace(link, **change), *LONG[place + 1 :]]
        assert verify(ID, changed) == Broken(place + 1, Fault.CHANGED)


@pytest.mark.parametrize("place", range(0, 200, 7))
def test_a_changed_line_with_a_new_hash_breaks_at_the_next(place):
    told = {"act": "sold"}
    forged = next_link(LONG[place - 1] if place else None, ID, LONG[place].at, told)
    changed = [*LONG[:place], forged, *LONG[place + 1 :]]
    at_the_end = place + 1 == len(LONG)
    assert verify(ID, changed) == (None if at_the_end else Broken(place + 2, Fault.APART))
    assert found([*exported(changed)[:-1], exported(LONG)[-1]])


def test_a_forged_last_line_is_found_by_the_end_of_the_file():
    forged = [*LONG[:-1], next_link(LONG[-2], ID, AT, {"act": "sold"})]
    assert found([*exported(forged)[:-1], exported(LONG)[-1]]) == Broken(200, Fault.END)


def test_every_line_that_is_missing_is_found_by_its_number():
    for place in range(len(LONG) - 1):
        assert verify(ID, without(LONG, place)) == Broken(place + 1, Fault.MISSING)
    for begins, ends in combinations(range(0, 199, 6), 2):
        assert verify(ID, [*LONG[:begins], *LONG[ends:]]) == Broken(begins + 1, Fault.MISSING)


def test_any_two_lines_that_changed_places_are_found():
    beside_each_other = pairwise(range(len(LONG)))
    for one, other in [*beside_each_other, *combinations(range(60), 2), *combinations(range(0, 200, 11), 2)]:
        assert verify(ID, swapped(LONG, one, other)) == Broken(one + 1, Fault.MOVED)


def test_every_doubled_line_is_found_at_any_position():
    for place, link in enumerate(LONG):
        assert verify(ID, [*LONG[: place + 1], link, *LONG[place + 1 :]]) == Broken(place + 1, Fault.TWICE)
    for place, link in enumerate(LONG[:40]):
        for behind in range(place + 1, 41):
            assert verify(ID, [*LONG[:behind], link, *LONG[behind:40]]) == Broken(place + 1, Fault.TWICE)
        for before in range(place):
            assert verify(ID, [*LONG[:before], link, *LONG[before:40]]) == Broken(before + 1, Fault.MOVED)


def test_wherever_the_end_is_cut_off_it_is_found():
    whole = exported(LONG)
    for kept in range(1, len(whole)):
        assert found(whole[:kept]) == Broken(kept, Fault.CUT)  # with the last line of the file
        assert kept > len(LONG) or found([*whole[:kept], whole[-1]]) == Broken(kept, Fault.CUT)  # only in front of it


def test_what_was_added_after_the_end_was_written_is_found():
    longer = [*LONG, next_link(LONG[-1], ID, AT, {})]
    assert found([*exported(longer)[:-1], exported(LONG)[-1]]) == Broken(201, Fault.ADDED)


def test_lines_of_another_record_are_found():
    other = grown(5, "bicycle 8")
    assert verify(ID, other) == Broken(1, Fault.CHANGED)
    assert verify(ID, [*LONG[:3], *other[3:]]) == Broken(4, Fault.CHANGED)
    assert found([exported(LONG)[0], exported([])[-1].replace(beginning(ID).encode(), beginning("x").encode())])


def test_every_single_bit_of_a_file_counts():
    """Even of an empty record, whose first line is bound only to its last one."""
    for links in (LONG[:5], []):
        data = b"".join(exported(links))
        for bit in range((len(data) - 1) * 8):  # except for the end of the very last line
            changed = bytearray(data)
            changed[bit // 8] ^= 1 << bit % 8
            assert found(bytes(changed).split(b"\n")[: len(links) + 3]), bit


def test_missing_moved_or_doubled_lines_of_a_file_are_found():
    whole = exported(LONG[:20])
    for place in range(len(whole)):
        assert found(without(whole, place))
        assert found([*whole[: place + 1], whole[place], *whole[place + 1 :]])
    for one, other in combinations(range(len(whole)), 2):
        assert found(swapped(whole, one, other))


def test_other_line_endings_do_not_break_a_record():
    whole = exported(LONG[:3])
    assert found([line.replace(b"\n", b"\r\n") for line in whole]) is None
    assert found([*whole[:-1], whole[-1].rstrip(b"\n")]) is None


LINE = exported(LONG[:1])[1].decode()


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"\n",
        b"\xff\xfe\n",
        b"null\n",
        b"[]\n",
        b"{}\n",
        b"[" * 100_000,
        b"9" * 10_000,
        b"NaN\n",
        LINE.replace('"number":1', '"number":true').encode(),
        LINE.replace('"number":1', '"number":1.0').encode(),
        LINE.replace('"number":1', '"number":-1').encode(),
        LINE.replace('"number":1', '"number":"1"').encode(),
        LINE.replace('"number":1', '"number": 1').encode(),
        LINE.replace('"number":1', '"more":0,"number":1').encode(),
        LINE.replace('"number":1', '"number":1,"number":1').encode(),
        LINE.replace("ü", "\\u00fc").encode(),
        LINE.replace("pümped", "\\ud800").encode(),
        LINE.replace('"wheel":0', '"wheel":[]').encode(),
    ],
    ids=lambda garbage: repr(garbage[:60]),
)
def test_a_garbled_line_is_reported_by_its_number(garbage):
    whole = exported(LONG[:2])
    with pytest.raises(Garbled, match="Line 2 of the file is not as it was written"):
        read_lines([whole[0], garbage, *whole[2:]])


@pytest.mark.parametrize(
    "first", [[], [b""], [b"\x89PNG\r\n"], [b"{}\n"], [b'{"chain":"","format":1}\n'], [LINE.encode()]]
)
def test_a_file_that_is_no_record_is_told_so(first):
    with pytest.raises(NotARecord, match="not a record"):
        read_lines(first)


def test_a_record_in_a_later_form_is_told_so():
    with pytest.raises(NotARecord, match="format 2"):
        read_lines([b'{"chain":"bicycle 7","format":2}\n'])


def test_lines_after_the_end_of_a_record_are_reported():
    with pytest.raises(Garbled, match="after its end, from line 5"):
        read_lines([*exported(LONG[:2]), *exported(LONG[:2])])


def test_each_line_holds_the_hash_of_the_one_before():
    assert all(later.before == earlier.hash for earlier, later in pairwise(LONG))
    assert len({link.hash for link in LONG}) == 200
    assert isinstance(LONG[0], Link)


@pytest.mark.parametrize("count", [0, 1, 150, 200])
def test_what_was_exported_earlier_is_the_beginning_of_the_record(count):
    assert first_difference(LONG[:count], LONG) is None


def test_where_the_record_of_today_stops_earlier_it_is_told():
    assert first_difference(LONG, LONG[:150]) == Broken(151, Fault.GONE)


def test_a_rewritten_record_differs_from_an_earlier_copy():
    other = grown(6)
    for link in LONG[6:8]:
        other.append(next_link(other[-1], ID, link.at, link.told | ({"act": "hidden"} if link is LONG[6] else {})))
    assert verify(ID, other) is None
    assert first_difference(LONG[:8], other) == Broken(7, Fault.OTHER)


def test_a_line_is_the_same_only_byte_for_byte():
    almost = dataclasses.replace(LONG[1], told=LONG[1].told | {"wheel": True})
    assert almost == LONG[1]
    assert first_difference(LONG[:2], [LONG[0], almost]) == Broken(2, Fault.OTHER)
