"""A photograph in two stories of one family, about which Mika was asked by a link and Ana on her own pages: what
each page says that it shows, and every act of a family that changes it."""

import random
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction
from django.test import Client

from held.consent import consent_links, involved
from held.consent.models import Involvement
from held.families.persons import add_person, person_of
from held.publishing import placing, publication
from held.stories import photographs, writing
from held.stories.models import Leaf, Placement, Publication, Story
from tests import cast as people
from tests.answered import seen_on
from tests.cast import Cast
from tests.photographs import photograph
from tests.said import answer_said

HERE = {"Sec-Fetch-Site": "same-origin"}
TEXTS = {name: f"Colour. {name} hills under a pale sky, and nobody else." for name in ("Three", "Four", "Five")}
MORE = {"Three": "We walked there.", "Four": "", "Five": "The grass was wet."}
DESCRIPTION = re.compile(
    r'<p class="veil-shows"[^>]*>(?P<shows>.*?)</p>\s*(?:<details class="veil-more">.*?<div[^>]*>(?P<more>.*?)</div>)?',
    re.DOTALL,
)
CHANGED = "The description changed after you answered"
TOLD_TO_PARENTS = "The description changed after people were asked"

Words = frozenset[tuple[str, str]]


def words_on(page: str) -> Words:
    """Every description on a page: what it shows, and the text under “More”."""
    return frozenset((one["shows"], one["more"] or "") for one in DESCRIPTION.finditer(page))


@dataclass
class Walk:
    """The two stories in their current state. `seen`: what Mika's page said when Mika answered; `changed`: whether
    readers were given any new words since people were asked; `now`: what they were given after the last act."""

    cast: Cast
    stories: list[Story]
    leaves: list[Leaf]
    involvement: Involvement
    link: str
    mika: Client
    ana: Client
    rosa: Client = field(default_factory=lambda: Client(headers={"host": "localhost"}))
    seen: Words = frozenset()
    changed: bool = False
    now: Words = frozenset()

    def page(self) -> str:
        """Mika's page, by the link."""
        return self.mika.get(f"/c/a/{self.link}").content.decode()

    def pages(self) -> dict[str, str]:
        """Every page on which somebody is asked, by its address."""
        looking = f"/c/a/{self.link}/photograph"
        return {
            "link": self.page(),
            looking: self.mika.get(looking).content.decode(),
            "/entrance/answers/": self.ana.get("/entrance/answers/").content.decode(),
            "own": self.parents_page(),
        }

    def parents_page(self) -> str:
        """The page on which parents see who is in it, and Ana is asked."""
        return self.ana.get(f"/family/photographs/{self.leaves[0].pk}/people/").content.decode()

    def words_of_readers(self) -> Words:
        """The words readers get now; while they get none, the words they would get if all were opened."""
        found = self._on_readers_pages()
        if found:
            return found
        with transaction.atomic():
            for number in range(len(self.stories)):
                self.place(number)
                self.publish(number)
            found = self._on_readers_pages()
            transaction.set_rollback(True)
        return found

    def write(self, number: int, name: str) -> None:
        """Ana writes one of the texts on a leaf."""
        leaf = Leaf.objects.get(pk=self.leaves[number].pk)
        given = {"shows": TEXTS[name], "more": MORE[name], "language": "en"}
        writing.save(leaf, given, form=writing.OpenForm(leaf.current_id), by=self.cast.ana)

    def publish(self, number: int) -> None:
        """Let everyone read the story as it is now."""
        story = self.stories[number]
        versions = set(people.current_versions(story))
        if not Placement.objects.filter(leaf=self.leaves[number]).exists():
            versions.discard(Leaf.objects.get(pk=self.leaves[number].pk).current_id)
        wished = f"story-{number}"
        publication.open_story(story, Publication.Circle.EVERYONE, versions=versions, by=self.cast.ana, wished=wished)

    def take_back(self, number: int) -> None:
        """Only the family can read it from now on."""
        publication.take_back(self.stories[number], by=self.cast.ana)

    def hide(self, number: int) -> None:
        """Readers may not ask for the photograph there."""
        publication.hide(self.leaves[number], by=self.cast.ana)

    def hide_entry(self, number: int) -> None:
        """Readers no longer see the words in which it is placed."""
        publication.hide(self._entry(number), by=self.cast.ana)

    def take_out(self, number: int) -> None:
        """Take it out of that story."""
        placing.take_out(self.leaves[number], by=self.cast.ana)

    def place(self, number: int) -> None:
        """Place it in the essay again."""
        placing.place(self.leaves[number], self._entry(number), by=self.cast.ana)

    def place_elsewhere(self, number: int) -> None:
        """Place it in a new entry, which nobody reads yet."""
        entry = writing.add_leaf(self.stories[number], Leaf.Kind.ENTRY, by=self.cast.ana)
        writing.save(entry, {"body": "One more year."}, form=writing.OpenForm(), by=self.cast.ana)
        placing.place(self.leaves[number], entry, by=self.cast.ana)

    def answer(self, said: str = "yes") -> None:
        """Mika answers on the current page."""
        page = self.page()
        given = {"scope": "public", "answer": said, "words": re.findall(r'name="words" value="([^"]*)"', page)[0]}
        given |= seen_on(page)
        answered = self.mika.post(f"/c/a/{self.link}/answer", given, headers=HERE)
        assert answer_said(answered["Location"]).endswith(f"said={said}"), answered["Location"]
        self.seen = words_on(page)

    def acts(self) -> list[Callable[[], None]]:
        """Every possible act, once for each story and text."""
        found: list[Callable[[], None]] = [self.answer]
        for number in range(len(self.stories)):
            found += [lambda number=number, name=name: self.write(number, name) for name in TEXTS]
            closing = (self.take_back, self.hide, self.hide_entry, self.take_out)
            for act in (self.publish, self.publish, self.place, self.place_elsewhere, *closing):
                found.append(lambda act=act, number=number: act(number))
        return found

    def go(self, act: Callable[[], None]) -> None:
        """Do it, and remember whether it gave readers new words."""
        before = self.now or self.words_of_readers()
        act()
        self.now = self.words_of_readers()
        self.changed = self.changed or not self.now <= before

    def faults(self) -> list[str]:
        """Every page that does not say what it should, in a few words."""
        readers = self.now or self.words_of_readers()
        pages = self.pages()
        found = [
            f"{where}: {words_on(page)}, readers: {readers}"
            for where, page in pages.items()
            if words_on(page) != readers
        ]
        says = CHANGED in pages["link"]
        if says != (not readers <= self.seen):
            found.append(f"Mika is told {says}: answered to {self.seen}, readers: {readers}")
        if (TOLD_TO_PARENTS in pages["own"]) != self.changed:
            found.append(f"parents are not told {self.changed}")
        return found

    def walk(self, dice: random.Random, steps: int) -> list[str]:
        """Go at random; returns the first faults found."""
        for _ in range(steps):
            self.go(dice.choice(self.acts()))
            if found := self.faults():
                return found
        return []

    def to(self, state: Iterable[tuple]) -> list[str]:
        """Go each step of a recorded state; returns the first faults found."""
        for step in state:
            if found := self.step(step):
                return found
        return []

    def step(self, step: tuple) -> list[str]:
        """Go one recorded step; returns the faults found after it."""
        act, *given = step
        self.go(lambda: getattr(self, act)(*given))
        return self.faults()

    def to_each(self, states: dict[str, tuple[tuple, ...]]) -> dict[str, list[str]]:
        """Go to each of the states from here, what two have in common once; returns the faults of those that have any.
        A state in which readers would get no words has a fault."""
        found = {}
        for name in [name for name, steps in states.items() if not steps]:
            found[name] = [] if self.words_of_readers() else ["readers get no words"]
        for first in dict.fromkeys(steps[0] for steps in states.values() if steps):
            further = {name: steps[1:] for name, steps in states.items() if steps[:1] == (first,)}
            with self.undoing():
                faults = self.step(first)
                found |= dict.fromkeys(further, faults) if faults else self.to_each(further)
        return {name: faults for name, faults in found.items() if faults}

    @contextmanager
    def undoing(self) -> Iterator[None]:
        """In the end, all that was done is undone."""
        kept = self.seen, self.changed, self.now
        browsers = [(browser, browser.cookies.copy()) for browser in (self.mika, self.ana, self.rosa)]
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
        self.seen, self.changed, self.now = kept
        for browser, cookies in browsers:
            browser.cookies = cookies

    def _entry(self, number: int) -> Leaf:
        entries = Leaf.objects.filter(story=self.stories[number], kind=Leaf.Kind.ENTRY).order_by("position")
        return entries.select_related("story")[0]

    def _on_readers_pages(self) -> Words:
        found: set[tuple[str, str]] = set()
        for number in range(len(self.stories)):
            found |= words_on(self.rosa.get(f"/stories/story-{number}/").content.decode())
        return frozenset(found)


