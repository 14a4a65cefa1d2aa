"""After a restore: a no that is newer than the copy counts; a yes that is newer than the no stays."""

import pytest

from held.consent import answering
from held.consent.consent_links import ask, end_link, link_anew
from held.consent.facts import agreed_by_all
from held.consent.models import Answer, ConsentLink, ProofLine
from held.consent.overview import involvements_on_desk
from held.consent.reconciling import missing_refusals
from held.consent.replaying import (
    ask_anew_who_is_in_it,
    keep_every_answer_from_families,
    let_sequences_begin_higher,
    replay_refusals,
)
from held.consent.states import Event, Status
from held.consent.transitions import thing_of
from held.keyring.refusal_log import refusals
from held.lib.tokens import token_hash


def as_in_the_copy(answer: Answer, status: Status, sequence: int) -> None:
    """The table as an older copy has it; the log next to the keys has what came since."""
    Answer.objects.filter(pk=answer.pk).update(status=status, sequence=sequence)


def test_a_yes_of_the_copy_that_was_taken_back_since_is_closed(asked):
    yes = answering.answer(asked[1], "public", Event.AGREE, language="en")
    answering.withdraw(asked[1])
    as_in_the_copy(yes, Status.AGREED, yes.sequence)
    lines = ProofLine.objects.count()
    assert replay_refusals(refusals()) == 1
    assert Answer.objects.get(pk=yes.pk).status == Status.WITHDRAWN
    assert ProofLine.objects.count() == lines + 1
    assert replay_refusals(refusals()) == 0


def test_a_yes_that_is_newer_than_the_no_stays(asked):
    answering.answer(asked[1], "public", Event.DECLINE, language="en")
    yes = answering.answer(asked[1], "public", Event.AGREE, language="en")
    assert replay_refusals(refusals()) == 0
    assert Answer.objects.get(pk=yes.pk).status == Status.AGREED


@pytest.mark.parametrize("status", [Status.ASKED, Status.NOT_NOW, Status.LAPSED, Status.DECLINED])
def test_what_was_closed_in_the_copy_is_a_no_if_they_said_no_since(asked, status):
    yes = answering.answer(asked[1], "public", Event.AGREE, language="en")
    answering.withdraw(asked[1])
    as_in_the_copy(yes, status, 1)
    assert replay_refusals(refusals()) == 0
    assert Answer.objects.get(pk=yes.pk).status == Status.DECLINED


@pytest.mark.parametrize("status", [Status.AGREED, Status.ASKED, Status.DECLINED])
def test_a_later_link_cannot_undo_a_no_after_a_restore(cast, asked, status):
    token = link_anew(asked[1], by=cast.ana)
    link = ConsentLink.objects.get(token_hash=token_hash(token))
    said = answering.answer(asked[1], "public", Event.AGREE, language="en", link=link)
    answering.withdraw(asked[1])
    as_in_the_copy(said, status, said.sequence)
    replay_refusals(refusals())
    no = Answer.objects.get(pk=said.pk)
    assert no.link is None
    assert answering.answer(asked[1], "public", Event.AGREE, language="en", link=link).status == no.status


def test_a_link_that_its_person_ended_is_not_brought_back(cast, mika):
    token = ask(mika, ["public"], by=cast.ana)
    row = ConsentLink.objects.get(token_hash=token_hash(token))
    end_link(row, by="person")
    ConsentLink.objects.create(pk=row.pk, involvement=mika, token_hash=row.token_hash)
    replay_refusals(refusals())
    assert not ConsentLink.objects.exists()


def test_until_the_family_says_again_who_is_in_it_nothing_opens(leaf, asked):
    for involvement in asked:
        answering.answer(involvement, "public", Event.AGREE, language="en")
    ask_anew_who_is_in_it()
    assert not agreed_by_all([leaf.picture_id], ["public"])["public"]


def test_a_no_said_after_one_restore_survives_another(asked):
    yes = answering.answer(asked[1], "public", Event.AGREE, language="en")
    for event in (Event.DECLINE, Event.AGREE, Event.DECLINE, Event.AGREE):
        further = answering.answer(asked[1], "public", event, language="en").sequence
    as_in_the_copy(yes, Status.AGREED, yes.sequence)  # the tables are restored from an older copy
    let_sequences_begin_higher()
    answering.withdraw(asked[1])
    as_in_the_copy(yes, Status.AGREED, further)  # and then from one that was made later
    assert replay_refusals(refusals()) == 1
    assert Answer.objects.get(pk=yes.pk).status == Status.WITHDRAWN


def test_raising_the_numbers_leaves_no_refusal_missing(asked):
    answering.answer(asked[1], "public", Event.DECLINE, language="en")
    let_sequences_begin_higher()
    assert not missing_refusals()


def test_after_a_restore_families_see_no_answers_at_first(asked):
    answering.let_family_see(asked[1])
    keep_every_answer_from_families()
    (seen,) = involvements_on_desk([asked[1]])
    assert seen.answers == ()


def test_what_the_log_names_and_the_copy_does_not_have_is_left(asked):
    no = answering.answer(asked[1], "public", Event.DECLINE, language="en")
    assert replay_refusals({thing_of(no).replace(asked[1].pk.hex, "0" * 32): 9, "some other thing": 1}) == 0
