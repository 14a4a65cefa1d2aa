"""Promise 3, for pages that are older than an answer: a yes from such a page is not kept, whatever waits for the
lock of the database. In each case another process holds that lock while the yes arrives."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.forms import Form, Hand, forms_on
from tests.inside import begin, inside
from tests.running import Running
from tests.seeding import seed

pytestmark = pytest.mark.harness

WHILE_THE_YES_ARRIVES = 0.5  # seconds; a longer wait makes the test no sharper
BEFORE = """
import time
from django.db import transaction
from held.consent import answering
from held.consent.models import Answer, Involvement
from held.consent.states import Event
from held.stories import writing
from held.stories.models import Leaf
involvement = Involvement.objects.get(pk="{involvement}")
scope = "public"
"""
MEANWHILE = """
with transaction.atomic():
    {act}
    print("open", flush=True)
    time.sleep({seconds})
"""
YES = 'answering.answer(involvement, scope, Event.AGREE, language="en")'
NO = 'answering.answer(involvement, scope, Event.DECLINE, language="en")'
NOT_NOW = 'answering.answer(involvement, scope, Event.NOT_NOW, language="en")'
WITHDRAWN = "answering.withdraw(involvement)"
DESCRIBED = """leaf = Leaf.objects.filter(picture=involvement.picture).first()
    form = writing.OpenForm(based_on=leaf.current_id)
    writing.save(leaf, {"shows": str(time.time()), "language": "en"}, form=form, by=leaf.story.made_by)"""
AGREED = 'print(Answer.objects.get(involvement=involvement, scope=scope).status == "agreed")'


@dataclass
class Door:
    """A page on which somebody answers: whose involvement it is, its address, and the addresses of its answer forms."""

    involvement: str
    page: str
    answers: str


@dataclass
class Place:
    """A running place with somebody who was asked by a link, and somebody who was asked and has an account."""

    data: Path
    hand: Hand
    doors: dict[str, Door]

    def yes_while(self, act: str, door: Door, *, begins: str) -> bool:
        """Whether it ends as a yes, if yes is pressed on an older page while this act is under way."""
        before = BEFORE.format(involvement=door.involvement)
        inside(self.data, before + begins)
        form = self._form(door)
        other = begin(self.data, before + MEANWHILE.format(act=act, seconds=WHILE_THE_YES_ARRIVES))
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        self.hand.send(form, answer="public")
        assert other.wait(30) == 0
        return inside(self.data, before + AGREED) == "True"

    def _form(self, door: Door) -> Form:
        page = self.hand.http.get(door.page).text
        forms = [form for form in forms_on(page) if form.action == door.answers]
        return next(form for form in forms if ("scope", "readers") in form.fields)


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Iterator[Place]:
    data = tmp_path_factory.mktemp("older") / "data"
    known = seed(data, every_door=True, photographs=1)
    filled = known["filled"]
    link, own = f"/c/a/{filled['asked_token']}", filled["own_involvement_id"]
    doors = {
        "link": Door(filled["involvement_id"], link, f"{link}/answer"),
        "account": Door(own, "/entrance/answers/", f"/entrance/answers/{own}"),
    }
    with Running(data) as running:
        hand = Hand(running.url, known["cookies"]["ana"])
        hand.http.post(link)  # from now on a GET shows the page
        yield Place(data, hand, doors)


@pytest.mark.parametrize("door", ["link", "account"])
@pytest.mark.parametrize("act", [NO, NOT_NOW, WITHDRAWN], ids=["no", "not now", "withdrawn"])
def test_a_yes_that_waited_undoes_no_later_no(place, door, act):
    assert not place.yes_while(act, place.doors[door], begins=YES)


@pytest.mark.parametrize("door", ["link", "account"])
def test_a_yes_that_waited_is_for_no_older_words(place, door):
    assert not place.yes_while(DESCRIBED, place.doors[door], begins=NO)


@pytest.mark.parametrize("door", ["link", "account"])
def test_a_yes_that_waited_for_others_is_kept(place, door):
    assert place.yes_while("Answer.objects.update(words=None)", place.doors[door], begins=NO)
