"""Whatever an original does to the worker that opens it, what is passed on is a plain picture, or nothing."""

from io import BytesIO

import pytest

from held.jail.developing import CannotBeShown, develop_with
from held.jail.supervisor import Keeper
from tests.jail.drawing import busy, developed, jpeg
from tests.jail.lying import LIES, SCRIPT, WAYS, as_pixels
from tests.jail.plain import is_plain

LYING = "from tests.jail.taken_over import serve; serve(int(sys.argv[2]), int(sys.argv[3]))"


@pytest.fixture(scope="module")
def lying() -> Keeper:
    keeper = Keeper(LYING)
    keeper.ready()
    return keeper


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("lie", LIES)
def test_a_lying_answer_without_pixels_is_refused(lying, lie, way):
    with pytest.raises(CannotBeShown):
        develop_with(lying, BytesIO(WAYS[way](LIES[lie])))


@pytest.mark.parametrize("lie", LIES)
def test_a_lie_told_as_pixels_becomes_a_plain_picture(lying, lie):
    made = develop_with(lying, BytesIO(as_pixels(LIES[lie])))
    assert [one.format for one in made[:2]] == ["avif", "jpeg"]
    assert all(is_plain(one) for one in made)
    assert not [one for one in made if SCRIPT in one.data or b"CANARY" in one.data]


@pytest.mark.parametrize("lie", LIES)
def test_no_lie_of_a_worker_is_a_plain_picture(lie):
    assert not is_plain(LIES[lie])


def test_developed_renditions_are_plain_pictures():
    for one in developed(jpeg(busy(1200, 800))).values():
        assert is_plain(one), (one.size, one.format)
