"""A story's own page: its leaves, who may read it, its address."""

import re

from django.urls import reverse

from held.families.models import Member
from held.publishing import publication
from held.publishing.addresses import addresses_of
from held.stories import writing
from held.stories.models import Leaf, Publication
from held.stories.writing import OpenForm
from tests import cast as people
from tests.photographs import photograph

LINK, EVERYONE = Publication.Circle.LINK, Publication.Circle.EVERYONE


def page_of(browser, story):
    return browser.get(reverse("family:story", args=[story.pk])).content.decode()


def test_each_leaf_is_named_with_its_first_words(cast, signed_in, story):
    writing.add_leaf(story, Leaf.Kind.BABY, by=cast.ana)
    page = page_of(signed_in(cast.ben), story)
    assert "She came on a Tuesday" in page
    assert "Empty. That’s fine" in page
    assert "Write about another baby" in page.partition("Twins or more")[2].partition("</details>")[0]
    assert "Only you and your family" in page


def test_two_empty_leaves_are_put_away_by_buttons_of_two_names(cast, signed_in, story):
    for _number in range(2):
        writing.add_leaf(story, Leaf.Kind.BABY, by=cast.ana)
    page = page_of(signed_in(cast.ana), story)
    names = re.findall(r"Put this empty one away\s*<span[^>]*>([^<]*)<", page)
    assert len(names) == len(set(names)) == 2


def test_an_open_story_shows_its_addresses(cast, signed_in, story):
    people.open_to(story, LINK, by=cast.ana)
    secret = addresses_of(story)[LINK]
    assert f"/stories/{secret}/" in page_of(signed_in(cast.ben), story)
    people.open_to(story, EVERYONE, by=cast.ana, wished="noor")
    page = page_of(signed_in(cast.ben), story)
    assert "/stories/noor/" in page
    assert f"/stories/{secret}/" in page
    assert page.count("data-copy hidden") == 2
    publication.take_back(story, by=cast.ana)
    assert f"/stories/{secret}/" not in page_of(signed_in(cast.ben), story)


def test_it_says_that_readers_do_not_see_the_newest_words(cast, signed_in, story, essay):
    people.open_to(story, LINK, by=cast.ana)
    assert "You’ve written since" not in page_of(signed_in(cast.ana), story)
    writing.save(essay, {"body": "newer"}, form=OpenForm(essay.current_id), by=cast.ana)
    page = page_of(signed_in(cast.ana), story)
    assert "You’ve written since" in page
    assert reverse("family:circle_shown", args=[story.pk]) in page


def test_a_parent_adds_a_baby_and_an_entry(cast, signed_in, story):
    for name, kind in (("family:another_baby", "BABY"), ("family:another_entry", "ENTRY")):
        answer = signed_in(cast.ben).post(reverse(name, args=[story.pk]))
        added = Leaf.objects.order_by("-pk").first()
        assert (added.kind, added.story, added.author) == (kind, story, cast.ben)
        assert answer["Location"] == reverse("family:leaf", args=[added.pk])


def test_another_family_adds_nothing_and_finds_nothing(cast, signed_in, story):
    before = Leaf.objects.count()
    for name in ("family:another_baby", "family:another_entry"):
        assert signed_in(cast.otto).post(reverse(name, args=[story.pk])).status_code == 404
    assert signed_in(cast.otto).get(reverse("family:story", args=[story.pk])).status_code == 404
    assert Leaf.objects.count() == before


def test_one_leaf_is_kept_from_readers_without_a_key(cast, signed_in, anyone, story):
    people.open_to(story, EVERYONE, by=cast.ana, wished="noor")
    about = Leaf.objects.get(story=story, kind=Leaf.Kind.ABOUT)
    assert people.TITLE in anyone.get("/stories/noor/").content.decode()
    signed_in(cast.ben).post(reverse("family:hiding", args=[about.pk]))
    assert people.TITLE not in anyone.get("/stories/noor/").content.decode()
    page = page_of(signed_in(cast.ana), story)
    assert "Readers don’t see this." in page
    assert "Let readers see it" in page
    ida = people.friend(cast, "Ida", Member.Role.HELPER)
    assert "Let readers see it" not in page_of(signed_in(ida), story)  # a parent decides


def test_what_readers_do_not_see_leads_to_where_they_do(cast, signed_in, story):
    """The link leads to the words themselves on the page where they are ticked; nothing is ticked for anybody."""
    people.open_to(story, EVERYONE, by=cast.ana, wished="noor")
    about = Leaf.objects.get(story=story, kind=Leaf.Kind.ABOUT)
    browser = signed_in(cast.ana)
    browser.post(reverse("family:hiding", args=[about.pk]))
    way, place = re.search(rf'href="([^"#]+)#(show-{about.pk})"', page_of(browser, story)).groups()
    there = browser.get(way).content.decode().partition(f'id="{place}"')[2].partition("</section>")[0]
    assert "Show this:" in there
    assert "checked" not in there


def test_another_family_hides_nothing(cast, signed_in, anyone, story):
    people.open_to(story, EVERYONE, by=cast.ana, wished="noor")
    about = Leaf.objects.get(story=story, kind=Leaf.Kind.ABOUT)
    assert signed_in(cast.otto).post(reverse("family:hiding", args=[about.pk])).status_code == 404
    assert people.TITLE in anyone.get("/stories/noor/").content.decode()


def test_how_many_readers_may_ask_for_is_in_words(cast, signed_in, story):
    photograph(cast, story)
    at = reverse("family:story", args=[story.pk])
    ana = signed_in(cast.ana)
    assert "Readers can’t ask for any yet." in ana.get(at).content.decode()
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    assert "Readers may ask for one." in ana.get(at).content.decode()
