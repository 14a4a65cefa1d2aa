"""Promise 3: somebody who is asked looks at the photograph while a parent lets them, and no longer.

In any number of browsers, the page and its bytes are refused from the next request after each of the acts that end it,
and when thirty days have passed, whether or not the chore that records it came in time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client

from held.access import consent
from held.consent import answering, consent_links, involved, looking
from held.consent.models import Answer, Involvement, Looking
from held.consent.states import Event
from held.families.persons import add_person
from held.lib.clock import now
from held.pictures import removal
from held.publishing import placing, publication
from held.stories.models import Publication
from held.uptime.moments import this_moment
from tests import cast as people
from tests.answered import seen_by_link
from tests.clock import Clocks
from tests.photographs import photograph
from tests.said import answer_said
from tests.web.reader.asking import IMAGE, OURS, closed

DAYS = looking.LASTS.days


@pytest.fixture
def placed(cast):
    """A photograph in Ana's story, which is open to everyone."""
    story = people.write_story(cast)
    placed = photograph(cast, story)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    return placed


@pytest.fixture
def mika(cast, placed):
    person = add_person(cast.family, "Mika", "the house beside", by=cast.ana)
    return involved.name_person(placed.leaf.picture, person, in_it=True, took_it=False, by=cast.ana)


@pytest.fixture
def phones(cast, mika) -> list["Phone"]:
    """Three browsers: in two the first link was opened, in the third one that was made later."""
    first = consent_links.ask(mika, ["public"], by=cast.ana)
    return [Phone(first), Phone(first), Phone(consent_links.ask(mika, ["named"], by=cast.ben))]


class Phone:
    """A browser in which the link was opened."""

    def __init__(self, link: str) -> None:
        self.here, self.browser = f"/c/a/{link}/photograph", Client(headers={"host": "localhost"})
        self.browser.post(f"/c/a/{link}", headers=OURS)

    def asks(self) -> list[str]:
        """They ask to see it; the addresses on the page that follows."""
        self.browser.post(self.here, headers=OURS)
        page = self.browser.get(self.here).content.decode()
        return [f"/c/p/{involvement.split(chr(34))[0]}" for involvement in page.split('="/c/p/')[1:]]

    def is_shown(self, address: str) -> bool:
        answer = self.browser.get(address, headers=IMAGE)
        assert answer.status_code == 200 or closed(answer)
        return answer.status_code == 200


def takes_it_out(cast, placed, _mika) -> None:
    placing.take_out(placed.leaf, by=cast.ana)


def removes_it(cast, placed, _mika) -> None:
    placing.remove(placed.leaf, by=cast.ana)


def takes_the_story_back(cast, placed, _mika) -> None:
    publication.take_back(placed.leaf.story, by=cast.ana)


def hides_it_from_readers(cast, placed, _mika) -> None:
    publication.hide(placed.leaf, by=cast.ana)


def closes_it(cast, _placed, mika) -> None:
    looking.end_looking(mika, by=cast.ben)


def lets_a_month_pass(_cast, _placed, mika) -> None:
    """By the machine's clock alone: the place was switched off meanwhile."""
    Looking.objects.filter(involvement=mika).update(asked_at=now() - looking.LASTS)


def is_open_for_a_month(_cast, _placed, mika) -> None:
    """By the uptime alone: the machine's clock was set back meanwhile."""
    Looking.objects.filter(involvement=mika).update(asked_uptime=this_moment().after(-looking.LASTS).uptime)


def restores_a_copy(_cast, _placed, _mika) -> None:
    looking.end_all_looking()


ENDS = (
    takes_it_out,
    removes_it,
    takes_the_story_back,
    hides_it_from_readers,
    closes_it,
    lets_a_month_pass,
    is_open_for_a_month,
    restores_a_copy,
)


@contextmanager
def undoing(phones) -> Iterator[None]:
    """In the end, all that was done is undone."""
    cookies = [phone.browser.cookies.copy() for phone in phones]
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    finally:
        for phone, kept in zip(phones, cookies, strict=True):
            phone.browser.cookies = kept


def refused_after(act, cast, placed, mika, phones) -> None:
    kept = [phone.asks() for phone in phones]
    assert all(phone.is_shown(addresses.pop()) for phone, addresses in zip(phones, kept, strict=True))
    asked_before = [phone.browser.post(phone.here, headers=OURS) for phone in phones]
    act(cast, placed, mika)
    for phone, addresses, pressed in zip(phones, kept, asked_before, strict=True):
        assert not phone.is_shown(addresses.pop()), f"bytes by an address that was given before: {act.__name__}"
        assert pressed.status_code == 303
        page = phone.browser.get(phone.here).content.decode()
        assert "<img" not in page, f"a page that was asked for before: {act.__name__}"
        assert "To see it, ask the family." in page
        assert phone.asks() == [], act.__name__


def test_page_and_bytes_are_refused_in_every_browser(cast, placed, mika, phones):
    for act in ENDS:
        with undoing(phones):
            refused_after(act, cast, placed, mika, phones)


