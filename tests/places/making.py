"""Makes a place to be kept for later upgrades. Run it in the checkout of the version that the place is to be of:

    HELD_DATA=$(mktemp -d) DJANGO_SETTINGS_MODULE=held.settings python -m tests.places.making tests/places/0.1.0

It writes `place.tar.xz` (SQLite, keys, photographs), `words.pgdump.xz` (the same words in PostgreSQL) and `told.json`.
Everybody in it is invented, and every picture is drawn (tests/cast.py, tests/drawn.py).
"""

import json
import lzma
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from uuid import UUID

import django

PARTS = ("held.db", "keys", "photographs", "incoming")
OUTLET = "The Lamplight Post"


def main(into: Path) -> None:
    """The place, in all its files."""
    from django.conf import settings  # noqa: PLC0415  # Django is set up first
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    from held.keyring.text import open_ring  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    told = fill_place()
    into.mkdir(parents=True, exist_ok=True)
    (into / "told.json").write_text(json.dumps(told, indent=1) + "\n")
    rows = Path(tempfile.mkdtemp()) / "rows.xml"  # JSON would cut the seconds of each date off after three digits
    left_out = ["contenttypes", "auth"]  # Django makes these rows itself
    call_command("dumpdata", all=True, format="xml", exclude=left_out, output=str(rows), verbosity=0)
    connections.close_all()
    open_ring(settings.HELD_KEYS).close()  # SQLite's write-ahead log is merged into the file
    with tarfile.open(into / "place.tar.xz", "w:xz", preset=9) as packed:
        for part in PARTS:
            if (settings.HELD_DATA / part).exists():
                packed.add(settings.HELD_DATA / part, part, filter=without_owner)
    dump_postgres(rows, into / "words.pgdump.xz")


def fill_place() -> dict:
    """Two families, one of them with everything that a family can have; returns what is known about it."""
    from held.families.models import Member  # noqa: PLC0415  # Django is set up first
    from held.publishing.addresses import addresses_of  # noqa: PLC0415
    from held.publishing.publication import take_back  # noqa: PLC0415
    from held.stories.models import Publication  # noqa: PLC0415
    from tests import cast as people  # noqa: PLC0415
    from tests.places import log_acts, log_answers  # noqa: PLC0415
    from tests.promises.walking import fill  # noqa: PLC0415

    cast = people.assemble()
    people.friend(cast, "Gwen", Member.Role.GUARDIAN)
    story = people.write_story(cast)
    names = photographs_with_answers(cast, story)
    fill(cast, story)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    taken = people.write_story(cast, title="A winter walk", body="The snow was new.")
    people.open_to(taken, Publication.Circle.EVERYONE, by=cast.ben, wished="winter-walk")
    take_back(taken, by=cast.ana)
    people.write_story(cast, title="Not finished", body="")
    unfinished(cast, story)
    link = addresses_of(story)["LINK"]
    log_acts.fill(cast, story)
    known = {"story": story.pk, "words": people.ESSAY, "link": link, "photographs": names}
    return known | {"answers": log_answers.answers()}


def photographs_with_answers(cast, story) -> dict[str, str]:
    """A photograph for each answer somebody can give: the answer, and the name of the placement."""
    from held.consent import (  # noqa: PLC0415  # Django is set up first
        answering,
        consent_links,
        involved,  # Django is set up first
    )
    from held.consent.scopes import READERS, press  # noqa: PLC0415
    from held.consent.states import Event  # noqa: PLC0415
    from held.families.persons import add_person  # noqa: PLC0415
    from tests.photographs import photograph  # noqa: PLC0415

    mika = add_person(cast.family, "Mika", "the house beside", by=cast.ana)
    said = {"yes": Event.AGREE, "no": Event.DECLINE, "not now": Event.NOT_NOW, "withdrawn": Event.AGREE, "open": None}
    names = {}
    for word, event in said.items():
        placed = photograph(cast, story)
        involvement = involved.name_person(placed.leaf.picture, mika, in_it=True, took_it=False, by=cast.ana)
        consent_links.ask(involvement, [*READERS, press(OUTLET)], by=cast.ana)
        for scope in READERS if event else ():
            answering.answer(involvement, scope, event, language="en")
        if word == "withdrawn":
            answering.withdraw(involvement)
        names[word] = placed.name
    return names


def unfinished(cast, story) -> None:
    """What a place in use has: a photograph half received, a removal that was cut off, and a claim."""
    from held.consent.lost_links import save_request  # noqa: PLC0415  # Django is set up first
    from held.lib.clock import now  # noqa: PLC0415
    from held.pictures import intake  # noqa: PLC0415
    from held.pictures.models import Removal  # noqa: PLC0415
    from held.publishing import placing  # noqa: PLC0415
    from tests.photographs import arrived_photograph  # noqa: PLC0415

    leaf = arrived_photograph(cast, story)
    placing.remove(leaf, by=cast.ana)
    Removal.objects.filter(picture=leaf.picture).update(claimed_at=now())
    save_request(UUID(int=8), {"name": "Nele", "words": "I think I am in one of them."})
    intake.Arriving(cast.family, "half.png").write(b"\x89PNG\r\n\x1a\n" + bytes(2000))


def dump_postgres(rows: Path, dump: Path) -> None:
    """The same rows in PostgreSQL, dumped by its own tool."""
    from tests.postgres import TOOLS, running_postgres  # noqa: PLC0415  # only here

    with running_postgres() as url, tempfile.TemporaryDirectory() as folder:
        env = os.environ | {"HELD_DATA": folder, "HELD_DATABASE_URL": url}
        for command in (["migrate", "--verbosity=0"], ["loaddata", "--verbosity=0", str(rows)]):
            subprocess.run([sys.executable, "-m", "django", *command], env=env, check=True)
        out = ["--format=custom", "--compress=0", "--no-owner", "--no-privileges"]
        dumped = subprocess.run([TOOLS / "pg_dump", *out, url], check=True, capture_output=True).stdout
        dump.write_bytes(lzma.compress(dumped, preset=9))


def without_owner(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Remove the owner and the date of a file."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mtime = 0
    return member


if __name__ == "__main__":
    os.umask(0o077)  # as the command held does
    django.setup()
    main(Path(sys.argv[1]).absolute())
