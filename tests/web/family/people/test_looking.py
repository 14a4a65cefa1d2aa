"""A parent sees which links there are, makes one more, and closes and opens looking; nobody else does."""

import re
import uuid

import pytest
from django.test import Client

from held.consent import answering, consent_links, involved, looking, lost_links
from held.consent.models import Answer, ConsentLink, Looking, LostLinkRequest, LostLinkRequestClosed
from held.consent.states import Event, Status
from held.families.models import Answering, Member
from held.families.persons import add_person
from held.lib.tokens import token_hash
from held.web.notices import saying
from tests import cast as people
from tests.lost_link_requests import on_page
from tests.photographs import photograph
from tests.web.guardian.pressing import links_at, press
from tests.web.reader.asking import OURS

LINK = re.compile(r"/c/a/[\w-]{43}")
AWAITED = "A friend made Mika a new link."


@pytest.fixture
def leaf(cast, story):
    return photograph(cast, story).leaf


@pytest.fixture
def mika(cast, leaf):
    person = add_person(cast.family, "Mika", "the house beside", by=cast.ana)
    involvement = involved.name_person(leaf.picture, person, in_it=True, took_it=False, by=cast.ana)
    consent_links.ask(involvement, ["public"], by=cast.ana)
    return involvement


@pytest.fixture
def ana(cast, signed_in):
    return signed_in(cast.ana, key=True)


@pytest.fixture
def gwen(cast):
    return people.friend(cast, "Gwen", Member.Role.GUARDIAN)


def page_of(browser, leaf) -> str:
    return re.sub(r"\s+", " ", browser.get(f"/family/photographs/{leaf.pk}/people/").content.decode())


def gwens_link(cast, involvement, gwen) -> str:
    lost_links.save_request(uuid.uuid4(), {"name": "Mika", "words": "I lost my link."})
    came = LostLinkRequest.objects.latest("at")
    (token,) = lost_links.links_for(came, involvement.person, on_page(came), by=gwen)
    return f"/c/a/{token}"


def test_a_parent_sees_who_made_which_link_and_what_it_can_do(cast, signed_in, ana, leaf, mika, gwen):
    gwens_link(cast, mika, gwen)
    consent_links.link_anew(mika, by=cast.ben)
    page = page_of(ana, leaf)
    order = [page.index(words) for words in ("Ana made it on", "Gwen made it on", "Ben made it on")]
    assert order == sorted(order)
    for words in ("The first:", "From a friend:", "A later one:"):
        assert page.count(words) == 1
    for account in (people.friend(cast, "Ida", Member.Role.HELPER),):
        for words in ("made it on", "Stop them looking", "Make a new link", AWAITED):
            assert words not in page_of(signed_in(account), leaf)


def test_closing_looking_needs_no_key_but_reopening_does(cast, signed_in, ana, leaf, mika):
    by_link = signed_in(cast.ana)
    assert "Stop them looking" in page_of(by_link, leaf)
    ended = by_link.post(f"/family/parts/{mika.pk}/looking/ending")
    assert ended["Location"].endswith("said=looking-ended")
    assert not Looking.objects.exists()
    assert "Let them look again" in page_of(by_link, leaf)
    again = f"/family/parts/{mika.pk}/looking"
    assert by_link.post(again)["Location"].startswith("/entrance/show-key/")
    assert not Looking.objects.exists()
    before = ConsentLink.objects.count()
    assert ana.post(again)["Location"].endswith("said=looking-again")
    assert looking.looks_until(mika)
    assert ConsentLink.objects.count() == before


def test_nobody_but_a_parent_of_the_family_closes_or_opens_it(cast, signed_in, mika, gwen):
    others = (cast.otto, cast.hilde, gwen, people.friend(cast, "Ida", Member.Role.HELPER))
    for browser in (signed_in(account, key=True) for account in others):
        for path in ("looking", "looking/ending", "new-link/"):
            assert browser.post(f"/family/parts/{mika.pk}/{path}").status_code == 404
    assert Looking.objects.exists()


@pytest.mark.parametrize("event", [Event.AGREE, Event.DECLINE, Event.NOT_NOW, Event.WITHDRAW])
def test_what_is_said_of_links_and_looking_tells_no_answer(cast, ana, leaf, mika, gwen, event):
    gwens_link(cast, mika, gwen)
    before = page_of(ana, leaf).split("csrf")[0]
    answering.answer(mika, "public", event, language="en")
    assert page_of(ana, leaf).split("csrf")[0] == before
    people_page = re.sub(r"\s+", " ", ana.get("/family/people/").content.decode())
    assert "Mika, in photograph 1" in people_page


