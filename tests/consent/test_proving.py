"""The record of a family: chained, without content, verified without us, ended with one line."""

import pytest

from held.consent import answering, proving
from held.consent.models import Chain, ProofLine
from held.consent.states import Event, Status
from held.history.models import Line
from held.keyring.words import destroy_key
from held.lib import chain
from tests.record import change_line, lines


@pytest.fixture
def record(cast, asked):
    answering.answer(asked[1], "public", Event.AGREE, language="en")
    return Chain.objects.get(family=cast.family)


def test_an_exported_consent_record_is_whole(cast, record):
    read = chain.read_lines(proving.export_proof(cast.family).encode().splitlines(keepends=True))
    assert read.chain == record.name.hex
    assert len(read.links) == ProofLine.objects.count() == 5
    assert chain.verify(read.chain, read.links) is None
    assert read.end == (5, read.links[-1].hash)
    assert not proving.broken_chains()


def test_the_record_contains_no_names_or_words(cast, record):
    text = proving.export_proof(cast.family)
    for word in ("Mika", "Ana", "hills", "beside", cast.ana.name):
        assert word not in text


def test_a_changed_line_of_the_record_is_found(record):
    change_line(3, standing="declined")
    assert proving.broken_chains() == [record.name]


def test_a_line_missing_from_the_record_is_found(record):
    ProofLine.objects.filter(number=2).delete()
    assert proving.broken_chains() == [record.name]


def test_a_family_without_any_has_no_record(cast):
    assert proving.export_proof(cast.other_family) == ""


def test_erasing_a_family_ends_its_record_and_leaves_one_line(cast, record):
    proving.end_chain(cast.family, by="program")
    assert ProofLine.objects.get().number == 6
    assert Chain.objects.get().family is None
    proving.end_chain(cast.other_family, by="program")
    assert ProofLine.objects.count() == 1


def test_a_no_counts_where_the_key_of_the_record_is_lost(cast, asked, record):
    destroy_key(cast.family.key)
    count = ProofLine.objects.count()
    no = answering.answer(asked[1], "public", Event.DECLINE, language="en")
    assert no.standing == Status.WITHDRAWN
    assert ProofLine.objects.count() == count
    assert Line.objects.filter(act="proof.left-out", thing=f"chain {record.name}").count() == 1
    assert not proving.broken_chains()


def test_a_damaged_line_of_the_record_is_found(record):
    ProofLine.objects.filter(number=2).update(sealed=b"")
    assert proving.broken_chains() == [record.name]


def test_a_line_moved_to_another_number_is_found(record):
    second, third = ProofLine.objects.get(number=2), ProofLine.objects.get(number=3)
    ProofLine.objects.filter(number=2).update(sealed=third.sealed)
    ProofLine.objects.filter(number=3).update(sealed=second.sealed)
    assert proving.broken_chains() == [record.name]


def test_the_lines_are_of_one_length_whatever_was_answered(asked, record):
    for event in (Event.DECLINE, Event.NOT_NOW, Event.WITHDRAW):
        answering.answer(asked[1], "public", event, language="pt-br")
    assert len({len(sealed) for sealed in ProofLine.objects.values_list("sealed", flat=True)}) == 1
    assert len(lines()) == ProofLine.objects.count()
