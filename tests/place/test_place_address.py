"""Commands on a machine with the service know the address that `held serve` was started with."""

import pytest

from held.place import place_address
from held.place.models import Place

ADDRESS = "https://our-place.example"


@pytest.fixture(autouse=True)
def place(db, settings, tmp_path):
    """A data folder of its own, and no setting."""
    settings.HELD_DATA, settings.HELD_ADDRESS = tmp_path, ""


def test_a_command_without_the_setting_reads_what_serve_was_given(settings):
    assert place_address.known_address() == ""
    settings.HELD_ADDRESS = ADDRESS
    place_address.note_setting()
    settings.HELD_ADDRESS = ""
    assert place_address.known_address() == ADDRESS


def test_a_setting_of_this_command_goes_before_it(settings):
    settings.HELD_ADDRESS = ADDRESS
    place_address.note_setting()
    settings.HELD_ADDRESS = "https://another.example"
    assert place_address.known_address() == "https://another.example"


def test_a_start_without_the_setting_forgets_it(settings):
    settings.HELD_ADDRESS = ADDRESS
    place_address.note_setting()
    settings.HELD_ADDRESS = ""
    place_address.note_setting()
    Place.objects.update_or_create(pk=1, defaults={"address": "https://told.example"})
    assert place_address.known_address() == "https://told.example"
    place_address.note_setting()


def test_a_disk_that_takes_nothing_keeps_no_place_closed(settings, tmp_path):
    settings.HELD_ADDRESS, settings.HELD_DATA = ADDRESS, tmp_path / "not-there"
    place_address.note_setting()
    settings.HELD_ADDRESS = ""
    assert place_address.known_address() == ""
