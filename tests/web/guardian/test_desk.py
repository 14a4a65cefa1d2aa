"""The desk of a friend who reads first what others send: who asks to read, and an answer that only they hand over."""

import re
import uuid

import pytest

from held.accounts.models import Link
from held.accounts.one_time_links import make_link
from held.families.models import Member
from held.families.who_answers import answer_too
from held.publishing import access_requests, publication
from held.publishing.models import AccessRequest, NamedReader
from held.stories.models import Publication
from tests import cast as people
from tests.said import unsigned

GIVEN = {"name": "Omar", "words": "We worked <b>together</b>.", "reach": "the house beside"}


@pytest.fixture
def story(cast):
    cast.gwen = people.friend(cast, "Gwen", Member.Role.GUARDIAN)
    story = people.write_story(cast)
    people.open_to(story, Publication.Circle.NAMED, by=cast.ana)
    return story


@pytest.fixture
def came(story):
    return AccessRequest.objects.get(pk=access_requests.request_access(story.pk, uuid.uuid4(), GIVEN))


@pytest.fixture
def gwen(cast, story, signed_in):
    return signed_in(cast.gwen, key=True)


def test_who_asks_is_told_in_their_own_words_and_the_story_is_not(gwen, came):
    page = gwen.get("/guardian/").content.decode()
    for words in ("Omar", "We worked &lt;b&gt;together&lt;/b&gt;.", "the house beside"):
        assert words in page
    assert people.CANARY not in page
    assert people.TITLE not in page


def test_let_in_they_get_a_link_that_opens_the_story(gwen, came, anyone):
    page = gwen.post(f"/guardian/knocks/{came.pk}/letting-in").content.decode()
    link = re.search(r"/n/[\w-]{43}", page)[0]
    assert link in gwen.post(f"/guardian/knocks/{came.pk}/letting-in").content.decode()
    assert NamedReader.objects.count() == 1
    came_in = anyone.post(link, headers={"Sec-Fetch-Site": "same-origin"})
    led = anyone.get(came_in["Location"], follow=True, headers={"Sec-Fetch-Site": "same-origin"})
    assert people.CANARY in led.content.decode()


def test_dismissing_a_request_tells_nobody(gwen, came):
    assert unsigned(gwen.post(f"/guardian/knocks/{came.pk}/putting-away")["Location"]) == "/guardian/?said=put-away"
    assert not AccessRequest.objects.exists()


def test_behind_a_closed_door_nobody_is_let_in(gwen, came, story, cast):
    publication.take_back(story, by=cast.ana)
    assert gwen.post(f"/guardian/knocks/{came.pk}/letting-in").status_code == 404
    assert not NamedReader.objects.exists()


def test_a_friend_who_reads_first_opens_no_page_of_the_family(gwen, story):
    for path in ("/family/", f"/family/stories/{story.pk}/", "/family/people/"):
        assert gwen.get(path).status_code == 404


def test_a_parent_answers_who_asked_to_and_only_of_their_own_family(cast, came, signed_in):
    ana, otto = signed_in(cast.ana), signed_in(cast.otto)
    assert ana.get("/guardian/").status_code == 404
    answer_too(Member.objects.get(account=cast.ana), by=cast.ana)
    answer_too(Member.objects.get(account=cast.otto), by=cast.otto)
    assert "Omar" in ana.get("/guardian/").content.decode()
    assert "Omar" not in otto.get("/guardian/").content.decode()
    assert otto.post(f"/guardian/knocks/{came.pk}/putting-away").status_code == 404


def test_answered_by_another_it_is_said_and_no_second_link_is_made(gwen, cast, came, signed_in):
    answer_too(Member.objects.get(account=cast.ana), by=cast.ana)
    gwen.post(f"/guardian/knocks/{came.pk}/letting-in")
    answer = signed_in(cast.ana, key=True).post(f"/guardian/knocks/{came.pk}/letting-in")
    assert unsigned(answer["Location"]) == "/guardian/?said=answered"
    assert NamedReader.objects.count() == 1


def test_words_that_do_not_open_are_said_to_be_kept(gwen, came):
    AccessRequest.objects.update(sealed=b"HLD1" + bytes(60))
    assert "It’s kept." in gwen.get("/guardian/").content.decode()


def test_a_friend_is_asked_how_they_are_called_and_finds_their_desk(cast, story, anyone):
    _link, token = make_link(cast.gwen, purpose=Link.Purpose.INVITATION, by=cast.ana)
    came_in = anyone.post(f"/entrance/link/{token}/")
    assert "next=%2Fguardian%2Fname%2F" in came_in["Location"]
    assert anyone.post("/guardian/name/", {"name": "Gwendolyn"}).status_code == 303
    cast.gwen.refresh_from_db()
    assert cast.gwen.name == "Gwendolyn"
    assert anyone.get("/entrance/arrived/")["Location"] == "/guardian/"


def test_letting_in_needs_a_key_and_comes_back_to_the_desk(cast, came, story, signed_in):
    answer = signed_in(cast.gwen).post(f"/guardian/knocks/{came.pk}/letting-in")
    assert unsigned(answer["Location"]) == "/entrance/show-key/?next=/guardian/&not-done"
    assert not NamedReader.objects.exists()


def test_put_away_after_another_let_them_in_says_it_came_too_late(gwen, cast, came, signed_in):
    answer_too(Member.objects.get(account=cast.ana), by=cast.ana)
    signed_in(cast.ana, key=True).post(f"/guardian/knocks/{came.pk}/letting-in")
    page = gwen.post(f"/guardian/knocks/{came.pk}/putting-away", follow=True).content.decode()
    assert "Too late: somebody has let them in" in page
    assert AccessRequest.objects.filter(pk=came.pk).exists()
    assert 'name="let-in" value="yes"' in page
    gwen.post(f"/guardian/knocks/{came.pk}/putting-away", {"let-in": "yes"})
    assert not AccessRequest.objects.exists()
