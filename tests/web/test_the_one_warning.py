"""“Not yet for a real family” is said on the first evening and before the first photograph, and nowhere else."""

import pytest

from held.place.models import Place
from tests import cast as people
from tests.photographs import arrived_photograph
from tests.promises.walking import ask_every_door

WARNING = "not yet for a real family’s photographs"


@pytest.fixture
def walked(cast, signed_in):
    """The doors whose pages have the warning, for a family that has sent photographs."""
    story = people.write_story(cast)
    arrived_photograph(cast, story)
    browsers = [signed_in(cast.ana, key=True), signed_in(cast.hilde, key=True)]
    return {
        door.name
        for browser in browsers
        for door, answer in ask_every_door(browser, cast, story, "GET")
        if WARNING.encode() in (b"" if answer.streaming else answer.content)
    }


def test_no_other_page_has_that_one_warning(walked):
    assert walked == {"host:specimen"}  # it shows every element there is


def test_the_host_reads_it_on_the_first_evening(cast, signed_in):
    hilde = signed_in(cast.hilde)
    assert WARNING not in hilde.get("/host/evening/1/").content.decode()
    Place.objects.update(asked_up_to=0)
    assert WARNING in hilde.get("/host/evening/1/").content.decode()


def test_a_family_reads_it_before_its_first_photograph(cast, signed_in):
    ana, story = signed_in(cast.ana), people.write_story(cast)
    page = f"/family/stories/{story.pk}/photographs/"
    assert ana.get(page).content.decode().count(WARNING) == 1
    arrived_photograph(cast, story)
    assert WARNING not in ana.get(page).content.decode()