def test_answering_goes_on_when_looking_has_ended(cast, placed, mika, phones):
    link = phones[0].here.removesuffix("/photograph")
    for act in ENDS:
        with undoing(phones):
            act(cast, placed, mika)
            for said in ("yes", "no"):
                seen = seen_by_link(phones[0].browser, link.removeprefix("/c/a/"))
                given = {"scope": "public", "answer": said} | seen
                answered = phones[0].browser.post(f"{link}/answer", given, headers=OURS)
                assert answer_said(answered["Location"]).endswith(f"said={said}"), act.__name__


def test_a_parent_opens_it_again_without_a_new_link(cast, placed, mika, phones):
    for act in (takes_it_out, takes_the_story_back, closes_it, lets_a_month_pass, restores_a_copy):
        with undoing(phones):
            act(cast, placed, mika)
            looking.begin_looking(mika, by=cast.ben)
            assert all(phone.is_shown(phone.asks().pop()) for phone in phones), act.__name__


def test_kept_after_all_it_is_not_looked_at_before_a_parent_asks(cast, placed, mika, phones):
    removes_it(cast, placed, mika)
    looking.begin_looking(mika, by=cast.ana)
    consent_links.ask(mika, ["print"], by=cast.ana)
    removal.keep_after_all(placed.leaf.picture, by=cast.ana)
    assert [phone.asks() for phone in phones] == [[], [], []]
    looking.begin_looking(mika, by=cast.ana)
    assert phones[0].asks()


def test_answers_neither_end_nor_begin_looking(cast, placed, mika, phones):
    for event in (Event.AGREE, Event.DECLINE, Event.NOT_NOW, Event.WITHDRAW):
        with undoing(phones):
            for involvement in [mika, *Involvement.objects.exclude(pk=mika.pk)]:
                for scope in consent_links.scopes_of(involvement):
                    answering.answer(involvement, scope, event, language="en")
            assert phones[0].is_shown(phones[0].asks().pop()), event
            closes_it(cast, placed, mika)
            for involvement in Involvement.objects.all():
                answering.answer(involvement, "public", Event.AGREE, language="en")
            assert phones[0].asks() == [], event


def test_nothing_is_written_down_when_somebody_looks(phones):
    def everything() -> dict[str, list]:
        ours = [model for model in apps.get_models() if model.__module__.startswith("held.")]
        return {model.__name__: list(model.objects.order_by("pk").values()) for model in ours}

    before = everything()
    assert phones[0].is_shown(phones[0].asks().pop())
    assert everything() == before


@pytest.mark.parametrize(("days", "looks"), [(DAYS - 1, True), (DAYS, False), (DAYS + 400, False)])
def test_thirty_days_after_a_parent_last_asked_it_is_over(phones, days, looks, monkeypatch):
    Clocks(monkeypatch).pass_by(timedelta(days=days))
    assert bool(phones[0].asks()) is looks
    looking.end_looking_that_lapsed()
    assert Looking.objects.exists() is looks
    assert bool(phones[0].asks()) is looks


def test_the_same_form_loaded_again_opens_nothing_that_was_closed(cast, placed, mika):
    for ask in (
        lambda: consent_links.ask(mika, ["public"], by=cast.ana, once="one"),
        lambda: consent_links.ask_once_more(mika, by=cast.ana, once="two"),
        lambda: consent_links.link_anew(mika, by=cast.ana, once="three", looks=True),
    ):
        link = ask()
        assert Phone(link).asks()
        closes_it(cast, placed, mika)
        assert ask() == link
        assert Phone(link).asks() == []


def test_answers_are_as_they_were_after_looking_was_closed_and_opened(cast, placed, mika, phones):
    answering.answer(mika, "public", Event.AGREE, language="en")
    before = list(Answer.objects.order_by("pk").values())
    closes_it(cast, placed, mika)
    looking.begin_looking(mika, by=cast.ana)
    assert list(Answer.objects.order_by("pk").values()) == before


FORGETFUL = [(placing, takes_it_out), (publication, takes_the_story_back), (publication, hides_it_from_readers)]


def test_an_act_that_does_not_end_looking_is_found(cast, placed, mika, phones, monkeypatch):
    """Planted: an act that forgets who was asked."""
    for where, act in FORGETFUL:
        with monkeypatch.context() as planted, pytest.raises(AssertionError, match="bytes by an address"):
            planted.setattr(where, "end_looking_at", lambda _pictures, **_by: None)
            with undoing(phones):
                refused_after(act, cast, placed, mika, phones)


def test_a_place_that_waits_for_the_chore_is_found(cast, placed, mika, phones, monkeypatch):
    """Planted: that thirty days have passed counts only once the chore has recorded it."""
    monkeypatch.setattr(
        consent, "looks_until", lambda involvement: Looking.objects.filter(involvement=involvement).first()
    )
    with pytest.raises(AssertionError, match="bytes by an address"):
        refused_after(lets_a_month_pass, cast, placed, mika, phones)
