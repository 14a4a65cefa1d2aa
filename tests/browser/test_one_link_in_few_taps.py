"""The father is in five photographs: one link, few taps and few words, with JavaScript and without, on a phone."""

import json

import pytest
from playwright.sync_api import expect

from tests.browsing import IN_HAND, Watched, watched
from tests.inside import inside
from tests.running import Running
from tests.seeding import seed
from tests.taps import words

pytestmark = pytest.mark.browser
MADE = """
import json
from types import SimpleNamespace
from held.consent import consent_links, involved
from held.families.persons import add_person
from held.stories.models import Story
from tests.photographs import photograph
story = Story.objects.get(pk={story})
cast, links = SimpleNamespace(ana=story.made_by, family=story.family), []
shows = ["Ben stands at a window. Photograph number %d of his." % number for number in range(5)]
pictures = [photograph(cast, story, shows=one).leaf.picture for one in shows]
for name in ("Ben", "Tom"):
    person = add_person(story.family, name, "", by=cast.ana)
    asked = [involved.name_person(one, person, in_it=True, took_it=False, by=cast.ana) for one in pictures]
    links.append(consent_links.ask(asked[0], ["named", "link", "public"], by=cast.ana, also=asked[1:]))
print(json.dumps([shows, links]))
"""
YES = "Anyone with the link"


def opens(person: Watched, link: str) -> None:
    person.look(f"/c/a/{link}")
    person.page.get_by_role("button", name="Read the question").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_five_photographs_are_answered_in_few_taps(browser, tmp_path, counted, javascript):
    data = tmp_path / "place"
    known = seed(data)
    shows, (bens, toms) = json.loads(inside(data, MADE.format(story=known["story"])))
    with Running(data) as place, watched(browser, place.url, phone=True, javascript=javascript) as ben:
        ben.page.set_viewport_size(IN_HAND)
        with counted(ben, "one answer by a link", taps=2, pages=3):
            opens(ben, bens)
            ben.page.get_by_role("button", name=YES).first.click()
        marked = ben.page.locator(".rung-chosen")
        expect(marked).to_have_count(1)
        for_five = words(ben, own=["Ben, ", "Ana", *shows])
        assert for_five <= 205, for_five
        with counted(ben, "the same answer to four others", taps=6, pages=1):
            ben.page.get_by_text("Same answer for other photographs").click()
            for number in range(2, 6):
                ben.page.get_by_role("checkbox", name=f"Photograph {number}").check()
            ben.page.get_by_role("button", name="Answer for these").click()
        expect(marked).to_have_count(5)
        assert not ben.axe()
        assert ben.too_wide() <= 0
        with counted(ben, "one answer by a link, looked at before", taps=4, pages=5):
            opens(ben, toms)
            ben.page.get_by_role("button", name="Show it (2)").click()
            expect(ben.page.locator("picture img")).to_be_visible()
            ben.page.get_by_role("link", name="Cover it").click()
            expect(ben.page.locator("img")).to_have_count(0)
            ben.page.get_by_role("button", name=YES).nth(1).click()
        expect(marked).to_have_count(1)
        assert not ben.elsewhere
        assert not ben.refused
