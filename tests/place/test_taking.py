"""The first person takes the place into their hands."""

import pytest

from held.accounts import links
from held.accounts.links import CannotBeUsed
from held.place import taking
from held.place.models import Hosting

pytestmark = pytest.mark.django_db


def test_before_the_first_start_the_place_is_empty_and_not_taken():
    assert taking.this_place().name == ""
    assert not taking.is_taken()


def test_the_first_link_leads_to_the_host_and_takes_the_place():
    used = links.use_link(taking.first_link())
    assert Hosting.objects.get().account == used.account
    assert taking.is_taken()


def test_a_first_link_made_again_replaces_the_former_one_for_the_same_host():
    former, fresh = taking.first_link(), taking.first_link()
    with pytest.raises(CannotBeUsed):
        links.use_link(former)
    assert links.use_link(fresh).account == Hosting.objects.get().account
