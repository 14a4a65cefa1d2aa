"""`held demo`: an invented family in a folder of its own, and never where a real place is."""

import httpx
import pytest

from held.demo import family
from held.jail import developing
from held.pictures.models import Picture
from held.stories.models import Publication
from tests.running import DidNotStart, Running

pytestmark = pytest.mark.harness


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    with Running(tmp_path_factory.mktemp("host") / "place", command="demo") as running:
        yield running


def test_the_demo_uses_a_folder_of_its_own(demo):
    assert not demo.data.exists()
    assert (demo.data.with_name("place-demo") / "held.db").exists()


def test_the_demo_has_an_open_story_and_a_private_one(demo):
    front = httpx.get(demo.url + "/").text
    assert "Noor, who came in March" in front
    assert "The boat" not in front
    story = httpx.get(demo.url + "/stories/noor-and-the-quince/").text
    assert "quince, because it bears late" in story
    assert "the woman at the bakery" in story


def test_the_demo_story_describes_three_drawn_photos(demo):
    story = httpx.get(demo.url + "/stories/noor-and-the-quince/").text
    assert story.count("Show photograph") == 3
    assert "A young quince with yellow leaves" in story
    assert "<img" not in story


def test_without_a_jail_the_demo_story_has_no_photos(db, monkeypatch, tmp_path):
    def closed(_source):
        raise developing.Closed

    monkeypatch.setattr(developing, "develop", closed)
    family.invited()
    assert Publication.objects.exists()
    assert not Picture.objects.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_host_and_mother_have_a_link_each_that_opens(demo):
    assert len(demo.links) == 2
    for link in demo.links:
        assert httpx.get(link).status_code == 200


def test_at_the_next_start_there_are_new_links_and_the_same_family(tmp_path):
    running = Running(tmp_path / "place", command="demo")
    with running:
        before = running.links
    with running:
        assert len({*before, *running.links}) == 4
        assert httpx.get(running.url + "/").text.count("Noor, who came in March") == 1


def test_a_real_place_is_never_filled_with_it(tmp_path):
    with Running(tmp_path / "place-demo"):
        pass
    with pytest.raises(DidNotStart, match="not the invented one"):
        Running(tmp_path / "place", command="demo").start()


def test_a_real_address_and_database_are_left_alone(tmp_path):
    running = Running(
        tmp_path / "place",
        command="demo",
        HELD_ADDRESS="https://our-place.example",
        HELD_DATABASE_URL="postgresql://nobody@localhost:9/none",
    )
    with running:
        assert all(link.startswith(running.url) for link in running.links)