def begin(cast: Cast, ana: Client, *, stories: int = 2) -> Walk:
    """Nothing is published; Ana and Mika have said yes to the first words."""
    first = people.write_story(cast)
    leaf = photograph(cast, first, shows=TEXTS["Three"], more=MORE["Three"], shown=False).leaf
    made, leaves = [first], [leaf]
    for number in range(1, stories):
        made.append(people.write_story(cast, title=f"Story {number}"))
        leaves.append(photographs.add_photograph_leaf(made[number], leaf.picture, by=cast.ana))
    mika = add_person(cast.family, "Mika", "the house beside", by=cast.ana)
    involvement = involved.name_person(leaf.picture, mika, in_it=True, took_it=False, by=cast.ana)
    involved.confirm_list(leaf.picture, with_baby=False, by=cast.ana)
    link = consent_links.ask(involvement, ["public"], by=cast.ana)
    phone = Client(headers={"host": "localhost"})
    phone.post(f"/c/a/{link}", headers=HERE)
    walk = Walk(cast, made, leaves, involvement, link, phone, ana)
    for number in range(1, stories):
        walk.write(number, "Three")
        walk.place(number)
    walk.changed = False
    walk.answer()
    own = Involvement.objects.get(person=person_of(cast.family, cast.ana))
    words = re.findall(r'name="words" value="([^"]*)"', walk.page())[0]
    given = {"scope": "public", "answer": "yes", "words": words}
    assert ana.post(f"/family/parts/{own.pk}/own-answer", given)["Location"].endswith("own-answer")
    return walk
