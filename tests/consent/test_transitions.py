"""One step: only by the table, and nothing changes if the table has no such step."""

from held.consent.models import Answer, ProofLine
from held.consent.states import Event
from held.consent.transitions import apply, thing_of
from tests.record import lines


def test_where_there_is_no_step_nothing_changes(mika):
    assert apply(mika, "public", Event.AGREE, by="person") is None
    assert not Answer.objects.exists()
    assert not ProofLine.objects.exists()


def test_of_a_picture_that_was_destroyed_a_moment_ago_nothing_is_kept(leaf, mika):
    apply(mika, "public", Event.ASK, by="family")
    leaf.picture.delete()
    assert apply(mika, "public", Event.AGREE, by="person") is None
    assert not Answer.objects.exists()


def test_each_step_counts(mika):
    apply(mika, "public", Event.ASK, by="family")
    apply(mika, "public", Event.AGREE, by="person")
    assert Answer.objects.get().sequence == 2


def test_no_word_stands_in_the_name_of_an_answer(mika):
    answer = apply(mika, "press:the evening paper", Event.ASK, by="family")
    assert "evening" not in thing_of(answer)
    assert "evening" not in str(lines()[0].told)
