"""The record that a family downloads: without the keys nothing can be read in it, and nothing concluded from it."""

import json

import pytest

from held.consent import answering, consent_links, proving, sealing
from held.consent.models import Chain, ProofLine
from held.consent.states import Event, Status
from held.keyring.bytes import Damaged
from held.keyring.words import KeyGone, destroy_key
from held.lib.chain import Broken, Fault, Record, lines_of, read_lines
from held.lib.cover import LEAST, Cover, read_cover
from tests.record import lines, write_anew


def parted(file: bytes) -> tuple[Cover, bytes]:
    """The cover and the sealed bytes of a file, as the command separates them."""
    first, sealed = file.split(b"\n", 1)
    return read_cover(first + b"\n"), sealed


def opened(file: bytes) -> Record:
    return read_lines(sealing.open_record(*parted(file)).splitlines(keepends=True))


def test_opened_it_is_exactly_the_record(cast, asked):
    file = sealing.seal_record(cast.family)
    assert sealing.open_record(*parted(file)) == proving.export_proof(cast.family).encode()
    assert sealing.apart_from_today(opened(file)) is None


def test_a_family_that_asked_nobody_has_no_record_file(cast):
    assert sealing.seal_record(cast.other_family) == b""
    assert not proving.has_record(cast.other_family)


def test_only_the_first_line_of_a_sealed_record_is_readable(cast, asked):
    answering.answer(asked[1], "public", Event.DECLINE, language="en")
    file = sealing.seal_record(cast.family)
    first = json.loads(file.split(b"\n", 1)[0])
    chain = Chain.objects.get(family=cast.family).name.hex
    assert first == {"chain": chain, "format": 1, "key": cast.family.key, "sealed": "record"}
    told = [part.pk for part in asked] + [part.person_id for part in asked]
    words = [one.hex for one in told] + [str(one) for one in told] + ["count", "told", "hash", "number", "question"]
    words += [event.value for event in Event] + [standing.value for standing in Status]
    words += [line.hash for line in lines()]
    assert not [word for word in words if len(word) > 4 and word.encode() in file]


def test_two_copies_of_the_same_record_differ_and_are_of_one_size(cast, asked):
    one, other = sealing.seal_record(cast.family), sealing.seal_record(cast.family)
    assert one != other
    assert len(one) == len(other) == len(one.split(b"\n", 1)[0]) + 1 + LEAST + 32


@pytest.mark.parametrize("event", [Event.AGREE, Event.DECLINE, Event.NOT_NOW])
def test_an_answer_more_does_not_change_its_size(cast, asked, event):
    before = len(sealing.seal_record(cast.family))
    answering.answer(asked[1], "public", event, language="en")
    assert len(sealing.seal_record(cast.family)) == before


def test_a_records_size_tells_questions_but_not_answers(cast, asked, monkeypatch):
    """With so little room for all the rest that its size is that of the questions alone."""
    monkeypatch.setattr("held.lib.cover.LEAST", 1)
    sizes = [len(sealing.seal_record(cast.family))]
    for _ in range(3):
        for part in asked:
            for event in (Event.DECLINE, Event.AGREE):
                answering.answer(part, "public", event, language="en")
        sizes.append(len(sealing.seal_record(cast.family)))
    assert len(set(sizes)) == 1
    consent_links.ask(asked[1], ["press:the evening paper"], by=cast.ana, once="another")
    assert len(sealing.seal_record(cast.family)) > sizes[0]


def test_with_the_key_of_the_family_every_copy_is_gone(cast, asked):
    file = sealing.seal_record(cast.family)
    destroy_key(cast.family.key)
    with pytest.raises(KeyGone):
        sealing.open_record(*parted(file))
    with pytest.raises(KeyGone):
        sealing.seal_record(cast.family)


def test_another_place_does_not_open_it(cast, asked, settings, tmp_path):
    file = sealing.seal_record(cast.family)
    settings.HELD_KEYS = tmp_path / "keys"
    with pytest.raises(KeyGone):
        sealing.open_record(*parted(file))


@pytest.mark.parametrize("at", [200, 230, -1])
def test_a_damaged_sealed_record_does_not_open(cast, asked, at):
    file = bytearray(sealing.seal_record(cast.family))
    file[at] ^= 1
    with pytest.raises(Damaged):
        sealing.open_record(*parted(bytes(file)))


def test_a_cut_off_sealed_record_does_not_open(cast, asked):
    cover, sealed = parted(sealing.seal_record(cast.family))
    for part in (sealed[:-1], sealed[:10], b""):
        with pytest.raises(Damaged):
            sealing.open_record(cover, part)


def test_under_the_cover_of_another_chain_or_family_it_does_not_open(cast, asked):
    cover, sealed = parted(sealing.seal_record(cast.family))
    for other in (Cover("0" * 32, cover.key), Cover(cover.chain, cast.other_family.key)):
        with pytest.raises(Damaged):
            sealing.open_record(other, sealed)


def test_an_earlier_copy_is_the_start_of_todays_record(cast, asked):
    file = sealing.seal_record(cast.family)
    answering.answer(asked[1], "public", Event.AGREE, language="en")
    assert sealing.apart_from_today(opened(file)) is None


def test_a_record_rewritten_in_the_tables_is_found(cast, asked):
    file = sealing.seal_record(cast.family)
    write_anew(3, standing="agreed")
    assert not proving.broken_chains()
    assert sealing.apart_from_today(opened(file)) == Broken(3, Fault.OTHER)


def test_lines_that_are_gone_here_are_found(cast, asked):
    file = sealing.seal_record(cast.family)
    ProofLine.objects.filter(number__gt=3).delete()
    assert not proving.broken_chains()
    assert sealing.apart_from_today(opened(file)) == Broken(4, Fault.GONE)
    Chain.objects.all().delete()
    assert sealing.apart_from_today(opened(file)) == Broken(1, Fault.GONE)


def test_a_question_has_room_for_eight_lines_at_least(cast, asked):
    consent_links.ask(asked[1], ["press:the evening paper"], by=cast.ana, once="another")
    answering.answer(asked[1], "press:the evening paper", Event.NOT_NOW, language="en")
    longest = max(len(line) for line in lines_of("0" * 32, proving.links_of(Chain.objects.get())))
    assert longest * 8 <= sealing.ROOM_OF_ONE_QUESTION, longest
