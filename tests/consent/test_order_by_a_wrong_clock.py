"""Who asked first, and which links one answer made, do not depend on what the clock showed."""

import uuid
from datetime import timedelta

import pytest

from held import access
from held.consent import consent_links, involved, lost_links
from held.consent.models import Involvement, LostLinkRequest
from held.families.models import Member
from held.families.persons import add_person
from tests import cast as people
from tests.cast import Cast
from tests.clock import Clocks
from tests.lost_link_requests import on_page
from tests.photographs import arrived_photograph

YEARS = timedelta(days=3650)


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    return Clocks(monkeypatch)


def involvement_of(cast: Cast) -> Involvement:
    """Mika, in a photograph."""
    leaf = arrived_photograph(cast, people.write_story(cast))
    mika = add_person(cast.family, "Mika", "the house beside", by=cast.ana)
    return involved.name_person(leaf.picture, mika, in_it=True, took_it=False, by=cast.ana)


@pytest.mark.parametrize("leap", [-YEARS, YEARS])
def test_the_parent_who_asked_first_is_told(cast: Cast, clocks: Clocks, leap: timedelta) -> None:
    involvement = involvement_of(cast)
    consent_links.ask(involvement, ["public"], by=cast.ana)
    clocks.leap(leap)
    consent_links.link_anew(involvement, by=cast.ben)
    assert access.told_to_person(involvement).asker == access.called(cast.ana)


@pytest.mark.parametrize("leap", [-YEARS, YEARS])
def test_pressed_again_after_a_leap_the_links_are_the_same(cast: Cast, clocks: Clocks, leap: timedelta) -> None:
    involvement, gwen = involvement_of(cast), people.friend(cast, "Gwen", Member.Role.GUARDIAN)
    consent_links.ask(involvement, ["public"], by=cast.ana)
    lost_links.save_request(uuid.uuid4(), {"name": "Mika", "words": "I held the lamp."})
    came = LostLinkRequest.objects.get()
    links = lost_links.links_for(came, involvement.person, on_page(came), by=gwen)
    clocks.leap(leap)
    other = arrived_photograph(cast, people.write_story(cast))
    since = involved.name_person(other.picture, involvement.person, in_it=True, took_it=False, by=cast.ana)
    consent_links.ask(since, ["public"], by=cast.ana)
    consent_links.link_anew(since, by=gwen)
    assert lost_links.links_for(came, involvement.person, on_page(came), by=gwen) == links
