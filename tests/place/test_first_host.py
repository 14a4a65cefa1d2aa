"""The first person becomes the host."""

import pytest

from held.accounts import one_time_links, sign_in_keys
from held.accounts.one_time_links import CannotBeUsed
from held.place import first_host
from held.place.models import Hosting

pytestmark = pytest.mark.django_db


def test_before_the_first_start_the_place_is_empty_and_not_taken():
    assert first_host.this_place().name == ""
    assert not first_host.is_taken()


def test_the_first_link_leads_to_the_host():
    used = one_time_links.use_link(first_host.first_link())
    assert Hosting.objects.get().account == used.account
    assert first_host.somebody_came_in()


def test_a_place_stays_taken_after_the_hosts_first_key():
    host = one_time_links.use_link(first_host.first_link()).account
    assert not first_host.is_taken()
    sign_in_keys.write_codes(host)
    assert first_host.is_taken()
    sign_in_keys.end_every_key(host)
    assert first_host.is_taken()


def test_a_passkey_takes_the_place_as_well():
    sign_in_keys.add_passkey(one_time_links.use_link(first_host.first_link()).account, name="", credential={})
    assert first_host.is_taken()


def test_the_key_of_somebody_else_does_not_take_the_place(cast):
    one_time_links.use_link(first_host.first_link())
    sign_in_keys.write_codes(cast.ana)
    assert not first_host.is_taken()


def test_a_host_without_a_key_can_use_the_next_first_link():
    host = one_time_links.use_link(first_host.first_link()).account
    assert one_time_links.use_link(first_host.first_link()).account == host


def test_a_new_first_link_replaces_the_former_one():
    former, fresh = first_host.first_link(), first_host.first_link()
    with pytest.raises(CannotBeUsed):
        one_time_links.use_link(former)
    assert one_time_links.use_link(fresh).account == Hosting.objects.get().account


def test_the_place_was_begun_on_the_day_of_its_first_link():
    assert first_host.begun_on().year == 1970
    first_host.first_link()
    assert first_host.begun_on() == Hosting.objects.get().at.date()
