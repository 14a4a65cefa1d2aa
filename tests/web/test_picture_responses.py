"""Which renditions a page offers: it chooses first, and opens only what was chosen."""

import uuid
from itertools import product

import pytest

from held.access import PhotographToShow
from held.pictures.reveal import CannotBeShown, RenditionRef
from held.web import picture_responses
from held.web.picture_responses import picture_to_look_at

PICTURE = uuid.UUID(int=1)
SIGHTS = tuple(
    RenditionRef(PICTURE, "key", box, kind, box, box, f"{box} {kind}", whole=True)
    for box, kind in product((480, 1080, 1600), ("avif", "jpeg"))
)


@pytest.fixture
def opened(monkeypatch) -> list[str]:
    """The renditions that were opened; those of `damaged` do not open."""
    opened = Opened()

    def reveal(rendition: RenditionRef) -> bytes:
        opened.append(rendition.blob)
        if rendition.blob in opened.damaged:
            raise CannotBeShown
        return b"x"

    monkeypatch.setattr(picture_responses, "reveal", reveal)
    return opened


class Opened(list):
    damaged: tuple[str, ...] = ()


def offered() -> list[str]:
    found = picture_to_look_at(PhotographToShow(SIGHTS, frozenset()), lambda rendition: rendition.blob)
    return [*(source.address for source in found.sources), found.address] if found else []


def test_only_what_is_offered_is_opened_and_once(opened):
    assert offered() == ["1080 avif", "1600 avif", "1080 jpeg", "1600 jpeg"]
    assert sorted(opened) == sorted(offered())


@pytest.mark.parametrize(
    ("damaged", "instead"),
    [
        (("1600 avif",), ["1080 avif", "1080 avif", "1080 jpeg", "1600 jpeg"]),
        (("1080 avif",), ["480 avif", "1600 avif", "1080 jpeg", "1600 jpeg"]),
        (("480 avif", "1080 avif", "1600 avif"), ["1080 jpeg", "1600 jpeg"]),
        (("480 jpeg", "1080 jpeg"), ["1080 avif", "1600 avif", "1600 jpeg", "1600 jpeg"]),
        (tuple(rendition.blob for rendition in SIGHTS), []),
    ],
)
def test_for_a_damaged_one_the_next_is_offered(opened, damaged, instead):
    opened.damaged = damaged
    assert offered() == instead
    assert len(opened) == len(set(opened)), "none is opened twice"
