"""Asking: a link that never ends, at most one repeat, and nobody a third time."""

import pytest

from held.consent import answering, consent_links
from held.consent.models import Answer, Asking
from held.consent.outlets import kept_scope
from held.consent.states import Event, Status
from held.lib.idempotency.used_forms import FormUsedBefore
from held.lib.tokens import token_hash


def standing(part, scope: str = "public") -> str:
    return Answer.objects.get(part=part, scope=kept_scope(part.person.family, scope)).standing


def test_only_the_hash_of_a_consent_link_is_kept(cast, mika):
    token = consent_links.ask(mika, ["public"], by=cast.ana)
    assert len(token) == 43
    assert Asking.objects.get().token_hash == token_hash(token)
    assert standing(mika) == Status.ASKED


def test_the_same_form_gives_the_same_link(cast, mika):
    first = consent_links.ask(mika, ["public"], by=cast.ana, once="form")
    assert consent_links.ask(mika, ["public"], by=cast.ana, once="form") == first
    assert consent_links.ask(mika, ["public"], by=cast.ana, once="another") != first
    assert Answer.objects.get().asked == 1


def test_nothing_or_nonsense_is_not_asked(cast, mika):
    for wrong in ([], ["everything"], ["public", "press:"]):
        with pytest.raises(consent_links.NothingAsked):
            consent_links.ask(mika, wrong, by=cast.ana)
    assert not Answer.objects.exists()


def test_asking_for_more_leaves_the_answers_that_are_there(cast, mika):
    consent_links.ask(mika, ["public"], by=cast.ana)
    answering.answer(mika, "public", Event.DECLINE, language="en")
    consent_links.ask(mika, ["public", "print", "press:the evening paper"], by=cast.ana)
    assert standing(mika) == Status.DECLINED
    assert standing(mika, "print") == standing(mika, "press:the evening paper") == Status.ASKED


@pytest.mark.parametrize("event", [None, Event.NOT_NOW])
def test_someone_who_did_not_decide_is_asked_once_more(cast, mika, event):
    consent_links.ask(mika, ["public"], by=cast.ana)
    if event:
        answering.answer(mika, "public", event, language="en")
    consent_links.ask_once_more(mika, by=cast.ana, once="again")
    assert standing(mika) == Status.ASKED
    assert Answer.objects.get().asked == 2


@pytest.mark.parametrize(("event", "stays"), [(Event.AGREE, Status.AGREED), (Event.DECLINE, Status.DECLINED)])
def test_asking_again_changes_no_answer_and_looks_the_same(cast, mika, event, stays):
    consent_links.ask(mika, ["public"], by=cast.ana)
    answering.answer(mika, "public", event, language="en")
    assert consent_links.ask_once_more(mika, by=cast.ana, once="again")
    assert standing(mika) == stays
    assert Answer.objects.get().asked == 1


def test_nobody_can_be_asked_a_third_time(cast, mika):
    consent_links.ask(mika, ["public"], by=cast.ana)
    token = consent_links.ask_once_more(mika, by=cast.ana, once="again")
    assert consent_links.ask_once_more(mika, by=cast.ana, once="again") == token  # the same form, loaded again
    answering.answer(mika, "public", Event.NOT_NOW, language="en")
    with pytest.raises(consent_links.AskedTwice):
        consent_links.ask_once_more(mika, by=cast.ana, once="and again")
    assert standing(mika) == Status.NOT_NOW


def test_an_ended_consent_link_is_not_made_again(cast, mika):
    token = consent_links.ask(mika, ["public"], by=cast.ana, once="form")
    answering.answer(mika, "public", Event.AGREE, language="en")
    consent_links.end_link(Asking.objects.get(token_hash=token_hash(token)), by="person")
    assert not Asking.objects.exists()
    assert standing(mika) == Status.AGREED
    with pytest.raises(FormUsedBefore):
        consent_links.ask(mika, ["public"], by=cast.ana, once="form")


def test_another_link_does_not_count_as_asking(cast, mika):
    consent_links.ask(mika, ["public"], by=cast.ana)
    assert consent_links.link_anew(mika, by=cast.ana)
    assert Asking.objects.count() == 2
    assert Answer.objects.get().asked == 1
    assert consent_links.part_scopes(mika) == ["public"]


def is_later(token: str) -> bool:
    return Asking.objects.get(token_hash=token_hash(token)).later


def test_every_link_but_the_first_is_a_later_link(cast, mika):
    first = consent_links.ask(mika, ["public"], by=cast.ana, once="form")
    assert consent_links.ask(mika, ["public"], by=cast.ana, once="form") == first
    assert not is_later(first)
    assert is_later(consent_links.ask(mika, ["print"], by=cast.ana))
    assert is_later(consent_links.ask_once_more(mika, by=cast.ana))
    assert is_later(consent_links.link_anew(mika, by=cast.ana))


def test_a_link_after_one_that_was_ended_was_made_later(cast, mika):
    consent_links.end_link(
        Asking.objects.get(token_hash=token_hash(consent_links.ask(mika, ["public"], by=cast.ana))), by="person"
    )
    assert is_later(consent_links.ask(mika, ["public"], by=cast.ana))


def test_every_link_of_somebody_with_a_page_of_their_own_was_made_later(cast, ana):
    assert is_later(consent_links.ask(ana, ["public"], by=cast.ben))


def test_a_parent_asks_themselves_without_a_link(cast, ana):
    consent_links.ask_oneself(ana, ["public"], by=cast.ana)
    assert standing(ana) == Status.ASKED
    assert not Asking.objects.exists()
    with pytest.raises(consent_links.NothingAsked):
        consent_links.ask_oneself(ana, ["nonsense"], by=cast.ana)
