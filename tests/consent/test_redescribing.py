"""A change of the description after somebody was asked is recorded, whatever they answered."""

import pytest

from held.consent import answering
from held.consent.models import Answer
from held.consent.redescribing import asked_about, note_redescribed, redescribed
from held.consent.states import Event


@pytest.mark.parametrize("event", [None, Event.AGREE, Event.DECLINE, Event.NOT_NOW])
def test_who_was_asked_counts_whatever_they_answered(leaf, asked, event):
    if event:
        for part in asked:
            answering.answer(part, "public", event, language="en")
    assert asked_about([leaf.picture_id]) == {leaf.picture_id}


def test_naming_people_does_not_count_as_asking_them(leaf, ana, mika):
    assert asked_about([leaf.picture_id]) == set()


def test_the_last_change_is_kept_and_by_whom(cast, leaf):
    assert redescribed(leaf.picture_id) is None
    note_redescribed(leaf.picture_id, by=cast.ana)
    first = redescribed(leaf.picture_id)
    note_redescribed(leaf.picture_id, by=None)
    last = redescribed(leaf.picture_id)
    assert (first.pk, first.by, last.by) == (last.pk, cast.ana, None)
    assert first.at < last.at


def test_an_answer_keeps_the_versions_that_were_read(leaf, asked):
    kept = answering.answer(asked[1], "public", Event.AGREE, language="en", words=["b" * 32, "a" * 32])
    assert kept.words == ["a" * 32, "b" * 32]
    answering.withdraw(asked[1])
    assert Answer.objects.get(part=asked[1], scope="public").words == ["a" * 32, "b" * 32]
    assert Answer.objects.get(part=asked[1], scope="named").words is None
