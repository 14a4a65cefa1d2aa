"""Promise 1: of a photograph of which only a part opens, readers learn and see nothing until a parent lets them.

Its sender is told that it is a part, as its family is; by a link for photographs even for one that the family already
has.
"""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.urls import reverse

from held import access
from held.pictures.models import Picture, ShownInPart
from held.pictures.reveal import renditions_of
from held.publishing.addresses import addresses_of
from held.publishing.in_part import keep_from_readers, let_readers_see
from held.stories import chosen
from held.stories.models import Publication
from tests import cast as people
from tests.enveloped import an_envelope
from tests.jail.drawing import busy
from tests.photographs import SHOWS, photograph
from tests.promises.walking import ask_every_door

CUT = busy(160, 200).pngsave_buffer()[:40_000]
IMAGE = re.compile(r"<img|<picture")


@pytest.fixture
def story(cast):
    return people.write_story(cast)


@pytest.fixture
def placed(cast, story):
    one = photograph(cast, story)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    Picture.objects.update(decoded=Picture.Decoded.PART)
    one.leaf.refresh_from_db()
    return one


def veil(story, placed) -> str:
    return reverse("reader:photograph", args=[addresses_of(story)["EVERYONE"], placed.name])


def may_be_shown(placed) -> bool:
    try:
        return bool(access.photograph_to_show(placed.name).renditions)
    except Http404:
        return False


def test_no_reader_is_told_of_it_or_shown_it_before(cast, story, placed, anyone):
    for door, answer in ask_every_door(anyone, cast, story, "GET"):
        assert SHOWS.encode() not in answer.content, door.name
    assert anyone.get(veil(story, placed)).status_code == 404
    assert anyone.post(veil(story, placed)).status_code == 404
    assert not may_be_shown(placed)
    assert renditions_of(placed.leaf.picture_id)


def test_a_parent_lets_readers_ask_for_part_of_a_photo(cast, story, placed, anyone):
    let_readers_see(placed.leaf, fingerprint="", by=cast.ana)
    page = anyone.post(veil(story, placed), follow=True, headers={"sec-fetch-site": "same-origin"}).content.decode()
    assert IMAGE.search(page)
    assert "We can only show this part." in page
    keep_from_readers(placed.leaf, by=cast.ben)
    assert anyone.get(veil(story, placed)).status_code == 404
    assert not may_be_shown(placed)


def test_a_rule_that_forgets_the_parent_would_be_found(cast, story, placed, anyone, monkeypatch):
    monkeypatch.setattr(chosen, "_waiting", Picture.objects.none)
    assert may_be_shown(placed)
    told = [answer.content for _, answer in ask_every_door(anyone, cast, story, "GET")]
    assert any(SHOWS.encode() in one for one in told)


def send(browser, address: str, data: bytes) -> str:
    file = SimpleUploadedFile("IMG_1.PNG", data, content_type="image/png")
    answer = browser.post(address, {"photographs": file}, follow=True, headers={"sec-fetch-site": "same-origin"})
    return answer.content.decode()


@pytest.mark.parametrize("known", [False, True])
def test_who_sends_by_a_link_is_told_that_only_a_part_opens(cast, story, signed_in, anyone, known):
    if known:
        page = send(signed_in(cast.ana), reverse("family:photographs", args=[story.pk]), CUT)
        assert "Only part of it opens." in page
    _, token = an_envelope(story, cast.ana)
    page = send(anyone, reverse("contributor:photographs", args=[token]), CUT)
    assert "Only part of it opens." in page
    assert Picture.objects.get().decoded == Picture.Decoded.PART
    assert not ShownInPart.objects.exists()
