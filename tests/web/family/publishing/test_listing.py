"""Whether search engines may list a story."""

from django.urls import reverse

from held.publishing.models import Indexing
from held.stories.models import Publication
from tests import cast as people


def test_a_parent_lets_search_engines_list_it_and_ends_it(cast, signed_in, anyone, story):
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    browser, page = signed_in(cast.ana, key=True), reverse("family:listing", args=[story.pk])
    assert "How to undo it" in browser.get(page).content.decode()
    assert browser.post(page).status_code == 303
    assert "noindex" not in anyone.get("/stories/noor/")["X-Robots-Tag"]
    signed_in(cast.ben).post(reverse("family:listing_ending", args=[story.pk]))
    assert "noindex" in anyone.get("/stories/noor/")["X-Robots-Tag"]


def test_what_is_not_open_to_everyone_is_not_listed(cast, signed_in, story):
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    signed_in(cast.ana, key=True).post(reverse("family:listing", args=[story.pk]))
    assert not Indexing.objects.exists()


def test_letting_search_engines_list_needs_a_shown_key(cast, signed_in, story):
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana)
    answer = signed_in(cast.ana).post(reverse("family:listing", args=[story.pk]))
    assert answer["Location"].startswith(reverse("entrance:show_key"))
    assert not Indexing.objects.exists()


def test_another_family_decides_nothing(cast, signed_in, story):
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana)
    for name in ("family:listing", "family:listing_ending"):
        assert signed_in(cast.otto, key=True).post(reverse(name, args=[story.pk])).status_code == 404
    assert not Indexing.objects.exists()
