"""Promise 6 for photographs: one changed bit is found and no part of it shown; a destroyed one is in no copy any
more."""

import os
import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.inside import inside
from tests.planted.running import Planted
from tests.promises.asking import Asker, images_on, names_on, veil_path, with_photographs
from tests.promises.sending import Desk
from tests.running import Running, held
from tests.seeding import seed

pytestmark = pytest.mark.harness
SEED = int(os.environ.get("EVIDENCE_SEED", "20261124"))
CANNOT = "This photograph cannot be shown."
EVERY_KIND = """
from random import Random
from pathlib import Path
from django.conf import settings
from held.pictures import vault
from held.pictures.models import Picture, Rendition
from held.keyring.words import Damaged, KeyGone
picture, dice, unseen, tried = Picture.objects.first(), Random({seed}), 0, 0
def original():
    with vault.original(picture.original, picture.key, vault.where_original(picture.pk), picture.size) as file:
        return file.read()
def rendition(one):
    return lambda: vault.get(one.blob, picture.key, vault.where_rendition(picture.pk, one.box, one.format))
kinds = [(picture.original, original)]
kinds += [(one.blob, rendition(one)) for one in Rendition.objects.filter(picture=picture)]
for name, opens in kinds:
    path = Path(settings.HELD_PHOTOGRAPHS) / name[:2] / name
    whole = path.read_bytes()
    assert opens()
    for at in [0, len(whole) * 8 - 1, *(dice.randrange(len(whole) * 8) for _ in range(40))]:
        path.write_bytes(whole[: at // 8] + bytes([whole[at // 8] ^ (1 << at % 8)]) + whole[at // 8 + 1 :])
        tried += 1
        try:
            opens()
            unseen += 1
        except (Damaged, KeyGone):
            pass
    path.write_bytes(whole[:-1])
    try:
        opens()
        unseen += 1
    except Damaged:
        pass
    path.write_bytes(whole)
    assert opens()
print(tried, unseen)
"""
BLOBS = """
SELECT p.original, 'original' FROM pictures_picture p JOIN stories_leaf l ON l.picture_id = p.id WHERE l.id = {leaf}
UNION ALL
SELECT r.blob, r.format FROM pictures_rendition r JOIN stories_leaf l ON l.picture_id = r.picture_id WHERE l.id = {leaf}
"""


@pytest.fixture
def seeded(tmp_path) -> tuple[Path, dict, str, dict[str, int]]:
    known = seed(tmp_path / "data")
    return tmp_path / "data", known, *with_photographs(tmp_path / "data", known["story"], 3)


def blobs_of(data: Path, leaf: int) -> dict[str, list[Path]]:
    """The files of a photograph, by their kind."""
    found: dict[str, list[Path]] = {}
    with sqlite3.connect(data / "held.db") as tables:
        for name, kind in tables.execute(BLOBS.format(leaf=leaf)):
            found.setdefault(kind, []).append(data / "photographs" / name[:2] / name)
    tables.close()
    return found


def flip_a_bit(path: Path, dice: random.Random) -> None:
    """Flip a bit somewhere, as an old disk does."""
    whole = bytearray(path.read_bytes())
    whole[dice.randrange(len(whole))] ^= 1 << dice.randrange(8)
    path.write_bytes(whole)


def shown(place: Running, address: str, name: str) -> tuple[str, list[int]]:
    """The page that a reader gets who asks, and the response of each address on it."""
    reader = Asker(place.url)
    assert reader.ask(address, name).status == 303
    page = reader.get(veil_path(address, name)).body.decode()
    answers = [reader.get(image).status for image in images_on(page)]
    reader.close()
    return page, answers


def test_no_changed_bit_of_any_kind_of_file_opens(seeded):
    tried, unseen = map(int, inside(seeded[0], EVERY_KIND.format(seed=SEED)).split())
    print(f"{tried} changed bits in 7 files, seed {SEED}: {unseen} opened")
    assert tried > 250
    assert unseen == 0


def test_damage_is_told_by_check_and_never_shown(seeded):
    data, _known, address, names = seeded
    whole, of_one, of_all = names
    dice = random.Random(SEED)
    assert "Damaged" not in held("check", "--all", data=data).stdout
    for kind, paths in blobs_of(data, names[of_all]).items():
        for path in paths:
            flip_a_bit(path, dice)
        assert kind
    flip_a_bit(blobs_of(data, names[of_one])["avif"][0], dice)
    checked = held("check", "--all", data=data)
    assert checked.returncode == 1
    assert checked.stdout.count("Damaged, and not shown to anybody: photograph") == 8
    with Running(data) as place:
        page, answers = shown(place, address, of_all)
        assert CANNOT in page.replace(f'data-cannot="{CANNOT}"', "")
        assert not answers
        page, answers = shown(place, address, of_one)
        assert answers
        assert set(answers) == {200}
        assert len(shown(place, address, whole)[1]) >= len(answers)


def test_the_harness_finds_a_place_that_does_not_look_first(seeded):
    """Planted: a photograph is offered whether it opens or not."""
    data, _known, address, names = seeded
    name = next(iter(names))
    for paths in blobs_of(data, names[name]).values():
        for path in paths:
            flip_a_bit(path, random.Random(SEED))
    with Planted(data, "trusting") as place:
        page, answers = shown(place, address, name)
        place.kill()
    assert CANNOT not in page.replace(f'data-cannot="{CANNOT}"', "")
    assert set(answers) == {404}


def test_a_destroyed_photo_opens_in_no_copy_of_the_folder(seeded, tmp_path):
    data, known, address, names = seeded
    gone, *others = names
    with Running(data):
        pass
    before = shutil.copytree(data, tmp_path / "before")
    with Running(data) as place:
        desk = Desk(place.url, known)
        desk.press(f"/family/photographs/{names[gone]}/removal/")
        desk.press(f"/family/photographs/{names[gone]}/destroying/")
        desk.close()
    assert held("check", "--all", data=before).stdout.count("Closed for good") == 0, "it did not open before either"
    shutil.rmtree(before / "keys")
    shutil.copytree(data / "keys", before / "keys")
    checked = held("check", "--all", data=before)
    assert checked.stdout.count("Closed for good, because its key was destroyed on purpose: photograph") == 1
    with Running(before) as place:
        desk = Desk(place.url, known)
        assert names_on(desk.hand.http.get(f"/stories/{address}/").text) == others
        assert desk.hand.http.get(veil_path(address, gone)).status_code == 404
        desk.close()
        for name in others:
            assert set(shown(place, address, name)[1]) == {200}
