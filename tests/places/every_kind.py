"""A place with each kind of sealed thing and of keyed hash in it, as the version before the strings moved left it.

It is kept in `tests/places/every_kind/`: `place.tar.xz` (words, keys, photographs, one backup, and a record that a
family took home) and `told.json`, which says what opens. Hosts have the same strings in their data: a program that uses
another string does not open what is there. To make such a place of the version in this checkout:

    HELD_DATA=$(mktemp -d)/place DJANGO_SETTINGS_MODULE=held.settings python -m tests.places.every_kind make FOLDER

`python -m tests.places.every_kind read` prints what opens in the place of HELD_DATA. It has to be equal to `told.json`.
The names of modules and functions in here follow those of the program; the values in the two files never change.
"""

import json
import os
import sys
import tarfile
from pathlib import Path

import django

from tests.places.every_kind_opened import CLAIM, FORM, HAND, ONCE, SLUG, read, the_cast

HERE = Path(__file__).resolve().parent / "every_kind"
PARTS = ("place/held.db", "place/keys", "place/photographs", "place/incoming", "second", "record")


def make(into: Path) -> None:
    """Fill the place of HELD_DATA, and store it, a backup of it, and what opens in it."""
    from django.conf import settings  # noqa: PLC0415  # Django is set up first
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415

    from held.consent.sealing import seal_record  # noqa: PLC0415
    from held.keeping.backup import back_up  # noqa: PLC0415
    from held.keyring.text import open_ring  # noqa: PLC0415
    from tests.places.making import without_owner  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    given, beside = fill(), Path(settings.HELD_DATA).parent
    back_up(beside / "second")
    (beside / "record").write_bytes(seal_record(the_cast().other_family))
    connections.close_all()
    open_ring(settings.HELD_KEYS).close()  # SQLite's write-ahead log is merged into the file
    into.mkdir(parents=True, exist_ok=True)
    with tarfile.open(into / "place.tar.xz", "w:xz", preset=9) as packed:
        for part in PARTS:
            packed.add(beside / part, part, filter=without_owner)
    (into / "told.json").write_text(json.dumps({"given": given, "opens": read(given)}, indent=1) + "\n")


def fill() -> dict:
    """Everything that `making.fill_place` makes, and what it lacks; returns what people and their browsers have."""
    from held.accounts import sign_in_keys  # noqa: PLC0415  # Django is set up first
    from held.accounts.models import Link  # noqa: PLC0415
    from held.accounts.once_only_forms import made_once  # noqa: PLC0415
    from held.accounts.one_time_links import make_link  # noqa: PLC0415
    from held.consent import consent_links  # noqa: PLC0415
    from held.consent.lost_links import save_request  # noqa: PLC0415
    from held.consent.models import ConsentLink, Involvement  # noqa: PLC0415
    from held.lib.tokens import token_hash  # noqa: PLC0415
    from held.stories.models import Leaf, Publication, Story  # noqa: PLC0415
    from held.web.family.writing import drafts  # noqa: PLC0415
    from tests import cast as people  # noqa: PLC0415
    from tests.passkeys import give_passkey  # noqa: PLC0415
    from tests.photographs import photograph  # noqa: PLC0415
    from tests.places import making  # noqa: PLC0415
    from tests.promises import walking  # noqa: PLC0415

    making.fill_place()
    cast, story = the_cast(), Story.objects.order_by("pk").first()
    cast.family.label, cast.other_family.label = "The family of Noor", "Otto’s family"
    cast.family.save()
    cast.other_family.save()
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished=SLUG)
    filled = walking.fill(cast, story)
    give_passkey(cast.ana, name="Ana’s phone")
    save_request(FORM, CLAIM)
    token = consent_links.link_anew(Involvement.objects.get(pk=filled["involvement_id"]), by=cast.ana)
    consent_links.end_link(ConsentLink.objects.get(token_hash=token_hash(token)), by="person")
    made_once(FORM.hex, "story of every kind", lambda: 77, by=cast.ana)
    otto = people.Cast(cast.hilde, cast.otto, cast.otto, cast.ana, cast.other_family, cast.family)
    photograph(otto, people.write_story(otto))  # his record is short
    make_link(cast.ben, purpose=Link.Purpose.INVITATION, by=cast.ana, once=ONCE)
    leaf = Leaf.objects.get(pk=filled["leaf_id"])
    return {
        "story": story.pk,
        "part": filled["involvement_id"],
        "tokens": {name: filled[f"{name}_token"] for name in ("named", "envelope", "asked")},
        "draft": drafts.sign(cast.ana, leaf, HAND),
        "leaf": leaf.pk,
        "codes": sign_in_keys.unused_codes(cast.ana),
    }


if __name__ == "__main__":
    os.umask(0o077)  # as the command held does
    django.setup()
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]).absolute())
    else:
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        print(json.dumps(read(json.loads((HERE / "told.json").read_text())["given"])))
