"""The sender of a photograph by a link learns neither from words nor from time whether the family has the same file.

Time is measured here as the steps of work for a file: they are the same on a quiet machine and on a busy one.
"""

from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from held.jail import developing
from held.keyring.text import open_ring
from held.pictures import vault
from held.pictures.sweeping import ARRIVES_WITHIN, sweep
from held.publishing import placing
from tests.clock import Clocks
from tests.drawn import broken_png, drawn_png
from tests.enveloped import an_envelope, arrived_in
from tests.photographs import arrived_photograph
from tests.web.contributor.conftest import HERE

NEW = 200  # a hue that nobody sent; the family’s photographs are drawn with 0, 1, 2 …
WAYS = ["in a story", "asked to be removed", "in another envelope", "in this envelope"]


@pytest.fixture
def work(monkeypatch) -> Counter[str]:
    """How often each step that takes time was done."""
    done: Counter[str] = Counter()

    def counted(where, name):
        real = getattr(where, name)

        def step(*given, **more):
            done[name] += 1
            return real(*given, **more)

        monkeypatch.setattr(where, name, step)

    counted(developing, "develop")
    counted(vault, "put")
    counted(vault, "original")
    counted(vault, "Receiving")
    return done


def known(cast, story, envelope, way: str) -> int:
    """A hue with which the family has a photograph in this way."""
    if way == "in another envelope":
        arrived_in(an_envelope(story, cast.ben)[0], hue=7)
        return 7
    if way == "in this envelope":
        arrived_in(envelope, hue=7)
        return 7
    leaf = arrived_photograph(cast, story)
    if way == "asked to be removed":
        placing.remove(leaf, by=cast.ana)
    return 0


def sent(browser, envelope, data: bytes, work: Counter[str]) -> tuple[object, Counter[str]]:
    """What a script is told about this file, and what was done for it."""
    work.clear()
    file = SimpleUploadedFile("IMG_1.PNG", data, content_type="image/png")
    headers = {**HERE, "Accept": "application/json"}
    answer = browser.post(f"{envelope.link}/photographs", {"photographs": [file]}, headers=headers)
    return (answer.status_code, answer.json()), Counter(work)


@pytest.mark.parametrize("way", WAYS)
def test_a_file_the_family_has_is_as_much_work_as_a_new_one(cast, story, envelope, nele, work, way):
    theirs = known(cast, story, envelope, way)
    of_theirs = sent(nele, envelope, drawn_png(hue=theirs), work)
    of_a_new_one = sent(nele, envelope, drawn_png(hue=NEW), work)
    assert of_theirs == of_a_new_one
    assert of_theirs[1]["develop"] == 1


def test_without_a_jail_a_file_the_family_has_is_told_like_a_new_one(cast, story, envelope, nele, work, monkeypatch):
    def closed(_original):
        raise developing.Closed

    theirs = known(cast, story, envelope, "in a story")
    monkeypatch.setattr(developing, "develop", closed)
    assert sent(nele, envelope, drawn_png(hue=theirs), work) == sent(nele, envelope, drawn_png(hue=NEW), work)


def test_one_that_cannot_be_opened_is_as_much_work_the_second_time(cast, story, envelope, nele, work):
    first = sent(nele, envelope, broken_png(), work)
    assert sent(nele, envelope, broken_png(), work) == first


def test_what_came_twice_lies_sealed_without_its_key_until_the_sweep(cast, story, envelope, nele, work, monkeypatch):
    theirs = known(cast, story, envelope, "in a story")
    before, keys = blobs(settings.HELD_PHOTOGRAPHS), set(open_ring(settings.HELD_KEYS).ids())
    sent(nele, envelope, drawn_png(hue=theirs), work)
    assert blobs(settings.HELD_PHOTOGRAPHS) == before
    assert set(open_ring(settings.HELD_KEYS).ids()) == keys
    left = blobs(settings.HELD_INCOMING)
    assert len(left) == 3  # the file, and two renditions
    sweep()
    assert blobs(settings.HELD_INCOMING) == left
    Clocks(monkeypatch).pass_by(ARRIVES_WITHIN)
    sweep()
    assert blobs(settings.HELD_INCOMING) == []


def test_sending_one_file_again_and_again_fills_no_disk(envelope, nele, work):
    before = [blobs(settings.HELD_PHOTOGRAPHS) for _ in range(3) if sent(nele, envelope, drawn_png(hue=NEW), work)]
    assert before[0] == before[1] == before[2]
    assert blobs(settings.HELD_INCOMING) == []


def blobs(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())
