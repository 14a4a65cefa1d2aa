"""Commands beside a service know the address that `held serve` was started with."""

import pytest

from held.place import addresses
from held.place.models import Place

ADDRESS = "https://our-place.example"


@pytest.fixture(autouse=True)
def place(db, settings, tmp_path):
    """A data folder of its own, and no setting."""
    settings.HELD_DATA, settings.HELD_ADDRESS = tmp_path, ""


def test_a_command_without_the_setting_reads_what_serve_was_given(settings):
    assert addresses.known_address() == ""
    settings.HELD_ADDRESS = ADDRESS
    addresses.note_setting()
    settings.HELD_ADDRESS = ""
    assert addresses.known_address() == ADDRESS


def test_a_setting_of_this_command_goes_before_it(settings):
    settings.HELD_ADDRESS = ADDRESS
    addresses.note_setting()
    settings.HELD_ADDRESS = "https://another.example"
    assert addresses.known_address() == "https://another.example"


def test_a_start_without_the_setting_forgets_it(settings):
    settings.HELD_ADDRESS = ADDRESS
    addresses.note_setting()
    settings.HELD_ADDRESS = ""
    addresses.note_setting()
    Place.objects.update_or_create(pk=1, defaults={"address": "https://told.example"})
    assert addresses.known_address() == "https://told.example"
    addresses.note_setting()


def test_a_disk_that_takes_nothing_keeps_no_place_closed(settings, tmp_path):
    settings.HELD_ADDRESS, settings.HELD_DATA = ADDRESS, tmp_path / "not-there"
    addresses.note_setting()
    settings.HELD_ADDRESS = ""
    assert addresses.known_address() == ""
