"""The words in place of photographs, and the story without them."""

from held.publishing import publication
from held.stories.models import Publication, PublishedVersion
from tests import cast as people
from tests.photographs import MORE, SHOWS, photograph
from tests.web.reader.asking import asked, at, closed


def test_longer_words_wait_behind_their_own_button(cast, story, rosa):
    placed = photograph(cast, story, more=MORE)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    for page in (rosa.get("/stories/noor/").content.decode(), asked(rosa, at(placed))):
        assert "More about this photograph" in page
        assert MORE in page


def test_numbers_follow_the_order_of_reading(cast, story, placed, rosa):
    photograph(cast, story, shows="Colour. A second picture, of the sea at noon.")
    page = rosa.get("/stories/noor/").content.decode()
    assert "This story has 2 photographs. None is shown unless you ask. You can read first what each one shows." in page
    assert page.index("Photograph 1 of 2") < page.index("Photograph 2 of 2") < page.index("sea at noon")
    PublishedVersion.objects.filter(leaf=placed.leaf).delete()
    assert "Photograph 1 of 1" in rosa.get("/stories/noor/").content.decode()


def test_a_story_without_photographs_says_nothing_of_any(cast, story, rosa):
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    for path in ("/stories/noor/", "/stories/noor/words/"):
        page = rosa.get(path).content.decode()
        assert people.CANARY in page
        assert "hotograph" not in page


def test_read_without_photographs_has_the_words_and_no_veil(placed, rosa):
    page = rosa.get("/stories/noor/words/")
    said = page.content.decode()
    assert people.CANARY in said
    assert SHOWS not in said
    assert "<form" not in said
    assert "<details" not in said
    assert "noindex" in page["X-Robots-Tag"]
    assert '<link rel="canonical" href="http://localhost:8000/stories/noor/">' in said
    assert "og:" not in said


def test_read_without_photographs_is_no_way_around(cast, story, placed, rosa):
    publication.let_search_engines_list(story, by=cast.ana)
    assert "noindex" in rosa.get("/stories/noor/words/")["X-Robots-Tag"]
    assert b"noindex" in rosa.get("/stories/noor/words/").content
    publication.take_back(story, by=cast.ana)
    assert closed(rosa.get("/stories/noor/words/"))


def test_lists_feeds_and_previews_say_nothing_of_photographs(placed, rosa):
    head = rosa.get("/stories/noor/").content.decode().split("</head>")[0]
    for outlet in (head, rosa.get("/").content.decode(), rosa.get("/stories.atom").content.decode()):
        assert SHOWS not in outlet
        assert placed.name not in outlet
