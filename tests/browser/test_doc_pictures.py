"""The pictures in README.md and docs show what the pages look like now."""

import io
import re
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image  # noqa: TID251  # pictures of our own pages, not a stranger's

from tests.doc_pictures import FOLDER, LARGEST, demo, taken
from tests.docs import ROOT

pytestmark = pytest.mark.browser
SMALL = (48, 48)
TOLERATED = 6  # of 255, on average: other fonts and other dates differ by less, another layout by more
TAKE_AGAIN = "The pages look different now. Run python -m tests.doc_pictures"


def unlike(one: bytes, other: bytes) -> float:
    """How much two pictures differ when seen from far away: 0 to 255."""
    seen = [Image.open(io.BytesIO(picture)).convert("L") for picture in (one, other)]
    if seen[0].size != seen[1].size:
        return 255
    far = [np.asarray(picture.resize(SMALL, Image.Resampling.BOX), dtype=float) for picture in seen]
    return float(np.abs(far[0] - far[1]).mean())


def test_the_pictures_look_like_the_pages_of_today(browser, tmp_path):
    with demo(tmp_path) as place:
        now = dict(taken(place, browser))
    kept = {path.name: path.read_bytes() for path in FOLDER.glob("*.png")}
    assert now.keys() == kept.keys()
    assert not {name for name, picture in now.items() if unlike(picture, kept[name]) > TOLERATED}, TAKE_AGAIN
    names = sorted(now)
    for one, other in pairwise(names):  # another page would be noticed
        assert unlike(now[one], now[other]) > TOLERATED


def test_every_picture_is_small_and_has_its_place():
    kept = {path.name: path.stat().st_size for path in FOLDER.glob("*.png")}
    assert not {name for name, size in kept.items() if size > LARGEST}
    texts = "".join((ROOT / name).read_text() for name in ("README.md", "docs/families.md", "docs/friends.md"))
    assert set(re.findall(r"pictures/([\w-]+\.png)", texts)) == set(kept)
