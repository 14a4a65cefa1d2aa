"""No page gives back many more bytes than were sent to it: HTML writes an apostrophe in six characters."""

import pytest
from django.urls import reverse

from held.families.models import Member
from held.publishing.addresses import addresses_of
from held.stories.models import Leaf, Publication
from tests import cast as people

OURS = {"Sec-Fetch-Site": "same-origin"}
SENT = 4_000_000  # bytes


@pytest.fixture
def story(cast):
    people.friend(cast, "Gwen", Member.Role.GUARDIAN)
    story = people.write_story(cast)
    people.open_to(story, Publication.Circle.NAMED, by=cast.ana)
    return story


def forms(story) -> dict[str, str]:
    """Addresses at which words come back, and the field for them."""
    leaf = Leaf.objects.get(story=story, kind=Leaf.Kind.ENTRY)
    return {
        "/c/lost/": "name",
        f"/stories/{addresses_of(story)['NAMED']}/knock": "words",
        "/entrance/": "name",
        "/entrance/keys/codes/": "name",
        reverse("family:leaf", args=[leaf.pk]): "draft=x&body",
    }


def longest_answers(browser, story) -> dict[str, int]:
    browser.handler.enforce_csrf_checks = True
    answers = {}
    for path, field in forms(story).items():
        body = f"{field}=".encode() + b"'" * SENT
        many = field.encode() + b"=x" + b"".join(b"&a%d=%s" % (one, b"'" * 9000) for one in range(SENT // 9000))
        for sent in (body, many):
            came = browser.post(path, sent, content_type="application/x-www-form-urlencoded", headers=OURS)
            answers[path] = max(len(came.content), answers.get(path, 0))
    return answers


def test_a_stranger_gets_no_more_than_they_send(anyone, story):
    assert not {path: size for path, size in longest_answers(anyone, story).items() if size > SENT / 4}


def test_somebody_signed_in_gets_no_more_than_they_send(signed_in, cast, story):
    assert not {path: size for path, size in longest_answers(signed_in(cast.ana), story).items() if size > SENT / 4}
