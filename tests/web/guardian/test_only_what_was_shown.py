"""A press on the desk closes the requests that were on the page, in the words that were on it, and no others."""

import uuid

import pytest

from held.access import lost_links
from held.consent import consent_links, involved
from held.consent.models import ConsentLink, LostLinkRequest, LostLinkRequestClosed
from held.families.models import Member
from held.families.persons import add_person
from held.keyring.text import destroy_key
from tests import cast as people
from tests.photographs import photograph
from tests.web.contributor.test_lost_limits import send
from tests.web.guardian.pressing import desk_of, links_at, press, putting_away

VICTIM = "I held the lamp. Write to a.b@post.example"
NEAR_COPY = "I held the lamp! Write to ab@post.example"
FORM = str(uuid.UUID(int=9))


@pytest.fixture
def browser(cast, signed_in):
    """A friend who answers for Ana's family, signed in with a key."""
    return signed_in(people.friend(cast, "Gwen", Member.Role.GUARDIAN), key=True)


@pytest.fixture
def mika(cast):
    """Asked by Ana's family about a photograph."""
    person = add_person(cast.family, "Mika", "the house beside", by=cast.ana)
    picture = photograph(cast, people.write_story(cast)).leaf.picture
    consent_links.ask(
        involved.name_person(picture, person, in_it=True, took_it=False, by=cast.ana), ["public"], by=cast.ana
    )
    return person


def request_that_says(text: str) -> LostLinkRequest:
    return next(came for came in LostLinkRequest.objects.order_by("at") if came.read()["words"] == text)


def waiting() -> list[str]:
    """The words of all requests that no family has closed."""
    closed = LostLinkRequestClosed.objects.values("lost_link_request")
    return [came.read()["words"] for came in LostLinkRequest.objects.exclude(pk__in=closed).order_by("at")]


def test_a_form_sent_again_puts_nobody_else_away(browser):
    send("Junk.", once=FORM)
    send(VICTIM)
    junk, page = request_that_says("Junk."), desk_of(browser)
    assert VICTIM in page
    send(NEAR_COPY, once=FORM)
    press(browser, putting_away(junk.pk), page)
    assert waiting() == [VICTIM, NEAR_COPY]
    assert VICTIM in desk_of(browser)


def test_a_form_sent_again_answers_nobody_else_with_links(browser, mika):
    send("Junk.", once=FORM)
    send(VICTIM)
    junk, page = request_that_says("Junk."), desk_of(browser)
    send(NEAR_COPY, once=FORM)
    press(browser, links_at(junk.pk, mika.pk), page)
    assert waiting() == [VICTIM, NEAR_COPY]


def test_a_near_copy_that_came_after_the_page_waits(browser, mika):
    for address in (putting_away, lambda first: links_at(first, mika.pk)):
        LostLinkRequest.objects.all().delete()
        send(NEAR_COPY)
        page, first = desk_of(browser), LostLinkRequest.objects.get().pk
        send(VICTIM)
        press(browser, address(first), page)
        assert waiting() == [VICTIM]
        assert VICTIM in desk_of(browser)


def test_a_wording_beyond_those_shown_waits(browser, mika):
    for address in (putting_away, lambda first: links_at(first, mika.pk)):
        LostLinkRequest.objects.all().delete()
        for number in range(lost_links.MOST_WORDINGS):
            send("I held the lamp. Write to ab@post.example" + "!" * number, REMOTE_ADDR=f"192.0.2.{number}")
        send(VICTIM)
        page, first = desk_of(browser), LostLinkRequest.objects.order_by("at").first()
        assert VICTIM not in page
        press(browser, address(first.pk), page)
        assert waiting() == [VICTIM]
        assert VICTIM in desk_of(browser)


@pytest.mark.parametrize("what", ["put away", "links"])
def test_a_row_whose_words_changed_since_waits(browser, mika, what):
    send("Junk.")
    page, came, before = desk_of(browser), LostLinkRequest.objects.get(), ConsentLink.objects.count()
    came.write({"name": "Mika", "words": VICTIM}, came.key)  # no code does this; the page would notice it
    came.save()
    address = putting_away(came.pk) if what == "put away" else links_at(came.pk, mika.pk)
    there = press(browser, address, page)["Location"]
    assert there.endswith("said=not-as-shown")
    assert waiting() == [VICTIM]
    assert ConsentLink.objects.count() == before
    assert "these are still waiting" in browser.get(there).content.decode()


@pytest.mark.parametrize("what", ["put away", "links"])
def test_a_press_that_carries_no_words_closes_nothing(browser, mika, what):
    send(VICTIM)
    came = LostLinkRequest.objects.get()
    address = putting_away(came.pk) if what == "put away" else links_at(came.pk, mika.pk)
    for carried in ({}, {"shown": "x y.z"}, {"shown": came.pk.hex + "." + "0" * 32}):
        assert browser.post(address, carried)["Location"].endswith("said=not-as-shown")
        assert waiting() == [VICTIM]


def test_what_does_not_open_waits_until_it_was_read(browser):
    send(VICTIM)
    came = LostLinkRequest.objects.get()
    sealed = bytes(came.sealed)
    LostLinkRequest.objects.update(sealed=b"not a sealed message at all")
    page = desk_of(browser)
    press(browser, putting_away(came.pk), page)
    assert not LostLinkRequestClosed.objects.exists()
    LostLinkRequest.objects.update(sealed=sealed)
    press(browser, putting_away(came.pk), page)
    assert waiting() == [VICTIM]


def test_what_nobody_can_ever_read_can_be_put_away(browser):
    send(VICTIM)
    came = LostLinkRequest.objects.get()
    destroy_key(came.key)
    assert press(browser, putting_away(came.pk))["Location"].endswith("said=claim-put-away")
    assert LostLinkRequestClosed.objects.filter(lost_link_request=came).exists()


def test_what_does_not_open_is_listed_after_what_does(browser, monkeypatch):
    monkeypatch.setattr(lost_links, "MOST_LOST_LINK_REQUESTS", 1)
    send("It was in March.")
    LostLinkRequest.objects.update(key="of-another-place")
    send(VICTIM)
    assert VICTIM in desk_of(browser)


def test_what_was_answered_from_another_page_leaves_the_rest(browser):
    send(NEAR_COPY)
    first = LostLinkRequest.objects.get().pk
    older = desk_of(browser)
    send(VICTIM)
    newer = desk_of(browser)
    press(browser, putting_away(first), older)
    assert press(browser, putting_away(first), newer)["Location"].endswith("said=claim-put-away")
    assert waiting() == []
    assert press(browser, putting_away(first), newer).status_code == 404