def test_a_lost_link_answered_by_a_friend_then_by_a_parent(cast, signed_in, ana, leaf, mika, gwen):
    """Mika lost their link; Gwen answers; Ana sees it, and makes one by which Mika looks and says yes."""
    looking.end_looking(mika, by=cast.ana)
    phone, friends = Client(headers={"host": "localhost"}), gwens_link(cast, mika, gwen)
    phone.post(friends, headers=OURS)
    page = phone.get(friends).content.decode()
    assert "Here you can only say no." in page
    assert "ask the family for a new link" in page
    assert re.findall(r'name="answer" value="([\w-]+)"', page) == ["no"]
    assert "ask the family for a new link" in phone.get(f"{friends}/photograph").content.decode()
    assert AWAITED in page_of(ana, leaf)
    assert f"/family/photographs/{leaf.pk}/people/" in ana.get("/family/people/").content.decode()
    assert "A new link for Mika" in ana.get(f"/family/parts/{mika.pk}/new-link/").content.decode()
    made = LINK.search(ana.post(f"/family/parts/{mika.pk}/new-link/", {"once": "form"}).content.decode())[0]
    assert AWAITED not in page_of(ana, leaf)
    phone.post(made, headers=OURS)
    phone.post(f"{made}/photograph", headers=OURS)
    assert "<img" in phone.get(f"{made}/photograph").content.decode()
    phone.post(f"{made}/answer", {"scope": "public", "answer": "yes"}, headers=OURS)
    assert Answer.objects.get(involvement=mika, scope="public").status == Status.AGREED
    phone.post(friends, headers=OURS)
    phone.post(f"{friends}/answer", {"scope": "public", "answer": "no"}, headers=OURS)
    assert Answer.objects.get(involvement=mika, scope="public").status == Status.WITHDRAWN


def test_a_friend_and_a_parent_are_told_what_their_links_can_do(cast, signed_in, mika, gwen):
    Answering.objects.create(member=Member.objects.get(account=cast.ben))
    looking.end_looking(mika, by=cast.ana)
    for account, words in (
        (gwen, "These links can only say no."),
        (cast.ben, "You’re a parent"),
    ):
        lost_links.save_request(uuid.uuid4(), {"name": "Mika", "words": ""})
        came = LostLinkRequest.objects.exclude(pk__in=LostLinkRequestClosed.objects.values("lost_link_request")).get()
        there = links_at(came.pk, mika.person_id)
        assert words in press(signed_in(account, key=True), there).content.decode()
    assert ConsentLink.objects.filter(involvement=mika, by_parent=True, by=cast.ben).count() == 1
    assert not Looking.objects.exists()  # a parent's answer to a request does not begin what another parent closed


def test_the_same_form_makes_one_link_and_one_that_was_ended_makes_none(ana, mika):
    there = f"/family/parts/{mika.pk}/new-link/"
    first, second = (LINK.search(ana.post(there, {"once": "one"}).content.decode())[0] for _ in range(2))
    assert first == second
    consent_links.end_link(ConsentLink.objects.get(token_hash=token_hash(first.removeprefix("/c/a/"))), by="person")
    assert ana.post(there, {"once": "one"})["Location"].endswith("said=asking-ended")


def test_for_somebody_who_was_not_asked_there_is_no_new_link(cast, ana, leaf):
    person = add_person(cast.family, "Omar", "", by=cast.ana)
    involvement = involved.name_person(leaf.picture, person, in_it=True, took_it=False, by=cast.ana)
    assert (
        ana.post(f"/family/parts/{involvement.pk}/new-link/")["Location"] == f"/family/parts/{involvement.pk}/asking/"
    )
    assert not ConsentLink.objects.exists()


def test_the_page_to_hand_over_says_what_that_link_can_do(cast, signed_in, mika):
    ben = signed_in(cast.ben, key=True)
    later = ben.post(f"/family/parts/{mika.pk}/new-link/", {"once": "one"}).content.decode()
    assert "It can say no for them, and yes if they haven’t said no or not now." in later
    assert "It shows no earlier answers." in later
    assert "as often as they like" not in later


def test_the_first_link_is_handed_over_as_one_for_every_answer(cast, ana, leaf):
    person = add_person(cast.family, "Tom", "the boat", by=cast.ana)
    involvement = involved.name_person(leaf.picture, person, in_it=True, took_it=False, by=cast.ana)
    given = {"scope": ["public"], "once": "one"}
    first = ana.post(f"/family/parts/{involvement.pk}/asking/", given).content.decode()
    assert "Anyone who has it can answer for them." in first
    assert "as often as they like" in first
    assert "earlier answers" not in first


@pytest.mark.parametrize(("path", "sentence"), [("looking/ending", "can’t see it"), ("looking", "can ask")])
def test_what_was_done_is_said_beside_that_person_by_name(cast, ana, leaf, mika, path, sentence):
    asked_too = involved.name_person(
        leaf.picture, add_person(cast.family, "Tom", "the boat", by=cast.ana), in_it=True, took_it=False, by=cast.ana
    )
    consent_links.ask(asked_too, ["public"], by=cast.ana)
    there = ana.post(f"/family/parts/{asked_too.pk}/{path}")["Location"]
    page = ana.get(there).content.decode()
    assert page.count('role="status"') == 1
    assert (
        page.index(">Mika<") < page.index(">Tom<") < page.index('role="status"') < page.index(f"Tom {sentence}", 2000)
    )
    assert page.count('class="desk-more" open') == 1
    assert page.index('role="status"') < page.index('class="desk-more" open')


def test_a_person_of_another_photograph_is_not_named(cast, ana, leaf, mika):
    address = saying(f"/family/photographs/{leaf.pk}/people/?of={uuid.uuid4()}", "looking-ended")
    page = ana.get(address, headers={"Sec-Fetch-Site": "same-origin"}).content.decode()
    assert 'role="status"' not in page
