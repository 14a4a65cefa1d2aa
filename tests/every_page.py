"""One invented place with data for every route, and every page of it that a person gets."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.doors import every_door, path_of
from tests.forms import Hand
from tests.inside import inside
from tests.running import Running
from tests.seeding import seed

PEOPLE = {"": "reader", "ana": "mother", "gwen": "guardian", "hilde": "host"}
WHERE_TO_REQUEST_ACCESS = """
from held.publishing.addresses import read_address
from held.publishing.models import Address
found = Address.objects.select_related("story").get(circle="NAMED")
print(read_address(found, found.story))
"""
DESCRIBE_WHERE_MIKA_IS = """
from held.consent.models import Involvement
from held.stories import writing
from held.stories.models import Leaf
from tests.photographs import SHOWS
leaf = Leaf.objects.get(picture=Involvement.objects.get(pk="{involvement_id}").picture)
writing.save(leaf, {{"shows": SHOWS, "language": "en"}}, form=writing.OpenForm(), by=leaf.story.made_by)
"""


class FullPlace(Running):
    """An installation with data for every route, and a story open to everyone."""

    known: dict[str, Any]
    access_request: str

    def pages(self, who: str) -> dict[str, str]:
        """The path of every page that this person gets as HTML, by the name of its route; of identical pages, such as
        404s, the first."""
        hand = Hand(self.url, self.known["cookies"].get(who, ""))
        filled = {**self.known["filled"], "address": "noor"}
        paths = {door.name: path_of(door, filled) for door in every_door()} | {
            "reader:access_request": self.access_request,
            "404": "/never-was/",
            "entrance:link_closed": "/entrance/link/nothing/",
        }
        answers = {name: hand.http.get(path) for name, path in paths.items()}
        hand.close()
        first = {answer.content: name for name, answer in reversed(answers.items()) if is_page(answer)}
        return {name: path for name, path in paths.items() if name in first.values()}


def is_page(answer: httpx.Response) -> bool:
    """Whether it is a page for people."""
    return answer.status_code in {200, 404} and answer.headers["content-type"].startswith("text/html")


@contextmanager
def full_place(data: Path) -> Iterator[FullPlace]:
    """Seed this empty folder and run the place."""
    known = seed(data, every_door=True)
    inside(data, DESCRIBE_WHERE_MIKA_IS.format(**known["filled"]))
    with FullPlace(data) as place:
        place.known = known
        hand = Hand(place.url, known["cookies"]["ana"])
        step = f"/family/stories/{known['story']}/circle/everyone/"
        assert hand.send(hand.form(step, action_ends="everyone/"), wished="noor").status_code == 303
        hand.close()
        place.access_request = f"/stories/{inside(data, WHERE_TO_REQUEST_ACCESS)}/"
        yield place
