"""Only part of a photograph opens: the family is told, and a parent decides on the page that shows it."""

import pytest
from django.urls import reverse

from held.families.models import Member
from held.pictures.models import Picture, Rendition, ShownInPart
from held.stories.models import Publication
from tests import cast as people
from tests.photographs import photograph

TITLE = "Only part of it opens"
LET, KEEP = "Let readers see this part", "Keep this part from readers"


@pytest.fixture
def leaf(cast):
    story = people.write_story(cast)
    placed = photograph(cast, story)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    Picture.objects.update(decoded=Picture.Decoded.PART)
    return placed.leaf


def asked_to_see(browser, leaf) -> str:
    answer = browser.post(reverse("family:photograph", args=[leaf.pk]), {"show": "yes"}, follow=True)
    return answer.content.decode()


def press(browser, leaf, what: str, **sent: str) -> str:
    return browser.post(reverse(f"family:{what}_part", args=[leaf.pk]), sent, follow=True).content.decode()


def test_the_page_that_shows_it_says_so_and_offers_to_let_readers_see_it(cast, signed_in, leaf):
    browser = signed_in(cast.ana, key=True)
    page = asked_to_see(browser, leaf)
    assert TITLE in page
    assert LET in page
    assert "Readers may see this part, once everyone in it has said yes" in press(browser, leaf, "letting", seen="")
    assert ShownInPart.objects.get().by == cast.ana
    page = asked_to_see(browser, leaf)
    assert KEEP in page
    assert LET not in page
    page = press(browser, leaf, "keeping")
    assert "Readers can’t see it. People you asked can’t look any more." in page
    assert not ShownInPart.objects.exists()


def test_without_a_key_it_offers_to_show_one_first(cast, signed_in, leaf):
    page = asked_to_see(signed_in(cast.ana), leaf)
    assert TITLE in page
    assert LET not in page
    assert "You need your key for this. Use it first," in page
    assert 'href="/entrance/show-key/' in page


def test_nothing_is_offered_before_it_is_shown(cast, signed_in, leaf):
    page = signed_in(cast.ana, key=True).get(reverse("family:photograph", args=[leaf.pk])).content.decode()
    assert LET not in page


def test_who_helps_is_told_and_does_not_decide(cast, signed_in, leaf):
    browser = signed_in(people.friend(cast, "Ida", Member.Role.HELPER), key=True)
    page = asked_to_see(browser, leaf)
    assert TITLE in page
    assert LET not in page
    assert browser.post(reverse("family:letting_part", args=[leaf.pk])).status_code == 404
    assert not ShownInPart.objects.exists()


def test_form_and_list_say_that_only_a_part_opens(cast, signed_in, leaf):
    browser = signed_in(cast.ben)
    for page in ("family:photograph", "family:photographs"):
        args = [leaf.pk if page == "family:photograph" else leaf.story_id]
        told = browser.get(reverse(page, args=args)).content.decode()
        assert told.count("Only part of it opens") == 1
        assert "Readers may ask for it" not in told


def test_an_old_page_lets_nobody_see_it_again(cast, signed_in, leaf):
    browser = signed_in(cast.ana, key=True)
    press(browser, leaf, "letting", seen="")
    press(browser, leaf, "keeping")
    assert "Something had changed" in press(browser, leaf, "letting", seen="")
    assert not ShownInPart.objects.exists()


@pytest.mark.parametrize(
    ("decoded", "said"),
    [
        (Picture.Decoded.TOO_LARGE, "It’s too large for us to open"),
        (Picture.Decoded.CUT_OFF, "The end of this file is missing"),
        (Picture.Decoded.UNREADABLE, "We couldn’t open it"),
    ],
)
def test_a_refusal_keeps_its_reason_and_promises_no_later(cast, signed_in, leaf, decoded, said):
    Picture.objects.update(decoded=decoded)
    leaf.picture.refresh_from_db()
    Rendition.objects.all().delete()
    browser = signed_in(cast.ana, key=True)
    for page in (reverse("family:photograph", args=[leaf.pk]), reverse("family:photographs", args=[leaf.story_id])):
        told = browser.get(page).content.decode()
        assert said in told
        for promise in (" yet", "later version", "quieter moment"):
            assert promise not in told.partition(said)[2][:300]


def test_the_preview_says_that_readers_see_a_part(cast, signed_in, leaf):
    told, browser = "A reader who asks is told so", signed_in(cast.ana, key=True)
    press(browser, leaf, "letting", seen="")
    address = reverse("family:circle_shown", args=[leaf.story_id])
    assert told in browser.get(address).content.decode()
    Picture.objects.update(decoded=Picture.Decoded.WHOLE)
    assert told not in browser.get(address).content.decode()
