"""Answers: each scope separately, every change at once, and each answer stays in the record."""

import pytest

from held.consent import answering, consent_links
from held.consent.facts import agreed_by_all
from held.consent.models import Answer, AnswersVisible, ConsentLink, ProofLine
from held.consent.questions import VERSION
from held.consent.states import Event, Status
from held.keyring.refusal_log import refusals


def answer(involvement, event: Event, scope: str = "public", *, link: ConsentLink | None = None) -> Answer:
    return answering.answer(involvement, scope, event, language="sv", link=link)


def test_an_answer_keeps_version_language_and_time(asked):
    kept = answer(asked[1], Event.AGREE)
    assert (kept.question, kept.language) == (VERSION, "sv")
    assert kept.at >= asked[1].at


def test_an_answer_counts_for_its_own_scope_only(asked):
    answer(asked[1], Event.AGREE)
    assert Answer.objects.get(involvement=asked[1], scope="named").status == Status.ASKED


def test_for_what_they_were_not_asked_there_is_no_answer(asked):
    with pytest.raises(answering.NotAsked):
        answer(asked[1], Event.AGREE, "print")
    assert not Answer.objects.filter(scope="print").exists()


@pytest.mark.parametrize("times", [1, 10])
def test_withdrawing_works_the_first_and_the_tenth_time(leaf, asked, times):
    answer(asked[0], Event.AGREE)
    for _ in range(times):
        answer(asked[1], Event.AGREE)
        assert agreed_by_all([leaf.picture_id], ["public"])["public"]
        answering.withdraw(asked[1])
        assert not agreed_by_all([leaf.picture_id], ["public"])["public"]
    assert Answer.objects.get(involvement=asked[1], scope="public").status == Status.WITHDRAWN


def test_one_press_takes_back_every_yes_and_answers_what_was_open(asked):
    answer(asked[1], Event.AGREE, "named")
    answering.withdraw(asked[1])
    statuses = dict(Answer.objects.filter(involvement=asked[1]).values_list("scope", "status"))
    assert statuses == {"named": Status.WITHDRAWN, "public": Status.DECLINED}


@pytest.fixture
def links(cast, asked) -> list[ConsentLink]:
    """Mika's first link, and two that were made later."""
    for _ in range(2):
        consent_links.link_anew(asked[1], by=cast.ana)
    return list(ConsentLink.objects.order_by("later", "made_at"))


def test_it_is_known_by_which_link_they_answered(asked, links):
    assert answer(asked[1], Event.AGREE, link=links[1]).link == links[1].pk
    assert answer(asked[1], Event.AGREE, link=links[2]).link == links[1].pk, "a later link makes no yes its own"
    assert answer(asked[1], Event.AGREE, link=links[0]).link == links[0].pk
    assert answer(asked[1], Event.AGREE, link=links[1]).link == links[0].pk
    assert answer(asked[1], Event.AGREE).link is None
    answering.withdraw(asked[1], link=links[2])
    assert set(Answer.objects.filter(involvement=asked[1]).values_list("link", flat=True)) == {links[2].pk}


def test_a_yes_by_a_later_link_does_not_change_a_no(asked, links):
    no, lines = answer(asked[1], Event.DECLINE, link=links[0]), ProofLine.objects.count()
    kept = answer(asked[1], Event.AGREE, link=links[1])
    assert (kept.status, kept.sequence, kept.link) == (Status.DECLINED, no.sequence, links[0].pk)
    assert ProofLine.objects.count() == lines
    assert answer(asked[1], Event.AGREE, link=links[0]).status == Status.AGREED


def test_after_a_no_only_the_first_link_can_say_yes(asked, links):
    answer(asked[1], Event.DECLINE, link=links[1])
    answer(asked[1], Event.AGREE, "named", link=links[1])
    Answer.objects.filter(scope="named").update(status=Status.LAPSED)
    answering.withdraw(asked[1], link=links[2])
    for scope in ("public", "named"):
        for link in links[1:]:
            assert answer(asked[1], Event.AGREE, scope, link=link).status == Status.DECLINED
        assert answer(asked[1], Event.AGREE, scope, link=links[0]).status == Status.AGREED


def test_by_a_link_that_no_parent_made_they_can_only_say_no(cast, asked):
    consent_links.link_anew(asked[1], by=cast.otto)
    link = ConsentLink.objects.latest("made_at")
    for event in (Event.AGREE, Event.NOT_NOW):
        with pytest.raises(answering.NoOnly):
            answer(asked[1], event, link=link)
    with pytest.raises(answering.MadeLater):
        answering.let_family_see(asked[1], link=link)
    assert answer(asked[1], Event.DECLINE, link=link).status == Status.DECLINED


def test_every_refusal_is_in_the_refusal_log(asked):
    answer(asked[1], Event.AGREE)
    before = refusals()
    kept = answer(asked[1], Event.NOT_NOW)
    assert set(refusals().items()) - set(before.items()) == {(f"part {asked[1].pk.hex} public", kept.sequence)}


def test_every_step_is_a_line_of_the_record(asked):
    lines = ProofLine.objects.count()
    answer(asked[1], Event.AGREE)
    answer(asked[1], Event.DECLINE)
    assert ProofLine.objects.count() == lines + 2


def test_the_person_chooses_whether_the_family_sees(asked):
    answering.let_family_see(asked[1])
    answering.let_family_see(asked[1])
    assert AnswersVisible.objects.count() == 1
    answering.keep_from_family(asked[1])
    assert not AnswersVisible.objects.exists()


def test_by_a_later_link_the_family_is_not_let_see(asked, links):
    with pytest.raises(answering.MadeLater):
        answering.let_family_see(asked[1], link=links[1])
    assert not AnswersVisible.objects.exists()
    answering.let_family_see(asked[1], link=links[0])
    assert AnswersVisible.objects.exists()
