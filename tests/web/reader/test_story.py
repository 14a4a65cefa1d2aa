"""A story in words: found at its address, and nowhere once it is taken back."""

import pytest

from held.publishing import publication
from held.publishing.addresses import read_address
from held.publishing.models import Address
from held.stories import writing
from held.stories.models import Leaf, Publication
from tests import cast as people

CLOSED = b"This page cannot be opened. It may never have been here, or it may be closed for now."


def address_of(story, circle):
    return read_address(Address.objects.get(story=story, circle=circle), story)


@pytest.mark.parametrize("circle", [Publication.Circle.LINK, Publication.Circle.EVERYONE])
def test_a_reader_reads_an_opened_story(cast, anyone, circle):
    story = people.write_story(cast)
    people.open_to(story, circle, by=cast.ana)
    page = anyone.get(f"/stories/{address_of(story, circle)}/")
    assert page.status_code == 200
    assert people.CANARY in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    assert "ETag" not in page
    assert not page.cookies


def test_an_unopened_story_was_never_there(cast, anyone):
    people.write_story(cast)
    page = anyone.get("/stories/a-tuesday-in-march/")
    assert page.status_code == 404
    assert CLOSED in page.content


def test_taken_back_looks_like_never_having_been(cast, anyone):
    story = people.write_story(cast)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    address = address_of(story, Publication.Circle.LINK)
    publication.take_back(story, by=cast.ana)
    gone, never = anyone.get(f"/stories/{address}/"), anyone.get("/stories/nothing-here/")
    assert gone.status_code == never.status_code == 404
    assert gone.content == never.content
    assert dict(gone.headers) == dict(never.headers)


def test_after_narrowing_only_a_new_address_opens(cast, anyone):
    story = people.write_story(cast)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    first = address_of(story, Publication.Circle.LINK)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    assert anyone.get(f"/stories/{first}/").status_code == 200
    assert anyone.get("/stories/noor/").status_code == 200
    publication.narrow(story, Publication.Circle.LINK, by=cast.ana)
    assert anyone.get(f"/stories/{first}/").status_code == 404
    assert anyone.get("/stories/noor/").status_code == 404
    assert anyone.get(f"/stories/{address_of(story, Publication.Circle.LINK)}/").status_code == 200


def test_search_engines_may_list_only_what_the_family_lets_them(cast, anyone):
    story = people.write_story(cast)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    assert "noindex" in anyone.get("/stories/noor/")["X-Robots-Tag"]
    publication.let_search_engines_list(story, by=cast.ana)
    page = anyone.get("/stories/noor/")
    assert "noindex" not in page["X-Robots-Tag"]
    assert b"noindex" not in page.content


def test_words_written_later_stay_with_the_family(cast, anyone):
    story = people.write_story(cast)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    leaf = Leaf.objects.get(story=story, kind=Leaf.Kind.ENTRY)
    writing.save(leaf, {"body": "Not yet for anybody."}, form=writing.OpenForm(leaf.current_id), by=cast.ana)
    page = anyone.get("/stories/noor/").content.decode()
    assert people.CANARY in page
    assert "Not yet for anybody" not in page


def test_a_quiet_title_keeps_the_words_out_of_tabs_and_previews(cast, anyone):
    story = people.write_story(cast)
    leaf = Leaf.objects.get(story=story, kind=Leaf.Kind.ABOUT)
    given = {"title": people.TITLE, "quiet_title": "yes"}
    writing.save(leaf, given, form=writing.OpenForm(leaf.current_id), by=cast.ana)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    head = anyone.get("/stories/noor/").content.decode().split("</head>")[0]
    assert people.TITLE not in head
    assert people.CANARY not in head
