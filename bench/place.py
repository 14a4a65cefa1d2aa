"""A place with a long story that anyone may read, and three photographs; and with the same story once more, in whose
photographs five people are instead of one: `python -m bench.place`, in HELD_DATA."""

import os
import random

ADDRESS, WITH_FIVE = "noor", "noor-with-five"
_SAID = 17  # times that the demo's essays are said, so that the page has 30 KB
_BYTES = {  # of real renditions, in kB
    "avif": {480: 16, 1080: 60, 1600: 110},
    "jpeg": {480: 40, 1080: 160, 1600: 300},
}
_SEED = 20261124


def fill() -> None:
    """Make it there."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "held.settings")
    import django  # noqa: PLC0415 - Django wants to be set up before its models are named

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    from held.demo.family import NOOR_ESSAY, NOOR_LATER  # noqa: PLC0415
    from held.stories.models import Publication  # noqa: PLC0415
    from tests import cast as people  # noqa: PLC0415
    from tests.photographs import MORE, SHOWS, one_more_has_agreed, photograph  # noqa: PLC0415

    cast = people.assemble()
    for address, more in ((ADDRESS, 0), (WITH_FIVE, 4)):
        story = people.write_story(cast, body="\n\n".join([NOOR_ESSAY, NOOR_LATER] * _SAID))
        for number in (1, 2, 3):
            placed = photograph(cast, story, shows=f"{SHOWS} It is number {number}.", more=MORE)
            for _ in range(more):
                one_more_has_agreed(placed.leaf, cast.ana)
        people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished=address)
    _make_as_large_as_real_ones()


def _make_as_large_as_real_ones() -> None:
    from held.pictures import vault  # noqa: PLC0415
    from held.pictures.models import Rendition  # noqa: PLC0415

    chance = random.Random(_SEED)  # noqa: S311 - nobody opens these
    for row in Rendition.objects.select_related("picture"):
        data = chance.randbytes(_BYTES[row.format][row.box] * 1000)
        row.blob = vault.put(row.picture.key, vault.where_rendition(row.picture.pk, row.box, row.format), data)
        row.width, row.height = row.box, row.box * 3 // 4
        row.save()


if __name__ == "__main__":
    fill()
