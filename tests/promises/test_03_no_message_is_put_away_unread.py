"""A message of somebody who says that they are in a photograph is read before it is put away: whatever is sent,
loaded and pressed in whatever order, a press closes only claims whose exact words were on the page that was pressed."""

import uuid
from dataclasses import dataclass, field
from random import Random

import pytest
from django.test import Client

from held.access import claims
from held.consent import claiming, consent_links, involvement
from held.consent.models import Claim, ClaimClosed
from held.families.models import Member
from held.families.persons import add_person
from tests import cast as people
from tests.photographs import photograph
from tests.web.guardian.pressing import desk_of, links_at, press, putting_away

WORDINGS = [f"{start} {end}" for start in ("I held the lamp", "Lamp two") for end in ("a.b", "ab", "a b", "A-B")]
FORMS = [uuid.UUID(int=number) for number in range(4)]
STEPS = 40


@dataclass
class Page:
    """A desk that somebody opened, and all claims that had come by then."""

    html: str
    there: set[uuid.UUID]


@dataclass
class Desk:
    """Strangers send, the family loads and presses; after each press the test checks what was closed."""

    browser: Client
    mika: uuid.UUID
    chance: Random
    pages: list[Page] = field(default_factory=list)
    kept: dict[uuid.UUID, dict[str, object]] = field(default_factory=dict)

    def send(self) -> None:
        claiming.claim(self.chance.choice(FORMS), {"name": "Mika", "words": self.chance.choice(WORDINGS)})

    def look(self) -> None:
        self.pages.append(Page(desk_of(self.browser), set(Claim.objects.values_list("pk", flat=True))))

    def press(self) -> None:
        if not self.pages or not Claim.objects.exists():
            return
        page, before = self.chance.choice(self.pages), closed()
        on_it = [pk for pk in sorted(page.there) if putting_away(pk) in page.html]
        if on_it:
            pk = self.chance.choice(on_it)
            press(self.browser, self.chance.choice([putting_away(pk), links_at(pk, self.mika)]), page.html)
        for one in Claim.objects.filter(pk__in=closed() - before):
            assert one.pk in page.there, "it came after the page"
            assert f">{one.read()['words']}</p>" in page.html, "its words were not on the page"

    def nothing_is_lost(self) -> None:
        now = {row["id"]: row for row in Claim.objects.values()}
        assert {pk: now.get(pk) for pk in self.kept} == self.kept
        self.kept = now


def closed() -> set[uuid.UUID]:
    return set(ClaimClosed.objects.values_list("claim", flat=True))


@pytest.fixture
def browser(cast, signed_in):
    """A friend who answers for Ana's family, signed in with a key."""
    return signed_in(people.friend(cast, "Gwen", Member.Role.GUARDIAN), key=True)


@pytest.fixture
def mika(cast):
    """Asked by Ana's family about a photograph."""
    person = add_person(cast.family, "Mika", "the house beside", by=cast.ana)
    picture = photograph(cast, people.write_story(cast)).leaf.picture
    consent_links.ask(
        involvement.name_person(picture, person, in_it=True, took_it=False, by=cast.ana), ["public"], by=cast.ana
    )
    return person


@pytest.mark.parametrize("seed", range(8))
def test_only_words_on_the_pressed_page_are_closed(browser, mika, monkeypatch, seed):
    monkeypatch.setattr(claims, "MOST_WORDINGS", 2)
    desk = Desk(browser, mika.pk, Random(seed))  # the same steps each time
    for _ in range(STEPS):
        desk.chance.choice([desk.send, desk.look, desk.press])()
        desk.nothing_is_lost()
    assert closed()


@pytest.mark.parametrize("seed", range(2))
def test_reading_every_message_empties_the_desk(browser, mika, monkeypatch, seed):
    monkeypatch.setattr(claims, "MOST_WORDINGS", 2)
    desk = Desk(browser, mika.pk, Random(seed))  # the same steps each time
    for _ in range(20):
        desk.send()
    for _ in range(Claim.objects.count()):
        desk.pages.clear()
        desk.look()
        desk.press()
    assert closed() == set(Claim.objects.values_list("pk", flat=True))
