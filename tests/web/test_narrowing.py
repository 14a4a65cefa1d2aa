"""An act that only narrows and that we could not do: the page is reassuring only about what is known."""

import uuid

import pytest
from django.urls import reverse

from held.publishing.named_readers import name_reader
from held.publishing.publication import circle_of
from tests import cast as people

FROM_HERE = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def story(cast):
    story = people.write_story(cast)
    people.open_to(story, "EVERYONE", by=cast.ana)
    return story


def test_somebody_else_is_not_told_that_it_is_closed(cast, story, signed_in):
    """Otto signed in, in another tab, after Ana opened the page with the button."""
    here = reverse("family:story", args=[story.pk])
    headers = FROM_HERE | {"Referer": f"http://localhost{here}"}
    answer = signed_in(cast.otto).post(reverse("family:taking_back", args=[story.pk]), headers=headers)
    page = answer.content.decode()
    assert (answer.status_code, circle_of(story)) == (404, "EVERYONE")
    assert "nothing left" not in page
    assert "nothing more for you to do" not in page
    assert "We couldn’t do this" in page
    assert 'somebody other than <bdi translate="no">Otto</bdi>, who is signed in' in page
    assert f'href="{here}"' in page
    assert f'href="/entrance/?next={here}&amp;another"' in page


def test_what_never_was_and_what_is_not_yours_are_one_answer(cast, story, signed_in):
    browser = signed_in(cast.otto)
    for door, not_yours, never in (
        ("family:taking_back", story.pk, 9999),
        ("family:named_ending", name_reader(story, "Nele", by=cast.ana)[0].pk, uuid.uuid4()),
    ):
        answers = [browser.post(reverse(door, args=[one]), headers=FROM_HERE) for one in (not_yours, never)]
        assert answers[0].content == answers[1].content, door


def test_another_person_can_come_in_where_somebody_is_signed_in(cast, story, signed_in):
    here = reverse("family:story", args=[story.pk])
    browser = signed_in(cast.otto)
    assert browser.get(f"/entrance/?next={here}").status_code == 303
    entrance = browser.get(f"/entrance/?next={here}&another")
    assert entrance.status_code == 200
    assert "Otto</bdi> is signed in here now" in entrance.content.decode()
    assert f'name="next" value="{here}"' in entrance.content.decode()
