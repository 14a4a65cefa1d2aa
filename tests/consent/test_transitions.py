"""One step: only by the table, and nothing changes if the table has no such step."""

from held.consent.models import Answer, ProofLine
from held.consent.states import Event
from held.consent.transitions import step, thing_of
from tests.record import lines


def test_an_event_without_a_transition_changes_nothing(mika):
    assert step(mika, "public", Event.AGREE, by="person") is None
    assert not Answer.objects.exists()
    assert not ProofLine.objects.exists()


def test_an_answer_about_a_destroyed_photo_is_not_kept(leaf, mika):
    step(mika, "public", Event.ASK, by="family")
    leaf.picture.delete()
    assert step(mika, "public", Event.AGREE, by="person") is None
    assert not Answer.objects.exists()


def test_each_transition_raises_the_sequence(mika):
    step(mika, "public", Event.ASK, by="family")
    step(mika, "public", Event.AGREE, by="person")
    assert Answer.objects.get().turn == 2


def test_logged_names_of_answers_contain_no_outlet(mika):
    answer = step(mika, "press:the evening paper", Event.ASK, by="family")
    assert "evening" not in thing_of(answer)
    assert "evening" not in str(lines()[0].told)
