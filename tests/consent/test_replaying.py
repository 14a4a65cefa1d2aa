"""After a restore: a no that is newer than the copy counts; a yes that is newer than the no stays."""

import pytest

from held.consent import answering
from held.consent.consent_links import ask, end_link, link_anew
from held.consent.facts import agreed_by_all
from held.consent.models import Answer, Asking, ProofLine
from held.consent.overview import parts_on_desk
from held.consent.reconciling import noes_missing
from held.consent.replaying import (
    ask_anew_who_is_in_it,
    keep_every_answer_from_families,
    let_turns_begin_higher,
    replay_noes,
)
from held.consent.states import Event, Status
from held.consent.transitions import thing_of
from held.keyring.refusal_log import noes
from held.lib.tokens import token_hash


def as_in_the_copy(answer: Answer, standing: Status, turn: int) -> None:
    """The table as an older copy has it; the log next to the keys has what came since."""
    Answer.objects.filter(pk=answer.pk).update(standing=standing, turn=turn)


def test_a_yes_of_the_copy_that_was_taken_back_since_is_closed(asked):
    yes = answering.answer(asked[1], "public", Event.AGREE, language="en")
    answering.withdraw(asked[1])
    as_in_the_copy(yes, Status.AGREED, yes.turn)
    lines = ProofLine.objects.count()
    assert replay_noes(noes()) == 1
    assert Answer.objects.get(pk=yes.pk).standing == Status.WITHDRAWN
    assert ProofLine.objects.count() == lines + 1
    assert replay_noes(noes()) == 0


def test_a_yes_that_is_newer_than_the_no_stays(asked):
    answering.answer(asked[1], "public", Event.DECLINE, language="en")
    yes = answering.answer(asked[1], "public", Event.AGREE, language="en")
    assert replay_noes(noes()) == 0
    assert Answer.objects.get(pk=yes.pk).standing == Status.AGREED


@pytest.mark.parametrize("standing", [Status.ASKED, Status.NOT_NOW, Status.LAPSED, Status.DECLINED])
def test_what_was_closed_in_the_copy_is_a_no_if_they_said_no_since(asked, standing):
    yes = answering.answer(asked[1], "public", Event.AGREE, language="en")
    answering.withdraw(asked[1])
    as_in_the_copy(yes, standing, 1)
    assert replay_noes(noes()) == 0
    assert Answer.objects.get(pk=yes.pk).standing == Status.DECLINED


@pytest.mark.parametrize("standing", [Status.AGREED, Status.ASKED, Status.DECLINED])
def test_a_later_link_cannot_undo_a_no_after_a_restore(cast, asked, standing):
    token = link_anew(asked[1], by=cast.ana)
    link = Asking.objects.get(token_hash=token_hash(token))
    said = answering.answer(asked[1], "public", Event.AGREE, language="en", link=link)
    answering.withdraw(asked[1])
    as_in_the_copy(said, standing, said.turn)
    replay_noes(noes())
    no = Answer.objects.get(pk=said.pk)
    assert no.link is None
    assert answering.answer(asked[1], "public", Event.AGREE, language="en", link=link).standing == no.standing


def test_a_link_that_its_person_ended_is_not_brought_back(cast, mika):
    token = ask(mika, ["public"], by=cast.ana)
    row = Asking.objects.get(token_hash=token_hash(token))
    end_link(row, by="person")
    Asking.objects.create(pk=row.pk, part=mika, token_hash=row.token_hash)
    replay_noes(noes())
    assert not Asking.objects.exists()


def test_until_the_family_says_again_who_is_in_it_nothing_opens(leaf, asked):
    for part in asked:
        answering.answer(part, "public", Event.AGREE, language="en")
    ask_anew_who_is_in_it()
    assert not agreed_by_all([leaf.picture_id], ["public"])["public"]


def test_a_no_said_after_one_restore_survives_another(asked):
    yes = answering.answer(asked[1], "public", Event.AGREE, language="en")
    for event in (Event.DECLINE, Event.AGREE, Event.DECLINE, Event.AGREE):
        further = answering.answer(asked[1], "public", event, language="en").turn
    as_in_the_copy(yes, Status.AGREED, yes.turn)  # the tables are restored from an older copy
    let_turns_begin_higher()
    answering.withdraw(asked[1])
    as_in_the_copy(yes, Status.AGREED, further)  # and then from one that was made later
    assert replay_noes(noes()) == 1
    assert Answer.objects.get(pk=yes.pk).standing == Status.WITHDRAWN


def test_raising_the_numbers_leaves_no_refusal_missing(asked):
    answering.answer(asked[1], "public", Event.DECLINE, language="en")
    let_turns_begin_higher()
    assert not noes_missing()


def test_after_a_restore_families_see_no_answers_at_first(asked):
    answering.let_family_see(asked[1])
    keep_every_answer_from_families()
    (seen,) = parts_on_desk([asked[1]])
    assert seen.answers == ()


def test_what_the_log_names_and_the_copy_does_not_have_is_left(asked):
    no = answering.answer(asked[1], "public", Event.DECLINE, language="en")
    assert replay_noes({thing_of(no).replace(asked[1].pk.hex, "0" * 32): 9, "some other thing": 1}) == 0
