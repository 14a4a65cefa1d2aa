"""A story as its readers see it, for its family: by the same rule, for each circle, and nobody is given anything."""

import html
import re

import pytest
from django.urls import reverse

from held.consent import answering
from held.consent.models import Involvement
from held.consent.states import Event
from held.families.models import Member
from held.publishing import publication
from held.publishing.addresses import read_address
from held.publishing.models import Address
from held.publishing.named_readers import name_reader
from held.stories import writing
from held.stories.models import Leaf, Publication
from held.stories.writing import OpenForm
from tests import cast as people
from tests.photographs import SHOWS, photograph

Circle = Publication.Circle
NOT_NOW = "They can’t read it now."


def seen_by_family(browser, story, circle="") -> str:
    return browser.get(reverse("family:as_a_reader", args=[story.pk]), {"circle": circle} if circle else {}).text


def seen_by_reader(browser, story, circle) -> str:
    """The page that a reader of this circle gets, by their own address and link."""
    if circle == Circle.NAMED:
        _named, token = name_reader(story, "Nele", by=story.made_by)
        browser.post(reverse("reader:named", args=[token]), headers={"Sec-Fetch-Site": "same-origin"})
    address = read_address(Address.objects.get(story=story, circle=circle), story)
    return browser.get(reverse("reader:story", args=[address])).text


def article(page: str) -> str:
    """The words of the story alone, without what readers can press, which the family's page does not have."""
    words = re.search(r"<article.*</article>", page, re.DOTALL)[0]
    words = re.sub(r"<form.*?</form>|<a [^>]*>.*?</a>|<p class=\"veil-wait\".*?</p>", "", words, flags=re.DOTALL)
    words = words.replace("A reader can ask to see it here.", "")
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", words)).split())


@pytest.mark.parametrize("open_to", list(Circle))
@pytest.mark.parametrize("no_to", [None, "named", "link", "public"])
def test_it_is_what_readers_of_each_open_circle_see(cast, signed_in, anyone, story, open_to, no_to):
    """A photograph is there exactly where its people said yes; the words are those that were let, not newer ones."""
    one = photograph(cast, story)
    people.open_to(story, open_to, by=cast.ana, **({"wished": "noor"} if open_to == Circle.EVERYONE else {}))
    if no_to:
        answering.answer(Involvement.objects.get(picture=one.leaf.picture), no_to, Event.DECLINE, language="en")
    essay = Leaf.objects.get(story=story, kind=Leaf.Kind.ENTRY)
    writing.save(essay, {"body": "Written since"}, form=OpenForm(essay.current_id), by=cast.ana)
    ben = signed_in(cast.ben)
    for circle in {Circle.NAMED, open_to}:
        family, reader = seen_by_family(ben, story, circle), seen_by_reader(anyone, story, circle)
        assert article(family) == article(reader)
        assert (SHOWS in family) == (no_to != {"EVERYONE": "public"}.get(circle, circle.lower()))
        assert NOT_NOW not in family
        assert "Written since" not in family


def test_what_is_not_open_yet_looks_as_it_would_be_opened(cast, signed_in, story):
    """The newest words, without a living child and without photographs: these are chosen by hand."""
    photograph(cast, story)
    twin = writing.add_leaf(story, Leaf.Kind.BABY, by=cast.ana)
    writing.save(twin, {"name": "Mila", "status": "living"}, form=OpenForm(), by=cast.ana)
    ana = signed_in(cast.ana)
    for circle in Circle:
        page = seen_by_family(ana, story, circle)
        assert NOT_NOW in page
        assert people.TITLE in page
        assert SHOWS not in page
        assert "Mila" not in page
    people.open_to(story, Circle.NAMED, by=cast.ana)
    assert NOT_NOW not in seen_by_family(ana, story)  # without a circle, the one it is open to
    assert NOT_NOW in seen_by_family(ana, story, Circle.LINK)
    publication.take_back(story, by=cast.ana)
    assert NOT_NOW in seen_by_family(ana, story, Circle.NAMED)


def test_the_page_shows_no_picture_and_offers_no_act(cast, signed_in, story):
    photograph(cast, story)
    people.open_to(story, Circle.EVERYONE, by=cast.ana, wished="noor")
    main = seen_by_family(signed_in(cast.ana), story).partition("<main")[2].partition("</main>")[0]
    assert "A reader can ask to see it here." in main
    for act in ("<form", "<button", "<img", "<picture", "/p/", "/stories/noor"):
        assert act not in main


def test_it_says_what_a_chat_shows_beside_the_link(cast, signed_in, anyone, story):
    """Exactly the card of the reader's page; nothing for a named reader's own link."""
    people.open_to(story, Circle.LINK, by=cast.ana)
    ana = signed_in(cast.ana)
    title, line = re.findall(
        r'property="og:(?:title|description)" content="([^"]*)"', seen_by_reader(anyone, story, Circle.LINK)
    )
    assert f"{title} – {line}</span>" in seen_by_family(ana, story, Circle.LINK)
    assert "In a chat, their link shows none of it" in seen_by_family(ana, story, Circle.NAMED)
    about = Leaf.objects.get(story=story, kind=Leaf.Kind.ABOUT)
    quiet = {"title": people.TITLE, "quiet_title": "yes"}
    writing.save(about, quiet, form=OpenForm(about.current_id), by=cast.ana)
    publication.take_back(story, by=cast.ana)
    assert "shows only “A story”" in seen_by_family(ana, story, Circle.LINK)


def test_it_is_one_press_from_the_story_and_from_its_words(cast, signed_in, story, essay):
    ana = signed_in(cast.ana)
    assert f'href="{reverse("family:as_a_reader", args=[story.pk])}"' in ana.get(f"/family/stories/{story.pk}/").text
    assert 'name="see" value="yes"' in ana.get(reverse("family:leaf", args=[essay.pk])).text


def test_a_helper_sees_it_and_another_family_does_not(cast, signed_in, anyone, story):
    way = reverse("family:as_a_reader", args=[story.pk])
    assert signed_in(people.friend(cast, "Ida", Member.Role.HELPER)).get(way).status_code == 200
    assert signed_in(cast.otto).get(way).status_code == 404
    assert anyone.get(way).status_code == 302
    assert signed_in(cast.ana).get(way, {"circle": "anything"}).status_code == 200
