"""The secret of the check of our address is good once, for a minute, and its file says nothing to others."""

import stat

import pytest
from django.conf import settings

from held.place import probing


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    """A data folder of its own."""
    settings.HELD_DATA = tmp_path


class Clock:
    def __init__(self) -> None:
        self.at = 100.0

    def monotonic(self) -> float:
        return self.at


def test_an_address_check_secret_works_once():
    secret = probing.begin()
    assert not probing.use("another")
    assert probing.use(secret)
    assert not probing.use(secret)


def test_a_newer_secret_and_an_end_make_a_former_one_useless():
    former = probing.begin()
    newer = probing.begin()
    assert not probing.use(former)
    probing.end()
    assert not probing.use(newer)
    probing.end()


@pytest.mark.parametrize(("later", "good"), [(59, True), (61, False), (-1, False)])
def test_an_address_check_secret_lasts_one_minute(monkeypatch, later, good):
    clock = Clock()
    monkeypatch.setattr(probing, "time", clock)
    secret = probing.begin()
    clock.at += later
    assert probing.use(secret) is good


def test_its_file_holds_no_secret_and_is_for_its_owner_alone():
    secret = probing.begin()
    (file,) = settings.HELD_DATA.iterdir()
    assert secret not in file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize("written", ["", "a", "a b", "a 1 c"])
def test_a_file_of_another_form_is_no_secret(written):
    (settings.HELD_DATA / "address-check").write_text(written)
    assert not probing.use("a")
