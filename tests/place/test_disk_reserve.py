"""On a full disk nothing can be written, and still everything can be taken back."""

import errno
import os
import shutil
import sqlite3
from contextlib import ExitStack
from types import SimpleNamespace

import httpx
import pytest
from django.db import OperationalError, transaction
from django.test import override_settings

from held.place import disk_reserve
from tests.disk import fill, own_disk
from tests.forms import Hand, address_on
from tests.inside import inside
from tests.running import Running
from tests.seeding import seed

SMALL = 40 * 1024 * 1024


@pytest.fixture
def data(tmp_path):
    """A data folder of its own."""
    with override_settings(HELD_DATA=tmp_path):
        yield tmp_path


def full(kind=sqlite3.SQLITE_FULL):
    """The database fault for a full disk, as Django raises it."""
    cause = sqlite3.OperationalError("database or disk is full")
    cause.sqlite_errorcode = kind
    fault = OperationalError("database or disk is full")
    fault.__cause__ = cause
    return fault


def act_that_fails(*faults):
    """An act that raises these faults one after the other, and then succeeds."""
    left = list(faults)

    @disk_reserve.with_disk_reserve
    def act(done):
        if left:
            raise left.pop(0)
        return done

    return act


def test_the_room_is_really_taken_and_for_nobody_else_to_read(data):
    assert disk_reserve.reserve()
    assert disk_reserve.reserve()
    (kept,) = data.iterdir()
    assert kept.stat().st_blocks * 512 >= disk_reserve.SIZE
    assert kept.stat().st_mode & 0o077 == 0


def test_on_a_disk_without_room_to_spare_none_is_kept_and_nothing_fails(data, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=disk_reserve.ROOM - 1))
    assert not disk_reserve.reserve()
    assert disk_reserve.finds_no_room()
    monkeypatch.undo()
    monkeypatch.setattr(os, "posix_fallocate", lambda *_args: (_ for _ in ()).throw(OSError(errno.ENOSPC, "full")))
    assert not disk_reserve.reserve()


@pytest.mark.parametrize("fault", [full(), full(sqlite3.SQLITE_IOERR), OSError(errno.ENOSPC, "full")])
def test_on_a_full_disk_an_act_uses_one_step_of_the_reserve(data, fault):
    disk_reserve.reserve()
    assert act_that_fails(fault)("done") == "done"
    assert not disk_reserve.lies_whole()
    assert (data / "room-for-taking-back").stat().st_size == disk_reserve.SIZE - disk_reserve.STEP
    assert disk_reserve.reserve()
    assert disk_reserve.lies_whole()


def test_when_all_of_it_is_given_up_the_fault_goes_on(data):
    disk_reserve.reserve()
    with pytest.raises(OperationalError):
        act_that_fails(*[full() for _ in range(100)])("done")


@pytest.mark.parametrize("fault", [full(sqlite3.SQLITE_BUSY), OSError(errno.EACCES, "no"), OperationalError("other")])
def test_other_faults_do_not_use_the_reserve(data, fault):
    disk_reserve.reserve()
    with pytest.raises((OperationalError, OSError)):
        act_that_fails(fault)("done")
    assert disk_reserve.lies_whole()


def test_inside_a_transaction_the_act_is_not_tried_again(data, db):
    disk_reserve.reserve()
    with pytest.raises(OperationalError), transaction.atomic():
        act_that_fails(full())("done")
    assert disk_reserve.lies_whole()


def test_opening_uses_the_reserve_only_on_a_full_disk(data, monkeypatch):
    disk_reserve.reserve()
    assert disk_reserve.make_room_to_open()
    assert disk_reserve.lies_whole()
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=disk_reserve.OPENING - 1))
    assert disk_reserve.make_room_to_open()
    assert (data / "room-for-taking-back").stat().st_size == disk_reserve.SIZE - disk_reserve.STEP
    (data / "room-for-taking-back").unlink()
    assert not disk_reserve.make_room_to_open()


@pytest.fixture
def small_disk(tmp_path):
    """A disk of forty megabytes."""
    with own_disk(tmp_path, SMALL) as disk:
        yield disk


ASK_FOR_A_LINK = """
from held.families.models import Member, Recovery
from held.families.recovery import ask_for_new_link
from held.accounts.models import Account
ben = Member.objects.get(account__pk={ben})
ana = Member.objects.filter(family=ben.family).exclude(pk=ben.pk).first().account
print(ask_for_new_link(ben, by=ana)[0].pk)
"""
BEN = "from held.families.models import Member\nprint([m.account_id for m in Member.objects.order_by('pk')][1])"


@pytest.mark.harness
def test_on_a_full_disk_reading_and_taking_back_still_work(small_disk):
    known = seed(small_disk / "data")
    story, leaf = f"/family/stories/{known['story']}/", f"/family/leaves/{known['leaf']}/"
    asked = inside(small_disk / "data", ASK_FOR_A_LINK.format(ben=inside(small_disk / "data", BEN)))
    with ExitStack() as ended:
        place = ended.enter_context(Running(small_disk / "data"))
        ana = Hand(place.url, known["cookies"]["ana"])
        ended.callback(ana.close)
        ana.send(ana.form(f"{story}circle/everyone/", action_ends="circle/everyone/"))
        listing = ana.form(f"{story}listing/", action_ends="listing/")
        assert ana.send(listing).status_code in {302, 303}
        acts = [
            ana.form(story, action_ends="listing/ending"),
            ana.form("/family/", action_ends="/stop"),
            ana.form(story, action_ends="/hiding"),
            ana.form(f"{story}circle/", action_ends="/narrowing"),
            ana.form(story, action_ends="/taking-back"),
        ]
        assert asked in acts[1].action
        slug, sheet = address_on(ana.http.get(story).text), ana.form(leaf, action_ends=leaf)
        fill(small_disk)
        assert httpx.get(f"{place.url}/stories/{slug}/").status_code == 200
        saved = [ana.send(sheet, body=f"words {n} " + "y" * 20_000, turn=str(n)) for n in range(1, 60)]
        assert saved[-1].status_code == 503
        assert "words 59 yyy" in saved[-1].text
        for act in acts:
            assert ana.send(act).status_code in {302, 303}, act.action
            fill(small_disk)
        assert httpx.get(f"{place.url}/stories/{slug}/").status_code == 404
        assert ana.http.get(story).status_code == 200
        assert "circle/link/" in ana.http.get(f"{story}circle/").text
        assert (small_disk / "data" / "room-for-taking-back").stat().st_size < disk_reserve.SIZE
        (small_disk / "fill").unlink()
        assert ana.send(sheet, body="words with room", turn="99").status_code < 400
    with Running(small_disk / "data"):
        assert (small_disk / "data" / "room-for-taking-back").stat().st_size == disk_reserve.SIZE
