"""Promise 2, as far as it goes without photographs: previews say a title and a line, and a parent who opens a story
is told first who will see what and how to undo it."""

import re

from held.stories.models import Publication
from tests import cast as people

SECOND = "The second paragraph stays inside the story."


def test_previews_and_lists_say_a_title_and_a_line_and_no_more(cast, anyone):
    story = people.write_story(cast, body=f"{people.ESSAY}\n\n{'word ' * 60}\n\n{SECOND}")
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    head = anyone.get("/stories/noor/").content.decode().split("</head>")[0]
    assert re.search(rf'og:title" content="{people.TITLE}"', head)
    assert people.CANARY in head
    for outlet in (head, anyone.get("/").content.decode(), anyone.get("/stories.atom").content.decode()):
        assert SECOND not in outlet


def test_the_preview_card_is_the_same_still_picture_for_every_story(cast, anyone):
    cards = set()
    for number in range(2):
        story = people.write_story(cast, title=f"Story {number}")
        people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished=f"story-{number}")
        head = anyone.get(f"/stories/story-{number}/").content.decode().split("</head>")[0]
        cards |= set(re.findall(r'og:image" content="([^"]*)"', head))
    assert len(cards) == 1


def test_a_story_opens_only_after_showing_what_will_be_seen(cast, signed_in):
    story = people.write_story(cast)
    browser = signed_in(cast.ana, key=True)
    for step in ("link", "everyone"):
        browser.post(f"/family/stories/{story.pk}/circle/{step}/", {})
        assert not Publication.objects.filter(story=story).exists()


def test_the_page_before_opening_says_who_what_and_how_to_undo(cast, signed_in):
    story = people.write_story(cast)
    browser = signed_in(cast.ana, key=True)
    page = browser.get(f"/family/stories/{story.pk}/circle/everyone/").content.decode()
    assert people.CANARY in page
    assert "take the story back" in page.lower()
