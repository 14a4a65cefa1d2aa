"""Asking somebody for photographs: by a parent with a key, always with an end, and ended at once."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from held.families.models import Member
from held.gathering.models import Envelope
from held.lib.clock import now
from tests import cast as people
from tests.enveloped import an_envelope, arrived_in
from tests.said import unsigned

GIVEN = {"name": "Mum", "purpose": "The pictures of the Sunday", "most": "9", "days": "7", "once": "form"}


def asking(story) -> str:
    return reverse("family:asking_for_photographs", args=[story.pk])


def gathering(story) -> str:
    return reverse("family:gathering", args=[story.pk])


def test_a_parent_asks_and_the_link_is_shown_once(cast, signed_in, story):
    browser = signed_in(cast.ana, key=True)
    page = browser.post(asking(story), GIVEN).content.decode()
    (link,) = set(re.findall(r"http://localhost:\d+/c/[\w-]{43}", page))
    assert "A link for Mum" in page
    assert "Anyone who has it can send you 9 photographs until" in page
    envelope = Envelope.objects.get()
    assert envelope.read() == {"called": "Mum", "purpose": GIVEN["purpose"]}
    assert (envelope.most_pictures, envelope.most_bytes) == (9, 540_000_000)
    assert now() + timedelta(days=6) < envelope.ends_at < now() + timedelta(days=8)
    assert link not in browser.get(gathering(story)).content.decode()


def test_the_form_that_arrives_twice_asks_one_person(cast, signed_in, story):
    browser = signed_in(cast.ana, key=True)
    for _ in range(2):
        assert "/c/" in browser.post(asking(story), GIVEN).content.decode()
    assert Envelope.objects.count() == 1
    browser.post(reverse("family:envelope_ending", args=[Envelope.objects.get().pk]))
    assert unsigned(browser.post(asking(story), GIVEN)["Location"]) == f"{gathering(story)}?said=envelope-ended"


def test_usually_it_is_for_thirty_and_for_a_month(cast, signed_in, story):
    page = signed_in(cast.ana, key=True).get(asking(story)).content.decode()
    assert 'name="most" value="30"' in page
    assert re.search(r'value="30"[^>]*checked', page)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": " "}, "Please write who it’s for"),
        ({"most": "201"}, "Please write a number from 1 to 200."),
        ({"most": "many"}, "Please write a number from 1 to 200."),
        ({"most": "0"}, "Please write a number from 1 to 200."),
        ({"days": "4000"}, "Please choose one of these."),
        ({"days": ""}, "Please choose one of these."),
    ],
)
def test_what_is_missing_is_said_beside_it_and_no_link_is_made(cast, signed_in, story, given, said):
    page = signed_in(cast.ana, key=True).post(asking(story), GIVEN | given).content.decode()
    assert said in page
    assert "No link is made yet." in page
    assert not Envelope.objects.exists()


def test_a_link_alone_is_asked_for_a_key_first(cast, signed_in, story):
    answer = signed_in(cast.ana).post(asking(story), GIVEN)
    assert answer["Location"].startswith("/entrance/show-key/")
    assert not Envelope.objects.exists()


def test_a_friend_who_helps_sees_who_was_asked_and_asks_and_ends_nobody(cast, signed_in, story):
    envelope, _token = an_envelope(story, cast.ana)
    ida = signed_in(people.friend(cast, "Ida", Member.Role.HELPER), key=True)
    page = ida.get(gathering(story)).content.decode()
    assert "Nele" in page
    assert "End this link" not in page
    assert ida.get(asking(story)).status_code == 404
    assert ida.post(reverse("family:envelope_ending", args=[envelope.pk])).status_code == 404
    assert Envelope.objects.get().ends_at > now()


def test_ended_with_the_next_click_and_what_came_stays(cast, signed_in, anyone, story):
    envelope, token = an_envelope(story, cast.ana)
    arrived_in(envelope)
    browser = signed_in(cast.ben)
    answer = browser.post(reverse("family:envelope_ending", args=[envelope.pk]))
    assert anyone.get(f"/c/{token}").status_code == 404
    page = browser.get(answer["Location"]).content.decode()
    assert "That link no longer works. What arrived stays." in page
    assert "Their link has ended." in page
    assert "One is still in the envelope." in page


def test_the_list_says_how_many_came_until_when(cast, signed_in, story):
    envelope, _token = an_envelope(story, cast.ana)
    browser = signed_in(cast.ana)
    assert "Nothing has come yet." in browser.get(gathering(story)).content.decode()
    for hue in range(1, 10):
        arrived_in(envelope, hue=hue)
    page = browser.get(gathering(story)).content.decode()
    assert "Nine have come." in page
    assert "At most 30, until" in page


def test_another_family_cannot_see_who_was_asked_for_photos(cast, signed_in, story):
    envelope, _token = an_envelope(story, cast.ana)
    for account in (cast.otto, cast.hilde):
        browser = signed_in(account, key=True)
        assert browser.get(gathering(story)).status_code == 404
        assert browser.get(asking(story)).status_code == 404
        assert browser.post(reverse("family:envelope_ending", args=[envelope.pk])).status_code == 404
