"""The record of a family: chained, without content, verified without us, ended with one line."""

import pytest

from held.consent import answering, proving
from held.consent.models import Chain, ProofLine
from held.consent.table import Event
from held.lib import chain


@pytest.fixture
def record(cast, asked):
    answering.answer(asked[1], "public", Event.AGREE, language="en")
    return Chain.objects.get(family=cast.family)


def test_it_is_exported_and_whole(cast, record):
    read = chain.read_lines(proving.export_proof(cast.family).encode().splitlines(keepends=True))
    assert read.chain == record.name.hex
    assert len(read.links) == ProofLine.objects.count() == 5
    assert chain.verify(read.chain, read.links) is None
    assert read.end == (5, read.links[-1].hash)
    assert not proving.broken_chains()


def test_it_holds_no_name_and_no_word(cast, record):
    text = proving.export_proof(cast.family)
    for word in ("Mika", "Ana", "hills", "beside", cast.ana.name):
        assert word not in text


def test_a_changed_line_is_found(record):
    line = ProofLine.objects.get(number=3)
    ProofLine.objects.filter(pk=line.pk).update(told=line.told | {"standing": "DECLINED"})
    assert proving.broken_chains() == [record.name]


def test_a_line_taken_out_is_found(record):
    ProofLine.objects.filter(number=2).delete()
    assert proving.broken_chains() == [record.name]


def test_a_family_without_any_has_no_record(cast):
    assert proving.export_proof(cast.other_family) == ""


def test_erasing_a_family_ends_its_record_and_leaves_one_line(cast, record):
    proving.end_chain(cast.family, by="program")
    line = ProofLine.objects.get()
    assert (line.number, line.told) == (6, {"act": "ended"})
    assert Chain.objects.get().family is None
    proving.end_chain(cast.other_family, by="program")
    assert ProofLine.objects.count() == 1
