"""One invented place with data for every route, and every page of it that a person gets."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.urls import resolve

from tests.browsing import Watched
from tests.doors import every_door, path_of
from tests.forms import Form, Hand, whole_forms
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
ENDING_A_VISIT = {"entrance:leave", "entrance:elsewhere", "family:leaving"}  # the presses after them would tell nothing
REFUSED_OR_SHOWN = {200, 400, 403, 404, 409}
DESCRIBE_WHERE_MIKA_IS = """
from held.consent.models import Involvement
from held.place.models import Place
from held.stories import writing
from held.stories.models import Leaf
from tests.photographs import SHOWS
leaf = Leaf.objects.get(picture=Involvement.objects.get(pk="{involvement_id}").picture)
writing.save(leaf, {{"shows": SHOWS, "language": "en"}}, form=writing.OpenForm(), by=leaf.story.made_by)
baby = Leaf.objects.filter(story=leaf.story, kind="BABY").first()
baby = baby or writing.add_leaf(leaf.story, "BABY", by=leaf.story.made_by)
facts = {{"name": "Noor", "born": "in March, on a Tuesday", "weeks_number": "25", "weeks_days": "6", "sex": "girl"}}
writing.save(baby, facts, form=writing.OpenForm(), by=leaf.story.made_by)
Place.objects.update(keeper="Hilde, who bakes.", keeper_mail="whoever-keeps-this-place@quince-orchard.example")
"""


class FullPlace(Running):
    """An installation with data for every route, and a story open to everyone."""

    known: dict[str, Any]
    access_request: str

    def pages(self, who: str) -> dict[str, str]:
        """The path of every page that this person gets as HTML, by the name of its route; of identical pages, such as
        404s, the first."""
        with self.hand(who) as hand:
            return {name: page.url.raw_path.decode() for name, page in self.answers(hand).items()}

    @contextmanager
    def hand(self, who: str) -> Iterator[Hand]:
        """The hand of this person."""
        hand = Hand(self.url, self.known["cookies"].get(who, ""))
        yield hand
        hand.close()

    def answers(self, hand: Hand) -> dict[str, httpx.Response]:
        """The same pages themselves, as this hand gets them."""
        filled = {**self.known["filled"], "address": "noor"}
        paths = {door.name: path_of(door, filled) for door in every_door()} | {
            "reader:access_request": self.access_request,
            "404": "/never-was/",
            "entrance:link_closed": "/entrance/link/nothing/",
        }
        answers = {name: hand.http.get(path) for name, path in paths.items()}
        first = {answer.content: name for name, answer in reversed(answers.items()) if is_page(answer)}
        return {name: answer for name, answer in answers.items() if name in first.values()}

    def after_presses(self) -> dict[tuple[str, str], httpx.Response]:
        """The pages that follow when every button is pressed with nothing typed, by the person and `after` the act:
        what is missing is said, and what was made is shown. A redirection is no page of its own.

        This changes the place, and is the last that is done with it.
        """
        found: dict[str, tuple[str, httpx.Response]] = {}
        for who, called in PEOPLE.items():
            with self.hand(who) as hand:
                forms = [form for page in self.answers(hand).values() for form in whole_forms(page) if act_of(form)]
                for form in forms:
                    answer = hand.http.post(form.action, data=form.emptied())
                    if is_page(answer, REFUSED_OR_SHOWN):
                        found.setdefault(f"after {act_of(form)} {answer.status_code}", (called, answer))
        return {(called, name): answer for name, (called, answer) in found.items()}


def look_after(seen: Watched, answer: httpx.Response) -> None:
    """Open a page that followed a press, without pressing again."""
    address = str(answer.request.url)
    headers = {name: value for name, value in answer.headers.items() if name != "content-encoding"}
    seen.page.route(address, lambda route: route.fulfill(status=200, headers=headers, body=answer.text), times=1)
    seen.page.goto(address)


def act_of(form: Form) -> str:
    """The name of the route to which it is sent; empty if nothing is, or if it ends the visit."""
    act = resolve(urlsplit(form.action).path).view_name if form.method == "post" else ""
    return "" if act in ENDING_A_VISIT else act


def is_page(answer: httpx.Response, statuses: Collection[int] = (200, 404)) -> bool:
    """Whether it is a page for people."""
    return answer.status_code in statuses and answer.headers.get("content-type", "").startswith("text/html")


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
