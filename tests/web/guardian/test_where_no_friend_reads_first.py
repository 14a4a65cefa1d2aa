"""Where a family has no friend who reads first, its parents answer people who lost their link, and nobody else does."""

import re
import uuid

import pytest

from held.accounts.models import Link
from held.accounts.one_time_links import make_link, use_link
from held.consent import consent_links, involved, lost_links
from held.consent.models import LostLinkRequest
from held.families.models import Member
from held.families.persons import add_person
from tests import cast as people
from tests.photographs import photograph
from tests.web.guardian.pressing import DESK, desk_of, links_at, press, putting_away

GIVEN = {"name": "Mika", "words": "I held the lamp."}


@pytest.fixture
def mika(cast):
    placed = photograph(cast, people.write_story(cast))
    person = add_person(cast.family, "Mika", "the house beside", by=cast.ana)
    involvement = involved.name_person(placed.leaf.picture, person, in_it=True, took_it=False, by=cast.ana)
    consent_links.ask(involvement, ["public"], by=cast.ana)
    return person


@pytest.fixture
def came(mika):
    lost_links.save_request(uuid.uuid4(), GIVEN)
    return LostLinkRequest.objects.get()


def test_each_parent_reads_a_message_that_nobody_else_would(cast, came, signed_in):
    for account in (cast.ana, cast.ben, cast.otto):
        page = desk_of(signed_in(account))
        assert GIVEN["words"] in page
        assert "People asking to read" not in page
    ida = people.friend(cast, "Ida", Member.Role.HELPER)
    for account in (ida, cast.hilde):
        assert signed_in(account).get(DESK).status_code == 404


def test_a_link_made_by_a_parent_lets_them_say_yes_again(cast, came, mika, signed_in, anyone):
    page = press(signed_in(cast.ana, key=True), links_at(came.pk, mika.pk)).content.decode()
    assert "the house beside" in page
    assert "yes if they haven’t said no" in page
    assert anyone.get(re.search(r"/c/a/[\w-]{43}", page)[0]).status_code == 200


def test_what_one_parent_put_away_is_answered_for_the_other(cast, came, signed_in):
    press(signed_in(cast.ana, key=True), putting_away(came.pk))
    assert GIVEN["words"] not in desk_of(signed_in(cast.ben))


def test_once_a_friend_reads_first_the_parents_do_not(cast, came, signed_in):
    gwen = people.friend(cast, "Gwen", Member.Role.GUARDIAN)
    _invitation, token = make_link(gwen, purpose=Link.Purpose.INVITATION, by=cast.ana)
    assert GIVEN["words"] in desk_of(signed_in(cast.ben))  # nobody reads by an invitation that was not used
    use_link(token)
    assert signed_in(cast.ben).get(DESK).status_code == 404
    assert GIVEN["words"] in desk_of(signed_in(gwen))
